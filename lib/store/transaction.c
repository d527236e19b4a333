/*
 * Transactions; and accounts, of which the last is remembered for as long as
 * the transaction that may have made it is not undone.  See sql.h.
 */
#include <stdlib.h>
#include <string.h>

#include "store/sql.h"

/* ---- accounts ---- */

static void
account_forget(struct store *s)
{
	free(s->account);
	s->account = NULL;
}

static int
account_number(struct store *s, const char *name, int64_t *n,
    struct diag_err *err)
{
	sqlite3_stmt *st;
	int rc;

	st = sql(s, "SELECT n FROM account WHERE name = ?", "t", name);
	rc = sql_step(s, st, err);
	if (rc > 0) {
		*n = sqlite3_column_int64(st, 0);
		sql_done(st);
		return 0;
	}
	if (rc < 0 || sql_run(s, err, "INSERT INTO account (name) VALUES (?)",
	    "t", name) < 0)
		return -1;
	*n = sqlite3_last_insert_rowid(s->db);
	return 0;
}

int
sql_account(struct store *s, const char *name, int64_t *n,
    struct diag_err *err)
{
	/* mostly the same one again; accounts never go */
	if (!s->account || strcmp(s->account, name) != 0) {
		account_forget(s);
		if (account_number(s, name, &s->account_n, err) < 0)
			return -1;
		s->account = strdup(name);
	}
	*n = s->account_n;
	return 0;
}

/* ---- transactions ---- */

int
sql_enter(struct store *s, struct diag_err *err)
{
	if (s->open == 0) {
		s->broken = 0;
		s->held = -1;
		if (sql_run(s, err, "BEGIN IMMEDIATE", "") < 0)
			return -1;
	}
	s->open++;
	return 0;
}

/* Some errors have rolled back already. */
static void
undo(struct store *s)
{
	s->open = 0;
	s->undone = 1;
	account_forget(s);
	if (!sqlite3_get_autocommit(s->db))
		sql_run(s, NULL, "ROLLBACK", "");
}

int
sql_leave(struct store *s, int rc, struct diag_err *err)
{
	if (rc < 0 && !s->broken) {
		s->broken = 1;
		if (err)
			s->why = *err;
	}
	if (s->open > 1) {
		s->open--;
		return rc;
	}
	if (s->broken) {
		if (err)
			*err = s->why;
		undo(s);
		return -1;
	}
	s->open = 0;
	if (sql_run(s, err, "COMMIT", "") < 0) {
		undo(s);
		return -1;
	}
	return rc;
}

int
store_begin(struct store *s, struct diag_err *err)
{
	return sql_enter(s, err);
}

int
store_commit(struct store *s, struct diag_err *err)
{
	return sql_leave(s, 0, err);
}

void
store_rollback(struct store *s)
{
	if (!s->open)
		return;
	s->broken = 1;
	s->open = 1;
	sql_leave(s, -1, NULL);
}
