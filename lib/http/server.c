/* Connections.  See server.h. */
#include "http/server.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "net/conn.h"

enum { READS_A_ROUND = 4 };

/* A connection, and the request that it has: one at a time. */
struct http_exchange {
	struct http_exchange *next, **at;
	struct http_server *server;
	struct http_session *s;
	int fd;			/* -1: gone, and x waits for its answer */
	struct loop_watch *in, *out, *timer;
	struct sockaddr_storage address;
	char peer[CONN_NAME_SIZE];
	void *tag;
	int busy;		/* handed over, not answered */
	int bodyless;		/* ... before its body was read */
	int inside;		/* in run() */
	int ending;		/* write what is left, and */
	int lingering;		/* then read on for a while */
	size_t lingered;
};

struct http_server {
	struct loop *loop;
	struct http_server_limits limits;
	const struct http_server_calls *calls;
	void *arg;
	struct http_exchange *list;
	struct loop_watch *changed;
	size_t n, busy, held;
	int finishing;
	time_t date_at;
	char date[sizeof "Sun, 06 Nov 1994 08:49:37 GMT"];
};

static void run(struct http_exchange *x);

/* ---- ends ---- */

static void
on_changed(void *arg)
{
	struct http_server *s = arg;

	if (s->calls->changed)
		s->calls->changed(s->arg);
}

static void
exchange_free(struct http_exchange *x)
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

/* The connection is over; x stays while its owner has the request. */
static void
hang_up(struct http_exchange *x)
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
		exchange_free(x);
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

/* ---- what came of it ---- */

/* All requests together hold too much; this one's length is not there yet. */
static int
too_much(struct http_exchange *x)
{
	static const char *const later[] = { "Retry-After: 10" };
	const struct http_request *r = http_session_request(x->s);
	struct http_server *s = x->server;
	struct http_answer a = { .status = 503, .header = later, .nheaders = 1 };
	size_t more = r->length > 0 ? (size_t)r->length : 0;
	struct http_exchange *o;

	if (!s->limits.held_max || more > s->limits.body_max)
		return 0;	/* 413 says it better */
	if (s->held + more <= s->limits.held_max)
		return 0;
	/* it is counted rarely: only when what was promised is too much */
	s->held = 0;
	for (o = s->list; o; o = o->next)
		s->held += http_session_held(o->s);
	if (s->held + more <= s->limits.held_max)
		return 0;
	http_exchange_answer(x, &a);
	return 1;
}

static void
hand_over(struct http_exchange *x)
{
	x->busy = 1;
	x->server->busy++;
	x->server->calls->request(x->server->arg, x);
}

static int
take_head(struct http_exchange *x)
{
	const struct http_request *r = http_session_request(x->s);
	struct http_server *s = x->server;

	x->tag = NULL;
	if (too_much(x))
		return 1;
	switch (s->calls->head(s->arg, x)) {
	case HTTP_GO_ON:
		if (r->length > 0)
			s->held += (size_t)r->length;
		return 1;
	case HTTP_LATER:
		x->busy = x->bodyless = 1;
		s->busy++;
		return 0;
	default:
		return 1;
	}
}

/* 1: the session may have more to tell. */
static int
take_event(struct http_exchange *x, enum http_event ev)
{
	struct http_server *s = x->server;

	switch (ev) {
	case HTTP_EV_HEAD:
		return take_head(x);
	case HTTP_EV_QUIET:
		if (s->calls->complete && s->calls->complete(s->arg, x))
			http_session_complete(x->s);
		return 1;
	case HTTP_EV_REQUEST:
		hand_over(x);
		return 1;
	case HTTP_EV_CLOSED:
		x->ending = 1;
		return 0;
	default:
		return 0;
	}
}

static void
set_timer(struct http_exchange *x)
{
	loop_timer_at(x->timer, http_session_deadline(x->s));
}

