/* What the parts are made of: a mail, a message, a record.  See content.h. */
#include <string.h>
#include <sysexits.h>

#include "base/base64.h"
#include "gateway/mms/content_priv.h"

/* ---- of a mail */

static int
of_parts(struct mms_content *c, const struct mail_parts *parts,
    const struct config_view *v, struct diag_err *err)
{
	struct mms_source s[MMS_PARTS_MAX];
	size_t i;

	if (parts->hidden && parts->n == 0)
		return diag_err(err, EX_DATAERR, "5.6.1 the mail is %s, and "
		    "there is nothing to be sent of it", parts->hidden);
	if (parts->n > MMS_PARTS_MAX)
		return diag_err(err, EX_DATAERR, "5.3.4 a mail of more than %d "
		    "parts", MMS_PARTS_MAX);
	for (i = 0; i < parts->n; i++) {
		const struct mail_part *p = &parts->part[i];

		s[i] = (struct mms_source){ p->type, p->id, p->location, p->name,
			arena_text(&c->own, p->data, p->n), p->n, p->is_text };
	}
	c->altered = parts->altered;
	return c->own.oom ? diag_no_memory(err) :
		mms_content_build(c, s, parts->n, v, err);
}

static int
of_entity(struct mms_content *c, const char *p, size_t n,
    const struct config_view *v, struct diag_err *err)
{
	struct mail_parts parts;
	struct related r;
	struct mail *inner;
	int rc = mms_package_read(p, n, &r, err);

	if (rc != 0) {
		if (rc > 0)
			rc = mms_content_related(c, &r, v, err);
		related_release(&r);
		return rc;
	}
	if (mail_read(p, n, &inner, err) < 0)
		return -1;
	rc = mail_parts(inner, &parts, err);
	if (!rc)
		rc = of_parts(c, &parts, v, err);
	mail_free(inner);
	return rc;
}

int
mms_content_mail(struct mms_content *c, struct mail *m,
    const struct config_view *v, struct diag_err *err)
{
	struct mail_parts parts;
	const char *p;
	size_t n;
	int rc = mail_channel(m, MMS_CHANNEL, &p, &n, err);

	memset(c, 0, sizeof *c);
	if (rc < -1)
		return -1;
	if (rc >= 0 && config_int(v, MCMT_RECEPTION) == RECEPTION_REJECT)
		return diag_err(err, EX_DATAERR, "5.7.1 a mail of several "
		    "renderings (multipart/vnd.msys.mcmt) is refused: "
		    "MCMT_Reception");
	if (rc == 1)
		return of_entity(c, p, n, v, err);
	if (mail_parts(m, &parts, err) < 0)
		return -1;
	return of_parts(c, &parts, v, err);
}

/* ---- of a message */

int
mms_content_related(struct mms_content *c, const struct related *r,
    const struct config_view *v, struct diag_err *err)
{
	struct mms_source s[MMS_PARTS_MAX];
	size_t i;

	memset(c, 0, sizeof *c);
	if (r->nparts > MMS_PARTS_MAX)
		return diag_err(err, EX_DATAERR, "5.3.4 a message of more than "
		    "%d parts", MMS_PARTS_MAX);
	for (i = 0; i < r->nparts; i++) {
		const struct related_part *p = &r->parts[i];
		struct buf text = BUF_INIT;

		s[i] = (struct mms_source){ p->type, p->id, p->location, p->name,
			NULL, p->n, strncmp(p->type, "text/", 5) == 0 };
		if (s[i].is_text) {
			mail_text_utf8(p->data, p->n, p->charset, &text);
			s[i].n = text.len;
		}
		c->own.oom |= text.err;
		s[i].data = s[i].is_text ?
			arena_text(&c->own, text.p, text.len) :
			arena_text(&c->own, p->data, p->n);
		buf_free(&text);
	}
	return c->own.oom ? diag_no_memory(err) :
		mms_content_build(c, s, r->nparts, v, err);
}

/* ---- of a record */

/* A part of `content`: data of it, or -1. */
static int
read_part(struct mms_content *c, const struct record_sub *sub, size_t i,
    struct mms_source *s, struct diag_err *err)
{
	const struct json_value *text = json_member(sub->v, sub->n, "text");
	const struct json_value *data = json_member(sub->v, sub->n, "data");
	const char *type = record_sub_str(sub, "type");
	struct buf octets = BUF_INIT;
	int rc = 0;

	s->is_text = text && text->kind == JSON_STRING;
	s->type = arena_str(&c->own, type ? type : s->is_text ?
	    "text/plain" : "application/octet-stream");
	s->id = arena_str(&c->own, record_sub_str(sub, "id"));
	s->location = arena_str(&c->own, record_sub_str(sub, "location"));
	s->name = arena_str(&c->own, record_sub_str(sub, "name"));
	if (s->is_text)
		buf_add(&octets, text->s, text->n);
	else if (!data || data->kind != JSON_STRING)
		rc = diag_err(err, EX_DATAERR, "content[%zu]: has neither text "
		    "nor data", i);
	else if (base64_get(data->s, data->n, &octets) < 0)
		rc = diag_err(err, EX_DATAERR, "content[%zu].data: is not "
		    "base64", i);
	s->n = octets.len;
	s->data = arena_text(&c->own, octets.p, octets.len);
	c->own.oom |= octets.err;
	buf_free(&octets);
	return rc;
}

static int
read_parts(struct mms_content *c, const struct json_value *list,
    struct mms_source *s, size_t *n, struct diag_err *err)
{
	struct json_reader *outer = json_reader_new();
	struct json_reader *inner = json_reader_new();
	const struct json_value *v;
	struct record_sub sub;
	size_t nv, i;
	int rc = outer && inner ? 0 : diag_no_memory(err);

	if (!rc && json_read(outer, list->raw, list->rawlen, &v, &nv, err) < 0)
		rc = -1;
	if (!rc && nv + *n > MMS_PARTS_MAX)
		rc = diag_err(err, EX_DATAERR, "content: more than %d parts",
		    MMS_PARTS_MAX);
	for (i = 0; !rc && i < nv; i++) {
		if (v[i].kind != JSON_OBJECT || record_sub(inner, &v[i], &sub) < 0)
			rc = diag_err(err, EX_DATAERR,
			    "content[%zu]: must be an object", i);
		else
			rc = read_part(c, &sub, i, &s[(*n)++], err);
	}
	json_reader_free(inner);
	json_reader_free(outer);
	return rc;
}

int
mms_content_record(struct mms_content *c, const struct record *rec,
    const struct config_view *v, struct diag_err *err)
{
	const struct json_value *text = rec->v[REC_TEXT];
	struct mms_source s[MMS_PARTS_MAX];
	size_t n = 0;

	memset(c, 0, sizeof *c);
	memset(s, 0, sizeof s);
	if (text && text->n)
		s[n++] = (struct mms_source){ .type = "text/plain", .is_text = 1,
			.data = arena_text(&c->own, text->s, text->n),
			.n = text->n };
	if (rec->v[REC_CONTENT] &&
	    read_parts(c, rec->v[REC_CONTENT], s, &n, err) < 0)
		return -1;
	return c->own.oom ? diag_no_memory(err) :
		mms_content_build(c, s, n, v, err);
}
