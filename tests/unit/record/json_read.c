/*
 * JSON in.  What a text means, and whether it is one, is python3's json module's
 * word (3.11, computed beforehand), half surrogate pairs turned into U+FFFD;
 * a text is taken when that takes its octets as UTF-8 without a byte order
 * mark, without NaN and the like, and finds an object or a list.
 */
#include "record/json.h"

#include <sysexits.h>

#include "base/utf8.h"
#include "tap.h"

#define T(s)	{ s, sizeof(s) - 1 }

struct text {
	const char *s;
	size_t n;
};

static const struct json_value *v;
static size_t nv;
static struct diag_err err;

/* From a block of its own size, so that a sanitizer sees the first octet too
   many; members are looked at while it is there. */
static int
take(struct json_reader *r, const char *s, size_t n,
    void (*look)(const char *text, size_t n))
{
	char *copy = malloc(n ? n : 1);
	int rc;

	assert(copy);
	memcpy(copy, s, n);
	memset(&err, 0, sizeof err);
	rc = json_read(r, copy, n, &v, &nv, &err);
	if (rc >= 0 && look)
		look(copy, n);
	free(copy);
	return rc;
}

static const struct {
	const char *raw, *s;
	size_t n;
} strings[] = {
	{ "\"\"", "", 0 },
	{ "\"a\"", "a", 1 },
	{ "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\010\014\012\015\011", 8 },
	{ "\"\\u0041\\u00e9\\u20AC\\uFFFD\"",
	  "A\303\251\342\202\254\357\277\275", 9 },
	{ "\"\\u0000\"", "\000", 1 },
	{ "\"a\\u0000b\"", "a\000b", 3 },
	{ "\"\\ud834\\udd1e\"", "\360\235\204\236", 4 },
	{ "\"x\\uD83D\\uDE00y\"", "x\360\237\230\200y", 6 },
	{ "\"\\udbff\\udfff\"", "\364\217\277\277", 4 },
	{ "\"\\ud800\\udc00\"", "\360\220\200\200", 4 },
	{ "\"\\ud800\"", "\357\277\275", 3 },
	{ "\"\\udc00\"", "\357\277\275", 3 },
	{ "\"\\ud800x\"", "\357\277\275x", 4 },
	{ "\"\\ud800\\u0041\"", "\357\277\275A", 4 },
	{ "\"\\ud800\\n\"", "\357\277\275\012", 4 },
	{ "\"\\ud800\\ud800\\udc00\"", "\357\277\275\360\220\200\200", 7 },
	{ "\"\\udc00\\ud800\"", "\357\277\275\357\277\275", 6 },
	{ "\"\\ud800\\\\u\"", "\357\277\275\\u", 5 },
	{ "\"\303\251\346\274\242\360\237\230\200\"",
	  "\303\251\346\274\242\360\237\230\200", 9 },
	{ "\"\177\"", "\177", 1 },
	{ "\"\342\200\250\342\200\251\"", "\342\200\250\342\200\251", 6 },
	{ "\"\\n\303\251\\n\"", "\012\303\251\012", 4 },
	{ "\"\357\277\277\364\217\277\277\"",
	  "\357\277\277\364\217\277\277", 7 },
	{ "\"\\\\u0041\"", "\\u0041", 6 },
	{ "\"/\"", "/", 1 },
	{ "\"\\u005c\\u0022\"", "\\\"", 2 },
};

static void
test_strings(void)
{
	struct json_reader *r = json_reader_new();
	char text[128];
	size_t i;

	for (i = 0; i < sizeof strings / sizeof strings[0]; i++) {
		snprintf(text, sizeof text, "{%s:1,\"v\": %s }",
		    strlen(strings[i].s) == strings[i].n ? strings[i].raw : "\"x\"",
		    strings[i].raw);
		assert(json_read(r, text, strlen(text), &v, &nv, &err) ==
		    JSON_OBJECT);
		assert(nv == 2 && v[1].kind == JSON_STRING);
		assert(v[1].n == strings[i].n && v[1].s[v[1].n] == '\0');
		assert(memcmp(v[1].s, strings[i].s, v[1].n) == 0);
		assert(v[1].rawlen == strlen(strings[i].raw));
		assert(memcmp(v[1].raw, strings[i].raw, v[1].rawlen) == 0);
		/* and as a name */
		if (strlen(strings[i].s) == strings[i].n)
			assert(strcmp(v[0].name, strings[i].s) == 0);
	}
	json_reader_free(r);
}

