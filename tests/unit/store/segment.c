/* Parts of long messages, in any order, twice, interleaved, and too many; by two
   processes, of which one may die.  The rules are DESIGN's "who does what". */
#include "store_kit.h"

#include "store/count.h"
#include "store/segment.h"

enum { TIMEOUT = 1000, AGAIN = 50 };
enum { UDH8 = 1, UDH16, SAR };

static struct store *st;
static int64_t whole;
static const char *account = "";	/* whose parts take() gives */
static const char *scope = "scope";

/* One part: its number, its text, and what ties it together. */
struct one {
	int how;
	unsigned ref, total, seq;
	const char *from, *text;
};

static int
take(struct one o, int64_t now)
{
	char raw[32];
	struct store_segment g = { .scope = scope, .account = account,
		.from = o.from ? o.from : "1555", .to = "12345", .how = o.how,
		.ref = o.ref, .total = o.total, .seq = o.seq,
		.payload = o.text, .npayload = strlen(o.text), .raw = raw };
	int rc;

	g.nraw = (size_t)snprintf(raw, sizeof raw, "PDU %u of %u", o.seq,
	    o.total);
	rc = store_segment_add(st, &g, now, TIMEOUT, &whole, &err);
	if (rc < 0)
		fprintf(stderr, "# %s\n", err.text);
	return rc;
}

/* Part seq of total with 16 bits of reference 1. */
static int
part(unsigned seq, unsigned total, const char *text, int64_t now)
{
	return take((struct one){ UDH16, 1, total, seq, NULL, text }, now);
}

/* The message is this text; the parts missing as a string of their numbers.
   The PDU kept is that of part `first`. */
static void
holds(int64_t n, const char *text, const char *missing, unsigned first)
{
	struct store_whole v;
	char raw[32];
	unsigned i;

	assert(n);
	assert(store_segment_view(st, n, &v, &err) == 1);
	assert(store_segment_view(st, n, &v, &err) == 1);	/* as often as
								   one likes */
	assert(v.n == strlen(text) && memcmp(v.payload, text, v.n) == 0);
	assert(v.nmissing == strlen(missing));
	for (i = 0; i < v.nmissing; i++)
		assert(v.missing[i] == missing[i] - '0');
	snprintf(raw, sizeof raw, "PDU %u of %u", first, v.parts);
	assert(v.nraw == strlen(raw) && memcmp(v.raw, raw, v.nraw) == 0);
}

/* The next one whose time is over; 0: none. */
static int64_t
expired(int64_t now)
{
	int64_t n;
	int rc = store_segment_expired(st, scope, now, &n, &err);

	assert(rc >= 0);
	return rc ? n : 0;
}

static int64_t
deadline(void)
{
	int64_t at;

	assert(store_segment_deadline(st, scope, &at, &err) == 0);
	return at;
}

static void
settle(int64_t n, enum store_fate fate, int64_t now)
{
	assert(store_segment_settle(st, n, fate, now, AGAIN, &err) == 0);
}

static enum store_fate
fate(int64_t n)
{
	enum store_fate f;

	assert(store_segment_fate(st, n, &f, &err) == 0);
	return f;
}

static void
begin(void)
{
	assert(store_open(&st, "memory", &err) == 0);
	assert(deadline() == INT64_MAX);
	assert(!expired(INT64_MAX));
}

static void
end(void)
{
	store_close(st);
}

static void
test_orders(void)
{
	static const char *const orders[] = { "123", "132", "213", "231", "312",
		"321" };
	static const char *const texts[] = { "one ", "two ", "three" };
	size_t i, j;

	for (i = 0; i < 6; i++) {
		begin();
		for (j = 0; j < 3; j++) {
			unsigned seq = (unsigned)(orders[i][j] - '0');

			assert(part(seq, 3, texts[seq - 1], (int64_t)j) ==
			    (j < 2 ? STORE_SEGMENT_HELD :
			    STORE_SEGMENT_COMPLETE));
			assert(whole);
		}
		holds(whole, "one two three", "", 1);
		settle(whole, STORE_FATE_DONE, 3);
		end();
	}
}