/* Pull all events, write all output, look to what comes next. */
static void
run(struct http_exchange *x)
{
	const char *left;
	size_t n;
	int lost;

	if (x->inside)
		return;
	x->inside = 1;
	do {
		/* asked for more, it would go on with the body */
		while (!x->bodyless && take_event(x, http_session_event(x->s)))
			;
		left = http_session_output(x->s, &n);
		lost = x->fd < 0 || flush(x) < 0;
		/* room again: a request that waited for it may be served */
	} while (!lost && left && !http_session_output(x->s, &n));
	x->inside = 0;
	left = http_session_output(x->s, &n);
	if (lost) {
		hang_up(x);
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
		hang_up(x);
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
		hang_up(x);
	else
		run(x);
}

static void
on_out(void *arg)
{
	run(arg);
}

static void
on_timer(void *arg)
{
	struct http_exchange *x = arg;

	if (x->lingering) {
		hang_up(x);
		return;
	}
	http_session_tick(x->s, clock_mono());
	run(x);
}

/* ---- connections ---- */

/* Without its port: IPv4 as IPv6 writes it. */
static int
same_host(const struct sockaddr_storage *a, const struct sockaddr_storage *b)
{
	const struct sockaddr_in *a4 = (const struct sockaddr_in *)a;
	const struct sockaddr_in *b4 = (const struct sockaddr_in *)b;
	const struct sockaddr_in6 *a6 = (const struct sockaddr_in6 *)a;
	const struct sockaddr_in6 *b6 = (const struct sockaddr_in6 *)b;

	if (a->ss_family != b->ss_family)
		return 0;
	if (a->ss_family == AF_INET)
		return a4->sin_addr.s_addr == b4->sin_addr.s_addr;
	return a->ss_family == AF_INET6 &&
		memcmp(&a6->sin6_addr, &b6->sin6_addr, sizeof a6->sin6_addr) == 0;
}

static int
too_many(const struct http_server *s, const struct http_exchange *x)
{
	const struct http_exchange *o;
	unsigned n = 0;

	if (!s->limits.per_address)
		return 0;
	for (o = s->list; o; o = o->next)
		n += o->fd >= 0 && same_host(&o->address, &x->address);
	return n > s->limits.per_address;
}

static int
watch(struct http_exchange *x)
{
	struct http_server *s = x->server;

	x->s = http_session_new(s->limits.body_max, s->limits.idle,
	    clock_mono());
	x->in = loop_fd(s->loop, x->fd, LOOP_READ, on_in, x);
	x->out = loop_fd(s->loop, x->fd, LOOP_WRITE, on_out, x);
	x->timer = loop_timer(s->loop, on_timer, x);
	return x->s && x->in && x->out && x->timer ? 0 : -1;
}

void
http_server_add(struct http_server *s, int fd)
{
	struct http_exchange *x = calloc(1, sizeof *x);
	socklen_t len = sizeof x->address;
	int on = 1;

	if (!x) {
		close(fd);
		return;
	}
	fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
	fcntl(fd, F_SETFD, FD_CLOEXEC);
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	x->server = s;
	x->fd = fd;
	x->next = s->list;
	x->at = &s->list;
	if (x->next)
		x->next->at = &x->next;
	s->list = x;
	s->n++;
	if (getpeername(fd, (struct sockaddr *)&x->address, &len) < 0)
		x->address.ss_family = AF_UNSPEC;
	conn_name(fd, 0, x->peer);
	if (too_many(s, x) || watch(x) < 0) {
		hang_up(x);
		return;
	}
	if (s->finishing)
		http_session_finish(x->s);
	run(x);
}

struct http_server *
http_server_new(struct loop *l, const struct http_server_limits *limits,
    const struct http_server_calls *calls, void *arg)
{
	struct http_server *s = calloc(1, sizeof *s);

	if (!s)
		return NULL;
	s->loop = l;
	s->limits = *limits;
	s->calls = calls;
	s->arg = arg;
	s->changed = loop_timer(l, on_changed, s);
	if (!s->changed) {
		free(s);
		return NULL;
	}
	return s;
}

void
http_server_free(struct http_server *s)
{
	if (!s)
		return;
	while (s->list)
		exchange_free(s->list);
	loop_watch_free(s->changed);
	free(s);
}

void
http_server_set_limits(struct http_server *s,
    const struct http_server_limits *limits)
{
	s->limits = *limits;
}

int
http_server_full(const struct http_server *s)
{
	return s->n >= s->limits.connections;
}

size_t
http_server_connections(const struct http_server *s)
{
	return s->n;
}

size_t
http_server_busy(const struct http_server *s)
{
	return s->busy;
}

void
http_server_finish(struct http_server *s)
{
	struct http_exchange *x, *next;

	s->finishing = 1;
	for (x = s->list; x; x = next) {
		next = x->next;
		if (x->fd < 0)
			continue;
		http_session_finish(x->s);
		run(x);
	}
}

/* ---- requests ---- */

const struct http_request *
http_exchange_request(const struct http_exchange *x)
{
	return http_session_request(x->s);
}

const struct sockaddr *
http_exchange_address(const struct http_exchange *x)
{
	return (const struct sockaddr *)&x->address;
}

const char *
http_exchange_peer(const struct http_exchange *x)
{
	return x->peer;
}

void *
http_exchange_tag(const struct http_exchange *x)
{
	return x->tag;
}

void
http_exchange_set_tag(struct http_exchange *x, void *tag)
{
	x->tag = tag;
}

/* Made anew once a second only. */
static const char *
date(struct http_server *s)
{
	static const char days[] = "SunMonTueWedThuFriSat";
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	time_t now = time(NULL);
	struct tm tm;
	char form[sizeof "Sun, %d Nov %Y %H:%M:%S GMT"];

	if (now == s->date_at || !gmtime_r(&now, &tm))
		return s->date;
	s->date_at = now;
	/* names of days and months in no language but HTTP's */
	memcpy(form, "Sun, %d Nov %Y %H:%M:%S GMT", sizeof form);
	memcpy(form, days + 3 * tm.tm_wday, 3);
	memcpy(form + 8, months + 3 * tm.tm_mon, 3);
	strftime(s->date, sizeof s->date, form, &tm);
	return s->date;
}

void
http_exchange_answer(struct http_exchange *x, const struct http_answer *a)
{
	struct http_server *s = x->server;
	struct http_answer dated = *a;

	dated.date = date(s);
	if (x->busy) {
		x->busy = x->bodyless = 0;
		s->busy--;
		loop_timer_now(s->changed);
	}
	http_session_answer(x->s, &dated, clock_mono());
	if (x->fd < 0)
		hang_up(x);
	else
		run(x);
}
