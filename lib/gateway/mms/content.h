/*
 * content - what an MMS carries: parts ready for mm7/related, made of a mail's
 * or a record's.
 *
 * Spec: OMA MMS Conformance Document, 7 (SMIL); RFC 4356, 2.1.4 (bodies);
 * RFC 2045: size is counted as it goes over the wire.
 */
#ifndef GATEWAY_MMS_CONTENT_H
#define GATEWAY_MMS_CONTENT_H

#include "base/diag.h"
#include "config/config.h"
#include "base/arena.h"
#include "mail/parts.h"
#include "mm7/related.h"
#include "record/record.h"

enum { MMS_PARTS_MAX = 200 };	/* of one message: a picture or text a page
				   makes a hundred pages */

#define MMS_CONTENT_ID "content"	/* of the whole, for Content href */
#define MMS_CHANNEL "vnd.msys.mm7"	/* of multipart/vnd.msys.mcmt */

/*
 * Each part has an id, a location and a name, in ASCII, that no other part has;
 * the name ends as its type asks for.  Texts are text/plain in UTF-8, all other
 * parts are byte for byte what came.
 */
struct mms_content {
	struct related_out part[MMS_PARTS_MAX + 1];	/* first the SMIL, where
				   there is one */
	size_t n;		/* 0: no content at all */
	int smil;		/* part[0] is one */
	int altered;		/* of a mail that was signed */
	struct related_style style;
	struct arena own;
	char done[MMS_PARTS_MAX + 1];	/* parts that were replaced */
};

/*
 * Of a mail, by MM7_SMIL, MM7_SMIL_Source, MM7_Content_Transfer and
 * MM7_SOAP_Attachment_Simple_MIME.  A mail without anything to show has its
 * Subject alone, and no content.
 *
 * Of multipart/vnd.msys.mcmt the part for MM7 is taken, where it has one (its
 * SOAP envelope is mms_submit_mail()'s business).
 *
 * Returns 0, or -1 with err filled: EX_DATAERR it is encrypted, has more than
 * MMS_PARTS_MAX parts, or MCMT_Reception refuses it; EX_TEMPFAIL.
 * mms_content_release() in either case.
 */
int mms_content_mail(struct mms_content *c, struct mail *m,
	const struct config_view *v, struct diag_err *err);

/*
 * Of a record: `text`, and then the parts of `content`, each with `text` or `data`
 * (base64), and `type`, `name`, `id`.  Where its first part is SMIL that is
 * taken.  0, or -1: EX_DATAERR names the field.
 */
int mms_content_record(struct mms_content *c, const struct record *rec,
	const struct config_view *v, struct diag_err *err);

/*
 * An MCMT part for MM7 of n octets, headers and body, that has its own SOAP
 * envelope: 1, and r is it; 0: it has none; -1 with err as related_read().
 * related_release() after 1 and -1.
 */
int mms_package_read(const char *p, size_t n, struct related *r,
	struct diag_err *err);

/* Of what came over MM7, for another peer: an MMSC that passes it on. */
int mms_content_related(struct mms_content *c, const struct related *r,
	const struct config_view *v, struct diag_err *err);

void mms_content_release(struct mms_content *c);

/* ---- the size */

/* What is to be made smaller, and to how many octets at most (decoded). */
struct mms_shrink {
	size_t part;		/* of c->part */
	const char *type, *name;
	size_t budget;
};

/**
 * Does it fit into MM7_Max_Size?  What counts is the body of the request less
 * the XML in it: encoding, part headers and boundaries are in.
 *
 * Returns 0: it does.  1: it would, if the part in *s were no larger than its
 * budget; the caller runs MM7_Shrink_Command, gives the result to
 * mms_content_replace() and asks again (of pictures the largest comes first;
 * one that was replaced isn't named again).  -1: err filled, EX_DATAERR
 * ("5.3.4 ...": its text names the largest part and the sizes), EX_TEMPFAIL.
 */
int mms_content_fit(const struct mms_content *c, const struct config_view *v,
	struct mms_shrink *s, struct diag_err *err);

/* Other octets for a part, copied; they begin as a JPEG, PNG, GIF or WebP does,
   which then is its type.  0, or -1: EX_DATAERR no picture, EX_TEMPFAIL. */
int mms_content_replace(struct mms_content *c, size_t part, const void *data,
	size_t n, struct diag_err *err);

/* Octets of the content on the wire; 0: out of memory. */
size_t mms_content_wire(const struct mms_content *c);

#endif
