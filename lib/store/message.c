/* Messages as they are written.  See message.h. */
#include "store/message.h"

#include <string.h>
#include <sysexits.h>

#include "store/id_form.h"
#include "store/message_priv.h"

/* ---- begin ---- */

int
message_check(const struct store_message *m, struct diag_err *err)
{
	if (m->nparts > STORE_PARTS_MAX)
		return diag_err(err, EX_DATAERR, "state: message %s: %u parts, "
		    "at most %d are kept", m->id, m->nparts, STORE_PARTS_MAX);
	if (strlen(m->record) > STORE_RECORD_MAX)
		return diag_err(err, EX_DATAERR, "state: message %s: a record "
		    "over %d octets is not kept", m->id, STORE_RECORD_MAX);
	return 0;
}

/* The one of that id: its number and status, dead ones being UNKNOWN; 0, 0. */
static int
there(struct store *s, const char *id, int64_t *n, int *status,
    struct diag_err *err)
{
	sqlite3_stmt *st = sql(s, "SELECT n, status, owner FROM message "
	    "WHERE id = ?", "d", id);
	int rc = sql_step(s, st, err);

	*n = 0;
	*status = 0;
	if (rc > 0) {
		*n = sqlite3_column_int64(st, 0);
		*status = sqlite3_column_int(st, 1);
		if (message_is_dead(s, *status, sqlite3_column_int64(st, 2)))
			*status = STORE_UNKNOWN;
		sql_done(st);
	}
	return rc < 0 ? -1 : 0;
}

static int64_t
key_of(int64_t account, const struct store_part *p)
{
	return p->message_id ? id_form_key(account, p->message_id) : 0;
}

static int
begin_part(struct store *s, const struct store_message *m, unsigned seq,
    int64_t account, struct diag_err *err)
{
	const struct store_part *p = &m->parts[seq];

	return sql_run(s, err, "INSERT INTO part (message, seq, state, umr, "
	    "message_id, key) VALUES (?, ?, ?, ?, ?, ?)", "iiiNtI", m->n,
	    (int64_t)seq, (int64_t)p->state, (int64_t)p->umr, p->message_id,
	    key_of(account, p));
}

static int
begin_part_anew(struct store *s, const struct store_message *m, unsigned seq,
    int64_t account, struct diag_err *err)
{
	const struct store_part *p = &m->parts[seq];

	if (sql_run(s, err, "UPDATE part SET state = ?1, status = NULL, "
	    "umr = ?2, message_id = ?3, key = ?4, "
	    "final = iif(?1 = 2, final, NULL), "
	    "final_at = iif(?1 = 2, final_at, NULL), "
	    "error = iif(?1 = 2, error, NULL) WHERE message = ?5 AND seq = ?6",
	    "iNtIii", (int64_t)p->state, (int64_t)p->umr, p->message_id,
	    key_of(account, p), m->n, (int64_t)seq) < 0)
		return -1;
	return sql_changes(s) ? 0 : begin_part(s, m, seq, account, err);
}

/*
 * A rollback takes back numbers too, which somebody may still have: the number
 * for the next message, or 0 where the table's own will do.
 */
static int
next_number(struct store *s, int64_t *n, struct diag_err *err)
{
	sqlite3_stmt *st;
	int64_t last = 0;
	int rc;

	*n = 0;
	if (!s->undone)
		return 0;
	st = sql(s, "SELECT seq FROM sqlite_sequence WHERE name = 'message'", "");
	rc = sql_step(s, st, err);
	if (rc < 0)
		return -1;
	if (rc > 0) {
		last = sqlite3_column_int64(st, 0);
		sql_done(st);
	}
	if (last < s->begun)
		*n = s->begun + 1;
	s->undone = 0;
	return 0;
}

/* 1 or -1; 0: one of that id is there. */
static int
begin_new(struct store *s, struct store_message *m, int64_t account,
    struct diag_err *err)
{
	int64_t n;
	unsigned i;

	if (next_number(s, &n, err) < 0 || sql_run(s, err,
	    "INSERT INTO message (n, id, account, status, owner, "
	    "sender, recipient, record, ref, asked, fingerprint, begun, parts) "
	    "VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
	    "ON CONFLICT DO NOTHING", "IdiitttNiIii", n, m->id, account,
	    (int64_t)s->owner, m->from, m->to ? m->to : "", m->record,
	    (int64_t)m->ref, (int64_t)m->asked, (int64_t)m->fingerprint,
	    m->begun, (int64_t)m->nparts) < 0)
		return -1;
	if (sql_changes(s) == 0)
		return 0;
	m->n = s->begun = sqlite3_last_insert_rowid(s->db);
	for (i = 0; i < m->nparts; i++)
		if (begin_part(s, m, i, account, err) < 0)
			return -1;
	return 1;
}

static int
begin_anew(struct store *s, const struct store_message *m, int64_t account,
    struct diag_err *err)
{
	unsigned i;

	if (sql_run(s, err, "UPDATE message SET account = ?, status = 1, "
	    "owner = ?, sender = ?, recipient = ?, record = ?, ref = ?, "
	    "asked = ?, fingerprint = ?, parts = ?, kept = ?, ended = NULL, "
	    "final = NULL, final_at = NULL, overdue = NULL WHERE n = ?",
	    "iitttNiIiii", account, (int64_t)s->owner, m->from,
	    m->to ? m->to : "", m->record, (int64_t)m->ref, (int64_t)m->asked,
	    (int64_t)m->fingerprint, (int64_t)m->nparts, m->begun, m->n) < 0)
		return -1;
	for (i = 0; i < m->nparts; i++)
		if (begin_part_anew(s, m, i, account, err) < 0)
			return -1;
	return sql_run(s, err, "DELETE FROM part WHERE message = ? AND seq >= ?",
	    "ii", m->n, (int64_t)m->nparts);
}