static void
test_duplicates(void)
{
	int64_t a;

	begin();
	assert(part(2, 3, "b", 0) == STORE_SEGMENT_HELD && whole);
	assert(part(2, 3, "b", 1) == STORE_SEGMENT_HELD && !whole);
	assert(part(3, 3, "c", 1) == STORE_SEGMENT_HELD);
	assert(part(1, 3, "a", 2) == STORE_SEGMENT_COMPLETE);
	a = whole;
	/* while it is being delivered: the one that waits for its answer waits */
	assert(part(1, 3, "a", 3) == STORE_SEGMENT_BUSY && !whole);
	assert(part(2, 3, "b", 3) == STORE_SEGMENT_HELD && !whole);
	assert(part(2, 3, "x", 3) == STORE_SEGMENT_BUSY);
	holds(a, "abc", "", 1);
	assert(fate(a) == STORE_FATE_OPEN);
	settle(a, STORE_FATE_DONE, 4);
	assert(fate(a) == STORE_FATE_DONE);
	/* delivered: known for as long again */
	assert(part(1, 3, "a", 5) == STORE_SEGMENT_HELD && !whole);
	assert(!expired(4 + TIMEOUT - 1));
	assert(part(3, 3, "c", 4 + TIMEOUT - 1) == STORE_SEGMENT_HELD && !whole);
	assert(deadline() == 4 + TIMEOUT);
	assert(!expired(4 + TIMEOUT));
	assert(deadline() == INT64_MAX);
	assert(fate(a) == STORE_FATE_NONE);
	assert(part(3, 3, "c", 4 + TIMEOUT) == STORE_SEGMENT_HELD && whole);
	assert(whole != a);
	end();
}

/* Nobody asked for what was expired meanwhile: it is not known for longer. */
static void
test_late(void)
{
	struct store_counts c;
	int64_t old;

	begin();
	assert(part(1, 2, "a", 0) == STORE_SEGMENT_HELD);
	old = whole;
	assert(part(2, 2, "b", TIMEOUT) == STORE_SEGMENT_HELD && whole != old);
	holds(expired(TIMEOUT), "a", "2", 1);
	assert(part(1, 2, "a", TIMEOUT + 1) == STORE_SEGMENT_COMPLETE);
	holds(whole, "ab", "", 1);
	assert(store_count(st, &c, &err) == 0 && c.longs == 2);
	settle(whole, STORE_FATE_REFUSED, TIMEOUT + 1);
	assert(store_count(st, &c, &err) == 0 && c.longs == 1);
	assert(fate(whole) == STORE_FATE_REFUSED);
	old = whole;
	assert(part(1, 2, "a", 2 * TIMEOUT) == STORE_SEGMENT_HELD && !whole);
	assert(part(1, 2, "a", 2 * TIMEOUT + 1) == STORE_SEGMENT_HELD && whole);
	assert(fate(old) == STORE_FATE_NONE);
	end();
}

/* What is alike in all but one thing is not the same message. */
static void
test_interleaved(void)
{
	static const struct one first[] = {
		{ UDH8, 7, 2, 1, NULL, "a" },
		{ UDH16, 7, 2, 1, NULL, "b" },
		{ SAR, 7, 2, 1, NULL, "c" },
		{ UDH8, 8, 2, 1, NULL, "d" },
		{ UDH8, 7, 3, 1, NULL, "e" },
		{ UDH8, 7, 2, 1, "1556", "f" },
		{ UDH16, 0x107, 2, 1, NULL, "g" },
	};
	enum { N = sizeof first / sizeof first[0] };
	char text[3] = "?Z";
	struct one o;
	size_t i;

	begin();
	for (i = 0; i < N; i++)
		assert(take(first[i], (int64_t)i) == STORE_SEGMENT_HELD && whole);
	for (i = 0; i < N; i++) {
		o = first[N - 1 - i];
		o.seq = 2;
		text[0] = o.text[0];
		o.text = "Z";
		if (o.total == 3) {
			assert(take(o, 20) == STORE_SEGMENT_HELD);
			continue;
		}
		assert(take(o, 20) == STORE_SEGMENT_COMPLETE);
		holds(whole, text, "", 1);
		settle(whole, STORE_FATE_DONE, 20);
	}
	end();
}

