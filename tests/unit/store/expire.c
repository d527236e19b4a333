/* store_expire(): what is old goes, bit by bit, and the file stops growing. */
#include "store_kit.h"

enum { DAY = 86400000 };

static const int64_t keep = 14 * (int64_t)DAY, ram = 300 * 60000;

static void
put(struct store *s, int i, int64_t begun)
{
	struct store_message *m;
	char id[16];

	snprintf(id, sizeof id, "%d", i);
	m = kit_message(id, 1);
	m->begun = begun;
	m->status = STORE_OK;
	m->parts[0].state = STORE_PART_OK;
	m->parts[0].message_id = id;
	assert(store_message_put(s, m, &err) == 1);
}

static int
is_there(struct store *s, int i)
{
	struct store_message m;
	char id[16];
	int rc;

	snprintf(id, sizeof id, "%d", i);
	rc = store_message_find(s, id, &m, &err);
	assert(rc >= 0);
	return rc;
}

static void
test_steps(void)
{
	enum { OLD = 2 * STORE_EXPIRE_STEP + 7 };
	struct store *s = kit_new();
	int64_t now = 1700000000000;
	int i;

	assert(store_begin(s, &err) == 0);
	for (i = 0; i < OLD; i++)
		put(s, i, now - keep - 1);
	put(s, OLD, now - keep);
	assert(store_commit(s, &err) == 0);
	assert(store_event_put(s, "0", 1, "x", NULL, &err) == 1);
	assert(store_expire(s, now, keep, ram, &err) == STORE_EXPIRE_STEP);
	assert(!is_there(s, 0) && is_there(s, STORE_EXPIRE_STEP));
	assert(store_expire(s, now, keep, ram, &err) == STORE_EXPIRE_STEP);
	assert(store_expire(s, now, keep, ram, &err) == 7);
	assert(store_expire(s, now, keep, ram, &err) == 0);
	assert(!is_there(s, OLD - 1) && is_there(s, OLD));
	store_close(s);
	kit_sql("CREATE TEMP TABLE t (n CHECK (n = 1)); INSERT INTO t "
	    "SELECT count(*) FROM part; CREATE TEMP TABLE u (n CHECK (n = 0)); "
	    "INSERT INTO u SELECT count(*) FROM event");
}

/* What somebody alive is at stays, however old. */
static void
test_busy(void)
{
	struct store *s = kit_new();

	assert(store_message_begin(s, kit_message("0", 1), &err) == 1);
	put(s, 1, 1000);
	assert(store_expire(s, 2 * keep, keep, ram, &err) == 1);
	assert(is_there(s, 0) && !is_there(s, 1));
	store_close(s);
	s = kit_open();
	assert(store_expire(s, 2 * keep, keep, ram, &err) == 1);
	assert(!is_there(s, 0));
	store_close(s);
}

/* What is due about a message that went is due still, but of no other. */
static void
test_due(void)
{
	struct store *s = kit_new();
	int64_t now = 2 * keep;

	put(s, 0, 1000);
	assert(store_due_put(s, "example.com", 1, "{}", now, now, &err) == 0);
	assert(store_expire(s, now, keep, ram, &err) == 1);
	put(s, 1, now);
	assert(kit_due(s, now) == 0);
	/* unless it is old itself: nobody ever asked for it */
	assert(store_due_put(s, "gone", 0, "{}", 1000, 1000, &err) == 0);
	assert(store_expire(s, now, keep, ram, &err) == 1);
	store_close(s);
}

static void
test_held(void)
{
	struct store *s = kit_new();

	assert(kit_take(s, kit_receipt("1")) == STORE_RECEIPT_HELD);
	assert(store_expire(s, 2 * keep, keep, ram, &err) == 1);
	store_close(s);
	kit_sql("CREATE TEMP TABLE t (n CHECK (n = 0)); "
	    "INSERT INTO t SELECT count(*) FROM held");
}

static void
test_references(void)
{
	struct store *s = kit_new();
	uint16_t a, b;

	assert(store_concat_ref(s, "1", 1000, &a, &err) == 0);
	assert(store_expire(s, 1000 + keep, keep, ram, &err) == 0);
	assert(store_concat_ref(s, "1", 1001, &b, &err) == 0);
	assert(b == (uint16_t)(a + 1));
	assert(store_expire(s, 1001 + keep, keep, ram, &err) == 0);
	assert(store_expire(s, 1002 + keep, keep, ram, &err) == 1);
	store_close(s);
}

static void
test_others(void)
{
	struct store *s = kit_new();

	store_close(s);
	kit_sql("INSERT INTO reply (account, number, phone, sender, used) "
	    "VALUES (1, '1', '2', 'a@b', 999), (1, '1', '2', 'c@d', 1000); "
	    "INSERT INTO long (n, scope, account, sender, recipient, how, ref, "
	    "total, timeout, deadline) VALUES (1, '', '', '', '', 0, 0, 2, 0, "
	    "500), (2, '', '', '', '', 0, 0, 2, 0, 2000000000); "
	    "INSERT INTO segment VALUES (1, 0, 0, 'x'), (2, 0, 0, 'yz')");
	s = kit_open();
	assert(store_expire(s, 1000 + ram, keep, ram, &err) == 1);
	assert(store_expire(s, 1000 + keep, keep, ram, &err) == 2);
	store_close(s);
	kit_sql("CREATE TEMP TABLE t (n CHECK (n = 2)); "
	    "INSERT INTO t SELECT long FROM segment; "
	    "INSERT INTO t SELECT n FROM long; "
	    "INSERT INTO t SELECT octets FROM reassembly");
}

/* As many come as go: the file has its size. */
static void
test_size(void)
{
	enum { GROUP = 100, ALIVE = 2000, ROUNDS = 100 };
	struct store *s = kit_new();
	struct stat st;
	off_t size = 0;
	int round, i;

	for (round = 0; round < ROUNDS; round++) {
		assert(store_begin(s, &err) == 0);
		for (i = 0; i < GROUP; i++)
			put(s, round * GROUP + i, round * GROUP + i);
		assert(store_expire(s, round * GROUP, ALIVE, ram, &err) >= 0);
		assert(store_commit(s, &err) == 0);
		if (round == ROUNDS / 2) {
			store_close(s);
			assert(stat(kit_path, &st) == 0);
			size = st.st_size;
			s = kit_open();
		}
	}
	store_close(s);
	assert(stat(kit_path, &st) == 0);
	assert(st.st_size < size + size / 20);
}

static const struct tap_test tests[] = {
	{ "old messages go in steps", test_steps },
	{ "what somebody is at stays", test_busy },
	{ "what is due about a message that went", test_due },
	{ "receipts that were held", test_held },
	{ "references", test_references },
	{ "replies and long messages", test_others },
	{ "the file stops growing", test_size },
};

TAP_MAIN(tests)
