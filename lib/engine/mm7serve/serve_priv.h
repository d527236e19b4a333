/*
 * What the files of mm7serve share.
 *
 * serve.c		the daemon: sockets, options, stopping
 * serve_from.c		where from, behind proxies
 * serve_access.c	who is it, and may he: paths, addresses, accounts
 * serve_refuse.c	... and who may not
 * serve_request.c	a request from its octets to its answer
 * serve_vasp.c		what an MMSC asks of a VASP
 * serve_mmsc.c		what a VASP asks of an MMSC
 * serve_owe.c		as an MMSC: reports and read replies that are asked for
 * serve_kept.c		... that wait
 * serve_reports.c	... that go to VASPs
 * serve_deliver.c	... messages to VASPs
 * serve_stdin.c	... where these come from
 * serve_client.c	... how a request gets there
 * serve_mail.c		... as mail, or as a record
 * serve_settle.c	what a delivery report says of its message, noted
 * serve_seen.c		what came before
 * serve_faults.c	what goes wrong on purpose
 * serve_answer.c	answers in the peer's words
 */
#ifndef ENGINE_MM7SERVE_PRIV_H
#define ENGINE_MM7SERVE_PRIV_H

#include "engine/access/auth.h"
#include "engine/access/guests.h"
#include "engine/access/users.h"
#include "engine/ident.h"
#include "engine/listen/daemon.h"
#include "engine/listen/listeners.h"
#include "engine/mm7serve/mm7serve.h"
#include "flow/source.h"
#include "gateway/mms/deliver.h"
#include "gateway/mms/result.h"
#include "http/auth.h"
#include "http/client.h"
#include "http/server.h"
#include "mm7/mm7.h"
#include "mm7/related.h"
#include "store/seen.h"

enum {
	SERVE_PROXIES_MAX = 64,		/* elements of Trusted_Proxy */
	SERVE_KEYS = 2,			/* that one message is known by */
	SERVE_MEMORY = 1 << 16,		/* keys kept without a store: the last
					   ones; 2 MiB */
};

/* What goes wrong on purpose: options MM7_Server_Fault_... */
enum { SERVE_FAULTS_MAX = 16 };
struct serve_faults {
	msec delay;
	struct {
		int code;
		unsigned every;
	} status[SERVE_FAULTS_MAX];
	size_t nstatuses;
	unsigned lose, cut, empty;	/* 0: off */
	int no_message_id;
	struct http_fault wire;		/* of each answer */
	unsigned long requests, answers;
	struct fault_held *held;	/* answers that are late */
	struct loop_watch *timer;
};

/* What serve_status() is about. */
enum serve_code {
	SERVE_OK = 1000, SERVE_PARTLY = 1100, SERVE_ADDRESS = 2002,
	SERVE_CONTENT_REFUSED = 2004, SERVE_CORRUPT = 2007,
	SERVE_SERVER_ERROR = 3000, SERVE_REJECTED = 3002,
	SERVE_UNSUPPORTED = 4003, SERVE_INVALID = 4004, SERVE_UNAVAILABLE = 4006,
};

struct serve_key {
	uint8_t octets[STORE_SEEN_KEY];
};

/* Who he says he is, and what is to be checked of it. */
struct serve_claim {
	char account[HTTP_USER_MAX];
	const struct secret *secret, *decoy;
	char password[HTTP_PASSWORD_MAX];
	char proof[HTTP_HA1_MAX];	/* a keyed digest of it; "" */
	int stale;			/* right, but for an old nonce */
	int guessed;			/* wrong */
};

/* A request that was handed over.  Freed with its answer. */
struct serve_request {
	struct serve *serve;
	struct http_exchange *x;
	struct serve_request *again;	/* the same, that came while this one is
					   under way: answered as it is */
	struct serve_request *next, **at;	/* under way: serve->under_way; or
					   done: serve->done */
	struct auth_check *check;	/* of his password; NULL */
	struct serve_claim *claim;	/* then; owned */
	char account[HTTP_USER_MAX];	/* ""; whoever may come without */
	struct related related;
	struct mm7_msg msg;
	struct serve_key key[SERVE_KEYS];
	size_t nkeys;
	char id[IDENT_SIZE];
	int taken;			/* its SubmitRsp is to have a MessageID: id */
	struct mm7_failed *failed;	/* recipients that are refused; owned */
	size_t nfailed;
	enum serve_code code;		/* its answer, and */
	const char *details;		/* static, or in err; NULL */
	struct diag_err err;
};

