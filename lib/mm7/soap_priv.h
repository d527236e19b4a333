/* What the files of soap share.  See soap.h. */
#ifndef MM7_SOAP_PRIV_H
#define MM7_SOAP_PRIV_H

#include <libxml/parser.h>
#include <libxml/tree.h>

#include "mm7/soap.h"
#include "mm7/values.h"

/* soap_read.c: elements by their local name, in any case */
int soap_is(const xmlNode *node, const char *name);
/* The next element in document order within top; NULL: none. */
xmlNode *soap_next(const xmlNode *top, xmlNode *node);

/* soap_fields.c */
/* All the text in an element, trimmed; NULL: out of memory. */
const char *soap_text(struct arena *a, const xmlNode *node);
/* What the operation's element has.  0, or -1 with err (over a limit). */
int soap_fields(struct arena *a, xmlNode *op, struct mm7_msg *m,
	struct diag_err *err);

/* soap_elements.c */
struct soap_writing {
	const struct mm7_msg *m;
	struct buf *out;
	const char *in;		/* prefix of the elements in the operation's */
	int release;		/* 5 or 6, by the namespace */
	struct diag_err *err;
};

/* Text for an element, or (quoted) an attribute. */
void soap_put_text(struct buf *out, const char *s);
/* `prefix:name`, or the name alone. */
void soap_put_name(struct buf *out, const char *prefix, const char *name);
/* What the operation has, and extra.  0, or -1 with err (what is missing). */
int soap_put_elements(struct soap_writing *w);

#endif
