/* What is cut off and what is replaced; sizes are TS 23.040's.  (That smpp-send
   takes what comes out, for any text: tests/cmd/mail2sms-fit.bats.) */
#include "kit.h"

#include "base/utf8.h"
#include "gateway/sms/fit.h"

#define THREE "SMPP_Max_SMS_Message_Size = 459\n"
#define WORDS "SMPP_SMS_Segment_Boundary = true\n"
#define EMOJI "\xf0\x9f\x98\x80"		/* U+1F600 */
#define ACUTE "\xcc\x81"			/* U+0301 */
#define ZHE "\xd0\xb6"				/* U+0436 */
#define EURO "\xe2\x82\xac"
/* man, ZWJ, woman: one cluster of 5 units, 11 octets */
#define PAIR "\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9"

/* n times a piece, then a tail */
static const struct {
	const char *config;
	const char *piece;
	size_t n;
	const char *tail;
	size_t take;		/* pieces that are left; + the tail when n is */
	size_t cut;		/* characters */
} cuts[] = {
	/* one segment of the GSM alphabet, of two septets a character, of UCS2 */
	{ "", "x", 160, "", 160, 0 },
	{ "", "x", 161, "", 160, 1 },
	{ "", EURO, 80, "", 80, 0 },
	{ "", EURO, 81, "", 80, 1 },
	{ "", ZHE, 70, "", 70, 0 },
	{ "", ZHE, 71, "", 70, 1 },
	{ "", EMOJI, 35, "", 35, 0 },
	{ "", EMOJI, 36, "", 35, 1 },
	/* an escape or surrogate pair is no half */
	{ "", "x", 159, EURO, 159, 1 },
	{ "", "x", 158, EURO, 158, 0 },
	{ "", ZHE, 69, EMOJI, 69, 1 },
	/* what needs UCS2 may stand behind what fits without */
	{ "", "x", 160, EMOJI, 160, 1 },
	{ "", "x", 100, EMOJI, 100, 1 },
	{ "", "x", 68, EMOJI, 68, 0 },
	/* clusters */
	{ "", ZHE, 66, PAIR, 66, 3 },
	{ "", ZHE, 65, PAIR, 65, 0 },
	/* one that fits in nothing is cut between its characters */
	{ "", ACUTE, 100, "", 70, 30 },
	/* several */
	{ THREE, "x", 459, "", 459, 0 },
	{ THREE, "x", 460, "", 459, 1 },
	{ THREE "SMPP_ESME_Max_Segments = 2\n", "x", 460, "", 306, 154 },
	{ "SMPP_Max_SMS_Message_Size = 402\n", ZHE, 202, "", 201, 1 },
	/* the size is of octets, and may be less than one segment */
	{ "SMPP_Max_SMS_Message_Size = 20\n", "x", 40, "", 20, 20 },
	{ "SMPP_Max_SMS_Message_Size = 21\n", ZHE, 40, "", 10, 30 },
	/* white space at the cut goes */
	{ "", "123456789 ", 20, "", 16, 40 },
	/* and there is much of it: more octets than are looked at */
	{ "SMPP_Max_SMS_Message_Size = 1\n", "x", 1000000, "", 1, 999999 },
	{ "SMPP_SMS_Data_Coding = ucs2\n", "x", 71, "", 70, 1 },
	{ "SMPP_SMS_Data_Coding = latin1\n", "x", 141, "", 140, 1 },
	/* no character has room */
	{ "SMPP_SMS_Segment_Size = 1\n", ZHE, 3, "", 0, 3 },
};

static char *
times(const char *piece, size_t n, const char *tail)
{
	size_t len = strlen(piece), i;
	char *s = malloc(n * len + strlen(tail) + 1);

	assert(s);
	for (i = 0; i < n; i++)
		memcpy(s + i * len, piece, len);
	strcpy(s + n * len, tail);
	return s;
}

static void
cut_rows(void)
{
	size_t i;

	for (i = 0; i < sizeof cuts / sizeof cuts[0]; i++) {
		struct buf out = BUF_INIT;
		struct sms_fitted f;
		struct kit k;
		char *text = times(cuts[i].piece, cuts[i].n, cuts[i].tail);
		size_t want = cuts[i].cut ? cuts[i].take *
			strlen(cuts[i].piece) : strlen(text);

		kit_open(&k, cuts[i].config);
		assert(sms_fit(&out, text, strlen(text), k.v, &f) == 0);
		/* the last piece's white space may be gone */
		while (want && text[want - 1] == ' ')
			want--;
		if (out.len != want)
			printf("# row %zu: %zu octets, not %zu\n", i, out.len,
			    want);
		assert(out.len == want && (want == 0 ||
		    memcmp(out.p, text, want) == 0));
		assert(f.cut == cuts[i].cut + (text[want] == ' '));
		assert(f.replaced.count == 0 && f.replaced.n == 0);
		buf_free(&f.lacking);
		buf_free(&out);
		free(text);
		kit_close(&k);
	}
}

