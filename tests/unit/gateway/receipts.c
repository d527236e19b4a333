/* Delivery receipts to records: those of ../shared/receipts in all the ways that
   they come, what decides between text and TLVs, and what only poses as one. */
#include "parts.h"

/* 2026-11-23T02:00:00Z, python3's datetime */
#define NOW INT64_C(1795399200000)

static struct kit k;
static struct buf record;

static void
write_it(struct wire *w)
{
	struct sms_context ctx = { .id = "i1", .smsc = "s", .view = k.v };

	assert(w->in.receipt);
	buf_reset(&record);
	sms_receipt_write(&record, &w->in, &ctx, NOW);
	assert(!record.err && record.p[record.len - 1] == '\n');
	assert(field_is(k.reader, &record, "type", "\"receipt\""));
}

/* ---- the collection */

/* \xNN and \n of the file to octets. */
static size_t
unescape(const char *s, size_t n, uint8_t *out)
{
	size_t o = 0;

	while (n > 0) {
		if (n >= 4 && s[0] == '\\' && s[1] == 'x') {
			assert(num_unhex(s + 2, 2, out + o++, 1) == 1);
			s += 4, n -= 4;
		} else if (n >= 2 && s[0] == '\\' && s[1] == 'n') {
			out[o++] = '\n';
			s += 2, n -= 2;
		} else {
			out[o++] = (uint8_t)*s++;
			n--;
		}
	}
	return o;
}

enum way { PLAIN, TLVS, PAYLOAD, WIDE, WAYS };

/* The receipt as it would come; esm_class 4 but for TLVS. */
static void
send_it(struct wire *w, const uint8_t *text, size_t n, enum way way)
{
	static const uint8_t id[] = "tlv-id", state[] = { 2 };
	struct buf tlvs = BUF_INIT, wide = BUF_INIT;
	struct smpp_pdu pdu = { .command = SMPP_DELIVER_SM,
		.source_addr = "15551234567", .destination_addr = "12345",
		.esm_class = way == TLVS ? 0 : SMPP_ESM_RECEIPT,
		.data_coding = way == WIDE ? 8 : 0,
		.short_message = { text, n } };
	size_t i;

	if (way == WIDE) {
		for (i = 0; i < n; i++) {
			buf_ch(&wide, '\0');
			buf_ch(&wide, (char)text[i]);
		}
		pdu.short_message = (struct smpp_octets){ (uint8_t *)wide.p,
			wide.len };
	}
	if (way == TLVS) {
		smpp_tlv_put(&tlvs, SMPP_TLV_RECEIPTED_MESSAGE_ID, id, sizeof id);
		smpp_tlv_put(&tlvs, SMPP_TLV_MESSAGE_STATE, state, 1);
	}
	if (way == PAYLOAD || pdu.short_message.n > SMPP_SHORT_MESSAGE_MAX) {
		smpp_tlv_put(&tlvs, SMPP_TLV_MESSAGE_PAYLOAD,
		    pdu.short_message.p, (uint16_t)pdu.short_message.n);
		pdu.short_message.n = 0;
	}
	pdu.tlvs = (struct smpp_octets){ (uint8_t *)tlvs.p, tlvs.len };
	wire_make(w, &pdu);
	buf_free(&tlvs);
	buf_free(&wide);
}

/* A value of the file's JSON is the record's. */
static void
same_field(const struct json_value *v, size_t n, const char *theirs,
    const char *ours)
{
	const struct json_value *m = json_member(v, n, theirs);
	struct buf b = BUF_INIT;

	if (m && m->n)
		json_str(&b, m->s, m->n);
	assert(field_is(k.reader, &record, ours, buf_cstr(&b)));
	buf_free(&b);
}

static void
check_row(const char *text, size_t ntext, const char *json, size_t njson)
{
	struct json_reader *r = json_reader_new();
	const struct json_value *v;
	uint8_t octets[2048];
	struct wire w;
	const char *state;
	size_t n = unescape(text, ntext, octets), nv;
	int way;

	assert(r);
	assert(json_read(r, json, njson, &v, &nv, NULL) == JSON_OBJECT);
	for (way = PLAIN; way < WAYS; way++) {
		send_it(&w, octets, n, (enum way)way);
		write_it(&w);
		if (way == TLVS) {
			assert(field_is(k.reader, &record, "message_id",
			    "\"tlv-id\""));
			assert(field_is(k.reader, &record, "state",
			    "\"DELIVRD\""));
		} else {
			same_field(v, nv, "id", "message_id");
			state = json_member(v, nv, "stat") ?
				json_member(v, nv, "stat")->s : "UNKNOWN";
			if (strcmp(state, "UNKNOWN") == 0)
				assert(field_is(k.reader, &record, "state",
				    "\"UNKNOWN\""));
			else
				same_field(v, nv, "stat", "state");
		}
		same_field(v, nv, "err", "error");
		if (json_member(v, nv, "submit"))
			assert(*field_of(k.reader, &record, "submitted"));
		else
			assert(field_is(k.reader, &record, "submitted", ""));
		wire_free(&w);
	}
	json_reader_free(r);
}

