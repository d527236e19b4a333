/* A record to a message for MM7, and back to a record.  See submit.h. */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "gateway/mms/submit_priv.h"
#include "mail/digest.h"

/* The lists of mms that are addresses. */
static const struct {
	const char *name;
	enum mm7_addr_role role;
	int shown;
} lists[] = {
	{ "To", MM7_TO, 0 },
	{ "Cc", MM7_CC, 0 },
	{ "Bcc", MM7_BCC, 0 },
	{ "DisplayOnly", MM7_TO, 1 },
	{ "DisplayOnlyCc", MM7_CC, 1 },
};

/* What reads a record: its own readers, since a list stands in an object. */
struct reading {
	struct mms_submit *s;
	const struct mms_envelope *e;
	struct json_reader *outer, *inner;
	struct diag_err *err;
};

static int
add(struct reading *r, const char *field, const struct json_value *v,
    enum mm7_addr_role role, int shown)
{
	struct mm7_addr a;

	if (v->kind != JSON_STRING || strlen(v->s) != v->n)
		return diag_err(r->err, EX_DATAERR,
		    "%s: must be addresses", field);
	if (mms_address(v->s, r->s->domain, 1, r->s->view, &r->s->own, &a,
	    r->err) < 0)
		return -1;
	if (shown)
		mms_submit_show(r->s, &a, role);
	else
		mms_submit_add(r->s, v->s, &a, role);
	return 0;
}

/* An address, or a list of them. */
static int
add_all(struct reading *r, const char *field, const struct json_value *v,
    enum mm7_addr_role role, int shown)
{
	size_t n = 1, i;

	if (v && v->kind == JSON_LIST && json_read(r->inner, v->raw, v->rawlen,
	    &v, &n, r->err) < 0)
		return -1;
	for (i = 0; v && i < n; i++)
		if (add(r, field, &v[i], role, shown) < 0)
			return -1;
	return 0;
}

static void
set_member(struct mms_submit *s, enum mm7_field f, const struct json_value *v)
{
	if (v->kind == JSON_STRING)
		mms_submit_set(s, f, v->s);
	else if (v->kind == JSON_BOOL)
		mms_submit_set(s, f, v->i ? "true" : "false");
	else if (v->kind == JSON_INT)
		s->msg.v[f] = arena_fmt(&s->own, "%lld", (long long)v->i);
}

/* What would be dropped, or refused by the centre, is refused here. */
static int
take_member(struct mms_submit *s, const struct json_value *v,
    struct diag_err *err)
{
	size_t f = 0, i;

	while (f < MM7_FIELDS && strcmp(v->name,
	    mm7_field_name((enum mm7_field)f)) != 0)
		f++;
	for (i = 0; f == MM7_FIELDS && i < sizeof lists / sizeof lists[0]; i++)
		if (strcmp(v->name, lists[i].name) == 0)
			return 0;
	if (f == MM7_FIELDS && strcmp(v->name, "ThirdPartyPayer") == 0)
		return 0;
	if (f == MM7_FIELDS)
		return diag_err(err, EX_DATAERR, "mms.%s: is no field of MM7",
		    v->name);
	if (!mms_submit_may_set((enum mm7_field)f) || v->kind == JSON_NULL)
		return 0;
	if (v->kind == JSON_LIST || v->kind == JSON_OBJECT)
		return diag_err(err, EX_DATAERR, "mms.%s: must be a string",
		    v->name);
	set_member(s, (enum mm7_field)f, v);
	return !s->msg.v[f] || mm7_field_takes((enum mm7_field)f, s->msg.v[f]) ?
		0 : diag_err(err, EX_DATAERR, "mms.%s: \"%s\" is no value that "
		    "MM7 has", v->name, s->msg.v[f]);
}

/* The object `mms`. */
static int
take_mms(struct reading *r, const struct record *rec)
{
	const struct json_value *v;
	struct record_sub sub;
	size_t i;

	if (record_sub(r->outer, rec->v[REC_MMS], &sub) < 0)
		return 0;
	for (i = 0; i < sub.n; i++)
		if (take_member(r->s, &sub.v[i], r->err) < 0)
			return -1;
	for (i = 1; i < sizeof lists / sizeof lists[0]; i++) {
		v = json_member(sub.v, sub.n, lists[i].name);
		if (v && add_all(r, lists[i].name, v, lists[i].role,
		    lists[i].shown) < 0)
			return -1;
	}
	v = json_member(sub.v, sub.n, "ThirdPartyPayer");
	if (v && v->kind == JSON_STRING)
		return mms_address(v->s, NULL, 0, r->s->view, &r->s->own,
		    &r->s->msg.third_party, r->err);
	return 0;
}

static int
take_addresses(struct reading *r, const struct record *rec)
{
	const char *from = record_str(rec, REC_FROM);

	if (from && *from && mms_address(from, r->s->domain, 0, r->s->view,
	    &r->s->own, &r->s->msg.sender, r->err) < 0) {
		if (r->err)
			r->err->sysexit = EX_DATAERR;
		return -1;
	}
	return add_all(r, "to", rec->v[REC_TO], MM7_TO, 0);
}

/* Is it about a message that the centre has? */
static int
is_change(const struct mms_submit *s)
{
	return s->msg.op == MM7_CANCEL_REQ || s->msg.op == MM7_REPLACE_REQ;
}

