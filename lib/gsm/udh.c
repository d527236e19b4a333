#include <string.h>

#include "gsm/alphabet.h"
#include "gsm/pack.h"
#include "gsm/udh.h"

/* 9.2.3.24.1, .8: an element whose numbers are out of range is ignored. */
static void
take_concat(struct gsm_udh *udh, unsigned width, unsigned ref,
    const uint8_t *total_seq)
{
	uint8_t total = total_seq[0], seq = total_seq[1];

	if (seq == 0 || seq > total)
		return;
	udh->concat_width = width;
	udh->concat_ref = (uint16_t)ref;
	udh->concat_total = total;
	udh->concat_seq = seq;
}

static void
take_ports(struct gsm_udh *udh, unsigned dst, unsigned src)
{
	udh->has_ports = 1;
	udh->dst_port = (uint16_t)dst;
	udh->src_port = (uint16_t)src;
}

/* One element.  Of elements that exclude each other the last one counts. */
static void
take(struct gsm_udh *udh, const struct gsm_udh_ie *ie)
{
	const uint8_t *v = ie->value;

	switch (ie->id) {
	case GSM_IEI_CONCAT8:
		if (ie->len == 3)
			take_concat(udh, 8, v[0], v + 1);
		break;
	case GSM_IEI_CONCAT16:
		if (ie->len == 4)
			take_concat(udh, 16, (unsigned)v[0] << 8 | v[1], v + 2);
		break;
	case GSM_IEI_PORTS8:
		if (ie->len == 2)
			take_ports(udh, v[0], v[1]);
		break;
	case GSM_IEI_PORTS16:
		if (ie->len == 4)
			take_ports(udh, (unsigned)v[0] << 8 | v[1],
			    (unsigned)v[2] << 8 | v[3]);
		break;
	case GSM_IEI_SINGLE_SHIFT:	/* reserved values are ignored */
		if (ie->len == 1 && v[0] > 0 && v[0] < GSM_LANGS)
			udh->single = v[0];
		break;
	case GSM_IEI_LOCKING_SHIFT:
		if (ie->len == 1 && v[0] > 0 && v[0] < GSM_LANGS)
			udh->locking = v[0];
		break;
	}
}

int
gsm_udh_parse(const uint8_t *p, size_t n, struct gsm_udh *udh)
{
	struct gsm_udh_ie ie;
	size_t at = 0;

	memset(udh, 0, sizeof *udh);
	if (n == 0 || p[0] >= n)
		return GSM_ERANGE;
	while (gsm_udh_next(p, n, &at, &ie))
		take(udh, &ie);
	if (at != (size_t)p[0] + 1) {
		memset(udh, 0, sizeof *udh);
		return GSM_ERANGE;
	}
	udh->octets = at;
	return 0;
}

int
gsm_udh_next(const uint8_t *p, size_t n, size_t *at, struct gsm_udh_ie *ie)
{
	size_t end = n > 0 ? (size_t)p[0] + 1 : 0;
	size_t i = *at > 0 ? *at : 1;

	if (end == 0 || end > n)
		return 0;
	*at = i;
	if (i >= end || end - i < 2 || p[i + 1] > end - i - 2)
		return 0;
	ie->id = p[i];
	ie->len = p[i + 1];
	ie->value = p + i + 2;
	*at = i + 2 + ie->len;
	return 1;
}

ssize_t
gsm_udh_add(uint8_t *out, size_t outsz, size_t len, uint8_t id,
    const void *value, uint8_t vlen)
{
	size_t at = len > 0 ? len : 1;
	size_t need = (size_t)vlen + 2;
	size_t max = outsz < GSM_UDH_MAX ? outsz : GSM_UDH_MAX;

	if (at > max || need > max - at)
		return GSM_ENOSPC;
	out[at] = id;
	out[at + 1] = vlen;
	if (vlen > 0)
		memcpy(out + at + 2, value, vlen);
	out[0] = (uint8_t)(at + need - 1);
	return (ssize_t)(at + need);
}
