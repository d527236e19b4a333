/*
 * utf8 - UTF-8 as RFC 3629 has it: no overlong form, no surrogate, nothing
 * over U+10FFFF.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

enum { UTF8_BAD = -1, UTF8_MAX = 4 };

/**
 * Take the next code point from *s and move *s behind it.
 *
 * Returns the code point, or UTF8_BAD, in which case *s has moved by one octet
 * (so that a reader who wants to go on puts U+FFFD for it and can never loop).
 * *s must be before end.
 */
int32_t utf8_next(const char **s, const char *end);

/**
 * Write one code point; out has room for UTF8_MAX octets.  What is no Unicode
 * scalar value becomes U+FFFD.  Returns the number of octets.
 */
size_t utf8_put(char *out, uint32_t cp);

/* The offset of the first octet that is wrong, or n when all is valid. */
size_t utf8_valid(const char *s, size_t n);

#endif
