/* Octets of all kinds through what reads PDUs, and what is written read again:
   nothing crashes (run it with sanitizers), every line is a record. */
#include "parts.h"
#include "random.h"

#include "gateway/sms/interwork.h"
#include "gateway/sms/result.h"

enum { ROUNDS = 20000, NOW = 1000 };

/* Where PDUs begin from: command, esm_class, data_coding, text, TLVs. */
static const struct {
	uint32_t command;
	uint8_t esm_class, data_coding;
	const char *text, *tlvs;
} starts[] = {
	{ SMPP_DELIVER_SM, 0, 0, "hello", NULL },
	{ SMPP_DELIVER_SM, 0x40, 0, "\5\0\3\7\3\2text \033e", NULL },
	{ SMPP_DELIVER_SM, 0x40, 8, "\6\10\4\1\2\2\1\4\26\330\75", NULL },
	{ SMPP_DELIVER_SM, 4, 0, "id:12 sub:001 dlvrd:001 submit date:2611230128 "
	    "done date:261123012912 stat:DELIVRD err:000 text:x", "\0\36\0\2x" },
	{ SMPP_DELIVER_SM, 0, 3, "x", "\2\14\0\2\1\2\2\16\0\1\3\2\17\0\1\1" },
	{ SMPP_DATA_SM, 4, 0, "", "\4\44\0\13id:1 stat:X\0\36\0\2a" },
	{ SMPP_SUBMIT_SM, 0x40, 245, "\13\5\4\13\204\43\360\0\3\1\2\1abc", NULL },
	{ SMPP_SUBMIT_SM, 3, 0xf0, "flash", "\24\0\0\2ab\24\0\0\1c" },
};
/* lengths of the TLVs, which hold NULs */
static const size_t tlvs_n[] = { 0, 0, 0, 6, 16, 21, 0, 11 };

static size_t
start(uint8_t *out, size_t cap)
{
	size_t i = any(sizeof starts / sizeof starts[0]);
	struct smpp_pdu pdu = { .command = starts[i].command,
		.source_addr = "15551234567", .source_addr_ton = 1,
		.destination_addr = "12345", .esm_class = starts[i].esm_class,
		.data_coding = starts[i].data_coding,
		.short_message = { (const uint8_t *)starts[i].text,
		    i == 1 || i == 2 ? 11 : strlen(starts[i].text) },
		.tlvs = { (const uint8_t *)starts[i].tlvs, tlvs_n[i] } };
	ssize_t n = smpp_pdu_encode(&pdu, out, cap, NULL);

	assert(n > 0);
	return (size_t)n;
}

static size_t
mutate(uint8_t *p, size_t n, size_t cap)
{
	uint32_t times = any(8), at, len;

	while (times-- > 0) {
		at = 8 + any((uint32_t)n - 8);
		switch (any(5)) {
		case 0:
			p[at] = (uint8_t)any(256);
			break;
		case 1:
			p[at] ^= (uint8_t)(1 << any(8));
			break;
		case 2:		/* cut out */
			len = any(8) % (uint32_t)(n - at);
			memmove(p + at, p + at + len, n - at - len);
			n -= len;
			break;
		case 3:		/* put in */
			len = any(24);
			if (n + len > cap)
				break;
			memmove(p + at + len, p + at, n - at);
			n += len;
			while (len-- > 0)
				p[at + len] = (uint8_t)any(256);
			break;
		case 4:
			p[at] = "\0\377\200\177\5\24@\r"[any(8)];
			break;
		}
	}
	p[0] = p[1] = 0;
	p[2] = (uint8_t)(n >> 8);
	p[3] = (uint8_t)n;
	return n;
}

static const char *const configs[] = { "", "SMPP_SMSC_Default_Alphabet = latin1",
	("SMPP_SMSC_Default_Alphabet = ucs2\nSMPP_ESME_UDH_Segment = true\n"
	"SMPP_Max_SMS_Message_Size = 65535") };

/* The line is a record whose known fields are right; and it can be sent, or it
   is said why not. */
static void
check(struct kit *k, const struct buf *line)
{
	struct sms_before before;
	struct diag_err err = { 0, "" };
	struct record rec;
	char *copy = malloc(line->len);
	unsigned i;

	assert(!line->err && copy && line->len > 2);
	memcpy(copy, line->p, line->len);
	assert(copy[line->len - 1] == '\n');
	assert(!memchr(copy, '\n', line->len - 1));
	if (record_read(k->reader, copy, line->len, &rec, &err) < 0 || rec.wrong) {
		fprintf(stderr, "# %s %s: %.*s", err.text,
		    rec.wrong ? rec.wrong : "", (int)line->len, copy);
		abort();
	}
	assert(rec.v[REC_TYPE] && rec.v[REC_ID] && rec.v[REC_FROM]);
	assert(sms_before_read(&rec, k->scratch, &before) == 0);
	sms_before_release(&before);
	if (sms_submit_read(&k->m, &rec, k->v, 1, k->scratch, &err) < 0)
		assert(err.sysexit && *err.text);
	else
		for (i = 0; i < k->m.nsegments; i++)
			assert(sms_submit_pdu(&k->m, i, SMPP_SUBMIT_SM, &k->pdu,
			    &k->octets) == 0);
	free(copy);
}