/* Two ESMEs send to one phone from one short code, and count alike. */
static void
test_accounts(void)
{
	begin();
	account = "esme1";
	assert(part(1, 2, "a", 0) == STORE_SEGMENT_HELD);
	account = "esme2";
	assert(part(2, 2, "B", 1) == STORE_SEGMENT_HELD);
	assert(part(1, 2, "A", 2) == STORE_SEGMENT_COMPLETE);
	holds(whole, "AB", "", 1);
	account = "esme1";
	assert(part(2, 2, "b", 3) == STORE_SEGMENT_COMPLETE);
	holds(whole, "ab", "", 1);
	account = "";
	end();
}

/* So do two SMSCs; and one's are not given out to the other's listener. */
static void
test_scopes(void)
{
	begin();
	assert(part(1, 2, "a", 0) == STORE_SEGMENT_HELD);
	scope = "other";
	assert(part(2, 2, "B", 1) == STORE_SEGMENT_HELD);
	assert(deadline() == 1 + TIMEOUT);
	holds(expired(1 + TIMEOUT), "B", "1", 2);
	assert(!expired(INT64_MAX));
	scope = "scope";
	assert(deadline() == TIMEOUT);
	holds(expired(TIMEOUT), "a", "2", 1);
	end();
}

/* An old reference with other text: the old message is given out as it is. */
static void
test_reuse(void)
{
	int64_t old, new;

	begin();
	assert(part(1, 3, "old1", 0) == STORE_SEGMENT_HELD);
	assert(part(3, 3, "old3", 1) == STORE_SEGMENT_HELD);
	assert(!expired(1));
	assert(part(1, 3, "new1", 2) == STORE_SEGMENT_HELD && whole);
	assert(deadline() == 2);
	old = expired(2);
	holds(old, "old1old3", "2", 1);
	assert(!expired(2));
	/* the new one goes on meanwhile */
	assert(part(2, 3, "new2", 3) == STORE_SEGMENT_HELD);
	assert(part(3, 3, "new3", 4) == STORE_SEGMENT_COMPLETE);
	new = whole;
	holds(new, "new1new2new3", "", 1);
	settle(old, STORE_FATE_DONE, 5);
	settle(new, STORE_FATE_DONE, 5);
	/* of one that was delivered there is nothing to give out */
	assert(part(2, 3, "more", 6) == STORE_SEGMENT_HELD && whole);
	assert(!expired(6));
	assert(deadline() == 6 + TIMEOUT);
	end();
}

static void
test_retry(void)
{
	begin();
	assert(part(3, 3, "c", 0) == STORE_SEGMENT_HELD);
	assert(part(2, 3, "b", 0) == STORE_SEGMENT_HELD);
	assert(part(1, 3, "a", 0) == STORE_SEGMENT_COMPLETE);
	settle(whole, STORE_FATE_OPEN, 10);
	/* the peer repeats what was not acknowledged, the others it may */
	assert(part(2, 3, "b", 11) == STORE_SEGMENT_HELD && !whole);
	assert(part(1, 3, "a", 12) == STORE_SEGMENT_COMPLETE);
	holds(whole, "abc", "", 1);
	settle(whole, STORE_FATE_OPEN, 20);
	assert(deadline() == 20 + TIMEOUT);
	/* or it does not, and what is there is given out */
	assert(!expired(19 + TIMEOUT));
	holds(expired(20 + TIMEOUT), "bc", "1", 1);
	end();
}

