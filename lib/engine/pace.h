/*
 * pace - when the next request may go to the SMSC: a token bucket, and what the
 * SMSC's ESME_RTHROTTLED and ESME_RMSGQFUL make of it.
 *
 * Pure: the caller passes the time (clock_mono()).
 *
 * After a throttle nothing goes for `pause`.  Where that is 0, for PACE_REST;
 * then with half the rate that was reached before, which grows back by
 * PACE_RECOVER percent a second.  With no bound of its own it is free again at
 * PACE_FREE times the rate at which it was throttled.
 *
 * Where several processes share the rate of an account (store/pace.h), a process
 * sends what it was granted of it: pace_wants(), pace_grant().
 */
#ifndef ENGINE_PACE_H
#define ENGINE_PACE_H

#include "base/clock.h"

enum {
	PACE_REST = 1000,	/* ms */
	PACE_RECOVER = 5,	/* percent of the rate, a second */
	PACE_FREE = 4,
	PACE_BURST = 50,	/* ms of the rate that may go at once, so that a
				   high rate needs no timer for each message;
				   at least one message */
	PACE_LEAST = 1,		/* a second: it never comes to a stand */
	PACE_BATCH = 100,	/* ms of the rate that are asked for at once, and
				   lost with a process that dies; at least one
				   message */
};

struct pace {
	double most;		/* a second, by the options; 0: no bound */
	msec pause;
	double rate;		/* in force; 0: no bound */
	double tokens;		/* may be below 0: a request of many segments */
	msec at;		/* when tokens was true */
	msec held;		/* nothing before this */
	double throttled;	/* the rate at which it was; 0: never */
	double count;		/* sent since */
	msec since;		/* ... this, and so the rate that was reached */
	int shared;		/* only what was granted goes: */
	int asked;		/* one more would go, were it granted */
	double granted;		/* so much, below 0: more than that went */
	msec from;		/* and not before this */
};

void pace_init(struct pace *p, double most, msec pause, msec now);
/* New options; what was learnt from throttling is forgotten. */
void pace_set(struct pace *p, double most, msec pause, msec now);

/* When the next request may go: now or before is yes.  Where it wants a grant,
   that is soon. */
msec pace_due(struct pace *p, msec now);
/* It goes, with so many segments. */
void pace_take(struct pace *p, unsigned segments, msec now);
/* The SMSC said that it is too much.  1: that is news, no answer to what went
   out before it was known. */
int pace_throttled(struct pace *p, msec now);

/* pace.shared: how many segments to ask for now, when so many wait; 0: none.
   Only what pace_due() has put off is asked for: while there is no connection,
   nothing is reserved that would all go at once when there is. */
unsigned pace_wants(const struct pace *p, unsigned waiting);
/* So many were granted, from then on. */
void pace_grant(struct pace *p, unsigned segments, msec from);

#endif
