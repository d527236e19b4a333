/*
 * segment - the parts of long messages, kept until all are there.
 *
 * Parts come in any order, twice, interleaved with those of other messages, and
 * to any process; what ties them together is scope, account, sender, receiver,
 * kind and width of the reference, the reference and the total.
 *
 * A message that is complete, or that has waited long enough, is given out to
 * one process, which has it in hand until it settles it or dies: then it counts
 * as not given.
 */
#ifndef STORE_SEGMENT_H
#define STORE_SEGMENT_H

#include "store/store.h"

enum {
	REASSEMBLY_MAX = 10000,	/* messages begun at once, in the whole store:
				   beyond, the peer is told to come again; those
				   settled give way */
	REASSEMBLY_OCTETS_MAX = 16 << 20,	/* of all parts together */
	REASSEMBLY_REPEAT = 120000,	/* ms: how long what was settled is known
				   again; a peer repeats what was lost within
				   that, and an alarm with the same text and
				   reference later is a new one */
};

struct store_segment {
	const char *scope;	/* within it parts are put together, whichever
				   process they come to, and messages given out
				   to any process that asks */
	const char *account;	/* whose they are, where several may use one
				   reference; "" */
	const char *from, *to;
	int how;		/* kind and width of the reference */
	unsigned ref, total, seq;	/* seq 1..total, total at most
					   STORE_PARTS_MAX */
	const void *payload;	/* its piece of the text */
	size_t npayload;
	const void *raw;	/* its whole PDU */
	size_t nraw;
};

enum store_segment_got {
	STORE_SEGMENT_HELD = 1,	/* kept (*whole is the message it is a part of)
				   or known already (0): acknowledge it */
	STORE_SEGMENT_COMPLETE,	/* *whole is complete, and in our hands */
	STORE_SEGMENT_BUSY,	/* complete, and in somebody's hands */
	STORE_SEGMENT_FULL,	/* over a limit: nothing kept */
};

/**
 * Take a part.
 *
 * A part that was there already is held again.  One whose number is taken by
 * other text begins a new message with an old reference: the old one is then
 * given out by store_segment_expired() as it is.  So does one that comes after
 * its message's time.  Parts of a message that was settled are acknowledged for
 * a while more (`timeout`, or REASSEMBLY_REPEAT where that is less), since the
 * peer may not have seen our answer.
 *
 * Returns an enum store_segment_got, or -1: nothing was kept.
 */
int store_segment_add(struct store *s, const struct store_segment *g,
	int64_t now, int64_t timeout, int64_t *whole, struct diag_err *err);

/**
 * The next message of that scope that has waited longer than its timeout: it is
 * in our hands then, and is settled like a complete one.
 * Returns 1, and *whole is its number; 0: none; or -1.
 */
int store_segment_expired(struct store *s, const char *scope, int64_t now,
	int64_t *whole, struct diag_err *err);
/* When that is next to be called, as far as is known: another process may begin
   a message, or die.  INT64_MAX: nothing waits.  0 or -1. */
int store_segment_deadline(struct store *s, const char *scope, int64_t *at,
	struct diag_err *err);

/* A message that we have in hand; all borrowed.  payload is joined; missing has
   the numbers of the parts that never came. */
struct store_whole {
	const uint8_t *raw;	/* the PDU of its first part */
	size_t nraw;
	const uint8_t *payload;
	size_t n;
	unsigned parts;
	const uint8_t *missing;
	unsigned nmissing;
};
/* 1; 0: there is none; or -1. */
int store_segment_view(struct store *s, int64_t whole, struct store_whole *v,
	struct diag_err *err);

enum store_fate {
	STORE_FATE_NONE,	/* not known (any more) */
	STORE_FATE_OPEN,	/* not complete, or in somebody's hands */
	STORE_FATE_DONE,
	STORE_FATE_REFUSED,
};

/**
 * The end of a message that we have in hand: DONE or REFUSED (it is forgotten,
 * of one that was complete all but its parts' fingerprints), or OPEN, to be
 * tried again: then the part that completed it is dropped, so that the peer's
 * repetition of it completes the message once more.  An expired one, which no
 * peer repeats, is given out again after `again`.
 */
int store_segment_settle(struct store *s, int64_t whole, enum store_fate fate,
	int64_t now, int64_t again, struct diag_err *err);

/* What became of a message, in whosever hands.  No number is used twice.
   0 or -1. */
int store_segment_fate(struct store *s, int64_t whole, enum store_fate *fate,
	struct diag_err *err);

#endif
