/*
 * inbox - messages that come in over any session: understood, put together,
 * delivered, and answered with what became of them.
 *
 * A part of a long message is acknowledged as soon as it is kept (parts.h); the
 * one that completes the message carries the outcome of the whole.
 */
#ifndef ENGINE_INBOX_H
#define ENGINE_INBOX_H

#include "engine/listen/delivery.h"
#include "engine/listen/tracking.h"
#include "engine/ident.h"
#include "gateway/sms/incoming.h"
#include "net/conn.h"
#include "record/record.h"
#include "store/store.h"

enum {
	INBOX_AGAIN = 60000,	/* ms until a message that no peer will repeat
				   is tried again */
	INBOX_SYSTEM_ID = 65,	/* octets with NUL; v3.4 says 16 */
	INBOX_RECEIPT_TEXT = 20,	/* octets; v3.4, appendix B */
};

struct inbox;
struct inbox_request;

/* A session that messages come by; a part of its owner's struct. */
struct inbox_peer {
	struct conn *conn;		/* NULL: gone */
	const struct config_view *view;	/* its options */
	const char *domain;		/* for records; NULL */
	char system_id[INBOX_SYSTEM_ID];	/* server: who is bound */
	struct inbox_request *requests;	/* not answered yet */
	/* gives an answer, or sees to it; NULL: smpp_session_respond() does */
	void (*respond)(struct inbox_peer *p, const struct smpp_pdu *resp);
};

/* What a receipt for a message (or a part of one) will need: server. */
struct inbox_note {
	struct inbox_note *next;
	int64_t whole;		/* the message it is a part of; 0 */
	char message_id[IDENT_SIZE];
	char system_id[INBOX_SYSTEM_ID];
	char from[SMS_ADDR_TEXT], to[SMS_ADDR_TEXT];	/* as on the wire */
	uint8_t from_ton, from_npi, to_ton, to_npi;
	uint8_t registered_delivery;
	int64_t submitted;		/* Unix ms */
	uint8_t text[INBOX_RECEIPT_TEXT];
	size_t ntext;
};

/*
 * type: REC_DELIVER for a client, REC_SUBMIT for a server.  d is borrowed; so
 * is s, the store that parts of long messages are kept in (NULL: in memory).
 * receipt (server; else NULL) is told of each message that was taken with
 * registered_delivery when its outcome is known: done, or refused after all;
 * the note is borrowed.  NULL: out of memory.
 */
typedef void inbox_receipt(void *arg, const struct inbox_note *note,
	enum outcome outcome);
struct inbox *inbox_new(struct loop *l, struct delivery *d, struct store *s,
	enum record_type type, inbox_receipt *receipt, void *arg);
/* Says so when parts that were acknowledged are lost with it. */
void inbox_free(struct inbox *b);

/*
 * The options and the domain for what no peer is there for: messages that wait
 * too long for their parts.  Before the first inbox_take(), and again when
 * there are new ones; borrowed until then.
 */
void inbox_options(struct inbox *b, const struct config_view *view,
	const char *domain);

/* Server: what the ids of messages look like: ID_STRING (the default), or
   numbers of 60 bits, ID_DECIMAL or ID_HEXADECIMAL. */
void inbox_ids(struct inbox *b, int format);

/* Receipts go there, rather than to the delivery at once.  Borrowed. */
void inbox_track(struct inbox *b, struct tracking *t);

/* Nothing more will come: deliver what has come of incomplete messages, unless
   they can wait for the rest in a store. */
void inbox_finish(struct inbox *b);

/* Take a request of the peer (SMPP_EV_PDU).  It is answered at once or later. */
void inbox_take(struct inbox *b, struct inbox_peer *p,
	const struct smpp_event *ev);

/* The peer's session is over: its requests have nobody to hear of them. */
void inbox_peer_gone(struct inbox_peer *p);

/* None of this peer's requests waits for its answer. */
int inbox_peer_idle(const struct inbox_peer *p);

#endif
