/* All connections.  See server.h. */
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "http/server_priv.h"

static void
on_changed(void *arg)
{
	struct http_server *s = arg;

	if (s->calls->changed)
		s->calls->changed(s->arg);
}

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
	if (too_many(s, x) || http_exchange_open(x) < 0) {
		http_exchange_hang_up(x);
		return;
	}
	if (s->finishing)
		http_session_finish(x->s);
	http_exchange_run(x);
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
		http_exchange_free(s->list);
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
		http_exchange_run(x);
	}
}
