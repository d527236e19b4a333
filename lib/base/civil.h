/*
 * civil - a date and time of day in UTC, taken apart.
 */
#ifndef BASE_CIVIL_H
#define BASE_CIVIL_H

#include <stdint.h>

struct civil {
	int year, month, day;	/* month and day from 1 */
	int hour, minute, second;
};

/* The last one; the first, 0, is 1970-01-01T00:00:00Z. */
#define CIVIL_MAX_MS INT64_C(253402300799999)	/* 9999-12-31T23:59:59.999Z */

/* 1 when there is such a time, from 1970 to 9999; leap seconds are none. */
int civil_valid(const struct civil *t);

/* To milliseconds since 1970; t must be valid. */
int64_t civil_ms(const struct civil *t);

/* From them; what lies outside 0..CIVIL_MAX_MS becomes the nearer end. */
struct civil civil_from_ms(int64_t unix_ms);

#endif