static void
test_collection(void)
{
	const char *shared = getenv("MOBUTILS_SHARED");
	char path[512], line[4096], *tab, *end;
	unsigned rows = 0;
	FILE *f;

	snprintf(path, sizeof path, "%s/receipts/receipts.tsv",
	    shared ? shared : "../shared");
	f = fopen(path, "r");
	if (!f) {
		tap_skip("no ../shared/receipts");
		return;
	}
	kit_open(&k, "");
	assert(fgets(line, sizeof line, f));
	while (fgets(line, sizeof line, f)) {
		tab = strchr(line, '\t');
		end = tab ? strchr(tab + 1, '\t') : NULL;
		assert(end);
		fprintf(stderr, "# %.60s\n", line);
		check_row(line, (size_t)(tab - line), tab + 1,
		    (size_t)(end - tab - 1));
		rows++;
	}
	assert(rows >= 37);
	fclose(f);
	kit_close(&k);
	buf_free(&record);
}

/* ---- one by one */

static void
comes(unsigned esm_class, const char *text, const char *tlvs)
{
	char hex[2 * 254 + 1];
	struct wire w;

	num_hex((const uint8_t *)text, strlen(text), hex);
	hex[2 * strlen(text)] = '\0';
	wire_hex(&w, esm_class, 0, hex, tlvs);
	write_it(&w);
	wire_free(&w);
}

static void
is(const char *name, const char *raw)
{
	assert(field_is(k.reader, &record, name, raw));
}

/* TLVs: id "5f", state n */
#define ID "001e00033566 00"
#define STATE(n) "042700010" n

static void
test_whole(void)
{
	kit_open(&k, "");
	comes(4, "id:123 sub:001 dlvrd:001 submit date:2611230128 done "
	    "date:2611230129 stat:DELIVRD err:000 text:hi", "");
	assert(same_text(&record, "{\"type\":\"receipt\",\"id\":\"i1\","
	    "\"from\":\"+15551234567\",\"to\":\"12345\","
	    "\"from_ton\":\"international\",\"from_npi\":\"e164\","
	    "\"to_ton\":\"unknown\",\"to_npi\":\"unknown\","
	    "\"message_id\":\"123\",\"state\":\"DELIVRD\",\"final\":true,"
	    "\"error\":\"000\",\"submitted\":\"2026-11-23T01:28:00Z\","
	    "\"done\":\"2026-11-23T01:29:00Z\",\"receipt_text\":\"id:123 "
	    "sub:001 dlvrd:001 submit date:2611230128 done date:2611230129 "
	    "stat:DELIVRD err:000 text:hi\",\"smsc\":\"s\"}\n"));
	kit_close(&k);
}

/* TLVs before text, but for an id that says nothing. */
static void
test_tlvs(void)
{
	kit_open(&k, "");
	comes(4, "id:1 stat:UNDELIV", ID STATE("2"));
	is("message_id", "\"5f\"");
	is("state", "\"DELIVRD\"");
	is("tlv", "{\"receipted_message_id\":\"5f\",\"message_state\":2}");
	comes(0, "", ID STATE("5"));
	is("message_id", "\"5f\"");
	is("state", "\"UNDELIV\"");
	is("final", "true");
	is("receipt_text", "");
	comes(4, "id:1 stat:DELIVRD", "001e00023000");
	is("message_id", "\"1\"");
	comes(4, "id:1 stat:DELIVRD", "001e000100");
	is("message_id", "\"1\"");
	comes(4, "stat:DELIVRD", "001e00023000");
	is("message_id", "\"0\"");
	comes(4, "stat:DELIVRD", "001e000100");
	is("message_id", "");
	comes(4, "id:1 stat:DELIVRD", "001e0000");
	is("message_id", "\"1\"");
	/* without NUL, with more behind it, no UTF-8 */
	comes(4, "id:1", "001e00023566");
	is("message_id", "\"5f\"");
	comes(4, "id:1", "001e0005356600aabb");
	is("message_id", "\"5f\"");
	comes(4, "id:1", "001e0003ff6600");
	is("message_id", "\"\xef\xbf\xbd""f\"");
	/* a state nobody knows, and one of four octets */
	comes(4, "id:1 stat:DELIVRD", "0427000163");
	is("state", "\"DELIVRD\"");
	comes(4, "id:1 stat:FAILED", STATE("5"));
	is("state", "\"FAILED\"");
	comes(4, "id:1 stat:FAILED", STATE("2"));
	is("state", "\"DELIVRD\"");
	comes(4, "id:1 stat:UNDELIV", "0427000400000002");
	is("state", "\"DELIVRD\"");
	kit_close(&k);
}

