/* What lib/record sees to itself beside yajl.  RFC 8259, 2 and 7: no control
   character but tab, line feed and carriage return stands in a JSON text as it
   is; 8.1: UTF-8 (RFC 3629, 4). */
#include "record/json_text.h"

#include "tap.h"

static int plain;

static size_t
valid(const char *text, size_t n)
{
	return json_text_valid(text, n, &plain);
}

/* Every octet at every place, so that each lane of a word has had each. */
static void
test_every_octet(void)
{
	char *text;
	size_t n, at;
	int c;

	for (n = 1; n <= 24; n++) {
		text = malloc(n);
		assert(text);
		memset(text, 'x', n);
		assert(valid(text, n) == n);
		for (at = 0; at < n; at++) {
			for (c = 0; c < 256; c++) {
				int ok = c == '\t' || c == '\n' || c == '\r' ||
					(c >= 0x20 && c < 0x80);

				text[at] = (char)c;
				assert(valid(text, n) == (ok ? n : at));
				assert(!ok || plain == (c >= 0x20 && c != '\\'));
			}
			text[at] = 'x';
		}
		free(text);
	}
	assert(valid("", 0) == 0);
}

/* Characters of two to four octets over every border, and one octet short. */
static void
test_long_characters(void)
{
	static const char *const good[] = { "\xc2\x80", "\xdf\xbf",
		"\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80", "\xef\xbf\xbf",
		"\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf" };
	static const char *const bad[] = { "\xc1\xbf", "\xe0\x9f\xbf",
		"\xed\xa0\x80", "\xed\xbf\xbf", "\xf0\x8f\xbf\xbf",
		"\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xbf", "\xfe\xff" };
	char text[24];
	size_t i, at, len;

	for (at = 0; at < 20; at++) {
		for (i = 0; i < sizeof good / sizeof good[0]; i++) {
			len = strlen(good[i]);
			memset(text, 'x', sizeof text);
			memcpy(text + at, good[i], len);
			assert(valid(text, sizeof text) == sizeof text);
			assert(valid(text, at + len - 1) == at);
			text[at + len - 1] = 'x';
			assert(valid(text, sizeof text) == at);
		}
		for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
			memset(text, 'x', sizeof text);
			memcpy(text + at, bad[i], strlen(bad[i]));
			assert(valid(text, sizeof text) == at);
		}
	}
}

/* It never writes more than it reads. */
static void
test_room(void)
{
	static const char *const cases[] = { "\\ud800\\ud800\\ud800",
		"\\uffff\\u0800", "\\n\\\\", "\\ud83d\\ude00", "plain", "" };
	char *out;
	size_t i, n, got;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		n = strlen(cases[i]);
		out = malloc(n + 1);
		assert(out);
		out[n] = '\x55';
		got = json_text_unescape(cases[i], n, out);
		assert(got <= n && out[n] == '\x55');
		free(out);
	}
}

static const struct tap_test tests[] = {
	{ "json_text: every octet at every place", test_every_octet },
	{ "json_text: characters of two to four octets", test_long_characters },
	{ "json_text: unescaping needs no more room", test_room },
};
TAP_MAIN(tests)
