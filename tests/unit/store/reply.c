/* Replies, by two handles on one file as two processes have them. */
#define _GNU_SOURCE
#include "tap.h"

#include <sysexits.h>
#include <unistd.h>

#include "store/reply.h"
#include "store/sql.h"

static char folder[64], where[128];
static struct store *one, *two;
static struct diag_err err;

static void
begin(void)
{
	const char *tmp = getenv("TMPDIR");

	snprintf(folder, sizeof folder, "%.40s/reply-XXXXXX", tmp ? tmp : "/tmp");
	assert(mkdtemp(folder));
	snprintf(where, sizeof where, "sqlite:%s/db", folder);
	assert(store_init(where, NULL, NULL, 0600, &err) == 0);
	assert(store_open(&one, where, &err) == 0);
	assert(store_open(&two, where, &err) == 0);
}

static void
end(void)
{
	static const char *const names[] = { "db", "db-owners", "db-wal",
		"db-shm" };
	char path[128];
	size_t i;

	store_close(one);
	store_close(two);
	for (i = 0; i < sizeof names / sizeof names[0]; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, names[i]);
		unlink(path);
	}
	assert(rmdir(folder) == 0);
}

static void
put(struct store *s, const char *account, const char *number, const char *phone,
    const char *sender, int64_t used)
{
	char subject[32];
	struct store_reply r = { account, number, phone, sender, subject,
		"id@x", used };

	snprintf(subject, sizeof subject, "s%d", (int)used);
	assert(store_reply_put(s, &r, &err) == 0);
}

static char seen[4096];
static int most;

static int
see(void *arg, const struct store_reply *r)
{
	char line[2048];

	(void)arg;
	assert(strcmp(r->message_id, "id@x") == 0);
	snprintf(line, sizeof line, "%s %s %s %s %s %d\n", r->account,
	    r->number, r->phone, r->sender, r->subject, (int)r->used);
	strcat(seen, line);
	return --most == 0;
}

/* All that `each` gives is want. */
static void
same(struct store *s, const char *account, const char *number,
    const char *phone, int64_t since, const char *want)
{
	seen[0] = '\0';
	assert(store_reply_each(s, account, number, phone, since, see, NULL,
	    &err) == 0);
	if (strcmp(seen, want) != 0)
		printf("# %s# not\n# %s", seen, want);
	assert(strcmp(seen, want) == 0);
}

static void
newest_first(void)
{
	begin();
	most = -1;
	same(one, "a", "1", "2", 0, "");
	put(one, "a", "1", "2", "x@x", 10);
	put(two, "a", "1", "2", "y@x", 30);
	put(one, "a", "1", "2", "z@x", 20);
	/* others, each with one thing different */
	put(one, "b", "1", "2", "x@x", 40);
	put(one, "a", "3", "2", "x@x", 50);
	put(one, "a", "1", "4", "x@x", 60);
	same(two, "a", "1", "2", 0, "a 1 2 y@x s30 30\na 1 2 z@x s20 20\n"
	    "a 1 2 x@x s10 10\n");
	same(two, "a", "1", "2", 20, "a 1 2 y@x s30 30\na 1 2 z@x s20 20\n");
	same(two, "a", "1", "2", 31, "");
	same(two, NULL, NULL, NULL, 50, "a 1 4 x@x s60 60\na 3 2 x@x s50 50\n");
	same(two, "b", NULL, NULL, 0, "b 1 2 x@x s40 40\n");
	same(two, NULL, "3", NULL, 0, "a 3 2 x@x s50 50\n");
	same(two, NULL, NULL, "4", 0, "a 1 4 x@x s60 60\n");
	most = 2;
	same(two, "a", "1", "2", 0, "a 1 2 y@x s30 30\na 1 2 z@x s20 20\n");
	most = -1;
	/* one row a sender: the newest mail's, whatever comes first */
	put(two, "a", "1", "2", "x@x", 70);
	put(two, "a", "1", "2", "x@x", 69);
	same(one, "a", "1", "2", 30, "a 1 2 x@x s70 70\na 1 2 y@x s30 30\n");
	end();
}

static void
spellings(void)
{
	begin();
	most = -1;
	put(one, "a", "+12345", "+447700900123", "Bob@Example.ORG", 1);
	same(two, "a", "12345", "447700900123", 0,
	    "a 12345 447700900123 Bob@example.org s1 1\n");
	same(two, "a", "+12345", "00447700900123", 0, seen);
	put(two, "a", "12345", "00447700900123", "Bob@EXAMPLE.org", 2);
	same(one, "a", "12345", "447700900123", 0,
	    "a 12345 447700900123 Bob@example.org s2 2\n");
	/* a local part is what its host says that it is (RFC 5321, 2.4) */
	put(two, "a", "12345", "447700900123", "bob@example.org", 3);
	same(one, "a", "12345", "447700900123", 3,
	    "a 12345 447700900123 bob@example.org s3 3\n");
	same(one, NULL, NULL, NULL, 0,
	    "a 12345 447700900123 bob@example.org s3 3\n"
	    "a 12345 447700900123 Bob@example.org s2 2\n");
	/* 00 in front of a short code, and + in front of a name, are its own */
	put(one, "a", "00123", "+Bank", "x@x", 9);
	same(one, "a", "123", NULL, 0, "");
	same(one, "a", "00123", "Bank", 0, "");
	same(one, "a", "00123", "+Bank", 0, "a 00123 +Bank x@x s9 9\n");
	end();
}

