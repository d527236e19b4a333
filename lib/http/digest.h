/*
 * digest - MD5 and SHA-256 in hex, of strings with colons between: what RFC
 * 7616 writes as H(a ":" b ":" ...).  OpenSSL's.
 */
#ifndef HTTP_DIGEST_H
#define HTTP_DIGEST_H

#include "http/auth.h"

/* n strings of s.  out is "" where the hash is not to be had (FIPS). */
void http_digest(enum http_hash hash, const char *const *s, size_t n,
	char out[HTTP_HA1_MAX]);

/* Do two strings have the same octets?  In a time that depends on their
   lengths only. */
int http_same(const char *a, const char *b);

#endif
