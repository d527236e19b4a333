/* The parts of an MMS as the parts of a mail.  See deliver.h. */
#include <string.h>

#include "gateway/mms/arrange.h"
#include "gateway/mms/deliver_priv.h"
#include "gateway/mms/name.h"
#include "mail/parts.h"

enum { PARTS_MAX = RELATED_PARTS_MAX + 2 };	/* and SMIL, and a note */

struct letter_parts {
	struct mail_part part[PARTS_MAX];
	size_t n;
	struct arena own;
};

static int
is_text(const struct related_part *p)
{
	return strncmp(p->type, "text/", 5) == 0;
}

static int
is_media(const struct related_part *p)
{
	return is_text(p) || strncmp(p->type, "image/", 6) == 0 ||
	    strncmp(p->type, "audio/", 6) == 0 ||
	    strncmp(p->type, "video/", 6) == 0;
}

/* Some put the name where only the id should be. */
static const char *
name_of(const struct related_part *p)
{
	if (p->name || p->location)
		return p->name ? p->name : p->location;
	return p->id && !is_text(p) && strchr(p->id, '.') &&
	    !strchr(p->id, '@') ? p->id : NULL;
}

static void
add(struct letter_parts *l, const struct related_part *p, int keep)
{
	struct mail_part *m = &l->part[l->n];
	struct buf text = BUF_INIT;
	char name[MMS_NAME_SIZE];

	*m = (struct mail_part){ .type = p->type, .id = p->id,
		.location = p->location, .data = p->data, .n = p->n,
		.name = name_of(p),
		.attachment = !is_media(p) };
	if (is_text(p)) {
		mail_text_utf8(p->data, p->n, p->charset, &text);
		m->is_text = 1;
		m->n = text.len;
		m->data = (uint8_t *)arena_text(&l->own, text.p, text.len);
		l->own.oom |= text.err;
		buf_free(&text);
		if (!m->n && !keep)
			return;
	} else {
		m->type = mms_type(p->type, m->name, p->data, p->n);
	}
	if (!m->name && strcmp(m->type, "text/plain") != 0) {
		mms_name(name, NULL, m->type, l->n + 1);
		m->name = arena_str(&l->own, name);
	}
	l->n++;
}

/* What is not there, in brackets. */
static void
add_note(struct letter_parts *l, const struct mms_arranged *a, int cut)
{
	struct buf text = BUF_INIT;
	const char *p = a->missing.p;
	size_t i;

	for (i = 0; i < a->nmissing; i++, p += strlen(p) + 1)
		buf_fmt(&text, "[%s is missing]\n", p);
	if (cut)
		buf_str(&text, "[the message was cut short on its way]\n");
	l->part[l->n++] = (struct mail_part){ .type = "text/plain",
		.is_text = 1, .n = text.len,
		.data = (uint8_t *)arena_text(&l->own, text.p, text.len) };
	l->own.oom |= text.err;
	buf_free(&text);
}

/* Texts, the note, all else, and the SMIL if that is wanted. */
static void
mixed(struct letter_parts *l, const struct mms_arranged *a, int cut, int smil)
{
	size_t i;

	for (i = 0; i < a->n; i++)
		if (strcmp(a->part[i]->type, "text/plain") == 0)
			add(l, a->part[i], 0);
	if (a->nmissing || cut)
		add_note(l, a, cut);
	for (i = 0; i < a->n; i++)
		if (strcmp(a->part[i]->type, "text/plain") != 0)
			add(l, a->part[i], 0);
	if (a->smil && smil)
		add(l, a->smil, 1);
	if (l->n == 0)
		add_note(l, a, 0);
}

static void
related(struct letter_parts *l, const struct mms_arranged *a, int cut)
{
	size_t i;

	add(l, a->smil, 1);
	for (i = 0; i < a->n; i++)
		add(l, a->part[i], 1);
	if (a->nmissing || cut)
		add_note(l, a, cut);
}

int
mms_write_parts(const struct mail_out *m, const struct related *r,
    const struct config_view *v, struct buf *out, const char **bad)
{
	struct mms_arranged *a;
	struct letter_parts *l;
	struct arena own = { NULL, 0 };
	int as_related, rc = -1;

	a = arena_alloc(&own, sizeof *a);
	l = arena_alloc(&own, sizeof *l);
	if (!a || !l) {
		arena_free(&own);
		return -1;
	}
	mms_arrange(a, r);
	as_related = a->smil &&
		config_int(v, MM7_MAIL_FORM) == MAIL_FORM_RELATED;
	if (as_related)
		related(l, a, r->cut);
	else
		mixed(l, a, r->cut, config_bool(v, MM7_MAIL_SMIL));
	if (!a->oom && !l->own.oom)
		rc = mail_compose_parts(m, l->part, l->n, as_related, out, bad);
	mms_arranged_release(a);
	arena_free(&l->own);
	arena_free(&own);
	return rc;
}
