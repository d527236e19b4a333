/* What the files of inbox share.  See inbox.h. */
#ifndef ENGINE_INBOX_PRIV_H
#define ENGINE_INBOX_PRIV_H

#include "engine/listen/inbox.h"
#include "engine/listen/parts.h"

struct inbox_request {
	struct inbox_request *next, **at;	/* in its peer's list */
	struct inbox *inbox;
	struct inbox_peer *peer;	/* NULL: gone, or nobody asked */
	uint32_t command, seq;
	char id[IDENT_SIZE];
	int64_t whole;			/* what it completed; 0 */
	struct inbox_note *note;	/* its own, one a destination; NULL */
	struct buf dests;		/* submit_multi: as on the wire */
	struct buf failed;		/* and its unsuccess_sme(s) */
	uint8_t ndests, nfailed;
};

struct inbox {
	struct delivery *delivery;
	struct tracking *tracking;	/* NULL: none */
	enum record_type type;
	struct parts *parts;
	inbox_receipt *receipt;
	void *arg;
	int ids;			/* ID_... of messages */
	struct inbox_note *notes;	/* of parts of messages not complete */
	struct buf record;
	struct buf septets;		/* of a text that came packed */
	const struct config_view *view;	/* for what no peer is there for */
	const char *domain;
};

/* inbox_answer.c */
void inbox_respond(struct inbox_peer *p, uint32_t command, uint32_t seq,
	uint32_t status, const char *id);
/* Say that an alert_notification is gone. */
void inbox_alert_lost(const char *what);
/* The answer to r, whatever it asked for; an alert_notification has none. */
void inbox_answer(struct inbox_request *r, uint32_t status);
uint32_t inbox_status(enum outcome outcome);

/* inbox_notes.c: receipts that we will owe */
/* For a request, one a destination; NULL: out of memory. */
struct inbox_note *inbox_notes_new(const struct inbox_peer *p,
	const struct sms_incoming *in, const struct inbox_request *r);
void inbox_notes_free(struct inbox_note *n);
/* The outcome of what n is about is known; n is gone then. */
void inbox_tell(struct inbox *b, struct inbox_note *n, enum outcome outcome);
/* The same of the earlier parts of a message. */
void inbox_tell_parts(struct inbox *b, int64_t whole, enum outcome outcome);
/* Another process may have completed messages, or given them out. */
void inbox_tell_settled(struct inbox *b);

/* inbox_deliver.c: from a request to the delivery, and back */
/* The parts, when the store is theirs alone: no receipt's transaction is open,
   which might be undone when a part was acknowledged already. */
struct parts *inbox_parts(struct inbox *b);
/* p NULL: nobody asked.  NULL: out of memory. */
struct inbox_request *inbox_request_new(struct inbox *b, struct inbox_peer *p,
	uint32_t command, uint32_t seq);
void inbox_request_free(struct inbox_request *r);
struct sms_context inbox_context(const struct inbox *b,
	const struct inbox_request *r);
/* Hand over the record in b->record; the request ends later, or here: -1. */
int inbox_deliver(struct inbox *b, struct inbox_request *r,
	const struct sms_incoming *in);
/* The same for a receipt, which the store keeps. */
void inbox_track_receipt(struct inbox *b, struct inbox_request *r,
	const struct sms_incoming *in);
/* One part of several: kept, or it makes the message complete. */
void inbox_take_part(struct inbox *b, struct inbox_request *r,
	const struct sms_incoming *in, struct smpp_octets raw);
/* Deliver the messages that have waited long enough for parts; or all. */
void inbox_give_up_waiting(struct inbox *b, int all);

#endif
