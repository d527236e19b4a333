/* gsm/alphabet: the tables of TS 23.038. */
#include "base/num.h"
#include "base/utf8.h"
#include "gsm/alphabet.h"
#include "tap.h"

static const struct gsm_tables plain;

/* All of the default alphabet by code point, encoded by perl's Encode::GSM0338. */
static const char repertoire[] =
    "\n\f\r !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_"
    "abcdefghijklmnopqrstuvwxyz{|}~"
    "¡£¤¥§¿ÄÅÆÇÉÑÖØÜßàäåæèéìñòöøùüΓΔΘΛΞΠΣΦΨΩ€";
static const char repertoire_hex[] =
    "0a1b0a0d202122230225262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f"
    "004142434445464748494a4b4c4d4e4f505152535455565758595a1b3c1b2f1b3e1b1411"
    "6162636465666768696a6b6c6d6e6f707172737475767778797a1b281b401b291b3d"
    "400124035f605b0e1c091f5d5c0b5e1e7f7b0f1d0405077d087c0c067e"
    "131019141a16181217151b65";

static void
default_alphabet(void)
{
	const char *p = repertoire, *end = p + sizeof repertoire - 1;
	uint8_t want[160];
	ssize_t n = num_unhex(repertoire_hex, sizeof repertoire_hex - 1, want,
	    sizeof want);
	ssize_t at = 0;
	int chars = 0;

	while (p < end) {
		uint32_t cp = (uint32_t)utf8_next(&p, end), back;
		uint8_t out[2];
		unsigned k = gsm_char_encode(cp, plain, out);

		assert(k == (want[at] == GSM_ESC ? 2 : 1));
		assert(memcmp(out, want + at, k) == 0);
		assert(gsm_char_decode(want + at, (size_t)(n - at), plain, &back)
		    == k && back == cp);
		at += k;
		chars++;
	}
	assert(at == n && chars == 137);
}

/* Nothing else is in it. */
static void
not_in_default(void)
{
	unsigned found = 0;
	uint32_t cp;
	uint8_t out[2];

	for (cp = 0; cp <= 0x110000; cp++)
		found += gsm_char_encode(cp, plain, out) != 0;
	assert(found == 137);
	assert(gsm_char_encode(0, plain, out) == 0);
	assert(gsm_char_encode(0xe7, plain, out) == 0);
	assert(gsm_char_encode(0x10041, plain, out) == 0);
	assert(gsm_char_encode(UINT32_MAX, plain, out) == 0);
}

/*
 * FNV-1a of what each septet but 0x1b becomes, as UTF-16BE, computed with
 * python3 from the tables of ../shared/gsm: alone with the locking table
 * (undefined: U+FFFD), behind an escape with the single shift table
 * (undefined: the default alphabet's character).
 */
static const struct {
	enum gsm_lang lang;
	uint32_t locking, single;
} digests[] = {
	{ GSM_LANG_NONE, 0xabc922af, 0x06cdf1f4 },
	{ GSM_LANG_TURKISH, 0x50fe8a27, 0xc4ca6d3f },
	{ GSM_LANG_SPANISH, 0xabc922af, 0xdfbac084 },
	{ GSM_LANG_PORTUGUESE, 0xb33f18ad, 0x2a6795a0 },
	{ GSM_LANG_BENGALI, 0xaa0219c6, 0xc87e2ea7 },
	{ GSM_LANG_GUJARATI, 0xac9dd5eb, 0xcf551976 },
	{ GSM_LANG_HINDI, 0x651dade6, 0x3537455d },
	{ GSM_LANG_KANNADA, 0xfb41d61b, 0xa9e55880 },
	{ GSM_LANG_MALAYALAM, 0x71897c91, 0xccc4f793 },
	{ GSM_LANG_ORIYA, 0xf5c34e6e, 0x60067788 },
	{ GSM_LANG_PUNJABI, 0xc1fa22f9, 0x93bde8dc },
	{ GSM_LANG_TAMIL, 0x00fe73c0, 0x18e93f43 },
	{ GSM_LANG_TELUGU, 0xa6377c68, 0x4d612bc8 },
	{ GSM_LANG_URDU, 0xf2e4287a, 0xe9180139 },
};

