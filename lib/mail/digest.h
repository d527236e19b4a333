/*
 * digest - a fingerprint of octets that nobody can aim at: SHA-256 (GLib's),
 * its first 128 bits in hex.
 */
#ifndef MAIL_DIGEST_H
#define MAIL_DIGEST_H

#include <stddef.h>

enum { MAIL_DIGEST_SIZE = 33 };	/* 32 hex digits and NUL */

/* The digest of two pieces, told apart by their lengths. */
void mail_digest(const void *a, size_t na, const void *b, size_t nb,
	char out[MAIL_DIGEST_SIZE]);

#endif
