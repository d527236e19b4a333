/*
 * report - a delivery status notification: what became of a mail, for people
 * and for programs.
 *
 * Spec: RFC 3462 (multipart/report), RFC 3464 (message/delivery-status and its
 * fields), RFC 3463 (status codes).
 */
#ifndef MAIL_REPORT_H
#define MAIL_REPORT_H

#include "mail/compose.h"

enum { MAIL_REPORT_TO_MAX = 100 };	/* the original's To: enough to know it by */

/* The headers of the mail that it is about; what is no address is left out. */
struct mail_original {
	const char *from;
	const char *const *to;
	size_t nto;
	const char *subject;
	const char *message_id;	/* without < > */
	int64_t date;
};

/*
 * What happened to one recipient, and of which mail.  Strings as in mail_out:
 * UTF-8, and may hold anything, but those called ours.  NULL, or a time of 0:
 * not known, and left out.  Times are Unix ms.
 */
struct mail_report {
	const char *reporting_mta;	/* host name */
	int64_t arrival;		/* of the mail here */
	/* Bare address, as the mail's envelope had it.  It is the Final-Recipient
	   too: that MUST be the envelope's address as it was when the mail was
	   accepted (RFC 3464, 2.3.2), so never what a gateway made of it. */
	const char *recipient;
	const char *action;		/* "failed", "delayed", "delivered",
					   "relayed"; ours */
	const char *status;		/* "5.1.1"; ours */
	const char *net;		/* kind of name and code of the next two,
					   "x-smpp"; ours.  Kinds that are not
					   registered begin with x- (2.1.2) */
	const char *remote_mta;
	const char *diagnostic;
	int64_t last_attempt;
	int64_t retry_until;
	struct mail_original original;
};

/**
 * Append the message.  m has the headers and the plain words, as for
 * mail_compose(), and r what the other two parts say; part 3 is
 * text/rfc822-headers.  7bit throughout.
 *
 * Returns 0, or -1 as mail_compose() does; r->recipient must be an address too.
 */
int mail_report(const struct mail_out *m, const struct mail_report *r,
	struct buf *out, const char **bad);

#endif
