/* Answers, in the peer's namespace, version and prefix.  See serve_priv.h. */
#include <stdio.h>
#include <string.h>

#include "engine/mm7serve/serve_priv.h"
#include "mm7/soap.h"
#include "mm7/status.h"

enum { FAULT = 500 };	/* SOAP 1.1, 6.2 */

void
serve_plain(struct http_exchange *x, int status, const char *header)
{
	char text[64];
	struct http_answer a = { .status = status, .type = "text/plain",
		.header = &header, .nheaders = header != NULL,
		.body = text };

	a.n = (size_t)snprintf(text, sizeof text, "%s\n", http_reason(status));
	http_exchange_answer(x, &a);
}

/* How it is to be written: as he does; where he said nothing, as options do. */
static struct mm7_dialect
dialect(const struct serve_request *r)
{
	const struct config_view *v = r->serve->d.view;
	struct mm7_dialect d = r->msg.dialect;

	if (!d.ns)
		d.ns = config_str(v, MM7_XML_SCHEMA);
	if (!d.env_prefix)
		d.env_prefix = config_str(v, MM7_SOAP_ENV);
	if (!d.prefix)
		d.prefix = "";
	if (!d.version || !*d.version)
		d.version = config_str(v, MM7_SERVER_VERSION);
	return d;
}

static enum mm7_op
error_op(const struct serve *s)
{
	return config_int(s->d.view, MM7_SERVE_AS) == SERVE_MMSC ?
		MM7_RS_ERROR_RSP : MM7_VASP_ERROR_RSP;
}

static int
write_soap(struct serve_request *r, struct buf *out, struct diag_err *err)
{
	struct mm7_dialect d = dialect(r);
	char code[16];
	const char *text = mm7_status_find((int)r->code).what;
	struct mm7_msg m = { .op = mm7_op_answer(r->msg.op), .dialect = d };

	if (r->code != SERVE_OK || m.op == MM7_NONE) {
		m.op = error_op(r->serve);
		m.fault = 1;
	}
	snprintf(code, sizeof code, "%d", (int)r->code);
	m.v[MM7_TRANSACTION_ID] = r->msg.v[MM7_TRANSACTION_ID];
	m.v[MM7_VERSION] = d.version;
	m.v[MM7_STATUS_CODE] = code;
	m.v[MM7_STATUS_TEXT] = r->code == SERVE_OK ? "Success" : text;
	m.v[MM7_DETAILS] = r->details;
	return mm7_write(&m, out, err);
}

void
serve_answer(struct serve_request *r)
{
	const struct config_view *v = r->serve->d.view;
	char later[64];
	const char *header = later;
	struct buf soap = BUF_INIT;
	struct diag_err err;
	struct http_answer a = { .status = r->code == SERVE_OK ? 200 : FAULT,
		.type = "text/xml; charset=\"utf-8\"", .header = &header,
		.nheaders = r->code == SERVE_UNAVAILABLE };

	snprintf(later, sizeof later, "Retry-After: %llu", (unsigned long long)
	    (config_msec(v, MM7_SERVER_RETRY_AFTER) + 999) / 1000);
	if (write_soap(r, &soap, &err) < 0) {
		diag_warn(NULL, "%s: the answer: %s", r->id, err.text);
		serve_plain(r->x, FAULT, NULL);
	} else {
		a.body = soap.p;
		a.n = soap.len;
		http_exchange_answer(r->x, &a);
	}
	buf_free(&soap);
}
