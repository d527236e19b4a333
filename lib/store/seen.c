#include "store/seen.h"

#include "store/sql.h"

enum { CLEAR_STEP = 4 };	/* a put brings one row, and this takes more */

static int
put(struct store *s, const uint8_t key[STORE_SEEN_KEY], int64_t now,
    int64_t until, struct diag_err *err)
{
	if (sql_run(s, err, "DELETE FROM seen WHERE key IN (SELECT key FROM seen"
	    " WHERE until <= ? ORDER BY until LIMIT ?)", "ii", now,
	    (int64_t)CLEAR_STEP) < 0)
		return -1;
	return sql_run(s, err, "INSERT INTO seen (key, until) VALUES (?, ?)"
	    " ON CONFLICT DO UPDATE SET until = excluded.until", "bi", key,
	    (size_t)STORE_SEEN_KEY, until);
}

int
store_seen_put(struct store *s, const uint8_t key[STORE_SEEN_KEY],
    int64_t now, int64_t until, struct diag_err *err)
{
	if (sql_enter(s, err) < 0)
		return -1;
	return sql_leave(s, put(s, key, now, until, err), err);
}

int
store_seen(struct store *s, const uint8_t key[STORE_SEEN_KEY], int64_t now,
    struct diag_err *err)
{
	sqlite3_stmt *st = sql(s, "SELECT 1 FROM seen WHERE key = ? AND"
	    " until > ?", "bi", key, (size_t)STORE_SEEN_KEY, now);
	int rc = sql_step(s, st, err);

	if (rc > 0)
		sql_done(st);
	return rc;
}
