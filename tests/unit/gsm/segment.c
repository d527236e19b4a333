/* gsm/segment: where a long text is cut. */
#include "base/utf8.h"
#include "gsm/segment.h"
#include "gsm/text.h"
#include "tap.h"

enum { UNITS = 70000 };

static const struct gsm_tables plain;
static uint8_t units[2 * UNITS], brk[UNITS];
static size_t ends[300];

/* TS 23.040, 9.2.3.24.1: 140 octets less the header. */
static void
room(void)
{
	assert(gsm_segment_room(GSM_CODING_GSM7, 0) == 160);
	assert(gsm_segment_room(GSM_CODING_GSM7, 6) == 153);
	assert(gsm_segment_room(GSM_CODING_GSM7, 7) == 152);
	assert(gsm_segment_room(GSM_CODING_GSM7, 9) == 149);
	assert(gsm_segment_room(GSM_CODING_UCS2, 0) == 70);
	assert(gsm_segment_room(GSM_CODING_UCS2, 6) == 67);
	assert(gsm_segment_room(GSM_CODING_UCS2, 7) == 66);
	assert(gsm_segment_room(GSM_CODING_OCTETS, 0) == 140);
	assert(gsm_segment_room(GSM_CODING_OCTETS, 6) == 134);
	assert(gsm_segment_room(GSM_CODING_LATIN1, 7) == 133);
	assert(gsm_segment_room(GSM_CODING_GSM7, 139) == 1);
	assert(gsm_segment_room(GSM_CODING_UCS2, 139) == 0);
	assert(gsm_segment_room(GSM_CODING_GSM7, 140) == 0);
	assert(gsm_segment_room(GSM_CODING_OCTETS, 141) == 0);
	assert(gsm_segment_room(GSM_CODING_UCS2, SIZE_MAX) == 0);
}

/* By hand: a text, the room, and the units of each segment. */
static const struct {
	const char *what;
	enum gsm_coding coding;
	const char *text;
	size_t room;
	int at_space;
	const char *lengths;
} rows[] = {
	{ "nothing", GSM_CODING_GSM7, "", 5, 0, "0" },
	{ "just fits", GSM_CODING_GSM7, "abcde", 5, 0, "5" },
	{ "one over", GSM_CODING_GSM7, "abcdef", 5, 0, "51" },
	{ "escape at the end", GSM_CODING_GSM7, "abcd{e", 5, 0, "43" },
	{ "escapes only", GSM_CODING_GSM7, "{{{", 3, 0, "222" },
	{ "escape fits", GSM_CODING_GSM7, "abc{e", 5, 0, "51" },
	{ "surrogates", GSM_CODING_UCS2, "abcd\U0001f600e", 5, 0, "43" },
	{ "accent", GSM_CODING_UCS2, "abcde\u0301f", 5, 0, "43" },
	{ "family of 11 units", GSM_CODING_UCS2,
	    "ab\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466c",
	    12, 0, "2C" },
	{ "family longer than a segment", GSM_CODING_UCS2,
	    "ab\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466c",
	    7, 0, "266" },
	{ "flags", GSM_CODING_UCS2,
	    "\U0001f1e9\U0001f1ea\U0001f1eb\U0001f1f7", 7, 0, "44" },
	{ "CR LF", GSM_CODING_GSM7, "abcd\r\nef", 5, 0, "44" },
	{ "no spaces asked for", GSM_CODING_GSM7, "abcd efgh", 8, 0, "81" },
	{ "behind a space", GSM_CODING_GSM7, "abcd efgh", 8, 1, "54" },
	{ "the last of two", GSM_CODING_GSM7, "abcd e fgh", 8, 1, "73" },
	{ "space in the first half", GSM_CODING_GSM7, "abc efghij", 8, 1, "82" },
	{ "space as the last unit", GSM_CODING_GSM7, "abcdefg hi", 8, 1, "82" },
	{ "space as the next unit", GSM_CODING_GSM7, "abc efgh ij", 8, 1, "83" },
	{ "line feed is white space", GSM_CODING_GSM7, "abcd\nefgh", 8, 1, "54" },
	{ "tab is", GSM_CODING_UCS2, "abcd\tefgh", 8, 1, "54" },
	{ "CR LF is", GSM_CODING_GSM7, "abc\r\nefghi", 8, 1, "55" },
	{ "no-break space is none", GSM_CODING_LATIN1, "abcd\u00a0efgh", 8, 1,
	    "81" },
	{ "cluster where no space", GSM_CODING_UCS2, "abcde\u0301f", 5, 1, "43" },
	{ "room 1", GSM_CODING_GSM7, "abc", 1, 1, "111" },
};

