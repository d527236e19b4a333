/*
 * cur - a cursor over octets that cannot overrun.
 *
 * A decoder reads all its fields in order and asks err once.  Integers are
 * big-endian, as on every wire here.
 */
#ifndef BASE_CUR_H
#define BASE_CUR_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct cur {
	const uint8_t *p;	/* borrowed */
	size_t left;		/* octets */
	int err;		/* 0, or 1 from the first short read on */
};

/* n octets, borrowed from the input; NULL once err is set */
static inline const uint8_t *
cur_bytes(struct cur *c, size_t n)
{
	const uint8_t *p = c->p;

	if (c->err || n > c->left) {
		c->err = 1;
		return NULL;
	}
	c->p += n;
	c->left -= n;
	return p;
}

/* 0 once err is set */
static inline uint8_t
cur_u8(struct cur *c)
{
	const uint8_t *p = cur_bytes(c, 1);

	return p ? p[0] : 0;
}

static inline uint16_t
cur_u16(struct cur *c)
{
	const uint8_t *p = cur_bytes(c, 2);

	return p ? (uint16_t)(p[0] << 8 | p[1]) : 0;
}

static inline uint32_t
cur_u32(struct cur *c)
{
	const uint8_t *p = cur_bytes(c, 4);

	return p ? (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
		(uint32_t)p[2] << 8 | p[3] : 0;
}

/* a C string of at most max octets, its NUL counted; NULL when none ends */
static inline const char *
cur_cstr(struct cur *c, size_t max)
{
	size_t lim = c->left < max ? c->left : max;
	const uint8_t *nul = c->err || !lim ? NULL : memchr(c->p, 0, lim);

	if (!nul) {
		c->err = 1;
		return NULL;
	}
	return (const char *)cur_bytes(c, (size_t)(nul - c->p) + 1);
}

#endif
