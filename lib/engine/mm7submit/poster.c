/* mm7-submit's input, output, signals and exit status.  See post_priv.h. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "engine/decision.h"
#include "engine/filter/filter_replies.h"
#include "engine/filter/slurp.h"
#include "engine/mm7submit/post_priv.h"
#include "mail/mbox.h"

/* ---- output ---- */

static void
lose_sink(struct poster *r)
{
	if (!r->failed)
		diag_warn(NULL, "stdout: %s", strerror(errno));
	r->failed = EX_IOERR;
	r->ended = 1;
}

static void
write_some(struct poster *r)
{
	if (sink_flush(r->sink, 0) < 0)
		lose_sink(r);
	if (r->writable)
		loop_watch_on(r->writable, sink_pending(r->sink));
}

static void
on_writable(void *arg)
{
	struct poster *r = arg;

	write_some(r);
	poster_feed(r);
}

void
poster_put(struct poster *r, const struct buf *b)
{
	if (r->failed == EX_IOERR)
		return;
	if (b->err)
		errno = ENOMEM;
	if (b->err || !sink_put(r->sink, b->p, b->len))
		lose_sink(r);
	else
		write_some(r);
}

/* ---- input ---- */

/* No more is taken, whatever is left of it. */
static void
cut_short(struct poster *r)
{
	r->cut_short |= !r->ended;
	r->ended = 1;
}

/* A record is longer than what is read at once. */
static int
is_more(const struct poster *r)
{
	struct pollfd p = { .fd = source_fd(r->source), .events = POLLIN };

	return poll(&p, 1, 0) > 0;
}

/* 0: there is nothing yet, and r->readable tells when. */
static int
take_line(struct poster *r)
{
	struct source_item item;
	struct diag_err err;

	switch (source_next(r->source, &item)) {
	case SOURCE_ITEM:
		if (item.too_long)
			diag_err(&err, EX_DATAERR, "over %d octets",
			    POST_RECORD_MAX);
		if (item.too_long)
			post_invalid(r, item.p, item.n, &item.pos, &err);
		else
			post_record(r, item.p, item.n, &item.pos);
		break;
	case SOURCE_WAIT:
		if (!r->readable)
			break;
		if (r->stopping && !is_more(r)) {
			cut_short(r);
			break;
		}
		if (r->stopping)
			break;
		loop_watch_on(r->readable, 1);
		return 0;
	case SOURCE_ERROR:
		diag_warn(NULL, "stdin: %s", strerror(errno));
		r->failed = r->failed ? r->failed : EX_IOERR;
		/* fall through */
	case SOURCE_END:
		r->ended = 1;
		break;
	}
	return 1;
}

static int
take_mail(struct poster *r)
{
	struct buf one = BUF_INIT;

	if (!r->o->mbox) {
		r->ended = 1;
		post_mail(r, r->in.p ? r->in.p : "", r->in.len);
	} else if (!mbox_next(r->in.p, r->in.len, &r->at, &one)) {
		r->ended = 1;
	} else if (one.err) {
		diag_warn(NULL, "out of memory");
		r->failed = EX_TEMPFAIL;
		r->ended = 1;
	} else {
		post_mail(r, one.p, one.len);
	}
	buf_free(&one);
	return 1;
}

static void
on_readable(void *arg)
{
	struct poster *r = arg;

	loop_watch_on(r->readable, 0);
	poster_feed(r);
}

/* After a signal the rest of the input is taken as far as it is there, so that
   it comes out too: nothing of it is sent, or waits for an answer. */
static int
has_room(const struct poster *r)
{
	return r->stopping || r->nposts < r->o->parallel;
}

/* One at a time, so that answers and signals have their turn. */
static void
on_feed(void *arg)
{
	struct poster *r = arg;

	if (!r->ended && has_room(r) && !sink_full(r->sink) &&
	    (r->source ? take_line(r) : take_mail(r)))
		poster_feed(r);
	if (r->ended && r->nposts == 0)
		loop_stop(r->loop);
}

void
poster_feed(struct poster *r)
{
	if (has_room(r) && !(r->ended && r->nposts))
		loop_timer_now(r->feed);
}

/* ---- signals ---- */

static void
stop_posts(struct poster *r, int now)
{
	struct post *p, *next;

	for (p = r->posts; p; p = next) {
		next = p->next;
		post_stop(p, now);
	}
}

static void
on_bound(void *arg)
{
	cut_short(arg);
	stop_posts(arg, 1);
	poster_feed(arg);
}

static void
on_signal(void *arg)
{
	struct poster *r = arg;
	int again = r->stopping;

	r->stopping = 1;
	stop_posts(r, again);
	loop_timer_at(r->bound, clock_mono() + POST_STOP_TIME);
	poster_feed(r);
}

