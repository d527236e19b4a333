/*
 * octets - test octets from hex, in memory of exactly their size, so that a
 * sanitizer sees the first octet read behind them.
 */
#ifndef TESTS_OCTETS_H
#define TESTS_OCTETS_H

#include <stdint.h>

#include "tap.h"

#include "base/num.h"
#include "smpp/pdu.h"

struct octets {
	uint8_t *p;
	size_t n;
};

static inline struct octets
octets_copy(const uint8_t *p, size_t n)
{
	struct octets o = { malloc(n ? n : 1), n };

	assert(o.p);
	if (n)
		memcpy(o.p, p, n);
	return o;
}

static inline struct octets
octets_hex(const char *hex)
{
	uint8_t tmp[4096];
	ssize_t n = num_unhex(hex, strlen(hex), tmp, sizeof tmp);

	assert(n >= 0);
	return octets_copy(tmp, (size_t)n);
}

/* A PDU of this header and body; command_length is filled in. */
static inline struct octets
octets_pdu(uint32_t command, uint32_t status, const char *body)
{
	char hex[4096];

	snprintf(hex, sizeof hex, "%08x %08x %08x 00000001 %s", 0u,
	    (unsigned)command, (unsigned)status, body);
	struct octets o = octets_hex(hex);

	o.p[2] = (uint8_t)(o.n >> 8);
	o.p[3] = (uint8_t)o.n;
	return o;
}

/* tests/fixtures/pdu/NAME.hex; see make.pl there. */
static inline struct octets
octets_fixture(const char *name)
{
	char path[128], line[2048];
	FILE *f;

	snprintf(path, sizeof path, "tests/fixtures/pdu/%s.hex", name);
	f = fopen(path, "r");
	assert(f);
	assert(fgets(line, sizeof line, f));
	fclose(f);
	line[strcspn(line, "\n")] = '\0';
	return octets_hex(line);
}

#endif