static size_t
encode(enum gsm_coding coding, const char *text)
{
	ssize_t n = gsm_text_encode(coding, plain, text, strlen(text), units, brk,
	    UNITS, NULL);

	assert(n >= 0);
	return (size_t)n;
}

static void
cuts(void)
{
	size_t i, k, cap;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		size_t n = encode(rows[i].coding, rows[i].text), start = 0;
		size_t want = strlen(rows[i].lengths);
		char lengths[16] = "";

		ends[want] = 12345;
		assert(gsm_segment(brk, n, rows[i].room, rows[i].at_space, ends,
		    want) == (ssize_t)want);
		assert(ends[want] == 12345);
		for (k = 0; k < want; start = ends[k++])
			lengths[k] = "0123456789ABC"[ends[k] - start];
		if (strcmp(lengths, rows[i].lengths) != 0)
			printf("# %s: %s\n", rows[i].what, lengths);
		assert(strcmp(lengths, rows[i].lengths) == 0);
		for (cap = 0; cap < want; cap++) {
			ends[cap] = 12345;
			assert(gsm_segment(brk, n, rows[i].room, rows[i].at_space,
			    ends, cap) == GSM_ESEGMENTS);
			assert(ends[cap] == 12345);
		}
	}
}

static void
refuses(void)
{
	size_t n = encode(GSM_CODING_GSM7, "a{b");

	assert(gsm_segment(brk, n, 0, 0, ends, 9) == GSM_ERANGE);
	assert(gsm_segment(brk, 0, 0, 0, ends, 9) == GSM_ERANGE);
	assert(gsm_segment(brk, n, 1, 0, ends, 9) == GSM_ERANGE);
	assert(gsm_segment(brk, n, 1, 1, ends, 9) == GSM_ERANGE);
	assert(gsm_segment(brk, n, 2, 1, ends, 9) == 3);
	assert(gsm_segment(brk, 0, 1, 0, ends, 0) == GSM_ESEGMENTS);
}

/* How many segments a text of n times ch gives. */
static ssize_t
segments(enum gsm_coding coding, char ch, size_t n, size_t udh)
{
	static char text[UNITS + 1];

	memset(text, ch, n);
	text[n] = '\0';
	return gsm_segment(brk, encode(coding, text),
	    gsm_segment_room(coding, udh), 0, ends, GSM_SEGMENTS_MAX);
}

