/* Programs that are connected to our socket.  See share.h. */
#define _GNU_SOURCE		/* struct ucred */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/diag.h"
#include "engine/share/share_priv.h"
#include "smpp/status.h"
#include "smpp/tlv.h"

enum { INTERFACE_VERSION = 0x34 };	/* v3.4, 5.2.4 */

/* ---- answers ---- */

static void
respond(struct local *l, struct smpp_pdu *resp)
{
	if (!l->conn)
		return;
	smpp_session_respond(conn_session(l->conn), resp, clock_mono());
	conn_kick(l->conn);
}

void
local_refuse(struct local *l, uint32_t command, uint32_t seq, uint32_t status)
{
	struct smpp_pdu resp = { .command = command, .seq = seq,
		.status = status };

	l->share->refused++;
	respond(l, &resp);
}

void
local_refuse_waiting(struct local *l, uint32_t status)
{
	struct queue *q = &l->share->queue;
	struct request *r;

	while ((r = queue_first(&l->member))) {
		queue_take(q, r);
		local_refuse(l, r->command, r->seq, status);
		request_free(q, r);
	}
}

void
local_answer(struct local *l, uint32_t seq, struct smpp_octets raw)
{
	smpp_session_pass(conn_session(l->conn), raw.p, raw.n, seq,
	    clock_mono());
	conn_kick(l->conn);
}

/* ---- requests ---- */

static uint32_t
judge(const struct share *s)
{
	return s->stopping || !up_bound(s) ? SMPP_RSYSERR : SMPP_ROK;
}

static void
take_bind(struct local *l, const struct smpp_event *ev)
{
	const struct smpp_pdu *bind = ev->pdu;
	struct smpp_pdu resp = { .command = bind->command, .seq = ev->seq,
		.status = judge(l->share),
		.system_id = config_str(l->share->view, SMPP_SERVER_SYSTEM_ID) };
	struct buf tlv = BUF_INIT;

	/* v3.3 knows no optional parameters */
	if (bind->interface_version >= INTERFACE_VERSION)
		smpp_tlv_put_int(&tlv, SMPP_TLV_SC_INTERFACE_VERSION,
		    INTERFACE_VERSION, 1);
	if (resp.status == SMPP_ROK)
		resp.tlvs = (struct smpp_octets){ (uint8_t *)tlv.p, tlv.len };
	else
		resp.system_id = NULL;
	diag_debug("%s: %s: %s", l->who, smpp_command_find(bind->command)->name,
	    resp.status ? "not bound to the SMSC" : "bound");
	respond(l, &resp);
	buf_free(&tlv);
}

/* Its status, which is nothing in a request, is not the client's to choose. */
static void
enqueue(struct local *l, struct request *r, const struct smpp_event *ev)
{
	const struct smpp_pdu *p = ev->pdu;

	memset(r->octets + 8, 0, 4);
	r->at = clock_mono();
	r->seq = ev->seq;
	r->command = p->command;
	if (p->command == SMPP_SUBMIT_MULTI && p->number_of_dests)
		r->segments = p->number_of_dests;
	if (p->command == SMPP_SUBMIT_MULTI || p->command == SMPP_SUBMIT_SM)
		r->priority = p->priority_flag < QUEUE_PRIORITIES ?
			p->priority_flag : QUEUE_PRIORITIES - 1;
	queue_put(&l->share->queue, r);
}

static int
is_full(const struct local *l)
{
	return l->member.waiting >=
		(size_t)config_int(l->share->view, SMPP_SHARE_QUEUE);
}

static void
take_request(struct local *l, const struct smpp_event *ev)
{
	struct share *s = l->share;
	struct request *r = NULL;

	switch (ev->pdu->command) {
	case SMPP_BIND_RECEIVER:
	case SMPP_BIND_TRANSMITTER:
	case SMPP_BIND_TRANSCEIVER:
		take_bind(l, ev);
		return;
	}
	if (s->stopping) {
		local_refuse(l, ev->pdu->command, ev->seq, SMPP_RTHROTTLED);
		return;
	}
	/* what came with it may have a place at the SMSC now */
	if (is_full(l))
		up_pump(s);
	if (!is_full(l))
		r = request_new(&s->queue, &l->member, ev->raw.p, ev->raw.n);
	if (r)
		enqueue(l, r, ev);
	else
		local_refuse(l, ev->pdu->command, ev->seq, SMPP_RMSGQFUL);
}