static const struct {
	const char *raw;
	enum json_kind kind;
	int64_t i;
} numbers[] = {
	{ "0", JSON_INT, INT64_C(0) },
	{ "-0", JSON_INT, INT64_C(0) },
	{ "1", JSON_INT, INT64_C(1) },
	{ "-1", JSON_INT, INT64_C(-1) },
	{ "42", JSON_INT, INT64_C(42) },
	{ "9223372036854775807", JSON_INT, INT64_C(9223372036854775807) },
	{ "9223372036854775808", JSON_NUMBER, 0 },
	{ "-9223372036854775808", JSON_INT, INT64_MIN },
	{ "-9223372036854775809", JSON_NUMBER, 0 },
	{ "12345678901234567890", JSON_NUMBER, 0 },
	{ "10000000000000000000000", JSON_NUMBER, 0 },
	{ "0.0", JSON_NUMBER, 0 },
	{ "1.0", JSON_NUMBER, 0 },
	{ "-1.5", JSON_NUMBER, 0 },
	{ "1e3", JSON_NUMBER, 0 },
	{ "1E3", JSON_NUMBER, 0 },
	{ "1e+3", JSON_NUMBER, 0 },
	{ "1E-3", JSON_NUMBER, 0 },
	{ "0e0", JSON_NUMBER, 0 },
	{ "123.456e78", JSON_NUMBER, 0 },
	{ "4611686018427387904", JSON_INT, INT64_C(4611686018427387904) },
	{ "-9223372036854775799", JSON_INT, INT64_C(-9223372036854775799) },
	{ "18446744073709551616", JSON_NUMBER, 0 },
};

static void
test_numbers(void)
{
	struct json_reader *r = json_reader_new();
	char text[128];
	size_t i;

	for (i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
		snprintf(text, sizeof text, "[%s]", numbers[i].raw);
		assert(json_read(r, text, strlen(text), &v, &nv, &err) ==
		    JSON_LIST);
		assert(nv == 1 && !v->name && !v->s);
		assert(v->kind == numbers[i].kind && v->i == numbers[i].i);
		assert(v->raw == text + 1 && v->at == v->raw);
		assert(v->rawlen == strlen(numbers[i].raw));
	}
	json_reader_free(r);
}

static const struct text refused[] = {
	T(""), T("   "), T("nul"), T("true"), T("1"), T("\"a\""), T("{"),
	T("}"), T("["), T("]"), T("{]"), T("[}"), T("{}}"), T("[]]"), T("[1"),
	T("[1,"), T("[1,]"), T("[,1]"), T("[1,,2]"), T("[1 2]"), T("[1:2]"),
	T("{\"a\"}"), T("{\"a\":}"), T("{\"a\":1,}"), T("{,\"a\":1}"),
	T("{\"a\":1 \"b\":2}"), T("{\"a\" 1}"), T("{a:1}"), T("{'a':1}"),
	T("{1:1}"), T("{null:1}"), T("{\"a\":1}{\"a\":1}"), T("{} {}"),
	T("{},{}"), T("[] x"), T("[]\"x\""), T("[] 1"), T("{}\000"), T("[01]"),
	T("[-]"), T("[+1]"), T("[.5]"), T("[1.]"), T("[1.e1]"), T("[1e]"),
	T("[1e+]"), T("[0x1]"), T("[--1]"), T("[1_000]"), T("[NaN]"),
	T("[Infinity]"), T("[-Infinity]"), T("[True]"), T("[nul]"),
	T("[nulll]"), T("[truefalse]"), T("[\"a]"), T("[\"\\x41\"]"),
	T("[\"\\u12g4\"]"), T("[\"\\u123\"]"), T("[\"\\U0041\"]"),
	T("[\"\\'\"]"), T("[\"\\\"]"), T("[\"a\012b\"]"), T("[\"a\011b\"]"),
	T("[\"a\000b\"]"), T("[\"\037\"]"), T("['a']"), T("[1]//"),
	T("/**/[1]"), T("[1/**/]"), T("#\012[]"), T("\013[]"), T("[\0141]"),
	T("\357\273\277[]"), T("\302\240[]"), T("[\302\240]"),
	T("[1]\342\200\203"), T("[\"\377\"]"), T("[\"\303\"]"),
	T("[\"\303(\"]"), T("[\"\300\200\"]"), T("[\"\340\200\257\"]"),
	T("[\"\355\240\200\"]"), T("[\"\364\220\200\200\"]"),
	T("[\"\370\210\200\200\200\"]"), T("[\"\342\202\"]"), T("[\"\200\"]"),
	T("{\"\377\":1}"), T("[1\377]"), T("\376\377\000[\000]"),
	T("[\303\251]"),
};

