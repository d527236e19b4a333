/* What stands in an operation's element, in the order of the schema.  See
   soap.h. */
#include <string.h>
#include <sysexits.h>

#include "base/utf8.h"
#include "mm7/soap_priv.h"

/* ---- pieces */

void
soap_put_text(struct buf *out, const char *s)
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

void
soap_put_name(struct buf *out, const char *prefix, const char *name)
{
	if (*prefix)
		buf_fmt(out, "%s:", prefix);
	buf_str(out, name);
}

static void
open_el(struct soap_writing *w, const char *name)
{
	buf_ch(w->out, '<');
	soap_put_name(w->out, w->in, name);
	buf_ch(w->out, '>');
}

static void
close_el(struct soap_writing *w, const char *name)
{
	buf_str(w->out, "</");
	soap_put_name(w->out, w->in, name);
	buf_ch(w->out, '>');
}

static void
put_el(struct soap_writing *w, const char *name, const char *text)
{
	open_el(w, name);
	soap_put_text(w->out, text);
	close_el(w, name);
}

static void
put_attr(struct soap_writing *w, const char *name, const char *value)
{
	if (!value)
		return;
	buf_fmt(w->out, " %s=\"", name);
	soap_put_text(w->out, value);
	buf_ch(w->out, '"');
}

/* ---- addresses */

static void
put_addr(struct soap_writing *w, const struct mm7_addr *a)
{
	static const char *const names[] = { [MM7_NUMBER] = "Number",
		[MM7_SHORT_CODE] = "ShortCode", [MM7_RFC2822] = "RFC2822Address" };
	const char *name = names[a->kind];

	buf_ch(w->out, '<');
	soap_put_name(w->out, w->in, name);
	if (a->display_only)
		put_attr(w, "displayOnly", "true");
	put_attr(w, "addressCoding", a->coding);
	put_attr(w, "id", a->id);
	buf_ch(w->out, '>');
	soap_put_text(w->out, a->text);
	if (a->kind == MM7_NUMBER && w->m->dialect.plmn)
		buf_str(w->out, "/TYPE=PLMN");
	close_el(w, name);
}

static void
put_addr_in(struct soap_writing *w, const char *name, const struct mm7_addr *a)
{
	if (!a->kind)
		return;
	open_el(w, name);
	put_addr(w, a);
	close_el(w, name);
}

static void
put_recipients(struct soap_writing *w)
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
put_field(struct soap_writing *w, enum mm7_field f)
{
	if (w->m->v[f])
		put_el(w, mm7_field_name(f), w->m->v[f]);
}

static void
put_identification(struct soap_writing *w)
{
	open_el(w, "SenderIdentification");
	put_field(w, MM7_VASPID);
	put_field(w, MM7_VASID);
	put_addr_in(w, "SenderAddress", &w->m->sender);
	close_el(w, "SenderIdentification");
}

static void
put_sender(struct soap_writing *w)
{
	put_addr_in(w, "Sender", &w->m->sender);
}

static void
put_recipient(struct soap_writing *w)
{
	put_addr_in(w, "Recipient", &w->m->recipient);
}

static void
put_payer(struct soap_writing *w)
{
	put_addr_in(w, "ThirdPartyPayer", &w->m->third_party);
}

/* An element that is all attributes; b MM7_FIELDS: it has one. */
static void
put_empty(struct soap_writing *w, const char *name, enum mm7_field a,
    enum mm7_field b)
{
	buf_ch(w->out, '<');
	soap_put_name(w->out, w->in, name);
	put_attr(w, mm7_field_name(a), w->m->v[a]);
	if (b != MM7_FIELDS)
		put_attr(w, mm7_field_name(b), w->m->v[b]);
	buf_str(w->out, "/>");
}

static void
put_reply_charging(struct soap_writing *w)
{
	const char *v = w->m->v[MM7_REPLY_CHARGING];

	if (v && strcmp(v, "true") == 0)
		put_empty(w, "ReplyCharging", MM7_REPLY_CHARGING_SIZE,
		    MM7_REPLY_DEADLINE);
}

static void
put_content(struct soap_writing *w)
{
	if (w->m->v[MM7_CONTENT_HREF])
		put_empty(w, "Content", MM7_CONTENT_HREF,
		    MM7_ALLOW_ADAPTATIONS);
}

static void
put_capabilities(struct soap_writing *w)
{
	if (w->m->v[MM7_UA_PROF])
		put_empty(w, "UACapabilities", MM7_UA_PROF, MM7_FIELDS);
}

static void
put_condition(struct soap_writing *w)
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
put_date(struct soap_writing *w)
{
	if (w->m->v[MM7_TIME_STAMP])
		put_el(w, "Date", w->m->v[MM7_TIME_STAMP]);
}

/* The one that is known: the last. */
static void
put_previous(struct soap_writing *w)
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
put_failed(struct soap_writing *w, const struct mm7_failed *f)
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
put_status(struct soap_writing *w)
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
			soap_put_text(w->out, w->m->v[MM7_DETAILS]);
		close_el(w, "Details");
	}
	close_el(w, "Status");
}

/* ---- the operations: their elements in order */

enum { REQUIRED = 1, RELEASE_6 = 2 };

struct element {
	enum mm7_field field;			/* where put is NULL */
	void (*put)(struct soap_writing *w);
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
	P6(put_previous),
	F(MM7_SENDER_SPI, RELEASE_6), F(MM7_RECIPIENT_SPI, RELEASE_6),
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

int
soap_put_elements(struct soap_writing *w)
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
