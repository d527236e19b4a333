/* Who binds, and whether he may.  See server.h. */
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "engine/server/server.h"
#include "smpp/status.h"
#include "smpp/tlv.h"

enum { INTERFACE_VERSION = 0x34 };	/* v3.4, 5.2.4 */

/* A bind that is not answered yet. */
struct binding {
	struct session *session;
	uint32_t command, seq;
	uint8_t version;
	char system_id[INBOX_SYSTEM_ID];
	struct auth_check *check;	/* its password is being looked at */
	struct loop_watch *late;	/* the answer waits */
	uint32_t status;		/* then: what it is */
};

void
bind_forget(struct session *s)
{
	struct binding *b = s->binding;

	if (!b)
		return;
	if (b->check)
		auth_cancel(b->check);
	loop_watch_free(b->late);
	free(b);
	s->binding = NULL;
}

static void
give_answer(struct binding *b, uint32_t status)
{
	struct session *s = b->session;
	struct smpp_pdu resp = { .command = b->command, .seq = b->seq,
		.status = status };
	struct buf tlv = BUF_INIT;
	char text[SMPP_STATUS_TEXT];

	if (status == SMPP_ROK) {
		resp.system_id = config_str(s->server->d.view,
		    SMPP_SERVER_SYSTEM_ID);
		/* v3.3 knows no optional parameters */
		if (b->version >= INTERFACE_VERSION)
			smpp_tlv_put_int(&tlv, SMPP_TLV_SC_INTERFACE_VERSION,
			    INTERFACE_VERSION, 1);
		resp.tlvs = (struct smpp_octets){ (uint8_t *)tlv.p, tlv.len };
	}
	diag_info("%s: %s of \"%s\": %s", conn_peer(s->peer.conn),
	    smpp_command_find(b->command)->name, b->system_id,
	    status ? smpp_status_text(smpp_status_find(status), status, text) :
	    "bound");
	smpp_session_respond(conn_session(s->peer.conn), &resp, clock_mono());
	conn_kick(s->peer.conn);
	buf_free(&tlv);
	bind_forget(s);
}

static unsigned
bind_bit(uint32_t command)
{
	switch (command) {
	case SMPP_BIND_TRANSMITTER: return USER_TX;
	case SMPP_BIND_RECEIVER: return USER_RX;
	default: return USER_TRX;
	}
}

/* His password is right (or there are none): may he come in?  The status that
   says so; v3.4, 5.1.3. */
static uint32_t
judge(const struct binding *b)
{
	const struct session *s = b->session;
	const struct server *server = s->server;
	const struct user *u = NULL;
	unsigned sessions = server->faults.single_bind ? 1 : 0;

	if (server->users) {
		u = users_find(server->users, b->system_id);
		if (!u)
			return SMPP_RINVPASWD;	/* a SIGHUP meanwhile */
		if (!(u->limits.binds & bind_bit(b->command)) ||
		    !user_from(u, (const struct sockaddr *)&s->from))
			return SMPP_RBINDFAIL;
		if (!sessions)
			sessions = u->limits.sessions;
	}
	if (sessions && account_sessions(server, b->system_id) >= sessions)
		return SMPP_RALYBND;
	return SMPP_ROK;
}

static void
decide(struct binding *b)
{
	struct session *s = b->session;
	struct server *server = s->server;
	uint32_t status = server->d.stopping ? SMPP_RBINDFAIL : judge(b);

	if (status == SMPP_ROK) {
		strcpy(s->peer.system_id, b->system_id);
		if (account_join(s) < 0) {
			s->peer.system_id[0] = '\0';
			status = SMPP_RSYSERR;
		}
	}
	give_answer(b, status);
	out_pump(server);
}

static void
on_late(void *arg)
{
	struct binding *b = arg;

	give_answer(b, b->status);
}

static void
on_checked(void *arg, int ok)
{
	struct binding *b = arg;
	struct server *server = b->session->server;
	msec now = clock_mono(), wait;

	b->check = NULL;
	if (ok) {
		decide(b);
		return;
	}
	/* who guesses does not learn which half was wrong */
	b->status = SMPP_RINVPASWD;
	wait = guests_failed(&server->guests, &b->session->key, now);
	b->late = loop_timer(server->d.loop, on_late, b);
	if (b->late)
		loop_timer_at(b->late, now + wait);
	else
		give_answer(b, b->status);
}

/* Binds of this address that are not answered yet. */
static unsigned
pending(const struct server *server, const struct guest_key *key)
{
	const struct session *s;
	unsigned n = 0;

	for (s = server->sessions; s; s = s->next)
		n += s->binding && guest_same(&s->key, key);
	return n;
}

static void
check(struct binding *b, const char *password)
{
	struct session *s = b->session;
	struct server *server = s->server;
	const struct secret *secret, *decoy;

	/* this one is among them */
	if (guests_known(&server->guests, &s->key, clock_mono()) &&
	    pending(server, &s->key) > GUEST_PENDING) {
		give_answer(b, SMPP_RBINDFAIL);
		return;
	}
	users_secret(server->users, b->system_id, &secret, &decoy);
	b->check = auth_start(server->auth, secret, decoy, password,
	    on_checked, b);
	if (!b->check)
		give_answer(b, SMPP_RBINDFAIL);
}

void
bind_take(struct session *s, const struct smpp_event *ev)
{
	const struct smpp_pdu *pdu = ev->pdu;
	const char *id = pdu->system_id ? pdu->system_id : "";
	struct smpp_pdu no_room = { .command = pdu->command, .seq = ev->seq,
		.status = SMPP_RSYSERR };
	struct binding *b = calloc(1, sizeof *b);

	if (!b) {
		smpp_session_respond(conn_session(s->peer.conn), &no_room,
		    clock_mono());
		return;
	}
	*b = (struct binding){ .session = s, .command = pdu->command,
		.seq = ev->seq, .version = pdu->interface_version };
	s->binding = b;
	if (strlen(id) >= INBOX_SYSTEM_ID) {
		give_answer(b, SMPP_RINVSYSID);
		return;
	}
	strcpy(b->system_id, id);
	if (s->server->users && !s->server->d.stopping)
		check(b, pdu->password ? pdu->password : "");
	else
		decide(b);
}
