/* A message to XML, in the order of the schema.  See soap.h. */
#include <string.h>
#include <sysexits.h>

#include <libxml/parser.h>

#include "base/utf8.h"
#include "mm7/soap.h"

struct writing {
	const struct mm7_msg *m;
	struct buf *out;
	const char *in;		/* prefix of the elements in the operation's */
	int release;		/* 5 or 6, by the namespace */
	struct diag_err *err;
};

/* ---- pieces */

/* Text for an element, or (quoted) an attribute. */
static void
put_text(struct buf *out, const char *s)
{
	const char *end = s + strlen(s), *at;
	int32_t cp;

	while (s < end) {
		at = s;
		cp = utf8_next(&s, end);
		if (cp == '&')
			buf_str(out, "&amp;");
		else if (cp == '<')
			buf_str(out, "&lt;");
		else if (cp == '>')
			buf_str(out, "&gt;");
		else if (cp == '"')
			buf_str(out, "&quot;");
		else if (cp == UTF8_BAD || cp == 0xfffe || cp == 0xffff ||
		    (cp < 0x20 && cp != '\t' && cp != '\n'))
			buf_str(out, "\xef\xbf\xbd");
		else
			buf_add(out, at, (size_t)(s - at));
	}
}

/* `prefix:name`, or the name alone. */
static void
put_name(struct buf *out, const char *prefix, const char *name)
{
	if (*prefix)
		buf_fmt(out, "%s:", prefix);
	buf_str(out, name);
}

static void
open_el(struct writing *w, const char *name)
{
	buf_ch(w->out, '<');
	put_name(w->out, w->in, name);
	buf_ch(w->out, '>');
}

static void
close_el(struct writing *w, const char *name)
{
	buf_str(w->out, "</");
	put_name(w->out, w->in, name);
	buf_ch(w->out, '>');
}

static void
put_el(struct writing *w, const char *name, const char *text)
{
	open_el(w, name);
	put_text(w->out, text);
	close_el(w, name);
}

static void
put_attr(struct writing *w, const char *name, const char *value)
{
	if (!value)
		return;
	buf_fmt(w->out, " %s=\"", name);
	put_text(w->out, value);
	buf_ch(w->out, '"');
}

/* ---- addresses */

static void
put_addr(struct writing *w, const struct mm7_addr *a)
{
	static const char *const names[] = { [MM7_NUMBER] = "Number",
		[MM7_SHORT_CODE] = "ShortCode", [MM7_RFC2822] = "RFC2822Address" };
	const char *name = names[a->kind];

	buf_ch(w->out, '<');
	put_name(w->out, w->in, name);
	if (a->display_only)
		put_attr(w, "displayOnly", "true");
	put_attr(w, "addressCoding", a->coding);
	put_attr(w, "id", a->id);
	buf_ch(w->out, '>');
	put_text(w->out, a->text);
	if (a->kind == MM7_NUMBER && w->m->dialect.plmn)
		buf_str(w->out, "/TYPE=PLMN");
	close_el(w, name);
}

static void
put_addr_in(struct writing *w, const char *name, const struct mm7_addr *a)
{
	if (!a->kind)
		return;
	open_el(w, name);
	put_addr(w, a);
	close_el(w, name);
}

static void
put_recipients(struct writing *w)
{
	static const char *const names[MM7_ROLES] = { "To", "Cc", "Bcc" };
	const struct mm7_addrs *list;
	size_t n = 0, i;
	int role;

	for (role = 0; role < MM7_ROLES; role++)
		n += w->m->recipients[role].n;
	if (!n)
		return;
	open_el(w, "Recipients");
	for (role = 0; role < MM7_ROLES; role++) {
		list = &w->m->recipients[role];
		if (!list->n)
			continue;
		open_el(w, names[role]);
		for (i = 0; i < list->n; i++)
			put_addr(w, &list->a[i]);
		close_el(w, names[role]);
	}
	close_el(w, "Recipients");
}

/* ---- elements that are more than their text */

static void
put_field(struct writing *w, enum mm7_field f)
{
	if (w->m->v[f])
		put_el(w, mm7_field_name(f), w->m->v[f]);
}

static void
put_identification(struct writing *w)
{
	open_el(w, "SenderIdentification");
	put_field(w, MM7_VASPID);
	put_field(w, MM7_VASID);
	put_addr_in(w, "SenderAddress", &w->m->sender);
	close_el(w, "SenderIdentification");
}

