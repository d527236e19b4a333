#include "gsm/pack.h"

ssize_t
gsm_pack(const uint8_t *in, size_t nseptets, unsigned fillbits,
    uint8_t *out, size_t outsz)
{
	unsigned acc = 0;		/* bits not yet written, low first */
	unsigned nbits = fillbits;	/* how many of them */
	size_t o = 0;
	size_t i;

	if (fillbits > 6)
		return GSM_ERANGE;
	for (i = 0; i < nseptets; i++) {
		if (in[i] > 0x7f)
			return GSM_ERANGE;
		acc |= (unsigned)in[i] << nbits;
		nbits += 7;
		if (nbits >= 8) {
			if (o == outsz)
				return GSM_ENOSPC;
			out[o++] = acc & 0xff;
			acc >>= 8;
			nbits -= 8;
		}
	}
	if (nbits > 0) {
		if (o == outsz)
			return GSM_ENOSPC;
		out[o++] = acc & 0xff;
	}
	return (ssize_t)o;
}

unsigned
gsm_fill_bits(size_t udh)
{
	return (7 - udh * 8 % 7) % 7;
}

ssize_t
gsm_unpack(const uint8_t *in, size_t noctets, unsigned fillbits,
    size_t nseptets, uint8_t *out, size_t outsz)
{
	unsigned acc = 0;		/* bits read and not yet used, low first */
	unsigned nbits = 0;		/* how many of them */
	size_t i = 0;
	size_t o;

	if (fillbits > 6)
		return GSM_ERANGE;
	if (nseptets > outsz)
		return GSM_ENOSPC;
	if (fillbits > 0) {
		if (noctets == 0)
			return GSM_ERANGE;
		acc = (unsigned)in[i++] >> fillbits;
		nbits = 8 - fillbits;
	}
	for (o = 0; o < nseptets; o++) {
		if (nbits < 7) {
			if (i == noctets)
				return GSM_ERANGE;
			acc |= (unsigned)in[i++] << nbits;
			nbits += 8;
		}
		out[o] = acc & 0x7f;
		acc >>= 7;
		nbits -= 7;
	}
	return (ssize_t)o;
}
