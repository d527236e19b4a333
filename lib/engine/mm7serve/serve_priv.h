/*
 * What the files of mm7serve share.
 *
 * serve.c		the daemon: sockets, options, stopping
 * serve_from.c		where from, behind proxies
 * serve_access.c	who is it, and may he: paths, addresses, accounts
 * serve_refuse.c	... and who may not
 * serve_request.c	a request from its octets to its answer
 * serve_vasp.c		what an MMSC asks of a VASP
 * serve_mail.c		... as mail, or as a record
 * serve_seen.c		what came before
 * serve_answer.c	answers in the peer's words
 *
 * What a VASP asks of an MMSC has a file of its own: see serve_ops[].
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
#include "gateway/mms/deliver.h"
#include "http/auth.h"
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

/* What serve_status() is about. */
enum serve_code {
	SERVE_OK = 1000, SERVE_CONTENT_REFUSED = 2004, SERVE_CORRUPT = 2007,
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
	enum serve_code code;		/* its answer, and */
	const char *details;		/* static, or in err; NULL */
	struct diag_err err;
};

/* Passwords that were right: a slow hash need not be made a second time. */
enum { SERVE_PROVEN = 64 };

struct serve_seen;
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

/* serve_answer.c */
void serve_answer(struct serve_request *r);
/* Without MM7 in it. */
void serve_plain(struct http_exchange *x, int status, const char *header);

#endif