/* Passwords that were right: a slow hash need not be made a second time. */
enum { SERVE_PROVEN = 64 };

struct serve_seen;
struct store_message;
struct serve_reports;
struct serve_stdin;
struct outgoing;
struct serve_call;
struct serve_refusal;

struct serve {
	struct daemon d;
	const struct mm7serve_opts *o;
	struct http_server *http;
	struct listeners listeners;
	struct users *users;		/* NULL: only this machine may */
	struct user_net proxy[SERVE_PROXIES_MAX];
	size_t nproxies;
	struct auth *auth;
	uint8_t key[HTTP_NONCE_KEY];	/* of nonces and proofs */
	char proven[SERVE_PROVEN][HTTP_HA1_MAX];
	size_t nproven;			/* ever; the oldest is replaced */
	struct guests guests;		/* who guesses passwords */
	struct http_client *client;	/* NULL: nothing was sent yet */
	struct http_client_options client_options;
	struct serve_call *calls;	/* under way */
	struct serve_reports *reports;	/* NULL: as a VASP */
	struct serve_stdin *in;		/* NULL: as a VASP */
	struct outgoing *outgoing;	/* from there, under way */
	size_t noutgoing;
	struct serve_faults faults;
	struct serve_refusal *refusals;
	struct loop_watch *refuse;
	struct serve_seen *seen;
	struct serve_request *under_way;
	struct serve_request *done, **last_done;	/* to be remembered, then
							   answered */
	struct loop_watch *commit;
	struct buf out;			/* what a message became */
	struct buf mail, record, original;	/* on the way there */
	struct json_reader *reader, *scratch;
	char host[256];			/* RFC 1035, 2.3.4: 255 octets */
};

/* An operation that is served.  It ends with serve_end(), now or later. */
struct serve_op {
	enum mm7_op op;
	int as;				/* SERVE_VASP, SERVE_MMSC */
	/* Before it is looked up whether it came before: 0, or -1: it was
	   ended.  NULL: all will do */
	int (*check)(struct serve_request *r);
	void (*take)(struct serve_request *r);
};

/* serve_from.c */
/* Returns 0, or the exit status, said. */
int serve_read_proxies(struct serve *s, const struct config_view *v);
/* The address of who asks: the last one in the chain that is no proxy that we
   trust.  What stands before that, anybody can have written. */
void serve_from(const struct serve *s, const struct http_exchange *x,
	struct sockaddr_storage *sa);

/* serve_access.c */
/* For http_server_calls.head. */
enum http_verdict serve_head(void *arg, struct http_exchange *x);
/* Fills claim.  1: he may; 0: his password has to be checked first (secret,
   decoy and password are set); -1: he may not. */
int serve_who(struct serve *s, struct http_exchange *x,
	struct serve_claim *claim);
/* The right password: it need not be hashed the next time. */
void serve_prove(struct serve *s, const struct serve_claim *claim);

/* serve_refuse.c */
/* Say so where some could use Digest and it is not offered, for others' sake. */
void serve_tell_digest(const struct users *u);
/* Has somebody from there so many wrong passwords that wait for their answer
   that no more are looked at? */
int serve_too_many_guesses(const struct serve *s,
	const struct http_exchange *x);
/* Answer 401, with what we can do: now, or later where that was a guess. */
enum http_verdict serve_refuse(struct serve *s, struct http_exchange *x,
	const struct serve_claim *claim);
void serve_on_refuse(void *arg);
void serve_drop_refusals(struct serve *s);

/* serve_request.c */
void serve_request(void *arg, struct http_exchange *x);
int serve_complete(void *arg, struct http_exchange *x);
/* It is done, with that code: remembered where it was taken, and answered.
   details may be NULL; it outlives r, or is r->err.text. */
void serve_end(struct serve_request *r, enum serve_code code,
	const char *details);
/* The end: those that are done are answered; those whose passwords are being
   checked are not any more. */
void serve_drop(struct serve *s);
/* Those that are done: remember them, answer them. */
void serve_commit(void *arg);

/* serve_vasp.c */
/* DeliverReq, DeliveryReportReq, ReadReplyReq */
void serve_take_message(struct serve_request *r);

