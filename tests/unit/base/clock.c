/* Dates and times; RFC 3339. */
#include "tap.h"

#include <inttypes.h>

#include "base/civil.h"
#include "base/clock.h"

/* python3: (datetime(...) - datetime(1970, 1, 1)) / timedelta(milliseconds=1) */
static const struct {
	const char *text;
	int64_t ms;
} dates[] = {
	{ "1970-01-01T00:00:00Z", INT64_C(0) },
	{ "1999-12-31T23:59:59Z", INT64_C(946684799000) },
	{ "2000-02-29T00:00:00Z", INT64_C(951782400000) },
	{ "2000-03-01T00:00:00Z", INT64_C(951868800000) },
	{ "2024-02-29T12:00:01Z", INT64_C(1709208001000) },
	{ "2026-11-23T13:15:16Z", INT64_C(1795439716000) },
	{ "2038-01-19T03:14:08Z", INT64_C(2147483648000) },
	{ "2100-02-28T23:59:59Z", INT64_C(4107542399000) },
	{ "2100-03-01T00:00:00Z", INT64_C(4107542400000) },
	{ "2400-02-29T00:00:00Z", INT64_C(13574563200000) },
	{ "9999-12-31T23:59:59Z", INT64_C(253402300799000) },
};

static void
test_both(void)
{
	char text[CLOCK_RFC3339_SIZE];
	size_t i;

	for (i = 0; i < sizeof dates / sizeof dates[0]; i++) {
		struct civil t = civil_from_ms(dates[i].ms + 999);
		int64_t ms = -1;

		assert(civil_valid(&t));
		assert(civil_ms(&t) == dates[i].ms);
		clock_rfc3339(dates[i].ms + 999, 0, text);
		assert(strcmp(text, dates[i].text) == 0);
		assert(clock_parse_rfc3339(text, &ms) == 0);
		assert(ms == dates[i].ms);
	}
}

/* Every day from 1970 on follows the one before. */
static void
test_days(void)
{
	struct civil t, before = civil_from_ms(0);
	int64_t ms;

	for (ms = 86400000; ms <= CIVIL_MAX_MS; ms += 86400000) {
		t = civil_from_ms(ms);
		assert(civil_valid(&t) && civil_ms(&t) == ms);
		before.day++;
		if (civil_valid(&before)) {
			assert(t.day == before.day && t.month == before.month);
		} else {
			assert(t.day == 1);
			assert(t.month == before.month % 12 + 1);
		}
		before = t;
	}
	assert(before.year == 9999 && before.month == 12 && before.day == 31);
}

static void
test_no_such(void)
{
	static const struct civil bad[] = {
		{ 1969, 12, 31, 0, 0, 0 }, { 10000, 1, 1, 0, 0, 0 },
		{ 2026, 0, 1, 0, 0, 0 }, { 2026, 13, 1, 0, 0, 0 },
		{ 2026, 1, 0, 0, 0, 0 }, { 2026, 1, 32, 0, 0, 0 },
		{ 2026, 4, 31, 0, 0, 0 }, { 2026, 2, 29, 0, 0, 0 },
		{ 2100, 2, 29, 0, 0, 0 }, { 2026, 12, 32, 0, 0, 0 },
		{ 2026, 1, 1, 24, 0, 0 }, { 2026, 1, 1, 0, 60, 0 },
		{ 2026, 1, 1, 0, 0, 60 }, { 2026, 1, 1, -1, 0, 0 },
		{ 2026, 1, 1, 0, -1, 0 }, { 2026, 1, 1, 0, 0, -1 },
	};
	size_t i;

	for (i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert(!civil_valid(&bad[i]));
}

static void
test_ends(void)
{
	char text[CLOCK_RFC3339_SIZE + 1];

	memset(text, 0x55, sizeof text);
	clock_rfc3339(INT64_C(1795439716007), 1, text);
	assert(strcmp(text, "2026-11-23T13:15:16.007Z") == 0);
	assert(text[CLOCK_RFC3339_SIZE] == 0x55);
	clock_rfc3339(-1, 1, text);
	assert(strcmp(text, "1970-01-01T00:00:00.000Z") == 0);
	clock_rfc3339(INT64_MIN, 0, text);
	assert(strcmp(text, "1970-01-01T00:00:00Z") == 0);
	clock_rfc3339(INT64_MAX, 1, text);
	assert(strcmp(text, "9999-12-31T23:59:59.999Z") == 0);
	clock_rfc3339(CIVIL_MAX_MS + 1, 0, text);
	assert(strcmp(text, "9999-12-31T23:59:59Z") == 0);
	assert(text[CLOCK_RFC3339_SIZE] == 0x55);
}

/* RFC 9110, 5.6.7, and python3: email.utils.formatdate(), time.asctime(). */
static void
test_names(void)
{
	static const struct {
		int64_t ms;
		const char *mail, *asctime;
	} rows[] = {
		{ 784111777000, "Sun, 06 Nov 1994 08:49:37 GMT",
		  "Sun Nov  6 08:49:37 1994" },
		{ 1709210096999, "Thu, 29 Feb 2024 12:34:56 GMT",
		  "Thu Feb 29 12:34:56 2024" },
		{ 1767225599000, "Wed, 31 Dec 2025 23:59:59 GMT",
		  "Wed Dec 31 23:59:59 2025" },
		{ 0, "Thu, 01 Jan 1970 00:00:00 GMT",
		  "Thu Jan  1 00:00:00 1970" },
		{ INT64_MAX, "Fri, 31 Dec 9999 23:59:59 GMT",
		  "Fri Dec 31 23:59:59 9999" },
	};
	char mail[CLOCK_RFC5322_SIZE], plain[CLOCK_ASCTIME_SIZE];
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		clock_rfc5322(rows[i].ms, "GMT", mail);
		assert(strcmp(mail, rows[i].mail) == 0);
		clock_asctime(rows[i].ms, plain);
		assert(strcmp(plain, rows[i].asctime) == 0);
	}
	clock_rfc5322(0, "+0000", mail);
	assert(strcmp(mail, "Thu, 01 Jan 1970 00:00:00 +0000") == 0);
}

