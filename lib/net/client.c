#include "net/client_priv.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sysexits.h>
#include <unistd.h>

#include "net/connector.h"
#include "smpp/status.h"

static void
give(struct client *c, enum client_got got, const struct smpp_event *ev)
{
	c->cb(c, got, ev, c->arg);
}

static void
step(struct client *c, enum client_step s, const struct addrinfo *a,
    const char *why)
{
	if (c->p.step)
		c->p.step(c, s, a, why, c->arg);
}

static void
done(struct client *c, int sysexit)
{
	c->state = CLIENT_DONE;
	c->sysexit = sysexit;
	loop_timer_at(c->timer, UINT64_MAX);
	give(c, CLIENT_GOT_DONE, NULL);
}

/* So that many clients of one server do not come back together. */
static msec
jitter(msec most)
{
	uint32_t r;

	if (getrandom(&r, sizeof r, GRND_NONBLOCK) != sizeof r)
		return 0;
	return r % (most + 1);
}

static msec
backoff(const struct client *c)
{
	unsigned shift = c->rounds > 7 ? 6 : c->rounds ? c->rounds - 1 : 0;
	msec wait = (msec)CLIENT_BACKOFF_FIRST << shift;

	if (wait > CLIENT_BACKOFF_MAX)
		wait = CLIENT_BACKOFF_MAX;
	return wait - jitter(wait / 2);
}

/* A round of tries or a connection has ended; c->reason says why. */
static void
down(struct client *c, int sysexit)
{
	int was_up = c->state == CLIENT_UP;
	msec wait;

	if (!was_up) {
		c->rounds++;
		c->failed += !c->busy;
	}
	if (c->stopped) {
		done(c, 0);
		return;
	}
	if (sysexit == EX_CONFIG || (!c->p.forever && (sysexit != EX_TEMPFAIL ||
	    c->failed > c->p.retries))) {
		done(c, sysexit);
		return;
	}
	wait = sysexit == EX_NOPERM && c->p.refused_retry ?
		c->p.refused_retry : backoff(c);
	c->state = CLIENT_DOWN;
	c->not_before = clock_mono() + wait;
	loop_timer_at(c->timer, UINT64_MAX);
	if (!was_up || !c->p.on_demand)
		loop_timer_at(c->timer, c->not_before);
	give(c, CLIENT_GOT_DOWN, NULL);
}

static void try_server(struct client *c);

/* The server that was tried will not do: the next, or the round is over.  Where
   one of them may do later, so may the round. */
static void
failed(struct client *c, int sysexit)
{
	if (!c->worst || sysexit == EX_TEMPFAIL)
		c->worst = sysexit;
	if (c->stopped || sysexit == EX_CONFIG ||
	    ++c->tried >= c->p.nservers) {
		down(c, c->worst);
		return;
	}
	c->server = (c->server + 1) % c->p.nservers;
	try_server(c);
}

/* A connection that broke goes on at the next server; one that was idle ended
   as it should. */
static void
closed(struct client *c, const struct smpp_event *ev)
{
	int was_up = c->state == CLIENT_UP, sysexit;

	if (was_up) {
		c->reason[0] = '\0';
		c->status = 0;
		if (ev->why != SMPP_WHY_INACTIVE)
			c->next = (c->server + 1) % c->p.nservers;
	}
	sysexit = conn_tls_problem(c->conn) ? client_why_tls(c) :
		client_why_session(c, ev);
	/* who took a bind speaks SMPP: then it is this connection that broke */
	if (was_up && sysexit == EX_PROTOCOL)
		sysexit = EX_TEMPFAIL;
	conn_free(c->conn);
	c->conn = NULL;
	if (was_up)
		down(c, sysexit);
	else
		failed(c, sysexit);
}

static void
on_conn(struct conn *conn, void *arg)
{
	struct client *c = arg;
	struct smpp_session *s = conn_session(conn);
	struct smpp_event ev;

	if (conn_tls(conn) && !c->secured && !conn_tls_problem(conn)) {
		c->secured = 1;
		step(c, CLIENT_SECURED, NULL, NULL);
	}
	while (smpp_session_event(s, &ev)) {
		if (ev.type == SMPP_EV_CLOSED) {
			closed(c, &ev);
			return;
		}
		if (ev.type == SMPP_EV_BOUND) {
			c->state = CLIENT_UP;
			c->rounds = c->failed = 0;
			give(c, CLIENT_GOT_UP, NULL);
		} else {
			give(c, CLIENT_GOT_EVENT, &ev);
		}
	}
	give(c, CLIENT_GOT_ROUND, NULL);
}

static void
on_after(struct conn *conn, void *arg)
{
	struct client *c = arg;

	(void)conn;
	c->p.after(c, c->arg);
}

