/* gsm/cluster: where a reader sees characters. */
#include "base/utf8.h"
#include "gsm/text.h"
#include "tap.h"

/*
 * For a first character: how many code points go on with it, and FNV-1a over
 * these (three octets each, high first), of perl 5.36 (Unicode 14):
 * (chr($first) . chr($c)) =~ /\A\X\z/
 */
static const struct {
	uint32_t first;
	unsigned count;
	uint32_t digest;
} digests[] = {
	{ 0x0061, 2484, 0xa72a6aa8 },
	{ 0x000d, 1, 0x44b0ee45 },
	{ 0x000a, 0, 0x811c9dc5 },
	{ 0x200b, 0, 0x811c9dc5 },
	{ 0x1100, 13876, 0xf00f70dd },
	{ 0x1161, 2716, 0x6cb7b074 },
	{ 0x11a8, 2621, 0x5217d604 },
	{ 0xac00, 2716, 0x6cb7b074 },
	{ 0xac01, 2621, 0x5217d604 },
	{ 0x1f1e6, 2510, 0xbdcf572d },
	{ 0x1f468, 2484, 0xa72a6aa8 },
	{ 0x0915, 2484, 0xa72a6aa8 },
	{ 0x0e01, 2484, 0xa72a6aa8 },
	{ 0x115f, 13876, 0xf00f70dd },
	{ 0x1160, 2716, 0x6cb7b074 },
	{ 0x11a7, 2716, 0x6cb7b074 },
	{ 0x11ff, 2621, 0x5217d604 },
	{ 0xa960, 13876, 0xf00f70dd },
	{ 0xa97c, 13876, 0xf00f70dd },
	{ 0xac1b, 2621, 0x5217d604 },
	{ 0xac1c, 2716, 0x6cb7b074 },
	{ 0xd788, 2716, 0x6cb7b074 },
	{ 0xd7a3, 2621, 0x5217d604 },
	{ 0xd7b0, 2716, 0x6cb7b074 },
	{ 0xd7c6, 2716, 0x6cb7b074 },
	{ 0xd7cb, 2621, 0x5217d604 },
	{ 0xd7fb, 2621, 0x5217d604 },
};

static void
all_seconds(void)
{
	size_t i;

	for (i = 0; i < sizeof digests / sizeof digests[0]; i++) {
		uint32_t h = 0x811c9dc5, c;
		unsigned count = 0;

		for (c = 0; c < 0x110000; c++) {
			if (c >= 0xd800 && c <= 0xdfff)
				continue;
			if (!gsm_cluster_continues(digests[i].first, c, 1))
				continue;
			count++;
			h = (h ^ (c >> 16)) * 0x01000193;
			h = (h ^ (c >> 8 & 0xff)) * 0x01000193;
			h = (h ^ (c & 0xff)) * 0x01000193;
		}
		assert(count == digests[i].count);
		assert(h == digests[i].digest);
	}
}

/*
 * Clusters by their length in characters: perl's \X, the conjuncts from
 * Unicode 15.1's GraphemeBreakTest.txt (GB9c; perl's Unicode is older).
 */
static const struct {
	const char *what;
	const char *text;
	const char *lengths;
} rows[] = {
	{ "accent", "e\xcc\x81x", "21" },
	{ "family", "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466!",
	    "71" },
	{ "flags", "\U0001f1e9\U0001f1ea\U0001f1eb\U0001f1f7\U0001f1ee", "221" },
	{ "skin", "\U0001f44d\U0001f3fd" "a", "21" },
	{ "heart", "\u2764\ufe0f" "b", "21" },
	{ "Scotland", "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063"
	    "\U000e0074\U000e007f" "c", "71" },
	{ "CR LF", "a\r\nb", "121" },
	{ "Hangul", "\u1112\u1161\u11ab\uac00\u11a8\u1100", "321" },
	{ "Thai am", "\u0e01\u0e33\u0e02", "21" },
	{ "keycap", "1\ufe0f\u20e3" "2", "31" },
	{ "no accent on LF", "\n\xcc\x81x", "111" },
	{ "conjunct", "\u0915\u094d\u0924", "3" },
	{ "conjunct with ZWJ", "\u0915\u094d\u200d\u0924", "4" },
	{ "three consonants", "\u0915\u094d\u0924\u094d\u092f", "5" },
	{ "virama and Latin", "\u0915\u094d" "a", "21" },
	{ "two consonants", "\u0915\u0924", "11" },
	{ "virama and another script", "\u0915\u094d\u0995", "21" },
	{ "Tamil has none", "\u0b95\u0bcd\u0ba4", "21" },
};

static void
sequences(void)
{
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const char *p = rows[i].text, *end = p + strlen(p);
		char lengths[16] = "";
		size_t n = 0;
		uint32_t prev = 0;
		unsigned regional = 0;

		while (p < end) {
			uint32_t cp = (uint32_t)utf8_next(&p, end);

			if (n > 0 && gsm_cluster_continues(prev, cp, regional))
				lengths[n - 1]++;
			else
				lengths[n++] = '1';
			regional = cp >= 0x1f1e6 && cp <= 0x1f1ff ?
			    regional + 1 : 0;
			prev = cp;
		}
		if (strcmp(lengths, rows[i].lengths) != 0)
			printf("# %s: %s\n", rows[i].what, lengths);
		assert(strcmp(lengths, rows[i].lengths) == 0);
	}
}

static const struct tap_test tests[] = {
	{ "cluster: every second character, as perl has it", all_seconds },
	{ "cluster: sequences", sequences },
};
TAP_MAIN(tests)
