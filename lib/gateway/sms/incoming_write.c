/* Records of messages that came in.  See incoming.h. */
#include <stdlib.h>

#include "gateway/sms/incoming_priv.h"
#include "gateway/sms/tlvs.h"
#include "gsm/text.h"

/* A value under its name in an option's table, or as a number. */
static void
write_named(struct buf *out, const char *key, enum option o, long value)
{
	const struct option_name *n;

	json_key(out, key);
	for (n = option_def(o)->names; n->name; n++)
		if (n->value == value) {
			json_cstr(out, n->name);
			return;
		}
	json_int(out, value);
}

/* submit_multi: `to` is a list.  Returns 1 when all have the TON and NPI of
   the first. */
static int
write_list(struct buf *out, struct smpp_octets dests, uint8_t *ton,
    uint8_t *npi)
{
	char to[SMS_ADDR_TEXT];
	struct smpp_dest d;
	size_t at = 0;
	int same = 1, first = 1;

	json_key(out, "to");
	json_open(out, '[');
	for (; smpp_dest_next(dests, &at, &d) == 1; first = 0) {
		sms_addr_text(d.addr, d.ton, to);
		json_cstr(out, to);
		if (first) {
			*ton = d.ton;
			*npi = d.npi;
		}
		same &= d.ton == *ton && d.npi == *npi;
	}
	json_close(out, ']');
	return same;
}

static void
write_addresses(struct buf *out, const struct sms_incoming *in)
{
	const struct smpp_pdu *p = in->pdu;
	int alert = p->command == SMPP_ALERT_NOTIFICATION;
	uint8_t ton = alert ? p->esme_addr_ton : p->dest_addr_ton;
	uint8_t npi = alert ? p->esme_addr_npi : p->dest_addr_npi;
	int same = 1;

	json_key_cstr(out, "from", in->from);
	if (p->command == SMPP_SUBMIT_MULTI)
		same = write_list(out, p->dests, &ton, &npi);
	else
		json_key_cstr(out, "to", in->to);
	write_named(out, "from_ton", SMPP_ESME_TYPE_OF_NUMBER,
	    p->source_addr_ton);
	write_named(out, "from_npi", SMPP_ESME_NUMBERING_PLAN,
	    p->source_addr_npi);
	/* of a list's numbers the + tells, where they differ */
	if (!same)
		return;
	write_named(out, "to_ton", SMPP_DESTINATION_TYPE_OF_NUMBER, ton);
	write_named(out, "to_npi", SMPP_DESTINATION_NUMBERING_PLAN, npi);
}

void
incoming_begin(struct buf *out, enum record_type type,
    const struct sms_incoming *in, const struct sms_context *ctx)
{
	record_begin(out, type);
	json_key_cstr(out, "id", ctx->id);
	if (ctx->domain)
		json_key_cstr(out, "domain", ctx->domain);
	write_addresses(out, in);
}

enum gsm_coding
incoming_coding(const struct sms_incoming *in, const struct config_view *v)
{
	enum gsm_coding c = in->dcs.coding;

	if (in->dcs.compressed)
		return GSM_CODING_OCTETS;
	if (c == GSM_CODING_DEFAULT)
		c = gsm_dcs_of_smpp((uint8_t)config_int(v,
		    SMPP_SMSC_DEFAULT_ALPHABET)).coding;
	return c == GSM_CODING_DEFAULT ? GSM_CODING_GSM7 : c;
}

/* Some count a NUL behind the text as part of it; in GSM 7 bit it is an @. */
static size_t
without_nul(enum gsm_coding coding, const uint8_t *p, size_t n)
{
	size_t unit = gsm_unit_octets(coding), i;

	if (coding == GSM_CODING_GSM7 || n < unit)
		return n;
	for (i = 1; i <= unit; i++)
		if (p[n - i])
			return n;
	return n - unit;
}

/* Some send UCS2 little-endian, and no BOM: the other way round, if so.  swapped
   has room for n octets. */
static const uint8_t *
in_order(enum gsm_coding coding, const uint8_t *p, size_t n, uint8_t *swapped)
{
	size_t i;

	if (coding != GSM_CODING_UCS2 || !gsm_ucs2_is_swapped(p, n))
		return p;
	for (i = 0; i < n; i++)
		swapped[i] = p[(i ^ 1) < n ? i ^ 1 : i];
	return swapped;
}

static void
write_text(struct buf *out, const struct sms_incoming *in,
    const uint8_t *payload, size_t n, const struct sms_context *ctx)
{
	enum gsm_coding coding = incoming_coding(in, ctx->view);
	struct gsm_tables t = { in->udh.locking, in->udh.single };
	ssize_t len = -1;
	char *text;

	if (coding == GSM_CODING_OCTETS) {
		json_key(out, "data");
		json_hex(out, payload, n);
		return;
	}
	n = without_nul(coding, payload, n);
	text = malloc(4 * n + 1);	/* the text, and octets in order */
	if (text)
		len = gsm_text_decode(coding, t, in_order(coding, payload, n,
		    (uint8_t *)text + 3 * n), n, text, 3 * n);
	if (len >= 0) {
		json_key(out, "text");
		json_str(out, text, (size_t)len);
	} else {
		out->err = 1;
	}
	free(text);
}

