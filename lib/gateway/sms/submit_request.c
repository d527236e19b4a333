/* Records that ask about a message: query, cancel, replace.  See submit.h. */
#include <string.h>
#include <sysexits.h>

#include "gateway/sms/submit_priv.h"
#include "gsm/text.h"

/* It is one segment, so it fits. */
static void
pack(struct sms_units *u)
{
	uint8_t octets[GSM_SM_OCTETS];
	ssize_t n = gsm_pack(u->octets, u->n, 0, octets, sizeof octets);

	if (n < 0)
		return;
	memcpy(u->octets, octets, (size_t)n);
	u->n = (size_t)n;
	u->coding = GSM_CODING_OCTETS;
}

/* The new text, in one segment. */
static int
read_new_text(struct sms_submit *m, const struct record *rec,
    const struct config_view *v, struct diag_err *err)
{
	struct gsm_udh none;
	int n;

	memset(&none, 0, sizeof none);
	m->nudh = 0;
	if (!rec->v[REC_TEXT] && !rec->v[REC_DATA])
		return submit_wrong(err, REC_TEXT, "is missing");
	if (submit_content(m, rec, v, 0, &none, err) < 0)
		return -1;
	n = sms_segment(&m->units, v, 0, 0, m->ends, err);
	if (n > 1)
		return submit_wrong(err, REC_TEXT,
		    "does not fit one segment, and a replacement has only one");
	if (n < 0)
		return -1;
	if (m->packed && m->units.coding == GSM_CODING_GSM7)
		pack(&m->units);
	return 0;
}

int
sms_request_read(struct sms_submit *m, const struct record *rec,
    const struct config_view *v, struct json_reader *scratch,
    struct diag_err *err)
{
	if (submit_request_fields(m, rec, v, scratch, err) < 0)
		return -1;
	return rec->type == REC_REPLACE ? read_new_text(m, rec, v, err) : 0;
}

void
sms_request_pdu(const struct sms_submit *m, enum record_type type,
    const char *message_id, struct smpp_pdu *pdu)
{
	*pdu = (struct smpp_pdu){
		.command = type == REC_QUERY ? SMPP_QUERY_SM :
		    type == REC_CANCEL ? SMPP_CANCEL_SM : SMPP_REPLACE_SM,
		.service_type = m->service_type,
		.message_id = message_id,
		.source_addr = m->from.addr,
		.source_addr_ton = m->from.ton,
		.source_addr_npi = m->from.npi,
		.destination_addr = m->to.addr,
		.dest_addr_ton = m->to.ton,
		.dest_addr_npi = m->to.npi,
	};
	if (type != REC_REPLACE)
		return;
	pdu->schedule_delivery_time = m->schedule;
	pdu->validity_period = m->validity;
	pdu->registered_delivery = m->registered_delivery;
	pdu->short_message = (struct smpp_octets){ m->units.octets,
		m->units.n * gsm_unit_octets(m->units.coding) };
}
