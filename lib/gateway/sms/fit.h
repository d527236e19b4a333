/*
 * fit - a text made to fit what the options allow: the only place where text
 * is cut, and where a character may be replaced.
 */
#ifndef GATEWAY_SMS_FIT_H
#define GATEWAY_SMS_FIT_H

#include "base/buf.h"
#include "config/config.h"
#include "gateway/sms/replace.h"
#include "gateway/sms/submit.h"

struct sms_fitted {
	size_t cut;		/* characters of the text that did not fit */
	struct sms_replaced replaced;	/* in what did */
	struct buf lacking;	/* characters that made it UCS2: see sms_lacking();
				   the caller frees it */
};

/**
 * Append as much of text (valid UTF-8) to out as the options allow:
 * SMPP_Max_SMS_Message_Size, SMPP_SMS_Segment_Size, SMPP_ESME_Max_Segments.
 *
 * What SMPP_SMS_Transliterate allows is replaced where the text then needs no
 * UCS2, and less of it is lost or cut off or it takes fewer segments: of two ways
 * that cost the same, the one that replaces less.  A character that
 * SMPP_SMS_Data_Coding cannot say even so (never with auto) becomes `?`.
 *
 * The cut is made at a grapheme cluster, with SMPP_SMS_Segment_Boundary
 * behind white space where the last part of the text has some; white space at
 * the cut goes.  Where not even one character fits, nothing is appended.
 *
 * Returns 0, or -1: out of memory.
 */
int sms_fit(struct buf *out, const char *text, size_t n,
	const struct config_view *v, struct sms_fitted *f);

#endif
