/* message.h: intent, outcome, search. */
#include "store_kit.h"

static struct store_message found;

static int
find(struct store *s, const char *id)
{
	return store_message_find(s, id, &found, &err);
}

static void
test_life(void)
{
	struct store *s = kit_new();
	struct store_message *m = kit_message("a", 2);
	int64_t n;

	assert(find(s, "a") == 0);
	m->ref = 0;
	m->parts[0].umr = 0;
	assert(store_message_begin(s, m, &err) == 1);
	n = m->n;
	assert(find(s, "a") == 1 && found.n == n);
	assert(found.status == STORE_SENDING && !found.busy && found.owner);
	assert(found.ref == 0 && found.asked == 1 && found.begun == 1000);
	assert(found.ended == 0 && found.nparts == 2);
	assert(found.parts[0].state == STORE_PART_SENDING);
	assert(found.parts[0].umr == 0 && found.parts[1].umr == -1);
	assert(strcmp(found.from, "12345") == 0);
	assert(strcmp(found.to, "+15551234567") == 0);
	assert(strcmp(found.account, "example.com") == 0);
	assert(strcmp(found.record, "{\"text\":\"hi\"}") == 0);

	m->status = STORE_PERMANENT;
	m->ended = 2000;
	m->overdue = 5000;
	m->parts[0].state = STORE_PART_OK;
	m->parts[0].message_id = "007";
	m->parts[1].state = STORE_PART_REFUSED;
	m->parts[1].status = 0xffffffff;
	assert(store_message_end(s, m, 0, &err) == 1);
	assert(store_message_get(s, n, &found, &err) == 1);
	assert(strcmp(found.id, "a") == 0);
	assert(found.status == STORE_PERMANENT && found.ended == 2000);
	assert(found.overdue == 5000 && found.owner == 0);
	assert(strcmp(found.parts[0].message_id, "007") == 0);
	assert(found.parts[1].status == 0xffffffff);
	assert(found.parts[1].message_id == NULL);
	assert(store_message_theirs(s, NULL, "007", &found, &err) == 1);
	assert(found.n == n);
	assert(store_message_theirs(s, "example.com", "007", &found, &err) == 1);
	assert(store_message_theirs(s, "example.net", "007", &found, &err) == 0);
	/* octet for octet, though 7 has the same key */
	assert(store_message_theirs(s, NULL, "7", &found, &err) == 0);
	store_close(s);
}

static void
test_ids(void)
{
	static const char *const ids[] = {
		"0123456789abcdef0123456789abcdef",
		"0123456789ABCDEF0123456789ABCDEF",
		"0123456789abcdef0123456789abcdeg",
		"1", "01", "1.0", "", "<a@b>",
	};
	struct store *s = kit_new();
	size_t i;

	for (i = 0; i < sizeof ids / sizeof ids[0]; i++)
		kit_sent_one(s, ids[i], "x");
	for (i = 0; i < sizeof ids / sizeof ids[0]; i++)
		assert(find(s, ids[i]) == 1 && strcmp(found.id, ids[i]) == 0);
	store_close(s);
}

/* Who may begin, by what is there and what the caller saw. */
static void
test_begin_again(void)
{
	static const struct {
		enum store_status is, seen;
		int begins;
	} t[] = {
		{ STORE_OK, 0, 0 }, { STORE_OK, STORE_OK, 0 },
		{ STORE_OK, STORE_TEMPORARY, 0 },
		{ STORE_TEMPORARY, STORE_TEMPORARY, 1 },
		{ STORE_PERMANENT, STORE_PERMANENT, 1 },
		{ STORE_UNKNOWN, STORE_UNKNOWN, 1 },
		{ STORE_UNKNOWN, STORE_TEMPORARY, 0 },
		{ STORE_UNKNOWN, 0, 0 },
		{ STORE_DROPPED, STORE_DROPPED, 1 },
		{ STORE_DROPPED, STORE_UNKNOWN, 0 },
	};
	struct store *s = kit_new();
	struct store_message *m;
	char id[16];
	int64_t n;
	size_t i;

	for (i = 0; i < sizeof t / sizeof t[0]; i++) {
		snprintf(id, sizeof id, "%zu", i);
		m = kit_message(id, 1);
		assert(store_message_begin(s, m, &err) == 1);
		n = m->n;
		m->status = t[i].is;
		assert(store_message_end(s, m, 0, &err) == 1);
		m = kit_message(id, 1);
		m->status = t[i].seen;
		m->to = "2";
		m->begun = 5000;
		assert(store_message_begin(s, m, &err) == t[i].begins);
		assert(find(s, id) == 1 && found.n == n && found.begun == 1000);
		assert(found.status == (t[i].begins ? STORE_SENDING : t[i].is));
		assert((strcmp(found.to, "2") == 0) == t[i].begins);
	}
	/* what is under way is not begun again, not even by us */
	m = kit_message("x", 1);
	assert(store_message_begin(s, m, &err) == 1);
	assert(store_message_begin(s, m, &err) == 0);
	store_close(s);
}

