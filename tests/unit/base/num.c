/* Numbers and hex, strictly. */
#include "tap.h"

#include "base/num.h"

static void
test_parse(void)
{
	static const struct {
		const char *s;
		int64_t v;
	} good[] = { { "0", 0 }, { "7", 7 }, { "-7", -7 }, { "+7", 7 },
		{ "007", 7 }, { "0x1F", 31 }, { "0Xff", 255 }, { "-0x10", -16 },
		{ "9223372036854775807", INT64_MAX },
		{ "-9223372036854775808", INT64_MIN },
		{ "0x7fffffffffffffff", INT64_MAX } };
	static const char *const bad[] = { "", " 1", "1 ", "1a", "a", "0x", "0xg",
		"--1", "+-1", "- 1", "-", "+", "1.0", "1e3", "0x1p3", "\t1", "1\n",
		"9223372036854775808", "-9223372036854775809",
		"0x8000000000000000", "99999999999999999999999", "0x-1", "inf" };
	int64_t v;
	size_t i;

	for (i = 0; i < sizeof good / sizeof good[0]; i++) {
		assert(num_parse(good[i].s, INT64_MIN, INT64_MAX, &v) == 0);
		assert(v == good[i].v);
	}
	v = 42;
	for (i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert(num_parse(bad[i], INT64_MIN, INT64_MAX, &v) == -1);
	assert(num_parse("10", 11, 20, &v) == -1);
	assert(num_parse("21", 11, 20, &v) == -1);
	assert(v == 42);
	assert(num_parse("11", 11, 20, &v) == 0 && v == 11);
	assert(num_parse("20", 11, 20, &v) == 0 && v == 20);
}

static ssize_t
unhex(const char *hex, uint8_t *out, size_t cap)
{
	size_t n = strlen(hex);
	char *exact = malloc(n ? n : 1);
	ssize_t got;

	assert(exact);
	memcpy(exact, hex, n);
	got = num_unhex(exact, n, out, cap);
	free(exact);
	return got;
}

static void
test_hex(void)
{
	static const char *const bad[] = { "0", "000", "0g", "g0", "0 0", "00 0",
		"0x00", "00\n", "00-11", "\xff\xff", "00 1 2" };
	uint8_t out[5], in[256], back[256];
	char hex[513];
	size_t i;

	memset(out, 0xaa, sizeof out);
	assert(unhex("", out, 0) == 0);
	assert(unhex("  \t ", out, 0) == 0);
	assert(unhex("00fFA5", out, 3) == 3);
	assert(memcmp(out, "\x00\xff\xa5\xaa", 4) == 0);
	assert(unhex(" 01 02\t03 ", out, 3) == 3);
	assert(memcmp(out, "\1\2\3\xaa", 4) == 0);
	assert(unhex("04050607", out, 3) == -1 && out[3] == 0xaa);
	assert(unhex("04", out, 0) == -1);
	for (i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert(unhex(bad[i], out, sizeof out) == -1);
	for (i = 0; i < 256; i++)
		in[i] = (uint8_t)i;
	hex[512] = 'Z';
	num_hex(in, 256, hex);
	assert(hex[512] == 'Z');
	assert(memcmp(hex, "000102", 6) == 0);
	assert(memcmp(hex + 506, "fdfeff", 6) == 0);
	assert(num_unhex(hex, 512, back, sizeof back) == 256);
	assert(memcmp(in, back, 256) == 0);
}

static const struct tap_test tests[] = {
	{ "numbers", test_parse },
	{ "hex", test_hex },
};

TAP_MAIN(tests)
