/* Several processes on one store, some of which die. */
#include "store_kit.h"

static struct store_message found;

static int
find(struct store *s, const char *id)
{
	return store_message_find(s, id, &found, &err);
}

/*
 * A process of its own runs f, and then waits to be killed; it has written a
 * line when f is done.
 */
static pid_t
start(void (*f)(struct store *s))
{
	int fds[2];
	char c;
	pid_t pid;

	assert(pipe(fds) == 0);
	fflush(stdout);
	pid = fork();
	assert(pid >= 0);
	if (pid == 0) {
		close(fds[0]);
		f(kit_open());
		if (write(fds[1], "x", 1) != 1)
			_exit(1);
		for (;;)
			pause();
	}
	close(fds[1]);
	assert(read(fds[0], &c, 1) == 1);
	close(fds[0]);
	return pid;
}

static void
stop(pid_t pid)
{
	int status;

	assert(kill(pid, SIGKILL) == 0);
	assert(waitpid(pid, &status, 0) == pid && WIFSIGNALED(status));
}

static void
begin_one(struct store *s)
{
	struct store_message *m = kit_message("a", 2);

	m->parts[0].umr = 7;
	m->parts[1].state = STORE_PART_TODO;
	assert(store_message_begin(s, m, &err) == 1);
}

static int
count(void *arg, const struct store_message *m)
{
	assert(m->status == STORE_UNKNOWN);
	++*(int *)arg;
	return 0;
}

static void
test_killed(void)
{
	struct store_search q = { .statuses = 1 << STORE_UNKNOWN };
	struct store *s = kit_new();
	struct store_message *m = kit_message("a", 2);
	pid_t pid = start(begin_one);
	int n = 0;

	assert(find(s, "a") == 1);
	assert(found.status == STORE_SENDING && found.busy);
	assert(store_message_begin(s, m, &err) == 0);
	assert(store_message_decide(s, "a", STORE_DROPPED, &err) == 0);
	stop(pid);

	assert(find(s, "a") == 1);
	assert(found.status == STORE_UNKNOWN && !found.busy);
	assert(found.parts[0].state == STORE_PART_UNKNOWN);
	assert(found.parts[1].state == STORE_PART_TODO);
	assert(store_message_each(s, &q, count, &n, &err) == 0 && n == 1);
	/* only who saw that it is unknown begins it */
	assert(store_message_begin(s, m, &err) == 0);
	m->status = STORE_UNKNOWN;
	assert(store_message_begin(s, m, &err) == 1);
	store_close(s);
}

static void
test_killed_and_decided(void)
{
	struct store *s = kit_new();

	stop(start(begin_one));
	assert(store_message_decide(s, "a", STORE_TEMPORARY, &err) == 1);
	assert(find(s, "a") == 1 && found.status == STORE_TEMPORARY);
	assert(found.parts[0].state == STORE_PART_TODO);
	store_close(s);
}

/* Its receipt says that it was sent. */
static void
test_killed_and_proved(void)
{
	struct store *s = kit_new();
	struct store_receipt r = kit_receipt("1");
	pid_t pid = start(begin_one);

	r.umr = 7;
	assert(kit_take(s, r) == STORE_RECEIPT_HELD);
	stop(pid);
	/* its time is over: it looks once more */
	assert(kit_due(s, 8999) == -1);
	assert(kit_due(s, 9000) == 1);
	assert(find(s, "a") == 1 && found.parts[0].state == STORE_PART_OK);
	/* the second part never was */
	assert(found.status == STORE_TEMPORARY && found.final == 2);
	store_close(s);
}

static void
take_due(struct store *s)
{
	struct store_due d;

	assert(store_due_take(s, "example.com", 10, &d, &err) == 1);
}

static void
test_killed_with_due(void)
{
	struct store *s = kit_new();
	struct store_due d;
	pid_t pid;

	assert(store_due_put(s, "example.com", 0, "{}", 1, 1, &err) == 0);
	pid = start(take_due);
	assert(store_due_take(s, "example.com", 10, &d, &err) == 0);
	stop(pid);
	assert(store_due_take(s, "example.com", 10, &d, &err) == 1);
	store_close(s);
}

static void
await_one(struct store *s)
{
	struct store_message *m = kit_message("a", 1);

	assert(store_message_begin(s, m, &err) == 1);
	m->status = STORE_OK;
	m->parts[0].state = STORE_PART_OK;
	m->parts[0].message_id = "1";
	assert(store_message_end(s, m, 1, &err) == 1);
}

