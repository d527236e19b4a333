/*
 * octets - the codings of one octet a character (private to lib/gsm).
 */
#ifndef GSM_OCTETS_H
#define GSM_OCTETS_H

#include <stdint.h>

#include "gsm/dcs.h"

/* The octet of a character, or -1 when the coding does not have it. */
int gsm_octet_encode(enum gsm_coding coding, uint32_t cp);

/* The character of an octet, U+FFFD where there is none. */
uint32_t gsm_octet_decode(enum gsm_coding coding, uint8_t octet);

#endif
