/*
 * Setting up.  Root does it in a folder that others of the group may write to:
 * what lies there may be anything, and a name may be another file's.  So files
 * are opened by no link and owner and mode are given to what was opened.
 * See store.h.
 */
#include <dirent.h>
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

#include "base/clock.h"
#include "store/sql.h"

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

static int
fail(const char *path, int sysexit, struct diag_err *err)
{
	return diag_err(err, sysexit, "state %s: %s", path, errno == ELOOP ?
	    "is a symbolic link" : strerror(errno));
}

static int
give(int fd, const char *path, const struct ownership *o, mode_t mode,
    struct diag_err *err)
{
	if (fchown(fd, o->uid, o->gid) < 0 || fchmod(fd, mode) < 0)
		return fail(path, EX_NOPERM, err);
	return 0;
}

/* A folder in which nothing is but that store: mostly one that we made. */
static int
is_its_own(const char *folder, const char *store)
{
	DIR *dir = opendir(folder);
	const struct dirent *e;
	int own = 1;

	if (!dir)
		return 0;
	while (own && (e = readdir(dir)))
		own = strcmp(e->d_name, ".") == 0 ||
			strcmp(e->d_name, "..") == 0 ||
			strncmp(e->d_name, store, strlen(store)) == 0;
	closedir(dir);
	return own;
}

/* The folder of path: made if it is missing (its parent must be there), and of
   the same owner if it is the store's alone and an owner is asked for. */
static int
make_folder(const char *path, const struct ownership *o, struct diag_err *err)
{
	const char *slash = strrchr(path, '/');
	char folder[STORE_PATH_SIZE];
	int fd, rc;

	snprintf(folder, sizeof folder, "%.*s", (int)(slash - path), path);
	if (!*folder)
		return 0;
	errno = 0;
	if (mkdir(folder, 0700) < 0 && errno != EEXIST)
		return fail(folder, EX_CANTCREAT, err);
	/* made by another init that was quicker, or long ago */
	if (errno == EEXIST && (o->uid == (uid_t)-1 ||
	    !is_its_own(folder, slash + 1)))
		return 0;
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return fail(folder, EX_CANTCREAT, err);
	/* others of the group make files beside the store: it is theirs */
	rc = give(fd, folder, o, o->mode | (o->mode & 0444) >> 2 | S_ISGID,
	    err);
	close(fd);
	return rc;
}

/* A file of one name, or nothing that we touch.  A descriptor or -1. */
static int
open_file(const char *path, int flags, struct diag_err *err)
{
	struct stat st;
	int fd = open(path, flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600);

	if (fd < 0)
		return fail(path, errno == ENOENT ? EX_NOINPUT : EX_CANTCREAT,
		    err);
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_nlink == 1)
		return fd;
	close(fd);
	return diag_err(err, EX_CANTCREAT, "state %s: is no file of its own",
	    path);
}

/* suffix "" and "-owners" are made; a log (which SQLite would leave as it is)
   is there while the store is in use, and whoever closes it last takes it. */
static int
give_file(const char *path, const char *suffix, int flags,
    const struct ownership *o, struct diag_err *err)
{
	char name[STORE_PATH_SIZE];
	int fd, rc;

	snprintf(name, sizeof name, "%s%s", path, suffix);
	fd = open_file(name, flags, err);
	if (fd < 0)
		return !(flags & O_CREAT) && err->sysexit == EX_NOINPUT ?
			0 : -1;
	rc = give(fd, name, o, o->mode, err);
	close(fd);
	return rc;
}

/* SQLite would write through a link. */
static int
look_at(const char *path, const char *suffix, struct diag_err *err)
{
	char name[STORE_PATH_SIZE];
	struct stat st;

	snprintf(name, sizeof name, "%s%s", path, suffix);
	if (lstat(name, &st) < 0 || (S_ISREG(st.st_mode) && st.st_nlink == 1))
		return 0;
	return diag_err(err, EX_CANTCREAT, "state %s: is no file of its own",
	    name);
}

static int
give_files(const char *path, const struct ownership *o, struct diag_err *err)
{
	return give_file(path, "", O_RDWR, o, err) < 0 ||
		give_file(path, "-owners", O_RDWR | O_CREAT, o, err) < 0 ||
		give_file(path, "-wal", O_RDONLY, o, err) < 0 ||
		give_file(path, "-shm", O_RDONLY, o, err) < 0 ? -1 : 0;
}

/* SQLite does not wait for others when it changes the kind of journal: another
   init may be at it, or close the store. */
static int
use_log(struct store *s, struct diag_err *err)
{
	const struct timespec pause = { .tv_nsec = 5 * 1000 * 1000 };
	msec end = clock_mono() + STORE_BUSY_MAX;
	int rc;

	while ((rc = sqlite3_exec(s->db, "PRAGMA journal_mode = WAL", NULL,
	    NULL, NULL)) != SQLITE_OK) {
		if ((rc & 0xff) != SQLITE_BUSY || clock_mono() >= end)
			return sql_fail(s, err);
		nanosleep(&pause, NULL);
	}
	return 0;
}

/* What is in the file is looked at before anything of it is changed. */
static int
fill(struct store *s, struct diag_err *err)
{
	int empty = 0;

	if (open_db(s, SQLITE_OPEN_NOFOLLOW, err) < 0)
		return -1;
	if (schema_check(s, err) < 0) {
		if (err->sysexit != EX_NOINPUT)
			return -1;
		empty = 1;
	}
	if (use_log(s, err) < 0)
		return -1;
	return empty ? schema_make(s, err) : 0;
}

/* The folder's own name, without links: the file's is none. */
static int
real_path(const char *path, char real[STORE_PATH_SIZE], struct diag_err *err)
{
	const char *slash = strrchr(path, '/');
	char folder[STORE_PATH_SIZE], *p;
	int n;

	snprintf(folder, sizeof folder, "%.*s", (int)(slash - path) + 1, path);
	p = realpath(folder, NULL);
	if (!p)
		return fail(folder, EX_CANTCREAT, err);
	n = snprintf(real, STORE_PATH_SIZE, "%s%s", p[1] ? p : "", slash);
	free(p);
	if (n >= STORE_PATH_SIZE - (int)sizeof "-owners") {
		errno = ENAMETOOLONG;
		return fail(path, EX_CANTCREAT, err);
	}
	return 0;
}

static int
make(const char *path, const struct ownership *o, struct diag_err *err)
{
	char real[STORE_PATH_SIZE];
	struct store *s;
	int fd, rc;

	if (make_folder(path, o, err) < 0 || real_path(path, real, err) < 0)
		return -1;
	fd = open_file(real, O_RDWR | O_CREAT, err);
	if (fd < 0)
		return -1;
	close(fd);
	if (look_at(real, "-owners", err) < 0 ||
	    look_at(real, "-wal", err) < 0 || look_at(real, "-shm", err) < 0)
		return -1;
	s = open_new(real, err);
	if (!s)
		return -1;
	rc = fill(s, err);
	store_close(s);
	/* now, since to close a descriptor of a file would undo the locks that
	   SQLite has on it in this process */
	return rc < 0 ? -1 : give_files(real, o, err);
}

int
store_init(const char *where, const char *user, const char *group,
    mode_t mode, struct diag_err *err)
{
	struct ownership o = { .mode = mode };
	const char *path;

	if (open_path(where, &path, err) < 0)
		return -1;
	if (!path)
		return diag_err(err, EX_CONFIG, "State: %s is not to be set "
		    "up", where);
	if (find_owner(user, group, &o, err) < 0)
		return -1;
	return make(path, &o, err);
}
