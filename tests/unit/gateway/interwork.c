/* Mail addresses in SMS; 3GPP TS 23.040, 3.8, and momentum.md, section 2. */
#include "kit.h"

#include "gateway/sms/interwork.h"

static int
put(const char *from, size_t nfrom, const char *subject, size_t nsubject,
    const char *text, const char *expect)
{
	struct buf b = BUF_INIT;
	int same;

	interwork_put(&b, from, nfrom, subject, nsubject, text, strlen(text));
	assert(!b.err);
	same = same_text(&b, expect);
	buf_free(&b);
	return same;
}

static void
test_put(void)
{
	/* Mobile Momentum's documented example */
	assert(put("mickey@disneyworld.com", 12, "stay in touch", 10,
	    "Greetings from Orlando!",
	    "mickey@disne (stay in to) Greetings from Orlando!"));
	/* its defaults: 0 and 10 */
	assert(put("mickey@disneyworld.com", 0, "stay in touch", 10,
	    "Greetings from Orlando!", "(stay in to) Greetings from Orlando!"));
	assert(put("a@b.example", 320, "s", 0, "t", "a@b.example t"));
	assert(put(NULL, 12, NULL, 10, "t", "t"));
	assert(put("", 12, "", 10, "t", "t"));
	assert(put("a@b.example", 320, "hello", 10, "", "a@b.example (hello)"));
	assert(put("a@b.example", 320, "", 10, "", "a@b.example"));
	assert(put(NULL, 0, NULL, 0, "", ""));
	assert(put(NULL, 0, NULL, 0, "t ", "t "));
	/* cut at a blank; nothing but blanks */
	assert(put(NULL, 0, "stay with us", 5, "t", "(stay) t"));
	assert(put(NULL, 0, "   ", 10, "t", "t"));
	/* it would end early, and the text would be another one */
	assert(put(NULL, 0, "a) b (c)", 10, "t", "(a] b (c]) t"));
	/* characters, not octets */
	assert(put(NULL, 0, "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80xyz", 4, "t",
	    "(\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80x) t"));
}

static void
test_appends(void)
{
	struct buf b = BUF_INIT;

	buf_str(&b, "before ");
	interwork_put(&b, NULL, 0, NULL, 0, "", 0);
	assert(same_text(&b, "before "));
	buf_free(&b);
}

/* NULL address: it does not begin with one. */
static const struct {
	const char *in, *address, *subject, *text;
} texts[] = {
	{ "a@b.example hi there", "a@b.example", NULL, "hi there" },
	{ "a@b.example(subject) text", "a@b.example", "subject", "text" },
	{ "a@b.example (subject) text", "a@b.example", "subject", "text" },
	{ "a@b.example(subject)text", "a@b.example", "subject", "text" },
	{ "a@b.example()text", "a@b.example", "", "text" },
	{ "a@b.example##subject#text", "a@b.example", "subject", "text" },
	{ "  a@b.example\nhi\n", "a@b.example", NULL, "hi\n" },
	{ "a@b.example", "a@b.example", NULL, "" },
	{ "a@b.example (no end", "a@b.example", NULL, "(no end" },
	{ "a@b.example##no end", "a@b.example", NULL, "##no end" },
	{ "a@b.example(a(b)c) d", "a@b.example", "a(b", "c) d" },
	{ "hello a@b.example", NULL, NULL, "hello a@b.example" },
	{ "hello", NULL, NULL, "hello" },
	{ "", NULL, NULL, "" },
	{ " ", NULL, NULL, " " },
	{ "(s) t", NULL, NULL, "(s) t" },
	{ "@b.example x", NULL, NULL, "@b.example x" },
	{ "a@ x", NULL, NULL, "a@ x" },
	{ "<a@b.example> x", NULL, NULL, "<a@b.example> x" },
	{ "a@b.example,c@d.example x", NULL, NULL, "a@b.example,c@d.example x" },
	{ "-oQ/tmp@b.example x", NULL, NULL, NULL },
};

static int
same(const char *p, size_t n, const char *expect)
{
	if (!expect)
		return !p;
	return n == strlen(expect) && memcmp(p, expect, n) == 0;
}

static void
test_parse(void)
{
	struct interwork iw;
	size_t i;

	for (i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		char *in = strdup(texts[i].in);
		size_t n = strlen(in);
		int rc = interwork_parse(in, n, &iw);

		fprintf(stderr, "# %s: %d\n", in, rc);
		/* whether a leading dash makes no address is mail's business */
		if (texts[i].text) {
			assert(rc == !!texts[i].address);
			assert(same(iw.address, iw.naddress, texts[i].address));
			assert(same(iw.subject, iw.nsubject, texts[i].subject));
			assert(same(iw.text, iw.ntext, texts[i].text));
		}
		free(in);
	}
}

static void
test_hostile(void)
{
	char text[1000];
	struct interwork iw;
	size_t n;

	memset(text, 'a', sizeof text);
	assert(interwork_parse(text, sizeof text, &iw) == 0);
	text[1] = '@';
	assert(interwork_parse(text, sizeof text, &iw) == 0);
	/* a NUL hides nothing */
	assert(interwork_parse("a@b.example\0 x", 14, &iw) == 0);
	assert(iw.ntext == 14);
	for (n = 0; n < 4; n++)
		assert(interwork_parse("a@b.example###", 10 + n, &iw) >= 0);
}

static const struct tap_test tests[] = {
	{ "from (subject) text, Momentum's example", test_put },
	{ "what stands before stays", test_appends },
	{ "taking an SMS apart", test_parse },
	{ "hostile texts", test_hostile },
};

TAP_MAIN(tests)
