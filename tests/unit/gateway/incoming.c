/* deliver_sm to records: what kind of message, which coding, which text. */
#include "parts.h"

static struct kit k;
static struct buf record;

static void
write_it(struct wire *w)
{
	struct sms_context ctx = { .id = "i1", .domain = "example.com",
		.smsc = "10.0.0.1:2775", .received = "2026-11-23T13:15:16Z",
		.view = k.v };

	buf_reset(&record);
	sms_message_write(&record, REC_DELIVER, &w->in, w->in.payload.p,
	    w->in.payload.n, 1, NULL, 0, &ctx);
	assert(!record.err && record.p[record.len - 1] == '\n');
}

/* text or data that such a deliver_sm gives; udh NULL: none */
static void
gives(unsigned esm_class, unsigned data_coding, const char *sm,
    const char *name, const char *raw, const char *udh)
{
	struct wire w;

	wire_hex(&w, esm_class, data_coding, sm, "");
	assert(!w.in.receipt);
	write_it(&w);
	fprintf(stderr, "# %.*s", (int)record.len, record.p);
	assert(field_is(k.reader, &record, name, raw));
	assert(field_is(k.reader, &record, strcmp(name, "text") == 0 ? "data" :
	    "text", ""));
	assert(field_is(k.reader, &record, "udh", udh ? udh : ""));
	wire_free(&w);
}

static void
test_record(void)
{
	struct wire w;

	kit_open(&k, "");
	wire_hex(&w, 0, 0, "796573", "140000 0201ff 0424000161");
	write_it(&w);
	assert(same_text(&record, "{\"type\":\"deliver\",\"id\":\"i1\","
	    "\"domain\":\"example.com\",\"from\":\"+15551234567\","
	    "\"to\":\"12345\",\"from_ton\":\"international\","
	    "\"from_npi\":\"e164\",\"to_ton\":\"unknown\","
	    "\"to_npi\":\"unknown\",\"text\":\"yes\",\"data_coding\":0,"
	    "\"tlv\":{\"0x1400\":\"01ff\",\"message_payload\":\"61\"},"
	    "\"received\":\"2026-11-23T13:15:16Z\",\"smsc\":\"10.0.0.1:2775\","
	    "\"parts\":1}\n"));
	wire_free(&w);
	/* without short_message the payload is the text, and said so */
	wire_hex(&w, 0, 0, "", "0424000161");
	write_it(&w);
	assert(field_is(k.reader, &record, "text", "\"a\""));
	assert(field_is(k.reader, &record, "tlv", ""));
	wire_free(&w);
	kit_close(&k);
}

