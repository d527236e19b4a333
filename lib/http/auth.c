#define _DEFAULT_SOURCE		/* explicit_bzero() */
/* What a client's Authorization says, and whether it holds.  See auth.h. */
#include "http/auth.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/base64.h"
#include "http/digest.h"

enum { NONCE_TIME_DIGITS = 12, VALUE_MAX = 8192 };

/* ---- Basic ---- */

static int
read_basic(const char *value, struct http_credentials *c)
{
	size_t n = strlen(value);
	struct buf both = BUF_INIT;
	char *colon;
	int rc = -1;

	/* all the room at once, so that no copies stay behind */
	if (!buf_room(&both, n + 1))
		return -1;
	if (base64_get(value, n, &both) == 0 &&
	    !memchr(both.p, '\0', both.len) &&
	    (colon = strchr(buf_cstr(&both), ':')) &&
	    (size_t)(colon - both.p) < sizeof c->user &&
	    strlen(colon + 1) < sizeof c->password) {
		*colon++ = '\0';
		strcpy(c->user, both.p);
		strcpy(c->password, colon);
		rc = 0;
	}
	explicit_bzero(both.p, both.cap);
	buf_free(&both);
	return rc;
}

/* ---- Digest ---- */

/* `name=token` or `name="quoted \" string"` at p, which is changed: its end;
   NULL: it is neither. */
static char *
parameter(char *p, const char **name, const char **value)
{
	char *to;

	*name = p;
	p += strcspn(p, "= \t,");
	if (*p != '=' || p == *name)
		return NULL;
	*p++ = '\0';
	*value = p;
	if (*p != '"') {
		p += strcspn(p, ", \t");
		if (*p)
			*p++ = '\0';
		return p;
	}
	*value = to = ++p;
	for (; *p && *p != '"'; p++) {
		if (*p == '\\' && p[1])
			p++;
		*to++ = *p;
	}
	if (!*p)
		return NULL;
	*to = '\0';
	return p + 1;
}

static int
set_parameter(struct http_credentials *c, const char *name, const char *value)
{
	const struct {
		const char *name;
		const char **to;
	} strings[] = {
		{ "realm", &c->realm }, { "nonce", &c->nonce },
		{ "uri", &c->uri }, { "cnonce", &c->cnonce },
		{ "nc", &c->nc }, { "qop", &c->qop },
		{ "response", &c->response },
	};
	size_t i;

	for (i = 0; i < sizeof strings / sizeof strings[0]; i++)
		if (strcasecmp(name, strings[i].name) == 0) {
			if (*strings[i].to)
				return -1;	/* twice: which counts? */
			*strings[i].to = value;
			return 0;
		}
	if (strcasecmp(name, "username") == 0) {
		if (strlen(value) >= sizeof c->user || c->user[0])
			return -1;
		strcpy(c->user, value);
	} else if (strcasecmp(name, "algorithm") == 0) {
		c->hash = strcasecmp(value, "SHA-256") == 0 ? HTTP_SHA256 :
			HTTP_MD5;
		return c->hash == HTTP_SHA256 || strcasecmp(value, "MD5") == 0 ?
			0 : -1;
	}
	return 0;
}

static int
read_digest(const char *value, struct http_credentials *c)
{
	const char *name, *text;
	char *p;

	buf_str(&c->own, value);
	buf_ch(&c->own, '\0');
	if (c->own.err)
		return -1;
	p = c->own.p;
	for (p += strspn(p, ", \t"); *p; p += strspn(p, ", \t")) {
		p = parameter(p, &name, &text);
		if (!p || set_parameter(c, name, text) < 0)
			return -1;
	}
	/* without qop is RFC 2069's way, which anybody can replay for as long
	   as the nonce lives */
	return c->user[0] && c->realm && c->nonce && c->uri && c->cnonce &&
		c->nc && c->response && c->qop &&
		strcasecmp(c->qop, "auth") == 0 ? 0 : -1;
}

int
http_credentials_read(const char *value, struct http_credentials *c)
{
	static const struct {
		const char *name;
		enum http_scheme scheme;
		int (*read)(const char *value, struct http_credentials *c);
	} schemes[] = {
		{ "Basic ", HTTP_SCHEME_BASIC, read_basic },
		{ "Digest ", HTTP_SCHEME_DIGEST, read_digest },
	};
	size_t i, n;

	memset(c, 0, sizeof *c);
	if (!value)
		return 0;
	if (strlen(value) > VALUE_MAX)
		return -1;
	for (i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
		n = strlen(schemes[i].name);
		if (strncasecmp(value, schemes[i].name, n) != 0)
			continue;
		c->scheme = schemes[i].scheme;
		return schemes[i].read(value + n + strspn(value + n, " "), c);
	}
	return -1;
}

