/* What else happened to messages, and references of long ones.  See message.h. */
#include <sys/random.h>

#include "store/message_priv.h"

static int
message_of(struct store *s, const char *id, int64_t *n, struct diag_err *err)
{
	sqlite3_stmt *st = sql(s, "SELECT n FROM message WHERE id = ?", "d", id);
	int rc = sql_step(s, st, err);

	if (rc > 0) {
		*n = sqlite3_column_int64(st, 0);
		sql_done(st);
	}
	return rc;
}

int
message_event(struct store *s, int64_t n, int64_t at, const char *what,
    const char *text, struct diag_err *err)
{
	return sql_run(s, err, "INSERT INTO event (message, seq, at, what, text) "
	    "SELECT ?1, seq, ?2, ?3, ?4 FROM (SELECT ifnull(max(seq), 0) + 1 "
	    "AS seq FROM event WHERE message = ?1) WHERE seq <= ?5", "iitti",
	    n, at, what, text, (int64_t)STORE_EVENTS_MAX);
}

static int
put(struct store *s, const char *id, int64_t at, const char *what,
    const char *text, struct diag_err *err)
{
	int64_t n;
	int rc = message_of(s, id, &n, err);

	if (rc > 0 && message_event(s, n, at, what, text, err) < 0)
		return -1;
	return rc;
}

int
store_event_put(struct store *s, const char *id, int64_t at, const char *what,
    const char *text, struct diag_err *err)
{
	if (sql_enter(s, err) < 0)
		return -1;
	return sql_leave(s, put(s, id, at, what, text, err), err);
}

int
store_event_each(struct store *s, int64_t n,
    int (*cb)(void *arg, const struct store_event *e), void *arg,
    struct diag_err *err)
{
	sqlite3_stmt *st = sql(s, "SELECT at, what, text FROM event "
	    "WHERE message = ? ORDER BY at, seq", "i", n);
	struct store_event e;
	int rc, end = 0;

	while (!end && (rc = sql_step(s, st, err)) > 0) {
		e.at = sqlite3_column_int64(st, 0);
		e.what = (const char *)sqlite3_column_text(st, 1);
		e.text = (const char *)sqlite3_column_text(st, 2);
		end = cb(arg, &e);
	}
	if (end)
		sql_done(st);
	return end ? 0 : rc;
}

/* ---- references ---- */

/* One number, however its prefix is written. */
static const char *
without_prefix(const char *number)
{
	while (*number == '+' || *number == '0')
		number++;
	return number;
}

int
store_concat_ref(struct store *s, const char *to, int64_t now, uint16_t *ref,
    struct diag_err *err)
{
	sqlite3_stmt *st;
	uint16_t first;
	int rc;

	if (getentropy(&first, sizeof first) < 0)
		first = (uint16_t)now;
	/* the next one each time: 256 of them differ in their last 8 bits */
	st = sql(s, "INSERT INTO concat (recipient, ref, used) VALUES (?, ?, ?) "
	    "ON CONFLICT DO UPDATE SET ref = (ref + 1) & 65535, "
	    "used = excluded.used RETURNING ref", "tii", without_prefix(to),
	    (int64_t)first, now);
	rc = sql_step(s, st, err);
	if (rc > 0) {
		*ref = (uint16_t)sqlite3_column_int(st, 0);
		rc = sql_step(s, st, err);	/* which commits it */
	}
	return rc;
}
