#include "engine/daemon.h"

#include <signal.h>
#include <string.h>
#include <sysexits.h>

#include "base/diag.h"

enum { LOOK_EVERY = 100 };	/* ms, while stopping */

static void
on_bound(void *arg)
{
	struct daemon *d = arg;

	if (!delivery_idle(d->delivery))
		diag_warn(NULL, "stopped with messages under way: the SMSC "
		    "will send them again");
	daemon_done(d);
}

static void
on_look(void *arg)
{
	struct daemon *d = arg;

	if (!d->done)
		d->on_stop(d->arg);
	if (!d->done)
		loop_timer_at(d->look, clock_mono() + LOOK_EVERY);
}

void
daemon_stop(struct daemon *d)
{
	if (d->stopping)
		return;
	d->stopping = 1;
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

int
daemon_init(struct daemon *d, const struct listen_opts *o,
    enum record_type type, inbox_receipt *receipt, void (*on_stop)(void *arg),
    void *arg)
{
	struct diag_err err = { EX_OSERR, "out of memory" };

	memset(d, 0, sizeof *d);
	d->o = o;
	d->on_stop = on_stop;
	d->arg = arg;
	signal(SIGPIPE, SIG_IGN);
	d->view = config_view(o->config, NULL, o->domain, NULL);
	d->loop = loop_new();
	d->sink = sink_open(o->sink, &err);
	if (d->loop && d->view && d->sink)
		d->delivery = delivery_new(d->loop, d->sink, o->handler,
		    o->parallel, config_msec(d->view, HANDLER_TIMEOUT));
	if (d->delivery)
		d->inbox = inbox_new(d->loop, d->delivery, type,
		    config_msec(d->view, SMPP_REASSEMBLY_TIMEOUT), receipt, arg);
	if (d->inbox) {
		d->sigterm = loop_signal(d->loop, SIGTERM, on_signal, d);
		d->sigint = loop_signal(d->loop, SIGINT, on_signal, d);
		d->bound = loop_timer(d->loop, on_bound, d);
		d->look = loop_timer(d->loop, on_look, d);
	}
	if (!d->look || !d->bound) {
		diag_warn(NULL, "%s", err.text);
		return err.sysexit;
	}
	return 0;
}

void
daemon_release(struct daemon *d)
{
	inbox_free(d->inbox);
	delivery_free(d->delivery);
	if (d->sink)
		sink_flush(d->sink, 0);
	sink_free(d->sink);
	loop_watch_free(d->sigterm);
	loop_watch_free(d->sigint);
	loop_watch_free(d->bound);
	loop_watch_free(d->look);
	loop_free(d->loop);
}

int
daemon_status(const struct daemon *d)
{
	return delivery_broken(d->delivery) ? EX_IOERR : 0;
}
