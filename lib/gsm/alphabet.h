/*
 * alphabet - the GSM 7 bit default alphabet and its national tables.
 *
 * Spec: 3GPP TS 23.038, 6.2.1 (default alphabet and its extension table),
 * A.2 (national single shift tables), A.3 (national locking shift tables).
 *
 * A locking shift table takes the place of the default alphabet for a whole
 * message, a single shift table that of the extension table.
 */
#ifndef GSM_ALPHABET_H
#define GSM_ALPHABET_H

#include <stddef.h>
#include <stdint.h>

enum { GSM_ESC = 0x1b };	/* the escape to the extension table */

/* National language identifier: the value of the UDH elements 0x24 and 0x25. */
enum gsm_lang {
	GSM_LANG_NONE = 0,
	GSM_LANG_TURKISH = 1,
	GSM_LANG_SPANISH = 2,	/* no locking table: uses the default alphabet */
	GSM_LANG_PORTUGUESE = 3,
	GSM_LANG_BENGALI = 4,
	GSM_LANG_GUJARATI = 5,
	GSM_LANG_HINDI = 6,
	GSM_LANG_KANNADA = 7,
	GSM_LANG_MALAYALAM = 8,
	GSM_LANG_ORIYA = 9,
	GSM_LANG_PUNJABI = 10,
	GSM_LANG_TAMIL = 11,
	GSM_LANG_TELUGU = 12,
	GSM_LANG_URDU = 13,
	GSM_LANGS
};

/*
 * Which tables are in force.  {0} is the plain default alphabet.  A value that
 * is no enum gsm_lang (a peer's) is taken as GSM_LANG_NONE.
 */
struct gsm_tables {
	enum gsm_lang locking;
	enum gsm_lang single;
};

/*
 * "turkish" (any case) to its identifier; -1 when unknown.  And back; NULL.
 * GSM_LANG_NONE is "none".
 */
int gsm_lang_parse(const char *name);
const char *gsm_lang_name(enum gsm_lang lang);

/* Does the language have a locking shift table that is not the default one? */
int gsm_lang_locks(enum gsm_lang lang);

/**
 * One Unicode character in septets.
 *
 * Returns 1 or 2 (escape and character), or 0 when the tables do not have it.
 * out receives the septets, one an octet.  The locking (or default) table
 * goes before the single shift one, and a lower septet before a higher one.
 */
unsigned gsm_char_encode(uint32_t cp, struct gsm_tables t, uint8_t out[2]);

/**
 * The character at s[0..n), n at least 1, one septet an octet.
 *
 * Never fails, as TS 23.038 asks of a receiver: an undefined extension septet
 * gives the character of the default (or locking) table at that position,
 * two escapes, or one at the end, a space, an undefined septet of a locking
 * table U+FFFD, an octet over 0x7f U+FFFD.
 * Returns how many septets it took: 1 or 2; *cp is the character.
 */
size_t gsm_char_decode(const uint8_t *s, size_t n, struct gsm_tables t,
	uint32_t *cp);

#endif
