/*
 * incoming - a PDU with a message or receipt in it becomes a record: one line,
 * all its fields as sms-record(5) has them, and it can be sent on as PDUs that
 * can be encoded, or it is said why not.
 *
 * The first octet says which configuration is in force.
 */
#include "fuzz.h"

#include "gateway/sms/incoming.h"
#include "gateway/sms/result.h"
#include "gateway/sms/submit.h"

enum { NOW = 1000, CONFIGS = 3, PDU_MAX = 8192 };

static struct kit {
	struct config *config;
	const struct config_view *v;
} kits[CONFIGS];
static struct json_reader *reader, *scratch;
static struct sms_submit m;
static struct buf line, octets;

static void
open_kits(void)
{
	static const char *const texts[CONFIGS] = { "",
	    "SMPP_SMSC_Default_Alphabet = latin1",
	    ("SMPP_SMSC_Default_Alphabet = ucs2\nSMPP_ESME_UDH_Segment = true\n"
	    "SMPP_Max_SMS_Message_Size = 65535") };
	size_t i;

	for (i = 0; i < CONFIGS; i++) {
		kits[i].config = config_new();
		assert(kits[i].config && config_parse(kits[i].config, "c",
		    texts[i], strlen(texts[i]), NULL, NULL) == 0);
		kits[i].v = config_view(kits[i].config, NULL, NULL, NULL);
		assert(kits[i].v);
	}
	reader = json_reader_new();
	scratch = json_reader_new();
	assert(reader && scratch && sms_submit_init(&m) == 0);
}

static void
send_on(const struct record *rec, const struct config_view *v)
{
	static uint8_t out[PDU_MAX];
	struct diag_err err = { 0, "" };
	struct smpp_pdu pdu;
	unsigned i;

	if (sms_submit_read(&m, rec, v, 1, scratch, &err) < 0) {
		assert(err.sysexit && *err.text);
		return;
	}
	for (i = 0; i < m.nsegments; i++) {
		assert(sms_submit_pdu(&m, i, SMPP_SUBMIT_SM, &pdu, &octets) == 0);
		assert(smpp_pdu_encode(&pdu, out, sizeof out, NULL) > 0);
	}
}

static void
check(const struct config_view *v)
{
	struct sms_before before;
	struct record rec;
	char *copy;

	assert(!line.err && line.len > 2 && line.p[line.len - 1] == '\n');
	assert(!memchr(line.p, '\n', line.len - 1));
	copy = block_of(line.p, line.len);
	assert(record_read(reader, copy, line.len, &rec, NULL) == 0);
	if (rec.wrong)
		fprintf(stderr, "%s %s\n", rec.wrong, rec.wrong_why);
	assert(!rec.wrong);
	assert(rec.v[REC_TYPE] && rec.v[REC_ID] && rec.v[REC_FROM]);
	assert(sms_before_read(&rec, scratch, &before) == 0);
	sms_before_release(&before);
	send_on(&rec, v);
	free(copy);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct sms_context ctx = { .id = "i", .domain = "d" };
	struct sms_incoming in;
	struct smpp_pdu pdu;
	uint8_t *copy;

	if (!reader)
		open_kits();
	ctx.view = kits[take(&p, &n) % CONFIGS].v;
	if (n < SMPP_HEADER || n > 0xffff)
		return 0;
	copy = block_of(p, n);
	copy[0] = copy[1] = 0;
	copy[2] = (uint8_t)(n >> 8);
	copy[3] = (uint8_t)n;
	if (smpp_pdu_decode(copy, n, &pdu, NULL, NULL) == 0) {
		sms_incoming_read(&pdu, &in);
		assert(in.concat.seq >= 1 && in.concat.seq <= in.concat.total);
		buf_reset(&line);
		if (in.receipt)
			sms_receipt_write(&line, &in, &ctx, NOW);
		else
			sms_message_write(&line, pdu.command == SMPP_SUBMIT_SM ?
			    REC_SUBMIT : REC_DELIVER, &in, in.payload.p,
			    in.payload.n, 1, NULL, 0, &ctx);
		check(ctx.view);
	}
	free(copy);
	return 0;
}
