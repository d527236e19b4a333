/*
 * civil - a date and time of day in UTC; for lib/smpp only, whose time forms
 * all are digits of one.
 */
#ifndef SMPP_CIVIL_H
#define SMPP_CIVIL_H

#include <stdint.h>

struct civil {
	int year, month, day;	/* month and day from 1 */
	int hour, minute, second;
};

/* 1 when there is such a time. */
int civil_valid(const struct civil *t);

/* To milliseconds since 1970; t must be valid. */
int64_t civil_ms(const struct civil *t);

/* From them, 1970 to 9999. */
struct civil civil_from_ms(int64_t unix_ms);

/* Two digits at s to 0..99; they must be digits. */
static inline int
civil_two(const char *s)
{
	return (s[0] - '0') * 10 + s[1] - '0';
}

#endif
