/*
 * What the files of mm7submit share.  See mm7submit.h.
 *
 * poster.c	input, output, signals, exit status
 * poster_progress.c	for people
 * post.c	one message, from its beginning to its end
 * post_take.c	its mail or record
 * post_result.c	what became of it
 * post_send.c	its requests, their answers, and what these ask for
 * post_write.c	a request's octets; -n
 * post_peer.c	where they go, and how: what the options say
 * post_shrink.c	MM7_Shrink_Command
 * post_recall.c, post_note.c	the store
 */
#ifndef ENGINE_MM7SUBMIT_POST_PRIV_H
#define ENGINE_MM7SUBMIT_POST_PRIV_H

#include <sys/types.h>

#include "engine/filter/filter_priv.h"
#include "engine/mm7submit/mm7submit.h"
#include "flow/source.h"
#include "gateway/mms/result.h"
#include "http/client.h"
#include "store/store.h"

enum {
	POST_STOP_TIME = 10000,	/* ms that a request under way may have after
				   SIGTERM: as MM7_Response_Timer by default */
	POST_RETRY_LEAST = 1000,	/* ms before a request is repeated, whatever
				   a Retry-After of 0 says */
	POST_SHRINK_TIME = 60000,	/* ms for one run of MM7_Shrink_Command,
				   within Give_Up */
	POST_RECORD_MAX = 16 << 20,	/* octets of a record: what no MMSC would
				   take, in base64 */
	POST_EXPIRE_EVERY = 50,	/* messages, after which what is old is cleared
				   away: a step takes 200 */
	POST_ID_SIZE = 256,	/* octets with NUL of a centre's MessageID that
				   is looked up: real ones have up to 64 */
	POST_LINES_MAX = 10,	/* recipients of a message that stderr names */
};

struct poster;
struct post;

/* An MMSC, as the options of a domain have it. */
struct post_peer {
	struct post_peer *next;
	const struct config_view *view;
	struct buf url, name;		/* name: host:port, for people */
	struct buf host;		/* of the Host header where it is another;
					   all of that header */
	char password[1024];
	const char **header;		/* owned; its strings are borrowed */
	size_t nheaders;
	char *user;			/* of HTTP_Basic_Auth; owned; NULL */
	struct http_client_options options;
	struct http_client_request request;	/* all but type and body */
	struct http_client *client;	/* NULL: not needed yet */
	int one_by_one;			/* it said 3003 */
	msec not_before;		/* it said Retry-After */
};

/* MM7_Shrink_Command under way. */
struct post_shrink {
	struct mms_shrink what;
	pid_t pid;			/* 0: none */
	int fd;				/* what it writes */
	struct loop_watch *readable, *timer;
	struct buf out;
	msec deadline;
};

/* One message. */
struct post {
	struct poster *poster;
	struct post *next, **at;
	struct mms_submit s;
	struct buf line;	/* -j: its record */
	struct post_peer *peer;
	size_t left;		/* to be sent to are recipients 0 .. left - 1 */
	size_t first, n;	/* those of the request under way */
	size_t step;		/* the most of one request */
	struct buf soap, type, body;
	struct http_call *call;	/* NULL: none is under way */
	struct loop_watch *timer;	/* to go on with it */
	struct post_shrink shrink;
	msec began, deadline;
	struct diag_err err;	/* it failed before any request; sysexit 0: no */
	int tried;		/* a request was sent */
	int misconfigured;	/* what was refused is our account */
	int64_t number;		/* in the store; 0: not there */
	int seen;		/* enum store_status that it had; 0 */
};

struct poster {
	const struct mm7submit_opts *o;
	struct loop *loop;
	struct source *source;	/* -j */
	struct json_reader *reader, *other;
	struct sink *sink;
	struct store *store;
	int store_opened;
	unsigned long noted;	/* messages whose outcome it has */
	struct buf in;		/* mail */
	size_t at;		/* -m: so far */
	struct post *posts;
	int nposts;
	struct post_peer *peers;
	struct loop_watch *readable, *writable, *feed, *bound;
	struct loop_watch *signals[3];
	struct loop_watch *sigusr1, *second;	/* progress */
	msec began;
	struct outcome_tally tally;
	unsigned long unknown;	/* of its temporary ones */
	int ended;		/* no more input will be taken */
	int stopping;		/* a signal came */
	int cut_short;		/* before all input was taken */
	int failed;		/* sysexits code of our own trouble; 0 */
};

