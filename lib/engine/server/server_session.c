/* ESMEs that are connected to our server.  See server.h. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/diag.h"
#include "engine/link.h"
#include "engine/server/server.h"
#include "smpp/status.h"

static int
is_unix(int fd)
{
	struct sockaddr_storage sa = { .ss_family = AF_UNSPEC };
	socklen_t len = sizeof sa;

	return getsockname(fd, (struct sockaddr *)&sa, &len) == 0 &&
		sa.ss_family == AF_UNIX;
}

/* Is that a request that carries a message? */
static int
is_message(uint32_t command)
{
	return command == SMPP_SUBMIT_SM || command == SMPP_SUBMIT_MULTI ||
		command == SMPP_DATA_SM;
}

void
session_respond(struct session *s, const struct smpp_pdu *resp)
{
	s->unanswered--;
	s->server->unanswered--;
	if (s->server->faults.on && is_message(resp->command))
		faults_respond(s, resp);
	else
		smpp_session_respond(conn_session(s->peer.conn), resp,
		    clock_mono());
	conn_kick(s->peer.conn);
}

static void
peer_respond(struct inbox_peer *p, const struct smpp_pdu *resp)
{
	session_respond((struct session *)((char *)p -
	    offsetof(struct session, peer)), resp);
}

/* The status that says why this is not even looked at. */
static uint32_t
hindrance(struct session *s, const struct smpp_pdu *pdu)
{
	uint32_t status = s->server->d.stopping ? SMPP_RX_T_APPN :
		account_allows(s, pdu);

	if (!status && s->server->faults.on && is_message(pdu->command))
		status = faults_status(s);
	return status;
}

static void
take_request(struct session *s, const struct smpp_event *ev)
{
	struct smpp_pdu resp = { .command = ev->pdu->command, .seq = ev->seq };

	switch (ev->pdu->command) {
	case SMPP_BIND_RECEIVER:
	case SMPP_BIND_TRANSMITTER:
	case SMPP_BIND_TRANSCEIVER:
		bind_take(s, ev);
		return;
	}
	resp.status = hindrance(s, ev->pdu);
	s->unanswered++;
	s->server->unanswered++;
	if (resp.status)
		session_respond(s, &resp);
	else if (is_message(ev->pdu->command))
		inbox_take(s->server->d.inbox, &s->peer, ev);
	else
		op_take(s, ev);
}

void
session_drop(struct session *s)
{
	struct server *server = s->server;
	struct conn *conn = s->peer.conn;
	struct smpp_event ev;

	bind_forget(s);
	server->unanswered -= s->unanswered;
	inbox_peer_gone(&s->peer);
	ops_gone(s);
	faults_forget(s);
	/* after SMPP_EV_CLOSED there are none */
	smpp_session_eof(conn_session(conn));
	while (smpp_session_event(conn_session(conn), &ev))
		if (ev.type == SMPP_EV_ANSWER)
			out_answer(server, &ev);
	out_gone(server, s);
	account_leave(s);
	conn_free(conn);
	*s->at = s->next;
	if (s->next)
		s->next->at = s->at;
	free(s);
	server->nsessions--;
	sessions_limit(server);
}

void
sessions_limit(struct server *server)
{
	listeners_pause(&server->listeners,
	    server->nsessions >= server->max || server->d.stopping);
}

static void
end(struct session *s, const char *why)
{
	struct server *server = s->server;
	const char *tls = conn_tls_problem(s->peer.conn);

	if (tls)
		why = tls;
	if (s->peer.system_id[0])
		diag_info("%s: \"%s\" is gone%s%s", conn_peer(s->peer.conn),
		    s->peer.system_id, why ? ": " : "", why ? why : "");
	else if (why)
		diag_info("%s: %s", conn_peer(s->peer.conn), why);
	session_drop(s);
	if (server->listeners.from_inetd && !server->sessions)
		daemon_stop(&server->d);
}

