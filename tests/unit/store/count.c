/* store/count.h */
#include "store/count.h"

#include "tap.h"

static void
put(struct store *s, const char *id, enum store_status status, int64_t begun)
{
	const struct store_message m = { .id = id, .account = "a", .to = "1",
		.record = "{}", .status = status, .ref = -1, .begun = begun };
	struct diag_err err;

	assert(store_message_put(s, &m, &err) == 1);
}

static void
counts(void)
{
	struct store_message m = { .id = "mine", .account = "a", .to = "1",
		.record = "{}", .ref = -1, .begun = 5000 };
	struct store_counts c;
	struct diag_err err;
	struct store *s;

	assert(store_open(&s, "memory", &err) == 0);
	assert(store_count(s, &c, &err) == 0);
	assert(c.oldest == 0 && c.message[STORE_OK] == 0 && c.octets == 0);
	put(s, "1", STORE_OK, 4000);
	put(s, "2", STORE_OK, 3000);
	put(s, "3", STORE_DROPPED, 6000);
	put(s, "4", STORE_SENDING, 7000);	/* by nobody */
	assert(store_message_begin(s, &m, &err) == 1);
	assert(store_count(s, &c, &err) == 0);
	assert(c.message[STORE_OK] == 2 && c.message[STORE_DROPPED] == 1);
	assert(c.message[STORE_UNKNOWN] == 1 && c.message[STORE_SENDING] == 1);
	assert(c.oldest == 3000 && c.due == 0 && c.replies == 0);
	/* inside a transaction as well */
	assert(store_begin(s, &err) == 0);
	put(s, "5", STORE_OK, 8000);
	assert(store_count(s, &c, &err) == 0 && c.message[STORE_OK] == 3);
	store_rollback(s);
	assert(store_count(s, &c, &err) == 0 && c.message[STORE_OK] == 2);
	store_close(s);
}

static const struct tap_test tests[] = {
	{ "count: by status, and what died while it was sending", counts },
};
TAP_MAIN(tests)
