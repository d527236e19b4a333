/* What the files of smpp-listen's server share.  See listen.h. */
#ifndef ENGINE_SERVER_H
#define ENGINE_SERVER_H

#include <sys/socket.h>

#include "engine/access/auth.h"
#include "engine/access/guests.h"
#include "engine/access/users.h"
#include "engine/job/job.h"
#include "engine/listen/daemon.h"
#include "engine/listen/listeners.h"

enum {
	RECEIPTS_MAX = 100000,	/* receipts that wait for a receiver to bind */
	RECEIPT_TRIES = 10,	/* times one is sent that is not acknowledged */
	RECEIPT_WAIT = 1000,	/* ms before the second; it doubles up to */
	RECEIPT_WAIT_MAX = 60000,
	IDLE_CLOSE = 60000,	/* ms: a connection that does not bind */
	SYSTEM_ID_MAX = 15,	/* octets; v3.4, 5.2.1 */
	OPS_MAX = 1000,		/* cancel_sm and replace_sm under way */
	MO_WAITING_MAX = 10000,	/* deliver records that wait for their receiver;
				   beyond, no more of them are read */
	MO_WAITING_OCTETS = 16 << 20,	/* and their size, all together */
	FAULT_STATUSES_MAX = 16,
};

struct server;
struct binding;
struct fault_held;
struct op;

/* Deliver records that wait for a receiver, in order. */
struct mo_queue {
	struct mo *first, **last;
};

/* A connection. */
struct session {
	struct session *next, **at;
	struct server *server;
	struct inbox_peer peer;		/* first used when it is bound */
	struct sockaddr_storage from;	/* the other end */
	struct guest_key key;		/* the same, for failures */
	struct binding *binding;	/* its bind, not answered yet; NULL */
	struct account *account;	/* it is bound; else NULL */
	struct session *mate, **mate_at;	/* in the account's list */
	struct job_via via;		/* for records that are sent by it */
	unsigned unanswered;		/* requests of its own */
	/* server_faults.c */
	unsigned long messages;		/* that came by it */
	struct fault_held *held, *held_last;	/* answers that are late */
	struct fault_held *turned;	/* to be given in this order */
	unsigned nturned;
	msec turned_due;
};

/* A system_id: who is bound as it, and the receipts and records for them. */
struct account {
	struct account *next, **at;
	char system_id[INBOX_SYSTEM_ID];
	struct user_limits limits;
	int64_t tokens;			/* thousandths of a message, at; below 0:
					   a submit_multi's, to be paid back */
	msec tokens_at;
	struct session *sessions;
	unsigned nsessions;
	struct receipt *receipts, **last;
	struct mo_queue mo;
};

/* A receipt that is to be sent to a bound receiver of that system_id. */
struct receipt {
	struct sms_part part;		/* owner NULL: the tag of its request is
					   told apart from a job's by that */
	struct receipt *next;
	struct inbox_note note;
	uint8_t state;			/* message_state; v3.4, 5.2.28 */
	uint8_t error;			/* err: of its text */
	int64_t done;			/* Unix ms */
	unsigned tries;
	msec due;			/* of the next try, or the end of
					   SMPP_Server_Receipt_Delay */
};

/* What goes wrong on purpose: options SMPP_Server_Fault_... */
struct faults {
	int on;				/* any of them */
	msec delay;
	struct {
		uint32_t status;
		unsigned every;
	} status[FAULT_STATUSES_MAX];
	size_t nstatuses;
	unsigned drop, lose, reorder;	/* 0: off */
	int single_bind, receipt_first, octets;
	unsigned long messages, answers;	/* of all sessions */
	struct loop_watch *timer;
};

