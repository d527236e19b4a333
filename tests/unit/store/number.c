/* Numbers as SMSCs rewrite them: field notes 3c, `+` added, prefixes cut. */
#include "store/number.h"
#include "tap.h"

static void
test_same(void)
{
	assert(store_number_same("15551234567", "+15551234567"));
	assert(store_number_same("0015551234567", "+15551234567"));
	assert(store_number_same("01701234567", "+491701234567"));
	assert(store_number_same("0049-170-1234567", "+49 170 1234567"));
	assert(store_number_same("1234567", "15551234567"));
	assert(store_number_same("+1 (555) 123-4567", "15551234567"));
	assert(store_number_same("12345", "12345"));
	assert(store_number_same("ACME", "acme"));
}

static void
test_other(void)
{
	assert(!store_number_same("15551234567", "15551234568"));
	/* six digits do not tell subscribers apart */
	assert(!store_number_same("234567", "15551234567"));
	assert(!store_number_same("12345", "512345"));
	assert(!store_number_same("Shop24", "24"));
	assert(!store_number_same("ACME", "ACME2"));
	assert(!store_number_same(NULL, "1"));
	assert(!store_number_same("1", NULL));
	assert(!store_number_same(NULL, NULL));
	assert(!store_number_same("", ""));
	assert(!store_number_same("111111111111111111111111111111111111",
	    "11111111111"));
}

static const struct tap_test tests[] = {
	{ "the same number", test_same },
	{ "another number", test_other },
};

TAP_MAIN(tests)
