/* The tokens of the stanza language. */
#include "config/private.h"
#include "tap.h"

/* Each token a letter: w word, s string, B bad, else itself. */
static void
shape(const char *text, size_t n, char *out, size_t outsz)
{
	static const char letters[] = ".wsB{}()[]=,;";
	struct lex l;
	size_t o = 0;

	lex_init(&l, text, n);
	for (;;) {
		struct token t = lex_next(&l);

		assert(o + 1 < outsz);
		out[o++] = letters[t.type];
		if (t.type == TOK_END)
			break;
	}
	out[o] = '\0';
}

static void
test_shapes(void)
{
	static const struct {
		const char *text, *shape;
	} rows[] = {
		{ "", "." },
		{ "# only a comment", "." },
		{ "\xef\xbb\xbf" "a", "w." },
		{ "a=b", "w=w." },
		{ "a = \"b c\" # d\r\ne{}", "w=sw{}." },
		{ "l = (\"a\" b,c)", "w=(sw,w)." },
		{ "m=[k=1;]", "w=[w=w;]." },
		{ "h :8089 1.5s mm7://x/y?z", "wwww." },
		{ "\"a\"#c\n", "s." },
		{ "a#b c", "Bw." },
		{ "'a b'", "Bw." },
		{ "a \x01 b", "wBw." },
		{ "\x7f", "B." },
		{ "\"no end", "B." },
		{ "\"no end\nb = \"c\"\nd", "Bw=sw." },
		{ "\"two\nlines\" b", "sw." },
		{ "(\"two\nlines\")", "(s)." },
		{ "\"\\\"\" \"\\\\\" \"\\d\"", "sss." },
		{ "\"\\", "B." },
	};
	char got[64];
	size_t i;

	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		shape(rows[i].text, strlen(rows[i].text), got, sizeof got);
		if (strcmp(got, rows[i].shape) != 0)
			fprintf(stderr, "# %s: %s\n", rows[i].text, got);
		assert(strcmp(got, rows[i].shape) == 0);
	}
}

static void
test_nul(void)
{
	char got[64];

	shape("a \0 b", 5, got, sizeof got);
	assert(strcmp(got, "wBw.") == 0);
	shape("\"a\0b\" c", 7, got, sizeof got);
	assert(strcmp(got, "Bw.") == 0);
}

static void
test_text(void)
{
	static const char in[] = "\"a\\\"b\\\\c\\d\\e\"";
	struct arena a = { NULL };
	struct lex l;
	struct token t;

	lex_init(&l, in, strlen(in));
	t = lex_next(&l);
	assert(strcmp(lex_text(&a, &t), "a\"b\\c\\d\\e") == 0);
	arena_free(&a);
}

static void
test_lines(void)
{
	static const char in[] = "a b\n\n  c # x\n\"p\nq\" d\ne";
	static const unsigned long line[] = { 1, 1, 3, 4, 5, 6, 6 };
	static const int first[] = { 1, 0, 1, 1, 0, 1, 0 };
	struct lex l;
	size_t i;

	lex_init(&l, in, strlen(in));
	for (i = 0; i < 7; i++) {
		struct token t = lex_next(&l);

		assert(t.line == line[i]);
		assert(t.first == first[i]);
	}
}

static const struct tap_test tests[] = {
	{ "kinds of tokens", test_shapes },
	{ "a NUL is no text", test_nul },
	{ "escapes", test_text },
	{ "lines", test_lines },
};
TAP_MAIN(tests)