/* serve_mmsc.c: SubmitReq; CancelReq, ReplaceReq */
int serve_check_submit(struct serve_request *r);
int serve_check_change(struct serve_request *r);

/* serve_client.c */
/* -1: they will not do, said. */
int serve_client_options(const struct config_view *v);
/* Where the requests for that account go; NULL: nowhere. */
const char *serve_vasp_url(const struct serve *s, const char *account);
/* msg: the answer, as far as it can be read; its op is MM7_NONE if it can't.
   Both are gone when this returns. */
typedef void serve_posted(void *arg, const struct http_client_answer *a,
	const struct mm7_msg *msg);
/* type and body are borrowed until cb is called.  -1: out of memory. */
int serve_post(struct serve *s, const char *url, const char *type,
	const struct buf *body, serve_posted *cb, void *arg);

/* serve_reports.c */
struct serve_reports *serve_reports_new(struct serve *s);
/* Those that are not sent stay in the store, or are lost: said. */
void serve_reports_free(struct serve_reports *o);
/* Stopping: send no more.  1: none is under way. */
int serve_reports_stop(struct serve_reports *o);

/* serve_owe.c */
/* r was taken: what it asked for is to come. */
void serve_owe(struct serve_request *r);

/* What is under way is given up: its cb is not called. */
void serve_client_free(struct serve *s);

/* serve_stdin.c */
/* Read it; s->in.  0, or the exit status, said. */
int serve_stdin_open(struct serve *s);
void serve_stdin_free(struct serve_stdin *i);
/* serve_deliver_full() may have changed. */
void serve_stdin_go_on(struct serve_stdin *i);

/* serve_deliver.c: each is told of, at once or later */
int serve_deliver_full(const struct serve *s);
void serve_deliver_mail(struct serve *s, const char *p, size_t n);
void serve_deliver_record(struct serve *s, const struct source_item *item);
/* Those under way are given up; s->client is gone. */
void serve_deliver_stop(struct serve *s);

/* serve_mail.c */
enum serve_got { SERVE_MADE, SERVE_NOTHING, SERVE_FAILED };
struct serve_made {
	const char *sender;		/* of the envelope */
	const char *const *to;
	size_t nto;
	struct mms_envelope_out envelope;	/* private, as all below */
	char address[2][MMS_ADDRESS_SIZE];
	const char *one[1];
};
/* Put what r becomes into s->out: mail or a record.  FAILED: r->err says why.
   m points into itself; serve_made_release() it in any case. */
enum serve_got serve_make(struct serve_request *r, struct serve_made *m);
void serve_made_release(struct serve_made *m);

/* serve_settle.c: a delivery report's state is that of its recipient's part of
   the message m, in the store; one that is nobody's changes nothing.
   0, or -1 with r->err.  What m borrowed goes. */
int serve_settle(struct serve_request *r, const struct store_message *m);

/* serve_seen.c */
struct serve_seen *serve_seen_new(void);	/* NULL: out of memory */
void serve_seen_free(struct serve_seen *m);
/* What r is known by: its keys. */
void serve_seen_keys(struct serve_request *r);
enum serve_known { SERVE_NEW, SERVE_KNOWN, SERVE_UNDER_WAY };
/* Was it taken before?  UNDER_WAY: *first has it in hand. */
enum serve_known serve_seen_find(struct serve_request *r,
	struct serve_request **first);
/* Remember all of s->done that were taken. */
void serve_seen_put(struct serve *s);

/* serve_faults.c */
int serve_faults_init(struct serve *s);		/* -1: out of memory */
void serve_faults_free(struct serve *s);
int serve_faults_options(struct serve *s, const struct config_view *v);
/* A request came: the StatusCode that it is refused with; 0: take it. */
int serve_faults_status(struct serve *s);
/* Is that recipient refused? */
int serve_faults_recipient(const struct serve *s, const struct mm7_addr *a);
/* Answer, with whatever is wanted to be wrong. */
void serve_faults_answer(struct serve *s, struct http_exchange *x,
	const struct http_answer *a);

/* serve_answer.c */
/* How r's peer writes; what he did not get as far as to say, as options do. */
void serve_dialect(const struct serve_request *r, struct mm7_dialect *d);
void serve_answer(struct serve_request *r);
/* Without MM7 in it. */
void serve_plain(struct http_exchange *x, int status, const char *header);

#endif
