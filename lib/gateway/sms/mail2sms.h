/*
 * mail2sms - a mail to submit records, one a recipient.
 */
#ifndef GATEWAY_SMS_MAIL2SMS_H
#define GATEWAY_SMS_MAIL2SMS_H

#include "base/buf.h"
#include "base/diag.h"
#include "config/config.h"
#include "mail/mail.h"

struct mail2sms {
	struct config *config;
	const char *domain;	/* -d: of bare numbers, and for options; NULL */
	const char *sender;	/* the envelope sender; "" the null one; NULL:
				   from the mail's Return-Path or From_ line */
	/* The source number of a mail to that phone, of v's SMPP_ESME_Address:
	   asked once for each record, when nothing but memory can make it fail
	   any more.  NULL: the first; and so may be the answer: none. */
	const char *(*choose)(void *arg, const struct config_view *v,
		const struct mail *mail, const char *phone);
	void *arg;
};

/* The envelope sender for a mail: m->sender, Return-Path, From_ line; NULL
   where nothing says, "" the null sender.  MAILER-DAEMON (with or without a
   domain) and qmail's `#@[]` are the null sender too. */
const char *mail2sms_sender(const struct mail2sms *m, const struct mail *mail);

/* The id of a mail to that recipient (`number@domain`), the same however often it
   is tried; raw: see below. */
void mail2sms_id(const struct mail *mail, const char *raw, size_t n,
	const struct buf *recipient, char id[33]);

/* The member `mail`, into a record that is open: what it keeps of the mail, for
   notifications and replies. */
void mail2sms_put_mail(struct buf *out, const char *sender,
	const struct mail *mail);

/**
 * Append the record for one recipient.
 *
 * raw, n: the mail as it came, from which the id is made where it has no
 *	Message-ID; the same mail and recipient always give the same id (a
 *	From_ line in front does not count).
 * id: receives it (33 octets).
 *
 * Returns 0, or -1 with err filled: EX_NOUSER the recipient is no number,
 * EX_DATAERR there is nothing to send, EX_CONFIG the options leave no room,
 * EX_TEMPFAIL out of memory.
 */
int mail2sms_record(const struct mail2sms *m, const struct mail *mail,
	const char *raw, size_t n, const char *recipient, char id[33],
	struct buf *out, struct diag_err *err);

#endif
