/* Records: the fields of DESIGN.md's table, and what others wrote going through
   octet for octet. */
#include "record/record.h"

#include <sysexits.h>

#include "tap.h"

static struct diag_err err;
static struct buf b = BUF_INIT;

static struct json_reader *
reader(void)
{
	struct json_reader *r = json_reader_new();

	assert(r);
	return r;
}

static const char *
out(void)
{
	assert(!b.err);
	return buf_cstr(&b);
}

/* Each field, values that it may have and values that it may not have. */
static const struct {
	enum record_key key;
	const char *name, *good[5], *bad[5];
} fields[] = {
	{ REC_TYPE, "type", { "\"deliver\"" },
	  { "\"Deliver\"", "\"\"", "\"deliver\\u0000\"", "1", "[\"deliver\"]" } },
	{ REC_ID, "id", { "\"a 1\"" }, { "\"\"", "\"a\\nb\"", "7", "\"\\u007f\"" } },
	{ REC_DOMAIN, "domain", { "\"x.example\"" }, { "\"\"", "{}", "\"a\\tb\"" } },
	{ REC_FROM, "from", { "\"+1555\"", "\"Caf\\u00e9\"", "\"\"" },
	  { "1555", "[]", "\"1\\u0000\"" } },
	{ REC_TO, "to", { "\"1555\"", "[\"1\",\"2\"]" }, { "1555", "{}", "true" } },
	{ REC_FROM_TON, "from_ton", { "1", "\"international\"", "255" },
	  { "-1", "256", "1.5", "[]" } },
	{ REC_FROM_NPI, "from_npi", { "1", "\"e164\"" }, { "-1", "256", "true" } },
	{ REC_TO_TON, "to_ton", { "0", "\"unknown\"" }, { "-1", "256", "{}" } },
	{ REC_TO_NPI, "to_npi", { "0", "\"unknown\"" }, { "-1", "256", "{}" } },
	{ REC_TEXT, "text", { "\"\"", "\"a\\n\\u0000\"" }, { "1", "[\"a\"]" } },
	{ REC_DATA, "data", { "\"\"", "\"00fF\"", "\"00 ff\\t01 \"" },
	  { "\"0\"", "\"0x00\"", "\"0 0\"", "\"00\\n\"", "\"0\\u0000\"" } },
	{ REC_TEXT_CUT, "text_cut", { "true", "false", "12" }, { "-1", "\"x\"" } },
	{ REC_TEXT_REPLACED, "text_replaced",
	  { "true", "3", "\"x\"", "[\"x\"]", "{\"x\":\"y\"}" }, { "0.5" } },
	{ REC_TEXT_DROPPED, "text_dropped", { "[\"quote\"]", "\"quote\"" },
	  { "1", "{}" } },
	{ REC_TEXT_UCS2, "text_ucs2", { "\"x\"", "\"\"" }, { "true", "[]" } },
	{ REC_DATA_CODING, "data_coding", { "\"ucs2\"", "8" }, { "-1", "256" } },
	{ REC_UDH, "udh", { "\"050003010201\"" }, { "5", "\"05000\"", "\"gg\"" } },
	{ REC_FLASH, "flash", { "true", "false" }, { "1", "\"true\"" } },
	{ REC_SERVICE_TYPE, "service_type", { "\"WAP\"", "\"\"" }, { "1", "[]" } },
	{ REC_PROTOCOL_ID, "protocol_id", { "0", "127" }, { "\"0\"", "256" } },
	{ REC_PRIORITY, "priority", { "0", "3" }, { "\"high\"", "-1", "1e0" } },
	{ REC_SCHEDULE, "schedule", { "\"2026-11-23T13:15:16Z\"", "60" },
	  { "-1", "true", "0.5" } },
	{ REC_VALIDITY, "validity", { "\"000001000000000R\"", "3600" }, { "-5" } },
	{ REC_REGISTERED_DELIVERY, "registered_delivery",
	  { "1", "\"SMSC_Delivery\"", "[\"SME_User\"]" }, { "true", "300", "{}" } },
	{ REC_MESSAGE_MODE, "message_mode", { "\"transaction\"", "2" }, { "[]" } },
	{ REC_DESTINATION_FLAG, "destination_flag", { "1", "\"sme\"" }, { "-1" } },
	{ REC_TLV, "tlv", { "{}", "{\"0x1400\":[1,\"ff\"]}" }, { "[]", "\"\"" } },
	{ REC_MAIL, "mail", { "{\"subject\":\"x\"}" }, { "\"x\"", "[]" } },
	{ REC_RESULT, "result", { "{\"status\":\"ok\"}" }, { "\"ok\"", "0" } },
	{ REC_RECEIVED, "received", { "\"2026-11-23T13:15:16Z\"" }, { "1" } },
	{ REC_SMSC, "smsc", { "\"10.0.0.1:2775\"" }, { "{}" } },
	{ REC_SYSTEM_ID, "system_id", { "\"GSMSGW\"" }, { "{}" } },
	{ REC_PARTS, "parts", { "2", "[{}]" }, { "-1", "\"2\"" } },
	{ REC_MISSING, "missing", { "[2]", "[]" }, { "2", "{}" } },
	{ REC_MESSAGE_ID, "message_id", { "\"0a1f\"", "[\"a\",\"b\"]" }, { "17" } },
	{ REC_STATE, "state", { "\"DELIVRD\"" }, { "2", "[]" } },
	{ REC_FINAL, "final", { "true" }, { "\"yes\"", "1" } },
	{ REC_ERROR, "error", { "\"000\"", "17", "-1" }, { "{}", "true" } },
	{ REC_SUBMITTED, "submitted", { "\"2026-11-23T13:15:16Z\"" }, { "1" } },
	{ REC_DONE, "done", { "\"2026-11-23T13:15:16Z\"" }, { "true" } },
	{ REC_LATENCY, "latency", { "12", "0.25", "-3" }, { "\"12\"" } },
	{ REC_RECEIPT_TEXT, "receipt_text", { "\"id:1 \\u0000\"" }, { "{}" } },
	{ REC_ORIGINAL, "original", { "{\"to\":\"1\"}" }, { "\"x\"", "[]" } },
	{ REC_OVERDUE, "overdue", { "true", "false" }, { "1", "\"yes\"" } },
	{ REC_LINE, "line", { "0", "17" }, { "-1", "\"17\"" } },
	{ REC_INPUT, "input", { "\"7b\"" }, { "\"{\"", "7" } },
	{ REC_DRY_RUN, "dry_run", { "{\"units\":1}" }, { "1", "[]" } },
	{ REC_CONTENT, "content", { "[{}]" }, { "{}", "\"x\"" } },
	{ REC_MMS, "mms", { "{\"Subject\":\"x\"}" }, { "[]", "\"x\"" } },
	{ REC_ENHANCED, "enhanced", { "\"5.1.1\"" }, { "5", "[]" } },
};

