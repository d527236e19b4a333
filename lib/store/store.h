/*
 * store - what must be remembered across processes and crashes.
 *
 * One file, used by any number of processes of one machine at once.  What it
 * holds is known here alone; the rest of the house sees messages (message.h),
 * receipts (receipt.h), records that are due (due.h), replies (reply.h), long
 * messages (segment.h) and what came in already (seen.h); number.h compares phone numbers.  Behind it is
 * SQLite; another database would take the place of the .c files and keep these
 * headers.
 *
 * Every function that can fail returns -1 and fills err: EX_TEMPFAIL where
 * another process holds the store for too long, there is no room or no memory;
 * EX_IOERR where it can't be read or written; EX_DATAERR where it is damaged.
 * Nothing of a call that failed is kept, and inside a transaction nothing of
 * that transaction; where a call says that it refuses something before it looks
 * at the store, the transaction goes on.
 *
 * What a call gives out as borrowed is good until the next call on that store.
 * Times are Unix milliseconds.  An account is the SMSC account's name, a
 * string; numbers are as in records.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdint.h>
#include <sys/types.h>

#include "base/diag.h"

enum {
	STORE_VERSION = 3,	/* of the tables */
	STORE_BUSY_MAX = 5000,	/* ms that a call waits for another process */
	STORE_RECORD_MAX = 64 << 10,	/* octets of a record that is kept */
	STORE_PARTS_MAX = 255,	/* segments of a message */
	STORE_EXPIRE_STEP = 200,	/* rows of a kind that one call of
				   store_expire() clears away at most: some ms,
				   and more than a group that is committed has */
};

struct store;

/**
 * Open the store that `where` names: `sqlite:/path`, or `memory` (this
 * process's own, gone with store_close()).
 *
 * *s is NULL after -1; then err->sysexit may also be
 *	EX_NOINPUT	it was never set up (store_init())
 *	EX_NOPERM	we may not read and write it
 *	EX_CONFIG	where names no store
 * A store of an older version is brought up to date; one of a newer is used as
 * it is, since versions only add.
 */
int store_open(struct store **s, const char *where, struct diag_err *err);
/* NULL is allowed.  A transaction that is open is rolled back. */
void store_close(struct store *s);

/*
 * Set one up: the folder where it is missing, the file, its tables.  user and
 * group may be NULL (as they come), mode as for chmod(2): the file's; a folder
 * that is made has it with x wherever r is, and set-group-ID.  One that is
 * there already keeps what it holds and gets owner and mode; a database that is
 * somebody else's is left as it is: EX_DATAERR.  A symbolic link, a file with a
 * second name and what is no file are refused: EX_CANTCREAT.
 * Also EX_NOUSER: no such user or group; EX_CANTCREAT, EX_NOPERM, EX_CONFIG.
 */
int store_init(const char *where, const char *user, const char *group,
	mode_t mode, struct diag_err *err);

/*
 * Many changes at once: they are kept, all together, when store_commit() has
 * returned 0 (then they are on the disk, too).  Without these, each call is a
 * transaction of its own.  They do not nest.
 */
int store_begin(struct store *s, struct diag_err *err);
int store_commit(struct store *s, struct diag_err *err);
void store_rollback(struct store *s);

/*
 * Clear away some of what is too old, the oldest first: messages that were last
 * begun, and ended, before now - keep; what came in before then and was never
 * given out (due.h); long messages that waited until then; replies used before
 * now - ram; and what belongs to them.  A few rows a call, so that nobody ever
 * waits for it: call it with each commit.
 *
 * What somebody who is alive is sending stays, and what he has in hand or awaits
 * of what is due.  Apart from that a clock decides: if it jumps ahead by more
 * than keep, all is too old, and goes at that pace.
 *
 * given_up: told each record that was never given out, before it goes; id: its
 * message's, or NULL; d borrowed for the call, which makes none on the store.
 * It is an event of its message, too.  NULL is allowed.
 *
 * Returns how many rows went (0: nothing is left to do), or -1.
 */
struct store_due;
typedef void store_given_up(void *arg, const char *id,
	const struct store_due *d);
int store_expire(struct store *s, int64_t now, int64_t keep, int64_t ram,
	store_given_up *given_up, void *arg, struct diag_err *err);

#endif
