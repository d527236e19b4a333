/* The cursor never reads behind its octets. */
#include "tap.h"

#include "base/cur.h"

static const uint8_t octets[] = { 1, 0x12, 0x34, 0xfe, 0xdc, 0xba, 0x98, 'a',
	'b', 0, 'c' };

/* In memory of exactly n octets, for a sanitizer to see. */
static struct cur
over(uint8_t **p, size_t n)
{
	*p = malloc(n ? n : 1);
	assert(*p);
	memcpy(*p, octets, n);
	return (struct cur){ *p, n, 0 };
}

static void
test_read(void)
{
	uint8_t *p;
	struct cur c = over(&p, sizeof octets);

	assert(cur_u8(&c) == 1);
	assert(cur_u16(&c) == 0x1234);
	assert(cur_u32(&c) == 0xfedcba98);
	assert(strcmp(cur_cstr(&c, 3), "ab") == 0);
	assert(c.left == 1 && !c.err);
	assert(*cur_bytes(&c, 1) == 'c');
	assert(cur_bytes(&c, 0) && !c.err && c.left == 0);
	assert(cur_u8(&c) == 0 && c.err);
	free(p);
}

/* Cut anywhere: what is whole is given, then nothing more. */
static void
test_short(void)
{
	static const size_t ends[] = { 1, 3, 7, 10 };
	uint8_t *p;
	size_t n;

	for (n = 0; n < sizeof octets; n++) {
		struct cur c = over(&p, n);

		assert(cur_u8(&c) == (n >= ends[0] ? 1 : 0));
		assert(cur_u16(&c) == (n >= ends[1] ? 0x1234 : 0));
		assert(cur_u32(&c) == (n >= ends[2] ? 0xfedcba98 : 0));
		assert(!cur_cstr(&c, 65) == (n < ends[3]));
		assert(c.err == (n < ends[3]));
		if (c.err) {
			assert(!cur_bytes(&c, 0) && !cur_u8(&c));
			assert(!cur_u16(&c) && !cur_u32(&c) && !cur_cstr(&c, 9));
		}
		free(p);
	}
}

static void
test_cstr(void)
{
	struct cur c = { (const uint8_t *)"abc\0def", 7, 0 };

	/* the NUL counts */
	assert(!cur_cstr(&c, 3) && c.err);
	c.err = 0;
	assert(c.left == 7);
	assert(strcmp(cur_cstr(&c, 4), "abc") == 0 && c.left == 3);
	assert(!cur_cstr(&c, 4) && c.err);
	c = (struct cur){ (const uint8_t *)"", 1, 0 };
	assert(!cur_cstr(&c, 0) && c.err);
	c.err = 0;
	assert(*cur_cstr(&c, 1) == '\0' && !c.left && !c.err);
	c = (struct cur){ NULL, 0, 0 };
	assert(!cur_cstr(&c, 1) && c.err);
	c = (struct cur){ octets, sizeof octets, 0 };
	assert(!cur_bytes(&c, SIZE_MAX) && c.err);
}

static const struct tap_test tests[] = {
	{ "reading", test_read },
	{ "cut short at every octet", test_short },
	{ "C strings", test_cstr },
};

TAP_MAIN(tests)
