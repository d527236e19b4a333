/*
 * What the files of parts.c share.  See parts.h.
 *
 * parts.c		multiparts, and which of their children count
 * parts_leaf.c		a part that is none
 * parts_related.c	the order of multipart/related
 */
#ifndef MAIL_PARTS_PRIV_H
#define MAIL_PARTS_PRIV_H

#include "mail/internal.h"
#include "mail/mime.h"

enum {
	MAIL_DEPTH_MAX = 32,	/* multiparts in each other; GMime itself stops
				   at 1,024 */
};

/* Through a mail, or one of its alternatives. */
struct mail_walk {
	struct mail_store *st;
	struct mail_part *part;		/* owned */
	size_t n, cap;
	int hidden, altered;
	int smil, plain, html;		/* what was found in it */
};

void mail_walk(struct mail_walk *w, GMimeObject *o, int depth);

/* parts_leaf.c */
/* One more, zeroed; NULL: w->st->arena.oom. */
struct mail_part *mail_walk_add(struct mail_walk *w);
void mail_walk_leaf(struct mail_walk *w, GMimeObject *o);

/* parts_related.c */
/* The part that says how the others are shown; NULL: there is none at all. */
GMimeObject *mail_related_root(GMimeMultipart *mp);
/* The children but the root, those first that the markup names; where only is
   not 0 only these, and no multiparts, which somebody could nest so that each
   is walked twice. */
void mail_walk_others(struct mail_walk *w, GMimeMultipart *mp,
	GMimeObject *root, int only, int depth);

#endif
