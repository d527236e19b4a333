/*
 * smil - the presentation of an MMS, out and in.
 *
 * Spec: OMA MMS Conformance Document, 7.1 (two regions, Text and Image, a par a
 * page, dur in ms); W3C SMIL 2.0 Basic.
 */
#ifndef GATEWAY_MMS_SMIL_H
#define GATEWAY_MMS_SMIL_H

#include <stddef.h>

#include "base/buf.h"
#include "mm7/related.h"

enum {
	SMIL_SRC_MAX = 512,	/* references that are followed */
	SMIL_PAGE_MS = 5000,	/* how long a page is shown */
};

/* 1 for application/smil, application/smil+xml. */
int smil_is(const char *type);

/*
 * Append a SMIL of the parts: a text goes with the picture, sound or video
 * before or behind it onto one page.  by_name: src is the part's location, else
 * `cid:` and its id.  What is none of text, image, audio, video is in no page.
 */
void smil_write(struct buf *out, const struct related_out *parts, size_t n,
	int by_name);

/*
 * The values of src (entities undone) in a SMIL document of n octets of UTF-8,
 * in the order of the document; of what stands in a comment none.  However
 * broken it is, it is read as far as it goes.  Into own memory of out, each
 * with its NUL.  Their number, at most SMIL_SRC_MAX.
 */
size_t smil_read(const char *p, size_t n, struct buf *out);

#endif
