/* A message as a record.  See deliver.h. */
#include <string.h>

#include "base/base64.h"
#include "base/clock.h"
#include "gateway/mms/arrange.h"
#include "gateway/mms/deliver_priv.h"
#include "mail/parts.h"
#include "record/record.h"

static void
put_list(struct buf *out, const struct mm7_msg *m, const char *name,
    enum mm7_addr_role role, int shown)
{
	const struct mm7_addrs *list = &m->recipients[role];
	int open = 0;
	size_t i;

	for (i = 0; i < list->n; i++) {
		if (list->a[i].display_only != shown)
			continue;
		if (!open) {
			json_key(out, name);
			json_open(out, '[');
			open = 1;
		}
		json_cstr(out, mms_address_text(&list->a[i]));
	}
	if (open)
		json_close(out, ']');
}

void
mms_put_fields(struct buf *out, const struct mm7_msg *m)
{
	size_t f;

	json_key(out, "mms");
	json_open(out, '{');
	for (f = 0; f < MM7_FIELDS; f++)
		if (m->v[f] && f != MM7_CONTENT_HREF)
			json_key_cstr(out, mm7_field_name((enum mm7_field)f),
			    m->v[f]);
	put_list(out, m, "Cc", MM7_CC, 0);
	put_list(out, m, "Bcc", MM7_BCC, 0);
	put_list(out, m, "DisplayOnly", MM7_TO, 1);
	put_list(out, m, "DisplayOnlyCc", MM7_CC, 1);
	if (*mms_address_text(&m->third_party))
		json_key_cstr(out, "ThirdPartyPayer",
		    mms_address_text(&m->third_party));
	json_close(out, '}');
}

static void
put_member(struct buf *out, const char *name, const char *s)
{
	if (s && *s)
		json_key_cstr(out, name, s);
}

static void
put_part(struct buf *out, const struct related_part *p)
{
	struct buf text = BUF_INIT;

	json_open(out, '{');
	put_member(out, "type", p->type);
	put_member(out, "name", p->name);
	put_member(out, "id", p->id);
	put_member(out, "location", p->location);
	if (strncmp(p->type, "text/", 5) == 0) {
		mail_text_utf8(p->data, p->n, p->charset, &text);
		json_key(out, "text");
		json_str(out, text.p ? text.p : "", text.len);
	} else {
		json_key(out, "data");
		buf_ch(out, '"');
		base64_put(out, p->data, p->n);
		buf_ch(out, '"');
	}
	json_close(out, '}');
	out->err |= text.err;
	buf_free(&text);
}

static void
put_content(struct buf *out, const struct mms_arranged *a)
{
	const char *p = a->missing.p;
	size_t i;

	json_key(out, "content");
	json_open(out, '[');
	if (a->smil)
		put_part(out, a->smil);
	for (i = 0; i < a->n; i++)
		put_part(out, a->part[i]);
	json_close(out, ']');
	if (!a->nmissing)
		return;
	json_key(out, "missing");
	json_open(out, '[');
	for (i = 0; i < a->nmissing; i++, p += strlen(p) + 1)
		json_cstr(out, p);
	json_close(out, ']');
}

static enum record_type
type_of(enum mm7_op op)
{
	switch (op) {
	case MM7_SUBMIT_REQ:
		return REC_SUBMIT;
	case MM7_CANCEL_REQ:
		return REC_CANCEL;
	case MM7_REPLACE_REQ:
		return REC_REPLACE;
	default:
		return REC_DELIVER;
	}
}

int
mms_deliver_record(const struct mm7_msg *m, const struct related *r,
    const struct mms_context *ctx, struct buf *out)
{
	char id[33], received[CLOCK_RFC3339_SIZE];
	struct arena own = { NULL, 0 };
	struct mms_arranged *a = arena_alloc(&own, sizeof *a);

	if (!a)
		return -1;
	mms_arrange(a, r);
	mms_deliver_id(m, id);
	clock_rfc3339(ctx->now_ms, 0, received);
	record_begin(out, type_of(m->op));
	json_key_cstr(out, "id", ctx->id ? ctx->id : id);
	put_member(out, "domain", ctx->domain);
	put_member(out, "from", mms_address_text(&m->sender));
	put_list(out, m, "to", MM7_TO, 0);
	if (m->op == MM7_CANCEL_REQ || m->op == MM7_REPLACE_REQ)
		put_member(out, "message_id", m->v[MM7_MESSAGE_ID]);
	if (m->op != MM7_CANCEL_REQ)
		put_content(out, a);
	mms_put_fields(out, m);
	put_member(out, "smsc", ctx->peer);
	put_member(out, "system_id", ctx->account);
	json_key_cstr(out, "received", received);
	record_close(out);
	out->err |= a->oom;
	mms_arranged_release(a);
	arena_free(&own);
	return out->err ? -1 : 0;
}
