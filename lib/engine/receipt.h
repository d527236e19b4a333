/*
 * receipt - receipts on their way from SMPP into the store, and out of it as
 * records that know their message.
 */
#ifndef ENGINE_RECEIPT_H
#define ENGINE_RECEIPT_H

#include "config/config.h"
#include "gateway/sms/incoming.h"
#include "record/record.h"
#include "store/due.h"
#include "store/message.h"
#include "store/receipt.h"

/**
 * Give a receipt to the store.
 *
 * v, account: of the connection that it came by
 * record: the record made of it by sms_receipt_write()
 * now: Unix ms
 * why, and what is returned: see store_receipt_take().
 */
int receipt_take(struct store *s, const struct config_view *v,
	const char *account, const struct sms_incoming *in,
	struct buf *record, int64_t now, const char **why,
	struct diag_err *err);

/* Append the submit record of a message as it was, an object.  0, or -1 with
   err filled. */
int receipt_original(struct json_reader *reader,
	const struct store_message *sm, struct buf *out, struct diag_err *err);

/* What receipt_compose() needs to read with; used again for each record. */
struct receipt_maker {
	struct json_reader *outer, *inner;
	struct buf line;		/* what came out, ending with a line feed */
	char id[SMS_MESSAGE_ID_MAX];	/* ours, of the message; else the record's */
	char from[SMS_ADDR_TEXT], to[SMS_ADDR_TEXT];	/* the record's */
};
int receipt_maker_init(struct receipt_maker *m);	/* 0, or -1: no memory */
void receipt_maker_release(struct receipt_maker *m);

/**
 * The record that is due, whole: with our id of its message, original, latency
 * and, where it had several segments, parts.  Without a message it stays as it
 * is.  d->record is borrowed from the store and is gone afterwards.
 * Returns 0, or -1 with err filled.
 */
int receipt_compose(struct receipt_maker *m, struct store *s,
	const struct store_due *d, struct diag_err *err);

/**
 * The record that says that a message's receipt is late, without original;
 * appended to out without a line feed.  0, or -1: out of memory.
 */
int receipt_overdue(struct buf *out, const struct store_message *m,
	const char *domain, int64_t now);

#endif
