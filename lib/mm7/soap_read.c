/* XML to a tree, and from the tree what matters.  See soap.h. */
#include "mm7/soap.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sysexits.h>

#include "mm7/charset.h"
#include "mm7/soap_priv.h"

enum {
	PREFIX_MAX = 32,	/* characters of one that is answered with */
	EQUALS_MAX = 5000,	/* `=` in a tag and the text behind it: 5 ms */
};

#define MANY_ATTRIBUTES	"an element has too many attributes"

static const char prefix_chars[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	"abcdefghijklmnopqrstuvwxyz0123456789_-.";

/* ---- the tree */

/* What the SAX handlers that build libxml2's tree are watched by. */
struct watch {
	startElementNsSAX2Func start;
	endElementNsSAX2Func end;
	unsigned depth, elements, errors;
	int oom;
	const char *refused;
};

static void
refuse(xmlParserCtxt *x, const char *why)
{
	struct watch *w = x->_private;

	if (!w->refused)
		w->refused = why;
	xmlStopParser(x);
}

static void
on_start(void *ctx, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *uri, int nns, const xmlChar **ns, int nattrs, int ndefault,
    const xmlChar **attrs)
{
	xmlParserCtxt *x = ctx;
	struct watch *w = x->_private;

	if (++w->depth > MM7_DEPTH_MAX)
		refuse(x, "elements are nested too deeply");
	else if (++w->elements > MM7_ELEMENTS_MAX)
		refuse(x, "too many elements");
	else if (nattrs > MM7_ATTRIBUTES_MAX || nns > MM7_ATTRIBUTES_MAX)
		refuse(x, MANY_ATTRIBUTES);
	else
		w->start(ctx, name, prefix, uri, nns, ns, nattrs, ndefault,
		    attrs);
}

static void
on_end(void *ctx, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *uri)
{
	xmlParserCtxt *x = ctx;
	struct watch *w = x->_private;

	if (w->depth)
		w->depth--;
	w->end(ctx, name, prefix, uri);
}

/* SOAP 1.1, 3: a message MUST NOT contain a Document Type Declaration. */
static void
on_dtd(void *ctx, const xmlChar *name, const xmlChar *external,
    const xmlChar *system)
{
	(void)name;
	(void)external;
	(void)system;
	refuse(ctx, "it has a document type declaration");
}

/* Each of them costs some formatting that nobody reads. */
static void
on_error(void *ctx, xmlError *error)
{
	xmlParserCtxt *x = ctx;
	struct watch *w = x->_private;

	if (error->code == XML_ERR_NO_MEMORY)
		w->oom = 1;
	if (++w->errors > MM7_ERRORS_MAX)
		refuse(x, "too much of it is no XML");
}

static xmlDoc *
parse(const char *p, size_t n, struct watch *w, struct diag_err *err)
{
	xmlParserCtxt *x = xmlNewParserCtxt();
	xmlDoc *doc = NULL;

	while (n && !p[n - 1])		/* a string of C's */
		n--;
	/* libxml2 would end there, and half a message be taken for all of it */
	if (memchr(p, '\0', n))
		w->refused = "a NUL is in it";
	if (!x) {
		diag_err(err, EX_TEMPFAIL, "out of memory");
		return NULL;
	}
	x->_private = w;
	w->start = x->sax->startElementNs;
	w->end = x->sax->endElementNs;
	x->sax->startElementNs = on_start;
	x->sax->endElementNs = on_end;
	x->sax->internalSubset = on_dtd;
	x->sax->externalSubset = on_dtd;
	x->sax->serror = on_error;
	doc = xmlCtxtReadMemory(x, p, (int)n, NULL, "UTF-8",
	    XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOERROR |
	    XML_PARSE_NOWARNING | XML_PARSE_IGNORE_ENC | XML_PARSE_NOCDATA);
	/* also when there is nothing, and no word of why */
	w->oom |= x->errNo == XML_ERR_NO_MEMORY ||
		(n && !doc && !w->errors && !w->refused);
	xmlFreeParserCtxt(x);
	if (doc && !w->refused && !w->oom && xmlDocGetRootElement(doc))
		return doc;
	xmlFreeDoc(doc);
	if (w->oom)
		diag_err(err, EX_TEMPFAIL, "out of memory");
	else
		diag_err(err, EX_DATAERR, "%s", w->refused ? w->refused :
		    "it is no XML");
	return NULL;
}

/*
 * Does a tag have more attributes than could be real?  libxml2 compares each
 * with all that came before it in the tag, and asks nobody until the last one:
 * in 1 MB that is seconds.  Counted between a `<` and the next, text and all.
 */
static int
has_long_tag(const char *p, size_t n)
{
	size_t i, equals = 0;

	for (i = 0; i < n; i++)
		if (p[i] == '<')
			equals = 0;
		else if (p[i] == '=' && ++equals > EQUALS_MAX)
			return 1;
	return 0;
}

/* Blanks and whatever else stands before the first `<`. */
static void
skip_to_xml(struct buf *text)
{
	const char *lt = text->len ? memchr(text->p, '<', text->len) : NULL;

	if (lt)
		buf_drop(text, (size_t)(lt - text->p));
}

/* ---- elements */

static const char *
soap_local(const xmlNode *node)
{
	const char *name = (const char *)node->name;
	const char *colon = strrchr(name, ':');

	/* where the prefix was never declared it is part of the name */
	return colon ? colon + 1 : name;
}

int
soap_is(const xmlNode *node, const char *name)
{
	return node->type == XML_ELEMENT_NODE &&
		strcasecmp(soap_local(node), name) == 0;
}

/* The next in document order within top; elements only. */
xmlNode *
soap_next(const xmlNode *top, xmlNode *node)
{
	do {
		if (node->children) {
			node = node->children;
			continue;
		}
		while (node != top && !node->next)
			node = node->parent;
		if (node == top)
			return NULL;
		node = node->next;
	} while (node->type != XML_ELEMENT_NODE);
	return node;
}

/* top itself, or the first within it; NULL. */
static xmlNode *
soap_find(xmlNode *top, const char *name)
{
	xmlNode *node = top;

	while (node && !soap_is(node, name))
		node = soap_next(top, node);
	return node;
}

/* ---- the envelope */

static void
find_operation(xmlNode *root, struct mm7_msg *m, xmlNode **where)
{
	xmlNode *node, *up;

	for (node = root; node; node = soap_next(root, node))
		if ((m->op = mm7_op_find(soap_local(node)))) {
			*where = node;
			break;
		}
	if (m->op == MM7_NONE && (node = soap_find(root, "Fault"))) {
		/* a Fault that says nothing of MM7 is an error all the same */
		m->op = MM7_RS_ERROR_RSP;
		m->fault = 1;
		*where = node;
		return;
	}
	for (up = node; up; up = up->parent)
		if (up->type == XML_ELEMENT_NODE && soap_is(up, "Fault"))
			m->fault = 1;
}

/* A name's prefix; "" where it has none, or none to answer with: what was read
   in spite of errors could hold anything. */
static const char *
prefix_of(struct arena *a, const xmlNode *node)
{
	const char *name = (const char *)node->name;
	size_t n;

	if (node->ns) {
		name = node->ns->prefix ? (const char *)node->ns->prefix : "";
		n = strlen(name);
	} else {
		n = strcspn(name, ":");
		n = name[n] ? n : 0;
	}
	/* Namespaces in XML, 3: a name, and those in xml... are reserved */
	if (n > PREFIX_MAX || strspn(name, prefix_chars) < n ||
	    strchr("0123456789-.", *name) || strncasecmp(name, "xml", 3) == 0)
		return "";
	return arena_text(a, name, n);
}

static const xmlNode *
first_child(const xmlNode *node)
{
	const xmlNode *c;

	for (c = node->children; c && c->type != XML_ELEMENT_NODE; c = c->next)
		;
	return c;
}

static void
read_dialect(struct arena *a, const xmlNode *root, const xmlNode *op,
    const xmlNode *txid, struct mm7_dialect *d)
{
	const xmlNode *of = op ? op : txid, *child;

	d->env_prefix = prefix_of(a, root);
	d->ns = "";
	d->prefix = "";
	if (of && of->ns)
		d->ns = mm7_value_text(a, (const char *)of->ns->href,
		    strlen((const char *)of->ns->href));
	if (of)
		d->prefix = prefix_of(a, of);
	child = op ? first_child(op) : NULL;
	d->prefix_children = child && child->ns && child->ns->prefix;
}

static int
read_tree(struct arena *a, xmlDoc *doc, struct mm7_msg *m,
    struct diag_err *err)
{
	xmlNode *root = xmlDocGetRootElement(doc), *op = NULL, *txid;

	find_operation(root, m, &op);
	txid = soap_find(root, mm7_field_name(MM7_TRANSACTION_ID));
	if (txid)
		m->v[MM7_TRANSACTION_ID] = soap_text(a, txid);
	read_dialect(a, root, op, txid, &m->dialect);
	if (!op)
		return diag_err(err, EX_DATAERR, "no MM7 message is in it");
	if (soap_fields(a, op, m, err) < 0)
		return -1;
	m->dialect.version = m->v[MM7_VERSION];
	return 0;
}

int
mm7_read(const void *xml, size_t n, const char *charset, struct mm7_msg *m,
    struct diag_err *err)
{
	struct arena *a = calloc(1, sizeof *a);
	struct buf text = BUF_INIT;
	struct watch w = { .refused = NULL };
	xmlDoc *doc = NULL;
	int rc = -1;

	*m = (struct mm7_msg){ .own = a };
	if (!a)
		return diag_err(err, EX_TEMPFAIL, "out of memory");
	if (n > MM7_SOAP_MAX)
		return diag_err(err, EX_DATAERR,
		    "the SOAP part has more than %d octets", MM7_SOAP_MAX);
	mm7_to_utf8(xml, n, charset, &text);
	skip_to_xml(&text);
	if (text.err)
		diag_err(err, EX_TEMPFAIL, "out of memory");
	else if (has_long_tag(text.p, text.len))
		diag_err(err, EX_DATAERR, MANY_ATTRIBUTES);
	else if ((doc = parse(text.p ? text.p : "", text.len, &w, err)))
		rc = read_tree(a, doc, m, err);
	if (rc == 0 && a->oom)
		rc = diag_err(err, EX_TEMPFAIL, "out of memory");
	xmlFreeDoc(doc);
	buf_free(&text);
	return rc;
}

void
mm7_release(struct mm7_msg *m)
{
	if (m->own)
		arena_free(m->own);
	free(m->own);
	*m = (struct mm7_msg){ .op = MM7_NONE };
}
