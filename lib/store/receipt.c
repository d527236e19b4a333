/* Receipts as they come, and those that wait for their message. */
#include <string.h>

#include "store/message_priv.h"
#include "store/receipt_priv.h"

enum {
	RETRY_MAX = 100,	/* of those that wait for one part's message */
};

/* ---- holding ---- */

static int64_t
key_of(int64_t account, const char *id)
{
	return id ? id_form_key(account, id) : 0;
}

/* 1, 0 or -1 */
static int
is_full(struct store *s, struct diag_err *err)
{
	sqlite3_stmt *st = sql(s, "SELECT held FROM waiting", "");
	int full, rc = sql_step(s, st, err);

	if (rc <= 0)
		return rc < 0 ? -1 : sql_damaged(s, err);
	full = sqlite3_column_int64(st, 0) >= STORE_HELD_MAX;
	sql_done(st);
	return full;
}

static int
hold(struct store *s, int64_t account, const struct store_receipt *r,
    const char **why, struct diag_err *err)
{
	int64_t due;
	int full = is_full(s, err);

	if (full) {
		*why = "too many wait for their message";
		return full < 0 ? -1 : STORE_RECEIPT_FULL;
	}
	if (due_add(s, account, 0, 0, r->record, r->at, r->hold_until, &due,
	    err) < 0)
		return -1;
	if (sql_run(s, err, "INSERT INTO held (due, account, key, key2, umr, "
	    "id, id2, sender, recipient, state, final, interim, error, combine, "
	    "response_form, receipt_form) "
	    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	    "iiIINttttiiitiii", due, account, key_of(account, r->message_id[0]),
	    key_of(account, r->message_id[1]), (int64_t)r->umr,
	    r->message_id[0], r->message_id[1], r->from, r->to,
	    (int64_t)r->state, (int64_t)r->final, (int64_t)r->interim, r->error,
	    (int64_t)r->combine, (int64_t)r->response_form,
	    (int64_t)r->receipt_form) < 0)
		return -1;
	s->held = 1;
	return STORE_RECEIPT_HELD;
}

static int
column_form(sqlite3_stmt *st, int column, int most)
{
	int v = sqlite3_column_int(st, column);

	return v >= 0 && v <= most ? v : 0;
}

/* One that is held, all but its record.  1, 0: it is not held, or -1. */
static int
held(struct store *s, int64_t due, int64_t *account, struct store_receipt *r,
    struct diag_err *err)
{
	sqlite3_stmt *st = sql(s, "SELECT h.account, h.umr, h.id, h.id2, "
	    "h.sender, h.recipient, h.state, h.final, h.interim, h.error, "
	    "h.combine, h.response_form, h.receipt_form, d.at FROM held h "
	    "JOIN due d ON d.n = h.due WHERE h.due = ?", "i", due);
	int failed = 0, rc = sql_step(s, st, err);

	if (rc <= 0)
		return rc;
	memset(r, 0, sizeof *r);
	*account = sqlite3_column_int64(st, 0);
	r->umr = sqlite3_column_type(st, 1) == SQLITE_NULL ? -1 :
		sqlite3_column_int(st, 1);
	r->message_id[0] = sql_text(s, st, 2, &failed);
	r->message_id[1] = sql_text(s, st, 3, &failed);
	r->from = sql_text(s, st, 4, &failed);
	r->to = sql_text(s, st, 5, &failed);
	r->state = sqlite3_column_int(st, 6);
	r->final = sqlite3_column_int(st, 7);
	r->interim = sqlite3_column_int(st, 8);
	r->error = sql_text(s, st, 9, &failed);
	r->combine = (enum store_combine)column_form(st, 10,
	    STORE_COMBINE_EACH);
	r->response_form = (enum store_id_form)column_form(st, 11,
	    STORE_ID_HEX);
	r->receipt_form = (enum store_id_form)column_form(st, 12, STORE_ID_HEX);
	r->at = sqlite3_column_int64(st, 13);
	sql_done(st);
	return failed ? sql_no_memory(s, err) : 1;
}

