#include "smpp/smtime.h"

#include <stdio.h>
#include <string.h>

#include "base/civil.h"
#include "smpp/ascii.h"

enum {
	DIGITS = 15,			/* YYMMDDhhmmsstnn; then the letter */
	RELATIVE_MAX = 63072000,	/* s: two years of 365 days */
	DAY = 86400,			/* s */
};

/* The pairs of digits. */
enum { YY, MM, DD, hh, mm, ss, PAIRS };

int
smpp_time_absolute(int64_t unix_ms, char out[SMPP_TIME_SIZE])
{
	struct civil t;

	if (unix_ms < 946684800000 || unix_ms >= 4102444800000)
		return -1;	/* 2000-01-01, 2100-01-01 */
	t = civil_from_ms(unix_ms);
	snprintf(out, SMPP_TIME_SIZE, "%02u%02u%02u%02u%02u%02u000+",
	    (unsigned)t.year % 100, (unsigned)t.month % 100,
	    (unsigned)t.day % 100, (unsigned)t.hour % 100,
	    (unsigned)t.minute % 100, (unsigned)t.second % 100);
	return 0;
}

int
smpp_time_relative(int64_t seconds, char out[SMPP_TIME_SIZE])
{
	unsigned days, years = 0, months = 0, s;

	if (seconds < 0 || seconds > RELATIVE_MAX)
		return -1;
	days = (unsigned)(seconds / DAY);
	s = (unsigned)(seconds % DAY);
	if (days > 99) {
		years = days / 365;
		months = days % 365 / 30;
		days = days % 365 % 30;
	}
	snprintf(out, SMPP_TIME_SIZE, "%02u%02u%02u%02u%02u%02u000R",
	    years % 100, months % 100, days % 100,
	    s / 3600 % 100, s / 60 % 60, s % 60);
	return 0;
}

static int
two(const char *s)
{
	return (s[0] - '0') * 10 + s[1] - '0';
}

/* Take the digits apart; the last character, or 0 when they are none. */
static char
take(const char *s, int pair[PAIRS], int *quarters)
{
	size_t i;

	for (i = 0; i < DIGITS; i++)
		if (!ascii_digit(s[i]))
			return 0;
	if (!s[DIGITS] || s[DIGITS + 1])
		return 0;
	for (i = 0; i < PAIRS; i++)
		pair[i] = two(s + 2 * i);
	*quarters = two(s + 13);
	return s[DIGITS];
}

/* Tenths and quarters count for nothing; 7.1.1.2.  Days: see smtime.h. */
static int
relative(const int pair[PAIRS], int64_t now_ms, int64_t *unix_ms)
{
	int64_t days = pair[YY] * 365 + pair[MM] * 30 + pair[DD];

	if (pair[MM] > 12 || pair[hh] > 23 || pair[mm] > 59 || pair[ss] > 59)
		return -1;
	*unix_ms = now_ms +
		(((days * 24 + pair[hh]) * 60 + pair[mm]) * 60 + pair[ss]) * 1000;
	return 0;
}

int
smpp_time_parse(const char *s, int64_t now_ms, int64_t *unix_ms)
{
	int pair[PAIRS], quarters;
	struct civil t;
	int64_t east;
	char p = take(s, pair, &quarters);

	if (p == 'R')
		return relative(pair, now_ms, unix_ms);
	if (p != '+' && p != '-')
		return -1;
	t = (struct civil){ 2000 + pair[YY], pair[MM], pair[DD],
		pair[hh], pair[mm], pair[ss] };
	if (!civil_valid(&t) || quarters > 48)
		return -1;
	east = (int64_t)quarters * (p == '+' ? 1 : -1) * 15 * 60 * 1000;
	*unix_ms = civil_ms(&t) + (s[12] - '0') * 100 - east;
	return 0;
}

int
smpp_time_valid(const char *s)
{
	int64_t ignored;

	return smpp_time_parse(s, 0, &ignored) == 0;
}
