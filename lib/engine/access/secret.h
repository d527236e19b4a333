/*
 * secret - what a users file has behind a name: a password or a hash of it.
 *
 * A scheme in braces says what it is, as in LDAP (RFC 2307):
 *
 *	{PLAIN}word	the password itself
 *	{CRYPT}hash	made by crypt(3): yescrypt, sha512 ...
 *	{HA1-MD5}hex	of name:realm:password, for HTTP's Digest (RFC 7616)
 *	{HA1-SHA256}hex	the same; both for mm7-serve only
 *	{NONE}		none is asked for: an address list says who it is; for
 *			mm7-serve only
 *
 * Without one, what begins with `$` is a hash of crypt(3) and all else plain.
 */
#ifndef ENGINE_SECRET_H
#define ENGINE_SECRET_H

enum secret_scheme {
	SECRET_PLAIN, SECRET_CRYPT, SECRET_HA1_MD5, SECRET_HA1_SHA256,
	SECRET_NONE
};

enum { SECRET_MAX = 385 };	/* octets with NUL: crypt(3)'s longest hash */

struct secret {
	enum secret_scheme scheme;
	char text[SECRET_MAX];
};

/* Understand one.  NULL, or what is wrong with it, in words. */
const char *secret_parse(const char *text, struct secret *s);

/*
 * 1: that is the password.  May be called by any thread; what it takes does
 * not depend on where the first difference is, and a hash may take a second.
 * What is for HTTP is no password here: 0.
 */
int secret_check(const struct secret *s, const char *password);

#endif
