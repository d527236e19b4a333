/* What stands in an operation's element.  See soap.h. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sysexits.h>

#include "mm7/soap_priv.h"

struct reading {
	struct arena *a;
	struct mm7_msg *m;
	struct diag_err *err;
	size_t recipients;
	int wrappers;		/* there are elements that the schema has not */
	int unwrap;		/* what stands in them counts: the second time */
	size_t before;		/* recipients, then */
};

const char *
soap_text(struct arena *a, const xmlNode *node)
{
	xmlChar *s = xmlNodeGetContent(node);
	const char *text = s ? mm7_value_text(a, (const char *)s,
	    strlen((const char *)s)) : NULL;

	if (!s)
		a->oom = 1;
	xmlFree(s);
	return text;
}

/* The attribute of that local name; NULL. */
static const char *
attribute(struct arena *a, const xmlNode *node, const char *name)
{
	const xmlAttr *at;

	for (at = node->properties; at; at = at->next)
		if (strcasecmp((const char *)at->name, name) == 0)
			return soap_text(a, (const xmlNode *)at);
	return NULL;
}

static void
put(struct reading *r, enum mm7_field f, const char *s)
{
	/* the first counts, but an empty element is none */
	if (s && *s && !r->m->v[f])
		r->m->v[f] = mm7_value_field(r->a, f, s);
}

/* ---- addresses */

static enum mm7_addr_kind
kind_of(const xmlNode *node)
{
	if (soap_is(node, "Number"))
		return MM7_NUMBER;
	if (soap_is(node, "ShortCode"))
		return MM7_SHORT_CODE;
	if (soap_is(node, "RFC2822Address") || soap_is(node, "RFC822Address"))
		return MM7_RFC2822;
	return MM7_ADDR_NONE;
}

static void
read_addr(struct reading *r, xmlNode *node, struct mm7_addr *addr)
{
	const char *display = attribute(r->a, node, "displayOnly");
	const char *text = soap_text(r->a, node);

	*addr = (struct mm7_addr){ .kind = MM7_ADDR_NONE };
	if (!text || !*text)
		return;
	mm7_value_addr(r->a, kind_of(node), text, addr);
	addr->display_only = display && (strcasecmp(display, "true") == 0 ||
	    strcmp(display, "1") == 0);
	addr->coding = attribute(r->a, node, "addressCoding");
	addr->id = attribute(r->a, node, "id");
}

/* The one address in an element, which may stand in another, or bare. */
static void
read_one(struct reading *r, xmlNode *node, struct mm7_addr *addr)
{
	xmlNode *n = node;

	if (addr->kind)
		return;
	while (n && !kind_of(n))
		n = soap_next(node, n);
	read_addr(r, n ? n : node, addr);
}

static int
add_recipient(struct reading *r, xmlNode *node, enum mm7_addr_role role)
{
	struct mm7_addrs *list = &r->m->recipients[role];
	struct mm7_addr addr, *more;

	read_addr(r, node, &addr);
	if (!addr.kind)
		return 0;
	if (++r->recipients > MM7_RECIPIENTS_MAX)
		return diag_err(r->err, EX_DATAERR, "more than %d recipients",
		    MM7_RECIPIENTS_MAX);
	/* room doubles: at 0, 1, 2, 4 ... it is full */
	if ((list->n & (list->n - 1)) == 0) {
		more = arena_alloc(r->a, (list->n ? 2 * list->n : 1) *
		    sizeof *more);
		if (!more)
			return 0;
		if (list->n)
			memcpy(more, list->a, list->n * sizeof *more);
		list->a = more;
	}
	list->a[list->n++] = addr;
	return 0;
}

static int
is_role(const xmlNode *node, enum mm7_addr_role *role)
{
	static const char *const names[MM7_ROLES] = { "To", "Cc", "Bcc" };
	int i;

	for (i = 0; i < MM7_ROLES; i++)
		if (soap_is(node, names[i])) {
			*role = i;
			return 1;
		}
	return 0;
}

