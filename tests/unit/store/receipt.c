/* receipt.h and due.h: receipts find their messages. */
#include "store_kit.h"

static struct store_message found;

static struct store_message *
get(struct store *s, int64_t n)
{
	assert(store_message_get(s, n, &found, &err) == 1);
	return &found;
}

static int
count_event(void *arg, const struct store_event *e)
{
	assert(strcmp(e->what, "late receipt") == 0);
	++*(int *)arg;
	return 0;
}

static int
late(struct store *s, int64_t n)
{
	int count = 0;

	assert(store_event_each(s, n, count_event, &count, &err) == 0);
	return count;
}

/* ---- one message ---- */

static void
test_found(void)
{
	struct store *s = kit_new();
	int64_t n = kit_sent_one(s, "a", "1a2B");
	struct store_receipt r = kit_receipt("1A2b");
	struct store_due d;

	r.error = "001";
	r.state = 5;
	assert(kit_take(s, r) == STORE_RECEIPT_DUE);
	get(s, n);
	assert(found.final == 5 && found.final_at == 3000);
	assert(found.parts[0].final == 5 && found.parts[0].final_at == 3000);
	assert(strcmp(found.parts[0].error, "001") == 0);
	/* ids are kept as they came */
	assert(strcmp(found.parts[0].message_id, "1a2B") == 0);
	assert(store_due_any(s, "example.com", 2999, &err) == 0);
	assert(store_due_any(s, "other", 3000, &err) == 0);
	assert(store_due_any(s, "example.com", 3000, &err) == 1);
	assert(store_due_take(s, "example.com", 2999, &d, &err) == 0);
	assert(store_due_take(s, "other", 3000, &d, &err) == 0);
	assert(store_due_take(s, "example.com", 3000, &d, &err) == 1);
	assert(d.message == n && d.at == 3000 && d.tries == 0);
	assert(strcmp(d.record, r.record) == 0);
	/* in our hands now */
	assert(store_due_any(s, "example.com", 3000, &err) == 0);
	store_close(s);
}

static void
test_known(void)
{
	static const char *const ids[] = { "m", "m" };
	struct store *s = kit_new();
	int64_t n = kit_sent(s, "a", ids, 2)->n;
	struct store_receipt r = kit_receipt("m");

	r.combine = STORE_COMBINE_EACH;
	assert(store_receipt_note(s, n + 1, 0, &r, &err) == 0);
	assert(store_receipt_note(s, n, 2, &r, &err) == 0);
	assert(store_receipt_note(s, n, STORE_PARTS_MAX, &r, &err) == 0);
	r.final = 0;
	assert(store_receipt_note(s, n, 1, &r, &err) == 0);
	r.final = 1;
	assert(store_receipt_note(s, n, 1, &r, &err) == 1);
	assert(store_receipt_note(s, n, 1, &r, &err) == 0);
	get(s, n);
	assert(found.parts[0].final == 0 && found.parts[1].final == 2);
	assert(found.final == 0 && late(s, n) == 0);
	r.state = 3;
	assert(store_receipt_note(s, n, 1, &r, &err) == 0);
	assert(late(s, n) == 1);
	assert(store_receipt_note(s, n, 0, &r, &err) == 1);
	get(s, n);
	assert(found.final == 3 && found.final_at == 3000);
	/* nothing is to be given out by anybody */
	assert(store_due_any(s, "example.com", 9000, &err) == 0);
	store_close(s);
}

static void
test_first_final_wins(void)
{
	struct store *s = kit_new();
	int64_t n = kit_sent_one(s, "a", "1");
	struct store_receipt r = kit_receipt("1");
	const char *why = NULL;

	assert(kit_take(s, r) == STORE_RECEIPT_DUE && kit_due(s, 9999) == n);
	r.state = 5;
	assert(store_receipt_take(s, &r, &why, &err) == STORE_RECEIPT_NOTED);
	assert(why && *why);
	assert(kit_take(s, kit_receipt("1")) == STORE_RECEIPT_NOTED);
	assert(get(s, n)->final == 2 && found.parts[0].final == 2);
	assert(late(s, n) == 2);
	assert(kit_due(s, 99999) == -1);
	store_close(s);
}

