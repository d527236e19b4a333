/*
 * arena - memory that is all given back at once: a message's strings.
 * Private to this folder.
 */
#ifndef MM7_ARENA_H
#define MM7_ARENA_H

#include <stddef.h>

struct arena_block;

struct arena {
	struct arena_block *blocks;
	int oom;		/* 1 from the first failed allocation on */
};

/* Aligned, zeroed; NULL: out of memory.  Good until arena_free(). */
void *mm7_arena_alloc(struct arena *a, size_t n);
/* A copy of n octets and a NUL. */
char *mm7_arena_text(struct arena *a, const char *s, size_t n);
void mm7_arena_free(struct arena *a);

#endif
