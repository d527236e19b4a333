/*
 * count - how much is remembered: for mobstate(1).
 */
#ifndef STORE_COUNT_H
#define STORE_COUNT_H

#include "store/message.h"

struct store_counts {
	int64_t message[STORE_DROPPED + 1];	/* by enum store_status; what
						   died while it was SENDING
						   counts as UNKNOWN */
	int64_t due;		/* records to be given out, and receipts that
				   wait for their message */
	int64_t replies;
	int64_t longs;		/* long messages that are not complete, or in
				   somebody's hands (segment.h) */
	int64_t oldest;		/* the first message was begun then; 0: none */
	int64_t octets;		/* of the files; 0: in memory */
};

/* All at one moment; it looks at each message.  0 or -1. */
int store_count(struct store *s, struct store_counts *c, struct diag_err *err);

#endif