/* SMPP v3.4, 5.2.19, then each group of TS 23.038, 4. */
static void
test_codings(void)
{
	kit_open(&k, "");
	gives(0, 0, "001b6502", "text", "\"@\xe2\x82\xac$\"", NULL);
	gives(0, 1, "4024", "text", "\"@$\"", NULL);
	gives(0, 2, "00ff", "data", "\"00ff\"", NULL);
	gives(0, 3, "e940", "text", "\"\xc3\xa9@\"", NULL);
	gives(0, 4, "00ff", "data", "\"00ff\"", NULL);
	gives(0, 5, "00ff", "data", "\"00ff\"", NULL);
	gives(0, 6, "b6", "text", "\"\xd0\x96\"", NULL);
	gives(0, 7, "e0", "text", "\"\xd7\x90\"", NULL);
	gives(0, 8, "0416d83dde00", "text", "\"\xd0\x96\xf0\x9f\x98\x80\"", NULL);
	gives(0, 9, "00ff", "data", "\"00ff\"", NULL);
	gives(0, 15, "00ff", "data", "\"00ff\"", NULL);
	gives(0, 0x10, "00", "text", "\"@\"", NULL);
	assert(field_is(k.reader, &record, "flash", "true"));
	gives(0, 0x11, "00", "text", "\"@\"", NULL);
	assert(field_is(k.reader, &record, "flash", ""));
	gives(0, 0x14, "00", "data", "\"00\"", NULL);
	gives(0, 0x18, "0416", "text", "\"\xd0\x96\"", NULL);
	assert(field_is(k.reader, &record, "flash", "true"));
	gives(0, 0x20, "c2", "data", "\"c2\"", NULL);	/* compressed */
	gives(0, 0x48, "0416", "text", "\"\xd0\x96\"", NULL);
	gives(0, 0x80, "00", "text", "\"@\"", NULL);	/* reserved */
	gives(0, 0xc8, "00", "text", "\"@\"", NULL);	/* message waiting */
	gives(0, 0xd0, "00", "text", "\"@\"", NULL);
	gives(0, 0xe0, "0416", "text", "\"\xd0\x96\"", NULL);
	gives(0, 0xf0, "00", "text", "\"@\"", NULL);
	assert(field_is(k.reader, &record, "flash", "true"));
	assert(field_is(k.reader, &record, "data_coding", "240"));
	gives(0, 0xf1, "00", "text", "\"@\"", NULL);
	gives(0, 0xf5, "00", "data", "\"00\"", NULL);
	gives(0, 0, "", "text", "\"\"", NULL);
	gives(0, 4, "", "data", "\"\"", NULL);
	kit_close(&k);
	kit_open(&k, "SMPP_SMSC_Default_Alphabet = latin1\n");
	gives(0, 0, "e940", "text", "\"\xc3\xa9@\"", NULL);
	gives(0, 0xf1, "00", "text", "\"@\"", NULL);
	kit_close(&k);
	kit_open(&k, "SMPP_SMSC_Default_Alphabet = ucs2\n");
	gives(0, 0, "0416", "text", "\"\xd0\x96\"", NULL);
	kit_close(&k);
}

static void
test_odd_text(void)
{
	kit_open(&k, "");
	/* a NUL counted with the text; in GSM 7 bit it is an @ */
	gives(0, 1, "6100", "text", "\"a\"", NULL);
	gives(0, 1, "610000", "text", "\"a\\u0000\"", NULL);
	gives(0, 8, "00610000", "text", "\"a\"", NULL);
	gives(0, 0, "6100", "text", "\"a@\"", NULL);
	/* byte order marks, half a pair, half a unit */
	gives(0, 8, "feff0061", "text", "\"a\"", NULL);
	gives(0, 8, "fffe6100", "text", "\"a\"", NULL);
	gives(0, 8, "0061d83d", "text", "\"a\xef\xbf\xbd\"", NULL);
	gives(0, 8, "006161", "text", "\"a\xef\xbf\xbd\"", NULL);
	/* the wrong order; of two characters nobody can tell */
	gives(0, 8, "680065006c006c006f00", "text", "\"hello\"", NULL);
	gives(0, 0x18, "68003dd800de650079002000", "text",
	    "\"h\xf0\x9f\x98\x80" "ey \"", NULL);
	gives(0, 8, "4e005200", "text", "\"\xe4\xb8\x80\xe5\x88\x80\"", NULL);
	gives(0, 1, "61ff", "text", "\"a\xef\xbf\xbd\"", NULL);
	gives(0, 1, "0a1b22", "text", "\"\\n\\u001b\\\"\"", NULL);
	kit_close(&k);
}