static uint32_t
fnv(uint32_t h, uint32_t cp)
{
	h = (h ^ (cp >> 8 & 0xff)) * 0x01000193;
	return (h ^ (cp & 0xff)) * 0x01000193;
}

static void
all_tables(void)
{
	size_t i;

	for (i = 0; i < sizeof digests / sizeof digests[0]; i++) {
		struct gsm_tables locking = { digests[i].lang, GSM_LANG_NONE };
		struct gsm_tables single = { GSM_LANG_NONE, digests[i].lang };
		uint32_t h = 0x811c9dc5, hs = 0x811c9dc5, cp;
		uint8_t s[2] = { GSM_ESC, 0 };

		for (s[1] = 0; s[1] < 128; s[1]++) {
			if (s[1] == GSM_ESC)
				continue;
			assert(gsm_char_decode(s + 1, 1, locking, &cp) == 1);
			h = fnv(h, cp);
			assert(gsm_char_decode(s, 2, single, &cp) == 2);
			hs = fnv(hs, cp);
		}
		assert(h == digests[i].locking);
		assert(hs == digests[i].single);
	}
	assert(i == GSM_LANGS);
}

/* Rows of TS 23.038, A.2 and A.3, with what must be preferred. */
static const struct {
	struct gsm_tables t;
	uint32_t cp;
	const char *hex;
} rows[] = {
	{ { GSM_LANG_TURKISH, 0 }, 0x20ac, "04" },	/* euro */
	{ { GSM_LANG_TURKISH, 0 }, 0x0131, "07" },	/* dotless i */
	{ { GSM_LANG_TURKISH, 0 }, 0x015f, "1d" },	/* s cedilla */
	{ { GSM_LANG_TURKISH, 0 }, '{', "1b28" },	/* default extension */
	{ { 0, GSM_LANG_TURKISH }, 0x015f, "1b73" },
	{ { 0, GSM_LANG_TURKISH }, 0x0130, "1b49" },
	{ { 0, GSM_LANG_TURKISH }, 0x20ac, "1b65" },
	{ { 0, GSM_LANG_TURKISH }, 'a', "61" },
	{ { 0, GSM_LANG_SPANISH }, 0x00e7, "1b09" },	/* c cedilla */
	{ { GSM_LANG_SPANISH, GSM_LANG_SPANISH }, 0x00fa, "1b75" },
	{ { GSM_LANG_SPANISH, GSM_LANG_SPANISH }, 0x00e9, "05" },
	{ { GSM_LANG_PORTUGUESE, 0 }, 0x20ac, "18" },
	{ { GSM_LANG_PORTUGUESE, 0 }, 0x00ba, "24" },
	{ { 0, GSM_LANG_PORTUGUESE }, 0x00ea, "1b05" },
	{ { 0, GSM_LANG_PORTUGUESE }, 0x03a9, "15" },	/* not behind an escape */
	{ { GSM_LANG_PORTUGUESE, GSM_LANG_PORTUGUESE }, 0x03a9, "1b15" },
	{ { GSM_LANG_HINDI, GSM_LANG_HINDI }, 0x091c, "1d" },
	{ { GSM_LANG_HINDI, GSM_LANG_HINDI }, '(', "29" },
	{ { GSM_LANG_HINDI, GSM_LANG_HINDI }, ')', "28" },
	{ { GSM_LANG_HINDI, GSM_LANG_HINDI }, '*', "1b0b" },	/* and 18 */
	{ { GSM_LANG_HINDI, GSM_LANG_HINDI }, 0xa1, "1b13" },	/* and 15 */
	{ { GSM_LANG_HINDI, GSM_LANG_HINDI }, 'A', "1b41" },
	{ { GSM_LANG_HINDI, GSM_LANG_HINDI }, '@', "1b00" },
	{ { GSM_LANG_HINDI, 0 }, '@', "" },
	{ { GSM_LANG_KANNADA, 0 }, 0x0ca1, "24" },	/* not U+0CAA */
	{ { 0, GSM_LANG_TAMIL }, 0x0bee, "1b24" },
	{ { GSM_LANG_URDU, GSM_LANG_URDU }, 0x06cc, "59" },
	{ { GSM_LANG_URDU, GSM_LANG_URDU }, 0x000c, "1b0a" },
	{ { GSM_LANG_URDU, GSM_LANG_URDU }, 0, "" },
	{ { 0, 0 }, 0x015f, "" },
	/* languages of the future: as if none */
	{ { (enum gsm_lang)14, (enum gsm_lang)200 }, 0x20ac, "1b65" },
	{ { (enum gsm_lang)255, (enum gsm_lang)14 }, '@', "00" },
};

