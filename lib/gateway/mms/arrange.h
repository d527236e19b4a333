/*
 * arrange - the parts of an MMS in the order in which its SMIL shows them.
 */
#ifndef GATEWAY_MMS_ARRANGE_H
#define GATEWAY_MMS_ARRANGE_H

#include "base/buf.h"
#include "mm7/related.h"

struct mms_arranged {
	const struct related_part *smil;	/* NULL: none */
	const struct related_part *part[RELATED_PARTS_MAX];	/* the others */
	size_t n;
	struct buf missing;	/* what the SMIL names and is not there: names,
				   each with its NUL */
	size_t nmissing;
	int oom;
};

void mms_arrange(struct mms_arranged *a, const struct related *r);
void mms_arranged_release(struct mms_arranged *a);

#endif