/* May what is there with that status be sent, after the caller saw `seen`? */
static int
may_begin(int status, int seen)
{
	switch (status) {
	case STORE_TEMPORARY:
	case STORE_PERMANENT:
		return 1;
	case STORE_UNKNOWN:
	case STORE_DROPPED:
		return seen == status;
	default:
		return 0;
	}
}

static int
begin(struct store *s, struct store_message *m, struct diag_err *err)
{
	int64_t account;
	int rc, status;

	if (sql_account(s, m->account, &account, err) < 0)
		return -1;
	rc = begin_new(s, m, account, err);
	if (!rc) {
		if (there(s, m->id, &m->n, &status, err) < 0)
			return -1;
		if (!may_begin(status, m->status))
			return 0;
		rc = begin_anew(s, m, account, err) < 0 ? -1 : 1;
	}
	if (rc > 0) {
		m->status = STORE_SENDING;
		m->owner = s->owner;
	}
	return rc;
}

int
store_message_begin(struct store *s, struct store_message *m,
    struct diag_err *err)
{
	if (message_check(m, err) < 0 || owner_take(s, err) < 0 ||
	    sql_enter(s, err) < 0)
		return -1;
	return sql_leave(s, begin(s, m, err), err);
}

/* ---- end ---- */

static int
end(struct store *s, const struct store_message *m, int await,
    struct diag_err *err)
{
	const struct store_part *p;
	int64_t account;
	unsigned i;

	if (sql_account(s, m->account, &account, err) < 0 || sql_run(s, err,
	    "UPDATE message SET status = ?, ended = ?, owner = ?, "
	    "overdue = iif(final IS NULL, ?, NULL) "
	    "WHERE n = ? AND status = 1 AND owner = ?", "iIIIii",
	    (int64_t)m->status, m->ended, await ? (int64_t)s->owner : 0,
	    m->overdue, m->n, (int64_t)s->owner) < 0)
		return -1;
	if (sql_changes(s) == 0)
		return 0;
	for (i = 0; i < m->nparts; i++) {
		p = &m->parts[i];
		if (sql_run(s, err, "UPDATE part SET state = ?, status = ?, "
		    "message_id = ?, key = ? WHERE message = ? AND seq = ?",
		    "iItIii", (int64_t)p->state, (int64_t)p->status,
		    p->message_id, key_of(account, p), m->n, (int64_t)i) < 0)
			return -1;
	}
	return receipt_match_held(s, m, account, err) < 0 ? -1 : 1;
}

int
store_message_end(struct store *s, const struct store_message *m, int await,
    struct diag_err *err)
{
	if (sql_enter(s, err) < 0)
		return -1;
	return sql_leave(s, end(s, m, await, err), err);
}

/* ---- what a person or time decides ---- */

static int
decide(struct store *s, const char *id, enum store_status status,
    struct diag_err *err)
{
	int64_t n;
	int is;

	if (there(s, id, &n, &is, err) < 0)
		return -1;
	if (is != STORE_UNKNOWN)
		return 0;
	if (sql_run(s, err, "UPDATE message SET status = ?, owner = NULL, "
	    "overdue = NULL WHERE n = ?", "ii", (int64_t)status, n) < 0 ||
	    sql_run(s, err, "UPDATE part SET state = ? WHERE message = ? AND "
	    "state IN (1, 4)", "ii", (int64_t)(status == STORE_TEMPORARY ?
	    STORE_PART_TODO : STORE_PART_UNKNOWN), n) < 0)
		return -1;
	return 1;
}

int
store_message_decide(struct store *s, const char *id, enum store_status status,
    struct diag_err *err)
{
	if (sql_enter(s, err) < 0)
		return -1;
	return sql_leave(s, decide(s, id, status, err), err);
}

int
message_next_overdue(struct store *s, const char *account, int64_t now,
    int64_t *n, struct diag_err *err)
{
	sqlite3_stmt *st = sql(s, "SELECT m.n FROM message m JOIN account a "
	    "ON a.n = m.account WHERE a.name = ? AND m.overdue <= ? "
	    "ORDER BY m.overdue LIMIT 1", "ti", account, now);
	int rc = sql_step(s, st, err);

	if (rc > 0) {
		*n = sqlite3_column_int64(st, 0);
		sql_done(st);
	}
	return rc;
}

static int
overdue(struct store *s, const char *account, int64_t now,
    struct store_message *m, struct diag_err *err)
{
	int64_t n;
	int rc = message_next_overdue(s, account, now, &n, err);

	if (rc > 0)
		rc = store_message_get(s, n, m, err);
	if (rc > 0 && sql_run(s, err, "UPDATE message SET overdue = NULL "
	    "WHERE n = ?", "i", n) < 0)
		return -1;
	return rc;
}

int
store_message_overdue(struct store *s, const char *account, int64_t now,
    struct store_message *m, struct diag_err *err)
{
	int64_t n;
	/* mostly there is none, which costs no write */
	int rc = message_next_overdue(s, account, now, &n, err);

	if (rc <= 0)
		return rc;
	if (sql_enter(s, err) < 0)
		return -1;
	return sql_leave(s, overdue(s, account, now, m, err), err);
}
