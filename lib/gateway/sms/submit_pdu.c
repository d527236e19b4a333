/* A segment's PDU.  See submit.h. */
#include <string.h>

#include "base/clock.h"
#include "gateway/sms/submit.h"
#include "gsm/text.h"
#include "gsm/udh.h"
#include "smpp/tlv.h"

/* The segment's own header: the record's elements and the concatenation. */
static ssize_t
segment_udh(const struct sms_submit *m, unsigned i, uint8_t *udh, size_t size)
{
	uint8_t ie[4];
	size_t n = 0;

	memcpy(udh, m->udh, m->nudh);
	if (m->nsegments == 1 || !m->use_udh)
		return (ssize_t)m->nudh;
	if (m->ref_octets == 2)
		ie[n++] = (uint8_t)(m->ref >> 8);
	ie[n++] = (uint8_t)m->ref;
	ie[n++] = (uint8_t)m->nsegments;
	ie[n++] = (uint8_t)(i + 1);
	return gsm_udh_add(udh, size, m->nudh, m->ref_octets == 2 ?
	    GSM_IEI_CONCAT16 : GSM_IEI_CONCAT8, ie, (uint8_t)n);
}

static void
put_sar(struct buf *b, const struct sms_submit *m, unsigned i)
{
	smpp_tlv_put_int(b, SMPP_TLV_SAR_MSG_REF_NUM, m->ref, 2);
	smpp_tlv_put_int(b, SMPP_TLV_SAR_TOTAL_SEGMENTS, m->nsegments, 1);
	smpp_tlv_put_int(b, SMPP_TLV_SAR_SEGMENT_SEQNUM, i + 1, 1);
}

/* validity, for which a data_sm has no field; v3.4, 5.3.2.9. */
static void
put_time_to_live(struct buf *b, const struct sms_submit *m)
{
	struct smpp_octets own = { (uint8_t *)m->tlvs.p, m->tlvs.len };
	int64_t now = clock_now(), until;
	struct smpp_tlv t;

	if (!smpp_tlv_find(own, SMPP_TLV_QOS_TIME_TO_LIVE, &t) &&
	    smpp_time_parse(m->validity, now, &until) == 0)
		smpp_tlv_put_int(b, SMPP_TLV_QOS_TIME_TO_LIVE, until > now ?
		    (uint32_t)((until - now) / 1000) : 0, 4);
}

static int
is_packed(const struct sms_submit *m)
{
	return m->packed && m->units.coding == GSM_CODING_GSM7;
}

/* Octets of so many units behind a header. */
static size_t
text_octets(const struct sms_submit *m, size_t units, size_t nudh)
{
	if (is_packed(m))
		return units ? (units * 7 + gsm_fill_bits(nudh) + 7) / 8 : 0;
	return units * gsm_unit_octets(m->units.coding);
}

static void
put_text(struct buf *b, const struct sms_submit *m, size_t from, size_t units,
    size_t nudh)
{
	size_t unit = gsm_unit_octets(m->units.coding);
	size_t n = text_octets(m, units, nudh);
	char *to;

	if (!is_packed(m)) {
		buf_add(b, m->units.octets + from * unit, n);
		return;
	}
	to = buf_room(b, n);
	if (to && n && gsm_pack(m->units.octets + from, units,
	    gsm_fill_bits(nudh), (uint8_t *)to, n) == (ssize_t)n)
		b->len += n;
}

/* Its text behind its header, in front of all TLVs: the octets of short_message,
   0 where message_payload has them. */
static size_t
put_user_data(struct buf *scratch, const struct sms_submit *m, unsigned i,
    uint32_t command, const uint8_t *udh, size_t nudh)
{
	size_t from = i ? m->ends[i - 1] : 0, units = m->ends[i] - from;
	size_t n = nudh + text_octets(m, units, nudh);
	uint8_t head[4];

	if ((m->payload || command == SMPP_DATA_SM) && n) {
		head[0] = SMPP_TLV_MESSAGE_PAYLOAD >> 8;
		head[1] = SMPP_TLV_MESSAGE_PAYLOAD & 0xff;
		head[2] = (uint8_t)(n >> 8);
		head[3] = (uint8_t)n;
		buf_add(scratch, head, sizeof head);
		n = 0;
	}
	buf_add(scratch, udh, nudh);
	put_text(scratch, m, from, units, nudh);
	return n;
}

static void
put_tlvs(struct buf *scratch, const struct sms_submit *m, unsigned i,
    uint32_t command)
{
	if (command == SMPP_DATA_SM && *m->validity)
		put_time_to_live(scratch, m);
	buf_add(scratch, m->tlvs.p, m->tlvs.len);
	if (m->nsegments > 1 && !m->use_udh)
		put_sar(scratch, m, i);
	if (m->umr >= 0)
		smpp_tlv_put_int(scratch, SMPP_TLV_USER_MESSAGE_REFERENCE,
		    (uint32_t)(m->umr + (int)i) & 0xffff, 2);
}

int
sms_submit_pdu(const struct sms_submit *m, unsigned i, uint32_t command,
    struct smpp_pdu *pdu, struct buf *scratch)
{
	uint8_t udh[GSM_UDH_MAX];
	ssize_t nudh = segment_udh(m, i, udh, sizeof udh);
	size_t nsm;

	if (nudh < 0)
		return -1;
	buf_reset(scratch);
	nsm = put_user_data(scratch, m, i, command, udh, (size_t)nudh);
	put_tlvs(scratch, m, i, command);
	if (!buf_room(scratch, 1))	/* p is there, even where all is empty */
		return -1;
	*pdu = (struct smpp_pdu){
		.command = command,
		.service_type = m->service_type,
		.source_addr = m->from.addr,
		.source_addr_ton = m->from.ton,
		.source_addr_npi = m->from.npi,
		.destination_addr = m->to.addr,
		.dest_addr_ton = m->to.ton,
		.dest_addr_npi = m->to.npi,
		.esm_class = (uint8_t)(m->esm_class |
		    (nudh ? SMPP_ESM_UDHI : 0)),
		.protocol_id = m->protocol_id,
		.priority_flag = m->priority,
		.schedule_delivery_time = m->schedule,
		.validity_period = m->validity,
		.registered_delivery = m->registered_delivery,
		.data_coding = m->units.data_coding,
		.short_message = { (uint8_t *)scratch->p, nsm },
		.tlvs = { (uint8_t *)scratch->p + nsm, scratch->len - nsm },
	};
	return 0;
}
