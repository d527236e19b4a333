#include "mail/parts.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sysexits.h>

#include "mail/internal.h"
#include "mail/mime.h"

enum {
	DEPTH_MAX = 32,		/* multiparts in each other; GMime itself stops
				   at 1,024 */
	ROOT_MAX = 1 << 20,	/* octets of a root that are searched for names */
	ORDER_MAX = 256,	/* parts of a related that are put in order */
};

struct walk {
	struct mail_store *st;
	struct mail_part *part;
	size_t n, cap;
	int hidden, altered;
	int smil, plain, html;	/* what was found in it */
};

static void walk(struct walk *w, GMimeObject *o, int depth);

/* ---- one leaf */

static struct mail_part *
add(struct walk *w)
{
	if (w->n == w->cap) {
		size_t cap = w->cap ? w->cap * 2 : 8;
		struct mail_part *p = realloc(w->part, cap * sizeof *p);

		if (!p) {
			w->st->oom = 1;
			return NULL;
		}
		w->part = p;
		w->cap = cap;
	}
	memset(&w->part[w->n], 0, sizeof *w->part);
	return &w->part[w->n++];
}

static const char *
line(struct walk *w, const char *s)
{
	const char *kept = s ? mail_keep_line(w->st, s, strlen(s)) : NULL;

	return kept && *kept ? kept : NULL;
}

/* "image/jpeg", whatever the mail says: no more than that. */
static const char *
type_of(struct walk *w, GMimeObject *o)
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
name_of(struct walk *w, GMimePart *part)
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
convert(struct walk *w, GMimeObject *o, const struct buf *raw, struct buf *out)
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