/* {"other":1,"NAME":VALUE} */
static void
read_one(struct json_reader *r, const char *name, const char *value,
    struct record *rec)
{
	buf_reset(&b);
	buf_fmt(&b, "{\"other\":1,\"%s\":%s}", name, value);
	assert(record_read(r, out(), b.len, rec, &err) == 0);
}

static void
test_fields(void)
{
	struct json_reader *r = reader();
	struct record rec;
	size_t i, k, n;

	assert(sizeof fields / sizeof fields[0] == REC_KEYS);
	for (i = 0; i < REC_KEYS; i++) {
		assert(fields[i].key == i);
		assert(strcmp(record_key_name(fields[i].key), fields[i].name) == 0);
		for (k = 0; k < 5 && fields[i].good[k]; k++) {
			read_one(r, fields[i].name, fields[i].good[k], &rec);
			assert(!rec.wrong && rec.present == RECORD_SET(i));
			assert(rec.v[i] && rec.v[i]->rawlen ==
			    strlen(fields[i].good[k]));
			for (n = 0; n < REC_KEYS; n++)
				assert(!rec.v[n] == (n != i));
		}
		assert(k > 0 && fields[i].bad[0]);
		for (k = 0; k < 5 && fields[i].bad[k]; k++) {
			read_one(r, fields[i].name, fields[i].bad[k], &rec);
			assert(rec.wrong && strcmp(rec.wrong, fields[i].name) == 0);
			assert(strncmp(rec.wrong_why, "must ", 5) == 0);
			assert(!rec.v[i] && rec.present == RECORD_SET(i));
			assert(rec.type == REC_SUBMIT);
		}
		read_one(r, fields[i].name, "null", &rec);
		assert(!rec.wrong && !rec.v[i] && rec.present == RECORD_SET(i));
	}
	json_reader_free(r);
	buf_free(&b);
}

