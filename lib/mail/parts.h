/*
 * parts - a mail as what it is made of: for who wants more than its text.
 *
 * Spec: RFC 2045, 2046, 2183, 2387.
 */
#ifndef MAIL_PARTS_H
#define MAIL_PARTS_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/diag.h"
#include "mail/compose.h"
#include "mail/mail.h"

/* A leaf that a reader would be shown or offered.  NULL: not said. */
struct mail_part {
	const char *type;	/* lower case, "image/jpeg" */
	const char *id;		/* Content-ID, without < > */
	const char *location;	/* Content-Location */
	const char *name;	/* filename, else name; decoded (RFC 2231, 2047),
				   no path */
	const char *description;
	int attachment;		/* Content-Disposition */
	int is_text;		/* data is UTF-8, whatever it was */
	const uint8_t *data;	/* decoded */
	size_t n;
};

/*
 * The leaves in the order to show them: of multipart/alternative the one that
 * suits a phone best (SMIL in a related, else plain, else HTML made text, which
 * brings along the inline images that it names); of multipart/related all,
 * images in the order that the root names them; signed ones without their
 * signature; nothing of an encrypted one.
 */
struct mail_parts {
	const struct mail_part *part;
	size_t n;
	const char *hidden;	/* as struct mail's */
	int altered;		/* it was signed: what is made of it no longer is */
};

/* Headers that a mail can have more than one of, and that mail.h leaves out. */
const char *mail_header(const struct mail *m, const char *name, size_t i);

/**
 * Owned by m, read once.  Returns 0, or -1 with err filled (EX_DATAERR over a
 * cap of mail.h, EX_TEMPFAIL).
 */
int mail_parts(struct mail *m, struct mail_parts *out, struct diag_err *err);

/* ---- out */

/* multipart/mixed, or with related: multipart/related, parts[0] its root; one
   part alone is no multipart.  m->text is not used.  Text parts are UTF-8, as
   short as mail_compose() writes them; all others base64.  0, or -1 as
   mail_compose(). */
int mail_compose_parts(const struct mail_out *m, const struct mail_part *parts,
	size_t n, int related, struct buf *out, const char **bad);

#endif
