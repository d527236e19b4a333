/*
 * smtime - SMPP's time format.
 *
 * Spec: SMPP v3.4 issue 1.2, 7.1.1: YYMMDDhhmmsstnnp, p being + or - for
 * absolute time with nn quarters of an hour of offset, R for relative time.
 */
#ifndef SMPP_SMTIME_H
#define SMPP_SMTIME_H

#include <stdint.h>

enum { SMPP_TIME_SIZE = 17 };	/* 16 characters and NUL */

/* Absolute time in UTC (`...000+`).  Returns 0, or -1 outside 2000..2099. */
int smpp_time_absolute(int64_t unix_ms, char out[SMPP_TIME_SIZE]);

/*
 * Relative time of 0..63072000 s (two years), in days and less since months
 * vary: `000007000000000R` is a week.  Days over 99 become months of 30 days
 * and years of 365 as 7.1.1.2 leaves no other way.  Returns 0, or -1.
 */
int smpp_time_relative(int64_t seconds, char out[SMPP_TIME_SIZE]);

/* 1 when s has the form of either, every field in range. */
int smpp_time_valid(const char *s);

/*
 * To milliseconds since 1970; relative time is added to now_ms.
 * Returns 0, or -1 when it is not valid.
 */
int smpp_time_parse(const char *s, int64_t now_ms, int64_t *unix_ms);

#endif
