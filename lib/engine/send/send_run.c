/* Setting up, signals, and the exit status.  See send.h. */
#include "engine/send/send.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "engine/decision.h"
#include "engine/send/send_priv.h"
#include "engine/state.h"

enum { STOP_BOUND = 5000 };	/* ms that a signal leaves what is in flight */

/* ---- signals ---- */

static void
on_pump(void *arg)
{
	send_pump(arg);
}

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
	char line[SEND_COUNTS];

	send_counts(s, line);
	diag_warn(NULL, "%s", line);
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
	s->own_store = 1;
	if (store_open(&s->jobs.store, "memory", &err) == 0)
		return 0;
	diag_warn(NULL, "%s", err.text);
	return err.sysexit;
}

static void
on_awaited(void *arg, int64_t number)
{
	struct send *s = arg;

	send_receipts_await(s->receipts, number);
}

static void
on_undone(void *arg)
{
	struct send *s = arg;

	send_receipts_undone(s->receipts);
}

static int
set_up(struct send *s)
{
	struct diag_err err = { EX_OSERR, "out of memory" };
	struct sigaction hup;
	const struct send_opts *o = s->o;
	int rc;

	if (!o->dry_run)
		decision_open(config_view(o->config, NULL, NULL, NULL));
	s->jobs.command = SMPP_SUBMIT_SM;
	s->jobs.type = REC_SUBMIT;
	s->jobs.dry_run = o->dry_run;
	s->jobs.waits_out = 1;
	s->jobs.defers = 1;
	s->jobs.config = o->config;
	s->jobs.domain = o->domain;
	s->jobs.find = route_find;
	s->jobs.await = o->receipts ? on_awaited : NULL;
	s->jobs.undone = o->receipts ? on_undone : NULL;
	s->jobs.arg = s;
	rc = o->dry_run ? 0 : remember(s);
	if (rc)
		return rc;
	s->began = s->looked = clock_mono();
	/* the loop last: its descriptor must not become a closed stdin's */
	if (jobs_init(&s->jobs) < 0 ||
	    !(s->source = source_open(o->source, &err)) ||
	    !(s->sink = sink_open(o->sink, &err)) ||
	    !(s->loop = loop_new())) {
		diag_warn(NULL, "%s", err.text);
		return err.sysexit;
	}
	s->jobs.sink = o->quiet ? NULL : s->sink;
	if (o->receipts && !o->dry_run && !(s->receipts = send_receipts_new(s))) {
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
	send_watch(s);
	s->sigusr1 = loop_signal(s->loop, SIGUSR1, on_progress, s);
	return 0;
}

static void
tear_down(struct send *s)
{
	route_free_all(s);
	send_receipts_free(s->receipts);
	jobs_release(&s->jobs);
	decision_close();
	store_close(s->jobs.store);
	loop_watch_free(s->readable);
	loop_watch_free(s->writable);
	loop_watch_free(s->bound);
	loop_watch_free(s->sigterm);
	loop_watch_free(s->sigint);
	loop_watch_free(s->sighup);
	loop_watch_free(s->sigusr1);
	loop_watch_free(s->second);
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
	if (!send_finished(s))
		loop_run(s->loop);
	jobs_end(&s->jobs);
	if (s->receipts)
		send_receipts_tally(s->receipts, &s->jobs.tally);
	if (!s->broken && sink_pending(s->sink)) {
		diag_warn(NULL, "writing results: nobody takes them");
		s->broken = EAGAIN;
	}
	send_summary(s);
	return status(s);
}

/* -n, and nothing to show: nobody would type records for that. */
static int
nothing_to_show(const struct send *s)
{
	const struct send_opts *o = s->o;

	return o->dry_run && o->domain && !o->number &&
		(s->ended ? !s->records : !o->source && isatty(STDIN_FILENO));
}

int
send_run(const struct send_opts *o)
{
	struct send s = { .o = o };
	/* before signals are caught: the terminal's user may think better */
	int rc = o->number ? send_read_text(&s, o->number) : 0;

	if (nothing_to_show(&s))
		return send_probe(o);
	if (!rc)
		rc = set_up(&s);
	if (!rc)
		rc = run(&s);
	tear_down(&s);
	return !rc && nothing_to_show(&s) ? send_probe(o) : rc;
}
