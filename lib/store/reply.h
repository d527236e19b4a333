/*
 * reply - who wrote to a phone, so that its answer finds the way back:
 * momentum's reverse address mappings.
 */
#ifndef STORE_REPLY_H
#define STORE_REPLY_H

#include "store/store.h"

enum {
	STORE_REPLY_SUBJECT_MAX = 900,	/* octets that are kept: a stranger wrote
					   them; the rest is cut off */
	STORE_REPLY_ID_MAX = 900,	/* of a Message-ID: a longer one is not
					   kept, nor could it be a header */
};

struct store_reply {
	const char *account;
	const char *number;	/* ours: the source address */
	const char *phone;
	const char *sender;	/* mail address that a reply goes to */
	const char *subject;	/* of the mail; NULL */
	const char *message_id;	/* of the mail, without < >; NULL */
	int64_t used;		/* when it was last written to */
};

/* Remember it: one row for each account, number, phone and sender, the newest
   mail's.  A + or 00 in front of an international number makes no difference,
   nor does the case of the sender's domain.  0 or -1. */
int store_reply_put(struct store *s, const struct store_reply *r,
	struct diag_err *err);

/**
 * Who wrote to that phone from that number at `since` or later, newest first,
 * to cb; a cb that returns other than 0 ends it.  The cb makes no call on the
 * store.  account, number, phone NULL: any (mobstate(1)).  0 or -1.
 */
int store_reply_each(struct store *s, const char *account, const char *number,
	const char *phone, int64_t since,
	int (*cb)(void *arg, const struct store_reply *r), void *arg,
	struct diag_err *err);

/**
 * Of our numbers (n of them), the one for a sender to write to a phone from:
 * the one that this sender has used with it since `since`, else one that no
 * other has, else the one that others used least recently.  sender NULL: one
 * who cannot be answered.
 * Returns its index, or -1.  What is put and picked within one store_begin()
 * is not chosen alike by two processes at once.
 */
int store_reply_pick(struct store *s, const char *account,
	const char *const *numbers, size_t n, const char *phone,
	const char *sender, int64_t since, struct diag_err *err);

#endif
