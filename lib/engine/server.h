/* What the files of smpp-listen's server share.  See listen.h. */
#ifndef ENGINE_SERVER_H
#define ENGINE_SERVER_H

#include "engine/daemon.h"
#include "engine/job.h"
#include "engine/users.h"
#include "net/listener.h"

enum {
	RECEIPTS_MAX = 100000,	/* receipts that wait for a receiver to bind */
	RECEIPT_TRIES = 5,	/* times one is sent that is not acknowledged */
	LISTENERS_MAX = 16,
	IDLE_CLOSE = 60000,	/* ms: a connection that does not bind */
};

struct server;

/* A connection. */
struct session {
	struct session *next, **at;
	struct server *server;
	struct inbox_peer peer;		/* first used when it is bound */
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
};

struct server {
	struct daemon d;
	struct users *users;		/* NULL: anybody */
	struct listener *listener[LISTENERS_MAX];
	size_t nlisteners;
	struct session *sessions;
	size_t nsessions, max;
	int from_inetd;			/* ends with its last session */
	/* receipts */
	struct receipt *receipts, **last;	/* not sent yet, or to be sent again */
	size_t nreceipts;
	/* deliver records on stdin */
	struct source *source;
	struct loop_watch *readable;
	struct jobs jobs;
	struct job_via via;
	int ended;			/* no more of them */
};

/* server_session.c */
void session_add(struct server *s, int fd);
/* Close it at once; its requests have nobody to hear of them. */
void session_drop(struct session *s);
void session_unbind_all(struct server *s);
/* A session that may be sent deliver_sm and has room in its window: of that
   system_id, or (NULL) any.  NULL: none. */
struct session *session_receiver(struct server *s, const char *system_id);

/* server_out.c: deliver records and receipts to those bound as receivers */
void out_pump(struct server *s);
void out_answer(struct server *s, const struct smpp_event *ev);
inbox_receipt out_receipt;
void out_free(struct server *s);

#endif