static void
test_intermediate(void)
{
	struct store *s = kit_new();
	int64_t n = kit_sent_one(s, "a", "1"), asked;
	struct store_message *m = kit_message("b", 1);
	struct store_receipt r = kit_receipt("1");

	r.final = 0;
	r.interim = 1;
	r.state = 1;
	assert(kit_take(s, r) == STORE_RECEIPT_NOTED);
	assert(get(s, n)->final == 0 && found.parts[0].final == 0);
	/* a state that nobody knows */
	r.interim = 0;
	r.state = -1;
	assert(kit_take(s, r) == STORE_RECEIPT_DUE && kit_due(s, 9999) == n);
	assert(get(s, n)->final == 0);
	/* asked for: registered_delivery, bit 4 (v3.4, 5.2.17) */
	m->asked = 0x11;
	assert(store_message_begin(s, m, &err) == 1);
	asked = m->n;
	m->status = STORE_OK;
	m->parts[0].state = STORE_PART_OK;
	m->parts[0].message_id = "2";
	assert(store_message_end(s, m, 0, &err) == 1);
	r = kit_receipt("2");
	r.final = 0;
	r.interim = 1;
	assert(kit_take(s, r) == STORE_RECEIPT_DUE && kit_due(s, 9999) == asked);
	assert(kit_take(s, kit_receipt("2")) == STORE_RECEIPT_DUE);
	assert(kit_due(s, 9999) == asked);
	/* overtaken by the final one */
	assert(kit_take(s, r) == STORE_RECEIPT_NOTED && late(s, asked) == 1);
	store_close(s);
}

/* ---- three parts ---- */

/* What is given out when the parts' receipts come in some order: a letter each,
   d(ue) or n(oted), and then the message's final state. */
static const char *
run_parts(enum store_combine combine, const int order[3], const int states[3])
{
	static const char *const ids[] = { "11", "22", "33" };
	static char got[8];
	struct store *s = kit_new();
	int64_t n = kit_sent(s, "a", ids, 3)->n;
	struct store_receipt r;
	int i, rc;

	for (i = 0; i < 3; i++) {
		r = kit_receipt(ids[order[i]]);
		r.combine = combine;
		r.state = states[order[i]];
		rc = kit_take(s, r);
		got[i] = rc == STORE_RECEIPT_DUE ? 'd' : 'n';
		assert(rc != STORE_RECEIPT_HELD);
		assert(kit_due(s, 9999) == (rc == STORE_RECEIPT_DUE ? n : -1));
	}
	snprintf(got + 3, sizeof got - 3, "%d", get(s, n)->final);
	store_close(s);
	return got;
}

/* By the words of receipt.h: when it is decided, and as what. */
static void
expect(enum store_combine combine, const int order[3], const int states[3],
    char want[8])
{
	int i, ok = 0, failed = 0, final = 0;

	for (i = 0; i < 3; i++) {
		int was = final, state = states[order[i]];

		ok += state == 2;
		failed += state != 2;
		if (!final && combine == STORE_COMBINE_ANY)
			final = ok ? 2 : failed == 3 ? state : 0;
		else if (!final)
			final = failed ? state : ok == 3 ? 2 : 0;
		want[i] = combine == STORE_COMBINE_EACH || final != was ?
			'd' : 'n';
	}
	snprintf(want + 3, 5, "%d", final);
}

static void
test_combine(void)
{
	static const int orders[6][3] = { { 0, 1, 2 }, { 0, 2, 1 }, { 1, 0, 2 },
		{ 1, 2, 0 }, { 2, 0, 1 }, { 2, 1, 0 } };
	int states[3], i, k, c;
	char want[8];

	for (c = STORE_COMBINE_ALL; c <= STORE_COMBINE_EACH; c++)
		for (i = 0; i < 6; i++)
			for (k = 0; k < 8; k++) {
				states[0] = k & 1 ? 2 : 5;
				states[1] = k & 2 ? 2 : 3;
				states[2] = k & 4 ? 2 : 8;
				expect((enum store_combine)c, orders[i], states, want);
				assert(strcmp(run_parts((enum store_combine)c,
				    orders[i], states), want) == 0);
			}
}