static void
test_udh(void)
{
	kit_open(&k, "");
	/* Turkish: locking 07 is a dotless i, single 1b 53 S with cedilla */
	gives(0x40, 0, "0325010107", "text", "\"\xc4\xb1\"", "\"03250101\"");
	gives(0x40, 0, "032401011b53", "text", "\"\xc5\x9e\"", "\"03240101\"");
	gives(0x40, 0, "03240101611b65", "text", "\"a\xe2\x82\xac\"",
	    "\"03240101\"");
	/* ports stay, a concatenation does not */
	gives(0x40, 4, "0605040b8423f0c0ff", "data", "\"c0ff\"",
	    "\"0605040b8423f0\"");
	gives(0x40, 0, "0b05040b8423f0000301020161", "text", "\"a\"",
	    "\"0605040b8423f0\"");
	gives(0x40, 0, "0c05040b8423f008041234020161", "text", "\"a\"",
	    "\"0605040b8423f0\"");
	gives(0x40, 0, "050003010101 61", "text", "\"a\"", NULL);
	gives(0x40, 0, "0061", "text", "\"a\"", NULL);
	/* impossible: all is text */
	gives(0x40, 1, "7061", "text", "\"pa\"", NULL);
	gives(0x40, 1, "0540613131", "text", "\"\\u0005@a11\"", NULL);
	gives(0x40, 1, "", "text", "\"\"", NULL);
	/* a header that nobody announced is text too */
	gives(0, 1, "03240101", "text", "\"\\u0003$\\u0001\\u0001\"", NULL);
	kit_close(&k);
}

/* A deliver_sm of an SMSC that packs, as what the inbox makes of it. */
static void
unpacks(unsigned esm_class, unsigned data_coding, const char *sm,
    const char *name, const char *raw)
{
	struct buf septets = BUF_INIT;
	struct wire w;

	wire_hex(&w, esm_class, data_coding, sm, "");
	assert(sms_incoming_unpack(&w.in, k.v, &septets) == 0);
	write_it(&w);
	assert(field_is(k.reader, &record, name, raw));
	wire_free(&w);
	buf_free(&septets);
}

/*
 * "hellohello" and "How are you?": widely published examples of SMS PDUs.  The
 * others are of python3, as in tests/unit/gsm/pack.c; the fill bits of a header
 * of 6 octets are 1, of one of 7 none, of one of 4 three (TS 23.040, 9.2.3.24).
 */
static void
test_packed(void)
{
	kit_open(&k, "SMPP_SMSC_Packed = true\n");
	unpacks(0, 0, "e8329bfd4697d9ec37", "text", "\"hellohello\"");
	unpacks(0, 0xf1, "c8f71d14969741f977fd07", "text", "\"How are you?\"");
	/* seven and eight characters have the same octets, but for the last */
	unpacks(0, 0, "31d98c56b3dd00", "text", "\"1234567\"");
	unpacks(0, 0, "31d98c56b3dd70", "text", "\"12345678\"");
	unpacks(0, 0, "00", "text", "\"@\"");
	unpacks(0, 0, "", "text", "\"\"");
	/* 1b 65 is the euro sign */
	unpacks(0, 0, "9b32", "text", "\"\xe2\x82\xac\"");
	unpacks(0x40, 0, "050003fe010182", "text", "\"A\"");
	unpacks(0x40, 0, "0608041234010141", "text", "\"A\"");
	unpacks(0x40, 0, "032401010802", "text", "\"A\"");
	unpacks(0x40, 0, "050003fe0101", "text", "\"\"");
	/* what is no GSM 7 bit is as it is */
	unpacks(0, 1, "6162", "text", "\"ab\"");
	unpacks(0, 4, "6162", "data", "\"6162\"");
	unpacks(0, 8, "00610062", "text", "\"ab\"");
	kit_close(&k);
	kit_open(&k, "SMPP_SMSC_Packed = true\n"
	    "SMPP_SMSC_Default_Alphabet = latin1\n");
	unpacks(0, 0, "6162", "text", "\"ab\"");
	kit_close(&k);
	kit_open(&k, "");
	unpacks(0, 0, "6162", "text", "\"ab\"");
	kit_close(&k);
}

static void
ties(unsigned esm_class, const char *sm, const char *tlvs, int how,
    unsigned ref, unsigned total, unsigned seq)
{
	struct wire w;

	wire_hex(&w, esm_class, 0, sm, tlvs);
	assert((int)w.in.concat.how == how);
	if (how != SMS_CONCAT_NONE)
		assert(w.in.concat.ref == ref);
	assert(w.in.concat.total == total && w.in.concat.seq == seq);
	wire_free(&w);
}

