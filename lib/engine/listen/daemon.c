#include "engine/listen/daemon.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "base/diag.h"
#include "engine/decision.h"
#include "engine/state.h"

enum {
	LOOK_EVERY = 100,	/* ms, while stopping */
	HANDLER_TIMEOUT_DEFAULT = 10000,	/* ms: SMSCs wait for 15 s and more */
};

/* ---- stopping ---- */

static void
on_bound(void *arg)
{
	struct daemon *d = arg;

	if (!delivery_idle(d->delivery))
		diag_warn(NULL, "stopped with messages under way: they were not "
		    "acknowledged, and will be sent again");
	daemon_done(d);
}

static void
on_look(void *arg)
{
	struct daemon *d = arg;

	if (!d->done)
		d->calls->stop(d->arg);
	if (!d->done)
		loop_timer_at(d->look, clock_mono() + LOOK_EVERY);
}

void
daemon_stop(struct daemon *d)
{
	if (d->stopping)
		return;
	d->stopping = 1;
	if (d->tracking)
		tracking_stop(d->tracking);
	if (d->inbox)
		inbox_finish(d->inbox);
	loop_timer_at(d->bound, clock_mono() + LISTEN_STOP_BOUND);
	loop_timer_now(d->look);
}

void
daemon_look(struct daemon *d)
{
	if (delivery_broken(d->delivery))
		daemon_stop(d);
	if (d->stopping && !d->done)
		loop_timer_now(d->look);
}

void
daemon_done(struct daemon *d)
{
	d->done = 1;
	loop_stop(d->loop);
}

static void
on_signal(void *arg)
{
	daemon_stop(arg);
}

static void
on_moved(void *arg)
{
	struct daemon *d = arg;

	if (d->calls->moved)
		d->calls->moved(d->arg);
	daemon_look(d);
}

/* ---- new options ---- */

/* Free a configuration that nobody uses. */
static void
let_go(const struct daemon *d, struct config *c)
{
	if (c != d->o->config && c != d->config)
		config_free(c);
}

/* Behind us somebody waits who repeats what is not answered. */
static msec
handler_timeout(const struct config_view *v)
{
	return config_is_set(v, HANDLER_TIMEOUT) ?
		config_msec(v, HANDLER_TIMEOUT) : HANDLER_TIMEOUT_DEFAULT;
}

static void
set_options(struct daemon *d, const struct config_view *v)
{
	d->view = v;
	decision_open(v);
	if (d->inbox)
		inbox_options(d->inbox, v, d->o->domain);
	if (d->tracking)
		tracking_options(d->tracking, d->config, v, d->o->domain);
	delivery_set_timeout(d->delivery, handler_timeout(v));
}

static void
on_hangup(void *arg)
{
	struct daemon *d = arg;
	const struct listen_opts *o = d->o;
	struct config *c = o->reload ? o->reload(o->reload_arg) : NULL;
	struct config *old = d->config;
	const struct config_view *v = c ?
		config_view(c, NULL, o->domain, NULL) : NULL;

	if (!v || d->stopping || d->calls->reload(d->arg, c, v) < 0) {
		config_free(c);
		diag_warn(NULL, "the configuration stays as it was");
		return;
	}
	d->config = c;
	set_options(d, v);
	let_go(d, old);
	diag_info("read the configuration anew");
}

/* ---- */

static void
on_counts(void *arg)
{
	struct daemon *d = arg;
	struct delivery_counts c = delivery_counts(d->delivery);
	char where[256];

	d->calls->where(d->arg, where, sizeof where);
	diag_warn(NULL, "%s: %lu messages ok, %lu temporary, %lu permanent, "
	    "%zu under way", where, c.outcome[OUTCOME_DONE],
	    c.outcome[OUTCOME_RETRY] + c.outcome[OUTCOME_BUSY],
	    c.outcome[OUTCOME_REFUSED], c.under_way);
}

static int
watch_signals(struct daemon *d)
{
	d->sigterm = loop_signal(d->loop, SIGTERM, on_signal, d);
	d->sigint = loop_signal(d->loop, SIGINT, on_signal, d);
	d->sighup = loop_signal(d->loop, SIGHUP, on_hangup, d);
	d->sigusr1 = loop_signal(d->loop, SIGUSR1, on_counts, d);
	d->bound = loop_timer(d->loop, on_bound, d);
	d->look = loop_timer(d->loop, on_look, d);
	return d->sigterm && d->sigint && d->sighup &&
		d->sigusr1 && d->bound && d->look ? 0 : -1;
}

int
daemon_init(struct daemon *d, const struct listen_opts *o,
    enum record_type type, const struct daemon_calls *calls, void *arg)
{
	struct diag_err err = { EX_OSERR, "out of memory" };
	int rc;

	memset(d, 0, sizeof *d);
	d->o = o;
	d->config = o->config;
	d->calls = calls;
	d->arg = arg;
	signal(SIGPIPE, SIG_IGN);
	d->view = config_view(o->config, NULL, o->domain, NULL);
	d->loop = loop_new();
	d->sink = sink_open(o->sink, &err);
	if (d->loop && d->view && d->sink)
		d->delivery = delivery_new(d->loop, d->sink, o->handler,
		    o->parallel, 0);
	rc = state_open(o->config, &d->store);
	if (rc)
		return rc;
	if (d->delivery && type != REC_TYPES)
		d->inbox = inbox_new(d->loop, d->delivery, d->store, type,
		    calls->receipt, arg);
	if (d->inbox && d->store && type == REC_DELIVER)
		d->tracking = tracking_new(d->loop, d->store, d->delivery);
	if (!d->delivery || (type != REC_TYPES && !d->inbox) ||
	    watch_signals(d) < 0 ||
	    (d->store && type == REC_DELIVER && !d->tracking)) {
		diag_warn(NULL, "%s", err.text);
		return err.sysexit;
	}
	if (d->inbox)
		inbox_track(d->inbox, d->tracking);
	set_options(d, d->view);
	delivery_watch(d->delivery, on_moved, d);
	return 0;
}

void
daemon_release(struct daemon *d)
{
	if (d->delivery)
		delivery_watch(d->delivery, NULL, NULL);
	delivery_free(d->delivery);
	decision_close();
	inbox_free(d->inbox);
	tracking_free(d->tracking);
	store_close(d->store);
	if (d->sink)
		sink_flush(d->sink, 0);
	sink_free(d->sink);
	loop_watch_free(d->sigterm);
	loop_watch_free(d->sigint);
	loop_watch_free(d->sighup);
	loop_watch_free(d->sigusr1);
	loop_watch_free(d->bound);
	loop_watch_free(d->look);
	loop_free(d->loop);
	if (d->config != d->o->config)
		config_free(d->config);
}

int
daemon_status(const struct daemon *d)
{
	return delivery_broken(d->delivery) ? EX_IOERR : 0;
}

void
daemon_say_faults(const struct config_view *v, const enum option *rows, size_t n)
{
	char names[512] = "";
	size_t i, len = 0;

	for (i = 0; i < n; i++)
		if (config_is_set(v, rows[i]) && len < sizeof names)
			len += (size_t)snprintf(names + len,
			    sizeof names - len, " %s", option_def(rows[i])->name);
	if (len)
		diag_warn(NULL, "faults are on, for tests of clients:%s", names);
}