/* A part that was refused is none that a receipt is awaited for. */
static void
test_parts_not_sent(void)
{
	struct store *s = kit_new();
	struct store_message *m = kit_message("a", 2);

	assert(store_message_begin(s, m, &err) == 1);
	m->status = STORE_PERMANENT;
	m->parts[0].state = STORE_PART_OK;
	m->parts[0].message_id = "1";
	m->parts[1].state = STORE_PART_REFUSED;
	assert(store_message_end(s, m, 0, &err) == 1);
	assert(kit_take(s, kit_receipt("1")) == STORE_RECEIPT_DUE);
	assert(get(s, m->n)->final == 2 && found.status == STORE_PERMANENT);
	store_close(s);
}

/* ---- which message ---- */

static void
test_forms(void)
{
	static const char *const pairs[][2] = {
		{ "6c7c", "6C7C" }, { "0000123", "123" }, { "4d3", "1235" },
		{ "98765", "181CD" },
		{ "DEADBEEFDEADBEEFDEADBEEF", "68915718021581205938132336367" },
	};
	struct store *s;
	int64_t n;
	size_t i;

	for (i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
		/* before and after the response was seen */
		s = kit_new();
		n = kit_sent_one(s, "a", pairs[i][0]);
		assert(kit_take(s, kit_receipt(pairs[i][1])) ==
		    STORE_RECEIPT_DUE);
		assert(kit_due(s, 9999) == n);
		assert(kit_take(s, kit_receipt("9999999")) == STORE_RECEIPT_HELD);
		store_close(s);
		s = kit_new();
		assert(kit_take(s, kit_receipt(pairs[i][1])) ==
		    STORE_RECEIPT_HELD);
		n = kit_sent_one(s, "a", pairs[i][0]);
		assert(kit_due(s, 3000) == n && get(s, n)->final == 2);
		store_close(s);
	}
}

/* The id of the parameter is useless, the text's is not; or the reverse. */
static void
test_two_ids(void)
{
	struct store *s = kit_new();
	int64_t n = kit_sent_one(s, "a", "77x"), later;
	struct store_receipt r = kit_receipt("0");

	r.message_id[1] = "77X";
	assert(kit_take(s, r) == STORE_RECEIPT_DUE && kit_due(s, 9999) == n);
	r.message_id[1] = "88x";
	assert(kit_take(s, r) == STORE_RECEIPT_HELD);
	later = kit_sent_one(s, "b", "88X");
	assert(kit_due(s, 3000) == later);
	store_close(s);
}

static int64_t
sent_to(struct store *s, const char *id, const char *message_id,
    const char *account, const char *to)
{
	struct store_message *m = kit_message(id, 1);

	m->account = account;
	m->to = to;
	assert(store_message_begin(s, m, &err) == 1);
	m->status = STORE_OK;
	m->parts[0].state = STORE_PART_OK;
	m->parts[0].message_id = message_id;
	assert(store_message_end(s, m, 0, &err) == 1);
	return m->n;
}

static void
test_accounts(void)
{
	struct store *s = kit_new();
	int64_t other = sent_to(s, "a", "1", "other", "15551234567");
	int64_t n = kit_sent_one(s, "b", "1");
	struct store_receipt r = kit_receipt("1");

	assert(kit_take(s, r) == STORE_RECEIPT_DUE && kit_due(s, 9999) == n);
	assert(get(s, other)->final == 0);
	r.account = "third";
	assert(kit_take(s, r) == STORE_RECEIPT_HELD);
	r.account = "other";
	assert(kit_take(s, r) == STORE_RECEIPT_DUE);
	assert(get(s, other)->final == 2);
	store_close(s);
}

/* The same id twice (RestComm-Connect#2961): numbers, then the newer. */
static void
test_ids_reused(void)
{
	struct store *s = kit_new();
	int64_t old = kit_sent_one(s, "a", "1");
	int64_t new = kit_sent_one(s, "b", "1");
	int64_t third = sent_to(s, "c", "1", "example.com", "15559999999");
	struct store_receipt r = kit_receipt("1");

	assert(kit_take(s, r) == STORE_RECEIPT_DUE && kit_due(s, 9999) == new);
	/* that one has its final state: the other of the two, then */
	assert(kit_take(s, r) == STORE_RECEIPT_DUE && kit_due(s, 9999) == old);
	/* swapped, and national (field notes 3c) */
	r.from = "12345";
	r.to = "005559999999";
	assert(kit_take(s, r) == STORE_RECEIPT_DUE && kit_due(s, 9999) == third);
	store_close(s);
}

