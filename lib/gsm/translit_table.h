/*
 * translit_table - the table of translit.h as data (private to lib/gsm).
 */
#ifndef GSM_TRANSLIT_TABLE_H
#define GSM_TRANSLIT_TABLE_H

#include <stdint.h>

#include "gsm/translit.h"

enum { GSM_TRANSLIT_ROWS = 1440 };
struct gsm_translit_row {
	uint16_t cp;
	uint8_t how;		/* the least enum gsm_translit that does it */
	char to[GSM_TRANSLIT_MAX + 1];
};
extern const struct gsm_translit_row gsm_translit_rows[GSM_TRANSLIT_ROWS];

#endif
