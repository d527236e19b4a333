/*
 * compose - mail out: headers that cannot be broken out of, a text body.
 */
#ifndef MAIL_COMPOSE_H
#define MAIL_COMPOSE_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/mailaddr.h"

/*
 * A mail to be written.  Strings are UTF-8 and may hold anything: control
 * characters in a header become blanks, what is not ASCII is encoded
 * (RFC 2047).  NULL: no such header.
 */
struct mail_out {
	const char *from;		/* address, bare */
	const char *from_name;
	const char *const *to;		/* addresses, bare */
	size_t nto;
	const char *const *cc;
	size_t ncc;
	int undisclosed;		/* no To: an empty group stands there
					   (RFC 5322, 3.6.3) */
	const char *received;		/* ASCII, without its date; the first
					   header */
	int64_t received_at;		/* its date; Unix ms */
	const char *subject;
	const char *message_id;		/* without < > */
	const char *in_reply_to, *references;	/* without < >; one id */
	int64_t date;			/* Unix ms; written in UTC */
	const char *auto_submitted;	/* "auto-generated" */
	const char *const (*extra)[2];	/* name and value; names are ours */
	size_t nextra;
	const char *text;		/* UTF-8 body */
	size_t ntext;
	const char *charset;		/* for the body, where that has all of its
					   characters; NULL: UTF-8 */
};

/* Is that a charset, with ASCII in it as in ASCII? */
int mail_charset_ok(const char *name);

/**
 * Append an RFC 5322 message with LF line ends: MIME-Version, text/plain;
 * charset=utf-8 (us-ascii when it is, or as m says), 7bit, 8bit never:
 * quoted-printable or base64, whichever is shorter, when the text is not ASCII
 * or has lines over 998 octets.
 *
 * An address that is no address (white space, control characters, angle
 * brackets, no or more than one unquoted @) is refused.
 *
 * Returns 0, or -1: an address is bad (*bad names it; may be NULL), or out of
 * memory (*bad is NULL).
 */
int mail_compose(const struct mail_out *m, struct buf *out, const char **bad);

#endif
