/*
 * mime - one part's headers, read as leniently as they are written.  Private to
 * this folder.
 */
#ifndef MM7_MIME_H
#define MM7_MIME_H

#include "base/arena.h"
#include "mm7/related.h"

/* A Content-Type, taken apart.  NULL: not there. */
struct mime_type {
	const char *type;	/* lower case; never NULL */
	const char *boundary, *start, *charset, *name, *root_type;
	const char *filename;	/* of a Content-Disposition, which has the same
				   form */
};

enum mime_encoding { MIME_AS_IS, MIME_BASE64, MIME_QP };

struct mime_head {
	struct mime_type type;
	enum mime_encoding encoding;
	const char *id, *location, *name;
};

void mime_read_type(struct arena *a, const char *value, struct mime_type *t);

/*
 * The headers that p begins with: their end, where the content begins.  An
 * empty line ends them, or a line that is no header, as of peers that forget
 * it.
 */
const char *mime_read_head(struct arena *a, const char *p, const char *end,
	struct mime_head *h);

/* n octets decoded, *len of them; NULL: out of memory. */
const void *mime_body(struct arena *a, enum mime_encoding encoding,
	const char *p, size_t n, size_t *len);

#endif
