#include "store/due.h"

#include "store/message_priv.h"
#include "store/receipt_priv.h"

int
due_add(struct store *s, int64_t account, int64_t message, int64_t owner,
    const char *record, int64_t at, int64_t due, int64_t *n,
    struct diag_err *err)
{
	if (sql_run(s, err, "INSERT INTO due (account, message, due, owner, at, "
	    "record) VALUES (?, ?, ?, ?, ?, ?)", "iIiIit", account, message,
	    due, owner, at, record) < 0)
		return -1;
	*n = sqlite3_last_insert_rowid(s->db);
	return 0;
}

static int
put(struct store *s, const char *account, int64_t message, const char *record,
    int64_t at, int64_t due, struct diag_err *err)
{
	int64_t a, n, owner = 0;

	if (sql_account(s, account, &a, err) < 0 ||
	    (message && message_awaited(s, message, &owner, err) < 0))
		return -1;
	return due_add(s, a, message, owner, record, at, due, &n, err);
}

int
store_due_put(struct store *s, const char *account, int64_t message,
    const char *record, int64_t at, int64_t due, struct diag_err *err)
{
	if (sql_enter(s, err) < 0)
		return -1;
	return sql_leave(s, put(s, account, message, record, at, due, err), err);
}

/* ---- taking ---- */

/* The next owner of something after that one; 0: no more. */
static int
next_owner(struct store *s, int64_t *owner, struct diag_err *err)
{
	sqlite3_stmt *st = sql(s, "SELECT owner FROM due WHERE owner > ? "
	    "ORDER BY owner LIMIT 1", "i", *owner);
	int rc = sql_step(s, st, err);

	*owner = 0;
	if (rc > 0) {
		*owner = sqlite3_column_int64(st, 0);
		sql_done(st);
	}
	return rc;
}

int
due_free_dead(struct store *s, struct diag_err *err)
{
	int64_t owner = 0;
	int rc;

	while ((rc = next_owner(s, &owner, err)) > 0)
		if (!owner_alive(s, owner) && sql_run(s, err, "UPDATE due "
		    "SET owner = NULL, taken = 0 WHERE owner = ?", "i",
		    owner) < 0)
			return -1;
	return rc;
}

static sqlite3_stmt *
due_to_us(struct store *s, const char *account, int64_t now)
{
	return sql(s, "SELECT d.n, d.message, d.at, d.tries, d.record FROM due d "
	    "JOIN account a ON a.n = d.account WHERE d.owner = ?1 "
	    "AND d.taken = 0 AND d.due <= ?2 AND (?3 IS NULL OR a.name = ?3) "
	    "ORDER BY d.due LIMIT 1", "iit", (int64_t)s->owner, now, account);
}

static sqlite3_stmt *
due_to_all(struct store *s, const char *account, int64_t now)
{
	return sql(s, "SELECT d.n, d.message, d.at, d.tries, d.record FROM due d "
	    "JOIN account a ON a.n = d.account WHERE a.name = ? "
	    "AND d.owner IS NULL AND d.due <= ? ORDER BY d.due LIMIT 1", "ti",
	    account, now);
}

/* The next one: *st is at its row.  1, 0 or -1. */
static int
next_due(struct store *s, const char *account, int64_t now, sqlite3_stmt **st,
    struct diag_err *err)
{
	int rc = 0;

	if (s->owner) {
		*st = due_to_us(s, account, now);
		rc = sql_step(s, *st, err);
	}
	if (!rc && account) {
		*st = due_to_all(s, account, now);
		rc = sql_step(s, *st, err);
	}
	return rc;
}

static int
is_due(struct store *s, const char *account, int64_t now, struct diag_err *err)
{
	sqlite3_stmt *st;
	int rc = next_due(s, account, now, &st, err);

	if (rc > 0)
		sql_done(st);
	return rc;
}

static int
read_due(struct store *s, const char *account, int64_t now,
    struct store_due *d, struct diag_err *err)
{
	sqlite3_stmt *st;
	int failed = 0, rc = next_due(s, account, now, &st, err);

	if (rc <= 0)
		return rc;
	d->n = sqlite3_column_int64(st, 0);
	d->message = sqlite3_column_int64(st, 1);
	d->at = sqlite3_column_int64(st, 2);
	d->tries = (unsigned)sqlite3_column_int(st, 3);
	d->record = sql_text(s, st, 4, &failed);
	sql_done(st);
	if (failed)
		return sql_no_memory(s, err);
	return d->record ? 1 : sql_damaged(s, err);
}

static int
take(struct store *s, const char *account, int64_t now, struct store_due *d,
    struct diag_err *err)
{
	int rc, settled;

	do {
		rc = read_due(s, account, now, d, err);
		if (rc <= 0)
			return rc;
		settled = d->message ? 0 : receipt_hold_ended(s, d->n, err);
	} while (settled > 0);
	if (settled < 0 || sql_run(s, err, "UPDATE due SET owner = ?, "
	    "taken = 1 WHERE n = ?", "ii", (int64_t)s->owner, d->n) < 0)
		return -1;
	return 1;
}