static int
read_recipients(struct reading *r, xmlNode *top)
{
	enum mm7_addr_role role = MM7_TO;
	xmlNode *node;
	int bare = 1;

	if (r->before)
		return 0;
	for (node = top; node; node = soap_next(top, node)) {
		if (is_role(node, &role))
			continue;
		if (kind_of(node)) {
			bare = 0;
			if (add_recipient(r, node, role) < 0)
				return -1;
		}
	}
	/* To with nothing but a number, as before MM7 5.2 */
	for (node = top; bare && node; node = soap_next(top, node))
		if ((node == top || is_role(node, &role)) &&
		    !xmlFirstElementChild(node) &&
		    add_recipient(r, node, role) < 0)
			return -1;
	return 0;
}

/* ---- what has more in it than text */

static int
read_sender(struct reading *r, xmlNode *node)
{
	read_one(r, node, &r->m->sender);
	return 0;
}

static int
read_recipient(struct reading *r, xmlNode *node)
{
	switch (r->m->op) {
	case MM7_DELIVERY_REPORT_REQ:
	case MM7_READ_REPLY_REQ:
		read_one(r, node, &r->m->recipient);
		return 0;
	default:
		return read_recipients(r, node);
	}
}

static int
read_payer(struct reading *r, xmlNode *node)
{
	read_one(r, node, &r->m->third_party);
	return 0;
}

static int
read_reply_charging(struct reading *r, xmlNode *node)
{
	r->m->v[MM7_REPLY_CHARGING] = "true";
	put(r, MM7_REPLY_CHARGING_SIZE, attribute(r->a, node,
	    mm7_field_name(MM7_REPLY_CHARGING_SIZE)));
	put(r, MM7_REPLY_DEADLINE, attribute(r->a, node,
	    mm7_field_name(MM7_REPLY_DEADLINE)));
	return 0;
}

static int
read_content(struct reading *r, xmlNode *node)
{
	put(r, MM7_CONTENT_HREF, attribute(r->a, node,
	    mm7_field_name(MM7_CONTENT_HREF)));
	put(r, MM7_ALLOW_ADAPTATIONS, attribute(r->a, node,
	    mm7_field_name(MM7_ALLOW_ADAPTATIONS)));
	return 0;
}

static int
read_capabilities(struct reading *r, xmlNode *node)
{
	put(r, MM7_UA_PROF, attribute(r->a, node, mm7_field_name(MM7_UA_PROF)));
	return 0;
}

/* The text of the next element of that name behind node, before the next
   address and within top; NULL. */
static const char *
beside(struct reading *r, const xmlNode *top, xmlNode *node, const char *name)
{
	while ((node = soap_next(top, node)) && !kind_of(node))
		if (soap_is(node, name))
			return soap_text(r->a, node);
	return NULL;
}

/* What is refused is named by its address, and maybe a status behind it. */
static int
read_details(struct reading *r, xmlNode *top)
{
	struct mm7_failed *f;
	xmlNode *node;
	size_t n = 0;

	put(r, MM7_DETAILS, soap_text(r->a, top));
	for (node = top; node; node = soap_next(top, node))
		n += kind_of(node) != MM7_ADDR_NONE;
	if (!n || r->m->failed)
		return 0;
	if (n > MM7_RECIPIENTS_MAX)
		n = MM7_RECIPIENTS_MAX;
	f = r->m->failed = arena_alloc(r->a, n * sizeof *f);
	for (node = top; f && node && r->m->nfailed < n;
	    node = soap_next(top, node)) {
		if (!kind_of(node))
			continue;
		read_addr(r, node, &f->addr);
		if (!f->addr.kind)
			continue;
		f->status_code = beside(r, top, node,
		    mm7_field_name(MM7_STATUS_CODE));
		f->status_text = beside(r, top, node,
		    mm7_field_name(MM7_STATUS_TEXT));
		r->m->nfailed++;
		f++;
	}
	return 0;
}

/* The one of the element's children with the highest sequence, else the last;
   the element itself where it has none. */
static xmlNode *
last_of(struct reading *r, xmlNode *top)
{
	xmlNode *node, *last = top;
	const char *s;
	long at, highest = 0;

	for (node = top->children; node; node = node->next) {
		if (node->type != XML_ELEMENT_NODE)
			continue;
		s = attribute(r->a, node, "sequence");
		at = s ? atol(s) : highest;
		if (at < highest)
			continue;
		highest = at;
		last = node;
	}
	return last;
}

