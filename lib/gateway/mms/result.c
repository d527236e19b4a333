#include "gateway/mms/result.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sysexits.h>

#include "gateway/sms/vendor.h"

struct mm7_status
mms_status(const struct config_view *v, int code)
{
	struct mm7_status s = mm7_status_find(code);
	const struct config_row *row = v ? sms_vendor_row(config_table(v,
	    MM7_VENDOR_STATUS_TABLE), code) : NULL;
	int temporary;

	if (!row)
		return s;
	temporary = row->num[VENDOR_STATUS_CLASS] == 1;
	s.class = temporary ? MM7_TEMPORARY : MM7_PERMANENT;
	if (s.enhanced[0] != (temporary ? '4' : '5'))
		s.enhanced = temporary ? "4.0.0" : "5.0.0";
	if (*row->cell[VENDOR_STATUS_REASON])
		s.what = row->cell[VENDOR_STATUS_REASON];
	return s;
}

static enum sms_status
status_of(enum mm7_class class)
{
	switch (class) {
	case MM7_OK:
	case MM7_PARTLY:
		return SMS_OK;
	case MM7_TEMPORARY:
		return SMS_TEMPORARY;
	case MM7_UNKNOWN:
		return SMS_UNKNOWN;
	default:
		return SMS_PERMANENT;
	}
}

/* Every recipient of a request. */
static void
set_all(struct mms_submit *s, size_t first, size_t n, struct mm7_status what,
    const char *reason, const char *message_id)
{
	size_t i;

	for (i = first; i < first + n; i++) {
		struct mms_recipient *r = &s->recipient[i];

		r->status = status_of(what.class);
		r->code = what.code;
		r->enhanced = r->status == SMS_OK ? NULL :
			arena_str(&s->own, what.enhanced);
		r->reason = r->status == SMS_OK ? NULL : reason;
		r->message_id = message_id;
	}
}

/* "Address error: no such subscriber": ours, and what the centre said. */
static const char *
reason_of(struct mms_submit *s, const char *what, const char *text,
    const char *details)
{
	if (text && strcasecmp(text, what) == 0)
		text = NULL;		/* it says the same */
	if (!text && !details)
		return arena_str(&s->own, what);
	return arena_fmt(&s->own, "%s: %s%s%s", what, text ? text : "",
	    text && details ? ", " : "", details ? details : "");
}

/* 1100: those that Details name failed, by their own code or as an address. */
static void
set_failed(struct mms_submit *s, size_t first, size_t n,
    const struct mm7_msg *answer)
{
	size_t i, k;

	for (k = 0; k < answer->nfailed; k++) {
		const struct mm7_failed *f = &answer->failed[k];
		int code = mm7_status_code(f->status_code);
		struct mm7_status what = mms_status(s->view,
		    code >= 2000 ? code : 2002);

		for (i = first; i < first + n; i++)
			if (mms_same_address(&s->recipient[i].addr, &f->addr))
				set_all(s, i, 1, what, reason_of(s, what.what,
				    f->status_text, NULL), NULL);
	}
}

/* Nothing that could be taken for a yes. */
static enum mm7_class
unknown(struct mms_submit *s, size_t first, size_t n, const char *why)
{
	struct mm7_status what = mm7_status_http(200, 1);

	what.class = MM7_UNKNOWN;
	what.code = 0;
	what.enhanced = "5.4.2";
	set_all(s, first, n, what, arena_str(&s->own, why), NULL);
	return MM7_UNKNOWN;
}

/* Is it about another request than this one?  A centre that could not read the
   request says "0", "0000" or nothing. */
static int
is_other(const struct mms_submit *s, const struct mm7_msg *answer)
{
	const char *id = answer->v[MM7_TRANSACTION_ID];

	return id && id[strspn(id, "0")] && strcmp(id, s->transaction_id) != 0;
}

enum mm7_class
mms_result_answer(struct mms_submit *s, size_t first, size_t n,
    const struct mm7_msg *answer)
{
	int code = mm7_status_code(answer->v[MM7_STATUS_CODE]);
	const char *id = answer->v[MM7_MESSAGE_ID];
	int is_ours = answer->op == mm7_op_answer(s->msg.op);
	struct mm7_status what;

	if (!is_ours && answer->op != MM7_RS_ERROR_RSP &&
	    answer->op != MM7_VASP_ERROR_RSP)
		return unknown(s, first, n, "the answer is none to this request");
	if (is_other(s, answer))
		return unknown(s, first, n, "the answer is to another request");
	if (!code)
		return unknown(s, first, n, "the answer has no status");
	what = mms_status(s->view, code);
	if (what.class == MM7_OK || what.class == MM7_PARTLY) {
		if (!is_ours)
			return unknown(s, first, n, "the answer is an error "
			    "that says success");
		if (!id && s->msg.op != MM7_CANCEL_REQ &&
		    s->msg.op != MM7_REPLACE_REQ &&
		    s->msg.op != MM7_DELIVER_REQ)
			return unknown(s, first, n, "the answer has no "
			    "MessageID");
	}
	if ((what.class == MM7_ONE_BY_ONE && n > 1) ||
	    (what.class == MM7_NO_LINKED_ID && s->msg.v[MM7_LINKED_ID]))
		return what.class;
	set_all(s, first, n, what, reason_of(s, what.what,
	    answer->v[MM7_STATUS_TEXT], answer->v[MM7_DETAILS]),
	    arena_str(&s->own, id));
	if (what.class == MM7_PARTLY)
		set_failed(s, first, n, answer);
	/* what it asks for was done already: it says no */
	if (what.class == MM7_ONE_BY_ONE || what.class == MM7_NO_LINKED_ID)
		return MM7_PERMANENT;
	return what.class;
}

