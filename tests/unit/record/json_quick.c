/*
 * JSON in: what is read without yajl is what yajl makes of it.  A text with an
 * escape in it is left to yajl, so each text is read a second time with a
 * member in front whose name has one; texts are damaged at random, too.
 */
#include "record/json.h"

#include "tap.h"
#include "random.h"

#define EXTRA "\"\\u007a9\":0"

static const char *const texts[] = {
	"{}", "{ }", " {\t} ", "{\"a\":1}", "{\"a\":-1,\"b\":0,\"c\":-0}",
	"{\"a\":999999999999999999,\"b\":-999999999999999999}",
	"{\"a\":1000000000000000000,\"b\":9223372036854775807}",
	"{\"a\":9223372036854775808}", "{\"a\":01}", "{\"a\":-}", "{\"a\":1.5}",
	"{\"a\":1e3}", "{\"a\":+1}", "{\"a\":1x}", "{\"a\":--1}",
	"{\"a\":true,\"b\":false,\"c\":null}", "{\"a\":tru}", "{\"a\":truex}",
	"{\"a\":nul", "{\"a\":True}", "{\"a\":\"\"}", "{\"\":\"\"}",
	"{\"a\":\"b", "{\"a\":\"b\"", "{\"a\":\"b\"}x", "{\"a\":\"b\"}{}",
	"{\"a\":\"b\",}", "{,\"a\":1}", "{\"a\"}", "{\"a\":}", "{\"a\" 1}",
	"{\"a\":1 \"b\":2}", "{\"a\":1,,\"b\":2}", "{\"a\":1;\"b\":2}",
	"{\"a\":1,\"a\":2}", "{\"a\":\"x\ty\"}", "{\"a\":\"\\n\"}",
	"{\"a\":[]}", "{\"a\":[1,\"x\",[true],{\"b\":{}}]}", "{\"a\":[1,]}",
	"{\"a\":[,1]}", "{\"a\":[1}", "{\"a\":{\"b\":1]}", "{\"a\":{\"b\":1,\"b\":2}}",
	"{\"a\":[[[[[[[[1]]]]]]]]}", "{\"a\":[[[[[[[[[[1]]]]]]]]]]}",
	"{\"a\":{\"b\" 1}}", "{\"a\":{1:2}}", "{\"a\":[\"\\u0041\"]}",
	"{\"a\":[1.5]}", "{ \"a\" : 1 , \"b\" : [ 1 , 2 ] , \"c\" : { } }",
	"{\"text\":\"caf\303\251 \360\237\230\200\",\"to\":\"+15551234567\"}",
	"{\"text\":\"bad \377\"}", "{\"text\":\"cut \303\"}",
	"{\"id\":\"m1\",\"from\":\"2000\",\"to\":\"+15550001111\",\"text\":\"Hi\","
	"\"flash\":true,\"priority\":2,\"tlv\":{\"0x1400\":\"00ff\"},"
	"\"registered_delivery\":[\"SMSC_Delivery\"],\"udh\":null}",
	"[1]", "\"a\"", "1", "", " ", "{", "}", "{\"", "{\"a",
};

static struct json_reader *quick, *slow;
static unsigned long same;

static void
compare(const struct json_value *a, const struct json_value *b)
{
	assert(strcmp(a->name, b->name) == 0);
	assert(a->kind == b->kind && a->i == b->i && a->n == b->n);
	assert((a->s == NULL) == (b->s == NULL));
	assert(!a->s || memcmp(a->s, b->s, a->n + 1) == 0);
	assert(a->rawlen == b->rawlen);
	assert(memcmp(a->raw, b->raw, a->rawlen) == 0);
	assert(*a->at == '"' && *b->at == '"');
}

/* From a block of its own size, so that a sanitizer sees one octet too many. */
static int
take(struct json_reader *r, const char *s, size_t n, char **copy,
    const struct json_value **v, size_t *nv)
{
	*copy = malloc(n ? n : 1);
	assert(*copy);
	memcpy(*copy, s, n);
	return json_read(r, *copy, n, v, nv, NULL);
}

static void
check(const char *s, size_t n)
{
	const struct json_value *v, *w;
	char *one, *two, other[512];
	size_t nv, nw, i, from = 0;
	int rc, rw;

	while (from < n && strchr(" \t\r\n", s[from]))
		from++;
	/* an object without members has no comma behind the one in front */
	if (from == n || s[from] != '{')
		return;
	for (i = from + 1; i < n && s[i] && strchr(" \t\r\n", s[i]); i++)
		;
	memcpy(other, "{" EXTRA ",", sizeof EXTRA + 1);
	rw = sizeof EXTRA + 1 - (i < n && s[i] == '}');
	memcpy(other + rw, s + from + 1, n - from - 1);
	rc = take(quick, s, n, &one, &v, &nv);
	rw = take(slow, other, (size_t)rw + n - from - 1, &two, &w, &nw);
	if (rc != rw)
		fprintf(stderr, "# %.*s: %d, and %d with yajl\n", (int)n, s, rc,
		    rw);
	assert(rc == rw);
	if (rc >= 0) {
		assert(nw == nv + 1);
		for (i = 0; i < nv; i++)
			compare(&v[i], &w[i + 1]);
		same++;
	}
	free(one);
	free(two);
}

static void
as_they_are(void)
{
	size_t i;

	for (i = 0; i < sizeof texts / sizeof texts[0]; i++)
		check(texts[i], strlen(texts[i]));
	assert(same > 20);
}

static void
cut_short(void)
{
	size_t i, n;

	for (i = 0; i < sizeof texts / sizeof texts[0]; i++)
		for (n = 0; n < strlen(texts[i]); n++)
			check(texts[i], n);
}

static void
damaged(void)
{
	static const char likely[] = "{}[]\":,\\ \t\n0159-+.eEtrufalsn\177\303\251";
	char s[400];
	size_t n, k;
	int i, j;

	same = 0;
	for (i = 0; i < 300000; i++) {
		const char *t = texts[rnd() % (sizeof texts / sizeof texts[0])];

		n = strlen(t);
		memcpy(s, t, n);
		for (j = 1 + rnd() % 3; j > 0 && n > 0; j--) {
			k = rnd() % n;
			if (rnd() % 3 == 0)
				memmove(s + k, s + k + 1, --n - k);
			else
				s[k] = likely[rnd() % (sizeof likely - 1)];
		}
		check(s, n);
	}
	assert(same > 10000);
}

static void
all(void (*test)(void))
{
	quick = json_reader_new();
	slow = json_reader_new();
	assert(quick && slow);
	test();
	json_reader_free(quick);
	json_reader_free(slow);
}

static void test_as_they_are(void) { all(as_they_are); }
static void test_cut_short(void) { all(cut_short); }
static void test_damaged(void) { all(damaged); }

static const struct tap_test tests[] = {
	{ "right and wrong texts", test_as_they_are },
	{ "the same, cut short", test_cut_short },
	{ "the same, damaged at random", test_damaged },
};

TAP_MAIN(tests)
