/* Files that are not what they should be, and disks that are full. */
#include <sys/resource.h>

#include "store/pace.h"
#include "store_kit.h"

static int
open_fails(void)
{
	struct store *s = (struct store *)&err;
	int rc = store_open(&s, kit_where, &err);

	assert(rc == -1 && s == NULL);
	assert(*err.text);
	return err.sysexit;
}

static void
test_missing(void)
{
	struct store *s;

	kit_folder();
	assert(open_fails() == EX_NOINPUT);
	assert(strstr(err.text, "mobstate init"));
	assert(access(kit_path, F_OK) < 0);
	/* empty: never set up */
	close(open(kit_path, O_CREAT | O_WRONLY, 0600));
	assert(open_fails() == EX_NOINPUT);
	assert(store_open(&s, "postgres:x", &err) == -1);
	assert(err.sysexit == EX_CONFIG);
	assert(store_open(&s, "sqlite:relative", &err) == -1);
	assert(err.sysexit == EX_CONFIG);
	assert(store_open(&s, "memory", &err) == 0);
	kit_sent_one(s, "a", "1");
	assert(kit_take(s, kit_receipt("1")) == STORE_RECEIPT_DUE);
	assert(kit_due(s, 9999) == 1);
	store_close(s);
	store_close(NULL);
}