/* An empty buffer may have no memory. */
static int
holds(const struct buf *b, const char *text)
{
	return b->len ? same_text(b, text) : !*text;
}

/* which: each replaced character and, if by something else than a question
   mark, `=`, its replacement and a blank. */
static int
same_which(const struct sms_replaced *r, const char *which)
{
	struct buf got = BUF_INIT;
	char c[UTF8_MAX];
	size_t i;
	int same;

	for (i = 0; i < r->n; i++) {
		buf_add(&got, c, utf8_put(c, r->which[i].cp));
		if (strcmp(r->which[i].to, "?") != 0)
			buf_fmt(&got, "=%s ", r->which[i].to);
	}
	same = holds(&got, which);
	buf_free(&got);
	return same;
}

static void
fitted(const char *config, const char *text, const char *want, size_t cut,
    unsigned replaced, const char *which)
{
	struct buf out = BUF_INIT;
	struct sms_fitted f;
	struct kit k;

	kit_open(&k, config);
	assert(sms_fit(&out, text, strlen(text), k.v, &f) == 0);
	assert(holds(&out, want));
	assert(f.cut == cut && f.replaced.count == replaced);
	assert(same_which(&f.replaced, which));
	buf_free(&f.lacking);
	buf_free(&out);
	kit_close(&k);
}

static void
words(void)
{
	/* the last whole word, if it is not too long */
	fitted(WORDS "SMPP_Max_SMS_Message_Size = 12\n", "one two three four",
	    "one two", 11, 0, "");
	fitted(WORDS "SMPP_Max_SMS_Message_Size = 7\n", "one two three",
	    "one two", 6, 0, "");
	fitted(WORDS "SMPP_Max_SMS_Message_Size = 8\n", "one two\nthree",
	    "one two", 6, 0, "");
	fitted(WORDS "SMPP_Max_SMS_Message_Size = 5\n", "onetwothree",
	    "onetw", 6, 0, "");
	fitted("SMPP_Max_SMS_Message_Size = 12\n", "one two three four",
	    "one two thre", 6, 0, "");
}

static void
replacements(void)
{
	fitted("SMPP_SMS_Data_Coding = default\n", "a" EMOJI "b" EURO ZHE EMOJI,
	    "a?b" EURO "??", 0, 3, EMOJI ZHE);
	fitted("SMPP_SMS_Data_Coding = ascii\n", EURO "e" ACUTE, "?e?", 0, 2,
	    EURO ACUTE);
	fitted("SMPP_SMS_Data_Coding = auto\n", "a" EMOJI, "a" EMOJI, 0, 0, "");
	/* what is replaced takes the room of a question mark */
	fitted("SMPP_SMS_Data_Coding = default\n"
	    "SMPP_Max_SMS_Message_Size = 3\n", EMOJI EMOJI EMOJI EMOJI,
	    "???", 1, 3, EMOJI);
	/* what was cut off is not replaced */
	fitted("SMPP_SMS_Data_Coding = default\n"
	    "SMPP_Max_SMS_Message_Size = 3\n", "a" EMOJI "b" ZHE, "a?b", 1, 1,
	    EMOJI);
	fitted("", "", "", 0, 0, "");
}

#define LOOKS "SMPP_SMS_Transliterate = typographic\n"
#define FULL "SMPP_SMS_Transliterate = full\n"
#define X60 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"

/* Only where it pays: 70 characters are one SMS in UCS2, and 160 are without. */
static void
look_alikes(void)
{
	fitted("", "\u201c" X60 "12345678\u201d", "\u201c" X60
	    "12345678\u201d", 0, 0, "");
	fitted("", "\u201c" X60 "123456789\u201d", "\"" X60 "123456789\"", 0,
	    2, "\u201c=\" \u201d=\" ");
	fitted("SMPP_SMS_Transliterate = none\n", "\u201c" X60 "123456789\u201d",
	    "\u201c" X60 "123456789", 1, 0, "");
	/* an emoji needs UCS2 anyway */
	fitted("", "\u201c" X60 "12345678" EMOJI, "\u201c" X60 "12345678", 1, 0,
	    "");
	/* what cannot be seen goes; what the alphabet has stays */
	fitted("", "\u00e9\u200b\u00a0" X60 "1234567890", "\u00e9 " X60
	    "1234567890", 0, 2, "\u200b= \u00a0=  ");
	/* three for one: counted as what it becomes */
	fitted("SMPP_Max_SMS_Message_Size = 72\n", X60 "1234567890\u2026",
	    X60 "1234567890..", 0, 1, "\u2026=... ");
	/* the fewer segments: 141 are 3 in UCS2 (67 each), 1 without */
	fitted("SMPP_Max_SMS_Message_Size = 320\n", X60 X60 "\u2014"
	    "12345678901234567890", X60 X60 "-12345678901234567890", 0, 1,
	    "\u2014=- ");
	/* rather than a question mark, at any length */
	fitted("SMPP_SMS_Data_Coding = default\n", "\u2018a\u2019 \u0161",
	    "'a' ?", 0, 3, "\u2018=' \u2019=' \u0161");
	/* latin1 has some of them */
	fitted("SMPP_SMS_Data_Coding = latin1\n", "\u00ab\u00a0\u2019",
	    "\u00ab\u00a0'", 0, 1, "\u2019=' ");
}