/* ---- matching those ---- */

/* 1: it has found its message, 0 or -1. */
static int
match_again(struct store *s, int64_t due, int last, struct diag_err *err)
{
	struct receipt_match match;
	struct store_receipt r;
	const char *why;
	int64_t account;
	int rc = held(s, due, &account, &r, err);

	if (rc > 0)
		rc = receipt_match(s, account, &r, last, &match, err);
	if (rc > 0 && receipt_settle(s, account, &r, &match, due, &why,
	    err) < 0)
		return -1;
	return rc;
}

int
receipt_hold_ended(struct store *s, int64_t due, struct diag_err *err)
{
	int rc = match_again(s, due, 1, err);

	if (rc)
		return rc;
	return sql_run(s, err, "DELETE FROM held WHERE due = ?", "i", due);
}

static int
match_all(struct store *s, sqlite3_stmt *st, struct diag_err *err)
{
	int64_t due[RETRY_MAX];
	int i, n = 0, rc;

	while ((rc = sql_step(s, st, err)) > 0)
		due[n++] = sqlite3_column_int64(st, 0);
	for (i = 0; i < n && rc >= 0; i++)
		rc = match_again(s, due[i], 0, err);
	return rc < 0 ? -1 : 0;
}

static int
match_part(struct store *s, int64_t account, const struct store_part *p,
    struct diag_err *err)
{
	int64_t keys[ID_FORM_KEYS];
	unsigned i, n = p->message_id ?
		id_form_keys(account, p->message_id, keys) : 0;

	for (i = 0; i < n; i++)
		if (match_all(s, sql(s, "SELECT due FROM held WHERE key = ?1 "
		    "UNION SELECT due FROM held WHERE key2 = ?1 "
		    "ORDER BY due LIMIT ?2", "ii", keys[i],
		    (int64_t)RETRY_MAX), err) < 0)
			return -1;
	if (p->state != STORE_PART_UNKNOWN || p->umr < 0)
		return 0;
	return match_all(s, sql(s, "SELECT due FROM held WHERE umr = ? "
	    "AND account = ? ORDER BY due LIMIT ?", "iii", (int64_t)p->umr,
	    account, (int64_t)RETRY_MAX), err);
}

/* As long as we are in a transaction, nobody else puts one. */
static int
some_are_held(struct store *s, struct diag_err *err)
{
	sqlite3_stmt *st;
	int rc;

	if (s->held < 0) {
		st = sql(s, "SELECT 1 FROM held LIMIT 1", "");
		rc = sql_step(s, st, err);
		if (rc < 0)
			return -1;
		if (rc > 0)
			sql_done(st);
		s->held = rc;
	}
	return s->held;
}

int
receipt_match_held(struct store *s, const struct store_message *m,
    int64_t account, struct diag_err *err)
{
	int rc = some_are_held(s, err);
	unsigned i;

	if (rc <= 0)
		return rc;
	for (i = 0; i < m->nparts; i++)
		if (match_part(s, account, &m->parts[i], err) < 0)
			return -1;
	return 0;
}

/* ---- arrival ---- */

static int
take(struct store *s, const struct store_receipt *r, const char **why,
    struct diag_err *err)
{
	struct receipt_match match;
	int64_t account;
	int rc;

	if (sql_account(s, r->account, &account, err) < 0)
		return -1;
	rc = receipt_match(s, account, r, 0, &match, err);
	if (rc < 0)
		return -1;
	return rc ? receipt_settle(s, account, r, &match, 0, why, err) :
		hold(s, account, r, why, err);
}

int
store_receipt_take(struct store *s, const struct store_receipt *r,
    const char **why, struct diag_err *err)
{
	const char *unused;

	if (!why)
		why = &unused;
	*why = "";
	if (strlen(r->record) > STORE_RECORD_MAX) {
		*why = "its record is too long";
		return STORE_RECEIPT_TOO_BIG;
	}
	if (sql_enter(s, err) < 0)
		return -1;
	return sql_leave(s, take(s, r, why, err), err);
}