static void
write_file(const char *octets, size_t n)
{
	int fd = open(kit_path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert(fd >= 0 && write(fd, octets, n) == (ssize_t)n);
	close(fd);
}

static void
test_not_a_store(void)
{
	char junk[8192];
	sqlite3 *db;

	kit_folder();
	memset(junk, 'x', sizeof junk);
	write_file(junk, sizeof junk);
	assert(open_fails() == EX_DATAERR);
	assert(store_init(kit_where, NULL, NULL, 0600, &err) == -1);
	assert(err.sysexit == EX_DATAERR);

	kit_folder();
	assert(sqlite3_open(kit_path, &db) == SQLITE_OK);
	assert(sqlite3_exec(db, "CREATE TABLE t (x); PRAGMA user_version = 3",
	    NULL, NULL, NULL) == SQLITE_OK);
	sqlite3_close(db);
	assert(open_fails() == EX_DATAERR);
	assert(strstr(err.text, "somebody else's"));
}

/* Its own application_id and user_version are 0, as most programs' are. */
static void
test_others_database(void)
{
	struct stat before, st;

	kit_folder();
	kit_sql("CREATE TABLE bookmark (x)");
	assert(chmod(kit_path, 0640) == 0 && stat(kit_path, &before) == 0);
	assert(open_fails() == EX_DATAERR);
	assert(store_init(kit_where, NULL, NULL, 0600, &err) == -1);
	assert(err.sysexit == EX_DATAERR && strstr(err.text, "somebody else's"));
	assert(stat(kit_path, &st) == 0 && st.st_mode == before.st_mode);
	assert(st.st_size == before.st_size);
	kit_sql("CREATE TEMP TABLE t (n CHECK (n = 1)); "
	    "INSERT INTO t SELECT count(*) FROM sqlite_master; "
	    "CREATE TEMP TABLE u (n CHECK (n = 'delete')); "
	    "INSERT INTO u SELECT journal_mode FROM pragma_journal_mode");
}

/* ---- what else may lie in the folder ---- */

static const char *
beside(const char *name)
{
	static char path[192];

	snprintf(path, sizeof path, "%.60s/%.60s", kit_dir, name);
	return path;
}

static mode_t
mode_of(const char *path)
{
	struct stat st;

	assert(stat(path, &st) == 0);
	return st.st_mode & 0777;
}

static void
make_victim(char victim[192])
{
	strcpy(victim, beside("victim"));
	close(open(victim, O_CREAT | O_WRONLY, 0600));
	assert(chmod(victim, 0600) == 0);
}

/* Whoever may write to the folder gets no other's file given by us. */
static void
test_links(void)
{
	static const char *const suffixes[] = { "", "-owners", "-wal", "-shm" };
	char victim[192], name[256];
	size_t i;
	int hard;

	for (i = 0; i < 4; i++)
		for (hard = 0; hard < 2; hard++) {
			store_close(kit_new());
			make_victim(victim);
			snprintf(name, sizeof name, "%s%s", kit_path,
			    suffixes[i]);
			unlink(name);
			assert((hard ? link(victim, name) :
			    symlink(victim, name)) == 0);
			assert(store_init(kit_where, NULL, NULL, 0666,
			    &err) == -1);
			assert(mode_of(victim) == 0600);
		}
	/* nor waits for who opens a pipe */
	store_close(kit_new());
	assert(unlink(kit_path) == 0 && mkfifo(kit_path, 0600) == 0);
	assert(store_init(kit_where, NULL, NULL, 0666, &err) == -1);
	assert(err.sysexit == EX_CANTCREAT);
}

/* A folder may be reached by a link: that is who calls us. */
static void
test_linked_folder(void)
{
	char where[192];
	struct store *s;

	kit_folder();
	assert(mkdir(beside("real"), 0700) == 0);
	assert(symlink("real", beside("linked")) == 0);
	snprintf(where, sizeof where, "sqlite:%.128s", beside("linked/s.db"));
	assert(store_init(where, NULL, NULL, 0600, &err) == 0);
	assert(store_open(&s, where, &err) == 0);
	kit_sent_one(s, "a", "1");
	store_close(s);
	assert(access(beside("real/s.db"), F_OK) == 0);
}

static void
test_owners_lost(void)
{
	struct store *s = kit_new();
	char owners[192];

	store_close(s);
	snprintf(owners, sizeof owners, "%s-owners", kit_path);
	assert(chmod(kit_path, 0640) == 0 && unlink(owners) == 0);
	s = kit_open();
	assert(mode_of(owners) == 0640);
	kit_sent_one(s, "a", "1");
	store_close(s);
	/* what cannot be mended is found at once */
	assert(unlink(owners) == 0 && mkdir(owners, 0700) == 0);
	assert(open_fails() == EX_TEMPFAIL);
	assert(strstr(err.text, "-owners"));
	assert(rmdir(owners) == 0 && symlink("/dev/null", owners) == 0);
	assert(open_fails() == EX_TEMPFAIL);
}

static void
test_init(void)
{
	struct store *s = kit_new();
	struct stat st;

	/* once more: what it holds stays, the mode is the new one */
	kit_sent_one(s, "a", "1");
	store_close(s);
	assert(store_init(kit_where, NULL, NULL, 0640, &err) == 0);
	assert(stat(kit_path, &st) == 0 && (st.st_mode & 07777) == 0640);
	s = kit_open();
	assert(kit_take(s, kit_receipt("1")) == STORE_RECEIPT_DUE);
	store_close(s);
	assert(store_init(kit_where, "no such user", NULL, 0600, &err) == -1);
	assert(err.sysexit == EX_NOUSER);
	assert(store_init("memory", NULL, NULL, 0600, &err) == -1);
	assert(err.sysexit == EX_CONFIG);
}

static void
test_versions(void)
{
	struct store *s = kit_new();

	kit_sent_one(s, "a", "1");
	store_close(s);
	/* a newer one has only more */
	kit_sql("PRAGMA user_version = 99; ALTER TABLE message ADD COLUMN new; "
	    "CREATE TABLE newer (x)");
	s = kit_open();
	assert(kit_take(s, kit_receipt("1")) == STORE_RECEIPT_DUE);
	kit_sent_one(s, "b", "2");
	store_close(s);
	kit_sql("CREATE TEMP TABLE t (n CHECK (n = 99)); INSERT INTO t "
	    "SELECT user_version FROM pragma_user_version");
	/* one of before the first: its tables are made */
	kit_folder();
	kit_sql("PRAGMA application_id = 0x6d6f6275");
	assert(store_init(kit_where, NULL, NULL, 0600, &err) == 0);
	s = kit_open();
	kit_sent_one(s, "a", "1");
	store_close(s);
}

/* What mobutils 0.1 left goes on: its messages are known, and the tables that
   came since are there. */
static void
test_version_1(void)
{
	FILE *f = fopen("tests/fixtures/state/version-1.sql", "r");
	char text[16384];
	struct store_message m;
	struct store_receipt r = kit_receipt(
	    "d9f4ace69ca32e1bfe7c693c7b87ea59");
	struct store *s;
	int64_t at;
	size_t n;

	assert(f);
	n = fread(text, 1, sizeof text - 1, f);
	assert(n > 0 && feof(f));
	fclose(f);
	text[n] = '\0';
	kit_folder();
	kit_sql(text);
	s = kit_open();
	assert(store_message_find(s, "00112233445566778899aabbccddeeff", &m,
	    &err) == 1 && m.status == STORE_OK);
	assert(kit_take(s, r) == STORE_RECEIPT_DUE && kit_due(s, 9000) == 1);
	assert(store_pace_reserve(s, "example.com", 10, 1, 5000, 5000,
	    &at, &err) == 1);
	store_close(s);
	kit_sql("CREATE TEMP TABLE t (n CHECK (n = 3)); INSERT INTO t "
	    "SELECT user_version FROM pragma_user_version");
	/* and the program of before goes on with it: see test_versions() */
	s = kit_open();
	kit_sent_one(s, "b", "2");
	store_close(s);
}

static void
test_read_only(void)
{
	struct store *s = kit_new();
	int status;
	pid_t pid;

	store_close(s);
	assert(chmod(kit_path, 0444) == 0 && chmod(kit_dir, 0755) == 0);
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		/* root may write all */
		if (geteuid() == 0)
			assert(setgid(65534) == 0 && setuid(65534) == 0);
		_exit(open_fails() != EX_NOPERM);
	}
	assert(waitpid(pid, &status, 0) == pid && status == 0);
}

static int
ignore(void *arg, const struct store_message *m)
{
	(void)arg, (void)m;
	return 0;
}

