/* What came in already: known until its time is over, and by both processes. */
#include "tap.h"

#include "store/seen.h"

static struct diag_err err;

static void
test_time(void)
{
	static const uint8_t a[STORE_SEEN_KEY] = "a", b[STORE_SEEN_KEY] = "b";
	struct store *s;

	assert(store_open(&s, "memory", &err) == 0);
	assert(store_seen(s, a, 100, &err) == 0);
	assert(store_seen_put(s, a, 100, 200, &err) == 0);
	assert(store_seen(s, a, 199, &err) == 1);
	assert(store_seen(s, a, 200, &err) == 0);
	assert(store_seen(s, b, 100, &err) == 0);
	/* again: longer */
	assert(store_seen_put(s, a, 150, 300, &err) == 0);
	assert(store_seen(s, a, 299, &err) == 1);
	store_close(s);
}

static void
test_cleared(void)
{
	uint8_t key[STORE_SEEN_KEY] = { 0 };
	struct store *s;
	int i;

	assert(store_open(&s, "memory", &err) == 0);
	for (i = 0; i < 100; i++) {
		key[0] = (uint8_t)i;
		assert(store_seen_put(s, key, 0, 10, &err) == 0);
	}
	/* as many as come, or more, go: asked about the time before */
	for (i = 100; i < 140; i++) {
		key[0] = (uint8_t)i;
		assert(store_seen_put(s, key, 10, 20, &err) == 0);
	}
	for (i = 0; i < 100; i++) {
		key[0] = (uint8_t)i;
		assert(store_seen(s, key, 0, &err) == 0);
	}
	store_close(s);
}

static void
test_undone(void)
{
	static const uint8_t a[STORE_SEEN_KEY] = "a";
	struct store *s;

	assert(store_open(&s, "memory", &err) == 0);
	assert(store_begin(s, &err) == 0);
	assert(store_seen_put(s, a, 0, 10, &err) == 0);
	assert(store_seen(s, a, 0, &err) == 1);
	store_rollback(s);
	assert(store_seen(s, a, 0, &err) == 0);
	store_close(s);
}

static const struct tap_test tests[] = {
	{ "known until its time is over", test_time },
	{ "what is over goes", test_cleared },
	{ "part of a transaction", test_undone },
};
TAP_MAIN(tests)
