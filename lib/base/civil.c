#include "base/civil.h"

#include <time.h>

/* Days since 1970-01-01. */
static int64_t
days(int year, int month, int day)
{
	/* the year begins in March, so that the leap day comes last */
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t m = month <= 2 ? month + 9 : month - 3;

	return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day -
		1 - 719468;
}

static int
month_days(int year, int month)
{
	int after = month == 12 ? year + 1 : year;

	return (int)(days(after, month % 12 + 1, 1) - days(year, month, 1));
}

int
civil_valid(const struct civil *t)
{
	return t->year >= 1970 && t->year <= 9999 &&
		t->month >= 1 && t->month <= 12 &&
		t->day >= 1 && t->day <= month_days(t->year, t->month) &&
		t->hour >= 0 && t->hour <= 23 &&
		t->minute >= 0 && t->minute <= 59 &&
		t->second >= 0 && t->second <= 59;
}

int64_t
civil_ms(const struct civil *t)
{
	return (((days(t->year, t->month, t->day) * 24 + t->hour) * 60 +
		t->minute) * 60 + t->second) * 1000;
}

struct civil
civil_from_ms(int64_t unix_ms)
{
	time_t sec = (time_t)((unix_ms < 0 ? 0 : unix_ms > CIVIL_MAX_MS ?
		CIVIL_MAX_MS : unix_ms) / 1000);
	struct tm tm;

	gmtime_r(&sec, &tm);
	return (struct civil){ tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday,
		tm.tm_hour, tm.tm_min, tm.tm_sec };
}
