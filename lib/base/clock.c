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

/* ---- with names: of days and months, in no language but English */

static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
static const char days[] = "SunMonTueWedThuFriSat";

static struct tm
apart(int64_t unix_ms)
{
	const int64_t first = INT64_C(-62135596800000);	/* 0001-01-01 */
	struct tm tm;
	time_t sec;

	unix_ms = unix_ms < first ? first :
		unix_ms > CIVIL_MAX_MS ? CIVIL_MAX_MS : unix_ms;
	sec = (time_t)(unix_ms / 1000 - (unix_ms % 1000 < 0));
	gmtime_r(&sec, &tm);
	return tm;
}

/* "08:49:37" */
static const char *
time_of_day(const struct tm *t, char out[9])
{
	strftime(out, 9, "%H:%M:%S", t);
	return out;
}

void
clock_rfc5322(int64_t unix_ms, const char *zone, char out[CLOCK_RFC5322_SIZE])
{
	struct tm t = apart(unix_ms);
	char at[9];

	snprintf(out, CLOCK_RFC5322_SIZE, "%.3s, %02u %.3s %04u %s %.5s",
	    days + 3 * t.tm_wday, (unsigned)t.tm_mday % 100,
	    months + 3 * t.tm_mon, (unsigned)(t.tm_year + 1900) % 10000,
	    time_of_day(&t, at), zone);
}

void
clock_asctime(int64_t unix_ms, char out[CLOCK_ASCTIME_SIZE])
{
	struct tm t = apart(unix_ms);
	char at[9];

	snprintf(out, CLOCK_ASCTIME_SIZE, "%.3s %.3s %2u %s %04u",
	    days + 3 * t.tm_wday, months + 3 * t.tm_mon,
	    (unsigned)t.tm_mday % 100, time_of_day(&t, at),
	    (unsigned)(t.tm_year + 1900) % 10000);
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
