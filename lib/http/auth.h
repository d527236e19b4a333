/*
 * auth - Authorization and WWW-Authenticate of a server: Basic and Digest.
 *
 * Spec: RFC 7617 (Basic), RFC 7616 (Digest: MD5 and SHA-256, qop=auth, no
 * -sess), RFC 7235.  Pure: time and secrets come in.
 *
 * A nonce is the time that it was made and a keyed digest of that, so that
 * nothing is kept for those who only ask.
 */
#ifndef HTTP_AUTH_H
#define HTTP_AUTH_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

enum {
	HTTP_HA1_MAX = 65,	/* hex of SHA-256 with NUL; MD5's are 33 */
	HTTP_USER_MAX = 128, HTTP_PASSWORD_MAX = 256,	/* with NUL */
	HTTP_NONCE_TIME = 300000,	/* ms: then the client is told stale=true
				   and takes a new one */
	HTTP_NONCE_KEY = 32,	/* octets, random, a process */
};

enum http_scheme { HTTP_SCHEME_NONE, HTTP_SCHEME_BASIC, HTTP_SCHEME_DIGEST };
enum http_hash { HTTP_MD5, HTTP_SHA256 };

/* An Authorization header taken apart. */
struct http_credentials {
	enum http_scheme scheme;
	char user[HTTP_USER_MAX];
	char password[HTTP_PASSWORD_MAX];	/* Basic */
	enum http_hash hash;		/* Digest: the rest */
	const char *realm, *nonce, *uri, *cnonce, *nc, *qop, *response;
	struct buf own;			/* what these point into */
};

/*
 * value NULL: there was no header, scheme is NONE.  Returns 0, or -1: not to be
 * understood.  Either way http_credentials_release(), which wipes it.
 */
int http_credentials_read(const char *value, struct http_credentials *c);
void http_credentials_release(struct http_credentials *c);

/* user:realm:password, hashed: what a users file has after {HA1-MD5} or
   {HA1-SHA256}. */
void http_ha1(enum http_hash hash, const char *user, const char *realm,
	const char *password, char out[HTTP_HA1_MAX]);

enum http_digest { HTTP_DIGEST_OK, HTTP_DIGEST_NO, HTTP_DIGEST_STALE };
/*
 * Does the answer to our challenge hold?  method and target are the request's;
 * the target must be the one that was signed.  now: Unix ms.
 */
enum http_digest http_digest_check(const struct http_credentials *c,
	const char *ha1, const char *method, const char *target,
	const uint8_t key[HTTP_NONCE_KEY], int64_t now);

/* Append the value of a WWW-Authenticate header. */
void http_challenge_basic(const char *realm, struct buf *out);
void http_challenge_digest(const char *realm, enum http_hash hash, int stale,
	const uint8_t key[HTTP_NONCE_KEY], int64_t now, struct buf *out);

#endif
