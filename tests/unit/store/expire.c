/* store_expire(): what is old goes, bit by bit, and the file stops growing. */
#include "store/reply.h"
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
	assert(store_expire(s, now, keep, ram, NULL, NULL, &err) == STORE_EXPIRE_STEP);
	assert(!is_there(s, 0) && is_there(s, STORE_EXPIRE_STEP));
	assert(store_expire(s, now, keep, ram, NULL, NULL, &err) == STORE_EXPIRE_STEP);
	assert(store_expire(s, now, keep, ram, NULL, NULL, &err) == 7);
	assert(store_expire(s, now, keep, ram, NULL, NULL, &err) == 0);
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
	assert(store_expire(s, 2 * keep, keep, ram, NULL, NULL, &err) == 1);
	assert(is_there(s, 0) && !is_there(s, 1));
	store_close(s);
	s = kit_open();
	assert(store_expire(s, 2 * keep, keep, ram, NULL, NULL, &err) == 1);
	assert(!is_there(s, 0));
	store_close(s);
}

static int
expire(struct store *s, int64_t now)
{
	int n = store_expire(s, now, keep, ram, NULL, NULL, &err);

	assert(n >= 0);
	return n;
}

/* One of a clock that was wrong, or an import: it is in nobody's way. */
static void
test_young_in_front(void)
{
	struct store *s = kit_new();
	int64_t now = 2 * keep;

	put(s, 0, 9 * keep);
	put(s, 1, 1000);
	assert(store_due_put(s, "gone", 0, "{}", 9 * keep, 1, &err) == 0);
	assert(store_due_put(s, "gone", 0, "{}", 1000, 1, &err) == 0);
	store_close(s);
	kit_sql("INSERT INTO long (scope, account, sender, recipient, how, ref, "
	    "total, timeout, deadline) VALUES "
	    "('', '', '', '', 0, 0, 2, 0, 9999999999999), "
	    "('', '', '', '', 0, 0, 2, 0, 500)");
	s = kit_open();
	assert(expire(s, now) == 3);
	assert(is_there(s, 0) && !is_there(s, 1));
	/* nor are older ones that came later in anybody else's */
	put(s, 2, now);
	put(s, 3, 1000);
	assert(expire(s, now) == 1);
	assert(is_there(s, 2) && !is_there(s, 3));
	store_close(s);
}

/* By the later of begun and ended; `begun` is as it was. */
static void
test_sent_again(void)
{
	struct store *s = kit_new();
	struct store_message *m = kit_message("0", 1), found;
	int64_t again = keep - 1;

	assert(store_message_begin(s, m, &err) == 1);
	m->status = STORE_TEMPORARY;
	m->ended = 2000;
	assert(store_message_end(s, m, 0, &err) == 1);
	m->begun = again;
	assert(store_message_begin(s, m, &err) == 1);
	m->status = STORE_OK;
	m->ended = again + 500;
	assert(store_message_end(s, m, 0, &err) == 1);
	assert(expire(s, 3000 + keep) == 0);
	assert(store_message_find(s, "0", &found, &err) == 1);
	assert(found.begun == 1000);
	/* old enough, but for its end */
	assert(expire(s, again + keep + 500) == 0);
	assert(expire(s, again + keep + 501) == 1);
	/* as it was elsewhere */
	m = kit_message("1", 1);
	m->status = STORE_OK;
	m->begun = 1000;
	m->ended = 5000;
	assert(store_message_put(s, m, &err) == 1);
	assert(expire(s, 5000 + keep) == 0);
	assert(expire(s, 5001 + keep) == 1);
	store_close(s);
}

static char said[256];

static void
say(void *arg, const char *id, const struct store_due *d)
{
	size_t n = strlen(said);

	snprintf(said + n, sizeof said - n, "%s %s %s %lld;", (char *)arg,
	    id ? id : "-", d->record, (long long)d->at);
}

static int
see_event(void *arg, const struct store_event *e)
{
	snprintf(arg, 64, "%lld %s: %s", (long long)e->at, e->what, e->text);
	return 0;
}

