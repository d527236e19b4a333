/* store_kit - a store in a folder of its own, and messages and receipts. */
#ifndef TESTS_STORE_KIT_H
#define TESTS_STORE_KIT_H

#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "store/due.h"
#include "store/message.h"
#include "store/receipt.h"
#include "tap.h"

enum { KIT_PARTS = 3 };

static char kit_dir[64], kit_path[128], kit_where[160];
static struct diag_err err;

static inline void
kit_clean(void)
{
	char command[128];

	snprintf(command, sizeof command, "rm -rf '%s'", kit_dir);
	if (*kit_dir && system(command) != 0)
		abort();
	*kit_dir = '\0';
}

/* A folder for a new store; the one before is gone. */
static inline void
kit_folder(void)
{
	kit_clean();
	snprintf(kit_dir, sizeof kit_dir, "/tmp/mobutils-store-XXXXXX");
	assert(mkdtemp(kit_dir));
	snprintf(kit_path, sizeof kit_path, "%s/state.db", kit_dir);
	snprintf(kit_where, sizeof kit_where, "sqlite:%s", kit_path);
}

static inline struct store *
kit_open(void)
{
	struct store *s;

	if (store_open(&s, kit_where, &err) < 0)
		fprintf(stderr, "%s\n", err.text);
	assert(s);
	return s;
}

/* A new store, open. */
static inline struct store *
kit_new(void)
{
	kit_folder();
	assert(store_init(kit_where, NULL, NULL, 0600, &err) == 0);
	return kit_open();
}

/* One on its way to be sent, of n parts; static, one at a time. */
static inline struct store_message *
kit_message(const char *id, unsigned n)
{
	static struct store_message m;
	static struct store_part parts[KIT_PARTS];
	unsigned i;

	memset(&m, 0, sizeof m);
	memset(parts, 0, sizeof parts);
	for (i = 0; i < KIT_PARTS; i++) {
		parts[i].state = STORE_PART_SENDING;
		parts[i].umr = -1;
	}
	m.id = id;
	m.account = "example.com";
	m.from = "12345";
	m.to = "+15551234567";
	m.record = "{\"text\":\"hi\"}";
	m.ref = -1;
	m.asked = 1;
	m.begun = 1000;
	m.nparts = n;
	m.parts = parts;
	return &m;
}

/* It was sent; message_ids of its parts, NULL-terminated where fewer. */
static inline struct store_message *
kit_sent(struct store *s, const char *id, const char *const *ids, unsigned n)
{
	struct store_message *m = kit_message(id, n);
	unsigned i;

	assert(store_message_begin(s, m, &err) == 1);
	m->status = STORE_OK;
	m->ended = 2000;
	for (i = 0; i < n; i++) {
		m->parts[i].state = STORE_PART_OK;
		m->parts[i].message_id = ids[i];
	}
	assert(store_message_end(s, m, 0, &err) == 1);
	return m;
}

static inline int64_t
kit_sent_one(struct store *s, const char *id, const char *message_id)
{
	return kit_sent(s, id, &message_id, 1)->n;
}

/* DELIVRD of that id, from the recipient of kit_message(). */
static inline struct store_receipt
kit_receipt(const char *message_id)
{
	struct store_receipt r = {
		.account = "example.com", .message_id = { message_id, NULL },
		.umr = -1, .from = "15551234567", .to = "12345", .state = 2,
		.final = 1, .at = 3000, .record = "{\"type\":\"receipt\"}",
		.hold_until = 9000,
	};

	return r;
}

static inline int
kit_take(struct store *s, struct store_receipt r)
{
	return store_receipt_take(s, &r, NULL, &err);
}

/* The message that is due now, which is done with; 0: none is known, -1:
   nothing is due. */
static inline int64_t
kit_due(struct store *s, int64_t now)
{
	struct store_due d;
	int rc = store_due_take(s, "example.com", now, &d, &err);

	assert(rc >= 0);
	if (!rc)
		return -1;
	assert(store_due_done(s, d.n, &err) == 1);
	return d.message;
}

/* Something of the raw file, past lib/store. */
static inline void
kit_sql(const char *text)
{
	sqlite3 *db;

	assert(sqlite3_open(kit_path, &db) == SQLITE_OK);
	assert(sqlite3_exec(db, text, NULL, NULL, NULL) == SQLITE_OK);
	sqlite3_close(db);
}

#undef TAP_MAIN
#define TAP_MAIN(tests)                                                        \
	int main(void)                                                         \
	{                                                                      \
		int rc = tap_main(tests, sizeof(tests) / sizeof((tests)[0]));  \
                                                                               \
		kit_clean();                                                   \
		return rc;                                                     \
	}

#endif
