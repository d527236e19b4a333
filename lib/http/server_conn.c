/* One connection.  See server_priv.h. */
#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http/server_priv.h"

enum { READS_A_ROUND = 4 };

/* ---- ends ---- */

void
http_exchange_free(struct http_exchange *x)
{
	*x->at = x->next;
	if (x->next)
		x->next->at = x->at;
	loop_watch_free(x->in);
	loop_watch_free(x->out);
	loop_watch_free(x->timer);
	http_session_free(x->s);
	if (x->fd >= 0)
		close(x->fd);
	free(x);
}

void
http_exchange_hang_up(struct http_exchange *x)
{
	struct http_server *s = x->server;

	if (x->fd >= 0) {
		loop_watch_free(x->in);
		loop_watch_free(x->out);
		loop_watch_free(x->timer);
		x->in = x->out = x->timer = NULL;
		close(x->fd);
		x->fd = -1;
		s->n--;
		loop_timer_now(s->changed);
	}
	if (!x->busy && !x->inside)
		http_exchange_free(x);
}

/* ---- what is written ---- */

/* 0, or -1: the connection is gone. */
static int
flush(struct http_exchange *x)
{
	const char *p;
	size_t n;
	ssize_t wrote;

	while ((p = http_session_output(x->s, &n))) {
		wrote = send(x->fd, p, n, MSG_NOSIGNAL);
		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
			break;
		if (wrote < 0)
			return -1;
		http_session_sent(x->s, (size_t)wrote, clock_mono());
	}
	loop_watch_on(x->out, p != NULL);
	return 0;
}

/* Everything is said: the peer hears that, and may finish his own sentence. */
static void
linger(struct http_exchange *x)
{
	if (x->lingering)
		return;
	x->lingering = 1;
	shutdown(x->fd, SHUT_WR);
	loop_watch_on(x->in, 1);
	loop_timer_at(x->timer, UINT64_MAX);
	loop_timer_at(x->timer, clock_mono() + HTTP_LINGER);
}

/* ---- what goes on ---- */

static void
set_timer(struct http_exchange *x)
{
	loop_timer_at(x->timer, http_session_deadline(x->s));
}

void
http_exchange_run(struct http_exchange *x)
{
	const char *left;
	size_t n;
	int lost;

	if (x->inside)
		return;
	x->inside = 1;
	do {
		/* asked for more, it would go on with the body */
		while (!x->bodyless &&
		    http_exchange_event(x, http_session_event(x->s)))
			;
		left = http_session_output(x->s, &n);
		lost = x->fd < 0 || flush(x) < 0;
		/* room again: a request that waited for it may be served */
	} while (!lost && left && !http_session_output(x->s, &n));
	x->inside = 0;
	left = http_session_output(x->s, &n);
	if (lost) {
		http_exchange_hang_up(x);
	} else if (x->ending && !left) {
		linger(x);
	} else {
		loop_watch_on(x->in, !x->ending && http_session_wants(x->s));
		set_timer(x);
	}
}

/* ---- what comes in ---- */

static void
read_on_lingering(struct http_exchange *x)
{
	char nothing[HTTP_ROOM];
	ssize_t n = read(x->fd, nothing, sizeof nothing);

	if (n > 0)
		x->lingered += (size_t)n;
	if (n == 0 || x->lingered > HTTP_LINGER_MAX ||
	    (n < 0 && errno != EAGAIN && errno != EINTR))
		http_exchange_hang_up(x);
}

/* 1: more may be there. */
static int
read_some(struct http_exchange *x, int *lost)
{
	size_t room;
	char *to = http_session_room(x->s, &room);
	ssize_t n = to ? read(x->fd, to, room) : -1;

	if (!to || (n < 0 && errno != EAGAIN && errno != EINTR)) {
		*lost = 1;
		return 0;
	}
	if (n >= 0)
		http_session_filled(x->s, (size_t)n, clock_mono());
	return n == (ssize_t)room;
}

static void
on_in(void *arg)
{
	struct http_exchange *x = arg;
	int i, lost = 0;

	if (x->lingering) {
		read_on_lingering(x);
		return;
	}
	for (i = 0; i < READS_A_ROUND && read_some(x, &lost); i++)
		;
	if (lost)
		http_exchange_hang_up(x);
	else
		http_exchange_run(x);
}

static void
on_out(void *arg)
{
	http_exchange_run(arg);
}

static void
on_timer(void *arg)
{
	struct http_exchange *x = arg;

	if (x->lingering) {
		http_exchange_hang_up(x);
		return;
	}
	http_session_tick(x->s, clock_mono());
	http_exchange_run(x);
}

int
http_exchange_open(struct http_exchange *x)
{
	struct http_server *s = x->server;

	x->s = http_session_new(s->limits.body_max, s->limits.idle,
	    clock_mono());
	x->in = loop_fd(s->loop, x->fd, LOOP_READ, on_in, x);
	x->out = loop_fd(s->loop, x->fd, LOOP_WRITE, on_out, x);
	x->timer = loop_timer(s->loop, on_timer, x);
	return x->s && x->in && x->out && x->timer ? 0 : -1;
}
