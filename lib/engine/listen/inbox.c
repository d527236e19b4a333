#include "engine/listen/inbox.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/listen/parts.h"
#include "gateway/sms/account.h"
#include "smpp/status.h"

struct inbox_request {
	struct inbox_request *next, **at;	/* in its peer's list */
	struct inbox *inbox;
	struct inbox_peer *peer;	/* NULL: gone, or nobody asked */
	uint32_t command, seq;
	char id[IDENT_SIZE];
	int64_t whole;			/* what it completed; 0 */
	struct inbox_note *note;	/* its own, one a destination; NULL */
	struct buf dests;		/* submit_multi: as on the wire */
	struct buf failed;		/* and its unsuccess_sme(s) */
	uint8_t ndests, nfailed;
};

struct inbox {
	struct delivery *delivery;
	struct tracking *tracking;	/* NULL: none */
	enum record_type type;
	struct parts *parts;
	inbox_receipt *receipt;
	void *arg;
	int ids;			/* ID_... of messages */
	struct inbox_note *notes;	/* of parts of messages not complete */
	struct buf record;
	const struct config_view *view;	/* for what no peer is there for */
	const char *domain;
};

/* The parts, when the store is theirs alone: no receipt's transaction is open,
   which might be undone when a part was acknowledged already. */
static struct parts *
parts(struct inbox *b)
{
	if (b->tracking)
		tracking_commit(b->tracking);
	return b->parts;
}

/* ---- answers ---- */

static void
give(struct inbox_peer *p, const struct smpp_pdu *resp)
{
	if (!p || !p->conn)
		return;
	if (p->respond)
		p->respond(p, resp);
	else
		smpp_session_respond(conn_session(p->conn), resp, clock_mono());
	conn_kick(p->conn);
}

static void
respond(struct inbox_peer *p, uint32_t command, uint32_t seq, uint32_t status,
    const char *id)
{
	struct smpp_pdu resp = { .command = command, .seq = seq,
		.status = status };

	/* v3.4, 4.6.2: the message_id of a deliver_sm_resp is empty */
	if (command == SMPP_SUBMIT_SM || command == SMPP_DATA_SM)
		resp.message_id = status ? NULL : id;
	give(p, &resp);
}

/* Every destination of a submit_multi has that status; v3.4, 4.5.2.1. */
static void
fail_all(struct inbox_request *r, uint32_t status)
{
	struct smpp_octets dests = { (uint8_t *)r->dests.p, r->dests.len };
	struct smpp_unsuccess u = { .status = status };
	struct smpp_dest d;
	size_t at = 0;

	while (smpp_dest_next(dests, &at, &d) == 1) {
		u.ton = d.ton;
		u.npi = d.npi;
		u.addr = d.addr;
		smpp_unsuccess_put(&r->failed, &u);
		r->nfailed++;
	}
}

/* The answer to r, whatever it asked for. */
static void
answer(struct inbox_request *r, uint32_t status)
{
	struct smpp_pdu resp = { .command = r->command, .seq = r->seq,
		.status = status, .message_id = r->id };

	if (r->command != SMPP_SUBMIT_MULTI) {
		respond(r->peer, r->command, r->seq, status, r->id);
		return;
	}
	if (status) {
		resp.message_id = NULL;
		fail_all(r, status);
	}
	if (r->failed.err) {
		resp.status = resp.status ? resp.status : SMPP_RSYSERR;
		r->failed.len = r->nfailed = 0;
	}
	resp.no_unsuccess = r->nfailed;
	resp.unsuccess = (struct smpp_octets){ (uint8_t *)r->failed.p,
		r->failed.len };
	give(r->peer, &resp);
}

static uint32_t
status_of(enum outcome outcome)
{
	switch (outcome) {
	case OUTCOME_DONE: return SMPP_ROK;
	case OUTCOME_REFUSED: return SMPP_RX_P_APPN;
	default: return SMPP_RX_T_APPN;
	}
}

/* ---- notes for receipts ---- */

/* The beginning of the text; of what is no row of characters, nothing. */
static void
note_text(struct inbox_note *n, const struct sms_incoming *in)
{
	uint8_t c;

	if (in->dcs.coding == GSM_CODING_UCS2 ||
	    in->dcs.coding == GSM_CODING_OCTETS)
		return;
	while (n->ntext < in->payload.n && n->ntext < INBOX_RECEIPT_TEXT) {
		c = in->payload.p[n->ntext];
		n->text[n->ntext++] = c < 0x20 || c > 0x7e ? '?' : c;
	}
}