static void
test_expiry(void)
{
	int64_t a;

	begin();
	assert(part(2, 3, "b", 5) == STORE_SEGMENT_HELD);
	assert(take((struct one){ SAR, 1, 2, 2, NULL, "z" }, 6) ==
	    STORE_SEGMENT_HELD);
	assert(deadline() == 5 + TIMEOUT);
	a = expired(6 + TIMEOUT);
	holds(a, "b", "13", 2);
	assert(deadline() == 6 + TIMEOUT);
	holds(expired(6 + TIMEOUT), "z", "1", 2);
	assert(!expired(6 + TIMEOUT));
	assert(deadline() == INT64_MAX);
	/* tried again, and no peer repeats it */
	settle(a, STORE_FATE_OPEN, 2000);
	assert(deadline() == 2000 + AGAIN);
	assert(!expired(1999 + AGAIN));
	assert(expired(2000 + AGAIN) == a);
	holds(a, "b", "13", 2);
	settle(a, STORE_FATE_DONE, 2100);
	/* a part that comes now begins anew: nothing is lost */
	assert(part(1, 3, "a", 2200) == STORE_SEGMENT_HELD && whole);
	assert(part(2, 3, "b", 2200) == STORE_SEGMENT_HELD && whole);
	holds(expired(2200 + TIMEOUT), "ab", "3", 1);
	end();
}

/* The count that the limits go by, against what there is. */
static int64_t
octets(int64_t n)
{
	struct store_whole v;

	assert(store_segment_view(st, n, &v, &err) == 1);
	return (int64_t)(v.n + v.nraw);
}

static void
test_limits(void)
{
	struct one o = { UDH16, 0, 2, 1, NULL, "x" };
	char from[12];
	unsigned i;

	begin();
	o.from = from;
	assert(store_begin(st, &err) == 0);
	for (i = 0; i < REASSEMBLY_MAX; i++) {
		snprintf(from, sizeof from, "%u", i);
		assert(take(o, i / 100) == STORE_SEGMENT_HELD);
	}
	assert(store_commit(st, &err) == 0);
	i = 200;
	strcpy(from, "other");
	assert(take(o, i) == STORE_SEGMENT_FULL && !whole);
	/* of whichever scope */
	scope = "another";
	assert(take(o, i) == STORE_SEGMENT_FULL && !whole);
	scope = "scope";
	/* those that are there go on */
	strcpy(from, "777");
	o.seq = 2;
	assert(take(o, i) == STORE_SEGMENT_COMPLETE);
	settle(whole, STORE_FATE_DONE, i);
	/* one that was delivered makes room, and only such a one */
	strcpy(from, "other");
	assert(take(o, i) == STORE_SEGMENT_HELD && whole);
	strcpy(from, "another");
	assert(take(o, i) == STORE_SEGMENT_FULL);
	strcpy(from, "778");
	o.seq = 2;
	assert(take(o, i) == STORE_SEGMENT_COMPLETE);
	end();
	/* so that more can be delivered than kept */
	begin();
	assert(store_begin(st, &err) == 0);
	for (i = 0; i < 2 * REASSEMBLY_MAX; i++) {
		snprintf(from, sizeof from, "%u", i);
		o.seq = 1;
		assert(take(o, 0) == STORE_SEGMENT_HELD);
		o.seq = 2;
		assert(take(o, 0) == STORE_SEGMENT_COMPLETE);
		settle(whole, STORE_FATE_DONE, 0);
	}
	assert(store_commit(st, &err) == 0);
	end();
}