#define SAR(ref, total, seq)                                                   \
	"020c0002" ref "020e0001" total "020f0001" seq

static void
test_concat(void)
{
	ties(0x40, "050003fe030261", "", SMS_CONCAT_UDH8, 0xfe, 3, 2);
	ties(0x40, "06080412340302 61", "", SMS_CONCAT_UDH16, 0x1234, 3, 2);
	ties(0, "61", SAR("1234", "03", "02"), SMS_CONCAT_SAR, 0x1234, 3, 2);
	ties(0x40, "050003fe0302 61", SAR("1234", "09", "08"),
	    SMS_CONCAT_UDH8, 0xfe, 3, 2);
	/* one of one, none of three, four of three, no total */
	ties(0x40, "050003fe010161", "", SMS_CONCAT_NONE, 0, 1, 1);
	ties(0x40, "050003fe030061", "", SMS_CONCAT_NONE, 0, 1, 1);
	ties(0x40, "050003fe030461", "", SMS_CONCAT_NONE, 0, 1, 1);
	ties(0x40, "050003fe000061", "", SMS_CONCAT_NONE, 0, 1, 1);
	ties(0x40, "040002fe0361", "", SMS_CONCAT_NONE, 0, 1, 1);
	ties(0, "61", SAR("0001", "01", "01"), SMS_CONCAT_NONE, 0, 1, 1);
	ties(0, "61", SAR("0001", "03", "00"), SMS_CONCAT_NONE, 0, 1, 1);
	ties(0, "61", SAR("0001", "03", "04"), SMS_CONCAT_NONE, 0, 1, 1);
	ties(0, "61", "020e000103020f000102", SMS_CONCAT_NONE, 0, 1, 1);
	ties(0, "050003fe030261", "", SMS_CONCAT_NONE, 0, 1, 1);
	/* a receipt's length of a total of one octet, a reference of one */
	ties(0, "61", "020c000107020e000103020f000102", SMS_CONCAT_SAR, 7, 3, 2);
	ties(0, "61", "020c00020007020e0004000001ff020f000102",
	    SMS_CONCAT_NONE, 0, 1, 1);
}

/* What smpp-send made is what comes out again. */
static void
test_there_and_back(void)
{
	static const char *const texts[] = {
		"\"text\":\"a@\xe2\x82\xac{\"", "\"text\":\"\xd0\x96\xf0\x9f\x98\x80\"",
		"\"text\":\"a\",\"flash\":true", "\"text\":\"`\",\"flash\":true",
		"\"text\":\"\xc4\xb1\",\"udh\":\"03250101\"",
		"\"data\":\"c0ffee\",\"udh\":\"0605040b8423f0\"",
		"\"data\":\"00ff\",\"data_coding\":245", "\"text\":\"\"",
	};
	struct buf copy = BUF_INIT;
	struct sms_units first;
	uint8_t octets[256];
	struct wire w;
	char line[200];
	size_t i;

	kit_open(&k, "");
	for (i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		snprintf(line, sizeof line, "{\"type\":\"deliver\",\"to\":\"1\","
		    "\"from\":\"+15551234567\",%s}", texts[i]);
		kit_good(&k, line);
		wire_make(&w, kit_pdu(&k, 0));
		first = k.m.units;
		memcpy(octets, first.octets, first.n * 2);
		write_it(&w);
		wire_free(&w);
		buf_reset(&copy);
		buf_add(&copy, record.p, record.len);
		kit_good(&k, buf_cstr(&copy));
		assert(k.m.units.n == first.n);
		assert(k.m.units.data_coding == first.data_coding);
		assert(memcmp(octets, k.m.units.octets, first.n) == 0);
		assert(strcmp(k.m.from.addr, "15551234567") == 0);
		assert(k.m.from.ton == 1 && k.m.to.ton == 0);
	}
	buf_free(&copy);
	kit_close(&k);
	buf_free(&record);
}

