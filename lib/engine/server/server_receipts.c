/* Receipts that our server owes to ESMEs.  See server.h. */
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "engine/server/server.h"
#include "smpp/receipt.h"
#include "smpp/status.h"
#include "smpp/tlv.h"

enum { STATE_UNDELIV = 5, ERR_UNDELIV = 1 };

static void
forget(struct server *s, struct receipt *r)
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
		forget(s, r);
		return;
	}
	r->next = NULL;
	*a->last = r;
	a->last = &r->next;
	out_pump(s);
}

void
receipts_take(void *arg, const struct inbox_note *note, enum outcome outcome)
{
	struct server *s = arg;
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
	r->outcome = outcome;
	r->done = clock_now();
	s->nreceipts++;
	queue(s, r);
}

static int
state_of(const struct server *s, const struct receipt *r)
{
	return r->outcome == OUTCOME_DONE ? (int)config_int(s->d.view,
	    SMPP_SERVER_RECEIPT_STATE) : STATE_UNDELIV;
}

/* Send one.  Returns 0; 1: not now; or -1: it never can be. */
static int
send_one(struct server *s, struct session *to, struct receipt *r)
{
	const struct inbox_note *n = &r->note;
	int state = state_of(s, r), rc;
	struct smpp_octets begin = { n->text, n->ntext };
	struct buf tlvs = BUF_INIT;
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
	char text[SMPP_SHORT_MESSAGE_MAX + 1];
	ssize_t len = smpp_receipt_write(text, sizeof text, n->message_id,
	    n->submitted, r->done, smpp_message_state_name((uint8_t)state),
	    state == STATE_UNDELIV ? ERR_UNDELIV : 0, begin);

	if (len < 0)
		return -1;
	pdu.short_message = (struct smpp_octets){ (uint8_t *)text, (size_t)len };
	smpp_tlv_put(&tlvs, SMPP_TLV_RECEIPTED_MESSAGE_ID, n->message_id,
	    (uint16_t)(strlen(n->message_id) + 1));
	smpp_tlv_put_int(&tlvs, SMPP_TLV_MESSAGE_STATE, (uint32_t)state, 1);
	pdu.tlvs = (struct smpp_octets){ (uint8_t *)tlvs.p, tlvs.len };
	rc = tlvs.err ? -1 : smpp_session_request(conn_session(to->peer.conn),
	    &pdu, &r->part, NULL, clock_mono());
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
			forget(s, r);
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

	sms_part_answer(&r->part, ev->pdu, ev->status);
	state = r->part.state;
	sms_part_release(&r->part);
	if (state == SMS_PART_OK) {
		forget(s, r);
	} else if (state == SMS_PART_PERMANENT || r->tries >= RECEIPT_TRIES) {
		diag_warn(NULL, "%s: its receipt was not taken: %s",
		    r->note.message_id, ev->pdu ?
		    smpp_status_find(ev->status)->name : "no response");
		forget(s, r);
	} else if (ev->pdu) {
		try_later(s, r);
	} else {
		queue(s, r);
	}
}

int
receipts_init(struct server *s)
{
	s->retry = loop_timer(s->d.loop, on_retry, s);
	return s->retry ? 0 : -1;
}

static void
forget_all(struct server *s, struct receipt *r)
{
	struct receipt *next;

	for (; r; r = next) {
		next = r->next;
		forget(s, r);
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
		account_tidy(a);
	}
	forget_all(s, s->later);
	loop_watch_free(s->retry);
}
