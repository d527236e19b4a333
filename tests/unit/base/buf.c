/* Buffers that grow. */
#include "tap.h"

#include "base/buf.h"

static void
test_add(void)
{
	struct buf b = BUF_INIT;
	char big[1000];
	int i;

	assert(strcmp(buf_cstr(&b), "") == 0 && b.len == 0);
	buf_str(&b, "one");
	buf_ch(&b, ',');
	buf_add(&b, "t\0o", 3);
	buf_add(&b, NULL, 0);
	buf_str(&b, "");
	assert(b.len == 7 && memcmp(b.p, "one,t\0o", 7) == 0);
	assert(buf_cstr(&b)[7] == '\0' && b.len == 7);
	memset(big, 'x', sizeof big);
	for (i = 0; i < 100; i++)
		buf_add(&b, big, sizeof big);
	assert(b.len == 100007 && b.cap >= b.len && !b.err);
	assert(memcmp(b.p, "one,t\0oxx", 9) == 0 && b.p[100006] == 'x');
	buf_reset(&b);
	assert(b.len == 0 && b.p && b.cap > 100000);
	buf_free(&b);
	assert(!b.p && !b.cap && !b.len);
	buf_free(&b);
}

/* At each length once, so that every end of the memory is met. */
static void
test_lengths(void)
{
	struct buf b;
	size_t n, i;

	for (n = 0; n < 300; n++) {
		b = (struct buf)BUF_INIT;
		for (i = 0; i < n; i++)
			buf_ch(&b, (char)('a' + i % 26));
		assert(strlen(buf_cstr(&b)) == n && b.len == n);
		buf_fmt(&b, "%d-%s", 42, "z");
		assert(b.len == n + 4);
		assert(memcmp(b.p + n, "42-z", 4) == 0);
		buf_free(&b);
	}
}

static void
test_fmt(void)
{
	static const struct {
		uint64_t v;
		const char *text;
	} numbers[] = { { 0, "0" }, { 9, "9" }, { 10, "10" }, { 4095, "4095" },
		{ UINT32_MAX, "4294967295" },
		{ UINT64_MAX, "18446744073709551615" } };
	struct buf b = BUF_INIT;
	char *longer = malloc(5001);
	size_t i;

	for (i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
		buf_reset(&b);
		buf_uint(&b, numbers[i].v);
		assert(strcmp(buf_cstr(&b), numbers[i].text) == 0);
	}
	assert(longer);
	memset(longer, 'y', 5000);
	longer[5000] = '\0';
	buf_reset(&b);
	buf_fmt(&b, "<%s>", longer);
	assert(b.len == 5002 && b.p[0] == '<' && b.p[5001] == '>');
	buf_fmt(&b, "%s", "");
	assert(b.len == 5002);
	free(longer);
	buf_free(&b);
}

static void
test_drop(void)
{
	struct buf b = BUF_INIT;

	buf_drop(&b, 0);
	buf_drop(&b, 5);
	buf_str(&b, "abcdef");
	buf_drop(&b, 0);
	assert(strcmp(buf_cstr(&b), "abcdef") == 0);
	buf_drop(&b, 2);
	assert(strcmp(buf_cstr(&b), "cdef") == 0);
	buf_drop(&b, 4);
	assert(b.len == 0);
	buf_str(&b, "x");
	buf_drop(&b, 100);
	assert(b.len == 0);
	buf_free(&b);
}

static void
test_room(void)
{
	struct buf b = BUF_INIT;
	char *p = buf_room(&b, 10);

	assert(p && b.cap >= 10 && b.len == 0);
	memcpy(p, "0123456789", 10);
	b.len += 10;
	assert(buf_room(&b, 0));
	assert(memcmp(b.p, "0123456789", 10) == 0);
	/* what cannot be had is remembered, and what is there stays */
	assert(!buf_room(&b, SIZE_MAX - 4) && b.err);
	assert(b.len == 10 && b.p[9] == '9');
	buf_str(&b, "more");
	buf_ch(&b, 'm');
	buf_fmt(&b, "%d", 1);
	buf_uint(&b, 1);
	assert(b.len == 10 && !buf_room(&b, 1));
	assert(strcmp(buf_cstr(&b), "") == 0);
	buf_reset(&b);
	buf_str(&b, "again");
	assert(strcmp(buf_cstr(&b), "again") == 0 && !b.err);
	buf_free(&b);
}

static const struct tap_test tests[] = {
	{ "adding", test_add },
	{ "every length", test_lengths },
	{ "formats and numbers", test_fmt },
	{ "dropping from the front", test_drop },
	{ "room, and none", test_room },
};

TAP_MAIN(tests)
