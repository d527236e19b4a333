#include "net/client.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sysexits.h>
#include <unistd.h>

#include "net/connector.h"
#include "smpp/status.h"

struct client {
	struct loop *loop;
	struct client_params p;
	client_cb *cb;
	void *arg;
	enum client_state state;
	struct conn *conn;
	struct connector *connector;
	struct loop_watch *timer;
	unsigned next;			/* the server that a round begins with */
	unsigned server;		/* the one that is or was tried */
	unsigned tried;			/* how many in this round */
	int worst;			/* what became of them: a sysexits code */
	int busy;			/* one said that the account is bound */
	unsigned rounds;		/* in a row that failed */
	unsigned failed;		/* those of them that count as tries */
	msec not_before;		/* CLIENT_DOWN: when to try again */
	int stopped;
	int secured;			/* CLIENT_SECURED was told */
	char peer[CONN_NAME_SIZE];
	char reason[512];
	uint32_t status;
	int sysexit;
};

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

/* Append to what is wrong: of several servers each has its words. */
static void __attribute__((format(printf, 2, 3)))
say(struct client *c, const char *fmt, ...)
{
	size_t n = strlen(c->reason);
	va_list ap;

	if (n && n + 2 < sizeof c->reason) {
		strcpy(c->reason + n, "; ");
		n += 2;
	}
	va_start(ap, fmt);
	vsnprintf(c->reason + n, sizeof c->reason - n, fmt, ap);
	va_end(ap);
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

/* What may be wrong with a bind that is refused so; "". */
static const char *
bind_hint(const struct client *c, uint32_t status)
{
	const char *password = c->p.bind.password;
	int local = hostport_is_unix(&c->p.servers[c->server]);

	if (local || (status != SMPP_RINVPASWD && status != SMPP_RBINDFAIL &&
	    status != SMPP_RINVBNDSTS))
		return "";
	if (status != SMPP_RINVBNDSTS && (!password || !*password))
		return " (no password is set: SMPP_SMSC_Password, "
		    "SMPP_SMSC_Password_File or SMPP_PASSWORD)";
	if (status == SMPP_RINVPASWD)
		return "";
	switch (c->p.bind.command) {
	case SMPP_BIND_TRANSMITTER:
		return " (as a transmitter; perhaps SMPP_Bind_Type)";
	case SMPP_BIND_RECEIVER:
		return " (as a receiver; perhaps SMPP_Bind_Type)";
	default:
		return " (as a transceiver; perhaps SMPP_Bind_Type)";
	}
}

/* The session's own words for its end. */
static int
closed_by_session(struct client *c, const struct smpp_event *ev)
{
	const char *why = why_text(ev->why);
	/* which may be the same words */
	const char *more = ev->text && strcmp(ev->text, why) != 0 ? ev->text :
		NULL;
	struct smpp_status_def def;
	char text[SMPP_STATUS_TEXT];

	if (ev->why == SMPP_WHY_BIND_REFUSED) {
		c->status = ev->status;
		c->busy |= ev->status == SMPP_RALYBND;
		def = *smpp_status_find(ev->status);
		if (ev->status == SMPP_RSYSERR && c->p.system_error)
			def.what = c->p.system_error;
		say(c, "%s: bind refused: %s%s", c->peer,
		    smpp_status_text(&def, ev->status, text),
		    bind_hint(c, ev->status));
		return refused_for_good(ev->status) ? EX_NOPERM : EX_TEMPFAIL;
	}
	say(c, "%s: %s%s%s%s", c->peer, why, more ? ": " : "", more ? more : "",
	    ev->why != SMPP_WHY_BIND_TIMEOUT || c->p.tls ||
	    hostport_is_unix(&c->p.servers[c->server]) ? "" :
	    " (perhaps it is no SMPP port, or wants TLS: SMPP_SMSC_TLS)");
	return ev->why == SMPP_WHY_PROTOCOL ? EX_PROTOCOL : EX_TEMPFAIL;
}

/* TLS failed: whom we don't trust, or who doesn't trust us, is as good as one
   that refuses the bind; it will not be better in a second. */
static int
closed_by_tls(struct client *c)
{
	say(c, "%s: %s", c->peer, conn_tls_problem(c->conn));
	switch (conn_tls_fault(c->conn)) {
	case TLS_UNTRUSTED:
	case TLS_REFUSED: return EX_NOPERM;
	case TLS_BROKEN: return EX_PROTOCOL;
	default: return EX_TEMPFAIL;
	}
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
	sysexit = conn_tls_problem(c->conn) ? closed_by_tls(c) :
		closed_by_session(c, ev);
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
		say(c, "%s", c->conn ? "system_id, password or another field "
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
		say(c, "%s", why);
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
		say(c, "out of memory");
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
