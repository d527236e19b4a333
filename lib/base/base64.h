/*
 * base64 - RFC 4648, 4; in lines as MIME has it: RFC 2045, 6.8.
 */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include <stddef.h>

#include "base/buf.h"

/* Without line ends. */
void base64_put(struct buf *out, const void *p, size_t n);
/* Lines of 76 characters with eol between them; none behind the last. */
void base64_put_lines(struct buf *out, const void *p, size_t n,
	const char *eol);

/* Append the octets of n characters; white space between them is skipped, `=`
   at the end may be missing.  Returns 0, or -1: another character, or bits left
   over that say something. */
int base64_get(const char *s, size_t n, struct buf *out);

/* 0..63, or -1: for who has other rules about what is none. */
int base64_digit(char c);

#endif
