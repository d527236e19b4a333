/* Records of delivery receipts.  See incoming.h. */
#include <string.h>
#include <strings.h>

#include "gateway/sms/incoming_priv.h"
#include "smpp/receipt.h"
#include "smpp/status.h"
#include "smpp/tlv.h"

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
	if (!s.n)
		return;
	json_key(out, key);
	json_str(out, (const char *)s.p, s.n);
}

/* The id: the parameter, unless it is empty or a mere 0, else the text's. */
static struct smpp_octets
message_id(const struct sms_incoming *in, const struct smpp_receipt *r)
{
	struct smpp_octets text = r->field[SMPP_RCPT_ID], id;
	struct smpp_tlv t;
	const uint8_t *nul;

	if (!smpp_tlv_find(in->pdu->tlvs, SMPP_TLV_RECEIPTED_MESSAGE_ID, &t))
		return text;
	nul = memchr(t.value, 0, t.len);
	id = (struct smpp_octets){ t.value,
		nul ? (size_t)(nul - t.value) : t.len };
	if (text.n && (id.n == 0 || (id.n == 1 && *id.p == '0')))
		return text;
	return id;
}

/* The state by the TLV, else by the text; -1: none that is known. */
static int
state_of(const struct sms_incoming *in, const char *stat)
{
	uint32_t state;

	if (smpp_tlv_int(in->pdu->tlvs, SMPP_TLV_MESSAGE_STATE, &state) &&
	    state <= 255 && smpp_message_state_name((uint8_t)state))
		return (int)state;
	return smpp_message_state_parse(stat);
}

/* What a vendor calls it stays as it came; whether another may follow is known
   of some of these too. */
static void
write_state(struct buf *out, const struct sms_incoming *in,
    const struct smpp_receipt *r)
{
	struct smpp_octets stat = r->field[SMPP_RCPT_STAT];
	char text[32] = "";
	int state;

	if (stat.p && stat.n < sizeof text) {
		memcpy(text, stat.p, stat.n);
		text[stat.n] = '\0';
	}
	state = state_of(in, text);
	json_key(out, "state");
	if (state >= 0 && (state != smpp_message_state_parse(text) ||
	    strcasecmp(text, smpp_message_state_name((uint8_t)state)) == 0))
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
static void
narrow(struct smpp_octets p, struct buf *out)
{
	size_t i;

	if (p.n < 4 || p.n % 2 || p.p[0] || p.p[2]) {
		buf_add(out, p.p, p.n);
		return;
	}
	for (i = 0; i < p.n; i += 2)
		buf_ch(out, p.p[i] ? '?' : (char)p.p[i + 1]);
}

void
sms_receipt_write(struct buf *out, const struct sms_incoming *in,
    const struct sms_context *ctx, int64_t now_ms)
{
	struct buf b = BUF_INIT;
	struct smpp_octets text;
	struct smpp_receipt r;

	narrow(in->payload, &b);
	text = (struct smpp_octets){ (uint8_t *)b.p, b.len };
	while (text.n && text.p[text.n - 1] == 0)
		text.n--;
	smpp_receipt_parse(text.p, text.n, &r);
	incoming_begin(out, REC_RECEIPT, in, ctx);
	write_octets(out, "message_id", message_id(in, &r));
	write_state(out, in, &r);
	write_octets(out, "error", r.field[SMPP_RCPT_ERR]);
	write_date(out, "submitted", r.field[SMPP_RCPT_SUBMIT], now_ms);
	write_date(out, "done", r.field[SMPP_RCPT_DONE], now_ms);
	write_octets(out, "receipt_text", text);
	incoming_tlvs(out, in);
	incoming_context(out, ctx);
	record_close(out);
	out->err |= b.err;
	buf_free(&b);
}
