#include "gsm/alphabet.h"
#include "gsm/tables.h"

enum { REPLACEMENT = 0xfffd };

static const char *const names[GSM_LANGS] = {
	[GSM_LANG_NONE] = "none",
	[GSM_LANG_TURKISH] = "turkish",
	[GSM_LANG_SPANISH] = "spanish",
	[GSM_LANG_PORTUGUESE] = "portuguese",
	[GSM_LANG_BENGALI] = "bengali",
	[GSM_LANG_GUJARATI] = "gujarati",
	[GSM_LANG_HINDI] = "hindi",
	[GSM_LANG_KANNADA] = "kannada",
	[GSM_LANG_MALAYALAM] = "malayalam",
	[GSM_LANG_ORIYA] = "oriya",
	[GSM_LANG_PUNJABI] = "punjabi",
	[GSM_LANG_TAMIL] = "tamil",
	[GSM_LANG_TELUGU] = "telugu",
	[GSM_LANG_URDU] = "urdu",
};

/* Are they the same, a (in lower case) and b (in any)?  No locale asked. */
static int
same_name(const char *a, const char *b)
{
	for (; *a && *b; a++, b++)
		if (*a != (*b >= 'A' && *b <= 'Z' ? *b + ('a' - 'A') : *b))
			return 0;
	return *a == *b;
}

int
gsm_lang_parse(const char *name)
{
	int lang;

	for (lang = 0; lang < GSM_LANGS; lang++)
		if (same_name(names[lang], name))
			return lang;
	return -1;
}

const char *
gsm_lang_name(enum gsm_lang lang)
{
	return (unsigned)lang < GSM_LANGS ? names[lang] : NULL;
}

int
gsm_lang_locks(enum gsm_lang lang)
{
	return gsm_main_table((struct gsm_tables){ lang, GSM_LANG_NONE }) !=
		gsm_locking_tables[GSM_LANG_NONE];
}

/* The lowest septet that has cp, or -1.  cp is not 0. */
static int
find(const uint16_t *table, uint32_t cp)
{
	int septet;

	for (septet = 0; septet < 128; septet++)
		if (table[septet] == cp)
			return septet;
	return -1;
}

/* The code of cp in the default alphabet and its extension table. */
static unsigned
default_code(uint32_t cp)
{
	size_t i;

	if (cp < 0x100)
		return gsm_direct[cp];
	for (i = 0; i < GSM_REST; i++)
		if (gsm_rest[i].cp == cp)
			return gsm_rest[i].code;
	return GSM_DIRECT_NONE;
}

/* As gsm_char_encode(), with any tables. */
static unsigned
national_encode(uint32_t cp, struct gsm_tables t, uint8_t out[2])
{
	int septet;

	if (cp == 0 || cp > 0xffff)
		return 0;
	septet = find(gsm_main_table(t), cp);
	if (septet >= 0) {
		out[0] = (uint8_t)septet;
		return 1;
	}
	septet = find(gsm_single_table(t), cp);
	if (septet < 0)
		return 0;
	out[0] = GSM_ESC;
	out[1] = (uint8_t)septet;
	return 2;
}

unsigned
gsm_char_encode(uint32_t cp, struct gsm_tables t, uint8_t out[2])
{
	unsigned code;

	if (gsm_main_table(t) != gsm_locking_tables[GSM_LANG_NONE])
		return national_encode(cp, t, out);
	code = default_code(cp);
	if (code < GSM_DIRECT_ESC) {
		out[0] = (uint8_t)code;
		return 1;
	}
	if (gsm_single_table(t) != gsm_single_tables[GSM_LANG_NONE])
		return national_encode(cp, t, out);
	if (code == GSM_DIRECT_NONE)
		return 0;
	out[0] = GSM_ESC;
	out[1] = code & ~(unsigned)GSM_DIRECT_ESC;
	return 2;
}

/* What a septet, not the escape, is in the default or locking table. */
static uint32_t
main_char(uint8_t septet, struct gsm_tables t)
{
	uint32_t cp = septet < 128 ? gsm_main_table(t)[septet] : 0;

	return cp ? cp : REPLACEMENT;
}

size_t
gsm_char_decode(const uint8_t *s, size_t n, struct gsm_tables t, uint32_t *cp)
{
	uint32_t extended;

	if (s[0] != GSM_ESC) {
		*cp = main_char(s[0], t);
		return 1;
	}
	if (n == 1) {
		*cp = ' ';
		return 1;
	}
	if (s[1] == GSM_ESC) {	/* a further table, of which none exists */
		*cp = ' ';
		return 2;
	}
	extended = s[1] < 128 ? gsm_single_table(t)[s[1]] : 0;
	*cp = extended ? extended : main_char(s[1], t);
	return 2;
}