/* submit_sm that our server takes: how it is to be sent comes along. */
static void
test_submit(void)
{
	struct smpp_pdu pdu = { .command = SMPP_SUBMIT_SM,
		.source_addr = "Bank", .source_addr_ton = 5,
		.destination_addr = "15551234567", .dest_addr_ton = 1,
		.esm_class = 0x03, .validity_period = "000001000000000R",
		.schedule_delivery_time = "261123131516000+",
		.registered_delivery = 17, .priority_flag = 2,
		.protocol_id = 64, .service_type = "CMT",
		.short_message = { (const uint8_t *)"hi", 2 } };
	struct sms_context ctx = { .id = "i1" };
	struct wire w;

	kit_open(&k, "");
	ctx.view = k.v;
	wire_make(&w, &pdu);
	buf_reset(&record);
	sms_message_write(&record, REC_SUBMIT, &w.in, w.in.payload.p,
	    w.in.payload.n, 1, NULL, 0, &ctx);
	assert(same_text(&record, "{\"type\":\"submit\",\"id\":\"i1\","
	    "\"from\":\"Bank\",\"to\":\"+15551234567\","
	    "\"from_ton\":\"alphanumeric\",\"from_npi\":\"unknown\","
	    "\"to_ton\":\"international\",\"to_npi\":\"unknown\","
	    "\"text\":\"hi\",\"data_coding\":0,\"service_type\":\"CMT\","
	    "\"protocol_id\":64,\"priority\":2,"
	    "\"schedule\":\"261123131516000+\","
	    "\"validity\":\"000001000000000R\",\"registered_delivery\":17,"
	    "\"message_mode\":3,\"parts\":1}\n"));
	wire_free(&w);
	/* an ESME's message type bits do not make a receipt of it */
	pdu.esm_class = SMPP_ESM_RECEIPT;
	wire_make(&w, &pdu);
	assert(!w.in.receipt);
	wire_free(&w);
	buf_free(&record);
	kit_close(&k);
}

/* Joined before decoding: half a character in each of two parts. */
static void
test_straddling(void)
{
	static const uint8_t joined[] = { 0, 'A', 0xd8, 0x3d, 0xde, 0, 0, 'B' };
	struct sms_context ctx = { .id = "i" };
	struct wire w;

	kit_open(&k, "");
	ctx.view = k.v;
	wire_hex(&w, 0x40, 8, "0500030102010041d83d", "");
	buf_reset(&record);
	sms_message_write(&record, REC_DELIVER, &w.in, joined, sizeof joined,
	    2, NULL, 0, &ctx);
	assert(field_is(k.reader, &record, "text", "\"A\xf0\x9f\x98\x80""B\""));
	assert(field_is(k.reader, &record, "parts", "2"));
	assert(field_is(k.reader, &record, "missing", ""));
	assert(field_is(k.reader, &record, "udh", ""));
	buf_reset(&record);
	sms_message_write(&record, REC_DELIVER, &w.in, joined, 4, 3,
	    (const uint8_t *)"\2\3", 2, &ctx);
	assert(field_is(k.reader, &record, "text", "\"A\xef\xbf\xbd\""));
	assert(field_is(k.reader, &record, "missing", "[2,3]"));
	wire_free(&w);
	buf_free(&record);
	kit_close(&k);
}

static const struct tap_test tests[] = {
	{ "a deliver record, whole", test_record },
	{ "every group of data codings", test_codings },
	{ "odd texts", test_odd_text },
	{ "user data headers", test_udh },
	{ "which part of what", test_concat },
	{ "packed septets", test_packed },
	{ "there and back", test_there_and_back },
	{ "a submit record", test_submit },
	{ "a surrogate pair in two parts", test_straddling },
};

TAP_MAIN(tests)
