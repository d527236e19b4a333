#include "engine/send/send.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sysexits.h>

#include "engine/send/send_priv.h"
#include "engine/state.h"

enum {
	AHEAD = 256,		/* records that wait, encoded, for room in the
				   window: they go out as soon as answers come,
				   and the rest of the work is done while the
				   SMSC does its own */
	STOP_BOUND = 5000,	/* ms that a signal leaves what is in flight */
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

/* Send what can be sent of the current record; 1: it is out of the way. */
static int
push(struct send *s)
{
	struct route *r = (struct route *)s->jobs.current->via;
	struct smpp_session *session;
	unsigned before;
	int rc;

	if (s->stopping) {
		job_abandon(&s->jobs, EX_TEMPFAIL, "stopped by a signal");
		return 1;
	}
	if (r->via.dead) {
		job_abandon(&s->jobs, r->via.sysexit, r->via.reason);
		return 1;
	}
	switch (job_may_go(&s->jobs, s->jobs.current)) {
	case JOB_GOES:
		break;
	case JOB_WAITS:
		return 0;
	case JOB_LOST:
		job_abandon(&s->jobs, EX_TEMPFAIL, s->jobs.lost);
		return 1;
	}
	if (!route_ready(r))
		return 0;
	session = client_session(r->client);
	before = smpp_session_outstanding(session);
	rc = job_push(&s->jobs, session);
	if (smpp_session_outstanding(session) != before)
		conn_output(client_conn(r->client));
	return rc;
}

static void
refill(struct send *s)
{
	while (s->jobs.current && push(s))
		;
}

/* How many records may wait.  What is noted in the store and not sent yet counts
   as unknown if we are killed: no more of those than a window takes. */
static unsigned
ahead(const struct send *s)
{
	const struct job *j = s->jobs.store ? s->jobs.current : NULL;
	unsigned window = j ? (unsigned)config_int(j->via->view,
	    SMPP_COMMAND_WINDOW_SIZE) : AHEAD;

	return window < AHEAD ? window : AHEAD;
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
		if (s->jobs.waiting >= ahead(s) || sink_full(s->sink))
			return SOURCE_ITEM;
		got = source_next(s->source, &item);
		if (got != SOURCE_ITEM)
			return got;
		job_take(&s->jobs, &item);
	}
}

/* No more records are taken, whatever is left of them. */
static void
cut_short(struct send *s)
{
	s->cut = !s->ended;
	s->ended = 1;
	while (s->jobs.current)
		job_abandon(&s->jobs, EX_TEMPFAIL, "stopped");
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
	    s->jobs.waiting < ahead(s) && !sink_full(s->sink));
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
static int
finished(struct send *s)
{
	if (!s->ended || s->jobs.under_way ||
	    (s->receipts && !receipts_done(s->receipts)))
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
		full = sink_full(s->sink);
		/* the outcomes are kept together with the intents of what is
		   taken now: one write to the disk for both */
		take(s);
		jobs_settle(&s->jobs);
		if (s->receipts)
			receipts_give(s->receipts);
		full |= sink_full(s->sink);
		flush_some(s);
		/* a plain file takes all at once, and nobody will tell us */
	} while (full && !sink_full(s->sink) && !s->broken);
	if (finished(s))
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

static void
on_pump(void *arg)
{
	send_pump(arg);
}

/* ---- signals ---- */

/* Time is up: for the SMSC's goodbye, or after a signal for everything. */
static void
on_bound_over(void *arg)
{
	struct send *s = arg;

	if (s->stopping) {
		s->over = 1;
		if (s->jobs.under_way)
			diag_warn(NULL, "stopped with %lu records unanswered",
			    s->jobs.under_way);
	}
	route_abort_all(s);
	send_pump(s);
}

static void
on_stop(void *arg)
{
	struct send *s = arg;

	if (s->stopping)
		return;
	s->stopping = 1;
	loop_timer_at(s->bound, clock_mono() + STOP_BOUND);
	send_pump(s);
}

static void
on_progress(void *arg)
{
	struct send *s = arg;

	diag_warn(NULL, "%lu ok, %lu temporary, %lu permanent, %lu unknown, "
	    "%lu under way", s->jobs.ok, s->jobs.temporary,
	    s->jobs.permanent, s->jobs.unknown,
	    s->jobs.under_way);
}

/* -T: what send_read_text() made. */
static void
take_text(struct send *s)
{
	struct source_item item = { .pos = { "stdin", 0 } };

	item.p = s->text.p;
	item.n = s->text.len - 1;
	job_take(&s->jobs, &item);
	s->ended = 1;
}

/* ---- set-up ---- */