static void
test_states(void)
{
	static const struct {
		const char *text, *state, *final;
	} rows[] = {
		{ "stat:ENROUTE", "ENROUTE", "false" },
		{ "stat:DELIVRD", "DELIVRD", "true" },
		{ "stat:delivrd", "DELIVRD", "true" },
		{ "stat:EXPIRED", "EXPIRED", "true" },
		{ "stat:DELETED", "DELETED", "true" },
		{ "stat:UNDELIV", "UNDELIV", "true" },
		{ "stat:ACCEPTD", "ACCEPTD", "false" },
		{ "stat:UNKNOWN", "UNKNOWN", "false" },
		{ "stat:REJECTD", "REJECTD", "true" },
		{ "stat:BUFFRED", "BUFFRED", "false" },
		{ "stat:FAILED", "FAILED", "true" },
		{ "stat:DND_REJECTED", "DND_REJECTED", "true" },
		{ "stat:DNDNumber", "DNDNumber", "false" },
		{ "stat:a-state-much-longer-than-any-of-the-standard",
		    "a-state-much-longer-than-any-of-the-standard", "false" },
		{ "id:1", "UNKNOWN", "false" },
		{ "", "UNKNOWN", "false" },
	};
	char raw[100];
	size_t i;

	kit_open(&k, "");
	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		comes(4, rows[i].text, "");
		snprintf(raw, sizeof raw, "\"%s\"", rows[i].state);
		is("state", raw);
		is("final", rows[i].final);
		/* an intermediate notification is never the last word */
		comes(0x20, rows[i].text, "");
		is("state", raw);
		is("final", "false");
	}
	/* from the phone: delivery acknowledgement */
	comes(0x08, "id:1", STATE("2"));
	is("final", "true");
	kit_close(&k);
}

/* Two of the three dates of field-notes 3c, the nearer reading counts. */
static void
test_dates(void)
{
	static const char *const rows[][2] = {
		{ "2611230128", "\"2026-11-23T01:28:00Z\"" },
		{ "261123012815", "\"2026-11-23T01:28:15Z\"" },
		{ "202611230128", "\"2026-11-23T01:28:00Z\"" },
		{ "20261123012815", "\"2026-11-23T01:28:15Z\"" },
		{ "261123012815912+", "\"2026-11-22T22:28:15Z\"" },
		{ "1795397280", "\"2026-11-23T01:28:00Z\"" },
		{ "0000000000", "" }, { "soon", "" }, { "", "" },
	};
	char text[100];
	size_t i;

	kit_open(&k, "");
	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		snprintf(text, sizeof text, "id:1 done date:%s stat:DELIVRD",
		    rows[i][0]);
		comes(4, text, "");
		is("done", rows[i][1]);
	}
	kit_close(&k);
}

/* Nobody's text message poses as a receipt. */
static void
test_posing(void)
{
	static const char text[] = "69643a3120737461743a44454c49565244";
	struct sms_context ctx = { .id = "i1" };
	struct wire w;
	unsigned i;
	static const struct {
		unsigned esm_class;
		const char *tlvs;
	} ways[] = { { 0, "" }, { 0, ID }, { 0, STATE("2") }, { 0x80, "" },
		{ 0x03, "" }, { 0, "14000001 02" },
		/* a user's acknowledgement, the end of a conversation: what a
		   person wrote; v3.4, 5.2.12 */
		{ 0x10, "" }, { 0x18, "" } };

	kit_open(&k, "");
	ctx.view = k.v;
	for (i = 0; i < sizeof ways / sizeof ways[0]; i++) {
		wire_hex(&w, ways[i].esm_class, 0, text, ways[i].tlvs);
		assert(!w.in.receipt && !w.in.intermediate);
		buf_reset(&record);
		sms_message_write(&record, REC_DELIVER, &w.in, w.in.payload.p,
		    w.in.payload.n, 1, NULL, 0, &ctx);
		is("type", "\"deliver\"");
		is("text", "\"id:1 stat:DELIVRD\"");
		is("message_id", "");
		is("state", "");
		wire_free(&w);
	}
	kit_close(&k);
	buf_free(&record);
}

static void
test_texts(void)
{
	struct wire w;

	kit_open(&k, "");
	/* wide only where it looks so: two units, even */
	wire_hex(&w, 4, 8, "0069006400 3a0031", "");
	write_it(&w);
	is("message_id", "\"1\"");
	is("receipt_text", "\"id:1\"");
	wire_free(&w);
	wire_hex(&w, 4, 8, "69643a31", "");
	write_it(&w);
	is("message_id", "\"1\"");
	wire_free(&w);
	wire_hex(&w, 4, 8, "00690064003a04160031", "");
	write_it(&w);
	is("receipt_text", "\"id:?1\"");
	wire_free(&w);
	wire_hex(&w, 4, 0, "69643a310041 ff0000", "");
	write_it(&w);
	is("receipt_text", "\"id:1\\u0000A\xef\xbf\xbd\"");
	is("message_id", "\"1\"");
	wire_free(&w);
	buf_free(&record);
	kit_close(&k);
}

static const struct tap_test tests[] = {
	{ "the collection: plain, TLVs, message_payload, UTF-16",
	    test_collection },
	{ "a receipt record, whole", test_whole },
	{ "TLVs and text", test_tlvs },
	{ "states, and which are final", test_states },
	{ "dates", test_dates },
	{ "texts that pose as receipts", test_posing },
	{ "texts of receipts", test_texts },
};

TAP_MAIN(tests)
