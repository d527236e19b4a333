/*
 * query_sm, cancel_sm and replace_sm.  See server.h.
 *
 * A message is known from when it was taken until its receipt is sent.  While
 * SMPP_Server_Receipt_Delay runs it is ENROUTE; then it may be cancelled or
 * replaced, which the handler or the sink is asked to do by a record: what
 * comes of that is the answer.
 */
#include <stdlib.h>
#include <string.h>

#include "engine/server/server.h"
#include "smpp/smtime.h"
#include "smpp/status.h"

enum { STATE_ENROUTE = 1, STATE_DELETED = 4 };

/* A cancel_sm or replace_sm that somebody is asked to do. */
struct op {
	struct op *next, **at;
	struct server *server;
	struct session *session;	/* NULL: gone */
	struct receipt *receipt;	/* its own meanwhile */
	uint32_t command, seq;
	char id[IDENT_SIZE];		/* of the record */
	uint8_t registered_delivery;
	uint8_t text[INBOX_RECEIPT_TEXT];
	size_t ntext;
};

static void
respond(struct session *s, uint32_t command, uint32_t seq, uint32_t status)
{
	struct smpp_pdu resp = { .command = command, .seq = seq,
		.status = status };

	if (s)
		session_respond(s, &resp);
}

/* ---- query_sm ---- */

static void
query(struct session *s, const struct smpp_event *ev)
{
	struct smpp_pdu resp = { .command = SMPP_QUERY_SM, .seq = ev->seq };
	char done[SMPP_TIME_SIZE];
	const struct receipt *r;
	int enroute;

	r = receipt_find(s->server, s, ev->pdu, &enroute);
	if (!r) {
		respond(s, SMPP_QUERY_SM, ev->seq, SMPP_RQUERYFAIL);
		return;
	}
	resp.message_id = r->note.message_id;
	resp.message_state = enroute ? STATE_ENROUTE : r->state;
	if (smpp_message_state_final(resp.message_state)) {
		if (smpp_time_absolute(r->done, done) == 0)
			resp.final_date = done;
		resp.error_code = r->error;
	}
	session_respond(s, &resp);
}

/* ---- cancel_sm, replace_sm ---- */

static uint32_t
failure(uint32_t command)
{
	return command == SMPP_CANCEL_SM ? SMPP_RCANCELFAIL :
		SMPP_RREPLACEFAIL;
}

static void
op_free(struct op *o)
{
	*o->at = o->next;
	if (o->next)
		o->next->at = o->at;
	o->server->nops--;
	free(o);
}

static void
change(struct op *o)
{
	struct receipt *r = o->receipt;

	if (o->command == SMPP_CANCEL_SM) {
		r->state = STATE_DELETED;
		r->error = 0;
		return;
	}
	r->note.registered_delivery = o->registered_delivery;
	memcpy(r->note.text, o->text, o->ntext);
	r->note.ntext = o->ntext;
}

static void
on_done(void *arg, enum outcome outcome)
{
	struct op *o = arg;
	int done = outcome == OUTCOME_DONE;

	if (o->server->over) {
		receipt_forget(o->server, o->receipt);
	} else {
		if (done)
			change(o);
		if (o->receipt->note.registered_delivery &
		    SMPP_REG_RECEIPT_MASK)
			receipt_put_back(o->server, o->receipt,
			    done && o->command == SMPP_CANCEL_SM);
		else
			receipt_forget(o->server, o->receipt);
		respond(o->session, o->command, o->seq, done ? SMPP_ROK :
		    outcome == OUTCOME_REFUSED ? failure(o->command) :
		    SMPP_RX_T_APPN);
	}
	op_free(o);
}

