/* The tables, and how older ones are brought up to date.  See store.h. */
#include <stdio.h>
#include <sysexits.h>

#include "store/sql.h"

enum { APPLICATION_ID = 0x6d6f6275 };	/* "mobu", for file(1) too */

/*
 * Each string brings the tables from one version to the next; they only add, so
 * that a program of the version before goes on working.  Never change one that
 * was released: append another, and raise STORE_VERSION.
 *
 * An id of 32 hexadecimal digits is a blob of 16 octets, any other a text; key
 * is store/id_form.h's of the SMSC's message_id; times are Unix milliseconds.
 */
static const char *const versions[STORE_VERSION] = {
	/* 1 */
	"CREATE TABLE account ("
	"  n INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,"
	/* how often each form of id has matched a receipt */
	"  exact INTEGER NOT NULL DEFAULT 0, folded INTEGER NOT NULL DEFAULT 0,"
	"  hex INTEGER NOT NULL DEFAULT 0, dec INTEGER NOT NULL DEFAULT 0);"

	/* a number is never used again, since processes keep it: of messages, of
	   what is due and of long messages */
	"CREATE TABLE message ("
	"  n INTEGER PRIMARY KEY AUTOINCREMENT, id NOT NULL UNIQUE,"
	"  account INTEGER NOT NULL, status INTEGER NOT NULL, owner INTEGER,"
	"  sender TEXT, recipient TEXT NOT NULL,"
	/* kept: when it was begun anew; its age counts from the last of these */
	"  begun INTEGER NOT NULL, kept INTEGER, ended INTEGER, asked INTEGER,"
	"  ref INTEGER, fingerprint INTEGER,"
	"  final INTEGER, final_at INTEGER, overdue INTEGER,"
	"  parts INTEGER NOT NULL, record TEXT NOT NULL);"
	/* SENDING or UNKNOWN: few at any time */
	"CREATE INDEX message_open ON message (status, owner)"
	"  WHERE status IN (1, 5);"
	"CREATE INDEX message_overdue ON message (account, overdue)"
	"  WHERE overdue IS NOT NULL;"
	"CREATE INDEX message_kept ON message (ifnull(kept, begun));"

	"CREATE TABLE part ("
	"  message INTEGER NOT NULL, seq INTEGER NOT NULL,"
	"  state INTEGER NOT NULL, status INTEGER, umr INTEGER,"
	"  message_id TEXT, key INTEGER,"
	"  final INTEGER, final_at INTEGER, error TEXT,"
	"  PRIMARY KEY (message, seq)) WITHOUT ROWID;"
	"CREATE INDEX part_key ON part (key) WHERE key IS NOT NULL;"
	/* SENDING or UNKNOWN */
	"CREATE INDEX part_umr ON part (umr)"
	"  WHERE umr IS NOT NULL AND state IN (1, 4);"

	"CREATE TABLE event ("
	"  message INTEGER NOT NULL, seq INTEGER NOT NULL,"
	"  at INTEGER NOT NULL, what TEXT NOT NULL, text TEXT,"
	"  PRIMARY KEY (message, seq)) WITHOUT ROWID;"

	/* owner: who has taken it, or awaits it and has not yet */
	"CREATE TABLE due ("
	"  n INTEGER PRIMARY KEY AUTOINCREMENT, account INTEGER NOT NULL,"
	"  message INTEGER, due INTEGER NOT NULL,"
	"  owner INTEGER, taken INTEGER NOT NULL DEFAULT 0,"
	"  tries INTEGER NOT NULL DEFAULT 0, at INTEGER NOT NULL,"
	"  record TEXT NOT NULL);"
	"CREATE INDEX due_free ON due (account, due) WHERE owner IS NULL;"
	"CREATE INDEX due_at ON due (at) WHERE owner IS NULL;"
	"CREATE INDEX due_owner ON due (owner, taken, due)"
	"  WHERE owner IS NOT NULL;"
	"CREATE INDEX due_message ON due (message) WHERE message IS NOT NULL;"

	/* what is due and waits for its message: what store_receipt has */
	"CREATE TABLE held ("
	"  due INTEGER PRIMARY KEY, account INTEGER NOT NULL,"
	"  key INTEGER, key2 INTEGER, umr INTEGER, id TEXT, id2 TEXT,"
	"  sender TEXT, recipient TEXT, state INTEGER NOT NULL,"
	"  final INTEGER NOT NULL, interim INTEGER NOT NULL, error TEXT,"
	"  combine INTEGER NOT NULL, response_form INTEGER NOT NULL,"
	"  receipt_form INTEGER NOT NULL);"
	"CREATE INDEX held_key ON held (key) WHERE key IS NOT NULL;"
	"CREATE INDEX held_key2 ON held (key2) WHERE key2 IS NOT NULL;"
	"CREATE INDEX held_umr ON held (umr) WHERE umr IS NOT NULL;"
	/* how many, whoever adds and deletes: there is a limit */
	"CREATE TABLE waiting (held INTEGER NOT NULL);"
	"INSERT INTO waiting VALUES (0);"
	"CREATE TRIGGER held_in AFTER INSERT ON held BEGIN"
	"  UPDATE waiting SET held = held + 1; END;"
	"CREATE TRIGGER held_out AFTER DELETE ON held BEGIN"
	"  UPDATE waiting SET held = held - 1; END;"

	"CREATE TABLE concat ("
	"  recipient TEXT PRIMARY KEY, ref INTEGER NOT NULL,"
	"  used INTEGER NOT NULL) WITHOUT ROWID;"
	"CREATE INDEX concat_used ON concat (used);"

	"CREATE TABLE reply ("
	"  account INTEGER NOT NULL, number TEXT NOT NULL,"
	"  phone TEXT NOT NULL, sender TEXT NOT NULL,"
	"  subject TEXT, message_id TEXT, used INTEGER NOT NULL,"
	"  PRIMARY KEY (account, phone, number, sender)) WITHOUT ROWID;"
	"CREATE INDEX reply_used ON reply (used);"

	/* a long message, and the segments of it that have come */
	"CREATE TABLE long ("
	"  n INTEGER PRIMARY KEY AUTOINCREMENT,"
	"  scope TEXT NOT NULL, account TEXT NOT NULL,"
	"  sender TEXT NOT NULL, recipient TEXT NOT NULL,"
	"  how INTEGER NOT NULL, ref INTEGER NOT NULL, total INTEGER NOT NULL,"
	/* fate: enum store_fate; expired: it takes no more segments */
	"  fate INTEGER NOT NULL DEFAULT 1,"
	"  expired INTEGER NOT NULL DEFAULT 0,"
	"  owner INTEGER, last INTEGER, timeout INTEGER NOT NULL,"
	"  deadline INTEGER NOT NULL, raw_seq INTEGER, raw BLOB);"
	"CREATE INDEX long_key ON long (recipient, sender, ref);"
	"CREATE INDEX long_age ON long (deadline);"
	"CREATE INDEX long_deadline ON long (scope, deadline)"
	"  WHERE owner IS NULL;"
	"CREATE INDEX long_owner ON long (owner) WHERE owner IS NOT NULL;"
	"CREATE INDEX long_settled ON long (deadline) WHERE fate <> 1;"
	"CREATE TABLE segment ("
	"  long INTEGER NOT NULL, seq INTEGER NOT NULL, print INTEGER NOT NULL,"
	"  payload BLOB, PRIMARY KEY (long, seq)) WITHOUT ROWID;"

	/* how many and how much, whoever adds and deletes: there are limits */
	"CREATE TABLE reassembly ("
	"  messages INTEGER NOT NULL, octets INTEGER NOT NULL);"
	"INSERT INTO reassembly VALUES (0, 0);"
	"CREATE TRIGGER long_in AFTER INSERT ON long BEGIN"
	"  UPDATE reassembly SET messages = messages + 1; END;"
	"CREATE TRIGGER long_raw AFTER UPDATE OF raw ON long BEGIN"
	"  UPDATE reassembly SET octets = octets +"
	"    ifnull(length(new.raw), 0) - ifnull(length(old.raw), 0); END;"
	"CREATE TRIGGER long_out AFTER DELETE ON long BEGIN"
	"  DELETE FROM segment WHERE long = old.n;"
	"  UPDATE reassembly SET messages = messages - 1,"
	"    octets = octets - ifnull(length(old.raw), 0); END;"
	"CREATE TRIGGER segment_in AFTER INSERT ON segment BEGIN"
	"  UPDATE reassembly SET octets = octets +"
	"    ifnull(length(new.payload), 0); END;"
	"CREATE TRIGGER segment_text AFTER UPDATE OF payload ON segment BEGIN"
	"  UPDATE reassembly SET octets = octets +"
	"    ifnull(length(new.payload), 0) - ifnull(length(old.payload), 0);"
	"  END;"
	"CREATE TRIGGER segment_out AFTER DELETE ON segment BEGIN"
	"  UPDATE reassembly SET octets = octets -"
	"    ifnull(length(old.payload), 0); END;",

	/* 2 */
	/* how much of an account's rate is reserved: free: up to then, at: when
	   that was written; in Unix microseconds */
	"CREATE TABLE pace ("
	"  account INTEGER PRIMARY KEY, free INTEGER NOT NULL,"
	"  at INTEGER NOT NULL);",

	/* 3: what came in already; key: a digest of it */
	"CREATE TABLE seen ("
	"  key BLOB PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID;"
	"CREATE INDEX seen_until ON seen (until);",
};

