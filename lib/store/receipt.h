/*
 * receipt - which message a delivery receipt is about, and what is known of
 * the message by it.
 *
 * A message_id in a receipt is compared with those in responses: octet for
 * octet; without regard to case and leading zeros; and as decimal against
 * hexadecimal, of any length.  Where several messages fit, one whose numbers
 * are those of the receipt comes first, then the form that has fitted most
 * often on that account, then the form that comes first above, then the newer
 * message.  Ids are kept as they came.  What has no id that fits may have a
 * user_message_reference that does: of a message whose fate is unknown, and
 * whose recipient is the receipt's.
 *
 * Ids that count up are conversions of one another all the time (1234 is an
 * id, and so is 4660, which is 0x1234).  So, unless forms are given, an id that
 * fits only when converted must have the receipt's recipient, where it names
 * one, until the account is seen to convert; and where an account has always
 * written its ids in one way, what fits in the other is taken only when the
 * receipt has waited for its message until hold_until and that did not appear.
 */
#ifndef STORE_RECEIPT_H
#define STORE_RECEIPT_H

#include "store/store.h"

enum {
	STORE_HELD_MAX = 100000,	/* receipts that wait for their message: a
				   peer may send any number about messages that
				   were never ours; some 50 MB */
};

/* How ids are written, where somebody knows: field-notes of the SMSC. */
enum store_id_form { STORE_ID_ANY, STORE_ID_DECIMAL, STORE_ID_HEX };

enum store_combine { STORE_COMBINE_ALL, STORE_COMBINE_ANY,
	STORE_COMBINE_EACH };

struct store_receipt {
	const char *account;
	const char *message_id[2];	/* as they came: the parameter's, the
					   text's; NULL */
	int umr;		/* user_message_reference; -1: none */
	const char *from, *to;	/* the receipt's own */
	int state;		/* message_state; -1: none that is known */
	int final;		/* no other will follow */
	int interim;		/* one that is known not to be final */
	const char *error;	/* NULL: none */
	int64_t at;		/* when it came */
	const char *record;	/* what is to be given out, less `original`: a
				   JSON object */
	int64_t hold_until;	/* how long to wait for its message */
	enum store_combine combine;
	/* both ANY: all forms are tried; else ids are compared as numbers
	   that are written so */
	enum store_id_form response_form, receipt_form;
};

enum store_receipt_got {
	STORE_RECEIPT_DUE = 1,	/* it is due (due.h), with its message */
	STORE_RECEIPT_HELD,	/* no message yet: it waits for one, and is due
				   at hold_until, mostly without one */
	STORE_RECEIPT_NOTED,	/* nothing to give out: *why says why */
	/* Not kept, and nothing else was harmed: */
	STORE_RECEIPT_FULL,	/* STORE_HELD_MAX wait already: tell the peer to
				   come again */
	STORE_RECEIPT_TOO_BIG,	/* its record is over STORE_RECORD_MAX: so it
				   will be the next time */
};

/**
 * Take a receipt.
 *
 * A final one is noted with its part; the first counts, later ones are
 * noted as events only.  It is due when it decides the message's fate:
 *	ALL	delivered when all parts that were sent are, failed when the
 *		first one is
 *	ANY	delivered when the first one is, failed when all are
 *	EACH	each part's
 * One that is not final is due if intermediate ones were asked for, or if it
 * is of a state that nobody knows (interim 0).  A message or part that was
 * UNKNOWN or SENDING by a process that died is OK then: a receipt proves it.
 *
 * why: static, in words for a log; NULL is allowed.
 * Returns what became of it, or -1.
 */
int store_receipt_take(struct store *s, const struct store_receipt *r,
	const char **why, struct diag_err *err);

/**
 * Note a receipt of which the caller knows the message and the part (0..), and
 * which he gives out himself: part and message get their state as above, and
 * nothing becomes due.  Of r are read message_id, state, final, error,
 * at, combine.  The same one again changes nothing.
 * Returns 1: noted; 0: it tells nothing new, or there is no such part; or -1.
 */
int store_receipt_note(struct store *s, int64_t message, unsigned part,
	const struct store_receipt *r, struct diag_err *err);

#endif
