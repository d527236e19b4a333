#include "base/clock.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

msec
clock_mono(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (msec)t.tv_sec * 1000 + (msec)t.tv_nsec / 1000000;
}

int64_t
clock_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t
clock_days(int year, int month, int day)
{
	/* the year begins in March, so that the leap day comes last */
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t m = month <= 2 ? month + 9 : month - 3;

	return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day -
		1 - 719468;
}

void
clock_rfc3339(int64_t unix_ms, int millis, char out[CLOCK_RFC3339_SIZE])
{
	time_t sec = (time_t)(unix_ms / 1000);
	struct tm tm;
	size_t n;

	gmtime_r(&sec, &tm);
	n = strftime(out, CLOCK_RFC3339_SIZE, "%Y-%m-%dT%H:%M:%S", &tm);
	if (millis)
		snprintf(out + n, CLOCK_RFC3339_SIZE - n, ".%03uZ",
		    (unsigned)(unix_ms % 1000) % 1000);
	else
		snprintf(out + n, CLOCK_RFC3339_SIZE - n, "Z");
}

static int
two(const char *s)
{
	if (s[0] < '0' || s[0] > '9' || s[1] < '0' || s[1] > '9')
		return -1;
	return (s[0] - '0') * 10 + s[1] - '0';
}

/* `Z` or `+hh:mm` at s, to its end: minutes east of Greenwich.  -1: neither. */
static int
offset(const char *s, int *minutes)
{
	int h, m;

	*minutes = 0;
	if (strcmp(s, "Z") == 0 || strcmp(s, "z") == 0)
		return 0;
	if ((s[0] != '+' && s[0] != '-') || strlen(s) != 6 || s[3] != ':')
		return -1;
	h = two(s + 1);
	m = two(s + 4);
	if (h < 0 || h > 23 || m < 0 || m > 59)
		return -1;
	*minutes = (s[0] == '-' ? -1 : 1) * (h * 60 + m);
	return 0;
}

int
clock_parse_rfc3339(const char *s, int64_t *unix_ms)
{
	static const char shape[] = "dddd-dd-dd_dd:dd:dd";
	const char *start = s;
	int64_t ms = 0;
	int mon, day, h, m, sec, east, scale = 100;
	size_t i;

	for (i = 0; shape[i]; i++) {
		if (shape[i] == 'd' ? s[i] < '0' || s[i] > '9' :
		    shape[i] == '_' ? !s[i] || !strchr("Tt ", s[i]) :
		    s[i] != shape[i])
			return -1;
	}
	mon = two(s + 5), day = two(s + 8);
	h = two(s + 11), m = two(s + 14), sec = two(s + 17);
	if (mon < 1 || mon > 12 || day < 1 || day > 31 || h > 23 || m > 59 ||
	    sec > 60)
		return -1;
	s += i;
	if (*s == '.') {
		if (s[1] < '0' || s[1] > '9')
			return -1;
		for (s++; *s >= '0' && *s <= '9'; s++, scale /= 10)
			ms += (*s - '0') * scale;
	}
	if (offset(s, &east) < 0)
		return -1;
	*unix_ms = (((clock_days(two(start) * 100 + two(start + 2), mon, day) *
		24 + h) * 60 + m - east) * 60 + sec) * 1000 + ms;
	return 0;
}
