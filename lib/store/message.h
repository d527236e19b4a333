/*
 * message - the messages that were submitted: what was meant to be sent, what
 * came of it, and what the receipts said.
 */
#ifndef STORE_MESSAGE_H
#define STORE_MESSAGE_H

#include "store/store.h"

enum store_status {
	STORE_SENDING = 1,	/* noted before sending, and no outcome yet */
	STORE_OK,
	STORE_TEMPORARY,	/* not sent, or not all of it */
	STORE_PERMANENT,	/* refused */
	STORE_UNKNOWN,		/* it may have been sent */
	STORE_DROPPED,		/* it was unknown, and somebody gave it up */
};

enum store_part_state {
	STORE_PART_TODO,	/* not sent, as far as is known */
	STORE_PART_SENDING,	/* noted; if its process died: unknown */
	STORE_PART_OK,
	STORE_PART_REFUSED,
	STORE_PART_UNKNOWN,
};

struct store_part {
	enum store_part_state state;
	uint32_t status;	/* command_status of a refusal; 0 */
	const char *message_id;	/* the SMSC's; NULL: none */
	int umr;		/* user_message_reference that went along; -1 */
	/* from its receipt */
	int final;		/* message_state (v3.4, 5.2.28); 0: none yet */
	int64_t final_at;
	const char *error;	/* as the receipt had it; NULL */
};

struct store_message {
	int64_t n;		/* its number in this store */
	const char *id;
	const char *account;
	const char *from, *to;	/* as resolved for sending */
	const char *record;	/* the submit record, without its result and
				   perhaps its text: a JSON object */
	enum store_status status;
	int owner;		/* who is at it, or waits for its receipts; 0 */
	int busy;		/* SENDING, and its owner is alive and not us */
	int ref;		/* of concatenation; -1: none */
	int asked;		/* registered_delivery (v3.4, 5.2.17) */
	int fingerprint;	/* of its text, for whoever asks whether it is the
				   same; 0: not known */
	int64_t begun;		/* first noted */
	int64_t ended;		/* had its outcome; 0 */
	int final;		/* the message's: see receipt.h; 0: none yet */
	int64_t final_at;
	int64_t overdue;	/* a receipt is late from then on; 0: never */
	unsigned nparts;
	struct store_part *parts;
};

/*
 * The message of that id, or that number.  A message whose owner died while it
 * was SENDING comes out as STORE_UNKNOWN, and so do its parts.
 * Returns 1 with *m (all borrowed); 0: there is none; or -1.
 */
int store_message_find(struct store *s, const char *id,
	struct store_message *m, struct diag_err *err);
int store_message_get(struct store *s, int64_t n, struct store_message *m,
	struct diag_err *err);

/* The newest message of that account (NULL: of any) that its centre gave this
   id, octet for octet.  1, 0 or -1. */
int store_message_theirs(struct store *s, const char *account,
	const char *message_id, struct store_message *m, struct diag_err *err);

/**
 * Before a message is sent: note the intent.  Of m are read id, account, from,
 * to, record, ref, asked, fingerprint, begun and the parts (state TODO or
 * SENDING; or OK, with message_id: sent by an earlier try); status and owner become SENDING and
 * ours.  A message of that id that is there already begins anew: number and
 * `begun` stay, all else is m's (its age counts from m->begun); what receipts
 * said of parts that are OK stays.
 *
 * The caller has looked with store_message_find() whether it may be sent, and
 * m->status says what it saw: 0 where there was none.  If since then another
 * process has begun it or sent it, nothing is written: what is SENDING or OK is
 * never begun, and what is UNKNOWN or DROPPED only by who saw that it is.
 *
 * Returns 1, and m->n is its number; 0: another was quicker; or -1, which is
 * EX_DATAERR too where record or parts are over what store.h keeps: that is
 * found first, and harms no transaction (a store that is damaged does).
 */
int store_message_begin(struct store *s, struct store_message *m,
	struct diag_err *err);

/**
 * What came of it.  Of m are read n and account, and are kept status, ended,
 * overdue, and of each part state, status and message_id.  Receipts that came
 * before it are matched now (receipt.h).
 * await: we wait for its receipts, and take them out of due.h ourselves, until
 * we close the store: then what we have not taken is anybody's.
 *
 * Returns 1; 0: nothing was kept, since it is not SENDING, or not by us: what
 * noted it was rolled back, or a person decided it meanwhile; or -1.  We are
 * never given a number twice, so it cannot be another message of ours.
 */
int store_message_end(struct store *s, const struct store_message *m,
	int await, struct diag_err *err);

/* An unknown one's fate by a person's word: STORE_TEMPORARY (its parts that
   are unknown are TODO again) or STORE_DROPPED.  Returns 1, 0: no such message
   or it is not unknown, or -1. */
int store_message_decide(struct store *s, const char *id,
	enum store_status status, struct diag_err *err);

/* A message whose receipt is late at `now`, for that account; it is not late
   again.  1, 0 or -1. */
int store_message_overdue(struct store *s, const char *account, int64_t now,
	struct store_message *m, struct diag_err *err);

/* Far more than a message lives through; an SMSC may repeat a receipt for ever. */
enum { STORE_EVENTS_MAX = 100 };

/*
 * What else happened to a message: a line for mobstate(1)'s trace.  what is a
 * word ("notified", "late receipt"), text more about it or NULL.  A message has
 * STORE_EVENTS_MAX of them: what comes after those is not kept.
 * Returns 1, 0: no such message, or -1.
 */
int store_event_put(struct store *s, const char *id, int64_t at,
	const char *what, const char *text, struct diag_err *err);
struct store_event {
	int64_t at;
	const char *what, *text;	/* text NULL: none */
};
/* All of a message, by time; a cb that returns other than 0 ends it.  The cb
   makes no call on the store.  0 or -1. */
int store_event_each(struct store *s, int64_t n,
	int (*cb)(void *arg, const struct store_event *e), void *arg,
	struct diag_err *err);

/* A reference for a long message to that number: none that it had among the
   last 200 (8 bit wide: ref & 0xff) or so, in whatever process.  0 or -1. */
int store_concat_ref(struct store *s, const char *to, int64_t now,
	uint16_t *ref, struct diag_err *err);

/*
 * Looking for messages, newest first.  Every condition that is set must hold.
 */
struct store_search {
	unsigned statuses;	/* 1 << enum store_status, summed; 0: all */
	const char *account;	/* NULL: all */
	const char *number;	/* sender's or recipient's; digits count */
	const char *mail_id;	/* mail.message_id of the record; NULL */
	int64_t since;		/* begun then or later; 0 */
	int64_t most;		/* so many at the most; 0: all */
	int oldest_first;
};
/* cb as for events, its message borrowed for the call.  0 or -1. */
int store_message_each(struct store *s, const struct store_search *q,
	int (*cb)(void *arg, const struct store_message *m), void *arg,
	struct diag_err *err);

/* Put a message as it is, with all fields but n, owner and busy; for import.
   One of that id that is there stays.  1 put, 0 it was there, -1. */
int store_message_put(struct store *s, const struct store_message *m,
	struct diag_err *err);

#endif