/* Returns 0 when that was the end of s. */
static int
take_event(struct session *s, const struct smpp_event *ev)
{
	switch (ev->type) {
	case SMPP_EV_CLOSED:
		end(s, ev->text);
		return 0;
	case SMPP_EV_PDU:
		take_request(s, ev);
		if (!faults_drop(s))
			return 1;
		end(s, "SMPP_Server_Fault_Drop");
		return 0;
	case SMPP_EV_ANSWER:
		out_answer(s->server, ev);
		return 1;
	default:
		if (ev->text)
			diag_debug("%s: %s", conn_peer(s->peer.conn), ev->text);
		return 1;
	}
}

static void
on_conn(struct conn *c, void *arg)
{
	struct session *s = arg;
	struct server *server = s->server;
	struct smpp_event ev;

	while (smpp_session_event(conn_session(c), &ev) && take_event(s, &ev))
		;
	out_pump(server);
	daemon_look(&server->d);
}

/* A connection over fd; but for local ones with TLS, where the server has a
   certificate.  NULL: out of memory. */
static struct conn *
open_conn(struct session *s, int fd, struct smpp_session *smpp,
    const char *name)
{
	struct tls_context *context = is_unix(fd) ? NULL : s->server->tls;
	struct tls *t = context ? tls_new(context, fd, NULL) : NULL;
	struct conn *conn;

	if (context && !t) {
		smpp_session_free(smpp);
		close(fd);
		return NULL;
	}
	conn = conn_new(s->server->d.loop, fd, smpp, name, on_conn, s);
	if (conn && t)
		conn_secure(conn, t);
	else
		tls_free(t);
	return conn;
}

static void
look_at_peer(struct session *s, int fd)
{
	socklen_t len = sizeof s->from;

	if (getpeername(fd, (struct sockaddr *)&s->from, &len) < 0)
		s->from.ss_family = AF_UNSPEC;
	s->key = guest_key((struct sockaddr *)&s->from);
}

void
session_add(struct server *server, int fd)
{
	struct smpp_limits limits = link_limits(server->d.view);
	struct session *s = calloc(1, sizeof *s);
	char name[CONN_NAME_SIZE];
	struct smpp_session *smpp;

	if (!limits.bind_timer || limits.bind_timer > IDLE_CLOSE)
		limits.bind_timer = IDLE_CLOSE;
	smpp = s ? smpp_session_new(SMPP_SMSC, &limits, clock_mono()) : NULL;
	if (!smpp) {
		free(s);
		close(fd);
		return;
	}
	conn_name(fd, 0, name);
	s->server = server;
	s->peer.view = server->d.view;
	s->peer.domain = server->d.o->domain;
	s->peer.respond = peer_respond;
	look_at_peer(s, fd);
	s->peer.conn = open_conn(s, fd, smpp, name);
	if (!s->peer.conn) {
		diag_warn(NULL, "%s: out of memory", name);
		free(s);
		return;
	}
	if (server->faults.octets)
		conn_chop(s->peer.conn, 1);
	s->next = server->sessions;
	s->at = &server->sessions;
	if (s->next)
		s->next->at = &s->next;
	server->sessions = s;
	server->nsessions++;
	sessions_limit(server);
}

void
session_unbind_all(struct server *server)
{
	struct session *s;

	for (s = server->sessions; s; s = s->next) {
		if (smpp_session_state(conn_session(s->peer.conn)) ==
		    SMPP_UNBINDING)
			continue;
		faults_release(s);
		smpp_session_unbind(conn_session(s->peer.conn), clock_mono());
		conn_kick(s->peer.conn);
	}
}

int
session_ready(const struct session *s)
{
	const struct smpp_session *smpp = conn_session(s->peer.conn);
	enum smpp_state state = smpp_session_state(smpp);

	return (state == SMPP_BOUND_RX || state == SMPP_BOUND_TRX) &&
		smpp_session_room(smpp) > 0;
}
