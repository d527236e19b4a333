#include "gateway/mms/content.h"

#include <string.h>
#include <strings.h>
#include <sysexits.h>

#include "base/base64.h"
#include "gateway/mms/name.h"
#include "gateway/mms/smil.h"

/* A part before it has its names. */
struct source {
	const char *type, *id, *location, *name;
	const void *data;
	size_t n;
	int is_text;
};

static int
no_memory(struct diag_err *err)
{
	return diag_err(err, EX_TEMPFAIL, "out of memory");
}

/* May it stand in Content-ID or Content-Location as it is? */
static int
is_reference(const char *s)
{
	size_t n = s ? strlen(s) : 0, i;

	for (i = 0; i < n; i++)
		if (s[i] <= ' ' || s[i] > '~' || strchr("<>\"", s[i]))
			return 0;
	return n > 0 && n < 200;
}

static int
is_taken(const struct mms_content *c, const char *s)
{
	size_t i;

	if (strcasecmp(s, MMS_CONTENT_ID) == 0)
		return 1;
	for (i = 0; i < c->n; i++)
		if (strcasecmp(c->part[i].name, s) == 0 ||
		    strcasecmp(c->part[i].id, s) == 0 ||
		    strcasecmp(c->part[i].location, s) == 0)
			return 1;
	return 0;
}

/* Add a part.  keep: its id and location stay, since a SMIL names them. */
static int
add(struct mms_content *c, const struct source *s, int keep,
    struct diag_err *err)
{
	struct related_out *p = &c->part[c->n];
	const char *type = s->is_text ? s->type :
		mms_type(s->type, s->name, s->data, s->n);
	const char *wish = s->name ? s->name : s->location ? s->location : s->id;
	char base[MMS_NAME_SIZE], name[MMS_NAME_SIZE];
	unsigned number = 1;

	/* whoever wrote it, it goes into a header */
	if (!mail_is_type(type))
		type = s->is_text ? "text/plain" : "application/octet-stream";
	if (c->n > MMS_PARTS_MAX - 1)
		return diag_err(err, EX_DATAERR, "5.3.4 a message of more than "
		    "%d parts", MMS_PARTS_MAX);
	if (smil_is(type) && c->n == 0)
		wish = wish ? wish : "smil";
	mms_name(base, wish, type, c->n + 1);
	memcpy(name, base, sizeof name);
	while (is_taken(c, name))
		mms_name_number(name, base, ++number);
	*p = (struct related_out){
		.type = mms_keep_str(&c->own, type),
		.charset = s->is_text ? "utf-8" : NULL,
		.name = mms_keep_str(&c->own, name),
		.data = s->data, .n = s->n,
	};
	p->id = p->location = p->name;
	if (keep && is_reference(s->id) && !is_taken(c, s->id))
		p->id = mms_keep_str(&c->own, s->id);
	if (keep && is_reference(s->location ? s->location : s->name))
		p->location = mms_keep_str(&c->own, s->location ? s->location :
		    s->name);
	if (c->own.oom)
		return no_memory(err);
	c->n++;
	return 0;
}

static int
is_text_only(const struct source *s, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(s[i].type, "text/plain") != 0)
			return 0;
	return 1;
}

/* The SMIL that they have: its index, or n. */
static size_t
find_smil(const struct source *s, size_t n)
{
	size_t i;

	for (i = 0; i < n && !smil_is(s[i].type); i++)
		;
	return i;
}

/* Make a SMIL of what is there, and put it in front. */
static int
make_smil(struct mms_content *c, const struct config_view *v,
    struct diag_err *err)
{
	struct buf smil = BUF_INIT;
	struct source s = { .type = "application/smil", .name = "smil.smil" };
	struct related_out made;
	int rc;

	smil_write(&smil, c->part, c->n,
	    config_int(v, MM7_SMIL_SOURCE) == SMIL_BY_NAME);
	s.n = smil.len;
	s.data = smil.err ? NULL : mms_keep(&c->own, smil.p, smil.len);
	buf_free(&smil);
	if (!s.data)
		return no_memory(err);
	rc = add(c, &s, 0, err);
	if (rc < 0)
		return -1;
	made = c->part[c->n - 1];
	made.charset = "utf-8";
	memmove(c->part + 1, c->part, (c->n - 1) * sizeof *c->part);
	c->part[0] = made;
	c->smil = 1;
	return 0;
}

/* All sources to parts, with a presentation as the options say. */
static int
build(struct mms_content *c, const struct source *s, size_t n,
    const struct config_view *v, struct diag_err *err)
{
	int64_t how = config_int(v, MM7_SMIL);
	size_t smil = how == SMIL_NEVER ? n : find_smil(s, n), i;

	c->style = (struct related_style){
		.binary = config_int(v, MM7_CONTENT_TRANSFER) ==
			TRANSFER_BINARY,
		.simple = config_bool(v, MM7_SOAP_ATTACHMENT_SIMPLE_MIME),
	};
	if (smil < n && add(c, &s[smil], 1, err) < 0)
		return -1;
	c->smil = smil < n;
	for (i = 0; i < n; i++)
		if (!smil_is(s[i].type) && add(c, &s[i], c->smil, err) < 0)
			return -1;
	if (c->n && !c->smil && how != SMIL_NEVER &&
	    (how == SMIL_ALWAYS || !is_text_only(s, n)) &&
	    make_smil(c, v, err) < 0)
		return -1;
	c->style.mixed = !c->smil;
	return 0;
}

