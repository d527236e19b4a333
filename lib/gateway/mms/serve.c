#include "gateway/mms/serve.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sysexits.h>

#include "base/clock.h"
#include "gateway/mms/submit_priv.h"

void
mms_answer(struct mm7_msg *rsp, const struct mm7_msg *req, int code,
    const char *text, const char *message_id, int as_mmsc, int fault,
    char code_text[8])
{
	int failed = code < 1000 || code >= 2000;

	memset(rsp, 0, sizeof *rsp);
	snprintf(code_text, 8, "%d", code);
	rsp->op = mm7_op_answer(req->op);
	if (rsp->op == MM7_NONE || (failed && fault)) {
		rsp->op = as_mmsc ? MM7_RS_ERROR_RSP : MM7_VASP_ERROR_RSP;
		rsp->fault = 1;
	}
	rsp->dialect = req->dialect;
	rsp->v[MM7_TRANSACTION_ID] = req->v[MM7_TRANSACTION_ID];
	rsp->v[MM7_VERSION] = req->dialect.version;
	rsp->v[MM7_STATUS_CODE] = code_text;
	rsp->v[MM7_STATUS_TEXT] = text ? text : mm7_status_find(code).what;
	rsp->v[MM7_MESSAGE_ID] = message_id;
}

int
mms_answer_code(int sysexit)
{
	switch (sysexit) {
	case EX_OK:
		return 1000;
	case EX_DATAERR:
		return 2004;
	case EX_NOUSER:
		return 2003;
	case EX_NOPERM:
	case EX_UNAVAILABLE:
		return 3002;
	default:
		return 4006;
	}
}

/* ---- as an MMSC */

/* What an MMSC says that a VASP does not. */
static int
finish(struct mms_submit *s)
{
	if (!s->msg.v[MM7_LINKED_ID])
		s->msg.v[MM7_LINKED_ID] = s->id;
	if (!s->msg.v[MM7_RELAY_SERVER_ID])
		s->msg.v[MM7_RELAY_SERVER_ID] = s->domain;
	return 0;
}

int
mms_serve_mail(struct mms_submit *s, const struct mms_envelope *e,
    struct mail *mail, const char *raw, size_t n,
    const char *const *recipients, size_t nrecipients, struct diag_err *err)
{
	if (mms_submit_mail_as(s, MM7_DELIVER_REQ, e, mail, raw, n, recipients,
	    nrecipients, err) < 0)
		return -1;
	if (mail->from && mms_address(mail->from, NULL, 0, s->view, &s->own,
	    &s->msg.sender, err) < 0)
		return -1;
	if (s->msg.sender.kind == MM7_ADDR_NONE)
		return diag_err(err, EX_DATAERR, "5.1.7 the mail has no sender");
	return finish(s);
}

int
mms_serve_record(struct mms_submit *s, const struct mms_envelope *e,
    const struct record *rec, struct diag_err *err)
{
	if (rec->type != REC_DELIVER) {
		memset(s, 0, sizeof *s);
		return diag_err(err, EX_DATAERR, "%s records cannot be "
		    "delivered", record_type_name(rec->type));
	}
	return mms_submit_record_as(s, MM7_DELIVER_REQ, e, rec, err) < 0 ? -1 :
		finish(s);
}

int
mms_serve_report(struct mm7_msg *m, const struct mms_report *r,
    const struct config_view *v, struct arena *own)
{
	char at[CLOCK_RFC3339_SIZE];

	memset(m, 0, sizeof *m);
	clock_rfc3339(r->at_ms, 0, at);
	m->op = r->read ? MM7_READ_REPLY_REQ : MM7_DELIVERY_REPORT_REQ;
	m->dialect = mms_dialect(v);
	m->v[MM7_VERSION] = m->dialect.version;
	m->v[MM7_TRANSACTION_ID] = arena_fmt(own, "%s-%s-%s",
	    r->read ? "read" : "report", r->message_id,
	    mms_address_text(r->recipient));
	m->v[MM7_MESSAGE_ID] = arena_str(own, r->message_id);
	m->v[MM7_MM_STATUS] = arena_str(own, r->status);
	m->v[MM7_STATUS_TEXT] = arena_str(own, r->text);
	m->v[MM7_TIME_STAMP] = arena_str(own, at);
	m->sender = *r->sender;
	m->recipient = *r->recipient;
	return own->oom ? -1 : 0;
}

int
mms_wants_report(const struct mm7_msg *submit, int read)
{
	const char *s = submit->v[read ? MM7_READ_REPLY : MM7_DELIVERY_REPORT];

	return s && (strcasecmp(s, "true") == 0 || strcmp(s, "1") == 0);
}
