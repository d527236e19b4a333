/*
 * wire - the little of SMPP v3.4 that the measuring programs speak.
 *
 * It shares nothing with lib/: what measures must not be what is measured.
 */
#ifndef BENCH_WIRE_H
#define BENCH_WIRE_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* command_id; v3.4, 5.1.2.1 */
#define GENERIC_NACK		0x80000000u
#define BIND_RECEIVER		0x00000001u
#define BIND_TRANSMITTER	0x00000002u
#define SUBMIT_SM		0x00000004u
#define DELIVER_SM		0x00000005u
#define UNBIND			0x00000006u
#define BIND_TRANSCEIVER	0x00000009u
#define ENQUIRE_LINK		0x00000015u
#define RESP			0x80000000u	/* set in each response */

enum {
	HEADER = 16,		/* octets of a PDU's header; v3.4, 3.2 */
	PDU_MAX = 1 << 16,	/* more than anybody here sends */
	RINVCMDID = 3,		/* command_status; v3.4, 5.1.3 */
};

static inline uint32_t
get32(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
		(uint32_t)p[2] << 8 | p[3];
}

static inline void
put32(unsigned char *p, uint32_t v)
{
	p[0] = (unsigned char)(v >> 24);
	p[1] = (unsigned char)(v >> 16);
	p[2] = (unsigned char)(v >> 8);
	p[3] = (unsigned char)v;
}

static inline void
put_header(unsigned char *p, size_t len, uint32_t command, uint32_t status,
    uint32_t seq)
{
	put32(p, (uint32_t)len);
	put32(p + 4, command);
	put32(p + 8, status);
	put32(p + 12, seq);
}

/* v as width decimal digits, its last ones if it has more; no NUL. */
static inline void
put_digits(unsigned char *p, uint32_t v, unsigned width)
{
	while (width > 0) {
		p[--width] = (unsigned char)('0' + v % 10);
		v /= 10;
	}
}

_Noreturn static inline void
fail(const char *what)
{
	perror(what);
	exit(1);
}

/* An option's number of at least min; usage() does not come back. */
static inline unsigned long
number(const char *s, unsigned long min, void (*usage)(void))
{
	char *end;
	unsigned long v = strtoul(s, &end, 10);

	if (*s < '0' || *s > '9' || *end || v < min || v > 0x7fffffffUL - 2)
		usage();
	return v;
}

#endif
