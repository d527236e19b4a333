/*
 * mdn - a message disposition notification: what a reader did with a mail.
 *
 * Spec: RFC 8098; multipart/report is RFC 6522.
 */
#ifndef MAIL_MDN_H
#define MAIL_MDN_H

#include "mail/report.h"

/* Strings as in struct mail_report. */
struct mail_mdn {
	const char *reporting_ua;	/* "host; program" */
	const char *recipient;	/* bare address, as the mail's envelope had it */
	const char *disposition;	/* "displayed", "deleted"; ours */
	struct mail_original original;
};

/**
 * Append the message: m's headers and words, the notification, the original's
 * headers; see mail_report().  The reader did it, and nobody was asked whether
 * to tell: manual-action/MDN-sent-automatically (RFC 8098, 3.2.6.2).
 */
int mail_mdn(const struct mail_out *m, const struct mail_mdn *r,
	struct buf *out, const char **bad);

#endif