/* Counting ids are conversions of one another: 1234 is not 0x1234. */
static void
test_counting_ids(void)
{
	struct store *s = kit_new();
	int64_t n = sent_to(s, "a", "4660", "example.com", "15559999999"), m;
	struct store_receipt r = kit_receipt("1234");
	char id[16];
	int i;

	/* of 0x1234 == 4660, which went to another number, it says nothing */
	assert(kit_take(s, r) == STORE_RECEIPT_HELD);
	m = kit_sent_one(s, "b", "1234");
	assert(kit_due(s, 3000) == m && get(s, n)->final == 0);
	/* an account that writes ids in one way, as has been seen: not even
	   for the same number, while the message may yet appear */
	for (i = 0; i < 20; i++) {
		snprintf(id, sizeof id, "%d", 700000 + i);
		kit_sent_one(s, id, id);
		assert(kit_take(s, kit_receipt(id)) == STORE_RECEIPT_DUE);
		kit_due(s, 9999);
	}
	n = kit_sent_one(s, "c", "22136");
	assert(kit_take(s, kit_receipt("5678")) == STORE_RECEIPT_HELD);
	assert(kit_due(s, 8999) == -1);
	/* but it does not, so the SMSC's ways must have changed */
	assert(kit_due(s, 9000) == n && get(s, n)->final == 2);
	store_close(s);
}

static void
test_learned(void)
{
	struct store *s = kit_new();
	int64_t hex, written;
	char response[16], receipt[16];
	int i;

	for (i = 0; i < 5; i++) {
		snprintf(response, sizeof response, "%x", 0xabc0 + i);
		snprintf(receipt, sizeof receipt, "%d", 0xabc0 + i);
		kit_sent_one(s, response, response);
		assert(kit_take(s, kit_receipt(receipt)) == STORE_RECEIPT_DUE);
		kit_due(s, 9999);
	}
	/* 0x1234 is digits alone, and so fits two */
	written = kit_sent_one(s, "w", "4660");
	hex = kit_sent_one(s, "h", "1234");
	assert(kit_take(s, kit_receipt("4660")) == STORE_RECEIPT_DUE);
	assert(kit_due(s, 9999) == hex && get(s, written)->final == 0);
	store_close(s);
}

static void
test_forced(void)
{
	struct store *s = kit_new();
	int64_t hex = kit_sent_one(s, "a", "1234"), written;
	struct store_receipt r = kit_receipt("4660");

	written = kit_sent_one(s, "b", "4660");
	r.response_form = STORE_ID_HEX;
	r.receipt_form = STORE_ID_DECIMAL;
	r.from = "1";		/* nor do numbers matter then */
	assert(kit_take(s, r) == STORE_RECEIPT_DUE && kit_due(s, 9999) == hex);
	assert(get(s, written)->final == 0);
	/* when it is held as well */
	r.message_id[0] = "4661";
	assert(kit_take(s, r) == STORE_RECEIPT_HELD);
	kit_sent_one(s, "c", "4661");
	assert(kit_due(s, 3000) == -1);
	hex = kit_sent_one(s, "d", "1235");
	assert(kit_due(s, 3000) == hex);
	store_close(s);
}

/* An SMSC that has one id for all. */
static void
test_same_id_for_all(void)
{
	struct store *s = kit_new();
	int64_t n[3];
	char to[32];
	int i;
	struct store_receipt r = kit_receipt("0");

	for (i = 0; i < 3; i++) {
		snprintf(to, sizeof to, "1555123456%d", i);
		n[i] = sent_to(s, to, "0", "example.com", to);
	}
	for (i = 0; i < 3; i++) {
		snprintf(to, sizeof to, "1555123456%d", i);
		r.from = to;
		assert(kit_take(s, r) == STORE_RECEIPT_DUE);
		assert(kit_due(s, 9999) == n[i]);
	}
	store_close(s);
}

/* ---- user_message_reference ---- */

static int64_t
unknown(struct store *s, const char *id, int umr)
{
	struct store_message *m = kit_message(id, 1);

	m->parts[0].umr = umr;
	assert(store_message_begin(s, m, &err) == 1);
	m->status = STORE_UNKNOWN;
	m->parts[0].state = STORE_PART_UNKNOWN;
	assert(store_message_end(s, m, 0, &err) == 1);
	return m->n;
}

