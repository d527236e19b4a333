/* A message to XML: the envelope and what is one of a kind in it.  See
   soap.h. */
#include <string.h>
#include <sysexits.h>

#include "mm7/soap_priv.h"

/* `<p:Name xmlns:p="...">`, or with the namespace as the default one.
   in_header: that the peer must understand, and with nothing inside. */
static void
open_top(struct soap_writing *w, const char *name, int in_header)
{
	const struct mm7_dialect *d = &w->m->dialect;

	buf_ch(w->out, '<');
	soap_put_name(w->out, d->prefix, name);
	if (*d->ns && *d->prefix)
		buf_fmt(w->out, " xmlns:%s=\"", d->prefix);
	else if (*d->ns)
		buf_str(w->out, " xmlns=\"");
	if (*d->ns) {
		soap_put_text(w->out, d->ns);
		buf_ch(w->out, '"');
	}
	/* inside, the default namespace stands for it */
	if (*d->ns && *d->prefix && !d->prefix_children && !in_header) {
		buf_str(w->out, " xmlns=\"");
		soap_put_text(w->out, d->ns);
		buf_ch(w->out, '"');
	}
	if (in_header)
		buf_fmt(w->out, " %s:mustUnderstand=\"1\"", d->env_prefix);
	buf_ch(w->out, '>');
}

static void
close_top(struct soap_writing *w, const char *name)
{
	buf_str(w->out, "</");
	soap_put_name(w->out, w->m->dialect.prefix, name);
	buf_ch(w->out, '>');
}

static void
put_header(struct soap_writing *w)
{
	const char *env = w->m->dialect.env_prefix;
	const char *id = w->m->v[MM7_TRANSACTION_ID];

	if (!id)
		return;
	buf_fmt(w->out, "<%s:Header>", env);
	open_top(w, "TransactionID", 1);
	soap_put_text(w->out, id);
	close_top(w, "TransactionID");
	buf_fmt(w->out, "</%s:Header>", env);
}

/* Whose fault it is: SOAP 1.1, 4.4.1. */
static void
open_fault(struct soap_writing *w)
{
	const char *env = w->m->dialect.env_prefix;
	const char *code = w->m->v[MM7_STATUS_CODE];

	buf_fmt(w->out, "<%s:Fault><faultcode>%s:%s</faultcode><faultstring>",
	    env, env, code && *code == '3' ? "Server" : "Client");
	soap_put_text(w->out, w->m->v[MM7_STATUS_TEXT] ?
	    w->m->v[MM7_STATUS_TEXT] : "error");
	buf_str(w->out, "</faultstring><detail>");
}

static int
put_body(struct soap_writing *w)
{
	const char *env = w->m->dialect.env_prefix;
	const char *name = mm7_op_name(w->m->op);

	buf_fmt(w->out, "<%s:Body>", env);
	if (w->m->fault)
		open_fault(w);
	open_top(w, name, 0);
	if (soap_put_elements(w) < 0)
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
	struct soap_writing w = { .m = &msg, .out = out, .err = err };
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