void
http_credentials_release(struct http_credentials *c)
{
	buf_free(&c->own);
	explicit_bzero(c, sizeof *c);
}

void
http_ha1(enum http_hash hash, const char *user, const char *realm,
    const char *password, char out[HTTP_HA1_MAX])
{
	http_digest(hash, (const char *const[]){ user, realm, password }, 3,
	    out);
}

/* ---- nonces: hex of the time, and of the time with our key ---- */

enum { NONCE_SIZE = NONCE_TIME_DIGITS + HTTP_HA1_MAX };

static void
make_nonce(const uint8_t key[HTTP_NONCE_KEY], int64_t at, char out[NONCE_SIZE])
{
	char secret[2 * HTTP_NONCE_KEY + 1], when[NONCE_TIME_DIGITS + 1];
	size_t i;

	for (i = 0; i < HTTP_NONCE_KEY; i++)
		snprintf(secret + 2 * i, 3, "%02x", (unsigned)key[i]);
	snprintf(when, sizeof when, "%012llx",
	    (unsigned long long)at & 0xffffffffffffULL);
	memcpy(out, when, NONCE_TIME_DIGITS);
	/* key on both sides: nothing can be appended to what was hashed */
	http_digest(HTTP_SHA256, (const char *const[]){ secret, when, secret },
	    3, out + NONCE_TIME_DIGITS);
	explicit_bzero(secret, sizeof secret);
}

/* When it was made; -1: not by us. */
static int64_t
nonce_time(const char *nonce, const uint8_t key[HTTP_NONCE_KEY])
{
	char again[NONCE_SIZE], digits[NONCE_TIME_DIGITS + 1];
	unsigned long long at;

	if (strlen(nonce) != NONCE_SIZE - 1)
		return -1;
	memcpy(digits, nonce, NONCE_TIME_DIGITS);
	digits[NONCE_TIME_DIGITS] = '\0';
	if (sscanf(digits, "%12llx", &at) != 1)
		return -1;
	make_nonce(key, (int64_t)at, again);
	return http_same(again, nonce) ? (int64_t)at : -1;
}

enum http_digest
http_digest_check(const struct http_credentials *c, const char *ha1,
    const char *method, const char *target, const uint8_t key[HTTP_NONCE_KEY],
    int64_t now)
{
	int64_t made = nonce_time(c->nonce, key);
	char ha2[HTTP_HA1_MAX], response[HTTP_HA1_MAX];

	if (strcmp(c->uri, target) != 0)
		return HTTP_DIGEST_NO;
	http_digest(c->hash, (const char *const[]){ method, c->uri }, 2, ha2);
	http_digest(c->hash, (const char *const[]){ ha1, c->nonce, c->nc,
	    c->cnonce, c->qop, ha2 }, 6, response);
	if (!*response || !http_same(response, c->response))
		return HTTP_DIGEST_NO;
	/* of a process before this one: as good as too old */
	return made < 0 || made > now || now - made > HTTP_NONCE_TIME ?
		HTTP_DIGEST_STALE : HTTP_DIGEST_OK;
}

/* ---- challenges ---- */

static void
quoted(struct buf *out, const char *s)
{
	buf_ch(out, '"');
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			buf_ch(out, '\\');
		buf_ch(out, *s);
	}
	buf_ch(out, '"');
}

void
http_challenge_basic(const char *realm, struct buf *out)
{
	buf_str(out, "Basic realm=");
	quoted(out, realm);
	buf_str(out, ", charset=\"UTF-8\"");
}

void
http_challenge_digest(const char *realm, enum http_hash hash, int stale,
    const uint8_t key[HTTP_NONCE_KEY], int64_t now, struct buf *out)
{
	char nonce[NONCE_SIZE];

	make_nonce(key, now, nonce);
	buf_str(out, "Digest realm=");
	quoted(out, realm);
	buf_fmt(out, ", qop=\"auth\", algorithm=%s, nonce=\"%s\"%s",
	    hash == HTTP_MD5 ? "MD5" : "SHA-256", nonce,
	    stale ? ", stale=true" : "");
}
