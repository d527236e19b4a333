/* What is too old goes, a few rows at a time.  See store.h. */
#include "store/due.h"
#include "store/message_priv.h"
#include "store/receipt_priv.h"

struct expiry {
	int64_t now;
	store_given_up *given_up;
	void *arg;
};

/* The rows of a query, gathered before what it reads is changed. */
struct rows {
	int64_t n[STORE_EXPIRE_STEP];
	int count;
};

/* A row is: number; and of what stays as long as its process lives, owner.
   There are few of those: as much as is being sent. */
static int
gather(struct store *s, sqlite3_stmt *st, struct rows *r, struct diag_err *err)
{
	int rc;

	r->count = 0;
	while ((rc = sql_step(s, st, err)) > 0) {
		if (r->count == STORE_EXPIRE_STEP) {
			sql_done(st);
			return 0;
		}
		if (!owner_alive(s, sqlite3_column_int64(st, 1)))
			r->n[r->count++] = sqlite3_column_int64(st, 0);
	}
	return rc;
}

/* ---- messages ---- */

/* By an index of what seldom changes; those that were in flight at `before` are
   passed over until they are old as well. */
static sqlite3_stmt *
messages(struct store *s, int64_t before)
{
	return sql(s, "SELECT n, iif(status = 1, owner, 0) FROM message "
	    "WHERE ifnull(kept, begun) < ?1 AND ifnull(ended, 0) < ?1 "
	    "ORDER BY ifnull(kept, begun)", "i", before);
}

static int
drop_message(struct store *s, const struct expiry *e, int64_t n,
    struct diag_err *err)
{
	(void)e;
	/* what is due about it has a record of its own */
	if (sql_run(s, err, "UPDATE due SET message = NULL WHERE message = ?",
	    "i", n) < 0 ||
	    sql_run(s, err, "DELETE FROM event WHERE message = ?", "i", n) < 0 ||
	    sql_run(s, err, "DELETE FROM part WHERE message = ?", "i", n) < 0)
		return -1;
	return sql_run(s, err, "DELETE FROM message WHERE n = ?", "i", n);
}

/* ---- what is due ---- */

static sqlite3_stmt *
due(struct store *s, int64_t before)
{
	return sql(s, "SELECT n, 0 FROM due WHERE owner IS NULL AND at < ? "
	    "ORDER BY at", "i", before);
}

/* Somebody is to know. */
static int
tell(struct store *s, const struct expiry *e, int64_t n, int64_t *message,
    struct diag_err *err)
{
	sqlite3_stmt *st = sql(s, "SELECT d.n, d.message, d.at, d.tries, "
	    "d.record, m.id FROM due d LEFT JOIN message m ON m.n = d.message "
	    "WHERE d.n = ?", "i", n);
	struct store_due d;
	const char *id;
	int failed = 0, rc = sql_step(s, st, err);

	*message = 0;
	if (rc <= 0)
		return rc;
	sql_forget(s);
	d.n = sqlite3_column_int64(st, 0);
	d.message = sqlite3_column_int64(st, 1);
	d.at = sqlite3_column_int64(st, 2);
	d.tries = (unsigned)sqlite3_column_int(st, 3);
	d.record = sql_text(s, st, 4, &failed);
	id = sql_id(s, st, 5, &failed);
	sql_done(st);
	if (failed)
		return sql_no_memory(s, err);
	if (!d.record)
		return sql_damaged(s, err);
	*message = id ? d.message : 0;
	if (e->given_up)
		e->given_up(e->arg, id, &d);
	return 0;
}

static int
give_up(struct store *s, const struct expiry *e, int64_t n,
    struct diag_err *err)
{
	int64_t message;

	if (tell(s, e, n, &message, err) < 0 || (message && message_event(s,
	    message, e->now, "given up", "never given out", err) < 0))
		return -1;
	return due_drop(s, n, err);
}

/* ---- long messages ---- */

static sqlite3_stmt *
longs(struct store *s, int64_t before)
{
	return sql(s, "SELECT n, owner FROM long WHERE deadline < ? "
	    "ORDER BY deadline", "i", before);
}

static int
drop_long(struct store *s, const struct expiry *e, int64_t n,
    struct diag_err *err)
{
	(void)e;
	return sql_run(s, err, "DELETE FROM long WHERE n = ?", "i", n);
}

/* ---- replies and references ---- */

/* One at a time: SQLite looks up no list of four columns, and many may have
   been used in one millisecond. */
static int
expire_replies(struct store *s, int64_t before, struct diag_err *err)
{
	int gone;

	for (gone = 0; gone < STORE_EXPIRE_STEP; gone++) {
		if (sql_run(s, err, "DELETE FROM reply WHERE "
		    "(account, phone, number, sender) = (SELECT account, phone, "
		    "number, sender FROM reply WHERE used < ? ORDER BY used "
		    "LIMIT 1)", "i", before) < 0)
			return -1;
		if (sql_changes(s) == 0)
			break;
	}
	return gone;
}

static int
expire_references(struct store *s, int64_t before, struct diag_err *err)
{
	if (sql_run(s, err, "DELETE FROM concat WHERE recipient IN "
	    "(SELECT recipient FROM concat WHERE used < ? "
	    "ORDER BY used LIMIT ?)", "ii", before,
	    (int64_t)STORE_EXPIRE_STEP) < 0)
		return -1;
	return sql_changes(s);
}

/* ---- all ---- */

static const struct {
	sqlite3_stmt *(*old)(struct store *s, int64_t before);
	int (*drop)(struct store *s, const struct expiry *e, int64_t n,
		struct diag_err *err);
} kinds[] = {
	{ due,		give_up },	/* first: its message may go as well */
	{ messages,	drop_message },
	{ longs,	drop_long },
};

static int
expire_kind(struct store *s, const struct expiry *e, size_t kind,
    int64_t before, struct diag_err *err)
{
	struct rows r;
	int i;

	if (gather(s, kinds[kind].old(s, before), &r, err) < 0)
		return -1;
	for (i = 0; i < r.count; i++)
		if (kinds[kind].drop(s, e, r.n[i], err) < 0)
			return -1;
	return r.count;
}

static int
expire(struct store *s, const struct expiry *e, int64_t keep, int64_t ram,
    struct diag_err *err)
{
	int gone = 0, rc, replies, references;
	size_t i;

	if (due_free_dead(s, err) < 0)
		return -1;
	for (i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		rc = expire_kind(s, e, i, keep, err);
		if (rc < 0)
			return -1;
		gone += rc;
	}
	replies = expire_replies(s, ram, err);
	references = replies < 0 ? -1 : expire_references(s, keep, err);
	return references < 0 ? -1 : gone + replies + references;
}

int
store_expire(struct store *s, int64_t now, int64_t keep, int64_t ram,
    store_given_up *given_up, void *arg, struct diag_err *err)
{
	const struct expiry e = { now, given_up, arg };

	if (sql_enter(s, err) < 0)
		return -1;
	return sql_leave(s, expire(s, &e, now - keep, now - ram, err), err);
}