static const struct text taken[] = {
	T("[]"), T("{}"), T(" [ ] "), T("\011{\015\012}\012"), T("[[]]"),
	T("[{}]"), T("{\"\":0}"), T("{\"a\":{\"b\":[{\"c\":null}]}}"),
	T("[null,true,false]"), T("[\"\177\"]"), T("[\"/\"]"), T("[0,-0,0.0]"),
	T("[\"\"]"), T("{\"a\":[],\"b\":[]}"), T("{\"a\":{\"x\":1,\"x\":2}}"),
	T("[\"\303\251\"]"), T("{\"\\u0061\":1,\"b\":1}"),
	T("[1\011,\0152\012]"),
};

/* Each wrong text is followed by a right one, with the same reader. */
static void
test_grammar(void)
{
	struct json_reader *r = json_reader_new();
	const size_t ntaken = sizeof taken / sizeof taken[0];
	size_t i;

	for (i = 0; i < sizeof refused / sizeof refused[0]; i++) {
		const struct text *good = &taken[i % ntaken];
		const char *p;

		assert(take(r, refused[i].s, refused[i].n, NULL) == -1);
		assert(nv == 0 && err.sysexit == EX_DATAERR && err.text[0]);
		for (p = err.text; *p; p++)
			assert(*p >= 0x20 && *p < 0x7f);
		assert(take(r, good->s, good->n, NULL) > 0);
	}
	for (i = 0; i < ntaken; i++)
		assert(take(r, taken[i].s, taken[i].n, NULL) > 0);
	json_reader_free(r);
}

static void
test_members(void)
{
	static const char text[] = " { \"a\" : [1, {\"b\":\"]\"}] ,\"t\":true\t,"
		"\"\\u0066\":false, \"n\":null,\"o\" :{ }, \"s\":\"x\\ty\" }\n";
	static const struct {
		const char *name, *member, *raw;
		enum json_kind kind;
		int64_t i;
	} want[] = {
		{ "a", "\"a\" : [1, {\"b\":\"]\"}]", "[1, {\"b\":\"]\"}]", JSON_LIST, 0 },
		{ "t", "\"t\":true", "true", JSON_BOOL, 1 },
		{ "f", "\"\\u0066\":false", "false", JSON_BOOL, 0 },
		{ "n", "\"n\":null", "null", JSON_NULL, 0 },
		{ "o", "\"o\" :{ }", "{ }", JSON_OBJECT, 0 },
		{ "s", "\"s\":\"x\\ty\"", "\"x\\ty\"", JSON_STRING, 0 },
	};
	struct json_reader *r = json_reader_new(), *inner = json_reader_new();
	const struct json_value *iv;
	size_t i, in;

	assert(json_read(r, text, strlen(text), &v, &nv, &err) == JSON_OBJECT);
	assert(nv == sizeof want / sizeof want[0]);
	for (i = 0; i < nv; i++) {
		assert(strcmp(v[i].name, want[i].name) == 0);
		assert(v[i].kind == want[i].kind && v[i].i == want[i].i);
		assert(v[i].rawlen == strlen(want[i].raw));
		assert(memcmp(v[i].raw, want[i].raw, v[i].rawlen) == 0);
		assert((size_t)(v[i].raw + v[i].rawlen - v[i].at) ==
		    strlen(want[i].member));
		assert(memcmp(v[i].at, want[i].member, strlen(want[i].member)) == 0);
		assert(json_member(v, nv, want[i].name) == &v[i]);
	}
	assert(!json_member(v, nv, "b") && !json_member(v, nv, ""));

	/* what lies deeper, from its raw text, with another reader */
	assert(json_read(inner, v->raw, v->rawlen, &iv, &in, &err) == JSON_LIST);
	assert(in == 2 && iv[0].i == 1 && iv[1].kind == JSON_OBJECT);
	assert(!json_member(iv, in, "a"));
	assert(json_read(inner, iv[1].raw, iv[1].rawlen, &iv, &in, &err) ==
	    JSON_OBJECT);
	assert(in == 1 && strcmp(iv->name, "b") == 0 && strcmp(iv->s, "]") == 0);
	json_reader_free(inner);
	json_reader_free(r);
	json_reader_free(NULL);
}

