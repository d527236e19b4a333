/* Numbers that look random and are the same in every run: xorshift32. */
#ifndef RANDOM_H
#define RANDOM_H

#include <stdint.h>

static inline uint32_t
rnd(void)
{
	static uint32_t x = 2463534242u;

	x ^= x << 13;
	x ^= x >> 17;
	x ^= x << 5;
	return x;
}

/* One of 0 to below - 1. */
static inline uint32_t
any(uint32_t below)
{
	return rnd() % below;
}

#endif
