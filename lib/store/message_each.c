/* Looking for messages, and putting those of another store.  See message.h. */
#include <stddef.h>
#include <string.h>

#include "store/id_form.h"
#include "store/message_priv.h"
#include "store/number.h"

/* ---- looking ---- */

/* What SQL can say of a search; the rest is for wanted(). */
#define CONDITIONS                                                             \
	"WHERE (?1 IS NULL OR a.name = ?1) AND m.begun >= ?2 "                 \
	"AND (?3 IS NULL OR (json_valid(m.record) AND ?3 = trim("              \
	"json_extract(m.record, '$.mail.message_id'), '<>'))) "

enum { OPEN = 1 << STORE_SENDING | 1 << STORE_UNKNOWN };

static const char *
text_of(const struct store_search *q)
{
	/* those that are open have an index, and are few */
	if (q->statuses && !(q->statuses & ~(unsigned)OPEN))
		return q->oldest_first ?
			MESSAGE_ROW CONDITIONS "AND m.status IN (1, 5) "
			"ORDER BY m.n" :
			MESSAGE_ROW CONDITIONS "AND m.status IN (1, 5) "
			"ORDER BY m.n DESC";
	return q->oldest_first ? MESSAGE_ROW CONDITIONS "ORDER BY m.n" :
		MESSAGE_ROW CONDITIONS "ORDER BY m.n DESC";
}

static int
wanted(const struct store_search *q, const struct store_message *m)
{
	if (q->statuses && !(q->statuses & 1u << m->status))
		return 0;
	return !q->number || store_number_same(q->number, m->from) ||
		store_number_same(q->number, m->to);
}

int
store_message_each(struct store *s, const struct store_search *q,
    int (*cb)(void *arg, const struct store_message *m), void *arg,
    struct diag_err *err)
{
	sqlite3_stmt *st = sql(s, text_of(q), "tit", q->account, q->since,
	    q->mail_id);
	struct store_message m;
	int64_t found = 0;
	int rc, end = 0;

	while (!end && (rc = sql_step(s, st, err)) > 0) {
		sql_forget(s);
		if (message_row(s, st, &m, err) < 0) {
			sql_done(st);
			return -1;
		}
		if (!wanted(q, &m))
			continue;
		found++;
		end = cb(arg, &m) || (q->most && found >= q->most);
	}
	if (end)
		sql_done(st);
	return end ? 0 : rc;
}

/* ---- putting ---- */

static int
put_part(struct store *s, int64_t message, unsigned seq, int64_t account,
    const struct store_part *p, struct diag_err *err)
{
	return sql_run(s, err, "INSERT INTO part (message, seq, state, status, "
	    "umr, message_id, key, final, final_at, error) "
	    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", "iiiINtIIIt", message,
	    (int64_t)seq, (int64_t)p->state, (int64_t)p->status,
	    (int64_t)p->umr, p->message_id, p->message_id ?
	    id_form_key(account, p->message_id) : 0, (int64_t)p->final,
	    p->final_at, p->error);
}

static int
put(struct store *s, const struct store_message *m, struct diag_err *err)
{
	int64_t account, n;
	unsigned i;

	if (sql_account(s, m->account, &account, err) < 0 ||
	    sql_run(s, err, "INSERT INTO message (id, account, status, sender, "
	    "recipient, record, ref, asked, fingerprint, begun, kept, ended, "
	    "final, final_at, overdue, parts) "
	    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
	    "ON CONFLICT DO NOTHING", "diitttNiIiIIIIIi", m->id, account,
	    (int64_t)m->status, m->from, m->to ? m->to : "", m->record,
	    (int64_t)m->ref, (int64_t)m->asked, (int64_t)m->fingerprint,
	    m->begun, m->ended > m->begun ? m->ended : 0, m->ended,
	    (int64_t)m->final, m->final_at, m->overdue,
	    (int64_t)m->nparts) < 0)
		return -1;
	if (sql_changes(s) == 0)
		return 0;
	n = sqlite3_last_insert_rowid(s->db);
	for (i = 0; i < m->nparts; i++)
		if (put_part(s, n, i, account, &m->parts[i], err) < 0)
			return -1;
	return 1;
}

int
store_message_put(struct store *s, const struct store_message *m,
    struct diag_err *err)
{
	if (message_check(m, err) < 0 || sql_enter(s, err) < 0)
		return -1;
	return sql_leave(s, put(s, m, err), err);
}