static void
leaf(struct walk *w, GMimeObject *o)
{
	struct buf raw = BUF_INIT, data = BUF_INIT;
	GMimePart *p = GMIME_PART(o);
	struct mail_part *part;
	int is_text;

	if (mail_mime_is_signature(o))
		return;
	mail_mime_decode(p, MAIL_MAX, &raw);
	is_text = convert(w, o, &raw, &data);
	w->st->oom |= raw.err | data.err;
	part = is_text && data.len == 0 ? NULL : add(w);
	if (part) {
		part->type = is_text && (mail_mime_is_html(o) || mail_mime_is_plain(o)) ?
			"text/plain" : type_of(w, o);
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

/* ---- multipart/related */

/* The part that says how the others are shown. */
static GMimeObject *
root_of(GMimeMultipart *mp)
{
	const char *start = g_mime_object_get_content_type_parameter(
	    GMIME_OBJECT(mp), "start");
	int i, n = g_mime_multipart_get_count(mp);

	for (i = 0; start && i < n; i++) {
		GMimeObject *o = g_mime_multipart_get_part(mp, i);
		const char *id = g_mime_object_get_content_id(o);
		size_t len = id ? strlen(id) : 0;

		if (*start == '<' ? id && strncmp(start + 1, id, len) == 0 &&
		    strcmp(start + 1 + len, ">") == 0 :
		    id && strcmp(start, id) == 0)
			return o;
	}
	return n ? g_mime_multipart_get_part(mp, 0) : NULL;
}

/* The HTML or SMIL in o, or NULL. */
static GMimePart *
markup_in(GMimeObject *o, int depth)
{
	int i, n;

	if (GMIME_IS_MULTIPART(o) && depth < DEPTH_MAX) {
		n = g_mime_multipart_get_count(GMIME_MULTIPART(o));
		for (i = 0; i < n; i++) {
			GMimePart *p = markup_in(g_mime_multipart_get_part(
			    GMIME_MULTIPART(o), i), depth + 1);

			if (p)
				return p;
		}
	}
	return GMIME_IS_PART(o) && (mail_mime_is_html(o) ||
	    mail_mime_is_type(o, "application", "smil") ||
	    mail_mime_is_type(o, "application", "smil+xml")) ? GMIME_PART(o) : NULL;
}

static size_t
find(const struct buf *text, const char *before, const char *name)
{
	size_t nb = strlen(before), n = strlen(name), i;

	for (i = 0; name[0] && i + nb + n <= text->len; i++)
		if (strncasecmp(text->p + i, before, nb) == 0 &&
		    memcmp(text->p + i + nb, name, n) == 0)
			return i;
	return SIZE_MAX;
}

/* Where the markup names o: an offset, SIZE_MAX for nowhere. */
static size_t
place_of(const struct buf *markup, GMimeObject *o)
{
	const char *id = g_mime_object_get_content_id(o), *name;
	size_t at = id ? find(markup, "cid:", id) : SIZE_MAX;

	if (at == SIZE_MAX && GMIME_IS_PART(o)) {
		name = g_mime_part_get_content_location(GMIME_PART(o));
		if (name)
			at = find(markup, "\"", name);
		name = g_mime_part_get_filename(GMIME_PART(o));
		if (at == SIZE_MAX && name)
			at = find(markup, "\"", name);
	}
	return at;
}

struct place {
	GMimeObject *o;
	size_t at;
	int i;
};

static int
by_place(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return x->i - y->i;
}

/* The children but the root, those first that the markup names; where only is
   not 0 only these, and no multiparts, which somebody could nest so that each
   is walked twice. */
static void
walk_others(struct walk *w, GMimeMultipart *mp, GMimeObject *root, int only,
    int depth)
{
	struct place place[ORDER_MAX];
	struct buf markup = BUF_INIT;
	GMimePart *m = markup_in(root, depth);
	int i, n = g_mime_multipart_get_count(mp), k = 0;

	if (m)
		mail_mime_decode(m, ROOT_MAX, &markup);
	for (i = 0; i < n; i++) {
		GMimeObject *o = g_mime_multipart_get_part(mp, i);

		if (o != root && k < ORDER_MAX)
			place[k++] = (struct place){ o, place_of(&markup, o), i };
		else if (o != root && !only)
			walk(w, o, depth + 1);
	}
	qsort(place, (size_t)k, sizeof *place, by_place);
	for (i = 0; i < k; i++)
		if (!only || (place[i].at != SIZE_MAX &&
		    GMIME_IS_PART(place[i].o)))
			walk(w, place[i].o, depth + 1);
	buf_free(&markup);
}

/* ---- multiparts */

static int
is_related(GMimeObject *o)
{
	return GMIME_IS_MULTIPART(o) && mail_mime_is_type(o, "multipart", "related");
}

static int
rank(const struct walk *w)
{
	if (w->smil)
		return 4;
	if (w->plain)
		return 3;
	if (w->html && w->n)
		return 2;
	return w->n > 0;
}

static void
take(struct walk *w, const struct walk *from)
{
	size_t i;

	for (i = 0; i < from->n; i++) {
		struct mail_part *p = add(w);

		if (p)
			*p = from->part[i];
	}
	w->smil |= from->smil;
	w->plain |= from->plain;
	w->html |= from->html;
}

static void
alternatives(struct walk *w, GMimeMultipart *mp, int depth)
{
	struct walk best = { .st = w->st };
	int i, n = g_mime_multipart_get_count(mp), which = -1;

	for (i = 0; i < n; i++) {
		struct walk one = { .st = w->st };

		walk(&one, g_mime_multipart_get_part(mp, i), depth + 1);
		w->hidden |= one.hidden;
		w->altered |= one.altered;
		if (rank(&one) > rank(&best)) {
			free(best.part);
			best = one;
			which = i;
		} else {
			free(one.part);
		}
	}
	take(w, &best);
	free(best.part);
	/* the plain text of a page does without its pictures; we do not */
	for (i = 0; i < n && !best.smil; i++) {
		GMimeObject *o = g_mime_multipart_get_part(mp, i);

		if (i != which && is_related(o))
			walk_others(w, GMIME_MULTIPART(o),
			    root_of(GMIME_MULTIPART(o)), 1, depth + 1);
	}
}

static void
in_order(struct walk *w, GMimeMultipart *mp, int depth)
{
	int i, n = g_mime_multipart_get_count(mp);

	for (i = 0; i < n; i++)
		walk(w, g_mime_multipart_get_part(mp, i), depth + 1);
}

/* The mail of an MCMT message, or else its SMS. */
static GMimeObject *
rendering(GMimeMultipart *mp)
{
	int i, n = g_mime_multipart_get_count(mp);

	for (i = 0; i < n; i++)
		if (GMIME_IS_MESSAGE_PART(g_mime_multipart_get_part(mp, i)))
			return g_mime_multipart_get_part(mp, i);
	return n ? g_mime_multipart_get_part(mp, 0) : NULL;
}

static void
multipart(struct walk *w, GMimeObject *o, int depth)
{
	GMimeMultipart *mp = GMIME_MULTIPART(o);
	GMimeObject *one = NULL;

	if (mail_mime_is_type(o, "multipart", "alternative")) {
		alternatives(w, mp, depth);
	} else if (is_related(o) && (one = root_of(mp))) {
		walk(w, one, depth + 1);
		walk_others(w, mp, one, 0, depth);
	} else if (mail_mime_is_type(o, "multipart", "signed")) {
		w->altered = 1;
		in_order(w, mp, depth);
	} else if (mail_mime_is_type(o, "multipart", "vnd.msys.mcmt") &&
	    (one = rendering(mp))) {
		walk(w, one, depth + 1);
	} else {
		in_order(w, mp, depth);
	}
}

static void
walk(struct walk *w, GMimeObject *o, int depth)
{
	if (!o || depth > DEPTH_MAX)
		return;
	if (GMIME_IS_MULTIPART_ENCRYPTED(o) || mail_mime_is_enveloped(o)) {
		w->hidden = 1;
	} else if (GMIME_IS_MULTIPART(o)) {
		multipart(w, o, depth);
	} else if (GMIME_IS_MESSAGE_PART(o)) {
		GMimeMessage *msg =
		    g_mime_message_part_get_message(GMIME_MESSAGE_PART(o));

		if (msg)
			walk(w, g_mime_message_get_mime_part(msg), depth + 1);
	} else if (GMIME_IS_PART(o)) {
		leaf(w, o);
	}
}

int
mail_parts(struct mail *m, struct mail_parts *out, struct diag_err *err)
{
	struct mail_store *st = (struct mail_store *)m;
	struct walk w = { .st = st };
	const struct mail_part *kept;

	if (!st->parts_read) {
		walk(&w, g_mime_message_get_mime_part(st->msg), 0);
		/* pieces begin behind a pointer, and so are aligned for one */
		kept = (const void *)mail_keep(st, w.n ?
		    (const char *)w.part : "", w.n * sizeof *kept);
		free(w.part);
		if (st->oom)
			return diag_err(err, EX_TEMPFAIL, "out of memory");
		st->parts = (struct mail_parts){ kept, w.n,
			w.hidden ? "encrypted" : NULL, w.altered };
		st->parts_read = 1;
	}
	*out = st->parts;
	return 0;
}
