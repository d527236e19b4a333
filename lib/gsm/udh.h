/*
 * udh - the user data header.
 *
 * Spec: 3GPP TS 23.040, 9.2.3.24.  The header as it stands before the text:
 * one octet UDHL, then elements: identifier, length, value.
 */
#ifndef GSM_UDH_H
#define GSM_UDH_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum gsm_iei {
	GSM_IEI_CONCAT8 = 0x00,		/* 9.2.3.24.1 */
	GSM_IEI_PORTS8 = 0x04,		/* 9.2.3.24.3 */
	GSM_IEI_PORTS16 = 0x05,		/* 9.2.3.24.4 */
	GSM_IEI_CONCAT16 = 0x08,	/* 9.2.3.24.8 */
	GSM_IEI_SINGLE_SHIFT = 0x24,	/* 9.2.3.24.15 */
	GSM_IEI_LOCKING_SHIFT = 0x25,	/* 9.2.3.24.16 */
};

enum { GSM_UDH_MAX = 140 };	/* octets, UDHL included: a whole SMS */

struct gsm_udh_ie {
	uint8_t id;
	uint8_t len;
	const uint8_t *value;	/* borrowed */
};

/*
 * What we understand of a header.  The last element of a kind wins (9.2.3.24);
 * all elements, known or not, remain to be walked with gsm_udh_next().
 */
struct gsm_udh {
	size_t octets;		/* of the whole header, UDHL included */
	unsigned concat_width;	/* 0: no concatenation, else 8 or 16 bits */
	uint16_t concat_ref;
	uint8_t concat_total, concat_seq;	/* seq 1..total, else as if absent */
	int has_ports;
	uint16_t dst_port, src_port;
	uint8_t single, locking;	/* enum gsm_lang; reserved: as if absent */
};

/**
 * Read the header at the start of p[0..n).
 *
 * Returns 0, or GSM_ERANGE: UDHL reaches past n, or an element past UDHL; then
 * the whole of p is to be taken as text, *udh is all zeros.  An element of a
 * known kind with a wrong length is left out, not an error.
 */
int gsm_udh_parse(const uint8_t *p, size_t n, struct gsm_udh *udh);

/*
 * Walk the elements of a header that gsm_udh_parse() took: *at starts at 0.
 * Returns 1 with an element, 0 at the end.
 */
int gsm_udh_next(const uint8_t *p, size_t n, size_t *at, struct gsm_udh_ie *ie);

/**
 * Append an element to a header being built in out[0..outsz).
 *
 * len:	octets so far; 0 to begin (UDHL is then made too)
 *
 * Returns the header's new length, or
 *	GSM_ENOSPC	outsz or GSM_UDH_MAX would be passed
 */
ssize_t gsm_udh_add(uint8_t *out, size_t outsz, size_t len, uint8_t id,
	const void *value, uint8_t vlen);

#endif