static void
put_sender(struct writing *w)
{
	put_addr_in(w, "Sender", &w->m->sender);
}

static void
put_recipient(struct writing *w)
{
	put_addr_in(w, "Recipient", &w->m->recipient);
}

static void
put_payer(struct writing *w)
{
	put_addr_in(w, "ThirdPartyPayer", &w->m->third_party);
}

/* An element that is all attributes; b MM7_FIELDS: it has one. */
static void
put_empty(struct writing *w, const char *name, enum mm7_field a,
    enum mm7_field b)
{
	buf_ch(w->out, '<');
	put_name(w->out, w->in, name);
	put_attr(w, mm7_field_name(a), w->m->v[a]);
	if (b != MM7_FIELDS)
		put_attr(w, mm7_field_name(b), w->m->v[b]);
	buf_str(w->out, "/>");
}

static void
put_reply_charging(struct writing *w)
{
	const char *v = w->m->v[MM7_REPLY_CHARGING];

	if (v && strcmp(v, "true") == 0)
		put_empty(w, "ReplyCharging", MM7_REPLY_CHARGING_SIZE,
		    MM7_REPLY_DEADLINE);
}

static void
put_content(struct writing *w)
{
	if (w->m->v[MM7_CONTENT_HREF])
		put_empty(w, "Content", MM7_CONTENT_HREF,
		    MM7_ALLOW_ADAPTATIONS);
}

static void
put_capabilities(struct writing *w)
{
	if (w->m->v[MM7_UA_PROF])
		put_empty(w, "UACapabilities", MM7_UA_PROF, MM7_FIELDS);
}

static void
put_condition(struct writing *w)
{
	const char *s = w->m->v[MM7_DELIVERY_CONDITION];
	size_t n;

	if (!s)
		return;
	open_el(w, "DeliveryCondition");
	while (*(s += strspn(s, " "))) {
		n = strcspn(s, " ");
		open_el(w, "DC");
		buf_add(w->out, s, n);
		close_el(w, "DC");
		s += n;
	}
	close_el(w, "DeliveryCondition");
}

static void
put_date(struct writing *w)
{
	if (w->m->v[MM7_TIME_STAMP])
		put_el(w, "Date", w->m->v[MM7_TIME_STAMP]);
}

/* The one that is known: the last. */
static void
put_previous(struct writing *w)
{
	const char *by = w->m->v[MM7_PREVIOUSLY_SENT_BY];
	const char *at = w->m->v[MM7_PREVIOUSLY_SENT_TIME];
	struct mm7_addr a = { .kind = by && strchr(by, '@') ? MM7_RFC2822 :
		MM7_NUMBER, .text = by };

	if (by) {
		open_el(w, mm7_field_name(MM7_PREVIOUSLY_SENT_BY));
		put_addr_in(w, "UserAgent", &a);
		close_el(w, mm7_field_name(MM7_PREVIOUSLY_SENT_BY));
	}
	if (at) {
		open_el(w, mm7_field_name(MM7_PREVIOUSLY_SENT_TIME));
		put_el(w, "DateTime", at);
		close_el(w, mm7_field_name(MM7_PREVIOUSLY_SENT_TIME));
	}
}

/* Who was refused; with his own status where there is one. */
static void
put_failed(struct writing *w, const struct mm7_failed *f)
{
	if (!f->addr.kind)
		return;
	open_el(w, "Recipient");
	put_addr(w, &f->addr);
	if (f->status_code)
		put_el(w, "StatusCode", f->status_code);
	if (f->status_text)
		put_el(w, "StatusText", f->status_text);
	close_el(w, "Recipient");
}

static void
put_status(struct writing *w)
{
	size_t i;

	if (!w->m->v[MM7_STATUS_CODE])
		return;
	open_el(w, "Status");
	put_field(w, MM7_STATUS_CODE);
	put_el(w, "StatusText", w->m->v[MM7_STATUS_TEXT] ?
	    w->m->v[MM7_STATUS_TEXT] : "");
	if (w->m->v[MM7_DETAILS] || w->m->nfailed) {
		open_el(w, "Details");
		for (i = 0; i < w->m->nfailed; i++)
			put_failed(w, &w->m->failed[i]);
		if (!w->m->nfailed)
			put_text(w->out, w->m->v[MM7_DETAILS]);
		close_el(w, "Details");
	}
	close_el(w, "Status");
}

/* ---- the operations: their elements in order */

