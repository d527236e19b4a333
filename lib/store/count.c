#include "store/count.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "store/sql.h"

/* A row a status, and one an owner of what is being sent. */
static int
count_messages(struct store *s, struct store_counts *c, struct diag_err *err)
{
	sqlite3_stmt *st = sql(s, "SELECT status, "
	    "CASE status WHEN 1 THEN owner END AS who, count(*), min(begun) "
	    "FROM message GROUP BY status, who", "");
	int64_t status, begun;
	int rc;

	while ((rc = sql_step(s, st, err)) > 0) {
		status = sqlite3_column_int64(st, 0);
		if (status == STORE_SENDING &&
		    !owner_alive(s, sqlite3_column_int64(st, 1)))
			status = STORE_UNKNOWN;
		if (status > 0 && status <= STORE_DROPPED)
			c->message[status] += sqlite3_column_int64(st, 2);
		begun = sqlite3_column_int64(st, 3);
		if (!c->oldest || begun < c->oldest)
			c->oldest = begun;
	}
	return rc;
}

static int
count_others(struct store *s, struct store_counts *c, struct diag_err *err)
{
	sqlite3_stmt *st = sql(s, "SELECT (SELECT count(*) FROM due), "
	    "(SELECT count(*) FROM reply), "
	    "(SELECT count(*) FROM long WHERE fate = 1)", "");
	int rc = sql_step(s, st, err);

	if (rc <= 0)
		return rc;
	c->due = sqlite3_column_int64(st, 0);
	c->replies = sqlite3_column_int64(st, 1);
	c->longs = sqlite3_column_int64(st, 2);
	sql_done(st);
	return 0;
}

static int64_t
octets(const struct store *s)
{
	static const char *const suffix[] = { "", "-wal" };
	char path[STORE_PATH_SIZE];
	struct stat st;
	int64_t n = 0;
	size_t i;

	for (i = 0; s->path && i < sizeof suffix / sizeof suffix[0]; i++) {
		snprintf(path, sizeof path, "%s%s", s->path, suffix[i]);
		if (stat(path, &st) == 0)
			n += st.st_size;
	}
	return n;
}

static int
count(struct store *s, struct store_counts *c, struct diag_err *err)
{
	return count_messages(s, c, err) < 0 || count_others(s, c, err) < 0 ?
		-1 : 0;
}

int
store_count(struct store *s, struct store_counts *c, struct diag_err *err)
{
	int rc;

	memset(c, 0, sizeof *c);
	/* for reading only: nobody waits for us */
	if (!s->open && sql_run(s, err, "BEGIN", "") < 0)
		return -1;
	rc = count(s, c, err);
	if (!s->open)
		sql_run(s, NULL, "COMMIT", "");
	c->octets = octets(s);
	return rc;
}