static void
test_killed_awaiting(void)
{
	struct store *s = kit_new();
	pid_t pid = start(await_one);

	assert(kit_take(s, kit_receipt("1")) == STORE_RECEIPT_DUE);
	assert(kit_due(s, 9999) == -1);
	stop(pid);
	assert(find(s, "a") == 1 && found.status == STORE_OK);
	assert(kit_due(s, 9999) == found.n);
	store_close(s);
}

static void
begin_uncommitted(struct store *s)
{
	assert(store_begin(s, &err) == 0);
	begin_one(s);
}

static void
test_killed_in_transaction(void)
{
	struct store *s = kit_new();

	stop(start(begin_uncommitted));
	assert(find(s, "a") == 0);
	kit_sent_one(s, "a", "1");
	store_close(s);
}

/* Many begin the same messages at once: each of them is one's alone. */
static void
test_race(void)
{
	enum { PROCESSES = 4, MESSAGES = 100 };
	struct store *s = kit_new(), *mine;
	int fds[2], i, k, total = 0;
	unsigned char won;
	char id[16];

	assert(pipe(fds) == 0);
	fflush(stdout);
	for (k = 0; k < PROCESSES; k++)
		if (fork() == 0) {
			mine = kit_open();
			for (i = 0, won = 0; i < MESSAGES; i++) {
				snprintf(id, sizeof id, "%d", i);
				won += store_message_begin(mine, kit_message(id, 1),
				    &err) == 1;
			}
			_exit(write(fds[1], &won, 1) != 1);
		}
	for (k = 0; k < PROCESSES; k++) {
		assert(read(fds[0], &won, 1) == 1);
		total += won;
		wait(NULL);
	}
	assert(total == MESSAGES);
	close(fds[0]);
	close(fds[1]);
	store_close(s);
}

static void
test_transactions(void)
{
	struct store *s = kit_new(), *other = kit_open();

	assert(store_begin(s, &err) == 0);
	kit_sent_one(s, "a", "1");
	assert(find(s, "a") == 1 && find(other, "a") == 0);
	store_rollback(s);
	assert(find(s, "a") == 0);

	assert(store_begin(s, &err) == 0);
	kit_sent_one(s, "b", "1");
	assert(store_commit(s, &err) == 0);
	assert(find(other, "b") == 1);

	/* one call that fails takes all others along */
	kit_sql("CREATE TRIGGER no BEFORE INSERT ON message WHEN new.id = 'd' "
	    "BEGIN SELECT RAISE(ABORT, 'not d'); END");
	assert(store_begin(s, &err) == 0);
	kit_sent_one(s, "c", "1");
	assert(store_message_begin(s, kit_message("d", 1), &err) == -1);
	assert(store_message_begin(s, kit_message("e", 1), &err) == -1);
	assert(find(s, "b") == -1);
	assert(store_commit(s, &err) == -1 && err.sysexit == EX_TEMPFAIL);
	assert(strstr(err.text, "not d"));
	assert(find(s, "c") == 0 && find(s, "b") == 1);

	/* open when the store is closed: undone */
	assert(store_begin(s, &err) == 0);
	kit_sent_one(s, "f", "1");
	store_close(s);
	assert(find(other, "f") == 0);
	store_close(other);
}

/* What is too big is refused, and all others of its group are kept. */
static void
test_too_big(void)
{
	static char big[STORE_RECORD_MAX + 2];
	struct store *s = kit_new();
	struct store_receipt r = kit_receipt("1");
	struct store_message *m;

	memset(big, ' ', sizeof big - 1);
	assert(store_begin(s, &err) == 0);
	kit_sent_one(s, "a", "1");
	assert(store_message_begin(s, kit_message("b", STORE_PARTS_MAX + 1),
	    &err) == -1 && err.sysexit == EX_DATAERR);
	m = kit_message("c", 1);
	m->record = big;
	assert(store_message_begin(s, m, &err) == -1);
	assert(err.sysexit == EX_DATAERR);
	assert(store_message_put(s, m, &err) == -1);
	assert(err.sysexit == EX_DATAERR);
	r.record = big;
	assert(kit_take(s, r) == STORE_RECEIPT_TOO_BIG);
	r.record = big + 1;
	assert(kit_take(s, r) == STORE_RECEIPT_DUE);
	assert(store_commit(s, &err) == 0);
	assert(find(s, "a") == 1 && found.final == 2);
	assert(find(s, "b") == 0 && find(s, "c") == 0);
	store_close(s);
}

static int
end(struct store *s, int64_t n, enum store_status status)
{
	struct store_message *m = kit_message("", 1);

	m->n = n;
	m->status = status;
	m->parts[0].state = STORE_PART_REFUSED;
	return store_message_end(s, m, 0, &err);
}