enum { REQUIRED = 1, RELEASE_6 = 2 };

struct element {
	enum mm7_field field;			/* where put is NULL */
	void (*put)(struct writing *w);
	int flags;
	const char *name;			/* put's, where it is required */
};

#define F(f, flags)	{ f, NULL, flags, NULL }
#define P(put)		{ 0, put, 0, NULL }
#define P6(put)		{ 0, put, RELEASE_6, NULL }
#define R(put, name)	{ 0, put, REQUIRED, name }
#define END		{ MM7_FIELDS, NULL, 0, NULL }

static const struct element submit_req[] = {
	F(MM7_VERSION, 0), P(put_identification),
	R(put_recipients, "Recipients"),
	F(MM7_SERVICE_CODE, 0), F(MM7_LINKED_ID, 0), F(MM7_MESSAGE_CLASS, 0),
	F(MM7_TIME_STAMP, 0), P(put_reply_charging),
	F(MM7_EARLIEST_DELIVERY_TIME, 0), F(MM7_EXPIRY_DATE, 0),
	F(MM7_DELIVERY_REPORT, 0), F(MM7_READ_REPLY, 0), F(MM7_PRIORITY, 0),
	F(MM7_SUBJECT, 0), F(MM7_CHARGED_PARTY, 0),
	F(MM7_CHARGED_PARTY_ID, RELEASE_6), P6(put_payer),
	F(MM7_DISTRIBUTION_INDICATOR, 0), P6(put_condition),
	F(MM7_APPLIC_ID, RELEASE_6), F(MM7_REPLY_APPLIC_ID, RELEASE_6),
	F(MM7_AUX_APPLIC_INFO, RELEASE_6), F(MM7_CONTENT_CLASS, RELEASE_6),
	F(MM7_DRM_CONTENT, RELEASE_6), P(put_content), END
};
static const struct element cancel_req[] = {
	F(MM7_VERSION, 0), P(put_identification),
	F(MM7_MESSAGE_ID, REQUIRED), P6(put_recipients),
	F(MM7_APPLIC_ID, RELEASE_6), F(MM7_REPLY_APPLIC_ID, RELEASE_6),
	F(MM7_AUX_APPLIC_INFO, RELEASE_6), END
};
static const struct element replace_req[] = {
	F(MM7_VERSION, 0), P(put_identification),
	F(MM7_MESSAGE_ID, REQUIRED), F(MM7_SERVICE_CODE, 0),
	F(MM7_TIME_STAMP, 0), F(MM7_READ_REPLY, 0),
	F(MM7_EARLIEST_DELIVERY_TIME, 0), F(MM7_DISTRIBUTION_INDICATOR, 0),
	F(MM7_CONTENT_CLASS, RELEASE_6), F(MM7_DRM_CONTENT, RELEASE_6),
	F(MM7_APPLIC_ID, RELEASE_6), F(MM7_REPLY_APPLIC_ID, RELEASE_6),
	F(MM7_AUX_APPLIC_INFO, RELEASE_6), P(put_content), END
};
static const struct element deliver_req[] = {
	F(MM7_VERSION, 0), F(MM7_RELAY_SERVER_ID, 0),
	F(MM7_VASPID, RELEASE_6), F(MM7_VASID, RELEASE_6),
	F(MM7_LINKED_ID, 0), R(put_sender, "Sender"), P(put_recipients),
	P6(put_previous), F(MM7_SENDER_SPI, RELEASE_6), F(MM7_RECIPIENT_SPI, RELEASE_6),
	F(MM7_TIME_STAMP, 0),
	F(MM7_REPLY_CHARGING_ID, 0), F(MM7_PRIORITY, 0), F(MM7_SUBJECT, 0),
	F(MM7_APPLIC_ID, RELEASE_6), F(MM7_REPLY_APPLIC_ID, RELEASE_6),
	F(MM7_AUX_APPLIC_INFO, RELEASE_6), P6(put_capabilities),
	P(put_content), END
};
static const struct element delivery_report_req[] = {
	F(MM7_VERSION, 0), F(MM7_RELAY_SERVER_ID, 0),
	F(MM7_MESSAGE_ID, REQUIRED), R(put_recipient, "Recipient"),
	R(put_sender, "Sender"), R(put_date, "Date"), F(MM7_MM_STATUS, REQUIRED),
	F(MM7_MM_STATUS_EXTENSION, RELEASE_6), F(MM7_STATUS_TEXT, 0),
	F(MM7_APPLIC_ID, RELEASE_6), F(MM7_REPLY_APPLIC_ID, RELEASE_6),
	F(MM7_AUX_APPLIC_INFO, RELEASE_6), P6(put_capabilities), END
};
static const struct element read_reply_req[] = {
	F(MM7_VERSION, 0), F(MM7_RELAY_SERVER_ID, 0),
	F(MM7_MESSAGE_ID, REQUIRED), R(put_recipient, "Recipient"),
	R(put_sender, "Sender"), F(MM7_TIME_STAMP, REQUIRED), F(MM7_MM_STATUS, REQUIRED),
	F(MM7_STATUS_TEXT, 0), F(MM7_APPLIC_ID, RELEASE_6),
	F(MM7_REPLY_APPLIC_ID, RELEASE_6), F(MM7_AUX_APPLIC_INFO, RELEASE_6),
	END
};
static const struct element submit_rsp[] = {
	F(MM7_VERSION, 0), R(put_status, "Status"), F(MM7_MESSAGE_ID, 0), END
};
static const struct element deliver_rsp[] = {
	F(MM7_VERSION, 0), R(put_status, "Status"), F(MM7_SERVICE_CODE, 0), END
};
static const struct element any_rsp[] = {
	F(MM7_VERSION, 0), R(put_status, "Status"), END
};

