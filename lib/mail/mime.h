/*
 * mime - what text.c and parts.c both ask of a part.  Private to this folder.
 */
#ifndef MAIL_MIME_H
#define MAIL_MIME_H

#include <gmime/gmime.h>

#include "base/buf.h"

int mail_mime_is_type(GMimeObject *o, const char *type, const char *subtype);
int mail_mime_is_attachment(GMimeObject *o);
int mail_mime_is_plain(GMimeObject *o);
int mail_mime_is_html(GMimeObject *o);
int mail_mime_is_signature(GMimeObject *o);
int mail_mime_is_enveloped(GMimeObject *o);	/* S/MIME, encrypted */

/* The octets of a part, out of their transfer encoding; about max of them. */
void mail_mime_decode(GMimePart *part, size_t max, struct buf *out);

/* text/plain, out of raw, as it is shown; 1 when some of it was encrypted. */
int mail_mime_plain_text(GMimeObject *o, const char *charset, const struct buf *raw,
	struct buf *out);

#endif
