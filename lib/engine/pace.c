#include "engine/pace.h"

enum { MEASURE = 1000 };	/* ms over which the rate reached is measured */

void
pace_set(struct pace *p, double most, msec pause, msec now)
{
	p->most = p->rate = most;
	p->pause = pause;
	p->tokens = 1;
	p->at = now;
	p->throttled = 0;
	p->shared = p->asked = 0;
}

void
pace_init(struct pace *p, double most, msec pause, msec now)
{
	*p = (struct pace){ .since = now };
	pace_set(p, most, pause, now);
}

/* The rate grows back to what it may be. */
static void
recover(struct pace *p, double seconds)
{
	if (!p->throttled)
		return;
	p->rate += p->rate * PACE_RECOVER / 100 * seconds;
	if (p->most ? p->rate < p->most : p->rate < PACE_FREE * p->throttled)
		return;
	p->rate = p->most;
	p->throttled = 0;
}

/* Time went by: tokens for it. */
static void
refill(struct pace *p, msec now)
{
	double seconds, depth;

	if (now <= p->at)
		return;
	seconds = (double)(now - p->at) / 1000;
	p->at = now;
	recover(p, seconds);
	depth = p->rate * PACE_BURST / 1000;
	if (depth < 1)
		depth = 1;
	p->tokens += p->rate * seconds;
	if (p->tokens > depth)
		p->tokens = depth;
}

/* As far as it is for us alone. */
static msec
own_due(struct pace *p, msec now)
{
	if (now < p->held)
		return p->held;
	if (!p->rate)
		return now;
	refill(p, now);
	if (!p->rate || p->tokens >= 1)
		return now;
	return now + 1 + (msec)((1 - p->tokens) / p->rate * 1000);
}

msec
pace_due(struct pace *p, msec now)
{
	msec due = own_due(p, now);

	if (!p->shared || due > now)
		return due;
	p->asked = p->granted <= 0;
	if (p->asked)
		return now + 1;
	return p->from > now ? p->from : now;
}

unsigned
pace_wants(const struct pace *p, unsigned waiting)
{
	double most = p->rate * PACE_BATCH / 1000;

	if (!p->asked)
		return 0;
	if (most < 1)
		most = 1;
	if (most > waiting)
		most = waiting ? waiting : 1;
	/* what went beyond the last grant is to be made up for */
	return (unsigned)(most - p->granted);
}

void
pace_grant(struct pace *p, unsigned segments, msec from)
{
	p->asked = 0;
	p->granted += segments;
	p->from = from;
}

void
pace_take(struct pace *p, unsigned segments, msec now)
{
	if (p->rate)
		p->tokens -= segments;
	if (p->shared)
		p->granted -= segments;
	if (now - p->since > MEASURE) {
		/* an average that forgets */
		p->count /= 2;
		p->since += (now - p->since) / 2;
	}
	p->count += segments;
}

/* Segments a second, of late. */
static double
reached(const struct pace *p, msec now)
{
	double took = (double)(now - p->since) / 1000;

	return p->count / (took > 0.1 ? took : 0.1);
}

int
pace_throttled(struct pace *p, msec now)
{
	double base;

	if (now < p->held)
		return 0;
	p->held = now + (p->pause ? p->pause : PACE_REST);
	if (p->pause)
		return 1;
	base = reached(p, now);
	if (p->rate && p->rate < base)
		base = p->rate;
	p->throttled = base;
	p->rate = base / 2 > PACE_LEAST ? base / 2 : PACE_LEAST;
	if (p->most && p->rate > p->most)
		p->rate = p->most;
	p->tokens = 1;
	p->at = p->held;
	return 1;
}