static void
national_rows(void)
{
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		uint8_t want[2], out[3] = { 0xaa, 0xaa, 0xaa };
		ssize_t n = num_unhex(rows[i].hex, strlen(rows[i].hex), want, 2);
		uint32_t cp;

		assert(gsm_char_encode(rows[i].cp, rows[i].t, out) == (unsigned)n);
		assert(memcmp(out, want, (size_t)n) == 0 && out[2] == 0xaa);
		if (n > 0) {
			assert(gsm_char_decode(want, (size_t)n, rows[i].t, &cp)
			    == (size_t)n);
			assert(cp == rows[i].cp);
		}
	}
}

/* TS 23.038, 6.2.1.1, and our own answers to what it leaves open. */
static const struct {
	struct gsm_tables t;
	const char *hex;
	size_t taken;
	uint32_t cp;
} odd[] = {
	{ { 0, 0 }, "1b", 1, ' ' },		/* at the end */
	{ { 0, 0 }, "1b1b", 2, ' ' },		/* a further table */
	{ { 0, 0 }, "1b1b65", 2, ' ' },
	{ { 0, 0 }, "1b41", 2, 'A' },		/* undefined: main table */
	{ { 0, 0 }, "1b00", 2, '@' },
	{ { 0, 0 }, "1b0d", 2, '\r' },		/* reserved control */
	{ { 0, 0 }, "1b0a", 2, '\f' },		/* page break */
	{ { GSM_LANG_TURKISH, 0 }, "1b04", 2, 0x20ac },	/* locking table */
	{ { GSM_LANG_TAMIL, 0 }, "11", 1, 0xfffd },	/* undefined there */
	{ { GSM_LANG_TAMIL, 0 }, "1b11", 2, 0xfffd },
	{ { 0, 0 }, "80", 1, 0xfffd },
	{ { 0, 0 }, "ff", 1, 0xfffd },
	{ { 0, 0 }, "1b80", 2, 0xfffd },
	{ { 0, 0 }, "1be5", 2, 0xfffd },
	{ { (enum gsm_lang)99, (enum gsm_lang)99 }, "1b65", 2, 0x20ac },
};

static void
odd_septets(void)
{
	size_t i;

	for (i = 0; i < sizeof odd / sizeof odd[0]; i++) {
		uint8_t s[4];
		ssize_t n = num_unhex(odd[i].hex, strlen(odd[i].hex), s, 4);
		uint32_t cp;

		assert(gsm_char_decode(s, (size_t)n, odd[i].t, &cp)
		    == odd[i].taken);
		assert(cp == odd[i].cp);
	}
}

/* Where a character is twice the lower septet is it, unescaped before escaped. */
static void
lowest_septet(struct gsm_tables t)
{
	enum { LIMIT = 0x2100 };
	static uint16_t want[LIMIT];	/* 0: none, else 0x100 more */
	uint8_t s[2] = { GSM_ESC, 0 }, out[2];
	uint32_t cp;
	int i;

	memset(want, 0, sizeof want);
	for (i = 127; i >= 0; i--) {
		s[1] = (uint8_t)i;
		if (i != GSM_ESC && gsm_char_decode(s, 2, t, &cp) && cp < LIMIT)
			want[cp] = (uint16_t)(0x180 + i);
	}
	for (i = 127; i >= 0; i--) {
		s[1] = (uint8_t)i;
		if (i != GSM_ESC && gsm_char_decode(s + 1, 1, t, &cp) && cp < LIMIT)
			want[cp] = (uint16_t)(0x100 + i);
	}
	for (cp = 0; cp < LIMIT; cp++) {
		unsigned k = gsm_char_encode(cp, t, out);

		assert(k == (want[cp] == 0 ? 0u : want[cp] < 0x180 ? 1u : 2u));
		if (k == 1)
			assert(out[0] == (want[cp] & 0x7f));
		if (k == 2)
			assert(out[0] == GSM_ESC && out[1] == (want[cp] & 0x7f));
	}
}