/* What was never given out is said, and is never somebody's who lives. */
static void
test_given_up(void)
{
	struct store *s = kit_new(), *other = kit_open();
	int64_t now = 2 * keep;
	struct store_due d;
	char event[64] = "";

	put(s, 0, now);
	assert(store_due_put(s, "gone", 1, "{\"a\":1}", 1000, 1000, &err) == 0);
	assert(store_due_put(s, "gone", 0, "{\"b\":2}", 2000, 2000, &err) == 0);
	assert(store_due_put(s, "live", 0, "{}", 3000, 3000, &err) == 0);
	assert(store_due_take(other, "live", 5000, &d, &err) == 1);
	assert(store_expire(s, now, keep, ram, say, "x", &err) == 2);
	assert(strcmp(said, "x 0 {\"a\":1} 1000;x - {\"b\":2} 2000;") == 0);
	assert(store_event_each(s, 1, see_event, event, &err) == 0);
	assert(strcmp(event, "2419200000 given up: never given out") == 0);
	/* it was tried: nobody has it until the next time */
	assert(store_due_later(other, d.n, 9 * keep, &err) == 1);
	assert(store_due_take(other, "live", 9 * keep, &d, &err) == 1);
	*said = '\0';
	assert(store_expire(s, now, keep, ram, say, "x", &err) == 0);
	store_close(other);
	assert(store_expire(s, now, keep, ram, say, "x", &err) == 1);
	assert(strcmp(said, "x - {} 3000;") == 0);
	store_close(s);
}

/* A process that waits for receipts keeps them, but no old messages. */
static void
test_awaited(void)
{
	struct store *s = kit_new();
	struct store_message *m = kit_message("0", 1);
	struct store_due d;

	assert(store_message_begin(s, m, &err) == 1);
	m->status = STORE_OK;
	m->parts[0].state = STORE_PART_OK;
	m->parts[0].message_id = "1";
	assert(store_message_end(s, m, 1, &err) == 1);
	assert(kit_take(s, kit_receipt("1")) == STORE_RECEIPT_DUE);
	assert(expire(s, 2 * keep) == 1 && !is_there(s, 0));
	assert(store_due_take(s, NULL, 2 * keep, &d, &err) == 1);
	assert(d.message == 0);
	store_close(s);
}

/* Many of one millisecond go in steps, too. */
static void
test_one_millisecond(void)
{
	enum { MANY = STORE_EXPIRE_STEP + 50 };
	struct store_reply r = { .account = "a", .number = "1", .phone = "2",
		.used = 1000 };
	struct store *s = kit_new();
	char sender[32];
	int i;

	r.sender = sender;
	for (i = 0; i < MANY; i++) {
		snprintf(sender, sizeof sender, "%d@x", i);
		assert(store_reply_put(s, &r, &err) == 0);
	}
	assert(expire(s, 1001 + ram) == STORE_EXPIRE_STEP);
	assert(expire(s, 1001 + ram) == 50);
	assert(expire(s, 1001 + ram) == 0);
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
	assert(store_expire(s, now, keep, ram, NULL, NULL, &err) == 1);
	put(s, 1, now);
	assert(kit_due(s, now) == 0);
	/* unless it is old itself: nobody ever asked for it */
	assert(store_due_put(s, "gone", 0, "{}", 1000, 1000, &err) == 0);
	assert(store_expire(s, now, keep, ram, NULL, NULL, &err) == 1);
	store_close(s);
}

static void
test_held(void)
{
	struct store *s = kit_new();

	assert(kit_take(s, kit_receipt("1")) == STORE_RECEIPT_HELD);
	assert(store_expire(s, 2 * keep, keep, ram, NULL, NULL, &err) == 1);
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
	assert(store_expire(s, 1000 + keep, keep, ram, NULL, NULL, &err) == 0);
	assert(store_concat_ref(s, "1", 1001, &b, &err) == 0);
	assert(b == (uint16_t)(a + 1));
	assert(store_expire(s, 1001 + keep, keep, ram, NULL, NULL, &err) == 0);
	assert(store_expire(s, 1002 + keep, keep, ram, NULL, NULL, &err) == 1);
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
	assert(store_expire(s, 1000 + ram, keep, ram, NULL, NULL, &err) == 1);
	assert(store_expire(s, 1000 + keep, keep, ram, NULL, NULL, &err) == 2);
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
		assert(store_expire(s, round * GROUP, ALIVE, ram, NULL, NULL, &err) >= 0);
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
	{ "what is young in front of what is old", test_young_in_front },
	{ "a message that was sent again", test_sent_again },
	{ "what was never given out", test_given_up },
	{ "a message whose receipts are awaited", test_awaited },
	{ "many of one millisecond", test_one_millisecond },
	{ "references", test_references },
	{ "replies and long messages", test_others },
	{ "the file stops growing", test_size },
};

TAP_MAIN(tests)
