/*
 * pace - the rate that all processes which send by an account keep to together.
 */
#ifndef STORE_PACE_H
#define STORE_PACE_H

#include "store/store.h"

enum { STORE_PACE_BURST = 50 };	/* ms: who comes late by no more makes up for it,
				   so that the rate is reached */

/**
 * Reserve n segments (1..) of that account's rate a second (1..): the next that
 * nobody has.  *at is when the first of them may go, at `now` or before it:
 * at once; the others follow at that rate.  What is not used then, as its
 * process died, is lost.  If that is after `latest`, nothing is reserved: those
 * who will not wait must not use up what others wait for.
 *
 * Call it within store_begin(), and look at the clock after that: who has waited
 * for others must not bring a time of before them.  A clock that was set back
 * changes nothing; one that was set forward lets a burst go.
 *
 * It is the virtual scheduling of ITU-T I.371, annex A (GCRA), except that what
 * does not conform is put off.  1; 0: after `latest`; or -1.
 */
int store_pace_reserve(struct store *s, const char *account, unsigned rate,
	unsigned n, int64_t now, int64_t latest, int64_t *at,
	struct diag_err *err);

#endif
