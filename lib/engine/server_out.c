/* What our server sends to ESMEs: deliver records from stdin, and receipts.
   See server.h. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "engine/server.h"
#include "smpp/receipt.h"
#include "smpp/status.h"
#include "smpp/tlv.h"

enum { STATE_UNDELIV = 5, ERR_UNDELIV = 1 };

/* ---- receipts ---- */

static void
queue(struct server *s, struct receipt *r)
{
	r->next = NULL;
	*s->last = r;
	s->last = &r->next;
}

static void
forget(struct server *s, struct receipt *r)
{
	sms_part_release(&r->part);
	free(r);
	s->nreceipts--;
}

void
out_receipt(void *arg, const struct inbox_note *note, enum outcome outcome)
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
	out_pump(s);
}

static int
state_of(const struct server *s, const struct receipt *r)
{
	return r->outcome == OUTCOME_DONE ? (int)config_int(s->d.view,
	    SMPP_SERVER_RECEIPT_STATE) : STATE_UNDELIV;
}

/* Send one.  0, or -1: not now. */
static int
send_receipt(struct server *s, struct session *to, struct receipt *r)
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
	if (rc < 0)
		return -1;
	r->tries++;
	conn_kick(to->peer.conn);
	return 0;
}

/* Send those for which somebody is bound. */
static void
pump_receipts(struct server *s)
{
	struct receipt **at = &s->receipts, *r;
	struct session *to;

	while ((r = *at)) {
		to = session_receiver(s, r->note.system_id);
		if (!to || send_receipt(s, to, r) < 0) {
			at = &r->next;
			continue;
		}
		*at = r->next;
	}
	s->last = at;
}

static void
receipt_answered(struct server *s, struct receipt *r,
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
	} else {
		queue(s, r);
	}
}

/* ---- deliver records ---- */

static struct session *
push(struct server *s)
{
	struct session *to = session_receiver(s, NULL);

	if (!to)
		return NULL;
	s->via.peer = conn_peer(to->peer.conn);
	job_push(&s->jobs, conn_session(to->peer.conn));
	conn_kick(to->peer.conn);
	return to;
}

/* Returns 1 when more is to be had by waiting for input. */
static int
take_all(struct server *s)
{
	struct source_item item;

	while (!s->ended && !s->d.stopping) {
		if (s->jobs.current) {
			if (!push(s))
				return 0;
			continue;
		}
		if (sink_full(s->d.sink))
			return 0;
		switch (source_next(s->source, &item)) {
		case SOURCE_ITEM:
			job_take(&s->jobs, &item);
			break;
		case SOURCE_WAIT:
			return 1;
		case SOURCE_ERROR:
			diag_warn(NULL, "stdin: %s", strerror(errno));
			s->ended = 1;
			break;
		case SOURCE_END:
			s->ended = 1;
			break;
		}
	}
	if (s->jobs.current)
		push(s);
	return 0;
}

void
out_pump(struct server *s)
{
	int more;

	pump_receipts(s);
	if (!s->source)
		return;
	more = take_all(s);
	loop_watch_on(s->readable, more);
	delivery_flush(s->d.delivery);
}

void
out_answer(struct server *s, const struct smpp_event *ev)
{
	struct sms_part *part = ev->tag;

	if (part->owner)
		job_answer(&s->jobs, ev);
	else
		receipt_answered(s, (struct receipt *)part, ev);
}

void
out_free(struct server *s)
{
	struct receipt *r;

	if (s->nreceipts)
		diag_warn(NULL, "%zu receipts were not sent", s->nreceipts);
	while ((r = s->receipts)) {
		s->receipts = r->next;
		forget(s, r);
	}
}
