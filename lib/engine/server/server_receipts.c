/* Receipts that our server owes to ESMEs.  See server.h. */
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "engine/server/server.h"
#include "smpp/status.h"
#include "smpp/tlv.h"

enum { STATE_UNDELIV = 5, ERR_UNDELIV = 1 };

void
receipt_forget(struct server *s, struct receipt *r)
{
	sms_part_release(&r->part);
	free(r);
	s->nreceipts--;
}

/* It waits for a receiver of its system_id. */
static void
queue(struct server *s, struct receipt *r)
{
	struct account *a = account_get(s, r->note.system_id);

	if (!a) {
		diag_warn(NULL, "%s: no room for its receipt",
		    r->note.message_id);
		receipt_forget(s, r);
		return;
	}
	r->next = NULL;
	*a->last = r;
	a->last = &r->next;
	out_pump(s);
}

/* ---- those that wait for SMPP_Server_Receipt_Delay ---- */

static void
on_delay(void *arg)
{
	struct server *s = arg;
	struct receipt *r;
	msec now = clock_mono();

	while ((r = s->delayed) && r->due <= now) {
		receipt_take_out(s, r);
		queue(s, r);
	}
	loop_timer_at(s->delay, r ? r->due : UINT64_MAX);
}

void
receipt_take_out(struct server *s, struct receipt *r)
{
	struct receipt **at = &s->delayed;

	while (*at != r)
		at = &(*at)->next;
	*at = r->next;
	if (!*at)
		s->delayed_last = at;
}

void
receipt_put_back(struct server *s, struct receipt *r, int now)
{
	struct receipt **at = &s->delayed;

	if (now) {
		r->done = clock_now();
		queue(s, r);
		return;
	}
	/* mostly it is the last */
	if (s->delayed && r->due >= s->newest)
		at = s->delayed_last;
	while (*at && (*at)->due <= r->due)
		at = &(*at)->next;
	r->next = *at;
	*at = r;
	if (!r->next) {
		s->delayed_last = &r->next;
		s->newest = r->due;
	}
	loop_timer_at(s->delay, s->delayed->due);
}

void
receipts_take(void *arg, const struct inbox_note *note, enum outcome outcome)
{
	struct server *s = arg;
	msec delay = config_msec(s->d.view, SMPP_SERVER_RECEIPT_DELAY);
	struct receipt *r;

	if (outcome == OUTCOME_DONE && (note->registered_delivery &
	    SMPP_REG_RECEIPT_MASK) == SMPP_REG_RECEIPT_FAILURE)
		return;
	r = s->nreceipts < RECEIPTS_MAX ? calloc(1, sizeof *r) : NULL;
	if (!r) {
		diag_warn(NULL, "%s: no room for its receipt",
		    note->message_id);
		return;
	}
	r->note = *note;
	r->state = outcome == OUTCOME_DONE ? (uint8_t)config_int(s->d.view,
	    SMPP_SERVER_RECEIPT_STATE) : STATE_UNDELIV;
	r->error = r->state == STATE_UNDELIV ? ERR_UNDELIV : 0;
	r->done = clock_now() + (int64_t)delay;
	r->due = clock_mono() + delay;
	s->nreceipts++;
	if (delay)
		receipt_put_back(s, r, 0);
	else
		queue(s, r);
}

/* v3.4, 4.8.1: of that id, and from that address. */
static struct receipt *
find(struct receipt *r, const char *system_id, const struct smpp_pdu *pdu)
{
	const char *from = pdu->source_addr ? pdu->source_addr : "";

	for (; r; r = r->next)
		if (strcmp(r->note.message_id, pdu->message_id) == 0 &&
		    strcmp(r->note.system_id, system_id) == 0 &&
		    strcmp(r->note.from, from) == 0)
			return r;
	return NULL;
}

struct receipt *
receipt_find(struct server *s, const struct session *session,
    const struct smpp_pdu *pdu, int *enroute)
{
	const char *id = session->peer.system_id;
	struct receipt *r = NULL;

	*enroute = 0;
	if (!pdu->message_id || !*pdu->message_id)
		return NULL;
	r = find(s->delayed, id, pdu);
	if (r) {
		*enroute = 1;
		return r;
	}
	r = session->account ? find(session->account->receipts, id, pdu) :
		NULL;
	return r ? r : find(s->later, id, pdu);
}

/* ---- sending them ---- */

