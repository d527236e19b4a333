/*
 * JSON out.  Strings are expected as python3's json.dumps(ensure_ascii=False)
 * writes them (3.11, computed beforehand).
 */
#include "record/json.h"

#include "tap.h"

static struct buf b = BUF_INIT;

static const char *
out(void)
{
	assert(!b.err);
	return buf_cstr(&b);
}

static const struct {
	const char *s;
	size_t n;
	const char *json;
} strings[] = {
	{ "", 0, "\"\"" },
	{ "plain text / 'x' <&>", 20, "\"plain text / 'x' <&>\"" },
	{ "\"\\", 2, "\"\\\"\\\\\"" },
	{ "\b\t\n\f\r", 5, "\"\\b\\t\\n\\f\\r\"" },
	{ "a\0b", 3, "\"a\\u0000b\"" },
	{ "\x01\x07\x0b\x0e\x1b\x1f\x7f", 7,
	  "\"\\u0001\\u0007\\u000b\\u000e\\u001b\\u001f\x7f\"" },
	{ "\xc3\xa9\xe6\xbc\xa2\xf0\x9f\x98\x80", 9,
	  "\"\xc3\xa9\xe6\xbc\xa2\xf0\x9f\x98\x80\"" },
	{ "\xe2\x80\xa8\n\xe2\x80\xa9", 7, "\"\xe2\x80\xa8\\n\xe2\x80\xa9\"" },
	/* octets that are no UTF-8: U+FFFD each, as json.h says */
	{ "a\xff", 2, "\"a\xef\xbf\xbd\"" },
	{ "\xc3(", 2, "\"\xef\xbf\xbd(\"" },
	{ "\xed\xa0\x80", 3, "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"" },
	{ "\xc0\x80x", 3, "\"\xef\xbf\xbd\xef\xbf\xbdx\"" },
	{ "\xe2\x82", 2, "\"\xef\xbf\xbd\xef\xbf\xbd\"" },
};

static void
test_strings(void)
{
	size_t i;

	for (i = 0; i < sizeof strings / sizeof strings[0]; i++) {
		buf_reset(&b);
		json_str(&b, strings[i].s, strings[i].n);
		assert(strcmp(out(), strings[i].json) == 0);
		if (strlen(strings[i].s) != strings[i].n)
			continue;
		buf_reset(&b);
		json_cstr(&b, strings[i].s);
		assert(strcmp(out(), strings[i].json) == 0);
		buf_reset(&b);
		json_key_any(&b, strings[i].s);
		json_cstr(&b, strings[i].s);
		assert(strlen(out()) == 2 * strlen(strings[i].json) + 1);
		assert(strncmp(out(), strings[i].json, strlen(strings[i].json)) == 0);
		assert(strcmp(out() + strlen(strings[i].json) + 1,
		    strings[i].json) == 0);
	}
	buf_free(&b);
}

static void
test_values(void)
{
	buf_reset(&b);
	json_open(&b, '[');
	json_int(&b, 0);
	json_int(&b, -1);
	json_int(&b, INT64_MAX);
	json_int(&b, INT64_MIN);
	json_bool(&b, 1);
	json_bool(&b, 0);
	json_null(&b);
	json_hex(&b, "\x00\x9f\xff", 3);
	json_hex(&b, NULL, 0);
	json_raw(&b, "1e400", 5);
	json_close(&b, ']');
	assert(strcmp(out(), "[0,-1,9223372036854775807,-9223372036854775808,"
	    "true,false,null,\"009fff\",\"\",1e400]") == 0);
	buf_free(&b);
}

static void
test_commas(void)
{
	buf_reset(&b);
	json_open(&b, '{');
	json_key(&b, "a");
	json_open(&b, '[');
	json_open(&b, '[');
	json_close(&b, ']');
	json_open(&b, '{');
	json_key_int(&b, "x", 1);
	json_key(&b, "y");
	json_null(&b);
	json_close(&b, '}');
	json_cstr(&b, "[");	/* brackets in strings are none */
	json_cstr(&b, ":");
	json_close(&b, ']');
	json_key_cstr(&b, "b", "{");
	json_key(&b, "c");
	json_bool(&b, 1);
	json_close(&b, '}');
	assert(strcmp(out(), "{\"a\":[[],{\"x\":1,\"y\":null},\"[\",\":\"],"
	    "\"b\":\"{\",\"c\":true}") == 0);

	/* one line behind the other, and behind what somebody else wrote */
	buf_str(&b, "\n");
	json_open(&b, '{');
	json_close(&b, '}');
	buf_str(&b, "\n{ ");
	json_key_int(&b, "n", 1);
	buf_str(&b, " \t");
	json_key_int(&b, "m", 2);
	assert(strcmp(strchr(out(), '\n'), "\n{}\n{ \"n\":1 \t,\"m\":2") == 0);
	buf_free(&b);
}

/* Out of memory is remembered, and nothing is written from then on. */
static void
test_no_memory(void)
{
	buf_reset(&b);
	json_open(&b, '[');
	b.err = 1;
	json_int(&b, 1);
	json_cstr(&b, "x\n\xff");
	json_hex(&b, "x", 1);
	json_key(&b, "k");
	json_close(&b, ']');
	assert(b.err && b.len == 1);
	b.err = 0;
	json_hex(&b, "x", SIZE_MAX / 2 + 1);
	assert(b.err);
	buf_free(&b);
}

static const struct tap_test tests[] = {
	{ "json_write: strings as python3 writes them", test_strings },
	{ "json_write: every kind of value", test_values },
	{ "json_write: commas where they belong", test_commas },
	{ "json_write: out of memory", test_no_memory },
};
TAP_MAIN(tests)