enum mm7_class
mms_result_http(struct mms_submit *s, size_t first, size_t n, int http_status,
    int complete, const char *why)
{
	struct mm7_status what = mm7_status_http(http_status, complete);

	/* without a status in MM7 nothing was said that could be a yes */
	if (what.class == MM7_OK || what.class == MM7_PARTLY)
		what.class = MM7_UNKNOWN;
	if (what.class == MM7_UNKNOWN)
		what.enhanced = "5.4.2";
	what.code = 0;
	set_all(s, first, n, what, reason_of(s, what.what, why, NULL), NULL);
	return what.class;
}

void
mms_result_failed(struct mms_submit *s, size_t first, size_t n,
    const struct diag_err *err)
{
	struct mm7_status what = {
		.class = err->sysexit == EX_TEMPFAIL ? MM7_TEMPORARY :
			MM7_PERMANENT,
		.enhanced = err->sysexit == EX_TEMPFAIL ? "4.3.0" : "5.0.0",
	};

	set_all(s, first, n, what, arena_str(&s->own, err->text), NULL);
}

/* ---- of all */

/* The recipient that decides; NULL: there is none. */
static const struct mms_recipient *
decisive(const struct mms_submit *s)
{
	static const int weight[] = {
		[SMS_OK] = 0, [SMS_TEMPORARY] = 1, [SMS_PERMANENT] = 2,
		[SMS_UNKNOWN] = 3,
	};
	const struct mms_recipient *worst = NULL;
	size_t i;

	for (i = 0; i < s->nrecipients; i++)
		if (!worst || weight[s->recipient[i].status] >
		    weight[worst->status])
			worst = &s->recipient[i];
	return worst;
}

enum sms_status
mms_result_status(const struct mms_submit *s)
{
	const struct mms_recipient *r = decisive(s);

	return r ? r->status : SMS_TEMPORARY;
}

static void
put_outcome(struct buf *out, const struct mms_recipient *r)
{
	json_key_cstr(out, "status", sms_status_name(r->status));
	if (r->code)
		json_key_int(out, "code", r->code);
	if (r->reason)
		json_key_cstr(out, "reason", r->reason);
	if (r->enhanced)
		json_key_cstr(out, "enhanced", r->enhanced);
	if (r->message_id)
		json_key_cstr(out, "message_id", r->message_id);
	if (r->transaction_id)
		json_key_cstr(out, "transaction_id", r->transaction_id);
	if (r->duplicate) {
		json_key(out, "duplicate");
		json_bool(out, 1);
	}
}

void
mms_result_write(struct buf *out, const struct mms_submit *s,
    const char *smsc, const char *at)
{
	const struct mms_recipient *r = decisive(s);
	size_t i;

	json_key(out, "result");
	json_open(out, '{');
	if (r)
		put_outcome(out, r);
	else
		json_key_cstr(out, "status", sms_status_name(SMS_TEMPORARY));
	if (s->nrecipients > 1) {
		json_key(out, "recipients");
		json_open(out, '[');
		for (i = 0; i < s->nrecipients; i++) {
			json_open(out, '{');
			json_key_cstr(out, "to",
			    mms_address_text(&s->recipient[i].addr));
			put_outcome(out, &s->recipient[i]);
			json_close(out, '}');
		}
		json_close(out, ']');
	}
	if (smsc)
		json_key_cstr(out, "smsc", smsc);
	if (at)
		json_key_cstr(out, "at", at);
	json_close(out, '}');
}

int
mms_result_sysexit(const struct mms_submit *s, char code[8])
{
	const struct mms_recipient *r = decisive(s);
	enum sms_status status = r ? r->status : SMS_TEMPORARY;
	size_t i;

	/* what may yet come decides: the ids stay, so that nobody gets it twice */
	for (i = 0; status != SMS_UNKNOWN && i < s->nrecipients; i++)
		if (s->recipient[i].status == SMS_TEMPORARY)
			r = &s->recipient[i];
	if (r)
		status = r->status;
	snprintf(code, 8, "%s", r && r->enhanced ? r->enhanced :
	    status == SMS_OK ? "2.0.0" : status == SMS_TEMPORARY ? "4.0.0" :
	    "5.0.0");
	if (status == SMS_OK)
		return EX_OK;
	if (status == SMS_TEMPORARY)
		return EX_TEMPFAIL;
	/* our account or options: no fault of the mail's */
	if (r->code && mms_status(s->view, r->code).class == MM7_CONFIGURATION) {
		code[0] = '4';
		return EX_TEMPFAIL;
	}
	if (status == SMS_UNKNOWN)
		return EX_UNAVAILABLE;
	if (strncmp(code, "5.1.", 4) == 0 && code[4] <= '6')
		return EX_NOUSER;
	return strncmp(code, "5.6.", 4) == 0 || strncmp(code, "5.3.4", 5) == 0 ?
		EX_DATAERR : EX_UNAVAILABLE;
}
