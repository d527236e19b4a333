/* Answers, in the peer's namespace, version and prefix.  See serve_priv.h. */
#include <stdio.h>
#include <string.h>

#include "engine/mm7serve/serve_priv.h"
#include "gateway/mms/serve.h"
#include "mm7/soap.h"

enum { FAULT = 500 };	/* SOAP 1.1, 6.2 */

void
serve_plain(struct http_exchange *x, int status, const char *header)
{
	const struct http_request *q = http_exchange_request(x);
	char text[64];
	struct http_answer a = { .status = status, .type = "text/plain",
		.header = &header, .nheaders = header != NULL,
		.body = text };

	a.n = (size_t)snprintf(text, sizeof text, "%s\n", http_reason(status));
	if (status >= 400)
		diag_debug("%s: %s %s: %d %s", http_exchange_peer(x),
		    q->method, q->path, status, http_reason(status));
	http_exchange_answer(x, &a);
}

void
serve_dialect(const struct serve_request *r, struct mm7_dialect *d)
{
	const struct config_view *v = r->serve->d.view;
	struct mm7_dialect ours = mms_dialect(v);

	*d = r->msg.dialect;
	if (!d->ns) {
		*d = ours;
		d->version = NULL;
	}
	if (!d->env_prefix)
		d->env_prefix = ours.env_prefix;
	if (!d->prefix)
		d->prefix = "";
	if (!d->version || !*d->version)
		d->version = config_str(v, MM7_SERVER_VERSION);
}

/* SOAP's way to say no, or MM7's: a Status in the operation's own answer. */
static int
in_fault(const struct serve_request *r)
{
	return r->code != SERVE_OK && config_int(r->serve->d.view,
	    MM7_SERVER_ERROR_FORM) == SERVE_FAULT;
}

/* HTTP's status of a no: 500 of a Fault, 200 of an answer, or as wanted. */
static int
http_status(const struct serve_request *r)
{
	const struct config_view *v = r->serve->d.view;

	if (r->code == SERVE_OK)
		return 200;
	if (config_is_set(v, MM7_SERVER_ERROR_STATUS))
		return (int)config_int(v, MM7_SERVER_ERROR_STATUS);
	return in_fault(r) || mm7_op_answer(r->msg.op) == MM7_NONE ? FAULT :
		200;
}

static int
write_soap(struct serve_request *r, struct buf *out, struct diag_err *err)
{
	const struct config_view *v = r->serve->d.view;
	struct mm7_msg rsp;
	char code[8];

	serve_dialect(r, &r->msg.dialect);
	mms_answer(&rsp, &r->msg, r->code == SERVE_OK && r->nfailed ?
	    SERVE_PARTLY : (int)r->code, r->details, r->taken &&
	    r->code == SERVE_OK && !r->serve->faults.no_message_id ?
	    r->id : NULL, config_int(v, MM7_SERVE_AS) ==
	    SERVE_MMSC, in_fault(r), code);
	rsp.failed = r->failed;
	rsp.nfailed = r->nfailed;
	return mm7_write(&rsp, out, err);
}

void
serve_answer(struct serve_request *r)
{
	const struct config_view *v = r->serve->d.view;
	char later[64];
	const char *header = later;
	struct buf soap = BUF_INIT;
	struct diag_err err;
	struct http_answer a = { .status = http_status(r),
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
		serve_faults_answer(r->serve, r->x, &a);
	}
	buf_free(&soap);
}