/* Send one.  Returns 0; 1: not now; or -1: it never can be. */
static int
send_one(struct server *s, struct session *to, struct receipt *r)
{
	const struct inbox_note *n = &r->note;
	struct buf text = BUF_INIT, tlvs = BUF_INIT;
	char id[IDENT_SIZE];
	struct smpp_pdu pdu = {
		.command = SMPP_DELIVER_SM,
		.esm_class = SMPP_ESM_RECEIPT,
		/* it comes from whom the message went to */
		.source_addr = n->to,
		.source_addr_ton = n->to_ton,
		.source_addr_npi = n->to_npi,
		.destination_addr = n->from,
		.dest_addr_ton = n->from_ton,
		.dest_addr_npi = n->from_npi,
	};
	int rc;

	receipt_id(s, r, id);
	receipt_text(&text, s, r, id);
	pdu.short_message = (struct smpp_octets){ (uint8_t *)text.p, text.len };
	smpp_tlv_put(&tlvs, SMPP_TLV_RECEIPTED_MESSAGE_ID, id,
	    (uint16_t)(strlen(id) + 1));
	smpp_tlv_put_int(&tlvs, SMPP_TLV_MESSAGE_STATE, r->state, 1);
	pdu.tlvs = (struct smpp_octets){ (uint8_t *)tlvs.p, tlvs.len };
	rc = tlvs.err || text.err ? SMPP_ENOMEM : smpp_session_request(
	    conn_session(to->peer.conn), &pdu, &r->part, NULL, clock_mono());
	buf_free(&text);
	buf_free(&tlvs);
	if (rc == SMPP_EWINDOW || rc == SMPP_ESTATE)
		return 1;
	if (rc < 0)
		return -1;
	r->tries++;
	conn_kick(to->peer.conn);
	return 0;
}

static void
pump_account(struct server *s, struct account *a)
{
	struct session *to;
	struct receipt *r, *next;
	int rc;

	while ((r = a->receipts) && (to = account_receiver(a))) {
		next = r->next;		/* once sent it may be gone */
		rc = send_one(s, to, r);
		if (rc > 0)
			break;
		a->receipts = next;
		if (!next)
			a->last = &a->receipts;
		if (rc < 0) {
			diag_warn(NULL, "%s: its receipt cannot be written",
			    r->note.message_id);
			receipt_forget(s, r);
		}
	}
}

void
receipts_pump(struct server *s)
{
	struct account *a, *next;

	for (a = s->accounts; a; a = next) {
		next = a->next;
		pump_account(s, a);
		account_tidy(a);
	}
}

static void
on_retry(void *arg)
{
	struct server *s = arg;
	struct receipt **at = &s->later, *r;
	msec now = clock_mono(), first = UINT64_MAX;

	while ((r = *at)) {
		if (r->due <= now) {
			*at = r->next;
			queue(s, r);
			continue;
		}
		if (r->due < first)
			first = r->due;
		at = &r->next;
	}
	loop_timer_at(s->retry, first);
}

static void
try_later(struct server *s, struct receipt *r)
{
	msec wait = (msec)RECEIPT_WAIT << (r->tries - 1);

	r->due = clock_mono() + (wait < RECEIPT_WAIT_MAX ? wait :
	    RECEIPT_WAIT_MAX);
	r->next = s->later;
	s->later = r;
	loop_timer_at(s->retry, r->due);
}

void
receipts_answer(struct server *s, struct receipt *r,
    const struct smpp_event *ev)
{
	enum sms_part_state state;
	char text[SMPP_STATUS_TEXT];

	sms_part_answer(&r->part, ev->pdu, ev->status);
	state = r->part.state;
	sms_part_release(&r->part);
	if (state == SMS_PART_OK) {
		receipt_forget(s, r);
	} else if (state == SMS_PART_PERMANENT || r->tries >= RECEIPT_TRIES) {
		diag_warn(NULL, "%s: its receipt was not taken: %s",
		    r->note.message_id, ev->pdu ?
		    smpp_status_text(smpp_status_find(ev->status), ev->status,
		    text) : "no response");
		receipt_forget(s, r);
	} else if (ev->pdu) {
		try_later(s, r);
	} else {
		queue(s, r);
	}
}

int
receipts_init(struct server *s)
{
	s->delayed_last = &s->delayed;
	s->retry = loop_timer(s->d.loop, on_retry, s);
	s->delay = loop_timer(s->d.loop, on_delay, s);
	return s->retry && s->delay ? 0 : -1;
}

static void
forget_all(struct server *s, struct receipt *r)
{
	struct receipt *next;

	for (; r; r = next) {
		next = r->next;
		receipt_forget(s, r);
	}
}

void
receipts_free(struct server *s)
{
	struct account *a;

	if (s->nreceipts)
		diag_warn(NULL, "%zu receipts were not sent", s->nreceipts);
	while ((a = s->accounts)) {
		forget_all(s, a->receipts);
		a->receipts = NULL;
		a->limits.rate = 0;	/* no need to remember what is spent */
		account_tidy(a);
	}
	forget_all(s, s->later);
	forget_all(s, s->delayed);
	s->later = s->delayed = NULL;
	s->over = 1;
	loop_watch_free(s->retry);
	loop_watch_free(s->delay);
}