/* A part that is OK keeps what its receipt said; others begin anew. */
static void
test_begin_anew_parts(void)
{
	const char *ids[] = { "1", "2", "3" };
	struct store *s = kit_new();
	struct store_message *m = kit_message("a", 3);
	struct store_receipt r = kit_receipt("1");

	assert(store_message_begin(s, m, &err) == 1);
	m->status = STORE_TEMPORARY;
	m->parts[0].state = STORE_PART_OK;
	m->parts[0].message_id = ids[0];
	m->parts[1].state = m->parts[2].state = STORE_PART_TODO;
	assert(store_message_end(s, m, 0, &err) == 1);
	r.combine = STORE_COMBINE_EACH;
	r.error = "000";
	assert(kit_take(s, r) == STORE_RECEIPT_DUE);

	m->nparts = 2;
	m->parts[1].state = STORE_PART_SENDING;
	assert(store_message_begin(s, m, &err) == 1);
	assert(find(s, "a") == 1 && found.nparts == 2);
	assert(found.parts[0].state == STORE_PART_OK);
	assert(found.parts[0].final == 2 && found.parts[0].final_at == 3000);
	assert(strcmp(found.parts[0].error, "000") == 0);
	assert(found.parts[1].state == STORE_PART_SENDING);
	assert(found.final == 0);
	store_close(s);
}

static void
test_limits(void)
{
	struct store *s = kit_new();
	struct store_message *m = kit_message("a", 1);
	char *long_record = malloc(STORE_RECORD_MAX + 2);

	memset(long_record, 'x', STORE_RECORD_MAX + 1);
	long_record[STORE_RECORD_MAX + 1] = '\0';
	m->record = long_record;
	assert(store_message_begin(s, m, &err) == -1);
	assert(err.sysexit == EX_DATAERR);
	long_record[STORE_RECORD_MAX] = '\0';
	assert(store_message_begin(s, m, &err) == 1);
	m = kit_message("b", STORE_PARTS_MAX + 1);
	assert(store_message_begin(s, m, &err) == -1);
	assert(err.sysexit == EX_DATAERR);
	free(long_record);
	store_close(s);
}

static void
test_decide(void)
{
	struct store *s = kit_new();
	struct store_message *m;
	int i;

	for (i = 0; i < 2; i++) {
		m = kit_message(i ? "b" : "a", 2);
		assert(store_message_begin(s, m, &err) == 1);
		m->status = STORE_UNKNOWN;
		m->parts[0].state = STORE_PART_OK;
		m->parts[1].state = STORE_PART_UNKNOWN;
		assert(store_message_end(s, m, 0, &err) == 1);
	}
	assert(store_message_decide(s, "a", STORE_TEMPORARY, &err) == 1);
	assert(find(s, "a") == 1 && found.status == STORE_TEMPORARY);
	assert(found.parts[0].state == STORE_PART_OK);
	assert(found.parts[1].state == STORE_PART_TODO);
	assert(store_message_decide(s, "b", STORE_DROPPED, &err) == 1);
	assert(find(s, "b") == 1 && found.status == STORE_DROPPED);
	assert(found.parts[1].state == STORE_PART_UNKNOWN);
	/* once */
	assert(store_message_decide(s, "a", STORE_DROPPED, &err) == 0);
	assert(store_message_decide(s, "c", STORE_DROPPED, &err) == 0);
	store_close(s);
}

