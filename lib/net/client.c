#include "net/client.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sysexits.h>
#include <unistd.h>

#include "smpp/status.h"

struct client {
	struct loop *loop;
	struct client_params p;
	client_cb *cb;
	void *arg;
	enum client_state state;
	struct conn *conn;
	struct addrinfo *addrs, *addr;	/* what the name gave; the one tried */
	int fd;				/* connecting; -1 */
	struct loop_watch *connecting, *timer;
	unsigned failed;		/* tries in a row */
	msec not_before;		/* CLIENT_DOWN: when to try again */
	int stopped;
	int secured;			/* CLIENT_SECURED was told */
	char peer[CONN_NAME_SIZE];
	char reason[256];
	uint32_t status;
	int sysexit;
};

static const char local[] = "unix:";	/* a host that is a path */

static void try_next(struct client *c);

static void
give(struct client *c, enum client_got got, const struct smpp_event *ev)
{
	c->cb(c, got, ev, c->arg);
}

static void
step(struct client *c, enum client_step s)
{
	if (c->p.step)
		c->p.step(c, s, c->arg);
}

static void
done(struct client *c, int sysexit)
{
	c->state = CLIENT_DONE;
	c->sysexit = sysexit;
	loop_timer_at(c->timer, UINT64_MAX);
	give(c, CLIENT_GOT_DONE, NULL);
}

static msec
backoff(const struct client *c)
{
	unsigned shift = c->failed > 7 ? 6 : c->failed ? c->failed - 1 : 0;
	msec wait = (msec)CLIENT_BACKOFF_FIRST << shift;

	if (wait > CLIENT_BACKOFF_MAX)
		wait = CLIENT_BACKOFF_MAX;
	/* so that many clients of one server do not come back together */
	return wait - wait * (clock_mono() % 256) / 1024;
}