static const struct element *const operations[MM7_OPS] = {
	[MM7_SUBMIT_REQ] = submit_req, [MM7_SUBMIT_RSP] = submit_rsp,
	[MM7_CANCEL_REQ] = cancel_req, [MM7_CANCEL_RSP] = any_rsp,
	[MM7_REPLACE_REQ] = replace_req, [MM7_REPLACE_RSP] = any_rsp,
	[MM7_DELIVER_REQ] = deliver_req, [MM7_DELIVER_RSP] = deliver_rsp,
	[MM7_DELIVERY_REPORT_REQ] = delivery_report_req,
	[MM7_DELIVERY_REPORT_RSP] = any_rsp,
	[MM7_READ_REPLY_REQ] = read_reply_req,
	[MM7_READ_REPLY_RSP] = any_rsp, [MM7_RS_ERROR_RSP] = any_rsp,
	[MM7_VASP_ERROR_RSP] = any_rsp,
};

/* ---- the whole */

static int
put_elements(struct writing *w)
{
	const struct element *e;
	const char *missing;
	size_t before;

	for (e = operations[w->m->op]; e->put || e->field != MM7_FIELDS; e++) {
		if ((e->flags & RELEASE_6) && w->release < 6)
			continue;
		before = w->out->len;
		if (e->put)
			e->put(w);
		else
			put_field(w, e->field);
		if (w->out->err)
			return diag_err(w->err, EX_TEMPFAIL, "out of memory");
		missing = e->put ? e->name : mm7_field_name(e->field);
		if ((e->flags & REQUIRED) && w->out->len == before)
			return diag_err(w->err, EX_DATAERR, "%s: %s is missing",
			    mm7_op_name(w->m->op), missing);
	}
	if (w->m->extra)
		buf_str(w->out, w->m->extra);
	return 0;
}

/* `<p:Name xmlns:p="...">`, or with the namespace as the default one.
   in_header: that the peer must understand, and with nothing inside. */
static void
open_top(struct writing *w, const char *name, int in_header)
{
	const struct mm7_dialect *d = &w->m->dialect;

	buf_ch(w->out, '<');
	put_name(w->out, d->prefix, name);
	if (*d->ns && *d->prefix)
		buf_fmt(w->out, " xmlns:%s=\"", d->prefix);
	else if (*d->ns)
		buf_str(w->out, " xmlns=\"");
	if (*d->ns) {
		put_text(w->out, d->ns);
		buf_ch(w->out, '"');
	}
	/* inside, the default namespace stands for it */
	if (*d->ns && *d->prefix && !d->prefix_children && !in_header) {
		buf_str(w->out, " xmlns=\"");
		put_text(w->out, d->ns);
		buf_ch(w->out, '"');
	}
	if (in_header)
		buf_fmt(w->out, " %s:mustUnderstand=\"1\"", d->env_prefix);
	buf_ch(w->out, '>');
}

static void
close_top(struct writing *w, const char *name)
{
	buf_str(w->out, "</");
	put_name(w->out, w->m->dialect.prefix, name);
	buf_ch(w->out, '>');
}

