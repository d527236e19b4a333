/* What the files about receipts share with each other and due.c. */
#ifndef STORE_RECEIPT_PRIV_H
#define STORE_RECEIPT_PRIV_H

#include "store/id_form.h"
#include "store/sql.h"

/* A record to give out; owner: who awaits its message and is alive, or 0.
   0 or -1. */
int due_add(struct store *s, int64_t account, int64_t message, int64_t owner,
	const char *record, int64_t at, int64_t due, int64_t *n,
	struct diag_err *err);

/* Take one away, in whosever hands.  0 or -1. */
int due_drop(struct store *s, int64_t n, struct diag_err *err);

/* What dead ones had in their hands is in nobody's.  0 or -1. */
int due_free_dead(struct store *s, struct diag_err *err);

/**
 * What is due without a message is taken out of the store: if it is a receipt
 * that waited for its message, this is the last time to find that.
 * 1: it was found, look at what is due anew; 0, or -1.
 */
int receipt_hold_ended(struct store *s, int64_t due, struct diag_err *err);

/* The part that a receipt is about. */
struct receipt_match {
	int64_t message;
	int seq;
	int final;		/* it has its final state */
	enum id_form form;	/* NONE: by user_message_reference */
	int numbers;		/* how well those agree; 0: not */
};

/**
 * Find it: match.c.  last: the receipt has waited for as long as it may, and
 * what is less likely counts too.  1, 0 or -1.
 */
int receipt_match(struct store *s, int64_t account,
	const struct store_receipt *r, int last, struct receipt_match *match,
	struct diag_err *err);

/**
 * All that follows from it: settle.c.  due: where it was held; 0: nowhere.
 * Returns STORE_RECEIPT_DUE, STORE_RECEIPT_NOTED or -1.
 */
int receipt_settle(struct store *s, int64_t account,
	const struct store_receipt *r, const struct receipt_match *match,
	int64_t due, const char **why, struct diag_err *err);

#endif
