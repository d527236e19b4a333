#include "engine/access/secret.h"

#include <crypt.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const struct {
	const char *prefix;
	enum secret_scheme scheme;
} schemes[] = {
	{ "{PLAIN}", SECRET_PLAIN },
	{ "{CRYPT}", SECRET_CRYPT },
	{ "{HA1-MD5}", SECRET_HA1_MD5 },
	{ "{HA1-SHA256}", SECRET_HA1_SHA256 },
	{ "{NONE}", SECRET_NONE },
};

enum { MD5_HEX = 32, SHA256_HEX = 64 };

/* Could crypt(3) of this machine ever give such a hash? */
static int
is_hash(const char *hash)
{
#ifdef CRYPT_SALT_OK
	switch (crypt_checksalt(hash)) {
	case CRYPT_SALT_INVALID:
	case CRYPT_SALT_METHOD_DISABLED:
		return 0;
	}
#endif
	return *hash != '\0' && *hash != '*';
}

/* n hexadecimal digits, which become lower case. */
static int
is_hex(char *s, size_t n)
{
	char *p;

	for (p = s; *p; p++)
		if (*p >= 'A' && *p <= 'F')
			*p |= 0x20;
	return strlen(s) == n && strspn(s, "0123456789abcdef") == n;
}

/* NULL, or what is wrong with s->text by its scheme. */
static const char *
check_text(struct secret *s)
{
	switch (s->scheme) {
	case SECRET_CRYPT:
		return is_hash(s->text) ? NULL :
			"no hash that crypt(3) of this machine knows";
	case SECRET_HA1_MD5:
		return is_hex(s->text, MD5_HEX) ? NULL :
			"{HA1-MD5} wants 32 hexadecimal digits";
	case SECRET_HA1_SHA256:
		return is_hex(s->text, SHA256_HEX) ? NULL :
			"{HA1-SHA256} wants 64 hexadecimal digits";
	case SECRET_NONE:
		return *s->text ? "behind {NONE} want nothing" : NULL;
	default:
		return NULL;
	}
}

const char *
secret_parse(const char *text, struct secret *s)
{
	size_t i, n;

	s->scheme = *text == '$' ? SECRET_CRYPT : SECRET_PLAIN;
	for (i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
		n = strlen(schemes[i].prefix);
		if (strncasecmp(text, schemes[i].prefix, n) != 0)
			continue;
		s->scheme = schemes[i].scheme;
		text += n;
		break;
	}
	if (i == sizeof schemes / sizeof schemes[0] && *text == '{')
		return "the scheme of the password is not known here: want "
		    "{PLAIN}, {CRYPT}, {HA1-MD5}, {HA1-SHA256} or {NONE}";
	if (!*text && s->scheme != SECRET_NONE)
		return "there is no password";
	if (strlen(text) >= SECRET_MAX)
		return "the password is too long";
	strcpy(s->text, text);
	return check_text(s);
}

/* Takes as long wherever the first difference is. */
static int
same(const char *a, const char *b)
{
	size_t na = strlen(a), nb = strlen(b), i;
	unsigned char diff = na != nb;

	for (i = 0; i < nb; i++)
		diff |= (unsigned char)(b[i] ^ (i < na ? a[i] : 0));
	return !diff;
}

int
secret_check(const struct secret *s, const char *password)
{
	struct crypt_data *data;
	const char *hash;
	int ok;

	if (s->scheme == SECRET_PLAIN)
		return same(s->text, password);
	if (s->scheme != SECRET_CRYPT)
		return 0;
	/* 32 KiB: not on a thread's stack */
	data = calloc(1, sizeof *data);
	hash = data ? crypt_r(password, s->text, data) : NULL;
	ok = hash && hash[0] != '*' && same(s->text, hash);
	free(data);
	return ok;
}