/* ---- exit status ---- */

void
poster_count(struct poster *r, int sysexit, int unknown)
{
	int agent = !r->o->json && !r->o->mbox;

	r->unknown += unknown != 0;
	if (!sysexit)
		outcome_done(&r->tally);
	else if (unknown)
		outcome_temporary(&r->tally, EX_UNAVAILABLE);
	else if (sysexit == EX_TEMPFAIL || (agent && sysexit != EX_USAGE &&
	    outcome_delivery_agent(sysexit) != sysexit))
		outcome_temporary(&r->tally, EX_TEMPFAIL);
	else
		outcome_permanent(&r->tally, sysexit);
}

static int
batch_status(const struct poster *r)
{
	if (r->failed)
		return r->failed;
	if (r->cut_short && !r->unknown)
		return r->tally.done ? 1 : EX_TEMPFAIL;
	return outcome_status(&r->tally);
}

/* What was sent stays sent, though nobody read the result. */
static int
agent_status(const struct poster *r)
{
	if (r->failed == EX_TEMPFAIL || (r->cut_short && !r->tally.done))
		return EX_TEMPFAIL;
	if (r->tally.temporary)
		return r->tally.first_temporary;
	return r->tally.permanent ? r->tally.first_permanent : 0;
}

/* ---- */

static int
watch(struct poster *r)
{
	static const int signals[] = { SIGTERM, SIGINT, SIGHUP };
	int fd = sink_fd(r->sink);
	size_t i;

	r->feed = loop_timer(r->loop, on_feed, r);
	r->bound = loop_timer(r->loop, on_bound, r);
	if (!r->feed || !r->bound)
		return -1;
	if (fd >= 0)
		r->writable = loop_fd(r->loop, fd, LOOP_WRITE, on_writable, r);
	if (r->source && source_fd(r->source) >= 0)
		r->readable = loop_fd(r->loop, source_fd(r->source), LOOP_READ,
		    on_readable, r);
	for (i = 0; i < sizeof signals / sizeof *signals; i++) {
		struct sigaction sa;

		/* nohup(1) and a shell's & have them ignored */
		if (sigaction(signals[i], NULL, &sa) == 0 &&
		    sa.sa_handler != SIG_IGN)
			r->signals[i] = loop_signal(r->loop, signals[i],
			    on_signal, r);
	}
	return poster_watch(r);
}

static int
run(struct poster *r)
{
	r->loop = loop_new();
	r->reader = json_reader_new();
	r->other = json_reader_new();
	if (!r->loop || !r->reader || !r->other || watch(r) < 0) {
		diag_status("4.3.0", "out of memory");
		return EX_TEMPFAIL;
	}
	loop_timer_now(r->feed);
	loop_run(r->loop);
	diag_progress_over();
	if (r->failed != EX_IOERR && filter_flush(r->sink) != 0)
		r->failed = r->failed ? r->failed : EX_IOERR;
	return r->o->json || r->o->mbox ? batch_status(r) : agent_status(r);
}

static void
release(struct poster *r)
{
	struct post_peer *p;
	size_t i;

	while ((p = r->peers)) {
		r->peers = p->next;
		post_peer_free(p);
	}
	for (i = 0; i < sizeof r->signals / sizeof *r->signals; i++)
		loop_watch_free(r->signals[i]);
	poster_unwatch(r);
	loop_watch_free(r->readable);
	loop_watch_free(r->writable);
	loop_watch_free(r->feed);
	loop_watch_free(r->bound);
	if (r->loop)
		loop_free(r->loop);
	json_reader_free(r->reader);
	json_reader_free(r->other);
	store_close(r->store);
	source_free(r->source);
	sink_free(r->sink);
	buf_free(&r->in);
}

int
mm7submit_run(const struct mm7submit_opts *o)
{
	struct poster r = { .o = o, .began = clock_mono() };
	struct diag_err err;
	int rc = 0;

	filter_signals();
	filter_url(o->config, o->domain);
	r.sink = sink_open(o->sink, &err);
	if (r.sink && o->json)
		r.source = source_open(o->source, &err);
	if (!r.sink || (o->json && !r.source)) {
		diag_warn(NULL, "%s", err.text);
		sink_free(r.sink);
		return err.sysexit == EX_USAGE || o->json ? err.sysexit :
			EX_TEMPFAIL;
	}
	if (r.source)
		source_set_max(r.source, POST_RECORD_MAX);
	else
		rc = slurp_stdin(&r.in, o->mbox);
	rc = rc ? outcome_delivery_agent(rc) : run(&r);
	decision_close();
	release(&r);
	return rc;
}