/* Names that are nearly ours are not ours. */
static void
test_others(void)
{
	struct json_reader *r = reader();
	struct record rec;
	char name[64];
	size_t i;

	for (i = 0; i < REC_KEYS; i++) {
		snprintf(name, sizeof name, "%sx", fields[i].name);
		read_one(r, name, "{}", &rec);
		assert(!rec.present && !rec.wrong);
		snprintf(name, sizeof name, "%s", fields[i].name);
		name[strlen(name) - 1] ^= 1;
		read_one(r, name, "{}", &rec);
		assert(!rec.present && !rec.wrong);
		name[0] ^= 0x20;
		read_one(r, name, "{}", &rec);
		assert(!rec.present && !rec.wrong);
	}
	read_one(r, "", "{}", &rec);
	assert(!rec.present);
	read_one(r, "a_name_that_is_longer_than_any_of_our_own_names", "1", &rec);
	assert(!rec.present && rec.nmembers == 2);
	json_reader_free(r);
	buf_free(&b);
}

static void
test_types(void)
{
	static const char *const types[] = { "submit", "deliver", "receipt",
		"query", "cancel", "replace", "alert", "invalid", "read" };
	struct json_reader *r = reader();
	struct record rec;
	char value[32];
	size_t i;

	assert(sizeof types / sizeof types[0] == REC_TYPES);
	for (i = 0; i < REC_TYPES; i++) {
		snprintf(value, sizeof value, "\"%s\"", types[i]);
		read_one(r, "type", value, &rec);
		assert(rec.type == i);
		assert(strcmp(record_type_name((enum record_type)i), types[i]) == 0);
		buf_reset(&b);
		record_begin(&b, (enum record_type)i);
		record_close(&b);
		assert(strncmp(out(), "{\"type\":\"", 9) == 0);
		assert(strncmp(out() + 9, types[i], strlen(types[i])) == 0);
		assert(strcmp(out() + 9 + strlen(types[i]), "\"}\n") == 0);
	}
	assert(record_read(r, "{}", 2, &rec, &err) == 0);
	assert(rec.type == REC_SUBMIT && rec.nmembers == 0);
	json_reader_free(r);
	buf_free(&b);
}

static void
test_values(void)
{
	static const char line[] = " {\"from\":\"A\",\"priority\":2,\"flash\":true,"
		"\"to\":[\"1\"],\"latency\":0.5,\"flush\":\"x\",\"parts\":\"2\","
		"\"final\":7} \r\n";
	struct json_reader *r = reader();
	struct record rec;

	assert(record_read(r, line, strlen(line), &rec, &err) == 0);
	assert(rec.line == line + 1 && rec.len == strlen(line) - 4);
	assert(strcmp(record_str(&rec, REC_FROM), "A") == 0);
	assert(!record_str(&rec, REC_TO) && !record_str(&rec, REC_TEXT));
	assert(!record_str(&rec, REC_PRIORITY));
	assert(record_int(&rec, REC_PRIORITY, 9) == 2);
	assert(record_int(&rec, REC_FLASH, 9) == 1);
	assert(record_int(&rec, REC_FROM, 9) == 9);
	assert(record_int(&rec, REC_LATENCY, 9) == 9);
	assert(record_int(&rec, REC_LINE, -1) == -1);
	/* the first wrong one counts */
	assert(strcmp(rec.wrong, "parts") == 0);
	assert(record_int(&rec, REC_PARTS, 1) == 1);
	json_reader_free(r);
}