/* What is asked, as a record. */
static void
write_record(struct buf *b, const struct op *o, const struct sms_incoming *in)
{
	const struct session *s = o->session;
	const struct smpp_pdu *p = in->pdu;
	struct sms_context ctx = {
		.id = o->id,
		.domain = s->peer.domain,
		.smsc = conn_peer(s->peer.conn),
		.received = ident_time(),
		.view = s->peer.view,
	};

	if (o->command == SMPP_CANCEL_SM) {
		record_begin(b, REC_CANCEL);
		json_key_cstr(b, "id", o->id);
		if (ctx.domain)
			json_key_cstr(b, "domain", ctx.domain);
		json_key_cstr(b, "from", in->from);
		json_key_cstr(b, "to", in->to);
	} else {
		sms_message_write(b, REC_REPLACE, in, in->payload.p,
		    in->payload.n, 1, NULL, 0, &ctx);
		/* more goes in front of its brace and line feed */
		b->len -= b->err ? 0 : 2;
		if (p->schedule_delivery_time && *p->schedule_delivery_time)
			json_key_cstr(b, "schedule",
			    p->schedule_delivery_time);
		if (p->validity_period && *p->validity_period)
			json_key_cstr(b, "validity", p->validity_period);
		json_key_int(b, "registered_delivery", p->registered_delivery);
	}
	json_key_cstr(b, "message_id", p->message_id);
	record_close(b);
}

static struct op *
op_new(struct session *s, const struct smpp_event *ev, struct receipt *r,
    const struct sms_incoming *in)
{
	struct op *o = s->server->nops < OPS_MAX ? calloc(1, sizeof *o) : NULL;

	if (!o)
		return NULL;
	*o = (struct op){ .server = s->server, .session = s, .receipt = r,
		.command = ev->pdu->command, .seq = ev->seq,
		.registered_delivery = ev->pdu->registered_delivery };
	ident_new(o->id);
	while (o->ntext < in->payload.n && o->ntext < INBOX_RECEIPT_TEXT) {
		o->text[o->ntext] = in->payload.p[o->ntext];
		if (o->text[o->ntext] < ' ' || o->text[o->ntext] > '~')
			o->text[o->ntext] = '?';
		o->ntext++;
	}
	o->next = s->server->ops;
	o->at = &s->server->ops;
	if (o->next)
		o->next->at = &o->next;
	s->server->ops = o;
	s->server->nops++;
	return o;
}

static void
alter(struct session *s, const struct smpp_event *ev)
{
	struct server *server = s->server;
	struct smpp_pdu pdu = *ev->pdu;
	struct buf record = BUF_INIT, septets = BUF_INIT;
	struct sms_incoming in;
	const char *to = in.to;
	struct handler_message m = { .sender = in.from, .recipients = &to,
		.nrecipients = 1 };
	struct receipt *r;
	struct op *o;
	int enroute;

	r = receipt_find(server, s, &pdu, &enroute);
	if (!r || !enroute) {
		respond(s, pdu.command, ev->seq, failure(pdu.command));
		return;
	}
	/* replace_sm has no destination, and both have it of the message */
	pdu.destination_addr = r->note.to;
	pdu.dest_addr_ton = r->note.to_ton;
	pdu.dest_addr_npi = r->note.to_npi;
	sms_incoming_read(&pdu, &in);
	o = sms_incoming_unpack(&in, s->peer.view, &septets) < 0 ? NULL :
		op_new(s, ev, r, &in);
	if (o) {
		write_record(&record, o, &in);
		m.id = o->id;
		m.input = record.p;
		m.n = record.len;
		receipt_take_out(server, r);
	}
	if (!o || record.err ||
	    delivery_put(server->d.delivery, &m, 1, on_done, o) < 0) {
		respond(s, pdu.command, ev->seq, SMPP_RMSGQFUL);
		if (o) {
			receipt_put_back(server, r, 0);
			op_free(o);
		}
	}
	buf_free(&record);
	buf_free(&septets);
}

void
op_take(struct session *s, const struct smpp_event *ev)
{
	switch (ev->pdu->command) {
	case SMPP_QUERY_SM:
		query(s, ev);
		break;
	case SMPP_CANCEL_SM:
	case SMPP_REPLACE_SM:
		alter(s, ev);
		break;
	default:
		inbox_take(s->server->d.inbox, &s->peer, ev);
		break;
	}
}

void
ops_gone(const struct session *s)
{
	struct op *o;

	for (o = s->server->ops; o; o = o->next)
		if (o->session == s)
			o->session = NULL;
}
