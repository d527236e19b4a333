/*
 * translit - what stands for a character that an alphabet does not have.
 *
 * The replacements are ASCII without the grave accent, which all alphabets of
 * messages have.  What they are is data: translit_table.c, made by
 * tools/translit.py, which names the sources.
 */
#ifndef GSM_TRANSLIT_H
#define GSM_TRANSLIT_H

#include <stdint.h>

enum gsm_translit {
	GSM_TRANSLIT_LOOKS,	/* what looks alike or cannot be seen: quotes,
				   dashes, ellipses, spaces, bullets, full width */
	GSM_TRANSLIT_FULL,	/* that, and what loses its accent or is spelt */
};

enum { GSM_TRANSLIT_MAX = 6 };	/* octets of a replacement */

/* The replacement, which may be "" (a soft hyphen); NULL: there is none. */
const char *gsm_translit(uint32_t cp, enum gsm_translit how);

#endif
