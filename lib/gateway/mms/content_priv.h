/*
 * What the files of content.c share.  See content.h.
 *
 * content.c		parts with their names, and the SMIL
 * content_from.c	... of a mail, of a message, of a record
 * content_fit.c	the size
 */
#ifndef GATEWAY_MMS_CONTENT_PRIV_H
#define GATEWAY_MMS_CONTENT_PRIV_H

#include "gateway/mms/content.h"

/* A part before it has its names. */
struct mms_source {
	const char *type, *id, *location, *name;
	const void *data;
	size_t n;
	int is_text;
};

/* All sources to parts, with a presentation as the options say. */
int mms_content_build(struct mms_content *c, const struct mms_source *s,
	size_t n, const struct config_view *v, struct diag_err *err);

#endif
