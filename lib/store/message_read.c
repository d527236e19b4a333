/* Messages as they come out of the store.  See message.h. */
#include <string.h>

#include "store/message_priv.h"

int
message_is_dead(struct store *s, int status, int64_t owner)
{
	return status == STORE_SENDING && !owner_alive(s, owner);
}

static void
part_row(struct store *s, sqlite3_stmt *st, struct store_part *p,
    int sending, int *failed)
{
	p->state = (enum store_part_state)sqlite3_column_int(st, 1);
	if (!sending && p->state == STORE_PART_SENDING)
		p->state = STORE_PART_UNKNOWN;
	p->status = (uint32_t)sqlite3_column_int64(st, 2);
	p->message_id = sql_text(s, st, 3, failed);
	if (sqlite3_column_type(st, 4) != SQLITE_NULL)
		p->umr = sqlite3_column_int(st, 4);
	p->final = sqlite3_column_int(st, 5);
	p->final_at = sqlite3_column_int64(st, 6);
	p->error = sql_text(s, st, 7, failed);
}

static int
part_rows(struct store *s, struct store_message *m, struct diag_err *err)
{
	int sending = m->status == STORE_SENDING;
	sqlite3_stmt *st;
	unsigned i, seq;
	int failed = 0, rc;

	m->parts = sql_keep(s, m->nparts * sizeof *m->parts);
	if (!m->parts)
		return sql_no_memory(s, err);
	memset(m->parts, 0, m->nparts * sizeof *m->parts);
	for (i = 0; i < m->nparts; i++)
		m->parts[i].umr = -1;
	st = sql(s, "SELECT seq, state, status, message_id, umr, final, "
	    "final_at, error FROM part WHERE message = ?", "i", m->n);
	while ((rc = sql_step(s, st, err)) > 0) {
		seq = (unsigned)sqlite3_column_int(st, 0);
		if (seq < m->nparts)
			part_row(s, st, &m->parts[seq], sending, &failed);
	}
	return rc < 0 ? -1 : failed ? sql_no_memory(s, err) : 1;
}

int
message_row(struct store *s, sqlite3_stmt *st, struct store_message *m,
    struct diag_err *err)
{
	int failed = 0;

	m->n = sqlite3_column_int64(st, 0);
	m->id = sql_id(s, st, 1, &failed);
	m->account = sql_text(s, st, 2, &failed);
	m->status = (enum store_status)sqlite3_column_int(st, 3);
	m->owner = sqlite3_column_int(st, 4);
	m->from = sql_text(s, st, 5, &failed);
	m->to = sql_text(s, st, 6, &failed);
	m->begun = sqlite3_column_int64(st, 7);
	m->ended = sqlite3_column_int64(st, 8);
	m->asked = sqlite3_column_int(st, 9);
	m->ref = sqlite3_column_type(st, 10) == SQLITE_NULL ? -1 :
		sqlite3_column_int(st, 10);
	m->final = sqlite3_column_int(st, 11);
	m->final_at = sqlite3_column_int64(st, 12);
	m->overdue = sqlite3_column_int64(st, 13);
	m->nparts = (unsigned)sqlite3_column_int(st, 14);
	m->record = sql_text(s, st, 15, &failed);
	m->fingerprint = sqlite3_column_int(st, 16);
	if (failed)
		return sql_no_memory(s, err);
	if (!m->id || !m->to || !m->record || m->nparts > STORE_PARTS_MAX)
		return sql_damaged(s, err);

	if (message_is_dead(s, m->status, m->owner))
		m->status = STORE_UNKNOWN;
	m->busy = m->status == STORE_SENDING && m->owner != s->owner;
	return part_rows(s, m, err);
}

/* The only row of st. */
static int
only_row(struct store *s, sqlite3_stmt *st, struct store_message *m,
    struct diag_err *err)
{
	int rc = sql_step(s, st, err);

	/* only now: what st was bound to may be of what was given out last */
	sql_forget(s);
	if (rc > 0) {
		/* st is held until the parts are read: one state of things */
		rc = message_row(s, st, m, err);
		sql_done(st);
	}
	return rc;
}

int
store_message_find(struct store *s, const char *id, struct store_message *m,
    struct diag_err *err)
{
	return only_row(s, sql(s, MESSAGE_ROW "WHERE m.id = ?", "d", id), m,
	    err);
}

int
store_message_get(struct store *s, int64_t n, struct store_message *m,
    struct diag_err *err)
{
	return only_row(s, sql(s, MESSAGE_ROW "WHERE m.n = ?", "i", n), m, err);
}

int
message_awaited(struct store *s, int64_t n, int64_t *owner,
    struct diag_err *err)
{
	sqlite3_stmt *st = sql(s, "SELECT owner FROM message WHERE n = ? AND "
	    "owner IS NOT NULL AND status <> 1", "i", n);
	int rc = sql_step(s, st, err);

	*owner = 0;
	if (rc > 0) {
		*owner = sqlite3_column_int64(st, 0);
		sql_done(st);
	}
	if (!owner_alive(s, *owner))
		*owner = 0;
	return rc < 0 ? -1 : 0;
}
