/* Records of what came in.  See incoming.h. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "gateway/sms/incoming.h"
#include "gateway/sms/tlvs.h"
#include "gsm/text.h"
#include "smpp/receipt.h"
#include "smpp/status.h"

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

static void
write_addresses(struct buf *out, const struct sms_incoming *in)
{
	const struct smpp_pdu *p = in->pdu;

	json_key_cstr(out, "from", in->from);
	json_key_cstr(out, "to", in->to);
	write_named(out, "from_ton", SMPP_ESME_TYPE_OF_NUMBER,
	    p->source_addr_ton);
	write_named(out, "from_npi", SMPP_ESME_NUMBERING_PLAN,
	    p->source_addr_npi);
	write_named(out, "to_ton", SMPP_DESTINATION_TYPE_OF_NUMBER,
	    p->dest_addr_ton);
	write_named(out, "to_npi", SMPP_DESTINATION_NUMBERING_PLAN,
	    p->dest_addr_npi);
}

/* What data_coding 0 stands for, and the tables that the UDH names. */
static enum gsm_coding
coding_of(const struct sms_incoming *in, const struct sms_context *ctx)
{
	enum gsm_coding c = in->dcs.coding;

	if (in->dcs.compressed)
		return GSM_CODING_OCTETS;
	if (c == GSM_CODING_DEFAULT)
		c = gsm_dcs_of_smpp((uint8_t)config_int(ctx->view,
		    SMPP_SMSC_DEFAULT_ALPHABET)).coding;
	return c == GSM_CODING_DEFAULT ? GSM_CODING_GSM7 : c;
}

static void
write_text(struct buf *out, const struct sms_incoming *in,
    const uint8_t *payload, size_t n, const struct sms_context *ctx)
{
	enum gsm_coding coding = coding_of(in, ctx);
	struct gsm_tables t = {
		in->udh.locking < GSM_LANGS ? in->udh.locking : 0,
		in->udh.single < GSM_LANGS ? in->udh.single : 0,
	};
	char *text = NULL;
	ssize_t len = -1;

	if (coding != GSM_CODING_OCTETS && (text = malloc(3 * n + 1)))
		len = gsm_text_decode(coding, t, payload, n, text, 3 * n + 1);
	if (len >= 0) {
		json_key(out, "text");
		json_str(out, text, (size_t)len);
	} else {
		json_key(out, "data");
		json_hex(out, payload, n);
	}
	free(text);
}

