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
 * suits a phone best (SMIL in a related, else plain, else HTML made text), and
 * with a text the inline images that an HTML beside it names; of
 * multipart/related all, in the order that the root names them, the root first;
 * signed ones without their signature; nothing of an encrypted one; of
 * multipart/vnd.msys.mcmt the rendering for mail.
 *
 * Empty texts are left out.  Inline HTML has become text/plain, and inline plain
 * text is as mail_read() would have it, each part on its own.
 */
struct mail_parts {
	const struct mail_part *part;
	size_t n;
	const char *hidden;	/* as struct mail's */
	int altered;		/* it was signed: what is made of it no longer is */
};

/* Headers that a mail can have more than one of, and that mail.h leaves out:
   the i-th of that name, one decoded line, owned by m; NULL: none. */
const char *mail_header(struct mail *m, const char *name, size_t i);

/* A header that is a date (RFC 5322, 3.3): 0 and Unix ms, or -1. */
int mail_header_date(struct mail *m, const char *name, int64_t *unix_ms);
/* The addresses in a header, bare, no doubles; their number, at most max. */
size_t mail_header_addresses(struct mail *m, const char *name,
	const char **addr, size_t max);

/**
 * The rendering for a channel ("vnd.msys.mm7") in multipart/vnd.msys.mcmt: an
 * entity, headers, an empty line and its body, owned by m.
 * Returns 1, 0: the mail is multipart/vnd.msys.mcmt without it, -1: the mail is
 * another, or -2 with err filled: EX_TEMPFAIL.
 */
int mail_channel(struct mail *m, const char *subtype, const char **p,
	size_t *n, struct diag_err *err);

/**
 * Owned by m, read once.  Returns 0, or -1 with err filled (EX_DATAERR over a
 * cap of mail.h, EX_TEMPFAIL).
 */
int mail_parts(struct mail *m, struct mail_parts *out, struct diag_err *err);

/* Text of n octets that came from elsewhere, to UTF-8 with LF line ends, as a
   mail's: a byte order mark decides, else the charset (NULL: none), unless the
   octets say that it is wrong. */
void mail_text_utf8(const void *p, size_t n, const char *charset,
	struct buf *out);

/* ---- out */

/* 1 for type/subtype that may be written for a leaf: tokens of RFC 2045, 5.1,
   and no multipart or message, which would need more than octets. */
int mail_is_type(const char *s);

/* multipart/mixed, or with related: multipart/related, parts[0] its root; one
   part alone is no multipart.  m->text is not used.  Text parts are UTF-8, as
   short as mail_compose() writes them; all others base64.  0, or -1 as
   mail_compose(). */
int mail_compose_parts(const struct mail_out *m, const struct mail_part *parts,
	size_t n, int related, struct buf *out, const char **bad);

#endif
