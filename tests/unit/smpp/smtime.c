/*
 * SMPP's time format.  Milliseconds were computed with Python's datetime:
 * int(datetime(..., tzinfo=timezone.utc).timestamp() * 1000).
 */
#include "tap.h"

#include "smpp/smtime.h"

#define NOW INT64_C(1795439716000)	/* 2026-11-23 13:15:16 */

static void
absolute(void)
{
	static const struct {
		int64_t ms;
		const char *want;
	} rows[] = {
		{ 1795439716000, "261123131516000+" },
		{ 1795439716999, "261123131516000+" },
		{ 946684800000, "000101000000000+" },
		{ 4102444799999, "991231235959000+" },
		{ 1709208000000, "240229120000000+" },
	};
	char out[SMPP_TIME_SIZE + 1];
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		memset(out, 'x', sizeof out);
		assert(smpp_time_absolute(rows[i].ms, out) == 0);
		assert(strcmp(out, rows[i].want) == 0);
		assert(out[SMPP_TIME_SIZE] == 'x');
	}
	assert(smpp_time_absolute(946684799999, out) == -1);
	assert(smpp_time_absolute(4102444800000, out) == -1);
	assert(smpp_time_absolute(0, out) == -1);
	assert(smpp_time_absolute(-1, out) == -1);
	assert(smpp_time_absolute(INT64_MAX, out) == -1);
	assert(smpp_time_absolute(INT64_MIN, out) == -1);
}

static void
relative(void)
{
	static const struct {
		int64_t seconds;
		const char *want;
	} rows[] = {
		{ 0, "000000000000000R" },
		{ 59, "000000000059000R" },
		{ 3600, "000000010000000R" },
		{ 86399, "000000235959000R" },
		{ 604800, "000007000000000R" },	/* smtime.h: a week */
		{ 99 * 86400, "000099000000000R" },
		{ 100 * 86400, "000310000000000R" },	/* 3 * 30 + 10 */
		{ 364 * 86400, "001204000000000R" },	/* 12 * 30 + 4 */
		{ 365 * 86400, "010000000000000R" },
		{ 63072000, "020000000000000R" },
	};
	char out[SMPP_TIME_SIZE];
	int64_t s, ms;
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		assert(smpp_time_relative(rows[i].seconds, out) == 0);
		assert(strcmp(out, rows[i].want) == 0);
	}
	assert(smpp_time_relative(-1, out) == -1);
	assert(smpp_time_relative(63072001, out) == -1);
	/* none is lost on the way */
	for (s = 0; s <= 63072000; s += 12347) {
		assert(smpp_time_relative(s, out) == 0);
		assert(smpp_time_parse(out, NOW, &ms) == 0 && ms == NOW + s * 1000);
	}
}

static void
parse(void)
{
	static const struct {
		const char *s;
		int64_t want;
	} rows[] = {
		{ "261123131516000+", 1795439716000 },
		{ "261123131516900+", 1795439716900 },
		/* local time an hour east, and west, of Greenwich */
		{ "261123141516004+", 1795439716000 },
		{ "261123121516004-", 1795439716000 },
		/* smppex issue 46; 12 quarters of an hour */
		{ "261123012815912+", 1795386495900 },
		{ "000101000000000+", 946684800000 },
		{ "240229120000000-", 1709208000000 },
		/* 7.1.1.2's example: 2 years, 6 months, 10 days, 23:34:29 */
		{ "020610233429000R", NOW + ((2 * 365 + 6 * 30 + 10) * 86400LL +
		    23 * 3600 + 34 * 60 + 29) * 1000 },
		{ "000000000001999R", NOW + 1000 },
	};
	static const char *const bad[] = {
		"", "0", "261123131516000", "261123131516000+ ", "261123131516000Z",
		"261123131516000r", "2611231315160000+", " 61123131516000+",
		"26112313151600x+", "261323131516000+", "260023131516000+",
		"261131131516000+", "261100131516000+", "250229000000000+",
		"261123241516000+", "261123136016000+", "261123131560000+",
		"261123131516049+", "001300000000000R", "000000240000000R",
		"000000006000000R", "000000000060000R", "+++++++++++++++R",
	};
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		int64_t ms = 0;

		assert(smpp_time_parse(rows[i].s, NOW, &ms) == 0);
		assert(ms == rows[i].want && smpp_time_valid(rows[i].s) == 1);
	}
	for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		int64_t ms = 42;

		assert(smpp_time_parse(bad[i], NOW, &ms) == -1 && ms == 42);
		assert(smpp_time_valid(bad[i]) == 0);
	}
}

static const struct tap_test tests[] = {
	{ "absolute", absolute },
	{ "relative", relative },
	{ "parse", parse },
};

TAP_MAIN(tests)