struct server {
	struct daemon d;
	struct users *users;		/* NULL: anybody */
	struct tls_context *tls;	/* NULL: in clear */
	struct auth *auth;
	struct guests guests;
	struct faults faults;
	struct listeners listeners;
	struct session *sessions;
	size_t nsessions, max;
	size_t unanswered;		/* requests of all of them */
	struct account *accounts;	/* those that somebody needs */
	struct receipt *later;		/* to be tried again */
	struct receipt *delayed, **delayed_last;	/* first due first */
	msec newest;			/* due of the last of them */
	size_t nreceipts;
	int over;			/* no receipt will be sent any more */
	struct op *ops;
	size_t nops;
	struct loop_watch *pump;	/* something may be ready to be sent */
	struct loop_watch *retry;	/* the first of later is due */
	struct loop_watch *delay;	/* the first of delayed is */
	/* deliver records on stdin */
	struct source *source;
	struct loop_watch *readable;
	struct jobs jobs;
	struct job_via nobody;		/* a record's before it has a receiver */
	struct json_reader *reader;	/* where does a record go? */
	struct mo_queue mo;		/* records that any receiver may have */
	size_t nmo, mo_octets;		/* all that wait */
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
/* Answer a request of it, through whatever faults are wanted. */
void session_respond(struct session *s, const struct smpp_pdu *resp);

/* server_bind.c */
void bind_take(struct session *s, const struct smpp_event *ev);
/* The session ends before its bind is answered. */
void bind_forget(struct session *s);

/* server_account.c */
int account_join(struct session *s);	/* 0, or -1: out of memory */
void account_leave(struct session *s);
struct account *account_get(struct server *s, const char *system_id);
/* How many are bound as it. */
unsigned account_sessions(const struct server *s, const char *system_id);
/* Forget it if nobody needs it. */
void account_tidy(struct account *a);
/* A ready receiver of that account; NULL: none. */
struct session *account_receiver(const struct account *a);
/* New users: their limits. */
void accounts_limits(struct server *s);
/* May this session ask for that now?  The status that says so. */
uint32_t account_allows(const struct session *s, const struct smpp_pdu *pdu);

/* server_faults.c: what goes wrong on purpose */
int faults_init(struct server *s);
/* Take the options.  0, or -1: one is wrong, which was said. */
int faults_options(struct server *s, const struct config_view *v);
/* A message came: SMPP_ROK, or what it is answered instead of being taken. */
uint32_t faults_status(struct session *s);
/* It was taken: is the connection to break now? */
int faults_drop(const struct session *s);
/* Answer a message. */
void faults_respond(struct session *s, const struct smpp_pdu *resp);
/* Give what is held back, or (the session is gone) forget it. */
void faults_release(struct session *s);
void faults_forget(struct session *s);

/* server_ops.c: query_sm, cancel_sm, replace_sm */
void op_take(struct session *s, const struct smpp_event *ev);
void ops_gone(const struct session *s);

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

/* server_mo.c: which receiver a deliver record is for */
void mo_init(struct mo_queue *q);
/* It waits for its receiver.  0, or -1: it need not (it is no deliver record),
   or cannot (out of memory). */
int mo_put(struct server *s, const struct source_item *item);
/* No more should be read for now. */
int mo_full(const struct server *s);
/* The next one that somebody can have, and who; its memory is the caller's,
   who frees it.  NULL: none. */
struct mo *mo_next(struct server *s, struct session **to);
/* The next one, whoever it is for. */
struct mo *mo_any(struct server *s);
struct mo {
	struct mo *next;
	struct source_item item;
	char line[];
};

/* server_receipts.c */
int receipts_init(struct server *s);
/* The message that pdu speaks of, if it is that account's and its receipt was
   not sent yet; *enroute: SMPP_Server_Receipt_Delay is not over.  NULL: none. */
struct receipt *receipt_find(struct server *s, const struct session *session,
	const struct smpp_pdu *pdu, int *enroute);
/* Out of the list of those that are delayed: the caller's. */
void receipt_take_out(struct server *s, struct receipt *r);
/* Send it, now or when it is due. */
void receipt_put_back(struct server *s, struct receipt *r, int now);
void receipt_forget(struct server *s, struct receipt *r);
inbox_receipt receipts_take;
void receipts_pump(struct server *s);
void receipts_answer(struct server *s, struct receipt *r,
	const struct smpp_event *ev);
void receipts_free(struct server *s);

/* server_receipt_text.c: what they say */
/* Do their options go together?  0, or -1: said. */
int receipts_options(const struct config_view *v);
/* The id as receipts are to have it: the same number in another form, as of
   message centres that write it so. */
void receipt_id(const struct server *s, const struct receipt *r,
	char out[IDENT_SIZE]);
void receipt_text(struct buf *b, const struct server *s,
	const struct receipt *r, const char *id);

#endif