/* 1: somebody who has died had something. */
static int
the_dead_had_some(struct store *s, struct diag_err *err)
{
	int64_t owner = 0;
	int rc;

	while ((rc = next_owner(s, &owner, err)) > 0)
		if (!owner_alive(s, owner))
			break;
	return rc;
}

static int
free_and_take(struct store *s, const char *account, int64_t now,
    struct store_due *d, struct diag_err *err)
{
	if (due_free_dead(s, err) < 0)
		return -1;
	sql_forget(s);
	return take(s, account, now, d, err);
}

/* Somebody who has died had something, or something is due. */
static int
is_any_due(struct store *s, const char *account, int64_t now,
    struct diag_err *err)
{
	int rc = the_dead_had_some(s, err);

	return rc ? rc : is_due(s, account, now, err);
}

int
store_due_any(struct store *s, const char *account, int64_t now,
    struct diag_err *err)
{
	int64_t n;
	int rc = is_any_due(s, account, now, err);

	return rc ? rc : message_next_overdue(s, account, now, &n, err);
}

int
store_due_take(struct store *s, const char *account, int64_t now,
    struct store_due *d, struct diag_err *err)
{
	/* mostly there is none, which costs no write */
	int rc = is_any_due(s, account, now, err);

	if (rc <= 0)
		return rc;
	if (owner_take(s, err) < 0 || sql_enter(s, err) < 0)
		return -1;
	return sql_leave(s, free_and_take(s, account, now, d, err), err);
}

/* ---- afterwards ---- */

int
due_drop(struct store *s, int64_t n, struct diag_err *err)
{
	if (sql_run(s, err, "DELETE FROM held WHERE due = ?", "i", n) < 0)
		return -1;
	return sql_run(s, err, "DELETE FROM due WHERE n = ?", "i", n);
}

/* What is taken is held no more. */
static int
done(struct store *s, int64_t n, struct diag_err *err)
{
	if (sql_run(s, err, "DELETE FROM due WHERE n = ? AND owner = ? "
	    "AND taken = 1", "ii", n, (int64_t)s->owner) < 0)
		return -1;
	return sql_changes(s);
}

int
store_due_done(struct store *s, int64_t n, struct diag_err *err)
{
	if (sql_enter(s, err) < 0)
		return -1;
	return sql_leave(s, done(s, n, err), err);
}

static int
later(struct store *s, int64_t n, int64_t due, struct diag_err *err)
{
	/* who awaits it still does */
	if (sql_run(s, err, "UPDATE due SET tries = tries + 1, due = ?, "
	    "taken = 0, owner = (SELECT owner FROM message "
	    "WHERE n = due.message AND status <> 1 AND owner = due.owner) "
	    "WHERE n = ? AND owner = ? AND taken = 1", "iii", due, n,
	    (int64_t)s->owner) < 0)
		return -1;
	return sql_changes(s);
}

int
store_due_later(struct store *s, int64_t n, int64_t due, struct diag_err *err)
{
	if (sql_enter(s, err) < 0)
		return -1;
	return sql_leave(s, later(s, n, due, err), err);
}

/* ---- looking ---- */

static int
last_due(struct store *s, int64_t *n, struct diag_err *err)
{
	sqlite3_stmt *st = sql(s, "SELECT ifnull(max(n), 0) FROM due", "");

	if (sql_step(s, st, err) < 0)
		return -1;
	*n = sqlite3_column_int64(st, 0);
	sql_done(st);
	return 0;
}

struct seen {
	struct store_due d;
	const char *account;
	int64_t due;
};

/* The one after that number, copied: no statement is left open.  1, 0 or -1. */
static int
see_next(struct store *s, int64_t n, int64_t last, struct seen *d,
    struct diag_err *err)
{
	sqlite3_stmt *st = sql(s, "SELECT d.n, d.message, d.at, d.tries, "
	    "d.record, a.name, d.due FROM due d JOIN account a "
	    "ON a.n = d.account WHERE d.n > ? AND d.n <= ? ORDER BY d.n "
	    "LIMIT 1", "ii", n, last);
	int failed = 0, rc = sql_step(s, st, err);

	if (rc <= 0)
		return rc;
	sql_forget(s);
	d->d.n = sqlite3_column_int64(st, 0);
	d->d.message = sqlite3_column_int64(st, 1);
	d->d.at = sqlite3_column_int64(st, 2);
	d->d.tries = (unsigned)sqlite3_column_int(st, 3);
	d->d.record = sql_text(s, st, 4, &failed);
	d->account = sql_text(s, st, 5, &failed);
	d->due = sqlite3_column_int64(st, 6);
	sql_done(st);
	if (failed)
		return sql_no_memory(s, err);
	return d->d.record && d->account ? 1 : sql_damaged(s, err);
}

int
store_due_each(struct store *s, int (*cb)(void *arg, const char *account,
    int64_t due, const struct store_due *d), void *arg, struct diag_err *err)
{
	struct seen d = { .d = { .n = 0 } };
	int64_t last;
	int rc;

	if (last_due(s, &last, err) < 0)
		return -1;
	while ((rc = see_next(s, d.d.n, last, &d, err)) > 0)
		if (cb(arg, d.account, d.due, &d.d))
			return 0;
	return rc;
}