static void
note_to(struct inbox_note *n, const char *addr, uint8_t ton, uint8_t npi)
{
	sms_addr_text(addr ? addr : "", 0, n->to);
	n->to_ton = ton;
	n->to_npi = npi;
}

static struct inbox_note *
note_new(const struct inbox_peer *p, const struct sms_incoming *in,
    const char *id)
{
	const struct smpp_pdu *pdu = in->pdu;
	struct inbox_note *n = calloc(1, sizeof *n);

	if (!n)
		return NULL;
	strcpy(n->message_id, id);
	strcpy(n->system_id, p->system_id);
	sms_addr_text(pdu->source_addr ? pdu->source_addr : "", 0, n->from);
	n->from_ton = pdu->source_addr_ton;
	n->from_npi = pdu->source_addr_npi;
	note_to(n, pdu->destination_addr, pdu->dest_addr_ton,
	    pdu->dest_addr_npi);
	n->registered_delivery = pdu->registered_delivery;
	n->submitted = clock_now();
	note_text(n, in);
	return n;
}

/* One for each destination. */
static struct inbox_note *
notes_new(const struct inbox_peer *p, const struct sms_incoming *in,
    const struct inbox_request *r)
{
	struct smpp_octets dests = { (uint8_t *)r->dests.p, r->dests.len };
	struct inbox_note *all = NULL, *n;
	struct smpp_dest d;
	size_t at = 0;

	if (r->command != SMPP_SUBMIT_MULTI)
		return note_new(p, in, r->id);
	while (smpp_dest_next(dests, &at, &d) == 1) {
		n = note_new(p, in, r->id);
		if (!n)
			break;
		note_to(n, d.addr, d.ton, d.npi);
		n->next = all;
		all = n;
	}
	return all;
}

static void
notes_free(struct inbox_note *n)
{
	struct inbox_note *next;

	for (; n; n = next) {
		next = n->next;
		free(n);
	}
}

static void
tell(struct inbox *b, struct inbox_note *n, enum outcome outcome)
{
	b->receipt(b->arg, n, outcome);
	free(n);
}

/* The earlier parts of a message whose outcome is known. */
static void
tell_parts(struct inbox *b, int64_t whole, enum outcome outcome)
{
	struct inbox_note **at = &b->notes, *n;

	if (outcome == OUTCOME_RETRY)
		return;
	while ((n = *at)) {
		if (n->whole != whole) {
			at = &n->next;
			continue;
		}
		*at = n->next;
		tell(b, n, outcome);
	}
}

/* Another process may have completed the message, or given it out. */
static void
tell_settled(struct inbox *b)
{
	struct inbox_note **at = &b->notes, *n;
	enum store_fate fate;

	while ((n = *at)) {
		fate = parts_fate(parts(b), n->whole);
		if (fate == STORE_FATE_OPEN) {
			at = &n->next;
			continue;
		}
		*at = n->next;
		if (fate == STORE_FATE_NONE) {
			diag_warn(NULL, "%s: what became of it is not known: "
			    "no receipt", n->message_id);
			free(n);
		} else {
			tell(b, n, fate == STORE_FATE_DONE ? OUTCOME_DONE :
			    OUTCOME_REFUSED);
		}
	}
}

/* ---- requests ---- */

