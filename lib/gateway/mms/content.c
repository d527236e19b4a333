/* Parts with their names, and the SMIL.  See content.h. */
#include <string.h>
#include <strings.h>
#include <sysexits.h>

#include "gateway/mms/content_priv.h"
#include "gateway/mms/name.h"
#include "gateway/mms/smil.h"

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
add(struct mms_content *c, const struct mms_source *s, int keep,
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
		.type = arena_str(&c->own, type),
		.charset = s->is_text ? "utf-8" : NULL,
		.name = arena_str(&c->own, name),
		.data = s->data, .n = s->n,
	};
	p->id = p->location = p->name;
	if (keep && is_reference(s->id) && !is_taken(c, s->id))
		p->id = arena_str(&c->own, s->id);
	if (keep && is_reference(s->location ? s->location : s->name))
		p->location = arena_str(&c->own, s->location ? s->location :
		    s->name);
	if (c->own.oom)
		return diag_no_memory(err);
	c->n++;
	return 0;
}

static int
is_text_only(const struct mms_source *s, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(s[i].type, "text/plain") != 0)
			return 0;
	return 1;
}

/* The SMIL that they have: its index, or n. */
static size_t
find_smil(const struct mms_source *s, size_t n)
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
	struct mms_source s = { .type = "application/smil", .name = "smil.smil" };
	struct related_out made;
	int rc;

	smil_write(&smil, c->part, c->n,
	    config_int(v, MM7_SMIL_SOURCE) == SMIL_BY_NAME);
	s.n = smil.len;
	s.data = smil.err ? NULL : arena_text(&c->own, smil.p, smil.len);
	buf_free(&smil);
	if (!s.data)
		return diag_no_memory(err);
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

int
mms_content_build(struct mms_content *c, const struct mms_source *s, size_t n,
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
	arena_free(&c->own);
	c->n = 0;
}
