/*
 * fuzz - the frame of a fuzz target: see README.md.
 *
 * The octets p[0..n) are a block of their own, so that a sanitizer sees one
 * read too many.  What must hold is asserted; what does not ends the program,
 * and libFuzzer (or scripts/tally, for replay.c) says with which input.
 */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#undef NDEBUG
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

/* Always 0. */
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* A block of exactly n octets. */
static inline void *
block(size_t n)
{
	void *p = malloc(n ? n : 1);

	assert(p);
	return p;
}

static inline void *
block_of(const void *p, size_t n)
{
	void *copy = block(n);

	if (n)
		memcpy(copy, p, n);
	return copy;
}

/* The next octet of the input, which steers the target; 0 at its end. */
static inline uint8_t
take(const uint8_t **p, size_t *n)
{
	if (*n == 0)
		return 0;
	--*n;
	return *(*p)++;
}

/* All of p[0..n) as a C string: it ends at its first NUL. */
static inline char *
string_of(const void *p, size_t n)
{
	char *s = block(n + 1);

	if (n)
		memcpy(s, p, n);
	s[n] = '\0';
	return s;
}

static inline int
is_utf8(const char *s, size_t n)
{
	return n == 0 || utf8_valid(s, n) == n;
}

/* What a header, a log or an address holds: UTF-8 in one line. */
static inline int
is_line(const char *s)
{
	size_t n = strlen(s), i;

	for (i = 0; i < n; i++)
		if ((unsigned char)s[i] < 0x20 || s[i] == 0x7f)
			return 0;
	return is_utf8(s, n);
}

#endif
