#include "engine/server/secret.h"

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
};

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
		    "{PLAIN} or {CRYPT}";
	if (!*text)
		return "there is no password";
	if (strlen(text) >= SECRET_MAX)
		return "the password is too long";
	strcpy(s->text, text);
	if (s->scheme == SECRET_CRYPT && !is_hash(s->text))
		return "no hash that crypt(3) of this machine knows";
	return NULL;
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
	/* 32 KiB: not on a thread's stack */
	data = calloc(1, sizeof *data);
	hash = data ? crypt_r(password, s->text, data) : NULL;
	ok = hash && hash[0] != '*' && same(s->text, hash);
	free(data);
	return ok;
}
