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
	SMS2MAIL_RECIPIENTS_MAX = 100,	/* of one mail: whoever writes to a phone
					   under another name each time shall not
					   make its answer a mass mailing */
	SMS2MAIL_ABOUT_MAX = 255,	/* octets: longer ids are not noted */
	SMS2MAIL_NOTE_MAX = 400,	/* octets: an address, and what */
};

/* Those who wrote to a phone from our number: who may get its answer. */
struct sms2mail_replies {
	size_t n;		/* 0: nobody, or too long ago */
	char sender[SMS2MAIL_RECIPIENTS_MAX][SMS2MAIL_ADDRESS_MAX + 1];
				/* newest first */
	char subject[1000];	/* of the newest mail; "": it has none */
	char message_id[1000];
};

struct sms2mail {
	struct config *config;
	const char *domain;	/* -d, the operand: options and the address's domain
				   of records that name none; NULL */
	struct json_reader *scratch;	/* another than the record's */
	/* Look for those who may get the answer that a deliver record is: asked
	   where the options and the text leave it open.  0, or -1 with err.
	   NULL: there never are any. */
	int (*find)(void *arg, const struct config_view *v,
		const struct record *rec, struct sms2mail_replies *found,
		struct diag_err *err);
	void *arg;
	struct sms2mail_replies *found;	/* for it to fill; NULL with find NULL */
	const char *host;	/* this machine's name, for notifications; NULL:
				   the mail's domain */
};

/* What became of a record. */
struct sms2mail_out {
	struct buf *mail;	/* receives the message, appended */
	char sender[SMS2MAIL_ADDRESS_MAX + 1];	/* envelope; "" the null one */
	char recipient[SMS2MAIL_ADDRESS_MAX + 1];	/* envelope, of one */
	const char *to[SMS2MAIL_RECIPIENTS_MAX];	/* envelope, of all:
				   recipient, or borrowed from s->found */
	size_t nto;
	char id[SMS_MAIL_ID_SIZE];
	/* a notification is about the message of that id, and this is what to
	   note of it; "" otherwise */
	char about[SMS2MAIL_ABOUT_MAX + 1];
	char note[SMS2MAIL_NOTE_MAX + 1];
};

/**
 * Turn a record into a mail.
 *
 * now_ms is its Date where the record has no time.  The recipient is
 *	1. the address that the text begins with, if a subject follows it
 *	2. of a deliver record, who wrote to that phone: the last, or as
 *	   SMPP_Reply_Conflict says all, and then it is a reply to their mail
 *	3. the address that the text begins with
 *	4. SMPP_Default_Email_Address
 * where 1 and 3 need SMPP_Use_Interworking_Parse, and 2
 * SMPP_Use_Reverse_Address_Mappings.
 *
 * The domain of the phone's address is SMPP_Default_Email_From_Domain, else the
 * record's, else s->domain; `localhost` where that is none that may stand in an
 * address.  The id is the record's, or a digest where that is no plain word.
 *
 * Receipts, and submit records with a result, become a notification where
 * notify.h says so.
 *
 * Returns 1; or 0: the record asks for no mail; or -1 with err filled:
 * EX_DATAERR not a record for mail, EX_NOUSER nobody to send it to, EX_CONFIG its
 * domain or the default address is not configured rightly, EX_TEMPFAIL; or
 * s->find's.
 */
int sms2mail(const struct sms2mail *s, const struct record *rec,
	int64_t now_ms, struct sms2mail_out *out, struct diag_err *err);

#endif