/* Whatever is broken: an error or an answer, never a crash. */
static void
use(void)
{
	struct store_search q = { 0 };
	struct store_message m;
	struct store_receipt r = kit_receipt("1");
	struct store *s;
	struct store_due d;
	uint16_t ref;
	char id[16];
	int i;

	if (store_open(&s, kit_where, &err) < 0)
		return;
	store_message_each(s, &q, ignore, NULL, &err);
	for (i = 0; i < 5; i++) {
		snprintf(id, sizeof id, "%d", i);
		store_message_find(s, id, &m, &err);
		store_message_begin(s, kit_message(id, 2), &err);
	}
	store_receipt_take(s, &r, NULL, &err);
	store_due_take(s, "example.com", 99999, &d, &err);
	store_concat_ref(s, "1", 1, &ref, &err);
	store_expire(s, 100000, 1, 1, NULL, NULL, &err);
	store_close(s);
}

static void
fill(void)
{
	struct store *s = kit_new();
	char id[16];
	int i;

	for (i = 0; i < 200; i++) {
		snprintf(id, sizeof id, "%d", i);
		kit_sent_one(s, id, id);
	}
	assert(kit_take(s, kit_receipt("none")) == STORE_RECEIPT_HELD);
	store_close(s);
}

static void
test_truncated(void)
{
	struct store_search q = { 0 };
	struct store *s;
	struct stat st;
	off_t size;
	int failures = 0;

	fill();
	assert(stat(kit_path, &st) == 0 && st.st_size > 40000);
	for (size = st.st_size - 1000; size > 0; size -= 3000) {
		assert(truncate(kit_path, size) == 0);
		if (store_open(&s, kit_where, &err) < 0) {
			failures++;
			assert(err.sysexit == EX_DATAERR ||
			    err.sysexit == EX_IOERR);
			continue;
		}
		if (store_message_each(s, &q, ignore, NULL, &err) < 0) {
			failures++;
			assert(err.sysexit == EX_DATAERR ||
			    err.sysexit == EX_IOERR);
		}
		store_close(s);
	}
	assert(failures > 5);
}

static void
test_corrupt(void)
{
	static char whole[1 << 20];
	unsigned seed = 1;
	ssize_t n;
	int fd, i, k;

	fill();
	fd = open(kit_path, O_RDONLY);
	n = read(fd, whole, sizeof whole);
	assert(n > 40000 && n < (ssize_t)sizeof whole);
	close(fd);
	for (i = 0; i < 60; i++) {
		char *copy = malloc((size_t)n);

		memcpy(copy, whole, (size_t)n);
		for (k = 0; k < 200; k++) {
			seed = seed * 1103515245 + 12345;
			copy[100 + (seed >> 4) % (unsigned)(n - 100)] = (char)seed;
		}
		write_file(copy, (size_t)n);
		free(copy);
		use();
	}
}

/* A disk that is full: nothing of what failed is there, all else is. */
static void
test_full(void)
{
	struct store *s = kit_new();
	struct rlimit old, small;
	struct store_message m;
	char id[16];
	int i, rc = 0, kept;

	signal(SIGXFSZ, SIG_IGN);
	assert(getrlimit(RLIMIT_FSIZE, &old) == 0);
	small = old;
	small.rlim_cur = 300000;
	assert(setrlimit(RLIMIT_FSIZE, &small) == 0);
	for (i = 0; rc >= 0; i++) {
		assert(i < 10000);
		snprintf(id, sizeof id, "%d", i);
		rc = store_message_begin(s, kit_message(id, 1), &err);
	}
	kept = i - 1;
	assert(kept > 0);
	assert(err.sysexit == EX_IOERR || err.sysexit == EX_TEMPFAIL);
	assert(setrlimit(RLIMIT_FSIZE, &old) == 0);
	for (i = 0; i <= kept; i++) {
		snprintf(id, sizeof id, "%d", i);
		assert(store_message_find(s, id, &m, &err) == (i < kept));
	}
	/* and with room it goes on */
	assert(store_message_begin(s, kit_message(id, 1), &err) == 1);
	store_close(s);
}

/* Somebody has it for too long. */
static void
test_locked(void)
{
	struct store *s = kit_new();
	sqlite3 *db;

	assert(sqlite3_open(kit_path, &db) == SQLITE_OK);
	assert(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL) == 0);
	assert(store_message_begin(s, kit_message("a", 1), &err) == -1);
	assert(err.sysexit == EX_TEMPFAIL);
	assert(strstr(err.text, "another process"));
	sqlite3_close(db);
	assert(store_message_begin(s, kit_message("a", 1), &err) == 1);
	store_close(s);
}

static const struct tap_test tests[] = {
	{ "never set up, or no store at all", test_missing },
	{ "somebody else's file", test_not_a_store },
	{ "somebody else's database", test_others_database },
	{ "links where files should be", test_links },
	{ "a folder behind a link", test_linked_folder },
	{ "a file of owners that was lost", test_owners_lost },
	{ "setting up twice", test_init },
	{ "an older and a newer version", test_versions },
	{ "store: a file of version 1 is brought up to date", test_version_1 },
	{ "one that may not be written", test_read_only },
	{ "truncated", test_truncated },
	{ "corrupt", test_corrupt },
	{ "a full disk", test_full },
	{ "locked", test_locked },
};

TAP_MAIN(tests)
