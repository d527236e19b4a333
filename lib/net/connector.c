#include "net/connector.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "net/resolve.h"

struct connector {
	struct loop *loop;
	const struct hostport *to;
	msec patience;
	connector_cb *cb;
	void *arg;
	int begun;
	struct resolve *resolve;
	struct addrinfo *addrs, *next;	/* what the name gave; not tried yet */
	struct addrinfo *at;		/* the one that is tried */
	void (*watch)(void *arg, const struct addrinfo *a, const char *why);
	int fd;				/* connecting; -1 */
	struct loop_watch *connecting, *timer;
	char why[HOSTPORT_HOST_MAX + 100];
};

static void
say(struct connector *c, const char *what)
{
	snprintf(c->why, sizeof c->why, "%s%s%s: %s", c->to->host,
	    c->to->port[0] ? ":" : "", c->to->port, what);
	if (c->watch)
		c->watch(c->arg, c->at, c->why);
}

/* What the name gave is there. */
static void
resolved(struct connector *c, struct addrinfo *list)
{
	c->addrs = c->next = list;
	if (list && c->watch)
		c->watch(c->arg, list, NULL);
}

static void
drop_socket(struct connector *c)
{
	loop_watch_free(c->connecting);
	c->connecting = NULL;
	if (c->fd >= 0)
		close(c->fd);
	c->fd = -1;
}

static void
wait_at_most(struct connector *c)
{
	loop_timer_at(c->timer, UINT64_MAX);
	if (c->patience)
		loop_timer_at(c->timer, clock_mono() + c->patience);
}

static void
end(struct connector *c, int fd)
{
	loop_timer_at(c->timer, UINT64_MAX);
	c->cb(c->arg, fd, fd < 0 ? c->why : NULL);
}

static void try_next(struct connector *c);

static void
on_connected(void *arg)
{
	struct connector *c = arg;
	int err = 0, fd = c->fd;
	socklen_t len = sizeof err;

	getsockopt(fd, SOL_SOCKET, SO_ERROR, &err, &len);
	if (err) {
		say(c, strerror(err));
		drop_socket(c);
		try_next(c);
		return;
	}
	c->fd = -1;
	drop_socket(c);
	end(c, fd);
}

/* 0: it will be known later; -1: it failed, which is said. */
static int
connect_to(struct connector *c, const struct sockaddr *sa, socklen_t len)
{
	c->fd = socket(sa->sa_family, SOCK_STREAM, 0);
	if (c->fd >= 0) {
		fcntl(c->fd, F_SETFL, O_NONBLOCK);
		fcntl(c->fd, F_SETFD, FD_CLOEXEC);
		if (connect(c->fd, sa, len) == 0 || errno == EINPROGRESS)
			c->connecting = loop_fd(c->loop, c->fd, LOOP_WRITE,
			    on_connected, c);
	}
	if (!c->connecting) {
		say(c, strerror(errno));
		drop_socket(c);
		return -1;
	}
	loop_watch_on(c->connecting, 1);
	wait_at_most(c);
	return 0;
}

/* The next address of the name, or the end. */
static void
try_next(struct connector *c)
{
	struct addrinfo *ai;

	while ((ai = c->next)) {
		c->at = ai;
		c->next = ai->ai_next;
		if (connect_to(c, ai->ai_addr, ai->ai_addrlen) == 0)
			return;
	}
	end(c, -1);
}

static void
connect_unix(struct connector *c)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	const char *path = hostport_path(c->to);

	if (strlen(path) >= sizeof sun.sun_path) {
		say(c, strerror(ENAMETOOLONG));
		end(c, -1);
		return;
	}
	strcpy(sun.sun_path, path);
	if (connect_to(c, (struct sockaddr *)&sun, sizeof sun) < 0)
		end(c, -1);
}

static void
on_resolved(void *arg, int error, struct addrinfo *list)
{
	struct connector *c = arg;

	if (error)
		say(c, gai_strerror(error));
	resolved(c, list);
	resolve_free(c->resolve);
	c->resolve = NULL;
	try_next(c);
}

static void
begin(struct connector *c)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM,
		.ai_flags = AI_NUMERICHOST }, *list;

	if (hostport_is_unix(c->to)) {
		connect_unix(c);
		return;
	}
	/* an address asks nobody */
	if (getaddrinfo(c->to->host, c->to->port, &hints, &list) == 0) {
		resolved(c, list);
		try_next(c);
		return;
	}
	c->resolve = resolve_new(c->loop, c->to->host, c->to->port,
	    on_resolved, c);
	if (!c->resolve) {
		say(c, strerror(errno));
		end(c, -1);
		return;
	}
	wait_at_most(c);
}

/* To begin, or because it took too long. */
static void
on_timer(void *arg)
{
	struct connector *c = arg;

	if (!c->begun) {
		c->begun = 1;
		begin(c);
		return;
	}
	say(c, c->resolve ? "the name service does not answer" :
	    strerror(ETIMEDOUT));
	resolve_free(c->resolve);
	c->resolve = NULL;
	drop_socket(c);
	try_next(c);
}

struct connector *
connector_new(struct loop *l, const struct hostport *to, msec patience,
    connector_cb *cb, void *arg)
{
	struct connector *c = calloc(1, sizeof *c);

	if (!c)
		return NULL;
	*c = (struct connector){ .loop = l, .to = to, .patience = patience,
		.cb = cb, .arg = arg, .fd = -1 };
	c->timer = loop_timer(l, on_timer, c);
	if (!c->timer) {
		free(c);
		return NULL;
	}
	loop_timer_now(c->timer);
	return c;
}

void
connector_watch(struct connector *c, void (*watch)(void *arg,
    const struct addrinfo *a, const char *why))
{
	c->watch = watch;
}

void
connector_free(struct connector *c)
{
	if (!c)
		return;
	drop_socket(c);
	resolve_free(c->resolve);
	loop_watch_free(c->timer);
	if (c->addrs)
		freeaddrinfo(c->addrs);
	free(c);
}