static void
test_umr(void)
{
	struct store *s = kit_new();
	int64_t n = unknown(s, "a", 7);
	struct store_receipt r = kit_receipt("abc");

	r.umr = 8;
	assert(kit_take(s, r) == STORE_RECEIPT_HELD);
	r.umr = 7;
	r.from = "15559999999";
	assert(kit_take(s, r) == STORE_RECEIPT_HELD);
	r.from = "15551234567";
	r.account = "other";
	assert(kit_take(s, r) == STORE_RECEIPT_HELD);
	r.account = "example.com";
	r.final = 0;
	r.interim = 1;
	assert(kit_take(s, r) == STORE_RECEIPT_NOTED);
	get(s, n);
	assert(found.status == STORE_OK);
	assert(found.parts[0].state == STORE_PART_OK && !found.parts[0].final);
	/* its next receipt is found by the id of this one */
	r = kit_receipt("abc");
	assert(kit_take(s, r) == STORE_RECEIPT_DUE && kit_due(s, 3000) == n);
	/* what is known to be sent has ids to go by */
	kit_sent_one(s, "b", "x");
	r = kit_receipt("y");
	r.umr = 7;
	assert(kit_take(s, r) == STORE_RECEIPT_HELD);
	store_close(s);
}

static void
test_umr_held(void)
{
	struct store *s = kit_new();
	struct store_receipt r = kit_receipt("abc");
	int64_t n;

	r.umr = 0;
	assert(kit_take(s, r) == STORE_RECEIPT_HELD);
	n = unknown(s, "a", 0);
	assert(get(s, n)->status == STORE_OK && found.final == 2);
	assert(kit_due(s, 3000) == n);
	store_close(s);
}

/* ---- holding ---- */

static void
test_never_found(void)
{
	struct store *s = kit_new();

	assert(kit_take(s, kit_receipt("1")) == STORE_RECEIPT_HELD);
	assert(kit_due(s, 8999) == -1);
	assert(kit_due(s, 9000) == 0);
	/* it was given out, and is not once more */
	kit_sent_one(s, "a", "1");
	assert(kit_due(s, 99999) == -1);
	store_close(s);
}

static void
test_held_twice(void)
{
	struct store *s = kit_new();
	struct store_receipt r = kit_receipt("1");
	int64_t n;

	assert(kit_take(s, r) == STORE_RECEIPT_HELD);
	r.state = 5;
	assert(kit_take(s, r) == STORE_RECEIPT_HELD);
	n = kit_sent_one(s, "a", "1");
	assert(kit_due(s, 99999) == n && kit_due(s, 99999) == -1);
	assert(get(s, n)->final == 2 && late(s, n) == 1);
	store_close(s);
}

/* ---- due ---- */

static void
test_due(void)
{
	struct store *s = kit_new(), *other = kit_open();
	struct store_due d;
	const char *a = "example.com";

	assert(store_due_put(s, a, 0, "{}", 1, 50, &err) == 0);
	assert(store_due_put(s, a, 0, "{\"b\":1}", 2, 40, &err) == 0);
	assert(store_due_take(s, a, 39, &d, &err) == 0);
	assert(store_due_take(s, a, 60, &d, &err) == 1);
	assert(strcmp(d.record, "{\"b\":1}") == 0 && d.at == 2);
	/* it is in our hands, and nobody gets it */
	assert(store_due_later(s, d.n, 90, &err) == 1);
	assert(store_due_take(other, a, 60, &d, &err) == 1 && d.at == 1);
	assert(store_due_take(s, a, 89, &d, &err) == 0);
	assert(store_due_take(other, a, 90, &d, &err) == 1);
	assert(d.at == 2 && d.tries == 1);
	assert(store_due_take(s, a, 999, &d, &err) == 0);
	/* who closes the store lets go */
	store_close(other);
	assert(store_due_take(s, a, 999, &d, &err) == 1 && d.at == 1);
	assert(store_due_done(s, d.n, &err) == 1);
	assert(store_due_take(s, a, 999, &d, &err) == 1 && d.at == 2);
	assert(store_due_take(s, a, 999, &d, &err) == 0);
	store_close(s);
}