/* {"m0":0,"m1":0 ...}, or as a list */
static char *
many(size_t n, int list)
{
	char *text = malloc(n * 12 + 3), *p = text;
	size_t i;

	assert(text);
	*p++ = list ? '[' : '{';
	for (i = 0; i < n; i++)
		p += sprintf(p, list ? "%s%zu" : "%s\"m%zu\":0", i ? "," : "", i);
	*p++ = list ? ']' : '}';
	*p = '\0';
	return text;
}

static char *
nest(size_t n)
{
	char *text = malloc(2 * n + 1);
	size_t i;

	assert(text);
	for (i = 0; i < n; i++) {
		text[i] = '[';
		text[2 * n - 1 - i] = ']';
	}
	text[2 * n] = '\0';
	return text;
}

static void
test_limits(void)
{
	struct json_reader *r = json_reader_new();
	char *s;
	int list;

	for (list = 0; list < 2; list++) {
		s = many(JSON_MEMBERS_MAX, list);
		assert(take(r, s, strlen(s), NULL) > 0);
		assert(nv == JSON_MEMBERS_MAX);
		free(s);
		s = many(JSON_MEMBERS_MAX + 1, list);
		assert(take(r, s, strlen(s), NULL) == -1);
		assert(strstr(err.text, "too many members"));
		free(s);
	}
	s = nest(JSON_DEPTH_MAX);
	assert(take(r, s, strlen(s), NULL) == JSON_LIST);
	free(s);
	s = nest(JSON_DEPTH_MAX + 1);
	assert(take(r, s, strlen(s), NULL) == -1);
	assert(strstr(err.text, "nested too deeply"));
	free(s);
	/* nobody's stack or patience is at stake */
	s = nest(1000000);
	assert(take(r, s, strlen(s), NULL) == -1);
	free(s);
	/* a text far over what the reader had room for before */
	s = malloc(3000000);
	assert(s);
	memset(s, 'x', 3000000);
	memcpy(s, "[\"\",\"", 5);
	memcpy(s + 3000000 - 2, "\"]", 2);
	assert(take(r, s, 3000000, NULL) == JSON_LIST);
	assert(nv == 2 && v[1].n == 3000000 - 7 && v[1].s[v[1].n] == '\0');
	free(s);
	json_reader_free(r);
}

static void
test_names(void)
{
	static const struct text same[] = {
		T("{\"a\":1,\"a\":2}"), T("{\"a\":1,\"b\":2,\"\\u0061\":1}"),
		T("{\"\":1,\"\":1}"), T("{\"a\":1,\"b\":{\"a\":1},\"a\":1}"),
		/* half pairs: both names are U+FFFD to a reader */
		T("{\"\\ud800\":1,\"\\udc00\":1}"),
	};
	static const struct text other = T("{\"a\":1,\"A\":1,\"aa\":1,\"a \":1}");
	static const struct text nul = T("{\"type\\u0000x\":1}");
	struct json_reader *r = json_reader_new();
	char *s;
	size_t i;

	for (i = 0; i < sizeof same / sizeof same[0]; i++) {
		assert(take(r, same[i].s, same[i].n, NULL) == -1);
		assert(strstr(err.text, "same name"));
	}
	assert(take(r, other.s, other.n, NULL) > 0);
	/* among many, too: the last is the first again */
	s = many(JSON_MEMBERS_MAX, 0);
	memcpy(strstr(s, "\"m200\""), "\"m100\"", 6);
	assert(take(r, s, strlen(s), NULL) == -1);
	assert(strstr(err.text, "same name"));
	free(s);
	assert(take(r, nul.s, nul.n, NULL) == -1);
	assert(strstr(err.text, "NUL"));
	json_reader_free(r);
}