static struct inbox_request *
request_new(struct inbox *b, struct inbox_peer *p, uint32_t command,
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

static void
request_free(struct inbox_request *r)
{
	if (r->peer) {
		*r->at = r->next;
		if (r->next)
			r->next->at = r->at;
	}
	notes_free(r->note);
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
		parts_settle(parts(b), r->whole, fate_of(outcome), INBOX_AGAIN);
	answer(r, status_of(outcome));
	while (r->peer && outcome == OUTCOME_DONE && (n = r->note)) {
		r->note = n->next;
		tell(b, n, outcome);
	}
	if (r->whole)
		tell_parts(b, r->whole, outcome);
	request_free(r);
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

/* Hand over the record in b->record; the request ends later, or here: -1. */
static int
deliver(struct inbox *b, struct inbox_request *r,
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
	    delivery_put(b->delivery, &m, on_delivered, r) == 0)
		return 0;
	if (r->whole)
		parts_settle(parts(b), r->whole, STORE_FATE_OPEN, INBOX_AGAIN);
	answer(r, SMPP_RMSGQFUL);
	request_free(r);
	return -1;
}

/* The same for a receipt, which the store keeps. */
static void
track(struct inbox *b, struct inbox_request *r, const struct sms_incoming *in)
{
	if (!b->record.err &&
	    tracking_take(b->tracking, in, &b->record, on_delivered, r) == 0)
		return;
	answer(r, SMPP_RMSGQFUL);
	request_free(r);
}

static struct sms_context
context(const struct inbox *b, const struct inbox_request *r)
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
	struct sms_context ctx = context(b, r);
	struct store_whole v;
	struct sms_incoming in;
	struct smpp_pdu pdu;

	r->whole = whole;
	buf_reset(&b->record);
	memset(&in, 0, sizeof in);
	if (parts_view(parts(b), whole, &v) == 0 &&
	    smpp_pdu_decode(v.raw, v.nraw, &pdu, NULL, NULL) == 0) {
		sms_incoming_read(&pdu, &in);
		sms_message_write(&b->record, b->type, &in, v.payload, v.n,
		    v.parts, v.missing, v.nmissing, &ctx);
	} else {
		b->record.err = 1;
	}
	return deliver(b, r, &in);
}

/* One part of several: kept, or it makes the message complete. */
static void
take_part(struct inbox *b, struct inbox_request *r,
    const struct sms_incoming *in, struct smpp_octets raw)
{
	struct inbox_note *n;
	uint32_t status;
	int64_t whole;

	switch (parts_add(parts(b), in, raw, &whole)) {
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
	answer(r, status);
	while (!status && whole && (n = r->note)) {
		r->note = n->next;
		n->whole = whole;
		n->next = b->notes;
		b->notes = n;
	}
	request_free(r);
}

/* Deliver the messages that have waited for parts long enough; or all. */
static void
give_up_waiting(struct inbox *b, int all)
{
	struct inbox_request *r;
	int64_t whole;
	int rc = 0;

	while (!rc && (whole = parts_expired(parts(b), all))) {
		r = request_new(b, NULL, 0, 0);
		if (r) {
			rc = deliver_whole(b, r, whole);
		} else {
			parts_settle(parts(b), whole, STORE_FATE_OPEN,
			    INBOX_AGAIN);
			rc = -1;
		}
	}
}

static void
on_due(void *arg)
{
	struct inbox *b = arg;

	give_up_waiting(b, 0);
	if (parts_persist(parts(b)))
		tell_settled(b);
}

void
inbox_finish(struct inbox *b)
{
	if (!parts_persist(parts(b)))
		give_up_waiting(b, 1);
	parts_stop(parts(b));
}

/* ---- what is asked ---- */

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
	struct inbox_request *r = request_new(b, p, ev->pdu->command, ev->seq);
	struct sms_incoming in;
	struct sms_context ctx;
	uint32_t status;

	if (!r) {
		respond(p, ev->pdu->command, ev->seq, SMPP_RMSGQFUL, NULL);
		return;
	}
	if (r->command == SMPP_SUBMIT_MULTI &&
	    (status = take_dests(r, ev->pdu)) != SMPP_ROK) {
		answer(r, status);
		request_free(r);
		return;
	}
	sms_incoming_read(ev->pdu, &in);
	in.account = p->system_id;
	/* receipts come from message centres: an ESME's data_sm is none */
	if (b->type == REC_SUBMIT)
		in.receipt = 0;
	if (b->receipt && ev->pdu->registered_delivery & SMPP_REG_RECEIPT_MASK)
		r->note = notes_new(p, &in, r);
	if (!in.receipt && in.concat.how != SMS_CONCAT_NONE) {
		take_part(b, r, &in, ev->raw);
		return;
	}
	ctx = context(b, r);
	buf_reset(&b->record);
	if (in.receipt) {
		sms_receipt_write(&b->record, &in, &ctx, clock_now());
		if (b->tracking) {
			track(b, r, &in);
			return;
		}
	} else {
		sms_message_write(&b->record, b->type, &in, in.payload.p,
		    in.payload.n, 1, NULL, 0, &ctx);
	}
	deliver(b, r, &in);
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
	case SMPP_OUTBIND:
		return;		/* these have no response */
	default:
		status = SMPP_RINVCMDID;
		break;
	}
	respond(p, ev->pdu->command, ev->seq, status, NULL);
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
	parts_options(parts(b), scope,
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
	parts_free(parts(b));
	buf_free(&b->record);
	free(b);
}
