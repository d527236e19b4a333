/*
 * sms2mail - records to mail: messages that came in, and notifications about
 * those that were sent (notify.h).
 */
#ifndef GATEWAY_SMS_SMS2MAIL_H
#define GATEWAY_SMS_SMS2MAIL_H

#include "base/buf.h"
#include "base/diag.h"
#include "config/config.h"
#include "gateway/sms/mailbox.h"
#include "record/record.h"

enum {
	SMS2MAIL_ADDRESS_MAX = SMS_MAILBOX_MAX,
	SMS2MAIL_ABOUT_MAX = 255,	/* octets: longer ids are not noted */
	SMS2MAIL_NOTE_MAX = 400,	/* octets: an address, and what */
};

struct sms2mail {
	struct config *config;
	const char *domain;	/* -d, the operand: options and the address's domain
				   of records that name none; NULL */
	struct json_reader *scratch;	/* another than the record's */
	const char *host;	/* this machine's name, for notifications; NULL:
				   the mail's domain */
};

/* What became of a record. */
struct sms2mail_out {
	struct buf *mail;	/* receives the message, appended */
	char sender[SMS2MAIL_ADDRESS_MAX + 1];	/* envelope; "" the null one */
	char recipient[SMS2MAIL_ADDRESS_MAX + 1];
	char id[SMS_MAIL_ID_SIZE];
	/* a notification is about the message of that id, and this is what to
	   note of it; "" otherwise */
	char about[SMS2MAIL_ABOUT_MAX + 1];
	char note[SMS2MAIL_NOTE_MAX + 1];
};

/**
 * Turn a record into a mail.
 *
 * now_ms is its Date where the record has no time.  Sender, recipient, subject
 * and text as momentum.md section 3 (mobutils.conf(5), SMS TO MAIL) says; the
 * text's own subject counts only with its address.
 *
 * The domain of the phone's address is SMPP_Default_Email_From_Domain, else the
 * record's, else s->domain; `localhost` where that is none that may stand in an
 * address.  The id is the record's, or a digest where that is no plain word.
 *
 * Receipts, and submit records with a result, become a notification where
 * notify.h says so.
 *
 * Returns 1; or 0: the record asks for no mail; or -1 with err filled: EX_DATAERR not a record for mail,
 * EX_NOUSER nobody to send it to, EX_CONFIG its domain or the default address is
 * not configured rightly, EX_TEMPFAIL.
 */
int sms2mail(const struct sms2mail *s, const struct record *rec,
	int64_t now_ms, struct sms2mail_out *out, struct diag_err *err);

#endif
