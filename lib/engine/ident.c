#define _DEFAULT_SOURCE		/* getentropy() */
#include "engine/ident.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/num.h"

/* Random octets; a gateway without any would still have to work. */
static void
fill(uint8_t *p, size_t n)
{
	static uint64_t counter;
	uint64_t seed;

	if (getentropy(p, n) == 0)
		return;
	seed = (uint64_t)clock_now() << 20 ^ (uint64_t)getpid() << 8 ^
		counter++;
	memset(p, 0, n);
	memcpy(p, &seed, n < sizeof seed ? n : sizeof seed);
}

void
ident_new(char out[IDENT_SIZE])
{
	/* one system call for many ids */
	static uint8_t pool[256];
	static size_t left;

	if (left < 16) {
		fill(pool, sizeof pool);
		left = sizeof pool;
	}
	left -= 16;
	num_hex(pool + left, 16, out);
	out[32] = '\0';
}

void
ident_number(char out[IDENT_SIZE], int hexadecimal)
{
	char hex[IDENT_SIZE], digits[16];
	uint64_t n;

	ident_new(hex);
	memcpy(digits, hex, 15);
	digits[15] = '\0';
	n = strtoull(digits, NULL, 16);
	snprintf(out, IDENT_SIZE, hexadecimal ? "%" PRIx64 : "%" PRIu64, n);
}

uint16_t
ident_random16(void)
{
	uint16_t r;

	fill((uint8_t *)&r, sizeof r);
	return r;
}

const char *
ident_time(void)
{
	static char text[CLOCK_RFC3339_SIZE];
	static time_t second = -1;
	time_t now = time(NULL);

	if (now != second) {
		second = now;
		clock_rfc3339((int64_t)now * 1000, 0, text);
	}
	return text;
}