static void
test_words(void)
{
	static const struct {
		const char *text, *says;
	} cases[] = {
		{ "", "empty, where JSON should be" },
		/* yajl counts to the last octet that was right in words */
		{ "[tru]", "not valid JSON at octet 4: invalid string in json text" },
		{ "{\"a\":1}x", "not valid JSON at octet 8: invalid char in json text" },
		{ "{\"a\":1} {}", "not valid JSON at octet 9: more than one value" },
		{ "{\"a\":[1", "not valid JSON at octet 8: it ends too early" },
		{ "12", "not a JSON object or list" },
		{ "[\"\xc3(\"]", "not valid JSON at octet 3: not UTF-8, or a control "
		    "character" },
		{ "{\"a\":1,\"a\":2}", "not valid JSON at octet 10: a second member "
		    "of the same name" },
	};
	struct json_reader *r = json_reader_new();
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		assert(take(r, cases[i].text, strlen(cases[i].text), NULL) == -1);
		assert(strcmp(err.text, cases[i].says) == 0);
	}
	/* who does not want to know need not */
	assert(json_read(r, "x", 1, &v, &nv, NULL) == -1);
	json_reader_free(r);
}

static const char record[] = "{\"type\":\"submit\",\"id\":\"m\\u00fcx\",\"to\":[\"+1\","
	"\"2\"],\"text\":\"Gr\xc3\xbc\xc3\x9f \\ud83d\\ude00\\n\",\"tlv\":{\"0x1400\":"
	"[1,\"ff\"],\"x\":{\"y\":null}},\"n\":-1.5e3,\"flash\":false}";

/* Whatever was taken lies in the text and is UTF-8 with its NUL. */
static void
look(const char *text, size_t n)
{
	size_t i;

	for (i = 0; i < nv; i++) {
		assert(v[i].raw >= text && v[i].raw + v[i].rawlen <= text + n);
		assert(v[i].at >= text && v[i].at <= v[i].raw);
		assert(!v[i].name || utf8_valid(v[i].name,
		    strlen(v[i].name)) == strlen(v[i].name));
		assert(!v[i].s == (v[i].kind != JSON_STRING));
		assert(!v[i].s || (v[i].s[v[i].n] == '\0' &&
		    utf8_valid(v[i].s, v[i].n) == v[i].n));
	}
}

static void
test_truncated(void)
{
	struct json_reader *r = json_reader_new();
	size_t n = sizeof record - 1, i;

	assert(take(r, record, n, look) == JSON_OBJECT);
	for (i = 0; i < n; i++)
		assert(take(r, record, i, look) == -1);
	assert(take(r, record, n, look) == JSON_OBJECT && nv == 7);
	json_reader_free(r);
}

static uint32_t
chance(void)
{
	static uint32_t x = 1;

	x = x * 1664525 + 1013904223;
	return x >> 8;
}

static void
test_random(void)
{
	static const char odd[] = "{}[]\",:\\u0dDnfte-+.1 \t\n\0\x7f\x80\xc3\xed\xf4";
	struct json_reader *r = json_reader_new();
	char text[sizeof record];
	size_t n, i, k;
	unsigned nok = 0;

	for (i = 0; i < 60000; i++) {
		n = sizeof record - 1;
		memcpy(text, record, n);
		if (i % 3 == 0) {	/* odd octets alone */
			n = chance() % 40;
			for (k = 0; k < n; k++)
				text[k] = odd[chance() % (sizeof odd - 1)];
		}
		for (k = chance() % 3; n && k > 0; k--)
			text[chance() % n] = i % 2 ? (char)chance() :
				odd[chance() % (sizeof odd - 1)];
		nok += take(r, text, n, look) > 0;
	}
	assert(nok > 1000 && nok < 59000);	/* both ways were gone */
	json_reader_free(r);
}

static const struct tap_test tests[] = {
	{ "json_read: strings as python3 reads them", test_strings },
	{ "json_read: numbers as python3 reads them", test_numbers },
	{ "json_read: refuses and takes what python3 does", test_grammar },
	{ "json_read: members keep their place", test_members },
	{ "json_read: limits of members, depth; long texts", test_limits },
	{ "json_read: a name twice, a NUL in a name", test_names },
	{ "json_read: says what is wrong and where", test_words },
	{ "json_read: every truncation is refused", test_truncated },
	{ "json_read: random octets do no harm", test_random },
};
TAP_MAIN(tests)