static void
held_is(int n)
{
	char text[256];

	snprintf(text, sizeof text, "CREATE TEMP TABLE t (n CHECK (n = %d)); "
	    "INSERT INTO t SELECT held FROM waiting; "
	    "INSERT INTO t SELECT count(*) FROM held", n);
	kit_sql(text);
}

/* However many come about messages that are not ours. */
static void
test_full(void)
{
	struct store *s = kit_new();
	const char *why;
	struct store_receipt r = kit_receipt("none");
	char text[128];

	kit_sent_one(s, "a", "1");
	assert(kit_take(s, r) == STORE_RECEIPT_HELD);
	held_is(1);
	snprintf(text, sizeof text, "UPDATE waiting SET held = %d",
	    STORE_HELD_MAX);
	kit_sql(text);
	/* nothing of it is kept, and its group goes on */
	assert(store_begin(s, &err) == 0);
	assert(store_receipt_take(s, &r, &why, &err) == STORE_RECEIPT_FULL);
	assert(strcmp(why, "too many wait for their message") == 0);
	assert(kit_take(s, kit_receipt("1")) == STORE_RECEIPT_DUE);
	assert(store_commit(s, &err) == 0);
	assert(kit_due(s, 8000) == 1 && kit_due(s, 8000) == -1);
	/* the time of one is over */
	assert(kit_due(s, 9000) == 0 && kit_due(s, 9000) == -1);
	assert(kit_take(s, r) == STORE_RECEIPT_HELD);
	assert(kit_take(s, r) == STORE_RECEIPT_FULL);
	/* or its message appears */
	kit_sql("UPDATE waiting SET held = 1");
	kit_sent_one(s, "b", "none");
	held_is(0);
	store_close(s);
}

static void
test_awaited(void)
{
	struct store *s = kit_new(), *other = kit_open();
	struct store_message *m = kit_message("a", 1);
	const char *a = "example.com";
	struct store_due d;
	int64_t n;

	assert(store_message_begin(s, m, &err) == 1);
	m->status = STORE_OK;
	m->parts[0].state = STORE_PART_OK;
	m->parts[0].message_id = "1";
	/* one that came early is in its hands too */
	assert(kit_take(other, kit_receipt("1")) == STORE_RECEIPT_HELD);
	assert(store_message_end(s, m, 1, &err) == 1);
	n = m->n;
	kit_sent_one(other, "b", "2");
	assert(kit_take(other, kit_receipt("2")) == STORE_RECEIPT_DUE);
	assert(kit_due(other, 9999) == n + 1 && kit_due(other, 9999) == -1);
	assert(store_due_take(s, NULL, 9999, &d, &err) == 1);
	assert(d.message == n);
	assert(store_due_take(s, NULL, 9999, &d, &err) == 0);
	assert(store_due_later(s, d.n, 10000, &err) == 1);
	assert(kit_due(other, 99999) == -1);
	store_close(s);
	assert(store_due_take(other, a, 99999, &d, &err) == 1);
	assert(d.message == n && d.tries == 1);
	store_close(other);
}

static const struct tap_test tests[] = {
	{ "a receipt finds its message", test_found },
	{ "one of a message that is known is noted, and not given out", test_known },
	{ "the first final state wins", test_first_final_wins },
	{ "intermediate ones", test_intermediate },
	{ "three parts: all, any, each, in all orders", test_combine },
	{ "parts that were never sent", test_parts_not_sent },
	{ "ids in other forms, receipt first or last", test_forms },
	{ "two ids in one receipt", test_two_ids },
	{ "the same id on two accounts", test_accounts },
	{ "ids that are used again", test_ids_reused },
	{ "ids that count up are not taken for conversions", test_counting_ids },
	{ "the form that an account has used", test_learned },
	{ "forms that are forced", test_forced },
	{ "one id for all messages", test_same_id_for_all },
	{ "user_message_reference settles what is unknown", test_umr },
	{ "user_message_reference, receipt first", test_umr_held },
	{ "a receipt whose message never appears", test_never_found },
	{ "two held ones that contradict each other", test_held_twice },
	{ "as many as can be held", test_full },
	{ "what is due is in one's hands", test_due },
	{ "what is awaited is in one's hands", test_awaited },
};

TAP_MAIN(tests)