static void
test_no_record(void)
{
	static const char *const lines[] = { "", "\n", "oops", "[]", "[{}]", "{",
		"1", "{}{}", "{\"a\":1,\"a\":1}", "\"{}\"" };
	struct json_reader *r = reader();
	struct record rec;
	size_t i;

	for (i = 0; i < sizeof lines / sizeof lines[0]; i++) {
		memset(&err, 0, sizeof err);
		assert(record_read(r, lines[i], strlen(lines[i]), &rec,
		    &err) == -1);
		assert(err.sysexit == EX_DATAERR && err.text[0]);
		assert(record_read(r, "{}\n", 3, &rec, &err) == 0);
	}
	json_reader_free(r);
}

/* Written by nobody we know: odd blanks, numbers that no double holds, escapes
   that need not be, nested things. */
static const char odd[] = "{\t\"x-big\" : 123456789012345678901234567890.0e+05 , "
	"\"to\":\"1\",\"\\u0061\\/\\ud83d\\ude00\\u0000\":\"\\u0041\\/\\ud800\" ,"
	"\"o\": { \"type\" : [ { } , [ ] , -0.0 ,null ] , \"to\":1,\"to\":2 } ,"
	"\"result\" :{ \"status\":\"x\" } ,\"e\":\"\",\"\xc3\xbc\":\"\xf0\x9f\x98\x80\x7f\" }";

static void
test_through(void)
{
	struct json_reader *r = reader();
	struct record rec;
	char line[sizeof odd];

	/* our own readers refuse a NUL in a name */
	assert(record_read(r, odd, strlen(odd), &rec, &err) == -1);
	strcpy(line, odd);
	memcpy(strstr(line, "\\u0000"), "\\u0001", 6);

	assert(record_read(r, line, strlen(line), &rec, &err) == 0);
	assert(!rec.wrong && rec.nmembers == 7);
	buf_reset(&b);
	record_open(&b, &rec, 0);
	assert(b.len == strlen(line) - 1 && memcmp(b.p, line, b.len) == 0);
	json_key_int(&b, "n", 1);
	record_close(&b);
	assert(strncmp(out(), line, strlen(line) - 1) == 0);
	assert(strcmp(out() + strlen(line) - 1, ",\"n\":1}\n") == 0);

	/* the result left out, all else as it was */
	buf_reset(&b);
	buf_str(&b, "before\n");
	record_open(&b, &rec, RECORD_SET(REC_RESULT) | RECORD_SET(REC_TEXT));
	record_close(&b);
	{
		const char *cut = strstr(line, "\"result\""), *on;
		size_t before = (size_t)(cut - line);

		on = strstr(line, "\"e\"");
		assert(strncmp(out(), "before\n", 7) == 0);
		assert(memcmp(b.p + 7, line, before) == 0);
		assert(strncmp(b.p + 7 + before, on, strlen(on)) == 0);
		assert(strcmp(b.p + 7 + before + strlen(on), "\n") == 0);
	}
	json_reader_free(r);
	buf_free(&b);
}