static void
lowest_septets(void)
{
	int lang;

	for (lang = 0; lang < GSM_LANGS; lang++) {
		enum gsm_lang l = (enum gsm_lang)lang;

		lowest_septet((struct gsm_tables){ l, l });
		lowest_septet((struct gsm_tables){ l, GSM_LANG_NONE });
		lowest_septet((struct gsm_tables){ GSM_LANG_NONE, l });
	}
}

/* Each line of a table is decoded, and encoded unless it was there before. */
static int
csv(const char *name, struct gsm_tables t, int escaped)
{
	const char *dir = getenv("MOBUTILS_SHARED");
	char path[512], line[256];
	static uint32_t seen[128];
	unsigned septet, cp;
	int n = 0, i;
	FILE *f;

	snprintf(path, sizeof path, "%s/gsm/%s.csv", dir ? dir : "../shared", name);
	f = fopen(path, "r");
	if (!f)
		return -1;
	while (fgets(line, sizeof line, f)) {
		uint8_t s[2] = { GSM_ESC, 0 }, out[2];
		uint32_t back;

		if (sscanf(line, "%x,%x,", &septet, &cp) != 2)
			continue;
		s[1] = (uint8_t)septet;
		assert(gsm_char_decode(escaped ? s : s + 1, escaped ? 2 : 1, t,
		    &back) && back == cp);
		for (i = 0; i < n && seen[i] != cp; i++)
			;
		seen[n++] = cp;
		if (i < n - 1)
			continue;	/* twice: the lower septet had it */
		i = (int)gsm_char_encode(cp, t, out);
		if (escaped && i == 1)
			continue;	/* it is in the main table too */
		assert(i == 1 + escaped && out[i - 1] == septet);
	}
	fclose(f);
	return n;
}

static void
shared_tables(void)
{
	int lang, n, total = 0;

	n = csv("basic", plain, 0);
	if (n < 0) {
		tap_skip("no shared folder");
		return;
	}
	assert(n == 127 && csv("extension", plain, 1) == 10);
	for (lang = 1; lang < GSM_LANGS; lang++) {
		enum gsm_lang l = (enum gsm_lang)lang;
		char name[32];

		snprintf(name, sizeof name, "locking-%s", gsm_lang_name(l));
		n = csv(name, (struct gsm_tables){ l, 0 }, 0);
		assert(n > 80 || lang == GSM_LANG_SPANISH);
		snprintf(name, sizeof name, "single-%s", gsm_lang_name(l));
		assert(csv(name, (struct gsm_tables){ 0, l }, 1) >= 17);
		total += n > 0;
	}
	assert(total == 12);
}

static void
names(void)
{
	int lang;

	for (lang = 0; lang < GSM_LANGS; lang++)
		assert(gsm_lang_parse(gsm_lang_name((enum gsm_lang)lang)) == lang);
	assert(gsm_lang_parse("turkish") == 1 && gsm_lang_parse("urdu") == 13);
	assert(gsm_lang_parse("TURKISH") == 1 && gsm_lang_parse("Hindi") == 6);
	assert(gsm_lang_parse("none") == 0);
	assert(gsm_lang_parse("") == -1 && gsm_lang_parse("turk") == -1);
	assert(gsm_lang_parse("turkishe") == -1 && gsm_lang_parse("1") == -1);
	assert(gsm_lang_name(GSM_LANGS) == NULL);
	assert(gsm_lang_name((enum gsm_lang)-1) == NULL);
}

static const struct tap_test tests[] = {
	{ "alphabet: the default one, as perl has it", default_alphabet },
	{ "alphabet: nothing else is in it", not_in_default },
	{ "alphabet: every table's digest", all_tables },
	{ "alphabet: rows of the national tables", national_rows },
	{ "alphabet: odd escapes and octets", odd_septets },
	{ "alphabet: the lowest septet of each character", lowest_septets },
	{ "alphabet: the shared tables, both directions", shared_tables },
	{ "alphabet: names of languages", names },
};
TAP_MAIN(tests)