/* The one number that it gives. */
static int
pragma(struct store *s, const char *text, int64_t *value, struct diag_err *err)
{
	sqlite3_stmt *st = sql(s, text, "");
	int rc = sql_step(s, st, err);

	*value = rc > 0 ? sqlite3_column_int64(st, 0) : 0;
	if (rc > 0)
		sql_done(st);
	return rc < 0 ? -1 : 0;
}

int
schema_check(struct store *s, struct diag_err *err)
{
	int64_t id, version, tables;

	if (pragma(s, "PRAGMA application_id", &id, err) < 0 ||
	    pragma(s, "PRAGMA user_version", &version, err) < 0)
		return -1;
	if (id == APPLICATION_ID)
		return version < STORE_VERSION ? schema_make(s, err) : 0;
	if (pragma(s, "SELECT count(*) FROM sqlite_master", &tables, err) < 0)
		return -1;
	if (id == 0 && version == 0 && tables == 0)
		return diag_err(err, EX_NOINPUT, "state %s: was never set up: "
		    "mobstate init does it", s->path);
	return diag_err(err, EX_DATAERR, "state %s: is somebody else's "
	    "database", s->path);
}

static int
execute(struct store *s, const char *text, struct diag_err *err)
{
	return sqlite3_exec(s->db, text, NULL, NULL, NULL) == SQLITE_OK ? 0 :
		sql_fail(s, err);
}

static int
add_versions(struct store *s, struct diag_err *err)
{
	char text[128];
	int64_t version;

	if (pragma(s, "PRAGMA user_version", &version, err) < 0)
		return -1;
	/* another process was quicker, and may be newer than we are */
	if (version >= STORE_VERSION)
		return 0;
	for (; version < STORE_VERSION; version++)
		if (execute(s, versions[version], err) < 0)
			return -1;
	snprintf(text, sizeof text, "PRAGMA application_id = %d; "
	    "PRAGMA user_version = %d", APPLICATION_ID, STORE_VERSION);
	return execute(s, text, err);
}

int
schema_make(struct store *s, struct diag_err *err)
{
	if (sql_enter(s, err) < 0)
		return -1;
	return sql_leave(s, add_versions(s, err), err);
}
