/* The rate of an account, shared: store/pace.h; the times by hand. */
#include "store/pace.h"
#include "store_kit.h"

static int64_t
reserve(struct store *s, const char *account, unsigned rate, unsigned n,
    int64_t now)
{
	int64_t at;

	assert(store_pace_reserve(s, account, rate, n, now, INT64_MAX, &at,
	    &err) == 1);
	return at;
}

/* Four in turn, ten of 100 a second each: a slot each, one behind the other. */
static void
test_slots(void)
{
	struct store *s[4];
	int64_t at, first;
	int i;

	s[0] = kit_new();
	for (i = 1; i < 4; i++)
		s[i] = kit_open();
	first = reserve(s[0], "a", 100, 10, 5000);
	assert(first == 5000 - STORE_PACE_BURST);
	for (i = 1; i < 40; i++) {
		at = reserve(s[i % 4], "a", 100, 10, 5000 + i);
		assert(at == first + 100 * i);
	}
	for (i = 0; i < 4; i++)
		store_close(s[i]);
	/* whoever comes later finds what they left */
	s[0] = kit_open();
	assert(reserve(s[0], "a", 100, 1, 5100) == first + 4000);
	/* idle time is not saved up */
	assert(reserve(s[0], "a", 100, 1, 60000) == 60000 - STORE_PACE_BURST);
	store_close(s[0]);
}

/* What does not divide: no rounding adds up. */
static void
test_rates(void)
{
	static const unsigned rates[] = { 1, 3, 7, 300, 7000, 1000000 };
	struct store *s = kit_new();
	int64_t at = 0;
	size_t i;
	unsigned k;

	for (i = 0; i < sizeof rates / sizeof *rates; i++) {
		assert(store_begin(s, &err) == 0);
		for (k = 0; k <= 10 * rates[i] && k <= 3000; k++)
			at = reserve(s, i & 1 ? "a" : "b", rates[i], 1, 5000 +
			    (int64_t)i * 100000000);
		assert(store_commit(s, &err) == 0);
		k--;
		at -= 5000 + (int64_t)i * 100000000 - STORE_PACE_BURST;
		/* microseconds are cut off */
		assert(at <= (int64_t)k * 1000 / rates[i] + 1);
		assert(at + 1 + k / 1000 >= (int64_t)k * 1000 / rates[i]);
	}
	store_close(s);
}

static void
test_accounts(void)
{
	struct store *s = kit_new();

	assert(reserve(s, "a", 1, 10, 5000) < 5000);
	assert(reserve(s, "a", 1, 1, 5000) == 15000 - STORE_PACE_BURST);
	assert(reserve(s, "b", 1, 1, 5000) < 5000);
	store_close(s);
}

/* Set back by an hour: what was reserved ahead stays so much ahead. */
static void
test_clock(void)
{
	struct store *s = kit_new();
	const int64_t hour = 3600 * 1000;

	reserve(s, "a", 1, 3, 5000 + hour);
	assert(reserve(s, "a", 1, 1, 5000) == 8000 - STORE_PACE_BURST);
	assert(reserve(s, "a", 1, 1, 5001) == 9000 - STORE_PACE_BURST);
	store_close(s);
}

static void
test_undone(void)
{
	struct store *s = kit_new();
	int64_t at;

	assert(store_begin(s, &err) == 0);
	at = reserve(s, "a", 10, 10, 5000);
	store_rollback(s);
	assert(reserve(s, "a", 10, 10, 5000) == at);
	store_close(s);
}

/* Who will not wait so long takes nothing from those who do. */
static void
test_latest(void)
{
	struct store *s = kit_new();
	int64_t at, other;

	reserve(s, "a", 1, 100, 5000);
	assert(store_pace_reserve(s, "a", 1, 1, 5000, 65000, &at, &err) == 0);
	assert(at == 105000 - STORE_PACE_BURST);
	assert(store_pace_reserve(s, "a", 1, 1, 5000, at, &other, &err) == 1);
	assert(other == at);
	store_close(s);
}

static const struct tap_test tests[] = {
	{ "store pace: one after the other, whoever asks", test_slots },
	{ "store pace: any rate", test_rates },
	{ "store pace: each account has its own", test_accounts },
	{ "store pace: the clock is set back", test_clock },
	{ "store pace: not later than", test_latest },
	{ "store pace: a reservation that is undone", test_undone },
};

TAP_MAIN(tests)
