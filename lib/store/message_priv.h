/* What the files about messages share.  See message.h. */
#ifndef STORE_MESSAGE_PRIV_H
#define STORE_MESSAGE_PRIV_H

#include "store/message.h"
#include "store/sql.h"

enum { MESSAGE_ASKED_INTERIM = 0x10 };	/* registered_delivery; v3.4, 5.2.17 */

/* What message_row() wants, in this order, of message m and account a. */
#define MESSAGE_ROW                                                            \
	"SELECT m.n, m.id, a.name, m.status, m.owner, m.sender, m.recipient, " \
	"m.begun, m.ended, m.asked, m.ref, m.final, m.final_at, m.overdue, "   \
	"m.parts, m.record, m.fingerprint "                                   \
	"FROM message m JOIN account a ON a.n = m.account "

/* The row that st is at, with its parts, borrowed; st stays.  1 or -1. */
int message_row(struct store *s, sqlite3_stmt *st, struct store_message *m,
	struct diag_err *err);

/* Is it within what store.h keeps?  0, or -1: EX_DATAERR. */
int message_check(const struct store_message *m, struct diag_err *err);

/* SENDING, and nobody is at it any more: it is unknown what came of it. */
int message_is_dead(struct store *s, int status, int64_t owner);

/* Who awaits that message's receipts and is alive; 0: nobody.  0 or -1. */
int message_awaited(struct store *s, int64_t n, int64_t *owner,
	struct diag_err *err);

/* The number of one whose receipt is late at `now`.  1, 0 or -1. */
int message_next_overdue(struct store *s, const char *account, int64_t now,
	int64_t *n, struct diag_err *err);

/* store_event_put(), of a message that is there. */
int message_event(struct store *s, int64_t n, int64_t at, const char *what,
	const char *text, struct diag_err *err);

/* Receipts that waited for that message, or for its parts: receipt.c.
   0 or -1. */
int receipt_match_held(struct store *s, const struct store_message *m,
	int64_t account, struct diag_err *err);

#endif