void
mms_content_release(struct mms_content *c)
{
	mms_own_free(&c->own);
	c->n = 0;
}

/* ---- of a mail */

static int
of_parts(struct mms_content *c, const struct mail_parts *parts,
    const struct config_view *v, struct diag_err *err)
{
	struct source s[MMS_PARTS_MAX];
	size_t i;

	if (parts->hidden && parts->n == 0)
		return diag_err(err, EX_DATAERR, "5.6.1 the mail is %s, and "
		    "there is nothing to be sent of it", parts->hidden);
	if (parts->n > MMS_PARTS_MAX)
		return diag_err(err, EX_DATAERR, "5.3.4 a mail of more than %d "
		    "parts", MMS_PARTS_MAX);
	for (i = 0; i < parts->n; i++) {
		const struct mail_part *p = &parts->part[i];

		s[i] = (struct source){ p->type, p->id, p->location, p->name,
			mms_keep(&c->own, p->data, p->n), p->n, p->is_text };
	}
	c->altered = parts->altered;
	return c->own.oom ? no_memory(err) : build(c, s, parts->n, v, err);
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
	struct source s[MMS_PARTS_MAX];
	size_t i;

	memset(c, 0, sizeof *c);
	if (r->nparts > MMS_PARTS_MAX)
		return diag_err(err, EX_DATAERR, "5.3.4 a message of more than "
		    "%d parts", MMS_PARTS_MAX);
	for (i = 0; i < r->nparts; i++) {
		const struct related_part *p = &r->parts[i];
		struct buf text = BUF_INIT;

		s[i] = (struct source){ p->type, p->id, p->location, p->name,
			NULL, p->n, strncmp(p->type, "text/", 5) == 0 };
		if (s[i].is_text) {
			mail_text_utf8(p->data, p->n, p->charset, &text);
			s[i].n = text.len;
		}
		c->own.oom |= text.err;
		s[i].data = s[i].is_text ?
			mms_keep(&c->own, text.p, text.len) :
			mms_keep(&c->own, p->data, p->n);
		buf_free(&text);
	}
	return c->own.oom ? no_memory(err) : build(c, s, r->nparts, v, err);
}

/* ---- of a record */

/* A part of `content`: data of it, or -1. */
static int
read_part(struct mms_content *c, const struct record_sub *sub, size_t i,
    struct source *s, struct diag_err *err)
{
	const struct json_value *text = json_member(sub->v, sub->n, "text");
	const struct json_value *data = json_member(sub->v, sub->n, "data");
	const char *type = record_sub_str(sub, "type");
	struct buf octets = BUF_INIT;
	int rc = 0;

	s->is_text = text && text->kind == JSON_STRING;
	s->type = mms_keep_str(&c->own, type ? type : s->is_text ?
	    "text/plain" : "application/octet-stream");
	s->id = mms_keep_str(&c->own, record_sub_str(sub, "id"));
	s->location = mms_keep_str(&c->own, record_sub_str(sub, "location"));
	s->name = mms_keep_str(&c->own, record_sub_str(sub, "name"));
	if (s->is_text)
		buf_add(&octets, text->s, text->n);
	else if (!data || data->kind != JSON_STRING)
		rc = diag_err(err, EX_DATAERR, "content[%zu]: has neither text "
		    "nor data", i);
	else if (base64_get(data->s, data->n, &octets) < 0)
		rc = diag_err(err, EX_DATAERR, "content[%zu].data: is not "
		    "base64", i);
	s->n = octets.len;
	s->data = mms_keep(&c->own, octets.p, octets.len);
	c->own.oom |= octets.err;
	buf_free(&octets);
	return rc;
}

static int
read_parts(struct mms_content *c, const struct json_value *list,
    struct source *s, size_t *n, struct diag_err *err)
{
	struct json_reader *outer = json_reader_new();
	struct json_reader *inner = json_reader_new();
	const struct json_value *v;
	struct record_sub sub;
	size_t nv, i;
	int rc = outer && inner ? 0 : no_memory(err);

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
	struct source s[MMS_PARTS_MAX];
	size_t n = 0;

	memset(c, 0, sizeof *c);
	memset(s, 0, sizeof s);
	if (text && text->n)
		s[n++] = (struct source){ .type = "text/plain", .is_text = 1,
			.data = mms_keep(&c->own, text->s, text->n),
			.n = text->n };
	if (rec->v[REC_CONTENT] &&
	    read_parts(c, rec->v[REC_CONTENT], s, &n, err) < 0)
		return -1;
	return c->own.oom ? no_memory(err) : build(c, s, n, v, err);
}