static void
put_header(struct writing *w)
{
	const char *env = w->m->dialect.env_prefix;
	const char *id = w->m->v[MM7_TRANSACTION_ID];

	if (!id)
		return;
	buf_fmt(w->out, "<%s:Header>", env);
	open_top(w, "TransactionID", 1);
	put_text(w->out, id);
	close_top(w, "TransactionID");
	buf_fmt(w->out, "</%s:Header>", env);
}

/* Whose fault it is: SOAP 1.1, 4.4.1. */
static void
open_fault(struct writing *w)
{
	const char *env = w->m->dialect.env_prefix;
	const char *code = w->m->v[MM7_STATUS_CODE];

	buf_fmt(w->out, "<%s:Fault><faultcode>%s:%s</faultcode><faultstring>",
	    env, env, code && *code == '3' ? "Server" : "Client");
	put_text(w->out, w->m->v[MM7_STATUS_TEXT] ?
	    w->m->v[MM7_STATUS_TEXT] : "error");
	buf_str(w->out, "</faultstring><detail>");
}

static int
put_body(struct writing *w)
{
	const char *env = w->m->dialect.env_prefix;
	const char *name = mm7_op_name(w->m->op);

	buf_fmt(w->out, "<%s:Body>", env);
	if (w->m->fault)
		open_fault(w);
	open_top(w, name, 0);
	if (put_elements(w) < 0)
		return -1;
	close_top(w, name);
	if (w->m->fault)
		buf_fmt(w->out, "</detail></%s:Fault>", env);
	buf_fmt(w->out, "</%s:Body>", env);
	return 0;
}

int
mm7_write(const struct mm7_msg *m, struct buf *out, struct diag_err *err)
{
	struct mm7_msg msg = *m;
	struct writing w = { .m = &msg, .out = out, .err = err };
	size_t before = out->len;

	if (!msg.dialect.env_prefix || !*msg.dialect.env_prefix)
		msg.dialect.env_prefix = "env";
	if (!msg.dialect.prefix)
		msg.dialect.prefix = "";
	if (!msg.dialect.ns)
		msg.dialect.ns = "";
	/* no prefix that is nowhere declared, and not SOAP's own */
	if (!*msg.dialect.ns ||
	    strcmp(msg.dialect.prefix, msg.dialect.env_prefix) == 0)
		msg.dialect.prefix = "";
	w.release = strstr(msg.dialect.ns, "REL-5") ||
		strstr(msg.dialect.ns, "REL-4") ? 5 : 6;
	if (!msg.v[MM7_VERSION])
		msg.v[MM7_VERSION] = msg.dialect.version;
	/* he who is answered said none */
	if (!msg.v[MM7_VERSION])
		msg.v[MM7_VERSION] = w.release == 5 ? "5.3.0" : "6.8.0";
	w.in = msg.dialect.prefix_children || !*msg.dialect.ns ?
		msg.dialect.prefix : "";
	if (m->op == MM7_NONE || (m->extra && mm7_check_xml(m->extra, err) < 0))
		return m->op ? -1 : diag_err(err, EX_DATAERR, "no operation");
	buf_fmt(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n"
	    "<%s:Envelope xmlns:%s=\"http://schemas.xmlsoap.org/soap/envelope/\">",
	    msg.dialect.env_prefix, msg.dialect.env_prefix);
	put_header(&w);
	if (put_body(&w) < 0) {
		out->len = before;
		return -1;
	}
	buf_fmt(out, "</%s:Envelope>\r\n", msg.dialect.env_prefix);
	return out->err ? diag_err(err, EX_TEMPFAIL, "out of memory") : 0;
}

int
mm7_check_xml(const char *xml, struct diag_err *err)
{
	struct buf whole = BUF_INIT;
	xmlDoc *doc;
	int bad;

	buf_fmt(&whole, "<x>%s</x>", xml);
	if (whole.err) {
		buf_free(&whole);
		return diag_err(err, EX_TEMPFAIL, "out of memory");
	}
	/* an undeclared prefix may be declared where it will stand */
	doc = xmlReadMemory(whole.p, (int)whole.len, NULL, "UTF-8",
	    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	/* one element, or it closed what it had not opened */
	bad = !doc || xmlDocGetRootElement(doc)->next;
	xmlFreeDoc(doc);
	buf_free(&whole);
	return bad ? diag_err(err, EX_DATAERR, "is not well-formed XML") : 0;
}