/* 255 parts of the most octets, until there is no room. */
static void
test_octets(void)
{
	struct one o = { UDH16, 0, 255, 1, NULL, NULL };
	char text[10134];
	int64_t held = 0, n, sum = 0;

	memset(text, 'x', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	o.text = text;
	begin();
	assert(store_begin(st, &err) == 0);
	while (take(o, held) == STORE_SEGMENT_HELD) {
		held++;
		if (++o.seq == 255)
			o.seq = 1, o.ref++;
	}
	assert(store_commit(st, &err) == 0);
	assert(!whole);
	/* each takes its text, and of each message one whole PDU */
	assert(held * 10133 <= REASSEMBLY_OCTETS_MAX);
	assert((held + 1) * 10136 > REASSEMBLY_OCTETS_MAX);
	assert(take(o, held) == STORE_SEGMENT_FULL);
	/* given up, there is room again */
	n = expired(INT64_MAX);
	sum = octets(n);
	settle(n, STORE_FATE_DONE, 0);
	for (n = 0; take(o, held) == STORE_SEGMENT_HELD; n++)
		if (++o.seq == 255)
			o.seq = 1, o.ref++;
	assert(n == sum / 10133);
	end();
}

/* ---- the store in a file ---- */

/* In a process of its own that does something and is killed. */
static void
dies_after(void (*something)(void))
{
	pid_t pid;
	int ws;

	fflush(stdout);
	pid = fork();
	assert(pid >= 0);
	if (!pid) {
		/* SQLite's handles are not for children: one of its own */
		st = kit_open();
		something();
		raise(SIGKILL);
	}
	assert(waitpid(pid, &ws, 0) == pid);
	assert(WIFSIGNALED(ws) && WTERMSIG(ws) == SIGKILL);
}

static void
test_reopened(void)
{
	st = kit_new();
	assert(part(2, 3, "b", 0) == STORE_SEGMENT_HELD);
	store_close(st);
	st = kit_open();
	assert(deadline() == TIMEOUT);
	assert(part(3, 3, "c", 1) == STORE_SEGMENT_HELD);
	assert(part(2, 3, "b", 1) == STORE_SEGMENT_HELD && !whole);
	store_close(st);
	st = kit_open();
	assert(part(1, 3, "a", 2) == STORE_SEGMENT_COMPLETE);
	holds(whole, "abc", "", 1);
	settle(whole, STORE_FATE_DONE, 3);
	store_close(st);
	st = kit_open();
	assert(part(1, 3, "a", 4) == STORE_SEGMENT_HELD && !whole);
	end();
}

static void
test_two(void)
{
	struct store *one, *two;
	int64_t n;

	st = kit_new();
	one = st;
	two = kit_open();
	assert(part(1, 3, "a", 0) == STORE_SEGMENT_HELD);
	st = two;
	assert(part(3, 3, "c", 1) == STORE_SEGMENT_HELD);
	assert(part(1, 3, "a", 1) == STORE_SEGMENT_HELD && !whole);
	assert(deadline() == TIMEOUT);
	assert(part(2, 3, "b", 2) == STORE_SEGMENT_COMPLETE);
	n = whole;
	holds(n, "abc", "", 1);
	/* it is two's, and one neither gets it nor ends it */
	st = one;
	assert(part(2, 3, "b", 3) == STORE_SEGMENT_BUSY);
	assert(!expired(INT64_MAX));
	settle(n, STORE_FATE_DONE, 3);
	assert(fate(n) == STORE_FATE_OPEN);
	assert(part(2, 3, "b", 3) == STORE_SEGMENT_BUSY);
	st = two;
	settle(n, STORE_FATE_DONE, 4);
	st = one;
	assert(part(2, 3, "b", 5) == STORE_SEGMENT_HELD && !whole);
	/* of what is expired each is given to one */
	assert(take((struct one){ SAR, 1, 2, 2, NULL, "y" }, 5) ==
	    STORE_SEGMENT_HELD);
	assert(take((struct one){ SAR, 2, 2, 2, NULL, "z" }, 6) ==
	    STORE_SEGMENT_HELD);
	n = expired(6 + TIMEOUT);
	holds(n, "y", "1", 2);
	st = two;
	holds(expired(6 + TIMEOUT), "z", "1", 2);
	assert(!expired(6 + TIMEOUT));
	/* who closes the store has nothing in hand */
	store_close(one);
	assert(expired(6 + TIMEOUT) == n);
	end();
}

static void
completes_it(void)
{
	assert(part(2, 2, "b", 1) == STORE_SEGMENT_COMPLETE);
}

/* Killed with a complete message in hand: nobody saw an answer. */
static void
test_dead(void)
{
	st = kit_new();
	assert(part(1, 2, "a", 0) == STORE_SEGMENT_HELD);
	dies_after(completes_it);
	/* the peer repeats, and it is complete once more */
	assert(part(1, 2, "a", 2) == STORE_SEGMENT_HELD && !whole);
	assert(part(2, 2, "b", 2) == STORE_SEGMENT_COMPLETE);
	holds(whole, "ab", "", 1);
	settle(whole, STORE_FATE_OPEN, 3);
	/* or it does not: as if it had been given back when it was complete */
	dies_after(completes_it);
	assert(!expired(TIMEOUT));
	assert(deadline() == 1 + TIMEOUT);
	holds(expired(1 + TIMEOUT), "a", "2", 1);
	end();
}

static void
takes_expired(void)
{
	assert(expired(TIMEOUT) || expired(TIMEOUT + AGAIN));
}

static void
test_dead_expired(void)
{
	int64_t n;

	st = kit_new();
	assert(part(1, 2, "a", 0) == STORE_SEGMENT_HELD);
	n = whole;
	dies_after(takes_expired);
	assert(expired(TIMEOUT) == n);
	holds(n, "a", "2", 1);
	settle(n, STORE_FATE_OPEN, TIMEOUT);
	dies_after(takes_expired);
	assert(!expired(TIMEOUT + AGAIN - 1));
	assert(expired(TIMEOUT + AGAIN) == n);
	end();
}

/* A process that has the store for itself: nothing is kept, and said why. */
static void
test_locked(void)
{
	struct store *other;

	st = kit_new();
	other = kit_open();
	assert(part(1, 2, "a", 0) == STORE_SEGMENT_HELD);
	assert(store_begin(other, &err) == 0);
	assert(part(2, 2, "b", 1) == -1 && !whole);
	assert(err.sysexit == EX_TEMPFAIL);
	store_rollback(other);
	assert(part(2, 2, "b", 1) == STORE_SEGMENT_COMPLETE);
	holds(whole, "ab", "", 1);
	store_close(other);
	end();
}

/* Parts of a handful of messages at random, some refused, some in vain. */
static void
test_random(void)
{
	int64_t given[64], now = 0, n;
	unsigned i, ngiven = 0, out = 0;
	struct store_whole v;
	char text[2] = "?";

	srand(3);
	begin();
	for (i = 0; i < 20000; i++) {
		struct one o = { UDH8, (unsigned)rand() % 6, 2 +
			(unsigned)rand() % 3, 1, NULL, text };
		int got;

		o.seq = 1 + (unsigned)rand() % o.total;
		text[0] = (char)('a' + rand() % 3);
		now += rand() % 20;
		got = take(o, now);
		assert(got > 0 && got != STORE_SEGMENT_FULL);
		n = got == STORE_SEGMENT_COMPLETE ? whole :
			rand() % 4 ? 0 : expired(now);
		if (n) {
			assert(store_segment_view(st, n, &v, &err) == 1);
			assert(v.n + v.nmissing == v.parts);
			given[ngiven++] = n;
			out++;
		}
		if (ngiven == 64 || (ngiven && !(rand() % 3))) {
			settle(given[0], rand() % 2 ? STORE_FATE_DONE :
			    STORE_FATE_OPEN, now);
			memmove(given, given + 1, --ngiven * sizeof given[0]);
		}
	}
	assert(out > 1000);
	/* with the last of them gone nothing is left */
	while (ngiven)
		settle(given[--ngiven], STORE_FATE_DONE, now);
	while ((n = expired(INT64_MAX)))
		settle(n, STORE_FATE_DONE, now);
	assert(deadline() == INT64_MAX);
	end();
}

static const struct tap_test tests[] = {
	{ "three parts in every order", test_orders },
	{ "parts that come twice", test_duplicates },
	{ "parts that come too late", test_late },
	{ "references of 8 and 16 bits, SAR, two senders", test_interleaved },
	{ "the same reference in two accounts", test_accounts },
	{ "the same reference in two scopes", test_scopes },
	{ "a reference used again", test_reuse },
	{ "to be tried again", test_retry },
	{ "parts that never come", test_expiry },
	{ "too many messages", test_limits },
	{ "too many octets", test_octets },
	{ "a store that was closed in between", test_reopened },
	{ "two processes", test_two },
	{ "a process dies with a complete message in hand", test_dead },
	{ "a process dies with an expired message in hand", test_dead_expired },
	{ "a store that is locked", test_locked },
	{ "parts at random", test_random },
};

TAP_MAIN(tests)
