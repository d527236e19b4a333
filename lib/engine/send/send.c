/* Records in, as the window and the store allow; results out.  See send_priv.h. */
#include <errno.h>
#include <string.h>
#include <sysexits.h>

#include "engine/send/send_priv.h"

enum {
	AHEAD = 256,		/* records that wait, encoded, for room in the
				   window: they go out as soon as answers come,
				   and the rest of the work is done while the
				   SMSC does its own */
	AHEAD_DOWN = 4096,	/* the same of a route that has no connection,
				   where there are others: a few MB */
	UNBIND_BOUND = 2000,	/* ms to wait for unbind_resp */
};

/* ---- the sink ---- */

static void
flush_some(struct send *s)
{
	if (s->broken)
		return;
	if (sink_flush(s->sink, 0) < 0) {
		/* what is in flight is finished all the same */
		s->broken = errno;
		diag_warn(NULL, "writing results: %s", strerror(errno));
	}
	loop_watch_on(s->writable, !s->broken && sink_pending(s->sink));
}

/* ---- the source ---- */

/* Send what can be sent of the first that waits for the route.  1: it is out of
   the way, or more of it may go by another lane. */
static int
push(struct send *s, struct route *r)
{
	struct job_queue *q = &r->via.queue;
	struct smpp_session *session;
	struct lane *lane;
	unsigned before;
	int rc;

	if (s->stopping) {
		job_abandon(&s->jobs, q, EX_TEMPFAIL, "stopped by a signal");
		return 1;
	}
	if (r->via.dead) {
		job_abandon(&s->jobs, q, r->via.sysexit, r->via.reason);
		return 1;
	}
	switch (job_may_go(&s->jobs, q->first)) {
	case JOB_GOES:
		break;
	case JOB_WAITS:
		return 0;
	case JOB_LOST:
		job_abandon(&s->jobs, q, EX_TEMPFAIL, *s->jobs.trouble ?
		    s->jobs.trouble : "it could not be noted in the store");
		return 1;
	}
	lane = route_ready(r);
	if (!lane)
		return 0;
	session = lane_session(lane);
	before = smpp_session_outstanding(session);
	rc = job_push(&s->jobs, q, session);
	if (smpp_session_outstanding(session) == before)
		return rc;
	conn_output(client_conn(lane->client));
	return 1;
}

static void
refill(struct send *s)
{
	struct route *r;

	for (r = s->routes; r; r = r->next)
		while (r->via.queue.first && push(s, r))
			;
}

/*
 * How many records may wait for a route.  What is noted in the store and not
 * sent yet counts as unknown if we are killed: no more of those than its windows
 * take.  Those of one that is down must not hold up what goes by others.
 */
static unsigned
ahead(const struct send *s, const struct route *r)
{
	unsigned windows = r->nlanes * (unsigned)config_int(r->via.view,
	    SMPP_COMMAND_WINDOW_SIZE);

	if (s->jobs.store && windows < AHEAD)
		return windows;
	return s->jobs.store || !s->routes->next || route_is_up(r) ? AHEAD :
		AHEAD_DOWN;
}

/* Enough wait for one of the routes. */
static int
is_full(const struct send *s)
{
	const struct route *r;

	for (r = s->routes; r; r = r->next)
		if (r->via.queue.first && r->via.queue.waiting >= ahead(s, r))
			return 1;
	return 0;
}

/*
 * Take records until enough wait to fill a window, nothing is there, or the
 * results are not taken off us.  After a signal the rest of the input is taken
 * as far as it is there, so that it comes out too.
 */
static enum source_got
take_all(struct send *s)
{
	struct source_item item;
	enum source_got got;

	for (;;) {
		refill(s);
		if (s->broken || s->jobs.failed || s->over)
			return SOURCE_ERROR;
		if (s->ended)
			return SOURCE_END;
		if (is_full(s) || sink_full(s->sink))
			return SOURCE_ITEM;
		got = source_next(s->source, &item);
		if (got != SOURCE_ITEM)
			return got;
		s->records++;
		job_take(&s->jobs, &item);
	}
}

/* No more records are taken, whatever is left of them. */
static void
cut_short(struct send *s)
{
	struct route *r;

	s->cut = !s->ended;
	s->ended = 1;
	for (r = s->routes; r; r = r->next)
		while (r->via.queue.first)
			job_abandon(&s->jobs, &r->via.queue, EX_TEMPFAIL,
			    "stopped");
}

/* The same, and what was noted of them is kept; again if that let some go. */
static enum source_got
take_noted(struct send *s)
{
	enum source_got got;

	do {
		got = take_all(s);
		jobs_commit(&s->jobs);
		refill(s);
	} while (got == SOURCE_ITEM && s->jobs.store &&
	    !is_full(s) && !sink_full(s->sink));
	return got;
}

static void
take(struct send *s)
{
	enum source_got got = take_noted(s);

	if (got == SOURCE_ERROR && !s->broken && !s->jobs.failed && !s->over) {
		diag_warn(NULL, "reading: %s", strerror(errno));
		s->failed = EX_IOERR;
		s->ended = 1;
	} else if (got == SOURCE_ERROR || (got == SOURCE_WAIT && s->stopping)) {
		cut_short(s);
	} else if (got == SOURCE_END) {
		s->ended = 1;
	}
	loop_watch_on(s->readable, got == SOURCE_WAIT && !s->ended);
}

/* All that was asked is done, but for the farewell: 1 when that is too. */
int
send_finished(struct send *s)
{
	if (!s->ended || s->jobs.under_way ||
	    (s->receipts && !send_receipts_done(s->receipts)))
		return 0;
	route_stop_all(s);
	if (!route_all_done(s)) {
		loop_timer_at(s->bound, clock_mono() + UNBIND_BOUND);
		return 0;
	}
	return s->over || !sink_pending(s->sink);
}

void
send_pump(struct send *s)
{
	int full;

	s->behind = 0;
	s->jobs.now = clock_mono();
	do {
		/* in a store the outcomes are kept together with the intents
		   of what is taken now: one write to the disk for both */
		if (!s->jobs.store)
			jobs_settle(&s->jobs);
		full = sink_full(s->sink);
		take(s);
		jobs_settle(&s->jobs);
		if (s->receipts)
			send_receipts_give(s->receipts);
		full |= sink_full(s->sink);
		flush_some(s);
		if (s->receipts)
			send_receipts_gone_out(s->receipts);
		/* a plain file takes all at once, and nobody will tell us */
	} while (full && !sink_full(s->sink) && !s->broken);
	if (send_finished(s))
		loop_stop(s->loop);
}

void
send_refill(struct send *s)
{
	s->jobs.now = clock_mono();
	refill(s);
	s->behind = 1;
}

void
send_catch_up(struct send *s)
{
	if (s->behind)
		send_pump(s);
}
