/*
 * arena - memory that is all given back at once: what belongs to a message, or
 * to a configuration.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena_block;

struct arena {			/* all zeros: empty */
	struct arena_block *blocks;
	int oom;		/* 1 from the first failed allocation on */
};

/* Zeroed, aligned for anything; NULL: out of memory.  Good until
   arena_free(). */
void *arena_alloc(struct arena *a, size_t n);
/* A copy of n octets and a NUL. */
char *arena_text(struct arena *a, const void *from, size_t n);
/* Of a string; of NULL it is NULL. */
const char *arena_str(struct arena *a, const char *s);
const char *arena_fmt(struct arena *a, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/* The arena is empty then, and oom stays. */
void arena_free(struct arena *a);

#endif
