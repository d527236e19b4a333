/*
 * replies - the way back of an SMS that answers a mail: what is remembered of
 * a mail that becomes an SMS, and under which number.
 *
 * An answer goes to the mail's Reply-To, else to its From, else to its envelope
 * sender: the first of these that is an address.  Nothing is remembered of
 *	- a mail of the null sender, written `` or MAILER-DAEMON: nobody there
 *	  waits for an answer, and there may be a loop behind it
 *	- an address that says so itself: noreply, no-reply, do_not_reply ...
 *	- a message without our own number, or to or from what is no address
 * and where SMPP_Use_Reverse_Address_Mappings is false or SMPP_RAM_Expiration
 * is 0.
 *
 * Errors are store/store.h's.
 */
#ifndef ENGINE_REPLIES_H
#define ENGINE_REPLIES_H

#include "config/config.h"
#include "record/record.h"
#include "store/reply.h"

struct replies {
	struct store *store;		/* NULL: nothing is remembered or known */
	const struct config_view *v;	/* of the record's domain */
	const char *account;		/* gateway/sms/account.h */
	int64_t now;			/* Unix ms */
};

/* What counts of a mail; NULL: it has no such thing. */
struct replies_mail {
	const char *envelope_from;	/* "" is the null sender */
	const char *reply_to, *from;
	const char *subject, *message_id;
};

/* Do the options of that view ask for it? */
int replies_wanted(const struct config_view *v);

/* Who gets an answer: one of m's strings, or NULL: nobody. */
const char *replies_sender(const struct replies_mail *m);

/*
 * Remember the mail of an SMS between these two.  from (may be NULL or empty),
 * to: as they are sent.  Returns 1, 0: there was nothing to remember, or -1.
 */
int replies_keep(const struct replies *r, const char *from, const char *to,
	const struct replies_mail *m, struct diag_err *err);

/* The same for a submit record, whose `mail` it is about.  scratch is another
   reader than the record's. */
int replies_remember(const struct replies *r, const char *from, const char *to,
	const struct record *rec, struct json_reader *scratch,
	struct diag_err *err);

/*
 * Which of the numbers of SMPP_ESME_Address a mail to that phone goes out from:
 * see store_reply_pick(); without a store the first.  sender may be NULL.  Two
 * mails at once get different ones where this and replies_keep() are within one
 * store_begin().
 * Returns 0: *from is borrowed from the configuration (NULL: none there); or -1.
 */
int replies_choose(const struct replies *r, const char *to, const char *sender,
	const char **from, struct diag_err *err);

/*
 * Who wrote to that phone from that number and is fresh, newest first, to cb as
 * store_reply_each() has it.  0 or -1.
 */
int replies_each(const struct replies *r, const char *number,
	const char *phone, int (*cb)(void *arg, const struct store_reply *r),
	void *arg, struct diag_err *err);

#endif