/* python3: datetime.fromisoformat(s).timestamp() */
static void
test_parse(void)
{
	static const struct {
		const char *text;
		int64_t ms;
	} good[] = {
		{ "2026-11-23T13:15:16.5Z", 1795439716500 },
		{ "2026-11-23 13:15:16.123456789+00:00", 1795439716123 },
		{ "2026-11-23t13:15:16z", 1795439716000 },
		{ "2026-11-23T13:15:16.007-00:00", 1795439716007 },
		{ "2026-11-23T14:15:16+01:00", 1795439716000 },
		{ "2026-11-23T07:45:16-05:30", 1795439716000 },
		{ "2026-12-31T23:30:00-01:30", 1798765200000 },
		{ "2016-12-31T23:59:60Z", 1483228800000 },
		{ "1970-01-01T00:00:00+23:59", -86340000 },
	};
	static const char *const bad[] = { "", "2026", "2026-11-23",
		"2026-11-23T13:15:16", "2026-11-23T13:15Z",
		"2026-11-23T13:15:16.Z", "2026-11-23T13:15:16,5Z",
		"2026-11-23T13:15:16Zx", "2026-11-23T13:15:16 Z",
		"2026-11-23T13:15:16+1:00", "2026-11-23T13:15:16+0100",
		"2026-11-23T13:15:16+24:00", "2026-11-23T13:15:16+01:60",
		"2026-11-23T24:00:00Z", "2026-11-23T13:60:00Z",
		"2026-11-23T13:15:61Z", "2026-02-29T00:00:00Z",
		"2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z",
		"2026-01-00T00:00:00Z", "1969-12-31T23:59:59Z",
		"0000-01-01T00:00:00Z", "26-11-23T13:15:16Z",
		" 2026-11-23T13:15:16Z", "2026-11-23X13:15:16Z",
		"2026-1a-23T13:15:16Z" };
	const char *whole = "2026-11-23T13:15:16.5+01:00";
	char *cut;
	int64_t ms;
	size_t i;

	for (i = 0; i < sizeof good / sizeof good[0]; i++) {
		assert(clock_parse_rfc3339(good[i].text, &ms) == 0);
		if (ms != good[i].ms)
			fprintf(stderr, "# %s: %" PRId64 "\n", good[i].text, ms);
		assert(ms == good[i].ms);
	}
	for (i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert(clock_parse_rfc3339(bad[i], &ms) == -1);
	for (i = 0; i < strlen(whole); i++) {
		cut = strndup(whole, i);
		assert(cut && clock_parse_rfc3339(cut, &ms) == -1);
		free(cut);
	}
}

static void
test_clocks(void)
{
	msec a = clock_mono(), b = clock_mono();

	assert(a <= b);
	assert(clock_now() > INT64_C(1600000000000));
}

static const struct tap_test tests[] = {
	{ "dates both ways", test_both },
	{ "each day from 1970 to 9999", test_days },
	{ "no such date", test_no_such },
	{ "outside what can be written", test_ends },
	{ "forms with names", test_names },
	{ "RFC 3339", test_parse },
	{ "the clocks go", test_clocks },
};

TAP_MAIN(tests)
