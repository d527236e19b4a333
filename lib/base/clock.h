/*
 * clock - time forms, of RFC 3339 and of mail and HTTP, and the two clocks.
 *
 * Pure code takes "now" as an argument; only programs and lib/net call
 * clock_now() and clock_mono().
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stddef.h>
#include <stdint.h>

typedef uint64_t msec;		/* milliseconds of a clock that never jumps */

enum { CLOCK_RFC3339_SIZE = sizeof "2026-11-23T13:15:16.123Z" };

enum {
	CLOCK_RFC5322_SIZE = sizeof "Sun, 06 Nov 1994 08:49:37 +0000",
	CLOCK_ASCTIME_SIZE = sizeof "Sun Nov  6 08:49:37 1994",
};

/* Monotonic, from an unnamed start. */
msec clock_mono(void);

/* Milliseconds since 1970-01-01T00:00:00Z. */
int64_t clock_now(void);

/* `2026-11-23T13:15:16Z`, with .mmm when millis is not 0.  What RFC 3339 has no
   year for becomes the nearer end: see base/civil.h. */
void clock_rfc3339(int64_t unix_ms, int millis, char out[CLOCK_RFC3339_SIZE]);

/* RFC 5322, 3.3, in UTC, which is "+0000" in a mail and "GMT" in HTTP (RFC 9110,
   5.6.7).  Names are English in any locale.  Years 1 to 9999: what lies outside
   becomes the nearer end. */
void clock_rfc5322(int64_t unix_ms, const char *zone,
	char out[CLOCK_RFC5322_SIZE]);

/* The same without a zone, as asctime(3) but for its line feed. */
void clock_asctime(int64_t unix_ms, char out[CLOCK_ASCTIME_SIZE]);

/*
 * RFC 3339, 5.6: `2026-11-23T13:15:16Z`, fractions of any length and offsets
 * allowed, `t`, `z` and a blank in place of T too; a second of 60 is the next
 * one.  Years from 1970 on.  Returns 0, or -1.
 */
int clock_parse_rfc3339(const char *s, int64_t *unix_ms);

#endif
