#include "base/clock.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/civil.h"

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

void
clock_rfc3339(int64_t unix_ms, int millis, char out[CLOCK_RFC3339_SIZE])
{
	struct civil t = civil_from_ms(unix_ms);
	int n = snprintf(out, CLOCK_RFC3339_SIZE, "%04u-%02u-%02uT%02u:%02u:%02u",
		(unsigned)t.year % 10000, (unsigned)t.month % 100,
		(unsigned)t.day % 100, (unsigned)t.hour % 100,
		(unsigned)t.minute % 100, (unsigned)t.second % 100);

	if (millis && unix_ms > 0)
		snprintf(out + n, CLOCK_RFC3339_SIZE - (size_t)n, ".%03uZ",
		    unix_ms > CIVIL_MAX_MS ? 999 : (unsigned)(unix_ms % 1000));
	else
		strcpy(out + n, millis ? ".000Z" : "Z");
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
	int64_t ms = 0;
	int east, leap, scale = 100;
	struct civil t;
	size_t i;

	for (i = 0; shape[i]; i++) {
		if (shape[i] == 'd' ? s[i] < '0' || s[i] > '9' :
		    shape[i] == '_' ? !s[i] || !strchr("Tt ", s[i]) :
		    s[i] != shape[i])
			return -1;
	}
	t = (struct civil){ two(s) * 100 + two(s + 2), two(s + 5), two(s + 8),
		two(s + 11), two(s + 14), two(s + 17) };
	leap = t.second == 60;
	t.second -= leap;
	if (!civil_valid(&t))
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
	*unix_ms = civil_ms(&t) + (leap - (int64_t)east * 60) * 1000 + ms;
	return 0;
}