/* poster.c */
/* Octets for the sink. */
void poster_put(struct poster *r, const struct buf *b);
/* A post has ended: take more. */
void poster_feed(struct poster *r);
/* Count an outcome; unknown: it may have been sent. */
void poster_count(struct poster *r, int sysexit, int unknown);

/* poster_progress.c: how far it is, for people; at SIGUSR1, and on a terminal. */
int poster_watch(struct poster *r);
void poster_unwatch(struct poster *r);

/* post_take.c: each begins, and if there is nothing to wait for ends. */
void post_mail(struct poster *r, const char *raw, size_t n);
void post_record(struct poster *r, const char *line, size_t n,
	const struct diag_pos *pos);
/* A line that is no record. */
void post_invalid(struct poster *r, const char *line, size_t n,
	const struct diag_pos *pos, const struct diag_err *err);

/* post.c */
struct post *post_new(struct poster *r);	/* NULL: out of memory */
/* p->s is filled: what the options say.  0, or -1 with err. */
int post_open(struct post *p, struct diag_err *err);
/* Send it, unless it was sent before; rec NULL: of a mail. */
void post_begin(struct post *p, const struct record *rec);
/* Its content fits: send it, or with -n show it. */
void post_ready(struct post *p);
/* Nothing more is to be done with it: its outcome is given out. */
void post_end(struct post *p);
/* The same, since nothing can be sent. */
void post_fail(struct post *p, const struct diag_err *err);

/* post_result.c */
void post_say_failure(const struct diag_err *err);
void post_count(struct post *p);	/* and say what went wrong */
void post_put_result(struct post *p);

/* post_send.c */
void post_send(struct post *p);		/* content fits: begin */
void post_stop(struct post *p, int now);	/* a signal came */

/* post_write.c */
/* The request's octets into p->type and p->body. 0, or -1 with err. */
int post_write(struct post *p, const struct mm7_msg *m, struct diag_err *err);
/* -n: the whole request as it would be sent, its secrets masked. */
void post_show(const struct post *p, struct buf *out);

/* post_peer.c */
/* NULL with err: EX_CONFIG, EX_NOINPUT, EX_TEMPFAIL. */
struct post_peer *post_peer(struct poster *r, const struct config_view *v,
	const char *domain, struct diag_err *err);
struct http_client *post_peer_client(struct poster *r, struct post_peer *peer);
void post_peer_free(struct post_peer *peer);

/* post_shrink.c: make it fit; then post_ready(), or post_fail(). */
void post_fit(struct post *p);
void post_shrink_end(struct post *p);

/* post_recall.c; nothing where there is no store. */
/* Was it here before?  1: all that can be said of it is said, 0: send to the
   first p->left recipients, -1 with err. */
int post_recall(struct post *p, const struct record *rec,
	struct diag_err *err);
/* A cancel or replace of one that is named by our id: the centre's MessageID, ""
   where that is not known.  -1 with err. */
int post_theirs(struct poster *r, const struct record *rec,
	char out[POST_ID_SIZE], struct diag_err *err);
/* Is there one for p?  It is opened when it is needed first.  -1 with err. */
int post_has_store(struct post *p, struct diag_err *err);
/* The part that recipient i is of the store's message, and back. */
size_t post_part(const struct mms_submit *s, size_t i);
struct mms_recipient *post_recipient(struct mms_submit *s, size_t part);
const char *post_first_address(struct mms_submit *s);
int post_fingerprint(const struct mms_submit *s);

/* post_note.c */
int post_note(struct post *p, struct diag_err *err);	/* before sending */
void post_tell(struct post *p);		/* what came of it */

#endif
