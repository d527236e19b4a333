#include "store/pace.h"

#include "store/sql.h"

enum { MICRO = 1000 };	/* the table's unit, of a ms: at 7 a second no rounding
			   adds up */

/* What is reserved up to now, as though it were `now` since the last time. */
static int
look(struct store *s, int64_t account, int64_t now, int64_t *free,
    struct diag_err *err)
{
	sqlite3_stmt *st = sql(s, "SELECT free, at FROM pace"
	    " WHERE account = ?", "i", account);
	int64_t at;
	int rc = sql_step(s, st, err);

	*free = 0;
	if (rc <= 0)
		return rc;
	*free = sqlite3_column_int64(st, 0);
	at = sqlite3_column_int64(st, 1);
	sql_done(st);
	/* the clock was set back: that is no reason to wait for it */
	if (at > now)
		*free -= at - now;
	return 0;
}

static int
reserve(struct store *s, const char *name, unsigned rate, unsigned n,
    int64_t now, int64_t latest, int64_t *at, struct diag_err *err)
{
	int64_t account, free;

	if (sql_account(s, name, &account, err) < 0 ||
	    look(s, account, now, &free, err) < 0)
		return -1;
	if (free < now - STORE_PACE_BURST * MICRO)
		free = now - STORE_PACE_BURST * MICRO;
	*at = (free + MICRO - 1) / MICRO;
	if (*at > latest)
		return 0;
	if (sql_run(s, err, "INSERT INTO pace (account, free, at)"
	    " VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET"
	    " free = excluded.free, at = excluded.at", "iii", account,
	    free + (int64_t)n * 1000 * MICRO / rate, now) < 0)
		return -1;
	return 1;
}

int
store_pace_reserve(struct store *s, const char *account, unsigned rate,
    unsigned n, int64_t now, int64_t latest, int64_t *at,
    struct diag_err *err)
{
	if (sql_enter(s, err) < 0)
		return -1;
	return sql_leave(s, reserve(s, account, rate, n, now * MICRO, latest,
	    at, err), err);
}
