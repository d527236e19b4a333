/*
 * tracking - receipts that come in are matched with what was sent, and what is
 * due (a message's outcome, a receipt that waited in vain, one that is late) is
 * given to the delivery.
 *
 * A receipt is acknowledged when the store has it; from then on it is ours to
 * give out, and to try again with backoff where the handler fails.
 */
#ifndef ENGINE_LISTEN_TRACKING_H
#define ENGINE_LISTEN_TRACKING_H

#include "engine/listen/delivery.h"
#include "gateway/sms/incoming.h"
#include "store/store.h"

enum {
	TRACKING_LOOK = 500,	/* ms between looks at what other processes have
				   made due */
	TRACKING_AT_ONCE = 100,	/* records given to the delivery and not done */
	TRACKING_WAIT = 5000,	/* ms before a record is tried again; it doubles
				   up to */
	TRACKING_WAIT_MAX = 30 * 60000,
};

struct tracking;

/* s and d are borrowed.  NULL: out of memory. */
struct tracking *tracking_new(struct loop *l, struct store *s,
	struct delivery *d);
/* What is given out and not done is somebody's again afterwards. */
void tracking_free(struct tracking *t);

/* The connection's options and domain, before all else and again when there
   are new ones; borrowed until then.  c: for what all domains share. */
void tracking_options(struct tracking *t, struct config *c,
	const struct config_view *v, const char *domain);

/**
 * Take a receipt; record is what sms_receipt_write() made of it, copied.  cb is
 * called once, from the loop: OUTCOME_DONE when the store has it,
 * OUTCOME_REFUSED when it is larger than what is kept, else OUTCOME_RETRY.
 * Returns 0, or -1: out of memory, and cb is not called.
 */
int tracking_take(struct tracking *t, const struct sms_incoming *in,
	struct buf *record, delivered_cb *cb, void *arg);

/* What was changed is kept now rather than at the end of this round, so that
   others can use the store and know that what they change is kept at once.
   0, or -1: it is not kept, which is said. */
int tracking_commit(struct tracking *t);

/* Give out no more. */
void tracking_stop(struct tracking *t);

/* Nobody waits for an acknowledgement. */
int tracking_idle(const struct tracking *t);

#endif
