/*
 * wap - WAP's binary multipart, which some centres send as the content.
 * Private to this folder.
 *
 * Spec: WAP-230-WSP, 8.4 and 8.5; assigned numbers: its tables 38 to 42.
 */
#ifndef MM7_WAP_H
#define MM7_WAP_H

#include "base/arena.h"
#include "mm7/related.h"

/* "application/vnd.wap.multipart.related", .mixed, .alternative */
int wap_is_multipart(const char *type);

/* The entries that are still to be read. */
struct wap_cursor {
	const uint8_t *p, *end;
	unsigned long left;	/* as it says itself */
};

/* 0, or -1: it does not begin like one. */
int wap_open(struct wap_cursor *c, const void *p, size_t n);

/*
 * The next entry, its strings from the arena, its data where it stands (all
 * that there is, where it was cut).  1; 0: no more, or what follows is none.
 */
int wap_next(struct arena *a, struct wap_cursor *c, struct related_part *part);

#endif
