/*
 * digest - MD5 and SHA-256, OpenSSL's; in hex of strings with colons between:
 * what RFC 7616 writes as H(a ":" b ":" ...).
 */
#ifndef HTTP_DIGEST_H
#define HTTP_DIGEST_H

#include "http/auth.h"

/* n strings of s.  out is "" where there is no such hash (FIPS). */
void http_digest(enum http_hash hash, const char *const *s, size_t n,
	char out[HTTP_HA1_MAX]);

/* SHA-256 of n pieces, told apart by their lengths.  0, or -1: out of memory. */
struct http_piece {
	const void *p;
	size_t n;
};
enum { HTTP_SHA256_SIZE = 32 };
int http_digest_pieces(const struct http_piece *piece, size_t n,
	uint8_t out[HTTP_SHA256_SIZE]);

/* Do two strings have the same octets?  In a time that depends on their
   lengths only. */
int http_same(const char *a, const char *b);

#endif