/* A connection over fd, with TLS where it is to be.  NULL: out of memory. */
static struct conn *
open_conn(struct client *c, int fd, struct smpp_session *s)
{
	struct tls *t = c->p.tls ? tls_new(c->p.tls, fd,
	    c->p.servers[c->server].host) : NULL;
	struct conn *conn;

	if (!s || (c->p.tls && !t)) {
		smpp_session_free(s);
		close(fd);
		return NULL;
	}
	conn = conn_new(c->loop, fd, s, c->peer, on_conn, c);
	if (conn && t)
		conn_secure(conn, t);
	else
		tls_free(t);
	return conn;
}

/* The socket is connected: speak SMPP over it. */
static void
speak(struct client *c, int fd)
{
	msec now = clock_mono();
	int sysexit = EX_TEMPFAIL;
	struct smpp_session *s = smpp_session_new(SMPP_ESME, &c->p.limits, now);

	conn_name(fd, 0, c->peer);
	c->secured = 0;
	step(c, CLIENT_CONNECTED, NULL, NULL);
	c->conn = open_conn(c, fd, s);
	if (!c->conn || smpp_session_bind(s, &c->p.bind, now) < 0) {
		if (c->conn)
			sysexit = EX_CONFIG;
		client_say(c, "%s", c->conn ? "system_id, password or another field "
		    "of bind is too long" : "out of memory");
		conn_free(c->conn);
		c->conn = NULL;
		failed(c, sysexit);
		return;
	}
	if (c->p.after)
		conn_after(c->conn, on_after);
	conn_kick(c->conn);
}

static void
on_connector(void *arg, int fd, const char *why)
{
	struct client *c = arg;

	if (fd < 0)
		client_say(c, "%s", why);
	connector_free(c->connector);
	c->connector = NULL;
	if (fd >= 0)
		speak(c, fd);
	else
		failed(c, EX_TEMPFAIL);
}

static void
on_address(void *arg, const struct addrinfo *a, const char *why)
{
	step(arg, why ? CLIENT_NOT_CONNECTED : CLIENT_RESOLVED, a, why);
}

static void
try_server(struct client *c)
{
	const struct hostport *to = &c->p.servers[c->server];

	snprintf(c->peer, sizeof c->peer, "%.*s", (int)sizeof c->peer - 1,
	    to->host);
	c->connector = connector_new(c->loop, to, c->p.limits.bind_timer,
	    on_connector, c);
	if (!c->connector) {
		client_say(c, "out of memory");
		down(c, EX_TEMPFAIL);
		return;
	}
	if (c->p.step)
		connector_watch(c->connector, on_address);
}

/* A round: each server once, until one takes us. */
static void
begin(struct client *c)
{
	c->state = CLIENT_TRYING;
	c->reason[0] = '\0';
	c->status = 0;
	c->worst = c->busy = 0;
	c->tried = 0;
	c->server = c->next;
	c->next = c->p.first % c->p.nservers;
	try_server(c);
}

static void
on_timer(void *arg)
{
	struct client *c = arg;

	if (c->state == CLIENT_DOWN)
		begin(c);
}

struct client *
client_new(struct loop *l, const struct client_params *p, client_cb *cb,
    void *arg)
{
	struct client *c = calloc(1, sizeof *c);

	if (!c)
		return NULL;
	*c = (struct client){ .loop = l, .p = *p, .cb = cb, .arg = arg,
		.next = p->first % p->nservers };
	c->timer = loop_timer(l, on_timer, c);
	if (!c->timer) {
		free(c);
		return NULL;
	}
	if (p->tls)
		tls_context_ref(p->tls);
	loop_timer_now(c->timer);
	return c;
}

void
client_free(struct client *c)
{
	if (!c)
		return;
	connector_free(c->connector);
	conn_free(c->conn);
	loop_watch_free(c->timer);
	tls_context_free(c->p.tls);
	free(c);
}

enum client_state
client_state(const struct client *c)
{
	return c->state;
}

struct smpp_session *
client_session(const struct client *c)
{
	return c->state == CLIENT_UP && c->conn ? conn_session(c->conn) : NULL;
}

struct conn *
client_conn(const struct client *c)
{
	return c->conn;
}

const char *
client_peer(const struct client *c)
{
	return c->peer;
}

const char *
client_reason(const struct client *c)
{
	return c->reason;
}

uint32_t
client_status(const struct client *c)
{
	return c->status;
}

int
client_sysexit(const struct client *c)
{
	return c->sysexit;
}

void
client_wake(struct client *c)
{
	if (c->state == CLIENT_DOWN)
		loop_timer_at(c->timer, c->not_before);
}

void
client_abort(struct client *c)
{
	client_stop(c);
	if (c->conn) {
		smpp_session_eof(conn_session(c->conn));
		conn_kick(c->conn);
	}
}

void
client_stop(struct client *c)
{
	if (c->stopped || c->state == CLIENT_DONE)
		return;
	c->stopped = 1;
	if (c->conn) {
		smpp_session_unbind(conn_session(c->conn), clock_mono());
		conn_kick(c->conn);
		return;
	}
	connector_free(c->connector);
	c->connector = NULL;
	snprintf(c->reason, sizeof c->reason, "stopped");
	done(c, 0);
}