static void
test_overdue(void)
{
	struct store *s = kit_new();
	struct store_message *m = kit_message("a", 1);
	const char *account = "example.com";

	assert(store_message_begin(s, m, &err) == 1);
	m->status = STORE_OK;
	m->parts[0].state = STORE_PART_OK;
	m->parts[0].message_id = "1";
	m->overdue = 5000;
	assert(store_message_end(s, m, 0, &err) == 1);
	assert(store_message_overdue(s, account, 4999, &found, &err) == 0);
	assert(store_due_any(s, account, 4999, &err) == 0);
	assert(store_due_any(s, "other", 5000, &err) == 0);
	assert(store_due_any(s, account, 5000, &err) == 1);
	assert(store_message_overdue(s, "other", 5000, &found, &err) == 0);
	assert(store_message_overdue(s, account, 5000, &found, &err) == 1);
	assert(strcmp(found.id, "a") == 0);
	assert(store_message_overdue(s, account, 5000, &found, &err) == 0);
	assert(store_due_any(s, account, 5000, &err) == 0);
	/* a receipt that came in time */
	m = kit_message("b", 1);
	assert(store_message_begin(s, m, &err) == 1);
	m->status = STORE_OK;
	m->parts[0].state = STORE_PART_OK;
	m->parts[0].message_id = "2";
	m->overdue = 6000;
	assert(store_message_end(s, m, 0, &err) == 1);
	assert(kit_take(s, kit_receipt("2")) == STORE_RECEIPT_DUE);
	assert(store_message_overdue(s, account, 9000, &found, &err) == 0);
	store_close(s);
}

static char seen[256];

static int
see_event(void *arg, const struct store_event *e)
{
	size_t n = strlen(seen);

	snprintf(seen + n, sizeof seen - n, "%d:%s:%s ", (int)e->at, e->what,
	    e->text ? e->text : "-");
	return arg != NULL;
}

static void
test_events(void)
{
	struct store *s = kit_new();
	int64_t n = kit_sent_one(s, "a", "1");
	int i;

	assert(store_event_put(s, "a", 20, "notified", NULL, &err) == 1);
	assert(store_event_put(s, "a", 10, "late", "x", &err) == 1);
	assert(store_event_put(s, "b", 10, "late", "x", &err) == 0);
	*seen = '\0';
	assert(store_event_each(s, n, see_event, NULL, &err) == 0);
	assert(strcmp(seen, "10:late:x 20:notified:- ") == 0);
	*seen = '\0';
	assert(store_event_each(s, n, see_event, s, &err) == 0);
	assert(strcmp(seen, "10:late:x ") == 0);
	for (i = 0; i < 2 * STORE_EVENTS_MAX; i++)
		assert(store_event_put(s, "a", 10, "x", NULL, &err) == 1);
	store_close(s);
	/* the file, and not what we say of it */
	kit_sql("CREATE TEMP TABLE t (n CHECK (n = 100)); "
	    "INSERT INTO t SELECT count(*) FROM event");
}

static int
see_message(void *arg, const struct store_message *m)
{
	(void)arg;
	strcat(seen, m->id);
	return 0;
}

static const char *
search(struct store *s, struct store_search q)
{
	*seen = '\0';
	assert(store_message_each(s, &q, see_message, NULL, &err) == 0);
	return seen;
}

