/*
 * ident - ids of our own, and the time of day as records write it.
 */
#ifndef ENGINE_IDENT_H
#define ENGINE_IDENT_H

#include <stdint.h>

#include "base/clock.h"

enum { IDENT_SIZE = 33 };	/* 32 hex digits and NUL */

/* A new id that nobody else has: 128 random bits. */
void ident_new(char out[IDENT_SIZE]);

/* The same as a number of 60 random bits, in decimal or hexadecimal: what
   careless readers of ids can keep. */
void ident_number(char out[IDENT_SIZE], int hexadecimal);

/* A random number to begin a counter with. */
uint16_t ident_random16(void);

/* Now, in RFC 3339 with seconds; made anew once a second only. */
const char *ident_time(void);

#endif
