/*
 * related - the MIME package of an MM7 message: the SOAP part and the content.
 *
 * Spec: RFC 2045, 2046, 2387 (multipart/related), SOAP Messages with
 * Attachments; 3GPP TS 23.140, 8.7.1 and Annex L.
 *
 * Ours and not a mail library's, since what centres send is often no MIME:
 * labels without boundaries, roots without ids, parts without an empty line.
 */
#ifndef MM7_RELATED_H
#define MM7_RELATED_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/diag.h"

enum {				/* of what a peer sends */
	RELATED_PARTS_MAX = 256,	/* leaves; a SMIL of 100 pages has 200 */
	RELATED_DEPTH_MAX = 16,		/* multiparts in each other: deeper ones
					   are given out as they are */
	RELATED_HEADERS_MAX = 64,	/* of one part */
	RELATED_HEADER_MAX = 8192,	/* octets of one, unfolded */
};

/* A leaf.  Strings are trimmed, NULL where missing. */
struct related_part {
	const char *type;	/* lower case, "image/gif"; never NULL */
	const char *charset;	/* as said */
	const char *id;		/* Content-ID, without < > */
	const char *location;	/* Content-Location */
	const char *name;	/* parameter name, else filename */
	const char *start, *root_type;	/* parameters of the multipart that it
				   is the root of; NULL: it is no root */
	const uint8_t *data;	/* decoded: Content-Transfer-Encoding undone */
	size_t n;
	unsigned in;		/* the outermost multipart in the content that
				   it stands in; 0: none */
};

struct related {
	struct related_part root;	/* the SOAP part */
	struct related_part *parts;	/* the content's leaves, as they came */
	size_t nparts;
	int cut;		/* a multipart ended before its last boundary */
	void *own;
};

/**
 * Take apart a body of n octets; type is HTTP's Content-Type (NULL: look at the
 * octets).  Data points into body where it needs no decoding: body must outlive
 * r.
 *
 * A body that is XML from its first octet on is the root, whatever the type
 * says.  root: by start, else the first part that is a SOAP envelope.  A
 * boundary that is not said, or does not occur, is guessed by the first line
 * that could be one.  The entries of a WAP binary multipart
 * (application/vnd.wap.multipart.*) are parts as the others are.
 *
 * Returns 0, or -1 with err filled (EX_DATAERR: no SOAP part, over a limit;
 * EX_TEMPFAIL); related_release() in either case.
 */
int related_read(const char *type, const void *body, size_t n,
	struct related *r, struct diag_err *err);
void related_release(struct related *r);

/*
 * Which of r's parts does a reference name: cid:, Content-Location, name; with
 * or without < >, any case, percent-escaped.  NULL: none.
 */
const struct related_part *related_find(const struct related *r,
	const char *ref);

/*
 * 1: the body is complete: its last boundary, or the end of an Envelope, has
 * come (within the last 4096 octets; a boundary that must be guessed begins
 * within the first 4096), whatever Content-Length says; for a server that need
 * not wait then.
 * Costs no more for a long body, so it may be asked at each read.
 */
int related_complete(const char *type, const void *body, size_t n);

/* ---- out */

struct related_out {
	const char *type;	/* "image/jpeg"; a text part: "text/plain" */
	const char *charset;	/* "utf-8"; NULL */
	const char *id, *location, *name;	/* ASCII; id without < > */
	const void *data;
	size_t n;
};

struct related_style {
	int binary;		/* media as binary, not base64 */
	int simple;		/* one text part stands by itself:
				   MM7_SOAP_Attachment_Simple_MIME */
	int mixed;		/* the content is multipart/mixed, no SMIL */
};

/**
 * Append a body: the SOAP part, and behind it the content under content_id.
 * parts[0] is the SMIL where there is one, and the inner root.  seed makes the
 * boundaries, the same for the same message.  A control character in a string
 * becomes `_`; that the rest is ASCII is the caller's care.
 *
 * type receives the Content-Type, on one line.  Without parts it is text/xml
 * and the SOAP alone.  Returns 0, or -1: out of memory, or (of a content that
 * was made for it) no boundary that does not occur in it.
 */
int related_write(const char *soap, size_t nsoap, const char *content_id,
	const struct related_out *parts, size_t nparts,
	const struct related_style *style, const char *seed,
	struct buf *type, struct buf *out);

#endif