/* A try or a connection has ended; c->reason says why. */
static void
down(struct client *c, int sysexit)
{
	int was_up = c->state == CLIENT_UP;
	msec wait;

	freeaddrinfo(c->addrs);
	c->addrs = c->addr = NULL;
	if (!was_up)
		c->failed++;
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

static int
refused_for_good(uint32_t status)
{
	return status != SMPP_RALYBND &&
		smpp_status_find(status)->class == SMPP_CLASS_BIND;
}

static const char *
why_text(enum smpp_why why)
{
	switch (why) {
	case SMPP_WHY_BIND_TIMEOUT: return "no answer to bind";
	case SMPP_WHY_ENQUIRE_TIMEOUT: return "no answer to enquire_link";
	case SMPP_WHY_INACTIVE: return "idle for SMPP_Inactivity_Timer";
	case SMPP_WHY_UNBOUND: return "unbound";
	case SMPP_WHY_PEER_UNBOUND: return "the SMSC unbound";
	case SMPP_WHY_PEER_CLOSED: return "the SMSC closed the connection";
	case SMPP_WHY_PROTOCOL: return "the SMSC broke the protocol";
	case SMPP_WHY_NOMEM: return "out of memory";
	default: return "connection lost";
	}
}

/* The session's own words for its end. */
static int
closed_by_session(struct client *c, const struct smpp_event *ev)
{
	char text[SMPP_STATUS_TEXT];

	if (ev->why == SMPP_WHY_BIND_REFUSED) {
		c->status = ev->status;
		snprintf(c->reason, sizeof c->reason, "%s: bind refused: %s",
		    c->peer, smpp_status_text(smpp_status_find(ev->status),
		    ev->status, text));
		return refused_for_good(ev->status) ? EX_NOPERM : EX_TEMPFAIL;
	}
	snprintf(c->reason, sizeof c->reason, "%s: %s%s%s", c->peer,
	    why_text(ev->why), ev->text ? ": " : "", ev->text ? ev->text : "");
	return ev->why == SMPP_WHY_PROTOCOL ? EX_PROTOCOL : EX_TEMPFAIL;
}

/* TLS failed: whom we don't trust, or who doesn't trust us, is as good as one
   that refuses the bind; it will not be better in a second. */
static int
closed_by_tls(struct client *c)
{
	snprintf(c->reason, sizeof c->reason, "%s: %s", c->peer,
	    conn_tls_problem(c->conn));
	switch (conn_tls_fault(c->conn)) {
	case TLS_UNTRUSTED:
	case TLS_REFUSED: return EX_NOPERM;
	case TLS_BROKEN: return EX_PROTOCOL;
	default: return EX_TEMPFAIL;
	}
}

static void
closed(struct client *c, const struct smpp_event *ev)
{
	int sysexit;

	c->status = 0;
	sysexit = conn_tls_problem(c->conn) ? closed_by_tls(c) :
		closed_by_session(c, ev);
	conn_free(c->conn);
	c->conn = NULL;
	down(c, sysexit);
}

static void
on_conn(struct conn *conn, void *arg)
{
	struct client *c = arg;
	struct smpp_session *s = conn_session(conn);
	struct smpp_event ev;

	if (conn_tls(conn) && !c->secured && !conn_tls_problem(conn)) {
		c->secured = 1;
		step(c, CLIENT_SECURED);
	}
	while (smpp_session_event(s, &ev)) {
		if (ev.type == SMPP_EV_CLOSED) {
			closed(c, &ev);
			return;
		}
		if (ev.type == SMPP_EV_BOUND) {
			c->state = CLIENT_UP;
			c->failed = 0;
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
	struct tls *t = c->p.tls ? tls_new(c->p.tls, fd, c->p.host) : NULL;
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
	step(c, CLIENT_CONNECTED);
	c->conn = open_conn(c, fd, s);
	if (!c->conn || smpp_session_bind(s, &c->p.bind, now) < 0) {
		if (c->conn)
			sysexit = EX_CONFIG;
		snprintf(c->reason, sizeof c->reason, c->conn ?
		    "system_id, password or another field of bind is too long" :
		    "out of memory");
		conn_free(c->conn);
		c->conn = NULL;
		down(c, sysexit);
		return;
	}
	if (c->p.after)
		conn_after(c->conn, on_after);
	conn_kick(c->conn);
}

static void
stop_connecting(struct client *c)
{
	loop_watch_free(c->connecting);
	c->connecting = NULL;
	loop_timer_at(c->timer, UINT64_MAX);
	if (c->fd >= 0)
		close(c->fd);
	c->fd = -1;
}

static void
failed_connect(struct client *c, int err)
{
	if (strncmp(c->p.host, local, sizeof local - 1) == 0)
		snprintf(c->reason, sizeof c->reason, "%s: %s", c->p.host,
		    strerror(err));
	else
		snprintf(c->reason, sizeof c->reason, "%s:%s: %s", c->p.host,
		    c->p.port, strerror(err));
	stop_connecting(c);
	step(c, CLIENT_NOT_CONNECTED);
	if (c->addr)
		c->addr = c->addr->ai_next;
	try_next(c);
}

static void
on_connected(void *arg)
{
	struct client *c = arg;
	int err = 0, fd = c->fd;
	socklen_t len = sizeof err;

	getsockopt(fd, SOL_SOCKET, SO_ERROR, &err, &len);
	if (err) {
		failed_connect(c, err);
		return;
	}
	loop_timer_at(c->timer, UINT64_MAX);
	c->fd = -1;
	stop_connecting(c);
	speak(c, fd);
}

static void
connect_to(struct client *c, const struct sockaddr *sa, socklen_t len,
    int family)
{
	c->fd = socket(family, SOCK_STREAM, 0);
	if (c->fd < 0) {
		failed_connect(c, errno);
		return;
	}
	fcntl(c->fd, F_SETFL, O_NONBLOCK);
	fcntl(c->fd, F_SETFD, FD_CLOEXEC);
	if (connect(c->fd, sa, len) < 0 && errno != EINPROGRESS) {
		failed_connect(c, errno);
		return;
	}
	c->connecting = loop_fd(c->loop, c->fd, LOOP_WRITE, on_connected, c);
	if (!c->connecting) {
		failed_connect(c, errno);
		return;
	}
	loop_watch_on(c->connecting, 1);
	if (c->p.limits.bind_timer)
		loop_timer_at(c->timer, clock_mono() + c->p.limits.bind_timer);
}

static void
connect_unix(struct client *c, const char *path)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };

	if (strlen(path) >= sizeof sun.sun_path) {
		failed_connect(c, ENAMETOOLONG);
		return;
	}
	strcpy(sun.sun_path, path);
	connect_to(c, (struct sockaddr *)&sun, sizeof sun, AF_UNIX);
}

/* The next address of the name, or the end of this try. */
static void
try_next(struct client *c)
{
	if (!c->addr) {
		down(c, EX_TEMPFAIL);
		return;
	}
	connect_to(c, c->addr->ai_addr, c->addr->ai_addrlen,
	    c->addr->ai_family);
}

static void
begin(struct client *c)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
	int rc;

	c->state = CLIENT_TRYING;
	if (strncmp(c->p.host, local, sizeof local - 1) == 0) {
		connect_unix(c, c->p.host + sizeof local - 1);
		return;
	}
	/* waits for the name service: nothing else goes on without it */
	rc = getaddrinfo(c->p.host, c->p.port, &hints, &c->addrs);
	if (rc) {
		c->addrs = NULL;
		snprintf(c->reason, sizeof c->reason, "%s: %s", c->p.host,
		    gai_strerror(rc));
		down(c, EX_TEMPFAIL);
		return;
	}
	c->addr = c->addrs;
	step(c, CLIENT_RESOLVED);
	try_next(c);
}

static void
on_timer(void *arg)
{
	struct client *c = arg;

	if (c->state == CLIENT_DOWN)
		begin(c);
	else if (c->state == CLIENT_TRYING && c->connecting)
		failed_connect(c, ETIMEDOUT);
}

struct client *
client_new(struct loop *l, const struct client_params *p, client_cb *cb,
    void *arg)
{
	struct client *c = calloc(1, sizeof *c);

	if (!c)
		return NULL;
	*c = (struct client){ .loop = l, .p = *p, .cb = cb, .arg = arg,
		.fd = -1 };
	snprintf(c->peer, sizeof c->peer, "%s", p->host);
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
	stop_connecting(c);
	conn_free(c->conn);
	loop_watch_free(c->timer);
	freeaddrinfo(c->addrs);
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

const struct addrinfo *
client_address(const struct client *c)
{
	return c->addr;
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
	stop_connecting(c);
	snprintf(c->reason, sizeof c->reason, "stopped");
	freeaddrinfo(c->addrs);
	c->addrs = c->addr = NULL;
	done(c, 0);
}
