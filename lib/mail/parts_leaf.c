/* One part of a mail that has none itself.  See parts_priv.h. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "mail/parts_priv.h"

struct mail_part *
mail_walk_add(struct mail_walk *w)
{
	if (w->n == w->cap) {
		size_t cap = w->cap ? w->cap * 2 : 8;
		struct mail_part *p = realloc(w->part, cap * sizeof *p);

		if (!p) {
			w->st->arena.oom = 1;
			return NULL;
		}
		w->part = p;
		w->cap = cap;
	}
	memset(&w->part[w->n], 0, sizeof *w->part);
	return &w->part[w->n++];
}

static const char *
line(struct mail_walk *w, const char *s)
{
	const char *kept = s ? mail_keep_line(w->st, s, strlen(s)) : NULL;

	return kept && *kept ? kept : NULL;
}

/* "image/jpeg", whatever the mail says: no more than that. */
static const char *
type_of(struct mail_walk *w, GMimeObject *o)
{
	char *s = g_mime_content_type_get_mime_type(
	    g_mime_object_get_content_type(o));
	const char *kept;
	char *p;

	for (p = s; p && *p; p++)
		*p = (char)tolower((unsigned char)*p);
	kept = s ? mail_keep(w->st, s, strlen(s)) : NULL;
	g_free(s);
	return kept ? kept : "application/octet-stream";
}

/* The name without a path, which is nobody's business. */
static const char *
name_of(struct mail_walk *w, GMimePart *part)
{
	const char *s = line(w, g_mime_part_get_filename(part)), *p;

	for (p = s; p && *p; p++)
		if (*p == '/' || *p == '\\')
			s = p + 1;
	return s && *s && strcmp(s, ".") != 0 && strcmp(s, "..") != 0 ? s : NULL;
}

static const char *
charset_of(GMimeObject *o)
{
	return g_mime_object_get_content_type_parameter(o, "charset");
}

/* The octets as they are given out.  1: it is text now. */
static int
convert(struct mail_walk *w, GMimeObject *o, const struct buf *raw,
    struct buf *out)
{
	int inside = !mail_mime_is_attachment(o);

	if (mail_mime_is_plain(o) && inside) {
		w->hidden |= mail_mime_plain_text(o, charset_of(o), raw, out);
		mail_trim(out);
		w->plain |= !mail_is_stub(out->p ? out->p : "", out->len);
		return 1;
	}
	if (mail_mime_is_html(o) && inside) {
		if (mail_html_text(raw->p, raw->len, charset_of(o), out) < 0)
			out->err = 1;
		mail_trim(out);
		w->html = 1;
		return 1;
	}
	if (mail_mime_is_type(o, "text", "*") && !mail_mime_is_html(o)) {
		mail_to_utf8(raw->p, raw->len, charset_of(o), 0, out);
		return 1;
	}
	buf_add(out, raw->p, raw->len);
	return 0;
}

void
mail_walk_leaf(struct mail_walk *w, GMimeObject *o)
{
	struct buf raw = BUF_INIT, data = BUF_INIT;
	GMimePart *p = GMIME_PART(o);
	struct mail_part *part;
	int is_text;

	if (mail_mime_is_signature(o))
		return;
	mail_mime_decode(p, MAIL_MAX, &raw);
	is_text = convert(w, o, &raw, &data);
	w->st->arena.oom |= raw.err | data.err;
	part = is_text && data.len == 0 ? NULL : mail_walk_add(w);
	if (part) {
		part->type = is_text && (mail_mime_is_html(o) ||
		    mail_mime_is_plain(o)) ? "text/plain" : type_of(w, o);
		part->id = line(w, g_mime_part_get_content_id(p));
		part->location = line(w, g_mime_part_get_content_location(p));
		part->name = name_of(w, p);
		part->description = line(w,
		    g_mime_part_get_content_description(p));
		part->attachment = mail_mime_is_attachment(o);
		part->is_text = is_text;
		part->n = data.len;
		part->data = (const uint8_t *)mail_keep(w->st,
		    data.p ? data.p : "", data.len);
		w->smil |= strncmp(part->type, "application/smil", 16) == 0;
	}
	buf_free(&raw);
	buf_free(&data);
}