static void
test_each(void)
{
	struct store *s = kit_new();
	struct store_message *m;

	m = kit_message("a", 1);
	m->record = "{\"mail\":{\"message_id\":\"<x@y>\"}}";
	assert(store_message_begin(s, m, &err) == 1);
	m->status = STORE_UNKNOWN;
	assert(store_message_end(s, m, 0, &err) == 1);
	m = kit_message("b", 2);
	m->account = "other";
	m->to = "0157 7654321";
	m->begun = 5000;
	assert(store_message_begin(s, m, &err) == 1);
	kit_sent_one(s, "c", "1");

#define SEARCH(...) search(s, (struct store_search){ __VA_ARGS__ })
	assert(strcmp(SEARCH(.most = 0), "cba") == 0);
	assert(strcmp(SEARCH(.oldest_first = 1), "abc") == 0);
	assert(strcmp(SEARCH(.most = 2), "cb") == 0);
	assert(strcmp(SEARCH(.statuses = 1 << STORE_UNKNOWN), "a") == 0);
	assert(strcmp(SEARCH(.statuses = 1 << STORE_SENDING), "b") == 0);
	assert(strcmp(SEARCH(.statuses = 1 << STORE_UNKNOWN |
	    1 << STORE_SENDING), "ba") == 0);
	assert(strcmp(SEARCH(.statuses = 1 << STORE_UNKNOWN | 1 << STORE_OK,
	    .oldest_first = 1), "ac") == 0);
	assert(strcmp(SEARCH(.account = "other"), "b") == 0);
	assert(strcmp(SEARCH(.number = "491577654321"), "b") == 0);
	assert(strcmp(SEARCH(.number = "12345"), "cba") == 0);
	assert(strcmp(SEARCH(.mail_id = "x@y"), "a") == 0);
	assert(strcmp(SEARCH(.mail_id = "x@z"), "") == 0);
	assert(strcmp(SEARCH(.since = 1001), "b") == 0);
	store_close(s);
}

static void
test_put(void)
{
	struct store *s = kit_new();
	struct store_message *m = kit_message("a", 2);

	m->status = STORE_OK;
	m->ended = 2000;
	m->final = 2;
	m->final_at = 2500;
	m->parts[0].state = STORE_PART_OK;
	m->parts[0].message_id = "00AB";
	m->parts[0].umr = 65535;
	m->parts[0].final = 2;
	m->parts[0].final_at = 2400;
	m->parts[0].error = "001";
	m->parts[1].state = STORE_PART_OK;
	m->parts[1].message_id = "AC";
	assert(store_message_put(s, m, &err) == 1);
	m->to = "2";
	assert(store_message_put(s, m, &err) == 0);
	assert(find(s, "a") == 1 && found.status == STORE_OK);
	assert(strcmp(found.to, "+15551234567") == 0);
	assert(found.final == 2 && found.final_at == 2500 && found.ended == 2000);
	assert(found.parts[0].umr == 65535 && found.parts[0].final_at == 2400);
	assert(strcmp(found.parts[0].error, "001") == 0);
	/* its receipts find it */
	assert(kit_take(s, kit_receipt("ac")) == STORE_RECEIPT_NOTED);
	assert(find(s, "a") == 1 && found.parts[1].final == 2);
	store_close(s);
}

static void
test_concat(void)
{
	struct store *s = kit_new(), *other = kit_open();
	uint16_t first, a, b;
	char low[256] = { 0 };
	int i;

	assert(store_concat_ref(s, "+1555", 1, &first, &err) == 0);
	low[first & 0xff] = 1;
	for (i = 1; i < 256; i++) {
		/* one counter for all processes, however the number begins */
		assert(store_concat_ref(i & 1 ? other : s, i & 2 ? "001555" :
		    "1555", 1, &a, &err) == 0);
		assert(!low[a & 0xff]++);
	}
	/* another recipient has one of its own; by chance it is the same one
	   in 65536 times, and twice never */
	assert(store_concat_ref(s, "1556", 1, &a, &err) == 0);
	assert(store_concat_ref(s, "1557", 1, &b, &err) == 0);
	assert(a != first || b != first);
	store_close(other);
	store_close(s);
}

static const struct tap_test tests[] = {
	{ "intent and outcome", test_life },
	{ "ids come out as they went in", test_ids },
	{ "who may begin one that is there", test_begin_again },
	{ "beginning anew: parts that are OK keep their receipts",
		test_begin_anew_parts },
	{ "records and parts over the limit", test_limits },
	{ "the fate of an unknown one, decided", test_decide },
	{ "receipts that are late", test_overdue },
	{ "events", test_events },
	{ "searches", test_each },
	{ "import", test_put },
	{ "references of long messages", test_concat },
};

TAP_MAIN(tests)
