/* engine/mobstate/trace.h: order, and text that somebody else chose. */
#include "engine/mobstate/trace.h"

#include "tap.h"

static const char *
traced(struct trace *t, struct buf *b)
{
	buf_reset(b);
	assert(trace_write(t, b) == 0);
	return buf_cstr(b);
}

static void
order(void)
{
	struct trace t = TRACE_INIT;
	struct buf b = BUF_INIT;

	assert(strcmp(traced(&t, &b), "") == 0);
	trace_event(&t, 2000, "b");
	buf_str(&t.text, "second");
	trace_event(&t, 2000, "c");
	trace_event(&t, 1500, "a");
	trace_peer(&t.text, "first");
	assert(strcmp(traced(&t, &b),
	    "1970-01-01T00:00:01.500Z a            first\n"
	    "1970-01-01T00:00:02.000Z b            second\n"
	    "1970-01-01T00:00:02.000Z c            \n") == 0);
	/* and empty again */
	assert(strcmp(traced(&t, &b), "") == 0);
	trace_free(&t);
	buf_free(&b);
}

static void
peers(void)
{
	static const struct { const char *in, *out; } cases[] = {
		/* plain text of any script stays */
		{ "caf\xc3\xa9 \xe4\xbd\xa0 \xf0\x9f\x98\x80 \\ \"", NULL },
		/* ECMA-48: C0, DEL, and CSI as C1 */
		{ "\x1b[2J\x07\n\t\x7f", "U+001B[2JU+0007U+000AU+0009U+007F" },
		{ "\xc2\x9b" "2J", "U+009B2J" },
		/* Unicode 15, 23.2 and UAX 9: what turns text round */
		{ "\xe2\x80\xae" "exe\xe2\x81\xa6", "U+202EexeU+2066" },
		{ "\xe2\x80\xa8\xe2\x80\x8b\xef\xbb\xbf", "U+2028U+200BU+FEFF" },
		/* no UTF-8: an octet each (RFC 3629); cut short too */
		{ "a\xff\xc0\x80z\xe2\x80", "aU+FFFDU+FFFDU+FFFDzU+FFFDU+FFFD" },
		{ "", NULL },
	};
	struct buf b = BUF_INIT;
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		buf_reset(&b);
		trace_peer(&b, cases[i].in);
		assert(strcmp(buf_cstr(&b), cases[i].out ? cases[i].out :
		    cases[i].in) == 0);
	}
	buf_free(&b);
}

static void
long_text(void)
{
	struct buf b = BUF_INIT;
	char text[5000];

	memset(text, 'x', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	trace_peer(&b, text);
	assert(b.len < 500 && strcmp(buf_cstr(&b) + b.len - 4, "x...") == 0);
	buf_free(&b);
}

static const struct tap_test tests[] = {
	{ "trace: by time, and else as it was put", order },
	{ "trace: text of others does nothing to a terminal", peers },
	{ "trace: a text without end is cut, and that is seen", long_text },
};
TAP_MAIN(tests)
