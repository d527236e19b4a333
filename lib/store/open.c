/* Opening, closing and setting up.  See store.h. */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "store/sql.h"

enum {
	PATH_SIZE = 4096,
	CACHE_KIB = 8192,	/* of pages, a process, as far as they are used: what
				   was just sent; twice as much is no faster */
	WAL_PAGES = 2000,	/* of 4 KiB; with so many the log goes into the file,
				   which takes a disk 20 ms where they lie apart */
	WAL_OCTETS = 8 << 20,	/* the log is cut to this when it was longer */
};

static const char scheme[] = "sqlite:";

/* `sqlite:/path`: the path; `memory`: NULL.  0, or -1 with err. */
static int
path_of(const char *where, const char **path, struct diag_err *err)
{
	*path = NULL;
	if (strcmp(where, "memory") == 0)
		return 0;
	if (strncmp(where, scheme, sizeof scheme - 1) != 0 ||
	    where[sizeof scheme - 1] != '/' ||
	    strlen(where) >= PATH_SIZE - sizeof "-owners")
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

static struct store *
store_new(const char *path, struct diag_err *err)
{
	struct store *s = calloc(1, sizeof *s);

	if (s) {
		s->owners_fd = -1;
		s->path = path ? strdup(path) : NULL;
	}
	if (!s || (path && !s->path)) {
		store_close(s);
		diag_err(err, EX_TEMPFAIL, "out of memory");
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

static int
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
	if (path_of(where, &path, err) < 0 || (path && look(path, err) < 0))
		return -1;
	s = store_new(path, err);
	if (!s)
		return -1;
	rc = open_db(s, path ? 0 : SQLITE_OPEN_CREATE, err);
	if (!rc)
		rc = path ? schema_check(s, err) : schema_make(s, err);
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

/* ---- setting up ---- */

struct ownership {
	uid_t uid;
	gid_t gid;
	mode_t mode;
};

static int
find_owner(const char *user, const char *group, struct ownership *o,
    struct diag_err *err)
{
	const struct passwd *pw = user ? getpwnam(user) : NULL;
	const struct group *gr = group ? getgrnam(group) : NULL;

	if ((user && !pw) || (group && !gr))
		return diag_err(err, EX_NOUSER, "no %s \"%s\"", user && !pw ?
		    "user" : "group", user && !pw ? user : group);
	o->uid = pw ? pw->pw_uid : (uid_t)-1;
	o->gid = gr ? gr->gr_gid : pw ? pw->pw_gid : (gid_t)-1;
	return 0;
}

/* A file or folder gets its owner and mode. */
static int
give(const char *path, const struct ownership *o, mode_t mode,
    struct diag_err *err)
{
	if (chown(path, o->uid, o->gid) < 0 || chmod(path, mode) < 0)
		return diag_err(err, EX_NOPERM, "state %s: %s", path,
		    strerror(errno));
	return 0;
}

/* The folder of path, if it is missing; its parent must be there. */
static int
make_folder(const char *path, const struct ownership *o, struct diag_err *err)
{
	const char *slash = strrchr(path, '/');
	char folder[PATH_SIZE];

	snprintf(folder, sizeof folder, "%.*s", (int)(slash - path), path);
	if (!*folder || access(folder, F_OK) == 0)
		return 0;
	if (mkdir(folder, 0700) < 0)
		return diag_err(err, EX_CANTCREAT, "state %s: %s", folder,
		    strerror(errno));
	/* others of the group make files beside the store: it is theirs */
	return give(folder, o, o->mode | (o->mode & 0444) >> 2 | S_ISGID, err);
}

static int
make_file(const char *path, const struct ownership *o, struct diag_err *err)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	if (fd < 0)
		return diag_err(err, EX_CANTCREAT, "state %s: %s", path,
		    strerror(errno));
	close(fd);
	return give(path, o, o->mode, err);
}

/* The log of a store that is in use, which SQLite would leave as it is. */
static int
mend_file(const char *path, const char *suffix, const struct ownership *o,
    struct diag_err *err)
{
	char name[PATH_SIZE];

	snprintf(name, sizeof name, "%s%s", path, suffix);
	/* whoever closes the store last takes it away */
	return give(name, o, o->mode, err) < 0 && access(name, F_OK) == 0 ?
		-1 : 0;
}

static int
fill(const char *path, struct diag_err *err)
{
	struct store *s = store_new(path, err);
	int rc;

	if (!s)
		return -1;
	rc = open_db(s, 0, err);
	if (!rc && sqlite3_exec(s->db, "PRAGMA journal_mode = WAL", NULL, NULL,
	    NULL) != SQLITE_OK)
		rc = sql_fail(s, err);
	if (!rc && schema_check(s, err) < 0)
		rc = err->sysexit == EX_NOINPUT ? schema_make(s, err) : -1;
	store_close(s);
	return rc;
}

int
store_init(const char *where, const char *user, const char *group,
    mode_t mode, struct diag_err *err)
{
	struct ownership o = { .mode = mode };
	char owners[PATH_SIZE];
	const char *path;

	if (path_of(where, &path, err) < 0)
		return -1;
	if (!path)
		return diag_err(err, EX_CONFIG, "State: %s is not to be set "
		    "up", where);
	snprintf(owners, sizeof owners, "%s-owners", path);
	if (find_owner(user, group, &o, err) < 0 ||
	    make_folder(path, &o, err) < 0 || make_file(path, &o, err) < 0 ||
	    make_file(owners, &o, err) < 0 ||
	    mend_file(path, "-wal", &o, err) < 0 ||
	    mend_file(path, "-shm", &o, err) < 0)
		return -1;
	return fill(path, err);
}
