/* gsm/translit: expected are Unicode's decompositions as python3's unicodedata
   has them, or the looks of the characters in its charts. */
#include <string.h>

#include "gsm/translit_table.h"
#include "tap.h"

static void
rows(void)
{
	static const struct {
		uint32_t cp;
		const char *looks, *full;	/* NULL: none */
	} r[] = {
		{ 0x2018, "'", "'" }, { 0x201d, "\"", "\"" }, { 0x2026, "...", "..." },
		{ 0x2013, "-", "-" }, { 0x2014, "-", "-" }, { 0x2011, "-", "-" },
		{ 0x00a0, " ", " " }, { 0x202f, " ", " " }, { 0x3000, " ", " " },
		{ 0x0009, " ", " " }, { 0x2028, "\n", "\n" }, { 0x0060, "'", "'" },
		{ 0x2022, "*", "*" }, { 0x200b, "", "" }, { 0x00ad, "", "" },
		{ 0xff21, "A", "A" }, { 0xfb01, "fi", "fi" },
		{ 0x00e9, NULL, "e" }, { 0x0161, NULL, "s" }, { 0x1ec7, NULL, "e" },
		{ 0x00df, NULL, "ss" }, { 0x00e6, NULL, "ae" }, { 0x0153, NULL, "oe" },
		{ 0x0142, NULL, "l" }, { 0x0141, NULL, "L" }, { 0x0301, NULL, "" },
		{ 0x0131, NULL, "i" }, { 0x0130, NULL, "I" }, { 0x0192, NULL, "f" },
		{ 0x0199, NULL, "k" },		/* small letter k with hook */
		{ 0x00b2, NULL, "^2" }, { 0x00bd, NULL, " 1/2" },
		{ 0x20ac, NULL, "EUR" },
		/* other scripts are not spelt */
		{ 0x0436, NULL, NULL }, { 0x03b1, NULL, NULL }, { 0x5e74, NULL, NULL },
		{ 0x1f600, NULL, NULL }, { 'a', NULL, NULL }, { 0, NULL, NULL },
		{ 0x10ffff, NULL, NULL },
	};
	size_t i;

	for (i = 0; i < sizeof r / sizeof r[0]; i++) {
		const char *looks = gsm_translit(r[i].cp, GSM_TRANSLIT_LOOKS);
		const char *full = gsm_translit(r[i].cp, GSM_TRANSLIT_FULL);

		if (!looks != !r[i].looks || !full != !r[i].full)
			printf("# U+%04X\n", (unsigned)r[i].cp);
		assert(!looks == !r[i].looks && !full == !r[i].full);
		assert(!looks || strcmp(looks, r[i].looks) == 0);
		assert(!full || strcmp(full, r[i].full) == 0);
	}
}

/* Sorted, so that all are found; and nothing that an alphabet may lack. */
static void
table(void)
{
	const char *p;
	size_t i;

	for (i = 0; i < GSM_TRANSLIT_ROWS; i++) {
		const struct gsm_translit_row *r = &gsm_translit_rows[i];

		assert(i == 0 || r->cp > r[-1].cp);
		assert(gsm_translit(r->cp, GSM_TRANSLIT_FULL) == r->to);
		assert((gsm_translit(r->cp, GSM_TRANSLIT_LOOKS) == NULL) ==
		    (r->how == GSM_TRANSLIT_FULL));
		for (p = r->to; *p; p++)
			assert((*p >= ' ' && *p <= '~' && *p != '`') ||
			    *p == '\n');
	}
}

static const struct tap_test tests[] = {
	{ "translit: rows", rows },
	{ "translit: the table", table },
};
TAP_MAIN(tests)