static void
test_without(void)
{
	const uint64_t id = RECORD_SET(REC_ID), to = RECORD_SET(REC_TO),
		result = RECORD_SET(REC_RESULT);
	const struct {
		const char *line;
		uint64_t without;
		const char *left;
	} cases[] = {
		{ "{}", id, "{,}" },
		{ "{ }", id, "{ ,}" },
		{ "{\"id\":\"a\"}", 0, "{\"id\":\"a\",}" },
		{ "{\"id\":\"a\"}", id, "{,}" },
		{ "{ \"id\" : \"a\" }", id, "{  ,}" },
		{ "{\"id\":\"a\",\"to\":\"b\",\"result\":{}}", id,
		  "{\"to\":\"b\",\"result\":{},}" },
		{ "{\"id\":\"a\",\"to\":\"b\",\"result\":{}}", to,
		  "{\"id\":\"a\",\"result\":{},}" },
		{ "{\"id\":\"a\",\"to\":\"b\",\"result\":{}}", result,
		  "{\"id\":\"a\",\"to\":\"b\",}" },
		{ "{\"id\":\"a\",\"to\":\"b\",\"result\":{}}", id | to, "{\"result\":{},}" },
		{ "{\"id\":\"a\",\"to\":\"b\",\"result\":{}}", to | result,
		  "{\"id\":\"a\",}" },
		{ "{\"id\":\"a\",\"to\":\"b\",\"result\":{}}", id | to | result, "{,}" },
		/* null and wrong ones too, or they would be there twice */
		{ "{\"a\":1,\"result\":null}", result, "{\"a\":1,}" },
		{ "{\"result\":\"ok\",\"a\":1}", result, "{\"a\":1,}" },
		{ "{\"a\":1 , \"result\":[] , \"b\":2 }", result, "{\"a\":1 , \"b\":2 ,}" },
		{ "{\"a\":1 , \"result\":[1,2] }", result, "{\"a\":1 ,}" },
		/* deeper ones are none of ours; escaped names are */
		{ "{\"a\":{\"result\":1}}", result, "{\"a\":{\"result\":1},}" },
		{ "{\"a\":1,\"r\\u0065sult\":1}", result, "{\"a\":1,}" },
		/* a record comes out on one line */
		{ "{\n\"a\":1,\r\n\"id\":\"x\",\n\"b\":\n2\n}", id,
		  "{ \"a\":1,\r \"b\": 2 ,}" },
		{ "{\n\"a\":\n1}", 0, "{ \"a\": 1,}" },
	};
	struct json_reader *r = reader();
	struct record rec;
	const char *comma;
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		assert(record_read(r, cases[i].line, strlen(cases[i].line), &rec,
		    &err) == 0);
		buf_reset(&b);
		record_open(&b, &rec, cases[i].without);
		comma = strrchr(cases[i].left, ',');
		assert(b.len == (size_t)(comma - cases[i].left));
		assert(memcmp(b.p, cases[i].left, b.len) == 0);
		/* and what is added then makes a record again */
		json_key_int(&b, "added", 1);
		record_close(&b);
		assert(record_read(r, out(), b.len, &rec, &err) == 0);
		assert(json_member(rec.member, rec.nmembers, "added"));
		assert(!(rec.present & cases[i].without));
	}
	json_reader_free(r);
	buf_free(&b);
}