static void
write_all(struct kit *k, const struct sms_incoming *in, struct buf *b)
{
	struct sms_context ctx = { .id = "i", .view = k->v };

	buf_reset(b);
	if (in->receipt)
		sms_receipt_write(b, in, &ctx, NOW);
	else
		sms_message_write(b, in->pdu->command == SMPP_SUBMIT_SM ?
		    REC_SUBMIT : REC_DELIVER, in, in->payload.p, in->payload.n,
		    1, NULL, 0, &ctx);
	check(k, b);
}

static void
test_pdus(void)
{
	struct kit k[3];
	struct buf b = BUF_INIT;
	uint8_t octets[2048], *copy;
	struct sms_incoming in;
	struct smpp_pdu pdu;
	unsigned i, taken = 0, receipts = 0;
	size_t n;

	for (i = 0; i < 3; i++)
		kit_open(&k[i], configs[i]);
	for (i = 0; i < ROUNDS; i++) {
		n = mutate(octets, start(octets, sizeof octets), sizeof octets);
		copy = malloc(n);
		assert(copy);
		memcpy(copy, octets, n);
		if (smpp_pdu_decode(copy, n, &pdu, NULL, NULL) == 0) {
			sms_incoming_read(&pdu, &in);
			write_all(&k[i % 3], &in, &b);
			taken++;
			receipts += (unsigned)in.receipt;
		}
		free(copy);
	}
	fprintf(stderr, "# %u taken, %u receipts\n", taken, receipts);
	assert(taken > ROUNDS / 4 && receipts > ROUNDS / 20);
	for (i = 0; i < 3; i++)
		kit_close(&k[i]);
	buf_free(&b);
}

/* Pieces of JSON in any order: records that people get wrong. */
static void
test_records(void)
{
	static const char *const names[] = { "from", "to", "text", "data", "udh",
		"tlv", "flash", "data_coding", "validity", "schedule", "priority",
		"registered_delivery", "message_mode", "from_ton", "to_npi",
		"service_type", "result", "type", "protocol_id" };
	static const char *const values[] = { "\"\"", "0", "-1", "255", "256",
		"true", "null", "[]", "{}", "1.5", "\"+15551234567\"", "\"Bank\"",
		"[\"1555\"]", "\"00\"", "\"050003010201\"", "\"a\xe2\x82\xac\"",
		"\"\xf0\x9f\x98\x80\"", "\"a\\u0000b\"", "\"\\ud800\"", "8", "\"ucs2\"",
		"{\"source_port\":1,\"0x1400\":[\"00\",{\"hex\":\"01\"}]}",
		"{\"status\":\"temporary\",\"parts\":[{},{\"status\":1}]}",
		"\"deliver\"", "\"03250101\"", "\"2026-11-23T13:15:16Z\"", "16" };
	struct buf b = BUF_INIT;
	struct kit k;
	struct sms_before before;
	unsigned i, j, n, good = 0;

	kit_open(&k, configs[2]);
	for (i = 0; i < ROUNDS; i++) {
		uint32_t used = 0;

		buf_reset(&b);
		buf_str(&b, "{\"to\":\"1\"");
		n = any(6);
		for (j = 0; j < n; j++) {
			uint32_t at = any(sizeof names / sizeof names[0]);

			if (at == 1 || used >> at & 1)
				continue;
			used |= (uint32_t)1 << at;
			buf_fmt(&b, ",\"%s\":%s", names[at],
			    values[any(sizeof values / sizeof values[0])]);
		}
		buf_str(&b, "}");
		if (kit_read(&k, buf_cstr(&b), (uint16_t)any(65536)) == 0) {
			good++;
			for (j = 0; j < k.m.nsegments; j++)
				kit_pdu(&k, j);
		} else {
			assert(k.err.sysexit == 65 && *k.err.text);
		}
		assert(sms_before_read(&k.rec, k.scratch, &before) == 0);
		sms_before_release(&before);
	}
	fprintf(stderr, "# %u good\n", good);
	assert(good > ROUNDS / 10 && good < ROUNDS);
	kit_close(&k);
	buf_free(&b);
}

static void
test_texts(void)
{
	static const char alphabet[] = "ab@.#(), \n\0\"<>:;-\303\251";
	struct interwork iw;
	unsigned i;
	size_t n, j;

	for (i = 0; i < ROUNDS; i++) {
		n = any(40);
		char *text = malloc(n ? n : 1);

		assert(text);
		for (j = 0; j < n; j++)
			text[j] = alphabet[any(sizeof alphabet - 1)];
		interwork_parse(text, n, &iw);
		assert(iw.text >= text && iw.text + iw.ntext == text + n);
		assert(!iw.address || iw.address + iw.naddress <= iw.text);
		assert(!iw.subject || iw.subject + iw.nsubject <= iw.text);
		free(text);
	}
}

static const struct tap_test tests[] = {
	{ "PDUs to records and on", test_pdus },
	{ "records to PDUs", test_records },
	{ "interworking texts", test_texts },
};

TAP_MAIN(tests)