static int
take(struct reading *r, const struct record *rec, const char *id)
{
	struct mms_submit *s = r->s;
	const char *message_id = record_str(rec, REC_MESSAGE_ID);

	if (!message_id)
		message_id = r->e->message_id;
	if (take_addresses(r, rec) < 0 || take_mms(r, rec) < 0)
		return -1;
	if (is_change(s) && !message_id)
		return diag_err(r->err, EX_DATAERR, "message_id: is missing");
	if (!is_change(s) && s->nrecipients == 0)
		return diag_err(r->err, EX_DATAERR, "to: is missing");
	if (is_change(s)) {
		/* one outcome, whoever had the message */
		s->nrecipients = 0;
		mms_submit_add(s, "", &(struct mm7_addr){ 0 }, MM7_TO);
		mms_submit_set(s, MM7_MESSAGE_ID, message_id);
	}
	if (id && strlen(id) < sizeof s->id)
		snprintf(s->id, sizeof s->id, "%s", id);
	else
		mail_digest(id ? id : rec->line, id ? strlen(id) : rec->len,
		    "", 0, s->id);
	if (rec->v[REC_MAIL]) {
		buf_str(&s->mail, "\"mail\":");
		buf_add(&s->mail, rec->v[REC_MAIL]->raw,
		    rec->v[REC_MAIL]->rawlen);
	}
	if (s->msg.op == MM7_SUBMIT_REQ && !rec->v[REC_TEXT] &&
	    !rec->v[REC_CONTENT])
		return diag_err(r->err, EX_DATAERR, "text: is missing, and so "
		    "is content");
	if (s->msg.op != MM7_CANCEL_REQ && mms_content_record(&s->content, rec,
	    s->view, r->err) < 0)
		return -1;
	return mms_submit_options(s, r->err);
}

int
mms_submit_record_as(struct mms_submit *s, enum mm7_op op,
    const struct mms_envelope *e, const struct record *rec,
    struct diag_err *err)
{
	struct reading r = { .s = s, .e = e, .err = err };
	const char *id;
	int rc;

	memset(s, 0, sizeof *s);
	if (rec->wrong)
		return diag_err(err, EX_DATAERR, "%s: %s", rec->wrong,
		    rec->wrong_why);
	s->msg.op = op;
	if (mms_submit_open(s, e, record_str(rec, REC_DOMAIN), err) < 0)
		return -1;
	r.outer = json_reader_new();
	r.inner = json_reader_new();
	id = record_str(rec, REC_ID);
	rc = r.outer && r.inner ? take(&r, rec, id ? id : e->id) :
		diag_no_memory(err);
	json_reader_free(r.inner);
	json_reader_free(r.outer);
	return !rc && (s->own.oom || s->mail.err) ? diag_no_memory(err) : rc;
}

int
mms_submit_record(struct mms_submit *s, const struct mms_envelope *e,
    const struct record *rec, struct diag_err *err)
{
	enum mm7_op op = rec->type == REC_SUBMIT ? MM7_SUBMIT_REQ :
		rec->type == REC_CANCEL ? MM7_CANCEL_REQ :
		rec->type == REC_REPLACE ? MM7_REPLACE_REQ : MM7_NONE;

	if (op != MM7_NONE)
		return mms_submit_record_as(s, op, e, rec, err);
	memset(s, 0, sizeof *s);
	return diag_err(err, EX_DATAERR, "%s records cannot be submitted",
	    record_type_name(rec->type));
}

/* ---- out */

static void
put_addresses(struct buf *out, const struct mms_submit *s, size_t list)
{
	size_t n = lists[list].shown ? s->nshown : s->nrecipients, i;
	int open = 0;

	for (i = 0; i < n; i++) {
		const struct mm7_addr *a = lists[list].shown ? &s->shown[i].addr :
			&s->recipient[i].addr;

		if ((lists[list].shown ? s->shown[i].role :
		    s->recipient[i].role) != lists[list].role)
			continue;
		if (!open) {
			json_key(out, list ? lists[list].name : "to");
			json_open(out, '[');
			open = 1;
		}
		json_cstr(out, mms_address_text(a));
	}
	if (open)
		json_close(out, ']');
}

void
mms_submit_write(struct buf *out, const struct mms_submit *s)
{
	size_t f, i;

	record_begin(out, REC_SUBMIT);
	json_key_cstr(out, "id", s->id);
	if (s->domain)
		json_key_cstr(out, "domain", s->domain);
	if (*mms_address_text(&s->msg.sender))
		json_key_cstr(out, "from", mms_address_text(&s->msg.sender));
	put_addresses(out, s, 0);
	json_key(out, "mms");
	json_open(out, '{');
	for (f = 0; f < MM7_FIELDS; f++)
		if (s->msg.v[f] && mms_submit_may_set((enum mm7_field)f))
			json_key_cstr(out, mm7_field_name((enum mm7_field)f),
			    s->msg.v[f]);
	for (i = 1; i < sizeof lists / sizeof lists[0]; i++)
		put_addresses(out, s, i);
	json_close(out, '}');
	if (s->mail.len) {
		buf_ch(out, ',');
		buf_add(out, s->mail.p, s->mail.len);
	}
}