static int
is_said(const struct sms_incoming *in, uint16_t tag)
{
	switch (tag) {
	case SMPP_TLV_MESSAGE_PAYLOAD:	/* beside a short_message it is not */
		return in->pdu->short_message.n == 0;
	case SMPP_TLV_SAR_MSG_REF_NUM:
	case SMPP_TLV_SAR_TOTAL_SEGMENTS:
	case SMPP_TLV_SAR_SEGMENT_SEQNUM:
		return 1;
	}
	return 0;
}

void
incoming_tlvs(struct buf *out, const struct sms_incoming *in,
    const struct sms_context *ctx, enum sms_vendor_use use)
{
	struct sms_vendor_tlvs vendor = sms_vendor_tlvs(ctx->view, use);
	struct buf rest = BUF_INIT;
	struct smpp_tlv t;
	size_t at = 0;

	while (smpp_tlv_next(in->pdu->tlvs, &at, &t) == 1)
		if (!is_said(in, t.tag))
			smpp_tlv_put(&rest, t.tag, t.value, t.len);
	if (rest.len) {
		json_key(out, "tlv");
		sms_tlvs_write(out, &vendor, (struct smpp_octets){
		    (uint8_t *)rest.p, rest.len });
	}
	out->err |= rest.err;
	buf_free(&rest);
}

/* Header elements other than the concatenation, which `parts` says. */
static void
write_udh(struct buf *out, const struct sms_incoming *in)
{
	const struct smpp_octets *h = &in->udh_octets;
	uint8_t udh[GSM_UDH_MAX];
	struct gsm_udh_ie ie;
	size_t at = 0;
	ssize_t n = 0;

	while (n >= 0 && h->n && gsm_udh_next(h->p, h->n, &at, &ie))
		if (ie.id != GSM_IEI_CONCAT8 && ie.id != GSM_IEI_CONCAT16)
			n = gsm_udh_add(udh, sizeof udh, (size_t)n, ie.id,
			    ie.value, ie.len);
	if (n > 0) {
		json_key(out, "udh");
		json_hex(out, udh, (size_t)n);
	}
}

void
incoming_context(struct buf *out, const struct sms_context *ctx)
{
	if (ctx->received)
		json_key_cstr(out, "received", ctx->received);
	if (ctx->smsc)
		json_key_cstr(out, "smsc", ctx->smsc);
}

/* What only an ESME says: how the message is to be sent. */
static void
write_submit_fields(struct buf *out, const struct smpp_pdu *p)
{
	if (p->schedule_delivery_time && *p->schedule_delivery_time)
		json_key_cstr(out, "schedule", p->schedule_delivery_time);
	if (p->validity_period && *p->validity_period)
		json_key_cstr(out, "validity", p->validity_period);
	if (p->registered_delivery)
		json_key_int(out, "registered_delivery",
		    p->registered_delivery);
	if (p->esm_class & SMPP_ESM_MODE)
		json_key_int(out, "message_mode",
		    p->esm_class & SMPP_ESM_MODE);
}

void
sms_message_write(struct buf *out, enum record_type type,
    const struct sms_incoming *in, const uint8_t *payload, size_t n,
    unsigned parts, const uint8_t *missing, unsigned nmissing,
    const struct sms_context *ctx)
{
	const struct smpp_pdu *p = in->pdu;
	unsigned i;

	incoming_begin(out, type, in, ctx);
	write_text(out, in, payload, n, ctx);
	json_key_int(out, "data_coding", p->data_coding);
	if (in->dcs.message_class == 0) {
		json_key(out, "flash");
		json_bool(out, 1);
	}
	write_udh(out, in);
	if (p->service_type && *p->service_type)
		json_key_cstr(out, "service_type", p->service_type);
	if (p->protocol_id)
		json_key_int(out, "protocol_id", p->protocol_id);
	if (p->priority_flag)
		json_key_int(out, "priority", p->priority_flag);
	if (type == REC_SUBMIT)
		write_submit_fields(out, p);
	incoming_tlvs(out, in, ctx, type == REC_SUBMIT ? SMS_VENDOR_MT :
	    SMS_VENDOR_MO);
	incoming_context(out, ctx);
	json_key_int(out, "parts", parts);
	if (nmissing) {
		json_key(out, "missing");
		json_open(out, '[');
		for (i = 0; i < nmissing; i++)
			json_int(out, missing[i]);
		json_close(out, ']');
	}
	record_close(out);
}

void
sms_alert_write(struct buf *out, const struct sms_incoming *in,
    const struct sms_context *ctx)
{
	incoming_begin(out, REC_ALERT, in, ctx);
	incoming_tlvs(out, in, ctx, SMS_VENDOR_MO);
	incoming_context(out, ctx);
	record_close(out);
}
