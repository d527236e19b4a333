/* ESMEs that are connected to our server.  See server.h. */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/diag.h"
#include "engine/link.h"
#include "engine/server/server.h"
#include "smpp/status.h"
#include "smpp/tlv.h"

enum { INTERFACE_VERSION = 0x34 };	/* v3.4, 5.2.4 */

static int
is_unix(int fd)
{
	struct sockaddr_storage sa = { .ss_family = AF_UNSPEC };
	socklen_t len = sizeof sa;

	return getsockname(fd, (struct sockaddr *)&sa, &len) == 0 &&
		sa.ss_family == AF_UNIX;
}

static void
answer(struct session *s, const struct smpp_event *ev, struct smpp_pdu *resp)
{
	resp->command = ev->pdu->command;
	resp->seq = ev->seq;
	smpp_session_respond(conn_session(s->peer.conn), resp, clock_mono());
}

/* May this one bind?  The status that says so. */
static uint32_t
judge(const struct session *s, const struct smpp_pdu *bind)
{
	const char *id = bind->system_id ? bind->system_id : "";

	if (s->server->d.stopping)
		return SMPP_RBINDFAIL;
	if (strlen(id) >= INBOX_SYSTEM_ID)
		return SMPP_RINVSYSID;
	/* who guesses does not learn which half was wrong */
	if (s->server->users && !users_check(s->server->users, id,
	    bind->password ? bind->password : ""))
		return SMPP_RINVPASWD;
	return SMPP_ROK;
}

/* Once bound, is it one that messages may be sent to? */
static int
receives(uint32_t command)
{
	return command == SMPP_BIND_RECEIVER ||
		command == SMPP_BIND_TRANSCEIVER;
}

/* It is let in, if nothing of ours is in the way. */
static void
enter(struct session *s, const struct smpp_pdu *bind, struct smpp_pdu *resp)
{
	strcpy(s->peer.system_id, bind->system_id ? bind->system_id : "");
	if (receives(bind->command) && account_join(s) < 0) {
		s->peer.system_id[0] = '\0';
		resp->status = SMPP_RSYSERR;
		return;
	}
	out_pump(s->server);
}

static void
take_bind(struct session *s, const struct smpp_event *ev)
{
	const struct smpp_pdu *bind = ev->pdu;
	struct smpp_pdu resp = { .status = judge(s, bind) };
	struct buf tlv = BUF_INIT;

	if (resp.status == SMPP_ROK)
		enter(s, bind, &resp);
	if (resp.status == SMPP_ROK) {
		resp.system_id = config_str(s->server->d.view,
		    SMPP_SERVER_SYSTEM_ID);
		/* v3.3 knows no optional parameters */
		if (bind->interface_version >= INTERFACE_VERSION)
			smpp_tlv_put_int(&tlv, SMPP_TLV_SC_INTERFACE_VERSION,
			    INTERFACE_VERSION, 1);
		resp.tlvs = (struct smpp_octets){ (uint8_t *)tlv.p, tlv.len };
	}
	diag_info("%s: %s of \"%s\": %s", conn_peer(s->peer.conn),
	    smpp_command_find(bind->command)->name,
	    bind->system_id ? bind->system_id : "",
	    resp.status ? smpp_status_find(resp.status)->name : "bound");
	answer(s, ev, &resp);
	buf_free(&tlv);
}

static void
take_request(struct session *s, const struct smpp_event *ev)
{
	struct smpp_pdu later = { .status = SMPP_RX_T_APPN };

	switch (ev->pdu->command) {
	case SMPP_BIND_RECEIVER:
	case SMPP_BIND_TRANSMITTER:
	case SMPP_BIND_TRANSCEIVER:
		take_bind(s, ev);
		break;
	default:
		if (s->server->d.stopping)
			answer(s, ev, &later);
		else
			inbox_take(s->server->d.inbox, &s->peer, ev);
		break;
	}
}

void
session_drop(struct session *s)
{
	struct server *server = s->server;
	struct conn *conn = s->peer.conn;
	struct smpp_event ev;

	inbox_peer_gone(&s->peer);
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
	int full = server->nsessions >= server->max || server->d.stopping;
	size_t i;

	for (i = 0; i < server->nlisteners; i++)
		listener_pause(server->listener[i], full);
}

static void
closed(struct session *s, const struct smpp_event *ev)
{
	struct server *server = s->server;
	const char *why = conn_tls_problem(s->peer.conn);

	if (!why)
		why = ev->text;
	if (s->peer.system_id[0])
		diag_info("%s: \"%s\" is gone%s%s", conn_peer(s->peer.conn),
		    s->peer.system_id, why ? ": " : "", why ? why : "");
	else if (why)
		diag_info("%s: %s", conn_peer(s->peer.conn), why);
	session_drop(s);
	if (server->from_inetd && !server->sessions)
		daemon_stop(&server->d);
}

static void
on_conn(struct conn *c, void *arg)
{
	struct session *s = arg;
	struct server *server = s->server;
	struct smpp_event ev;

	while (smpp_session_event(conn_session(c), &ev)) {
		if (ev.type == SMPP_EV_CLOSED) {
			closed(s, &ev);
			break;
		}
		if (ev.type == SMPP_EV_PDU)
			take_request(s, &ev);
		else if (ev.type == SMPP_EV_ANSWER)
			out_answer(server, &ev);
		else if (ev.text)
			diag_debug("%s: %s", conn_peer(c), ev.text);
	}
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
	s->peer.conn = open_conn(s, fd, smpp, name);
	if (!s->peer.conn) {
		diag_warn(NULL, "%s: out of memory", name);
		free(s);
		return;
	}
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
