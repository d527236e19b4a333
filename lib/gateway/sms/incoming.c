#include "gateway/sms/incoming_priv.h"

#include <string.h>

#include "gsm/pack.h"
#include "smpp/tlv.h"

/* The whole user data: short_message, else message_payload. */
static struct smpp_octets
user_data(const struct smpp_pdu *pdu)
{
	struct smpp_tlv t;

	if (pdu->short_message.n == 0 &&
	    smpp_tlv_find(pdu->tlvs, SMPP_TLV_MESSAGE_PAYLOAD, &t))
		return (struct smpp_octets){ t.value, t.len };
	return pdu->short_message;
}

static void
split_udh(struct sms_incoming *in)
{
	struct smpp_octets *p = &in->payload;

	if (!(in->pdu->esm_class & SMPP_ESM_UDHI) ||
	    gsm_udh_parse(p->p, p->n, &in->udh) < 0)
		return;
	in->udh_octets = (struct smpp_octets){ p->p, in->udh.octets };
	p->p += in->udh.octets;
	p->n -= in->udh.octets;
}

static void
read_concat(struct sms_incoming *in)
{
	struct sms_concat *c = &in->concat;
	struct smpp_octets tlvs = in->pdu->tlvs;
	uint32_t ref, total, seq;

	*c = (struct sms_concat){ SMS_CONCAT_NONE, 0, 1, 1 };
	if (in->udh.concat_width && in->udh.concat_total > 1) {
		c->how = in->udh.concat_width == 8 ? SMS_CONCAT_UDH8 :
			SMS_CONCAT_UDH16;
		c->ref = in->udh.concat_ref;
		c->total = in->udh.concat_total;
		c->seq = in->udh.concat_seq;
	} else if (smpp_tlv_int(tlvs, SMPP_TLV_SAR_MSG_REF_NUM, &ref) &&
	    smpp_tlv_int(tlvs, SMPP_TLV_SAR_TOTAL_SEGMENTS, &total) &&
	    smpp_tlv_int(tlvs, SMPP_TLV_SAR_SEGMENT_SEQNUM, &seq) &&
	    total > 1 && total <= 255 && seq >= 1 && seq <= total) {
		c->how = SMS_CONCAT_SAR;
		c->ref = (uint16_t)ref;
		c->total = total;
		c->seq = seq;
	}
}

static int
is_receipt(const struct smpp_pdu *pdu)
{
	struct smpp_tlv t;

	/* a user's acknowledgement (and the end of a conversation) is what a
	   person wrote, so a message; v3.4, 2.11 */
	switch (pdu->esm_class & SMPP_ESM_TYPE) {
	case SMPP_ESM_RECEIPT:
	case SMPP_ESM_DELIVERY_ACK:
	case SMPP_ESM_INTERMEDIATE:
		return 1;
	}
	return smpp_tlv_find(pdu->tlvs, SMPP_TLV_RECEIPTED_MESSAGE_ID, &t) &&
		smpp_tlv_find(pdu->tlvs, SMPP_TLV_MESSAGE_STATE, &t);
}

/* Whom it is for, of several the first. */
static void
read_to(const struct smpp_pdu *pdu, char to[SMS_ADDR_TEXT])
{
	struct smpp_dest d = { 1, pdu->dest_addr_ton, pdu->dest_addr_npi,
		pdu->destination_addr };
	size_t at = 0;

	if (pdu->command == SMPP_SUBMIT_MULTI)
		smpp_dest_next(pdu->dests, &at, &d);
	else if (pdu->command == SMPP_ALERT_NOTIFICATION)
		d = (struct smpp_dest){ 1, pdu->esme_addr_ton,
			pdu->esme_addr_npi, pdu->esme_addr };
	sms_addr_text(d.addr ? d.addr : "", d.ton, to);
}

void
sms_incoming_read(const struct smpp_pdu *pdu, struct sms_incoming *in)
{
	memset(in, 0, sizeof *in);
	in->pdu = pdu;
	/* an ESME's submit_sm has other meanings in the same bits of esm_class */
	in->receipt = (pdu->command == SMPP_DELIVER_SM ||
	    pdu->command == SMPP_DATA_SM) && is_receipt(pdu);
	in->intermediate = in->receipt &&
		(pdu->esm_class & SMPP_ESM_TYPE) == SMPP_ESM_INTERMEDIATE;
	sms_addr_text(pdu->source_addr ? pdu->source_addr : "",
	    pdu->source_addr_ton, in->from);
	read_to(pdu, in->to);
	in->dcs = gsm_dcs_of_smpp(pdu->data_coding);
	in->payload = user_data(pdu);
	split_udh(in);
	read_concat(in);
}

int
sms_incoming_unpack(struct sms_incoming *in, const struct config_view *v,
    struct buf *scratch)
{
	struct smpp_octets *p = &in->payload;
	unsigned fill = gsm_fill_bits(in->udh.octets);
	size_t bits = 8 * p->n, n;
	uint8_t *to;

	if (in->receipt || bits <= fill || !config_bool(v, SMPP_SMSC_PACKED) ||
	    incoming_coding(in, v) != GSM_CODING_GSM7)
		return 0;
	n = (bits - fill) / 7;
	buf_reset(scratch);
	to = (uint8_t *)buf_room(scratch, n + 1);
	if (!to || gsm_unpack(p->p, p->n, fill, n, to, n) < 0)
		return -1;
	if (n && n * 7 == bits - fill && to[n - 1] == 0)
		n--;
	*p = (struct smpp_octets){ to, n };
	return 0;
}
