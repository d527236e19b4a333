/*
 * pack - septets to octets and back.
 */
#ifndef GSM_PACK_H
#define GSM_PACK_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum gsm_err {
	GSM_ENOSPC = -1,	/* the output buffer is too small */
	GSM_ERANGE = -2,	/* an input unit is out of range */
	GSM_ECHAR = -3,		/* a character that the alphabet does not have */
	GSM_EUTF8 = -4,		/* the text is no valid UTF-8 */
	GSM_ESEGMENTS = -5,	/* more segments than allowed */
};

/**
 * Pack septets into octets, least significant bit first.
 *
 * Spec: 3GPP TS 23.038, 6.1.2.1.1; fill bits: TS 23.040, 9.2.3.24.
 *
 * in, nseptets:	one septet per byte, each 0x00..0x7f
 * fillbits:	0..6 zero bits put before the first septet, so that text
 *		after a user data header starts on a septet boundary
 * out, outsz:	caller's buffer and its size, in octets
 *
 * Returns the number of octets written: (nseptets * 7 + fillbits + 7) / 8.
 * On error nothing is promised about out, and the result is
 *	GSM_ENOSPC	outsz is less than that number
 *	GSM_ERANGE	a septet is over 0x7f, or fillbits over 6
 *
 * Never allocates, never logs; in and out must not overlap.
 */
ssize_t gsm_pack(const uint8_t *in, size_t nseptets, unsigned fillbits,
	uint8_t *out, size_t outsz);

/* The fill bits behind a header of that many octets, UDHL included. */
unsigned gsm_fill_bits(size_t udh);

/**
 * Unpack nseptets septets that begin after fillbits bits.
 *
 * Returns nseptets, or
 *	GSM_ENOSPC	outsz is less than nseptets
 *	GSM_ERANGE	in has fewer bits than that, or fillbits is over 6
 */
ssize_t gsm_unpack(const uint8_t *in, size_t noctets, unsigned fillbits,
	size_t nseptets, uint8_t *out, size_t outsz);

#endif