/* Every set of what is in the line left out: the rest stays, in order. */
static void
test_every_set(void)
{
	static const char line[] = "{ \"id\":\"a\", \"x\":1 ,\"to\" :\"b\",\"y\":[1,2] , "
		"\"text\":\"c\" ,\"tlv\":{ } , \"z\":null }";
	static const enum record_key keys[] = { REC_ID, REC_TO, REC_TEXT, REC_TLV };
	struct json_reader *r = reader(), *again = reader();
	struct record rec, got;
	unsigned set, i;

	assert(record_read(r, line, strlen(line), &rec, &err) == 0);
	for (set = 0; set < 16; set++) {
		uint64_t without = 0;
		size_t m, g = 0;

		for (i = 0; i < 4; i++)
			if (set & 1u << i)
				without |= RECORD_SET(keys[i]);
		buf_reset(&b);
		record_open(&b, &rec, without);
		record_close(&b);
		assert(record_read(again, out(), b.len, &got, &err) == 0);
		assert(got.present == (rec.present & ~without));
		for (m = 0; m < rec.nmembers; m++) {
			const struct json_value *v = &rec.member[m];

			for (i = 0; i < 4; i++)
				if (rec.v[keys[i]] == v && (set & 1u << i))
					break;
			if (i < 4)
				continue;
			assert(strcmp(got.member[g].name, v->name) == 0);
			assert(got.member[g].rawlen == v->rawlen &&
			    memcmp(got.member[g].raw, v->raw, v->rawlen) == 0);
			g++;
		}
		assert(g == got.nmembers);
	}
	json_reader_free(again);
	json_reader_free(r);
	buf_free(&b);
}

static void
test_invalid(void)
{
	static char junk[RECORD_INVALID_MAX + 1];
	struct json_reader *r = reader();
	struct record rec;

	buf_reset(&b);
	record_invalid(&b, 17, "oops\xff\n", 6, "not \"JSON\"\n");
	assert(strcmp(out(), "{\"type\":\"invalid\",\"line\":17,\"input\":"
	    "\"6f6f7073ff0a\",\"error\":\"not \\\"JSON\\\"\\n\"}\n") == 0);
	assert(record_read(r, b.p, b.len, &rec, &err) == 0);
	assert(rec.type == REC_INVALID && !rec.wrong);

	buf_reset(&b);
	record_invalid(&b, 1, junk, sizeof junk, "x");
	assert(record_read(r, b.p, b.len, &rec, &err) == 0);
	assert(rec.v[REC_INPUT]->n == 2 * RECORD_INVALID_MAX);
	buf_reset(&b);
	record_invalid(&b, 1, NULL, 0, "x");
	assert(strstr(out(), "\"input\":\"\""));
	json_reader_free(r);
	buf_free(&b);
}

static void
test_sub(void)
{
	static const char line[] = "{\"mail\":{\"subject\":\"Caf\\u00e9\",\"to\":[1]},"
		"\"text\":\"x\"}";
	static const char twice[] = "{\"mail\":{\"to\":1,\"to\":2}}";
	struct json_reader *r = reader(), *second = reader();
	struct record_sub sub;
	struct record rec;

	assert(record_read(r, line, strlen(line), &rec, &err) == 0);
	assert(record_sub(second, rec.v[REC_MAIL], &sub) == 0 && sub.n == 2);
	assert(strcmp(record_sub_str(&sub, "subject"), "Caf\xc3\xa9") == 0);
	assert(!record_sub_str(&sub, "to") && !record_sub_str(&sub, "from"));
	/* the record is still there */
	assert(strcmp(record_str(&rec, REC_TEXT), "x") == 0);
	assert(record_sub(second, rec.v[REC_RESULT], &sub) == -1);
	assert(!record_sub_str(&sub, "status"));
	assert(record_sub(second, rec.v[REC_TEXT], &sub) == -1 && sub.n == 0);
	/* an object that says a thing twice says nothing */
	assert(record_read(r, twice, strlen(twice), &rec, &err) == 0);
	assert(record_sub(second, rec.v[REC_MAIL], &sub) == -1 && sub.n == 0);
	json_reader_free(second);
	json_reader_free(r);
}

static const struct tap_test tests[] = {
	{ "record: every field with right and wrong values", test_fields },
	{ "record: names that are not ours", test_others },
	{ "record: types", test_types },
	{ "record: strings and numbers", test_values },
	{ "record: lines that are none", test_no_record },
	{ "record: unknown fields go through octet for octet", test_through },
	{ "record: fields left out", test_without },
	{ "record: every set of fields left out", test_every_set },
	{ "record: invalid", test_invalid },
	{ "record: an object in it", test_sub },
};
TAP_MAIN(tests)
