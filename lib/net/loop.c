#include "net/loop.h"

#include <stdlib.h>
#include <sysexits.h>

#include <event2/event.h>
#include <event2/event_struct.h>

#include "base/diag.h"

struct loop {
	struct event_base *base;
	unsigned hurry;		/* timers that loop_timer_now() has set */
};

struct loop_watch {
	struct event ev;
	struct loop *loop;
	loop_cb *cb;
	void *arg;
	int on;
	msec when;		/* timers; 0: now */
};

static void
on_log(int severity, const char *what)
{
	if (severity >= EVENT_LOG_WARN)
		diag_warn(NULL, "%s", what);
}

/* libevent has no descriptor left, say.  Its own exit(1) would mean that some
   records were sent and some not. */
static void
on_fatal(int error)
{
	(void)error;
	exit(EX_OSERR);
}

struct loop *
loop_new(void)
{
	struct loop *l = calloc(1, sizeof *l);
	struct event_config *cfg = event_config_new();

	event_set_log_callback(on_log);
	event_set_fatal_callback(on_fatal);
	if (l && cfg) {
		event_config_set_flag(cfg, EVENT_BASE_FLAG_NOLOCK);
		l->base = event_base_new_with_config(cfg);
	}
	if (cfg)
		event_config_free(cfg);
	if (l && !l->base) {
		free(l);
		return NULL;
	}
	return l;
}

void
loop_free(struct loop *l)
{
	if (!l)
		return;
	event_base_free(l->base);
	free(l);
}

void
loop_run(struct loop *l)
{
	event_base_dispatch(l->base);
}

void
loop_stop(struct loop *l)
{
	event_base_loopbreak(l->base);
}

static void
set_when(struct loop_watch *w, msec when)
{
	w->loop->hurry += when == 0;
	w->loop->hurry -= w->when == 0;
	w->when = when;
}

static void
fire(evutil_socket_t fd, short what, void *arg)
{
	struct loop_watch *w = arg;

	(void)fd;
	if (what & EV_TIMEOUT)
		set_when(w, UINT64_MAX);
	w->cb(w->arg);
}

static struct loop_watch *
watch_new(struct loop *l, int fd, short what, loop_cb *cb, void *arg)
{
	struct loop_watch *w = calloc(1, sizeof *w);

	if (!w)
		return NULL;
	w->loop = l;
	w->cb = cb;
	w->arg = arg;
	w->when = UINT64_MAX;
	if (event_assign(&w->ev, l->base, fd, what, fire, w) < 0) {
		free(w);
		return NULL;
	}
	return w;
}

struct loop_watch *
loop_fd(struct loop *l, int fd, int what, loop_cb *cb, void *arg)
{
	struct loop_watch *w = watch_new(l, fd,
	    (short)(EV_PERSIST | (what & LOOP_READ ? EV_READ : 0) |
	    (what & LOOP_WRITE ? EV_WRITE : 0)), cb, arg);

	/* whether it can be watched at all shows only when it is tried */
	if (w && event_add(&w->ev, NULL) < 0) {
		free(w);
		return NULL;
	}
	if (w)
		event_del(&w->ev);
	return w;
}

struct loop_watch *
loop_timer(struct loop *l, loop_cb *cb, void *arg)
{
	return watch_new(l, -1, 0, cb, arg);
}

struct loop_watch *
loop_signal(struct loop *l, int signo, loop_cb *cb, void *arg)
{
	struct loop_watch *w = watch_new(l, signo, EV_SIGNAL | EV_PERSIST, cb,
	    arg);

	if (w)
		event_add(&w->ev, NULL);
	return w;
}

void
loop_watch_free(struct loop_watch *w)
{
	if (!w)
		return;
	set_when(w, UINT64_MAX);
	event_del(&w->ev);
	free(w);
}

void
loop_watch_on(struct loop_watch *w, int on)
{
	if (!w || w->on == on)
		return;
	w->on = on;
	if (on)
		event_add(&w->ev, NULL);
	else
		event_del(&w->ev);
}

void
loop_timer_at(struct loop_watch *w, msec when)
{
	struct timeval tv;
	msec now, wait;

	/* an earlier wake-up is harmless, and moving the timer at every PDU
	   is not */
	if (w->when <= when && when != UINT64_MAX && w->when != UINT64_MAX)
		return;
	if (w->when == when)
		return;
	set_when(w, when);
	if (when == UINT64_MAX) {
		event_del(&w->ev);
		return;
	}
	now = clock_mono();
	wait = when > now ? when - now : 0;
	tv.tv_sec = (time_t)(wait / 1000);
	tv.tv_usec = (suseconds_t)(wait % 1000 * 1000);
	event_add(&w->ev, &tv);
}

void
loop_timer_now(struct loop_watch *w)
{
	static const struct timeval none = { 0, 0 };

	/* not event_active(): what makes itself due again and again would then
	   never let a descriptor have its turn */
	if (w->when == 0)
		return;
	set_when(w, 0);
	event_add(&w->ev, &none);
}

int
loop_hurries(const struct loop *l)
{
	return l->hurry > 0;
}