static void
accents(void)
{
	fitted(FULL, "\u017elu\u0165ou\u010dk\u00fd", "\u017elu\u0165ou\u010dk\u00fd",
	    0, 0, "");
	fitted(LOOKS, X60 "\u0142\u017e\u00e9\u00df1234567",
	    X60 "\u0142\u017e\u00e9\u00df123456", 1, 0, "");
	/* the sharp s and the e are in the alphabet */
	fitted(FULL, X60 "\u0142\u017e\u00e9\u00df1234567",
	    X60 "lz\u00e9\u00df1234567", 0, 2, "\u0142=l \u017e=z ");
	fitted(FULL, X60 "1234567890e" ACUTE, X60 "1234567890e", 0, 1,
	    ACUTE "= ");
	fitted(FULL "SMPP_SMS_Data_Coding = ascii\n", "\u00df\u0153\u20ac" EMOJI,
	    "ssoeEUR?", 0, 4, "\u00df=ss \u0153=oe \u20ac=EUR " EMOJI);
	/* where looks are enough, accents stay: they are in a table */
	fitted(FULL "SMPP_SMS_National_Tables = turkish\n", X60 "\u011f\u2019"
	    "1234567890", X60 "\u011f'1234567890", 0, 1, "\u2019=' ");
	/* and a table loses nothing at all */
	fitted(FULL "SMPP_SMS_National_Tables = turkish\n", X60 "\u011f"
	    "1234567890", X60 "\u011f" "1234567890", 0, 0, "");
	/* but one that has not all of it does not help */
	fitted("SMPP_SMS_Data_Coding = default\n"
	    "SMPP_SMS_National_Tables = (turkish hindi)\n", "\u0131\u015f" ZHE,
	    "\u0131\u015f?", 0, 1, ZHE);
	fitted("SMPP_SMS_Data_Coding = default\n"
	    "SMPP_SMS_National_Tables = (turkish hindi)\n", "\u0131\u0928",
	    "\u0131\u0928", 0, 0, "");
	/* Hindi's asterisk is in the other table: no two have all three */
	fitted("SMPP_SMS_Data_Coding = default\n"
	    "SMPP_SMS_National_Tables = (turkish hindi)\n", "\u0131\u0928*",
	    "??*", 0, 2, "\u0131\u0928");
}

/* Why it is UCS2: each character once. */
static void
forcing(void)
{
	static const char text[] = "a" EMOJI ZHE "b" EMOJI EURO "\u201c";
	struct buf out = BUF_INIT;
	struct sms_fitted f;
	struct kit k;

	kit_open(&k, "");
	assert(sms_fit(&out, text, strlen(text), k.v, &f) == 0);
	assert(holds(&f.lacking, EMOJI ZHE "\u201c"));
	buf_free(&f.lacking);
	kit_close(&k);
	/* asked for: there is no reason */
	kit_open(&k, "SMPP_SMS_Data_Coding = ucs2\nSMPP_SMS_Data_No_BOM = no\n");
	assert(sms_fit(&out, text, strlen(text), k.v, &f) == 0);
	assert(holds(&f.lacking, ""));
	kit_close(&k);
	kit_open(&k, "SMPP_SMS_Data_No_BOM = no\n");
	assert(sms_fit(&out, ZHE, 2, k.v, &f) == 0);
	assert(holds(&f.lacking, ZHE));
	buf_free(&f.lacking);
	kit_close(&k);
	buf_free(&out);
}

static const struct tap_test tests[] = {
	{ "look-alikes", look_alikes },
	{ "accents, and national tables", accents },
	{ "what forced UCS2", forcing },
	{ "cut to the limit, to the character", cut_rows },
	{ "cut behind words", words },
	{ "characters that a coding lacks", replacements },
};
TAP_MAIN(tests)
