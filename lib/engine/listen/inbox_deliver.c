/* From a request to the delivery, and back.  See inbox.h. */
#include <stdlib.h>
#include <string.h>

#include "engine/listen/inbox_priv.h"
#include "smpp/status.h"

struct parts *
inbox_parts(struct inbox *b)
{
	if (b->tracking)
		tracking_commit(b->tracking);
	return b->parts;
}

struct inbox_request *
inbox_request_new(struct inbox *b, struct inbox_peer *p, uint32_t command,
    uint32_t seq)
{
	struct inbox_request *r = calloc(1, sizeof *r);

	if (!r)
		return NULL;
	r->inbox = b;
	r->peer = p;
	r->command = command;
	r->seq = seq;
	if (b->ids == ID_STRING)
		ident_new(r->id);
	else
		ident_number(r->id, b->ids == ID_HEXADECIMAL);
	if (p) {
		r->next = p->requests;
		r->at = &p->requests;
		if (r->next)
			r->next->at = &r->next;
		p->requests = r;
	}
	return r;
}

void
inbox_request_free(struct inbox_request *r)
{
	if (r->peer) {
		*r->at = r->next;
		if (r->next)
			r->next->at = r->at;
	}
	inbox_notes_free(r->note);
	buf_free(&r->dests);
	buf_free(&r->failed);
	free(r);
}

static enum store_fate
fate_of(enum outcome outcome)
{
	switch (outcome) {
	case OUTCOME_DONE: return STORE_FATE_DONE;
	case OUTCOME_REFUSED: return STORE_FATE_REFUSED;
	default: return STORE_FATE_OPEN;
	}
}

/* The outcome of a delivery is known: whoever waits for it hears of it. */
static void
on_delivered(void *arg, enum outcome outcome)
{
	struct inbox_request *r = arg;
	struct inbox *b = r->inbox;
	struct inbox_note *n;

	/* first: whoever repeats it from here on is known */
	if (r->whole)
		parts_settle(inbox_parts(b), r->whole, fate_of(outcome), INBOX_AGAIN);
	inbox_answer(r, inbox_status(outcome));
	while (r->peer && outcome == OUTCOME_DONE && (n = r->note)) {
		r->note = n->next;
		inbox_tell(b, n, outcome);
	}
	if (r->whole)
		inbox_tell_parts(b, r->whole, outcome);
	inbox_request_free(r);
}

/* Whom it goes to: their number. */
static size_t
recipients(const struct sms_incoming *in, char text[][SMS_ADDR_TEXT],
    const char **to)
{
	struct smpp_dest d;
	size_t n = 0, at = 0;

	if (!in->pdu || in->pdu->command != SMPP_SUBMIT_MULTI) {
		to[0] = in->to;
		return *in->to != '\0';
	}
	while (n < SMPP_DESTS_MAX &&
	    smpp_dest_next(in->pdu->dests, &at, &d) == 1) {
		sms_addr_text(d.addr, d.ton, text[n]);
		to[n] = text[n];
		n++;
	}
	return n;
}

int
inbox_deliver(struct inbox *b, struct inbox_request *r,
    const struct sms_incoming *in)
{
	char text[SMPP_DESTS_MAX][SMS_ADDR_TEXT];
	const char *to[SMPP_DESTS_MAX];
	struct handler_message m = {
		.input = b->record.p, .n = b->record.len, .sender = in->from,
		.recipients = to, .id = r->id,
		.nrecipients = recipients(in, text, to),
	};

	if (!b->record.err &&
	    delivery_put(b->delivery, &m, r->command != 0 &&
	    r->command != SMPP_ALERT_NOTIFICATION, on_delivered, r) == 0)
		return 0;
	if (r->whole)
		parts_settle(inbox_parts(b), r->whole, STORE_FATE_OPEN, INBOX_AGAIN);
	inbox_answer(r, SMPP_RMSGQFUL);
	inbox_request_free(r);
	return -1;
}

void
inbox_track_receipt(struct inbox *b, struct inbox_request *r, const struct sms_incoming *in)
{
	if (!b->record.err &&
	    tracking_take(b->tracking, in, &b->record, on_delivered, r) == 0)
		return;
	inbox_answer(r, SMPP_RMSGQFUL);
	inbox_request_free(r);
}

struct sms_context
inbox_context(const struct inbox *b, const struct inbox_request *r)
{
	return (struct sms_context){
		.id = r->id,
		.domain = r->peer ? r->peer->domain : b->domain,
		.smsc = r->peer ? conn_peer(r->peer->conn) : NULL,
		.received = ident_time(),
		.view = r->peer ? r->peer->view : b->view,
	};
}

/* A message that came in several parts, all or some of them there. */
static int
deliver_whole(struct inbox *b, struct inbox_request *r, int64_t whole)
{
	struct sms_context ctx = inbox_context(b, r);
	struct store_whole v;
	struct sms_incoming in;
	struct smpp_pdu pdu;

	r->whole = whole;
	buf_reset(&b->record);
	memset(&in, 0, sizeof in);
	if (parts_view(inbox_parts(b), whole, &v) == 0 &&
	    smpp_pdu_decode(v.raw, v.nraw, &pdu, NULL, NULL) == 0) {
		sms_incoming_read(&pdu, &in);
		sms_message_write(&b->record, b->type, &in, v.payload, v.n,
		    v.parts, v.missing, v.nmissing, &ctx);
	} else {
		b->record.err = 1;
	}
	return inbox_deliver(b, r, &in);
}

void
inbox_take_part(struct inbox *b, struct inbox_request *r,
    const struct sms_incoming *in, struct smpp_octets raw)
{
	struct inbox_note *n;
	uint32_t status;
	int64_t whole;

	switch (parts_add(inbox_parts(b), in, raw, &whole)) {
	case STORE_SEGMENT_COMPLETE:
		deliver_whole(b, r, whole);
		return;
	case STORE_SEGMENT_HELD:
		status = SMPP_ROK;
		break;
	case STORE_SEGMENT_FULL:
		status = SMPP_RMSGQFUL;
		break;
	default:	/* somebody has it in hand, or it could not be kept */
		status = SMPP_RX_T_APPN;
		break;
	}
	inbox_answer(r, status);
	while (!status && whole && (n = r->note)) {
		r->note = n->next;
		n->whole = whole;
		n->next = b->notes;
		b->notes = n;
	}
	inbox_request_free(r);
}

/* Deliver the messages that have waited for parts long enough; or all. */
void
inbox_give_up_waiting(struct inbox *b, int all)
{
	struct inbox_request *r;
	int64_t whole;
	int rc = 0;

	while (!rc && (whole = parts_expired(inbox_parts(b), all))) {
		r = inbox_request_new(b, NULL, 0, 0);
		if (r) {
			rc = deliver_whole(b, r, whole);
		} else {
			parts_settle(inbox_parts(b), whole, STORE_FATE_OPEN,
			    INBOX_AGAIN);
			rc = -1;
		}
	}
}
