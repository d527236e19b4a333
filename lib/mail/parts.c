#include "mail/parts.h"

#include <stdlib.h>

#include "mail/parts_priv.h"

static int
is_related(GMimeObject *o)
{
	return GMIME_IS_MULTIPART(o) &&
	    mail_mime_is_type(o, "multipart", "related");
}

static int
rank(const struct mail_walk *w)
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
take(struct mail_walk *w, const struct mail_walk *from)
{
	size_t i;

	for (i = 0; i < from->n; i++) {
		struct mail_part *p = mail_walk_add(w);

		if (p)
			*p = from->part[i];
	}
	w->smil |= from->smil;
	w->plain |= from->plain;
	w->html |= from->html;
}

static void
alternatives(struct mail_walk *w, GMimeMultipart *mp, int depth)
{
	struct mail_walk best = { .st = w->st };
	int i, n = g_mime_multipart_get_count(mp), which = -1;

	for (i = 0; i < n; i++) {
		struct mail_walk one = { .st = w->st };

		mail_walk(&one, g_mime_multipart_get_part(mp, i), depth + 1);
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
			mail_walk_others(w, GMIME_MULTIPART(o),
			    mail_related_root(GMIME_MULTIPART(o)), 1,
			    depth + 1);
	}
}

static void
in_order(struct mail_walk *w, GMimeMultipart *mp, int depth)
{
	int i, n = g_mime_multipart_get_count(mp);

	for (i = 0; i < n; i++)
		mail_walk(w, g_mime_multipart_get_part(mp, i), depth + 1);
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
multipart(struct mail_walk *w, GMimeObject *o, int depth)
{
	GMimeMultipart *mp = GMIME_MULTIPART(o);
	GMimeObject *one = NULL;

	if (mail_mime_is_type(o, "multipart", "alternative")) {
		alternatives(w, mp, depth);
	} else if (is_related(o) && (one = mail_related_root(mp))) {
		mail_walk(w, one, depth + 1);
		mail_walk_others(w, mp, one, 0, depth);
	} else if (mail_mime_is_type(o, "multipart", "signed")) {
		w->altered = 1;
		in_order(w, mp, depth);
	} else if (mail_mime_is_type(o, "multipart", "vnd.msys.mcmt") &&
	    (one = rendering(mp))) {
		mail_walk(w, one, depth + 1);
	} else {
		in_order(w, mp, depth);
	}
}

void
mail_walk(struct mail_walk *w, GMimeObject *o, int depth)
{
	if (!o || depth > MAIL_DEPTH_MAX)
		return;
	if (GMIME_IS_MULTIPART_ENCRYPTED(o) || mail_mime_is_enveloped(o)) {
		w->hidden = 1;
	} else if (GMIME_IS_MULTIPART(o)) {
		multipart(w, o, depth);
	} else if (GMIME_IS_MESSAGE_PART(o)) {
		GMimeMessage *msg =
		    g_mime_message_part_get_message(GMIME_MESSAGE_PART(o));

		if (msg)
			mail_walk(w, g_mime_message_get_mime_part(msg),
			    depth + 1);
	} else if (GMIME_IS_PART(o)) {
		mail_walk_leaf(w, o);
	}
}

int
mail_parts(struct mail *m, struct mail_parts *out, struct diag_err *err)
{
	struct mail_store *st = (struct mail_store *)m;
	struct mail_walk w = { .st = st };
	const struct mail_part *kept;

	if (!st->parts_read) {
		mail_walk(&w, g_mime_message_get_mime_part(st->msg), 0);
		kept = (const void *)mail_keep(st, w.n ?
		    (const char *)w.part : "", w.n * sizeof *kept);
		free(w.part);
		if (st->arena.oom)
			return diag_no_memory(err);
		st->parts = (struct mail_parts){ kept, w.n,
			w.hidden ? "encrypted" : NULL, w.altered };
		st->parts_read = 1;
	}
	*out = st->parts;
	return 0;
}
