#include "engine/listen/inbox.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/listen/inbox_priv.h"
#include "gateway/sms/account.h"
#include "smpp/status.h"

/* submit_multi: keep its destinations.  The status that it is refused with. */
static uint32_t
take_dests(struct inbox_request *r, const struct smpp_pdu *pdu)
{
	struct smpp_dest d;
	size_t at = 0;

	while (smpp_dest_next(pdu->dests, &at, &d) == 1) {
		if (d.flag != 1)
			return SMPP_RCNTSUBDL;	/* we have no such lists */
		if (!d.addr || !*d.addr)
			return SMPP_RINVDSTADR;
		r->ndests++;
	}
	if (!r->ndests)
		return SMPP_RINVNUMDESTS;
	buf_add(&r->dests, pdu->dests.p, pdu->dests.n);
	return r->dests.err ? SMPP_RMSGQFUL : SMPP_ROK;
}

static void
take_message(struct inbox *b, struct inbox_peer *p,
    const struct smpp_event *ev)
{
	struct inbox_request *r = inbox_request_new(b, p, ev->pdu->command, ev->seq);
	struct sms_incoming in;
	struct sms_context ctx;
	uint32_t status;

	if (!r) {
		inbox_respond(p, ev->pdu->command, ev->seq, SMPP_RMSGQFUL, NULL);
		return;
	}
	if (r->command == SMPP_SUBMIT_MULTI &&
	    (status = take_dests(r, ev->pdu)) != SMPP_ROK) {
		inbox_answer(r, status);
		inbox_request_free(r);
		return;
	}
	sms_incoming_read(ev->pdu, &in);
	in.account = p->system_id;
	/* receipts come from message centres: an ESME's data_sm is none */
	if (b->type == REC_SUBMIT)
		in.receipt = 0;
	if (b->receipt && ev->pdu->registered_delivery & SMPP_REG_RECEIPT_MASK)
		r->note = inbox_notes_new(p, &in, r);
	if (sms_incoming_unpack(&in, p->view, &b->septets) < 0) {
		inbox_answer(r, SMPP_RMSGQFUL);
		inbox_request_free(r);
		return;
	}
	if (!in.receipt && in.concat.how != SMS_CONCAT_NONE) {
		inbox_take_part(b, r, &in, ev->raw);
		return;
	}
	ctx = inbox_context(b, r);
	buf_reset(&b->record);
	if (in.receipt) {
		sms_receipt_write(&b->record, &in, &ctx, clock_now());
		if (b->tracking) {
			inbox_track_receipt(b, r, &in);
			return;
		}
	} else {
		sms_message_write(&b->record, b->type, &in, in.payload.p,
		    in.payload.n, 1, NULL, 0, &ctx);
	}
	inbox_deliver(b, r, &in);
}

/* It has no response, so nobody repeats it. */
static void
take_alert(struct inbox *b, struct inbox_peer *p, const struct smpp_event *ev)
{
	struct inbox_request *r = inbox_request_new(b, p, ev->pdu->command, ev->seq);
	struct sms_incoming in;
	struct sms_context ctx;

	sms_incoming_read(ev->pdu, &in);
	if (!r) {
		inbox_alert_lost(in.from);
		return;
	}
	ctx = inbox_context(b, r);
	buf_reset(&b->record);
	sms_alert_write(&b->record, &in, &ctx);
	inbox_deliver(b, r, &in);
}

void
inbox_take(struct inbox *b, struct inbox_peer *p, const struct smpp_event *ev)
{
	uint32_t status;

	switch (ev->pdu->command) {
	case SMPP_DELIVER_SM:
	case SMPP_SUBMIT_SM:
	case SMPP_SUBMIT_MULTI:
	case SMPP_DATA_SM:
		take_message(b, p, ev);
		return;
	case SMPP_QUERY_SM:
		status = SMPP_RQUERYFAIL;
		break;
	case SMPP_CANCEL_SM:
		status = SMPP_RCANCELFAIL;
		break;
	case SMPP_REPLACE_SM:
		status = SMPP_RREPLACEFAIL;
		break;
	case SMPP_ALERT_NOTIFICATION:
		take_alert(b, p, ev);
		return;
	case SMPP_OUTBIND:
		return;		/* it has no response */
	default:
		status = SMPP_RINVCMDID;
		break;
	}
	inbox_respond(p, ev->pdu->command, ev->seq, status, NULL);
}

void
inbox_peer_gone(struct inbox_peer *p)
{
	struct inbox_request *r;

	for (r = p->requests; r; r = r->next)
		r->peer = NULL;
	p->requests = NULL;
	p->conn = NULL;
}

int
inbox_peer_idle(const struct inbox_peer *p)
{
	return !p->requests;
}

static void
on_due(void *arg)
{
	struct inbox *b = arg;

	inbox_give_up_waiting(b, 0);
	if (parts_persist(inbox_parts(b)))
		inbox_tell_settled(b);
}

void
inbox_finish(struct inbox *b)
{
	if (!parts_persist(inbox_parts(b)))
		inbox_give_up_waiting(b, 1);
	parts_stop(inbox_parts(b));
}

struct inbox *
inbox_new(struct loop *l, struct delivery *d, struct store *s,
    enum record_type type, inbox_receipt *receipt, void *arg)
{
	struct inbox *b = calloc(1, sizeof *b);

	if (!b)
		return NULL;
	*b = (struct inbox){ .delivery = d, .type = type,
		.receipt = receipt, .arg = arg };
	b->parts = parts_new(l, s, on_due, b);
	if (!b->parts) {
		inbox_free(b);
		return NULL;
	}
	return b;
}

void
inbox_ids(struct inbox *b, int format)
{
	b->ids = format;
}

void
inbox_track(struct inbox *b, struct tracking *t)
{
	b->tracking = t;
}

void
inbox_options(struct inbox *b, const struct config_view *view,
    const char *domain)
{
	char scope[PARTS_SCOPE];

	b->view = view;
	b->domain = domain;
	/* servers of other domains have other handlers */
	if (b->type == REC_SUBMIT)
		snprintf(scope, sizeof scope, "server %s", domain ? domain : "");
	else
		sms_account(view, scope);
	parts_options(inbox_parts(b), scope,
	    config_msec(view, SMPP_REASSEMBLY_TIMEOUT));
}

void
inbox_free(struct inbox *b)
{
	struct inbox_note *n;

	if (!b)
		return;
	while ((n = b->notes)) {
		b->notes = n->next;
		free(n);
	}
	parts_free(inbox_parts(b));
	buf_free(&b->record);
	buf_free(&b->septets);
	free(b);
}
