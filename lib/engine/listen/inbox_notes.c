/* Notes for receipts that we will owe.  See inbox.h. */
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "engine/listen/inbox_priv.h"

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
struct inbox_note *
inbox_notes_new(const struct inbox_peer *p, const struct sms_incoming *in,
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

void
inbox_notes_free(struct inbox_note *n)
{
	struct inbox_note *next;

	for (; n; n = next) {
		next = n->next;
		free(n);
	}
}

void
inbox_tell(struct inbox *b, struct inbox_note *n, enum outcome outcome)
{
	b->receipt(b->arg, n, outcome);
	free(n);
}

/* The earlier parts of a message whose outcome is known. */
void
inbox_tell_parts(struct inbox *b, int64_t whole, enum outcome outcome)
{
	struct inbox_note **at = &b->notes, *n;

	if (outcome != OUTCOME_DONE && outcome != OUTCOME_REFUSED)
		return;
	while ((n = *at)) {
		if (n->whole != whole) {
			at = &n->next;
			continue;
		}
		*at = n->next;
		inbox_tell(b, n, outcome);
	}
}

/* Another process may have completed the message, or given it out. */
void
inbox_tell_settled(struct inbox *b)
{
	struct inbox_note **at = &b->notes, *n;
	enum store_fate fate;

	while ((n = *at)) {
		fate = parts_fate(inbox_parts(b), n->whole);
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
			inbox_tell(b, n, fate == STORE_FATE_DONE ? OUTCOME_DONE :
			    OUTCOME_REFUSED);
		}
	}
}
