/*
 * base64 - RFC 4648, 4, without line ends.
 */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include <stddef.h>

#include "base/buf.h"

void base64_put(struct buf *out, const void *p, size_t n);

/* Append the octets of n characters; white space between them is skipped, `=`
   at the end may be missing.  Returns 0, or -1: another character, or bits left
   over that say something. */
int base64_get(const char *s, size_t n, struct buf *out);

#endif
