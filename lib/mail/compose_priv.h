/*
 * compose_priv - the pieces of a mail that compose.c, parts_out.c, report.c and
 * mdn.c write.
 * Private to this folder.
 */
#ifndef MAIL_COMPOSE_PRIV_H
#define MAIL_COMPOSE_PRIV_H

#include "mail/compose.h"
#include "mail/report.h"

/* An address of m that is none, or NULL. */
const char *mail_bad_address(const struct mail_out *m);

/* All headers up to MIME-Version; m's addresses are good. */
void mail_put_headers(struct buf *out, const struct mail_out *m);

/* Content-Type and Content-Transfer-Encoding of a text, an empty line and the
   text; it ends with a line feed, whatever it is.  charset: as in mail_out. */
void mail_put_content(struct buf *out, const char *text, size_t n,
	const char *charset);

/* A header of addresses, which are good; n is not 0. */
void mail_put_addresses(struct buf *out, const char *name,
	const char *const *addr, size_t n);
/* A header of unstructured text, and one with an id; value NULL: none. */
void mail_put_field(struct buf *out, const char *name, const char *value);
void mail_put_id(struct buf *out, const char *name, const char *id);
/* RFC 5322, 3.3, in UTC. */
void mail_put_date(struct buf *out, const char *name, int64_t unix_ms);

/* `Name: type; text` (RFC 3464, 2.1.2); text NULL or empty: none. */
void mail_put_typed(struct buf *out, const char *name, const char *type,
	const char *text);
/* A whole multipart/report (RFC 6522): m's words, status with its headers, the
   original's headers; recipient is who it is about.  0, or -1 as
   mail_compose(). */
int mail_put_report(const struct mail_out *m, const char *type,
	const char *recipient, const struct buf *status,
	const struct mail_original *o, struct buf *out, const char **bad);

#endif
