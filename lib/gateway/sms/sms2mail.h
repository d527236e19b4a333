/*
 * sms2mail - deliver records to mail.
 */
#ifndef GATEWAY_SMS_SMS2MAIL_H
#define GATEWAY_SMS_SMS2MAIL_H

#include "base/buf.h"
#include "base/diag.h"
#include "config/config.h"
#include "record/record.h"

enum { SMS2MAIL_ADDRESS_MAX = 320 };	/* octets, without NUL; RFC 5321 */

struct sms2mail {
	struct config *config;
	const char *domain;	/* -d, the operand: options and the address's domain
				   of records that name none; NULL */
	struct json_reader *scratch;	/* another than the record's */
};

/* What became of a record. */
struct sms2mail_out {
	struct buf *mail;	/* receives the message, appended */
	char sender[SMS2MAIL_ADDRESS_MAX + 1];	/* envelope; "" the null one */
	char recipient[SMS2MAIL_ADDRESS_MAX + 1];
	char id[64];
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
 * Returns 1; or 0: the record asks for no mail (a receipt; a submit record
 * with a result); or -1 with err filled: EX_DATAERR not a record for mail,
 * EX_NOUSER nobody to send it to, EX_CONFIG its domain or the default address is
 * not configured rightly, EX_TEMPFAIL.
 */
int sms2mail(const struct sms2mail *s, const struct record *rec,
	int64_t now_ms, struct sms2mail_out *out, struct diag_err *err);

#endif