static void
limits(void)
{
	assert(segments(GSM_CODING_GSM7, 'a', 160, 0) == 1);
	assert(segments(GSM_CODING_GSM7, 'a', 161, 6) == 2);
	assert(segments(GSM_CODING_GSM7, 'a', 306, 6) == 2);
	assert(segments(GSM_CODING_GSM7, 'a', 307, 6) == 3);
	assert(segments(GSM_CODING_GSM7, 'a', 304, 7) == 2);
	assert(segments(GSM_CODING_GSM7, 'a', 305, 7) == 3);
	assert(segments(GSM_CODING_GSM7, '{', 80, 0) == 1);
	assert(segments(GSM_CODING_GSM7, '{', 76, 6) == 1);
	assert(segments(GSM_CODING_GSM7, '{', 153, 6) == 3);	/* 152 + 152 + 2 */
	assert(segments(GSM_CODING_UCS2, 'a', 70, 0) == 1);
	assert(segments(GSM_CODING_UCS2, 'a', 134, 6) == 2);
	assert(segments(GSM_CODING_UCS2, 'a', 135, 6) == 3);
	assert(segments(GSM_CODING_UCS2, 'a', 132, 7) == 2);
	assert(segments(GSM_CODING_LATIN1, 'a', 140, 0) == 1);
	assert(segments(GSM_CODING_LATIN1, 'a', 268, 6) == 2);
	assert(segments(GSM_CODING_LATIN1, 'a', 267, 7) == 3);
	/* the total is one octet */
	assert(segments(GSM_CODING_GSM7, 'a', 255 * 153, 6) == 255);
	assert(ends[254] == 255 * 153);
	assert(segments(GSM_CODING_GSM7, 'a', 255 * 153 + 1, 6) == GSM_ESEGMENTS);
	assert(segments(GSM_CODING_UCS2, 'a', 255 * 67, 6) == 255);
	assert(segments(GSM_CODING_UCS2, 'a', 255 * 67 + 1, 6) == GSM_ESEGMENTS);
	/* binary data needs no places */
	assert(gsm_segment(NULL, 300, 134, 0, ends, 3) == 3);
	assert(ends[0] == 134 && ends[1] == 268 && ends[2] == 300);
	assert(gsm_segment(NULL, 256, 1, 1, ends, 255) == GSM_ESEGMENTS);
	assert(gsm_segment(NULL, 255, 1, 1, ends, 255) == 255);
}

static uint32_t
next_random(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

/* Characters that make trouble, and some that do not. */
static size_t
random_text(uint32_t *seed, enum gsm_coding coding, char *text)
{
	static const char *const septets[] = {
		"a", "b", " ", "\n", "\r\n", "{", "]", "€", "\\", "é", "Δ",
	};
	static const char *const others[] = {
		"a", " ", "\r\n", "\u0301", "\u200d", "\ufe0f", "\U0001f468",
		"\U0001f3fd", "\U0001f1e9", "\u0915", "\u094d", "\u1100", "\u1161",
	};
	size_t count = next_random(seed) % 120, n = 0;

	while (count-- > 0) {
		uint32_t r = next_random(seed);
		const char *s = coding == GSM_CODING_GSM7 ? septets[r % 11] :
		    others[r % 13];

		memcpy(text + n, s, strlen(s));
		n += strlen(s);
	}
	return n;
}

/* No segment begins or ends inside a character: each is decoded alone. */
static void
check_segments(enum gsm_coding coding, const char *text, size_t len,
    size_t limit, ssize_t n)
{
	static char joined[4096];
	size_t unit = gsm_unit_octets(coding), start = 0, at = 0;
	ssize_t i;

	for (i = 0; i < n; start = ends[i++]) {
		ssize_t got;

		assert(ends[i] - start <= limit);
		assert(ends[i] > start || len == 0);
		got = gsm_text_decode(coding, plain, units + start * unit,
		    (ends[i] - start) * unit, joined + at, sizeof joined - at);
		assert(got >= 0);
		at += (size_t)got;
	}
	assert(at == len && memcmp(joined, text, len) == 0);
}

static void
random_texts(void)
{
	uint32_t seed = 3;
	int i;

	for (i = 0; i < 100000; i++) {
		enum gsm_coding coding = i % 2 ? GSM_CODING_GSM7 : GSM_CODING_UCS2;
		char text[1024];
		size_t len = random_text(&seed, coding, text);
		size_t limit = 2 + next_random(&seed) % 40;
		ssize_t n = gsm_text_encode(coding, plain, text, len, units, brk,
		    UNITS, NULL);

		assert(n >= 0 && (size_t)n <= 2 * len);
		n = gsm_segment(brk, (size_t)n, limit,
		    (int)(next_random(&seed) % 2), ends, 300);
		assert(n > 0);
		check_segments(coding, text, len, limit, n);
	}
}

static const struct tap_test tests[] = {
	{ "room: 160, 153, 152; 70, 67, 66; 140, 134, 133", room },
	{ "segment: where, and every smaller array", cuts },
	{ "segment: no room", refuses },
	{ "segment: limits, 255 segments and one more", limits },
	{ "segment: random texts joined give the text again", random_texts },
};
TAP_MAIN(tests)
