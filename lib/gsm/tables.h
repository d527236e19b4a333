/*
 * tables - the alphabet tables as data (private to lib/gsm).
 */
#ifndef GSM_TABLES_H
#define GSM_TABLES_H

#include <stdint.h>

#include "gsm/alphabet.h"

/*
 * By national language, then septet: the code point, 0 where there is none.
 * A language without a table of its own has the default one.
 */
extern const uint16_t *const gsm_locking_tables[GSM_LANGS];
extern const uint16_t *const gsm_single_tables[GSM_LANGS];

/*
 * The default alphabet the other way.  A code is the septet, with
 * GSM_DIRECT_ESC when it stands behind an escape.
 */
enum { GSM_DIRECT_ESC = 0x80, GSM_DIRECT_NONE = 0xff };

/* U+0000..U+00FF */
extern const uint8_t gsm_direct[256];

/* the others */
enum { GSM_REST = 11 };
struct gsm_rest {
	uint16_t cp;
	uint8_t code;
};
extern const struct gsm_rest gsm_rest[GSM_REST];

/* A language that we do not know (it came from a peer) is none. */
static inline const uint16_t *
gsm_main_table(struct gsm_tables t)
{
	unsigned lang = (unsigned)t.locking;

	return gsm_locking_tables[lang < GSM_LANGS ? lang : GSM_LANG_NONE];
}

static inline const uint16_t *
gsm_single_table(struct gsm_tables t)
{
	unsigned lang = (unsigned)t.single;

	return gsm_single_tables[lang < GSM_LANGS ? lang : GSM_LANG_NONE];
}

#endif
