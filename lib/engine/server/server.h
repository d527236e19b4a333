/* What the files of smpp-listen's server share.  See listen.h. */
#ifndef ENGINE_SERVER_H
#define ENGINE_SERVER_H

#include "engine/listen/daemon.h"
#include "engine/job/job.h"
#include "engine/server/users.h"
#include "net/listener.h"

enum {
	RECEIPTS_MAX = 100000,	/* receipts that wait for a receiver to bind */
	RECEIPT_TRIES = 10,	/* times one is sent that is not acknowledged */
	RECEIPT_WAIT = 1000,	/* ms before the second; it doubles up to */
	RECEIPT_WAIT_MAX = 60000,
	LISTENERS_MAX = 16,
	IDLE_CLOSE = 60000,	/* ms: a connection that does not bind */
	SYSTEM_ID_MAX = 15,	/* octets; v3.4, 5.2.1 */
};

struct server;

/* A connection. */
struct session {
	struct session *next, **at;
	struct server *server;
	struct inbox_peer peer;		/* first used when it is bound */
	struct account *account;	/* bound as a receiver; else NULL */
	struct session *mate, **mate_at;	/* in the account's list */
	struct job_via via;		/* for records that are sent by it */
};

/* A system_id: those bound as its receivers, and the receipts for them. */
struct account {
	struct account *next, **at;
	char system_id[INBOX_SYSTEM_ID];
	struct session *sessions;
	struct receipt *receipts, **last;
};

/* A receipt that is to be sent to a bound receiver of that system_id. */
struct receipt {
	struct sms_part part;		/* owner NULL: the tag of its request is
					   told apart from a job's by that */
	struct receipt *next;
	struct inbox_note note;
	enum outcome outcome;
	int64_t done;			/* Unix ms */
	unsigned tries;
	msec due;			/* when it was not taken: the next try */
};

struct server {
	struct daemon d;
	struct users *users;		/* NULL: anybody */
	struct tls_context *tls;	/* NULL: in clear */
	struct listener *listener[LISTENERS_MAX];
	size_t nlisteners;
	struct session *sessions;
	size_t nsessions, max;
	int from_inetd;			/* ends with its last session */
	struct account *accounts;	/* those that somebody needs */
	struct receipt *later;		/* to be tried again */
	size_t nreceipts;
	struct loop_watch *pump;	/* something may be ready to be sent */
	struct loop_watch *retry;	/* the first of later is due */
	/* deliver records on stdin */
	struct source *source;
	struct loop_watch *readable;
	struct jobs jobs;
	struct job_via nobody;		/* a record's before it has a receiver */
	struct session *to;		/* has parts of the current record; NULL */
	int unread;			/* sysexits code of reading them; 0 */
	int ended;			/* no more of them */
};

/* server_session.c */
void session_add(struct server *s, int fd);
/* Close it at once; its requests end as lost. */
void session_drop(struct session *s);
void session_unbind_all(struct server *s);
/* May it be sent a deliver_sm now? */
int session_ready(const struct session *s);
/* Take connections, or not while there are as many as may be. */
void sessions_limit(struct server *s);

/* server_account.c */
int account_join(struct session *s);	/* 0, or -1: out of memory */
void account_leave(struct session *s);
struct account *account_get(struct server *s, const char *system_id);
/* Forget it if nobody needs it. */
void account_tidy(struct account *a);
/* A ready receiver of that account; NULL: none. */
struct session *account_receiver(const struct account *a);

/* server_out.c: deliver records to those bound as receivers */
int out_init(struct server *s);
/* Something may be ready: look, once in this round of the loop. */
void out_pump(struct server *s);
void out_answer(struct server *s, const struct smpp_event *ev);
/* A session ends: no more of the current record goes by it. */
void out_gone(struct server *s, const struct session *session);
/* What is left will not be sent. */
void out_stop(struct server *s);
void out_free(struct server *s);

/* server_receipts.c */
int receipts_init(struct server *s);
inbox_receipt receipts_take;
void receipts_pump(struct server *s);
void receipts_answer(struct server *s, struct receipt *r,
	const struct smpp_event *ev);
void receipts_free(struct server *s);

#endif
