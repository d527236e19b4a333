/* Opening and closing.  See store.h. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "store/sql.h"

enum {
	CACHE_KIB = 8192,	/* of pages, a process, as far as they are used: what
				   was just sent; twice as much is no faster */
	WAL_PAGES = 2000,	/* of 4 KiB; with so many the log goes into the file,
				   which takes a disk 20 ms where they lie apart */
	WAL_OCTETS = 8 << 20,	/* the log is cut to this when it was longer */
};

static const char scheme[] = "sqlite:";

int
open_path(const char *where, const char **path, struct diag_err *err)
{
	*path = NULL;
	if (strcmp(where, "memory") == 0)
		return 0;
	if (strncmp(where, scheme, sizeof scheme - 1) != 0 ||
	    where[sizeof scheme - 1] != '/' ||
	    strlen(where) >= STORE_PATH_SIZE - sizeof "-owners")
		return diag_err(err, EX_CONFIG, "State: %s: want sqlite:/path, "
		    "or none", where);
	*path = where + sizeof scheme - 1;
	return 0;
}

/* ---- opening ---- */

/*
 * SQLite's own waits grow to 100 ms, and who has one comes off badly against
 * somebody who commits all the time: look each millisecond.
 */
static int
wait_for_others(void *unused, int looked)
{
	static const struct timespec ms = { .tv_nsec = 1000000 };

	(void)unused;
	if (looked >= STORE_BUSY_MAX)
		return 0;
	nanosleep(&ms, NULL);
	return 1;
}

static int
set_up(struct store *s, struct diag_err *err)
{
	char text[256];

	sqlite3_busy_handler(s->db, wait_for_others, NULL);
	sqlite3_extended_result_codes(s->db, 1);
	snprintf(text, sizeof text, "PRAGMA synchronous = FULL;"
	    "PRAGMA cache_size = -%d; PRAGMA temp_store = MEMORY;"
	    "PRAGMA wal_autocheckpoint = %d; PRAGMA journal_size_limit = %d; "
	    "PRAGMA trusted_schema = OFF", CACHE_KIB, WAL_PAGES, WAL_OCTETS);
	return sqlite3_exec(s->db, text, NULL, NULL, NULL) == SQLITE_OK ? 0 :
		sql_fail(s, err);
}

struct store *
open_new(const char *path, struct diag_err *err)
{
	struct store *s = calloc(1, sizeof *s);

	if (s) {
		s->owners_fd = -1;
		s->path = path ? strdup(path) : NULL;
	}
	if (!s || (path && !s->path)) {
		store_close(s);
		diag_no_memory(err);
		return NULL;
	}
	return s;
}

/* What SQLite would say less clearly. */
static int
look(const char *path, struct diag_err *err)
{
	struct stat st;

	if (stat(path, &st) < 0)
		return diag_err(err, errno == EACCES ? EX_NOPERM : EX_NOINPUT,
		    "state %s: %s%s", path, strerror(errno), errno == ENOENT ?
		    " (mobstate init makes it)" : "");
	if (access(path, R_OK | W_OK) < 0)
		return diag_err(err, EX_NOPERM, "state %s: %s", path,
		    strerror(errno));
	return 0;
}

int
open_db(struct store *s, int flags, struct diag_err *err)
{
	/* nobody looks at its statistics, and each malloc() locks them; where
	   SQLite is in use already, this does nothing */
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	if (sqlite3_open_v2(s->path ? s->path : ":memory:", &s->db, flags |
	    SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
		return sql_fail(s, err);
	return set_up(s, err);
}

int
store_open(struct store **sp, const char *where, struct diag_err *err)
{
	const char *path;
	struct store *s;
	int rc;

	*sp = NULL;
	if (open_path(where, &path, err) < 0 || (path && look(path, err) < 0))
		return -1;
	s = open_new(path, err);
	if (!s)
		return -1;
	rc = open_db(s, path ? 0 : SQLITE_OPEN_CREATE, err);
	if (!rc)
		rc = path ? schema_check(s, err) : schema_make(s, err);
	if (!rc && path)
		rc = owner_open(s, err);
	if (rc < 0) {
		store_close(s);
		return -1;
	}
	*sp = s;
	return 0;
}

void
store_close(struct store *s)
{
	unsigned i;

	if (!s)
		return;
	store_rollback(s);
	for (i = 0; i < s->nprepared; i++)
		sqlite3_finalize(s->prepared[i].st);
	sqlite3_close(s->db);
	owner_release(s);
	sql_forget(s);
	free(s->chunks);
	free(s->account);
	free(s->path);
	free(s);
}