static int
check_long(void *arg, const struct store_reply *r)
{
	/* 899 octets: the next character has two, and the 901st is too much */
	assert(strlen(r->subject) == 899 && r->subject[898] == 'x');
	assert(!r->message_id);
	++*(int *)arg;
	return 0;
}

static int
check_null(void *arg, const struct store_reply *r)
{
	assert(!r->subject && !r->message_id);
	++*(int *)arg;
	return 0;
}

static void
sizes(void)
{
	char subject[2000], id[STORE_REPLY_ID_MAX + 2];
	struct store_reply r = { "a", "1", "2", "x@x", subject, id, 5 };
	int n = 0;

	begin();
	memset(subject, 'x', sizeof subject);
	memcpy(subject + 899, "\xc3\xa9", 2);
	subject[sizeof subject - 1] = '\0';
	memset(id, 'i', sizeof id);
	id[sizeof id - 1] = '\0';
	assert(store_reply_put(one, &r, &err) == 0);
	assert(store_reply_each(two, "a", "1", "2", 0, check_long, &n,
	    &err) == 0);
	r.subject = r.message_id = NULL;
	assert(store_reply_put(one, &r, &err) == 0);
	assert(store_reply_each(two, "a", "1", "2", 0, check_null, &n,
	    &err) == 0);
	assert(n == 2);
	end();
}

static int
pick(struct store *s, const char *phone, const char *sender, int64_t since)
{
	static const char *const pool[] = { "+101", "102", "103" };

	return store_reply_pick(s, "a", pool, 3, phone, sender, since, &err);
}

static void
picking(void)
{
	begin();
	/* nobody's yet: the first; its own again, by whatever spelling */
	assert(pick(one, "7", "x@x", 0) == 0);
	put(one, "a", "101", "7", "x@x", 10);
	assert(pick(two, "+7", "x@X", 0) == 0);
	assert(pick(two, "7", "y@x", 0) == 1);
	assert(pick(two, "7", NULL, 0) == 1);
	put(two, "a", "102", "7", "y@x", 20);
	assert(pick(one, "7", "z@x", 0) == 2);
	put(one, "a", "103", "7", "z@x", 30);
	/* all have one: the fourth takes the one that is least recently used */
	assert(pick(one, "7", "w@x", 0) == 0);
	put(one, "a", "101", "7", "x@x", 40);
	assert(pick(one, "7", "w@x", 0) == 1);
	assert(pick(one, "7", NULL, 0) == 1);
	put(one, "a", "102", "7", "w@x", 50);
	/* y's own is still its own, though w has it too; until it expires */
	assert(pick(one, "7", "y@x", 20) == 1);
	assert(pick(one, "7", "y@x", 21) == 2);
	/* of two of its own, the one that it used last */
	put(one, "a", "103", "7", "y@x", 60);
	assert(pick(one, "7", "y@x", 0) == 2);
	/* other phones and accounts have nothing to do with it */
	assert(pick(one, "8", "y@x", 0) == 0);
	assert(store_reply_pick(one, "b", (const char *const[]){ "102", "101" },
	    2, "7", "y@x", 0, &err) == 0);
	/* a number that was in the pool once is not taken any more */
	put(one, "a", "109", "8", "v@x", 70);
	assert(pick(one, "8", "v@x", 0) == 0);
	end();
}

/* Two at once: the second waits for what the first has chosen. */
static void
at_once(void)
{
	begin();
	assert(store_begin(one, &err) == 0);
	assert(pick(one, "7", "x@x", 0) == 0);
	put(one, "a", "101", "7", "x@x", 10);
	sqlite3_busy_timeout(two->db, 10);
	assert(store_begin(two, &err) == -1 && err.sysexit == EX_TEMPFAIL);
	assert(store_commit(one, &err) == 0);
	assert(store_begin(two, &err) == 0);
	assert(pick(two, "7", "y@x", 0) == 1);
	put(two, "a", "102", "7", "y@x", 10);
	store_rollback(two);
	most = -1;
	same(one, NULL, NULL, NULL, 0, "a 101 7 x@x s10 10\n");
	end();
}

static void
held(void)
{
	struct store_reply r = { "a", "1", "2", "x@x", NULL, NULL, 5 };

	begin();
	assert(store_begin(one, &err) == 0);
	sqlite3_busy_timeout(two->db, 10);
	assert(store_reply_put(two, &r, &err) == -1);
	assert(err.sysexit == EX_TEMPFAIL);
	/* who only asks is not kept waiting */
	same(two, "a", "1", "2", 0, "");
	assert(pick(two, "7", "x@x", 0) == 0);
	store_rollback(one);
	assert(store_reply_put(two, &r, &err) == 0);
	end();
}

static const struct tap_test tests[] = {
	{ "newest first, of those that were asked for", newest_first },
	{ "a number and an address in two spellings", spellings },
	{ "what is too long, and what is not there", sizes },
	{ "which number of a pool", picking },
	{ "two that pick at once", at_once },
	{ "a store that another holds", held },
};
TAP_MAIN(tests)
