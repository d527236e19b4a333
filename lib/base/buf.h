/*
 * buf - octets that grow.
 *
 * A failed allocation is remembered in err and makes every later add do
 * nothing, so that a writer adds all its pieces and asks err once.  What a
 * peer can make grow is bounded by who adds, not here.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct buf {
	char *p;	/* owned; NULL while nothing was added */
	size_t len;	/* octets that count */
	size_t cap;
	int err;	/* 0, or 1 from the first failed allocation on */
};

#define BUF_INIT { NULL, 0, 0, 0 }

/* Give the memory back; the buffer is as after BUF_INIT. */
void buf_free(struct buf *b);

/* Forget the content and the error, keep the memory. */
void buf_reset(struct buf *b);

/* Inline, since a JSON line is made of many small pieces; the work is done by
   these when there is no room. */
char *buf_grow(struct buf *b, size_t n);
void buf_grow_add(struct buf *b, const void *p, size_t n);

/*
 * Room for n more octets behind len: where they go, or NULL.  The caller
 * writes there and adds to len itself; the pointer is good until the next add.
 */
static inline char *
buf_room(struct buf *b, size_t n)
{
	return n > b->cap - b->len || b->err || !b->p ? buf_grow(b, n) :
		b->p + b->len;
}

static inline void
buf_add(struct buf *b, const void *p, size_t n)
{
	if (n > b->cap - b->len || b->err || n == 0) {
		buf_grow_add(b, p, n);
		return;
	}
	memcpy(b->p + b->len, p, n);
	b->len += n;
}

static inline void
buf_ch(struct buf *b, char c)
{
	if (b->len == b->cap || b->err)
		buf_grow_add(b, &c, 1);
	else
		b->p[b->len++] = c;
}

void buf_str(struct buf *b, const char *s);
void buf_fmt(struct buf *b, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* A decimal number; many times faster than buf_fmt(). */
void buf_uint(struct buf *b, uint64_t v);

/* Drop the first n octets (all, where n is over len). */
void buf_drop(struct buf *b, size_t n);

/*
 * The content as a C string: a NUL is put behind it, not counted in len.
 * "" when out of memory.  Borrowed until the next add.
 */
const char *buf_cstr(struct buf *b);

#endif
