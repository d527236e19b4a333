/* What the files of mail2sms(1)'s engine share.  See filter.h. */
#ifndef ENGINE_MAIL2SMS_PRIV_H
#define ENGINE_MAIL2SMS_PRIV_H

#include "engine/filter/filter.h"
#include "mail/mail.h"

/* The recipients that were given, or with -t those of the mail's that are
   ours.  Their number; they are borrowed from o and the mail. */
size_t mail2sms_recipients(const struct mail2sms_opts *o,
	const struct mail *mail, const char *to[HANDLER_RECIPIENTS_MAX]);

#endif
