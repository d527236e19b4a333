/* Records of delivery receipts.  See incoming.h. */
#include <string.h>
#include <strings.h>

#include "gateway/sms/incoming_priv.h"
#include "smpp/receipt.h"
#include "smpp/status.h"
#include "smpp/tlv.h"

/* ---- reading ---- */

/* A receipt's text as octets, and its fields. */
struct parsed {
	struct buf b;
	struct smpp_octets text;
	struct smpp_receipt r;
};

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

static void
parse(const struct sms_incoming *in, struct parsed *p)
{
	*p = (struct parsed){ .b = BUF_INIT };
	narrow(in->payload, &p->b);
	p->text = (struct smpp_octets){ (uint8_t *)p->b.p, p->b.len };
	while (p->text.n && p->text.p[p->text.n - 1] == 0)
		p->text.n--;
	smpp_receipt_parse(p->text.p, p->text.n, &p->r);
}

/* The parameter's id; n 0: none. */
static struct smpp_octets
tlv_id(const struct sms_incoming *in)
{
	struct smpp_tlv t;
	const uint8_t *nul;

	if (!smpp_tlv_find(in->pdu->tlvs, SMPP_TLV_RECEIPTED_MESSAGE_ID, &t))
		return (struct smpp_octets){ NULL, 0 };
	nul = memchr(t.value, 0, t.len);
	return (struct smpp_octets){ t.value,
		nul ? (size_t)(nul - t.value) : t.len };
}

/* An id that is empty or a mere 0 says nothing. */
static int
is_useless(struct smpp_octets id)
{
	return id.n == 0 || (id.n == 1 && *id.p == '0');
}

/* The id: the parameter, unless it is empty or a mere 0, else the text's. */
static struct smpp_octets
message_id(const struct sms_incoming *in, const struct parsed *p)
{
	struct smpp_octets text = p->r.field[SMPP_RCPT_ID], id = tlv_id(in);

	if (!id.p || (text.n && is_useless(id)))
		return text;
	return id;
}

/* What the text calls the state. */
static void
stat_of(const struct parsed *p, char text[32])
{
	struct smpp_octets stat = p->r.field[SMPP_RCPT_STAT];

	text[0] = '\0';
	if (stat.p && stat.n < 32) {
		memcpy(text, stat.p, stat.n);
		text[stat.n] = '\0';
	}
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

static int
is_final(const struct sms_incoming *in, int state)
{
	return state >= 0 && !in->intermediate &&
		smpp_message_state_final((uint8_t)state);
}

static void
copy(char *to, size_t size, struct smpp_octets s)
{
	size_t n = s.n < size ? s.n : size - 1;

	if (n)
		memcpy(to, s.p, n);
	to[n] = '\0';
}

void
sms_receipt_read(const struct sms_incoming *in, struct sms_receipt *r)
{
	struct smpp_octets tlv = tlv_id(in);
	struct parsed p;
	char stat[32];
	uint32_t umr;

	parse(in, &p);
	if (is_useless(tlv))
		tlv.n = 0;
	copy(r->message_id[0], sizeof r->message_id[0], tlv);
	copy(r->message_id[1], sizeof r->message_id[1],
	    p.r.field[SMPP_RCPT_ID]);
	copy(r->error, sizeof r->error, p.r.field[SMPP_RCPT_ERR]);
	stat_of(&p, stat);
	r->state = state_of(in, stat);
	r->final = is_final(in, r->state);
	r->interim = in->intermediate || (r->state >= 0 && !r->final);
	r->umr = smpp_tlv_int(in->pdu->tlvs, SMPP_TLV_USER_MESSAGE_REFERENCE,
	    &umr) ? (int)(umr & 0xffff) : -1;
	buf_free(&p.b);
}

/* ---- writing ---- */

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

/* What a vendor calls it stays as it came; whether another may follow is known
   of some of these too. */
static void
write_state(struct buf *out, const struct sms_incoming *in,
    const struct parsed *p)
{
	struct smpp_octets stat = p->r.field[SMPP_RCPT_STAT];
	char text[32];
	int state;

	stat_of(p, text);
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
	json_bool(out, is_final(in, state));
}

void
sms_receipt_write(struct buf *out, const struct sms_incoming *in,
    const struct sms_context *ctx, int64_t now_ms)
{
	struct parsed p;

	parse(in, &p);
	incoming_begin(out, REC_RECEIPT, in, ctx);
	write_octets(out, "message_id", message_id(in, &p));
	write_state(out, in, &p);
	write_octets(out, "error", p.r.field[SMPP_RCPT_ERR]);
	write_date(out, "submitted", p.r.field[SMPP_RCPT_SUBMIT], now_ms);
	write_date(out, "done", p.r.field[SMPP_RCPT_DONE], now_ms);
	write_octets(out, "receipt_text", p.text);
	incoming_tlvs(out, in, ctx, SMS_VENDOR_RECEIPT);
	incoming_context(out, ctx);
	record_close(out);
	out->err |= p.b.err;
	buf_free(&p.b);
}