/* ---- connections ---- */

void
local_tidy(struct local *l)
{
	if (!l->conn && !l->out)
		free(l);
}

static void
forget_waiting(struct local *l)
{
	struct queue *q = &l->share->queue;
	struct request *r;

	while ((r = queue_first(&l->member))) {
		queue_take(q, r);
		request_free(q, r);
	}
}

void
local_drop(struct local *l)
{
	struct share *s = l->share;
	struct conn *conn = l->conn;
	struct smpp_event ev;

	/* what it still has to say was not sent, what it has is not done */
	smpp_session_eof(conn_session(conn));
	while (smpp_session_event(conn_session(conn), &ev)) {
		if (ev.type == SMPP_EV_ANSWER)
			deliver_answer(l, &ev);
		else if (ev.type == SMPP_EV_PDU)
			local_refuse(l, ev.pdu->command, ev.seq,
			    SMPP_RTHROTTLED);
	}
	forget_waiting(l);
	conn_free(conn);
	l->conn = NULL;
	*l->at = l->next;
	if (l->next)
		l->next->at = l->at;
	s->nlocals--;
	local_tidy(l);
	locals_limit(s);
}

static void
on_conn(struct conn *c, void *arg)
{
	struct local *l = arg;
	struct share *s = l->share;
	struct smpp_event ev;

	while (smpp_session_event(conn_session(c), &ev)) {
		if (ev.type == SMPP_EV_CLOSED) {
			diag_debug("%s: gone%s%s", l->who, ev.text ? ": " : "",
			    ev.text ? ev.text : "");
			local_drop(l);
			break;
		}
		if (ev.type == SMPP_EV_PDU)
			take_request(l, &ev);
		else if (ev.type == SMPP_EV_ANSWER)
			deliver_answer(l, &ev);
		else if (ev.text)
			diag_debug("%s: %s", l->who, ev.text);
	}
	up_pump(s);
	share_look(s);
}

static void
name(int fd, char *out, size_t outsz)
{
	struct ucred who;
	socklen_t len = sizeof who;

	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &len) == 0)
		snprintf(out, outsz, "uid %ld, pid %ld", (long)who.uid,
		    (long)who.pid);
	else
		snprintf(out, outsz, "a local program");
}

void
local_add(int fd, void *arg)
{
	struct share *s = arg;
	struct smpp_limits limits = link_limits(s->view);
	struct local *l = calloc(1, sizeof *l);
	struct smpp_session *smpp;

	limits.window = LOCAL_WINDOW;
	limits.bind_timer = LOCAL_IDLE;
	limits.inactivity_timer = 0;
	smpp = l ? smpp_session_new(SMPP_SMSC, &limits, clock_mono()) : NULL;
	if (!smpp) {
		free(l);
		close(fd);
		return;
	}
	l->share = s;
	l->id = ++s->ids;
	name(fd, l->who, sizeof l->who);
	l->conn = conn_new(s->loop, fd, smpp, l->who, on_conn, l);
	if (!l->conn) {
		diag_warn(NULL, "%s: out of memory", l->who);
		free(l);
		return;
	}
	l->next = s->locals;
	l->at = &s->locals;
	if (l->next)
		l->next->at = &l->next;
	s->locals = l;
	s->nlocals++;
	locals_limit(s);
}

void
locals_limit(struct share *s)
{
	if (s->listener)
		listener_pause(s->listener, s->nlocals >= s->max);
}

int
local_ready(const struct local *l)
{
	const struct smpp_session *smpp = conn_session(l->conn);
	enum smpp_state state = smpp_session_state(smpp);

	if (state != SMPP_BOUND_RX && state != SMPP_BOUND_TRX)
		return -1;
	return smpp_session_room(smpp) > 0;
}

void
locals_unbind(struct share *s)
{
	struct local *l;

	for (l = s->locals; l; l = l->next) {
		smpp_session_unbind(conn_session(l->conn), clock_mono());
		conn_kick(l->conn);
	}
}