/* The parameters that the record does not say in another way. */
static void
write_tlvs(struct buf *out, struct smpp_octets tlvs)
{
	static const uint16_t said[] = {
		SMPP_TLV_MESSAGE_PAYLOAD, SMPP_TLV_SAR_MSG_REF_NUM,
		SMPP_TLV_SAR_TOTAL_SEGMENTS, SMPP_TLV_SAR_SEGMENT_SEQNUM,
	};
	struct buf rest = BUF_INIT;
	struct smpp_tlv t;
	size_t at = 0, i;

	while (smpp_tlv_next(tlvs, &at, &t) == 1) {
		for (i = 0; i < sizeof said / sizeof said[0]; i++)
			if (t.tag == said[i])
				break;
		if (i == sizeof said / sizeof said[0])
			smpp_tlv_put(&rest, t.tag, t.value, t.len);
	}
	if (rest.len) {
		json_key(out, "tlv");
		sms_tlvs_write(out, (struct smpp_octets){ (uint8_t *)rest.p,
		    rest.len });
	}
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

static void
write_context(struct buf *out, const struct sms_context *ctx)
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

	record_begin(out, type);
	json_key_cstr(out, "id", ctx->id);
	if (ctx->domain)
		json_key_cstr(out, "domain", ctx->domain);
	write_addresses(out, in);
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
	write_tlvs(out, p->tlvs);
	write_context(out, ctx);
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

static void
write_date(struct buf *out, const char *key, struct smpp_octets s,
    int64_t now_ms)
{
	char text[CLOCK_RFC3339_SIZE];
	int64_t ms;

	if (s.p && smpp_receipt_date(s, now_ms, &ms) == 0) {
		clock_rfc3339(ms, 0, text);
		json_key_cstr(out, key, text);
	}
}

static void
write_octets(struct buf *out, const char *key, struct smpp_octets s)
{
	if (!s.p)
		return;
	json_key(out, key);
	json_str(out, (const char *)s.p, s.n);
}

/* The id: the parameter, unless it is empty or a mere 0, else the text's. */
static void
write_message_id(struct buf *out, const struct sms_incoming *in,
    const struct smpp_receipt *r)
{
	struct smpp_octets id = r->field[SMPP_RCPT_ID];
	struct smpp_tlv t;

	if (smpp_tlv_find(in->pdu->tlvs, SMPP_TLV_RECEIPTED_MESSAGE_ID, &t)) {
		while (t.len && t.value[t.len - 1] == 0)
			t.len--;
		if (!id.n || !(t.len == 0 || (t.len == 1 && *t.value == '0')))
			id = (struct smpp_octets){ t.value, t.len };
	}
	write_octets(out, "message_id", id);
}

/* state as the standard spells it where it is one of its states, else as it
   came; and whether another may follow. */
static void
write_state(struct buf *out, const struct sms_incoming *in,
    const struct smpp_receipt *r)
{
	struct smpp_octets stat = r->field[SMPP_RCPT_STAT];
	char text[32] = "";
	uint32_t tlv;
	int state = -1;

	if (stat.p && stat.n < sizeof text) {
		memcpy(text, stat.p, stat.n);
		text[stat.n] = '\0';
		state = smpp_message_state_parse(text);
	}
	if (smpp_tlv_int(in->pdu->tlvs, SMPP_TLV_MESSAGE_STATE, &tlv) &&
	    tlv <= 255 && smpp_message_state_name((uint8_t)tlv))
		state = (int)tlv;
	json_key(out, "state");
	if (state >= 0)
		json_cstr(out, smpp_message_state_name((uint8_t)state));
	else if (stat.n)
		json_str(out, (const char *)stat.p, stat.n);
	else
		json_cstr(out, "UNKNOWN");
	json_key(out, "final");
	json_bool(out, state >= 0 && !in->intermediate &&
	    smpp_message_state_final((uint8_t)state));
}

/* A receipt is read as octets, whatever its data_coding claims; only what
   looks like UTF-16 (some send ASCII receipts so) is taken for it. */
static size_t
narrow(struct smpp_octets p, uint8_t *out, size_t cap)
{
	size_t i, n = 0;

	if (p.n >= 4 && p.n % 2 == 0 && p.p[0] == 0 && p.p[2] == 0) {
		for (i = 0; i + 1 < p.n && n < cap; i += 2)
			out[n++] = p.p[i] ? '?' : p.p[i + 1];
		return n;
	}
	n = p.n < cap ? p.n : cap;
	memcpy(out, p.p, n);
	return n;
}

void
sms_receipt_write(struct buf *out, const struct sms_incoming *in,
    const struct sms_context *ctx, int64_t now_ms)
{
	uint8_t text[1024];
	size_t n = in->payload.n ? narrow(in->payload, text, sizeof text) : 0;
	struct smpp_receipt r;

	smpp_receipt_parse(text, n, &r);
	record_begin(out, REC_RECEIPT);
	json_key_cstr(out, "id", ctx->id);
	if (ctx->domain)
		json_key_cstr(out, "domain", ctx->domain);
	write_addresses(out, in);
	write_message_id(out, in, &r);
	write_state(out, in, &r);
	write_octets(out, "error", r.field[SMPP_RCPT_ERR]);
	write_date(out, "submitted", r.field[SMPP_RCPT_SUBMIT], now_ms);
	write_date(out, "done", r.field[SMPP_RCPT_DONE], now_ms);
	while (n && text[n - 1] == 0)
		n--;
	write_octets(out, "receipt_text", (struct smpp_octets){ text, n });
	write_tlvs(out, in->pdu->tlvs);
	write_context(out, ctx);
	record_close(out);
}