/* The store, where there is one; to match receipts, one of our own will do. */
static int
remember(struct send *s)
{
	struct diag_err err;
	int rc = state_open(s->o->config, &s->jobs.store);

	if (rc || s->jobs.store || !s->o->receipts)
		return rc;
	if (store_open(&s->jobs.store, "memory", &err) == 0)
		return 0;
	diag_warn(NULL, "%s", err.text);
	return err.sysexit;
}

static void
on_awaited(void *arg, int64_t number)
{
	struct send *s = arg;

	receipts_await(s->receipts, number);
}

static int
set_up(struct send *s)
{
	struct diag_err err = { EX_OSERR, "out of memory" };
	struct sigaction hup;
	const struct send_opts *o = s->o;
	int rc;

	s->jobs.command = SMPP_SUBMIT_SM;
	s->jobs.type = REC_SUBMIT;
	s->jobs.dry_run = o->dry_run;
	s->jobs.waits_out = 1;
	s->jobs.defers = 1;
	s->jobs.config = o->config;
	s->jobs.domain = o->domain;
	s->jobs.find = route_find;
	s->jobs.await = o->receipts ? on_awaited : NULL;
	s->jobs.arg = s;
	rc = o->dry_run ? 0 : remember(s);
	if (rc)
		return rc;
	/* the loop last: its descriptor must not become a closed stdin's */
	if (jobs_init(&s->jobs) < 0 ||
	    !(s->source = source_open(o->source, &err)) ||
	    !(s->sink = sink_open(o->sink, &err)) ||
	    !(s->loop = loop_new())) {
		diag_warn(NULL, "%s", err.text);
		return err.sysexit;
	}
	s->jobs.sink = o->quiet ? NULL : s->sink;
	if (o->receipts && !o->dry_run && !(s->receipts = receipts_new(s))) {
		diag_warn(NULL, "out of memory");
		return EX_TEMPFAIL;
	}
	if (source_fd(s->source) >= 0)
		s->readable = loop_fd(s->loop, source_fd(s->source), LOOP_READ,
		    on_pump, s);
	if (sink_fd(s->sink) >= 0)
		s->writable = loop_fd(s->loop, sink_fd(s->sink), LOOP_WRITE,
		    on_pump, s);
	s->bound = loop_timer(s->loop, on_bound_over, s);
	if (!s->bound) {
		diag_warn(NULL, "out of memory");
		return EX_TEMPFAIL;
	}
	signal(SIGPIPE, SIG_IGN);
	s->sigterm = loop_signal(s->loop, SIGTERM, on_stop, s);
	s->sigint = loop_signal(s->loop, SIGINT, on_stop, s);
	/* a login that ends; nohup(1) has it ignored, and so it stays */
	if (sigaction(SIGHUP, NULL, &hup) == 0 && hup.sa_handler != SIG_IGN)
		s->sighup = loop_signal(s->loop, SIGHUP, on_stop, s);
	s->sigusr1 = loop_signal(s->loop, SIGUSR1, on_progress, s);
	return 0;
}

static void
tear_down(struct send *s)
{
	route_free_all(s);
	receipts_free(s->receipts);
	jobs_release(&s->jobs);
	store_close(s->jobs.store);
	loop_watch_free(s->readable);
	loop_watch_free(s->writable);
	loop_watch_free(s->bound);
	loop_watch_free(s->sigterm);
	loop_watch_free(s->sigint);
	loop_watch_free(s->sighup);
	loop_watch_free(s->sigusr1);
	source_free(s->source);
	sink_free(s->sink);
	buf_free(&s->text);
	loop_free(s->loop);
}

/* Which exit status: what became of the records, and our own trouble. */
static int
status(const struct send *s)
{
	int ours = s->failed ? s->failed : s->jobs.failed ? s->jobs.failed :
		s->cut ? EX_TEMPFAIL : 0;

	/* and what was sent is not known to whoever called */
	if (s->broken || s->jobs.failed == EX_IOERR)
		return EX_IOERR;
	/* what may have been sent outweighs all that was not */
	if (!ours || s->jobs.unknown)
		return outcome_status(&s->jobs.tally);
	return s->jobs.ok ? 1 : ours;
}

static int
run(struct send *s)
{
	if (s->o->number)
		take_text(s);
	send_pump(s);
	if (!finished(s))
		loop_run(s->loop);
	if (s->receipts)
		receipts_tally(s->receipts, &s->jobs.tally);
	if (!s->broken && sink_pending(s->sink)) {
		diag_warn(NULL, "writing results: nobody takes them");
		s->broken = EAGAIN;
	}
	return status(s);
}

int
send_run(const struct send_opts *o)
{
	struct send s = { .o = o };
	/* before signals are caught: the terminal's user may think better */
	int rc = o->number ? send_read_text(&s, o->number) : 0;

	if (!rc)
		rc = set_up(&s);
	if (!rc)
		rc = run(&s);
	tear_down(&s);
	return rc;
}
