/* multipart/related: root, and the order of the others.  See parts_priv.h. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "mail/parts_priv.h"

enum {
	ROOT_MAX = 1 << 20,	/* octets of a root that are searched for names */
	ORDER_MAX = 256,	/* parts of a related that are put in order */
};

GMimeObject *
mail_related_root(GMimeMultipart *mp)
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

	if (GMIME_IS_MULTIPART(o) && depth < MAIL_DEPTH_MAX) {
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

void
mail_walk_others(struct mail_walk *w, GMimeMultipart *mp, GMimeObject *root,
    int only, int depth)
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
			mail_walk(w, o, depth + 1);
	}
	qsort(place, (size_t)k, sizeof *place, by_place);
	for (i = 0; i < k; i++)
		if (!only || (place[i].at != SIZE_MAX &&
		    GMIME_IS_PART(place[i].o)))
			mail_walk(w, place[i].o, depth + 1);
	buf_free(&markup);
}
