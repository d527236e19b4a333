/* What is too old goes, a few rows at a time.  See store.h. */
#include "store/due.h"
#include "store/message_priv.h"
#include "store/receipt_priv.h"

/* The rows of a query, gathered before what it reads is changed. */
struct rows {
	int64_t n[STORE_EXPIRE_STEP];
	int count;
};

/*
 * Rows in the order of their numbers, which is nearly that of time: no index,
 * and it ends at the first that is young.  What was imported waits its turn.
 * A row is: number, time, owner; whose process is alive, it stays.
 */
static int
gather(struct store *s, sqlite3_stmt *st, int64_t before, struct rows *r,
    struct diag_err *err)
{
	int rc;

	r->count = 0;
	while ((rc = sql_step(s, st, err)) > 0) {
		if (r->count == STORE_EXPIRE_STEP ||
		    sqlite3_column_int64(st, 1) >= before) {
			sql_done(st);
			return 0;
		}
		if (!owner_alive(s, sqlite3_column_int64(st, 2)))
			r->n[r->count++] = sqlite3_column_int64(st, 0);
	}
	return rc;
}

/* ---- messages ---- */

static sqlite3_stmt *
messages(struct store *s)
{
	return sql(s, "SELECT n, begun, owner FROM message ORDER BY n", "");
}

static int
drop_message(struct store *s, int64_t n, struct diag_err *err)
{
	/* what is due about it has a record of its own, and n may be another's
	   some day */
	if (sql_run(s, err, "UPDATE due SET message = NULL WHERE message = ?",
	    "i", n) < 0 ||
	    sql_run(s, err, "DELETE FROM event WHERE message = ?", "i", n) < 0 ||
	    sql_run(s, err, "DELETE FROM part WHERE message = ?", "i", n) < 0)
		return -1;
	return sql_run(s, err, "DELETE FROM message WHERE n = ?", "i", n);
}

/* ---- what is due ---- */

static sqlite3_stmt *
due(struct store *s)
{
	return sql(s, "SELECT n, at, 0 FROM due ORDER BY n", "");
}

/* ---- long messages ---- */

static sqlite3_stmt *
longs(struct store *s)
{
	return sql(s, "SELECT n, deadline, owner FROM long ORDER BY n", "");
}

static int
drop_long(struct store *s, int64_t n, struct diag_err *err)
{
	return sql_run(s, err, "DELETE FROM long WHERE n = ?", "i", n);
}

/* ---- all ---- */

static const struct {
	sqlite3_stmt *(*all)(struct store *s);
	int (*drop)(struct store *s, int64_t n, struct diag_err *err);
} kinds[] = {
	{ messages,	drop_message },
	{ due,		due_drop },
	{ longs,		drop_long },
};

static int
expire_kind(struct store *s, size_t kind, int64_t before, struct diag_err *err)
{
	struct rows r;
	int i;

	if (gather(s, kinds[kind].all(s), before, &r, err) < 0)
		return -1;
	for (i = 0; i < r.count; i++)
		if (kinds[kind].drop(s, r.n[i], err) < 0)
			return -1;
	return r.count;
}

static int
expire_used(struct store *s, int64_t keep, int64_t ram, struct diag_err *err)
{
	int gone;

	/* by the index of `used`: its primary key is of four columns, which
	   SQLite does not look up in such a list */
	if (sql_run(s, err, "DELETE FROM reply WHERE used IN "
	    "(SELECT used FROM reply WHERE used < ? ORDER BY used LIMIT ?)",
	    "ii", ram, (int64_t)STORE_EXPIRE_STEP) < 0)
		return -1;
	gone = sql_changes(s);
	if (sql_run(s, err, "DELETE FROM concat WHERE recipient IN "
	    "(SELECT recipient FROM concat WHERE used < ? "
	    "ORDER BY used LIMIT ?)", "ii", keep,
	    (int64_t)STORE_EXPIRE_STEP) < 0)
		return -1;
	return gone + sql_changes(s);
}

static int
expire(struct store *s, int64_t keep, int64_t ram, struct diag_err *err)
{
	int gone = 0, rc;
	size_t i;

	for (i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		rc = expire_kind(s, i, keep, err);
		if (rc < 0)
			return -1;
		gone += rc;
	}
	rc = expire_used(s, keep, ram, err);
	return rc < 0 ? -1 : gone + rc;
}

int
store_expire(struct store *s, int64_t now, int64_t keep, int64_t ram,
    struct diag_err *err)
{
	if (sql_enter(s, err) < 0)
		return -1;
	return sql_leave(s, expire(s, now - keep, now - ram, err), err);
}
