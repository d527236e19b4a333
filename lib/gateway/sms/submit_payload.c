/* Text in message_payload, and what data_sm cannot say.  See submit_priv.h. */
#include <string.h>
#include <sysexits.h>

#include "gateway/sms/submit_priv.h"
#include "gsm/text.h"
#include "smpp/tlv.h"

enum { PAYLOAD_MAX = 65535 };	/* octets; the length field has 16 bits */

/* Fields of the record, or options, that data_sm has no place for; v3.4, 4.7.1. */
static int
check_data_sm(const struct sms_submit *m, struct diag_err *err)
{
	static const char why[] = "data_sm has no such field";

	if (*m->schedule)
		return submit_wrong(err, REC_SCHEDULE, why);
	if (m->priority)
		return submit_wrong(err, REC_PRIORITY, why);
	if (m->protocol_id)
		return submit_wrong(err, REC_PROTOCOL_ID, why);
	return 0;
}

int
submit_payload(struct sms_submit *m, const struct record *rec,
    const struct config_view *v, struct diag_err *err)
{
	struct smpp_octets tlvs = { (uint8_t *)m->tlvs.p, m->tlvs.len };
	size_t octets = m->nudh + m->units.n * gsm_unit_octets(m->units.coding);
	int64_t how = config_int(v, SMPP_ESME_MESSAGE_PAYLOAD);
	struct smpp_tlv t;

	m->data_sm = m->payload = 0;
	if (rec->type == REC_DELIVER)
		return 0;
	m->data_sm = config_bool(v, SMPP_ESME_SUBMIT_DATA_SM);
	m->payload = how == PAYLOAD_ALWAYS ||
		(how == PAYLOAD_LONG && m->nsegments > 1);
	if (m->data_sm && check_data_sm(m, err) < 0)
		return -1;
	if ((m->payload || m->data_sm) && octets &&
	    smpp_tlv_find(tlvs, SMPP_TLV_MESSAGE_PAYLOAD, &t))
		return submit_wrong(err, REC_TLV, "has a message_payload, "
		    "where text or data is to go");
	if (!m->payload)
		return 0;
	if (octets > PAYLOAD_MAX)
		return submit_wrong(err, REC_TEXT,
		    "is over the 65535 octets of a message_payload");
	m->nsegments = 1;
	m->ends[0] = m->units.n;
	return 0;
}
