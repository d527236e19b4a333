/*
 * page - the text of an HTML page: white space folded, line ends where blocks
 * meet, the targets of links.  Private to this folder; html.c drives it.
 */
#ifndef MAIL_PAGE_H
#define MAIL_PAGE_H

#include <stddef.h>

#include "base/buf.h"

struct page {
	struct buf *out;
	size_t start;		/* of our text in out */
	size_t pre;		/* open pre elements */
	int fresh;		/* nothing was in the pre element yet */
	unsigned breaks;	/* line ends to write before the next character */
	int space;		/* a blank, likewise */
	int bullet;		/* "- ", likewise */
	struct buf href;	/* of the open link; empty: none */
	int full;		/* MAIL_TEXT_MAX is reached */
	size_t link;		/* where its text begins in out; UNSET */
};

/* UTF-8 as it stands in the document. */
void page_text(struct page *g, const char *p, size_t n);

/* A block begins or ends here. */
void page_block(struct page *g);

/* A `br`. */
void page_break(struct page *g);

/* A link begins (href may be NULL) or ends. */
void page_open_link(struct page *g, const char *href);
void page_close_link(struct page *g);

#endif