static int
read_previous(struct reading *r, xmlNode *node)
{
	struct mm7_addr addr = { .kind = MM7_ADDR_NONE };

	if (soap_is(node, mm7_field_name(MM7_PREVIOUSLY_SENT_BY))) {
		read_one(r, last_of(r, node), &addr);
		put(r, MM7_PREVIOUSLY_SENT_BY, addr.text);
	} else {
		put(r, MM7_PREVIOUSLY_SENT_TIME, soap_text(r->a,
		    last_of(r, node)));
	}
	return 0;
}

static int
read_condition(struct reading *r, xmlNode *top)
{
	struct buf all = BUF_INIT;
	xmlNode *node = top;
	const char *s;

	while ((node = soap_next(top, node)))
		if (!xmlFirstElementChild(node) &&
		    (s = soap_text(r->a, node)) && *s) {
			if (all.len)
				buf_ch(&all, ' ');
			buf_str(&all, s);
		}
	put(r, MM7_DELIVERY_CONDITION, mm7_value_text(r->a, buf_cstr(&all),
	    all.len));
	buf_free(&all);
	return 0;
}

static int
ignore(struct reading *r, xmlNode *node)
{
	(void)r;
	(void)node;
	return 0;
}

static int read_inside(struct reading *r, xmlNode *node);

static const struct {
	const char *name;
	int (*read)(struct reading *r, xmlNode *node);
} whole[] = {
	{ "Sender", read_sender },
	{ "SenderAddress", read_sender },
	{ "Recipients", read_recipient },
	{ "Recipient", read_recipient },
	{ "To", read_recipient },
	{ "Cc", read_recipient },
	{ "Bcc", read_recipient },
	{ "ThirdPartyPayer", read_payer },
	{ "ReplyCharging", read_reply_charging },
	{ "DeliveryCondition", read_condition },
	{ "UACapabilities", read_capabilities },
	{ "Details", read_details },
	{ "Detail", read_details },
	{ "Content", read_content },
	{ "Previouslysentby", read_previous },
	{ "Previouslysentdateandtime", read_previous },
	/* what the sender adds for himself */
	{ "Extension", ignore },
	{ "MessageExtraData", ignore },
	{ "AdditionalInformation", ignore },
	/* only wrap what matters */
	{ "SenderIdentification", read_inside },
	{ "Status", read_inside },
	{ "Fault", read_inside },
};

/* Where the schema's name is another. */
static const struct {
	const char *name;
	enum mm7_field field;
} also[] = {
	{ "Date", MM7_TIME_STAMP },
	{ "faultstring", MM7_STATUS_TEXT },
};

/* 1: it is a field. */
static int
read_text(struct reading *r, xmlNode *node)
{
	size_t i;
	int f;

	for (f = 0; f < MM7_FIELDS; f++)
		if (soap_is(node, mm7_field_name(f))) {
			put(r, f, soap_text(r->a, node));
			return 1;
		}
	for (i = 0; i < sizeof also / sizeof *also; i++)
		if (soap_is(node, also[i].name)) {
			put(r, also[i].field, soap_text(r->a, node));
			return 1;
		}
	return 0;
}

static int
read_element(struct reading *r, xmlNode *node)
{
	size_t i;

	for (i = 0; i < sizeof whole / sizeof *whole; i++)
		if (soap_is(node, whole[i].name))
			return whole[i].read(r, node);
	if (read_text(r, node) || !xmlFirstElementChild(node))
		return 0;
	r->wrappers = 1;
	return r->unwrap ? read_inside(r, node) : 0;
}

static int
read_inside(struct reading *r, xmlNode *top)
{
	xmlNode *node;

	for (node = top->children; node; node = node->next)
		if (node->type == XML_ELEMENT_NODE && read_element(r, node) < 0)
			return -1;
	return 0;
}

int
soap_fields(struct arena *a, xmlNode *op, struct mm7_msg *m,
    struct diag_err *err)
{
	struct reading r = { .a = a, .m = m, .err = err };

	if (read_inside(&r, op) < 0)
		return -1;
	if (!r.wrappers)
		return 0;
	/* again, for what is missing: what was found stays */
	r.unwrap = 1;
	r.before = r.recipients;
	return read_inside(&r, op);
}
