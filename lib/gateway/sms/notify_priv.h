/* What notify.c finds out, and notify_write.c puts into words. */
#ifndef GATEWAY_SMS_NOTIFY_PRIV_H
#define GATEWAY_SMS_NOTIFY_PRIV_H

#include "base/buf.h"
#include "gateway/sms/address.h"
#include "gateway/sms/notify.h"

/* An outcome: a state, an overdue receipt, or a result. */
struct notify_outcome {
	const char *action;	/* RFC 3464, 2.3.3; NULL: it is no outcome */
	const char *code;	/* RFC 3463 */
	const char *title;	/* "Not delivered", for the subject */
	const char *words;	/* "was not delivered", behind its name */
};

/* original and mail borrow from the record, and from what the readers hold. */
struct notify {
	const struct sms2mail *s;
	const struct record *rec;	/* receipt or submit */
	struct record original;	/* the submit record: rec's own, or the
				   receipt's original */
	struct record_sub mail;	/* original's */
	int mms;			/* it is one, not an SMS */
	const char *domain;		/* the message's; NULL */
	const struct config_view *v;	/* its options */
	char to[SMS_MAILBOX_MAX + 1];	/* envelope sender */
	char recipient[SMS_MAILBOX_MAX + 1];	/* number@domain */
	char number[SMS_ADDR_TEXT];	/* as the record has it; "" */
	struct notify_outcome what;
	char code[8];		/* what's, or a better one; "5.1.1" */
	struct buf reason;	/* for people; empty: none */
	struct buf diagnostic;	/* Diagnostic-Code; empty: none */
	char smsc[128];		/* "10.0.0.1:2775"; "" */
	unsigned parts, failed;	/* segments; parts 0: not known */
	int64_t arrival, last_attempt, retry_until;	/* Unix ms; 0 */
	/* owned: original's, mail's, and one for what is looked at and left */
	struct json_reader *of_original, *of_mail, *brief, *inner;
};

/**
 * Find out what there is to tell.
 * Returns 1, 0: nothing; or -1 with err filled.  notify_release() either way.
 */
int notify_read(struct notify *n, const struct sms2mail *s,
	const struct record *rec, struct diag_err *err);
void notify_release(struct notify *n);

/* What a receipt says (`code` the better one), what a result does: 1, 0: there
   is nothing to tell, or -1: out of memory. */
int notify_receipt(struct notify *n);
int notify_read_reply(struct notify *n);	/* for an MDN: action is its
				   disposition */
int notify_result(struct notify *n);

/* The mail, appended to out->mail. */
int notify_write(struct notify *n, int64_t now_ms,
	struct sms2mail_out *out, struct diag_err *err);

/* state as in a receipt: its outcome, if `asked` (of
   SMPP_Notify_Deliver_Receipt) has it. */
struct notify_outcome notify_of_state(const char *state, int final, int64_t asked);
/* Is a segment of that state lost? */
int notify_state_failed(const char *state);
/* The status of a network's error, for a message that has failed: the value of
   network_error_code in hex (v3.4, 5.3.2.31).  NULL: nothing that we know. */
const char *notify_network_code(const char *hex);

#endif