/* What was noted is gone with a rollback; no other message has its number. */
static void
test_number_undone(void)
{
	struct store *s = kit_new(), *other = kit_open();
	struct store_message *m;
	int64_t lost, n;

	assert(store_begin(s, &err) == 0);
	m = kit_message("lost", 1);
	assert(store_message_begin(s, m, &err) == 1);
	lost = m->n;
	store_rollback(s);
	m = kit_message("theirs", 1);
	assert(store_message_begin(other, m, &err) == 1);
	assert(m->n == lost);		/* they never saw it */
	m = kit_message("ours", 1);
	assert(store_message_begin(s, m, &err) == 1);
	n = m->n;
	assert(n > lost);

	assert(store_begin(s, &err) == 0);
	assert(end(s, lost, STORE_PERMANENT) == 0);
	assert(end(s, n, STORE_OK) == 1);
	assert(store_commit(s, &err) == 0);
	assert(find(s, "theirs") == 1 && found.busy);
	assert(found.parts[0].state == STORE_PART_SENDING);
	assert(find(s, "ours") == 1 && found.status == STORE_OK);
	/* it has its outcome, and keeps it */
	assert(end(s, n, STORE_PERMANENT) == 0);
	assert(find(s, "ours") == 1 && found.status == STORE_OK);
	store_close(other);
	store_close(s);
}

/* Two undone in a row, and nobody else: each number once. */
static void
test_numbers_undone(void)
{
	struct store *s = kit_new();
	struct store_message *m;
	int64_t last = 0;
	int i;

	for (i = 0; i < 6; i++) {
		assert(store_begin(s, &err) == 0);
		m = kit_message(i % 3 ? "a" : "b", 1);
		assert(store_message_begin(s, m, &err) == 1);
		assert(m->n > last);
		last = m->n;
		store_rollback(s);
	}
	/* nor after the newest has gone */
	m = kit_message("c", 1);
	assert(store_message_begin(s, m, &err) == 1 && m->n > last);
	last = m->n;
	store_close(s);
	s = kit_open();
	assert(store_expire(s, 5000, 1, 1, NULL, NULL, &err) == 1);
	m = kit_message("d", 1);
	assert(store_message_begin(s, m, &err) == 1 && m->n > last);
	store_close(s);
}

static void
test_due_not_ours(void)
{
	struct store *s = kit_new(), *other = kit_open();
	struct store_due d;

	assert(store_due_put(s, "example.com", 0, "{}", 1, 1, &err) == 0);
	assert(store_due_done(s, 1, &err) == 0);
	assert(store_due_later(s, 1, 50, &err) == 0);
	assert(store_due_take(s, "example.com", 10, &d, &err) == 1);
	assert(store_due_done(other, d.n, &err) == 0);
	assert(store_due_later(other, d.n, 50, &err) == 0);
	assert(store_due_done(s, d.n, &err) == 1);
	assert(store_due_done(s, d.n, &err) == 0);
	store_close(other);
	store_close(s);
}

/* The account was new in a transaction that was undone. */
static void
test_account_undone(void)
{
	struct store *s = kit_new(), *other = kit_open();
	struct store_message *m;

	assert(store_begin(s, &err) == 0);
	kit_sent_one(s, "a", "1");
	store_rollback(s);
	m = kit_message("b", 1);
	m->account = "other";
	assert(store_message_begin(other, m, &err) == 1);
	kit_sent_one(s, "c", "1");
	assert(find(s, "c") == 1 && strcmp(found.account, "example.com") == 0);
	assert(find(s, "b") == 1 && strcmp(found.account, "other") == 0);
	store_close(other);
	store_close(s);
}

static const struct tap_test tests[] = {
	{ "killed while sending: unknown", test_killed },
	{ "killed, and its fate decided", test_killed_and_decided },
	{ "killed, and a receipt proves it sent", test_killed_and_proved },
	{ "killed with what was due in its hands", test_killed_with_due },
	{ "killed while it awaited a receipt", test_killed_awaiting },
	{ "killed in a transaction", test_killed_in_transaction },
	{ "four processes begin the same messages", test_race },
	{ "transactions", test_transactions },
	{ "what is too big", test_too_big },
	{ "a message that was undone, and ended", test_number_undone },
	{ "numbers are never used again", test_numbers_undone },
	{ "what is due in other hands", test_due_not_ours },
	{ "an account that was undone", test_account_undone },
};

TAP_MAIN(tests)
