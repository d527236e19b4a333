/* Who is it, and may he?  See serve_priv.h. */
#include <stdio.h>
#include <string.h>

#include "base/num.h"
#include "engine/mm7serve/serve_priv.h"
#include "http/digest.h"

/* ---- who ---- */

/* A digest of the password and of what it was checked against: that may change
   in the users file. */
static void
make_proof(const struct serve *s, struct serve_claim *c)
{
	char key[2 * HTTP_NONCE_KEY + 1];

	num_hex(s->key, HTTP_NONCE_KEY, key);
	key[2 * HTTP_NONCE_KEY] = '\0';
	http_digest(HTTP_SHA256, (const char *const[]){ key, c->account,
	    c->secret->text, c->password, key }, 5, c->proof);
	memset(key, 0, sizeof key);
}

void
serve_prove(struct serve *s, const struct serve_claim *c)
{
	if (*c->proof)
		strcpy(s->proven[s->nproven++ % SERVE_PROVEN], c->proof);
}

static int
was_proven(const struct serve *s, struct serve_claim *c)
{
	size_t n = s->nproven < SERVE_PROVEN ? s->nproven : SERVE_PROVEN, i;

	make_proof(s, c);
	for (i = 0; i < n; i++)
		if (*c->proof && http_same(s->proven[i], c->proof))
			return 1;
	return 0;
}

/* Basic: 1 right, 0 a thread has to find out, -1 wrong. */
static int
basic(const struct serve *s, const struct http_credentials *c,
    struct serve_claim *claim)
{
	const char *realm = config_str(s->d.view, MM7_SERVER_REALM);
	const struct secret *secret = claim->secret;
	char ha1[HTTP_HA1_MAX];

	strcpy(claim->password, c->password);
	if (!secret || secret->scheme == SECRET_NONE)
		return claim->decoy ? 0 : -1;
	if (secret->scheme == SECRET_CRYPT)
		return was_proven(s, claim);
	if (secret->scheme == SECRET_PLAIN)
		return secret_check(secret, c->password) ? 1 : -1;
	http_ha1(secret->scheme == SECRET_HA1_MD5 ? HTTP_MD5 : HTTP_SHA256,
	    c->user, realm ? realm : "", c->password, ha1);
	return http_same(ha1, secret->text) ? 1 : -1;
}

/* Digest: 1 right, -1 wrong. */
static int
digest(const struct serve *s, const struct http_request *q,
    const struct http_credentials *c, struct serve_claim *claim)
{
	const char *realm = config_str(s->d.view, MM7_SERVER_REALM);
	const struct secret *secret = claim->secret;
	enum secret_scheme kept = c->hash == HTTP_MD5 ? SECRET_HA1_MD5 :
		SECRET_HA1_SHA256;
	char ha1[HTTP_HA1_MAX];

	if (!secret || strcmp(c->realm, realm ? realm : "") != 0)
		return -1;
	if (secret->scheme == SECRET_PLAIN)
		http_ha1(c->hash, c->user, c->realm, secret->text, ha1);
	else if (secret->scheme == kept)
		strcpy(ha1, secret->text);
	else
		return -1;
	switch (http_digest_check(c, ha1, q->method, q->target, s->key,
	    clock_now())) {
	case HTTP_DIGEST_OK:
		return 1;
	case HTTP_DIGEST_STALE:
		claim->stale = 1;
		return -1;
	default:
		return -1;
	}
}

static int
by_credentials(struct serve *s, struct http_exchange *x,
    const struct http_credentials *c, const struct sockaddr *sa,
    struct serve_claim *claim)
{
	const struct user *u;
	int may;

	strcpy(claim->account, c->user);
	users_secret(s->users, c->user, &claim->secret, &claim->decoy);
	u = users_find(s->users, c->user);
	may = c->scheme == HTTP_SCHEME_BASIC ? basic(s, c, claim) :
		digest(s, http_exchange_request(x), c, claim);
	if (may >= 0 && u && !user_from(u, sa)) {
		diag_warn(NULL, "%s: %s may not come from there",
		    http_exchange_peer(x), claim->account);
		return -1;
	}
	claim->guessed = may < 0 && !claim->stale;
	if (claim->guessed)
		diag_warn(NULL, "%s: %s: wrong name or password",
		    http_exchange_peer(x), claim->account);
	return may;
}

int
serve_who(struct serve *s, struct http_exchange *x, struct serve_claim *claim)
{
	const char *value = http_header(http_exchange_request(x),
	    "Authorization");
	struct http_credentials c;
	struct sockaddr_storage sa;
	const struct user *u;
	int may = -1;

	memset(claim, 0, sizeof *claim);
	if (!s->users)
		return 1;
	serve_from(s, x, &sa);
	if (http_credentials_read(value, &c) == 0) {
		if (c.scheme != HTTP_SCHEME_NONE) {
			may = by_credentials(s, x, &c,
			    (const struct sockaddr *)&sa, claim);
		} else if ((u = users_of_address(s->users,
		    (const struct sockaddr *)&sa))) {
			snprintf(claim->account, sizeof claim->account, "%s",
			    u->system_id);
			may = 1;
		}
	}
	http_credentials_release(&c);
	return may;
}

/* ---- what for ---- */

/* Is that path served?  Those of the list end in `/`: what is below them is
   theirs, and they themselves without it. */
static int
is_served(const struct config_view *v, const char *path)
{
	const char *item;
	size_t i, n;

	for (i = 0; (item = config_item(v, MM7_VASP_URI_PATHS, i)); i++) {
		n = strlen(item);
		if (n && item[n - 1] == '/')
			n--;
		if (strncmp(path, item, n) == 0 &&
		    (path[n] == '/' || !path[n]))
			return 1;
	}
	return i == 0;
}

static int
is_health(const struct serve *s, const struct http_request *q)
{
	const char *path = config_str(s->d.view, MM7_SERVER_HEALTH_PATH);

	return path && strcmp(q->path, path) == 0 &&
		(strcmp(q->method, "GET") == 0 ||
		strcmp(q->method, "HEAD") == 0);
}

enum http_verdict
serve_head(void *arg, struct http_exchange *x)
{
	struct serve *s = arg;
	const struct http_request *q = http_exchange_request(x);
	enum http_verdict verdict = HTTP_GO_ON;
	struct serve_claim claim;

	if (is_health(s, q)) {
		/* its body, if any, is not read: GET has none */
		serve_plain(x, delivery_broken(s->d.delivery) ? 503 : 200,
		    NULL);
		return HTTP_ANSWERED;
	}
	if (!is_served(s->d.view, q->path)) {
		serve_plain(x, 404, NULL);
		return HTTP_ANSWERED;
	}
	if (strcmp(q->method, "POST") != 0) {
		serve_plain(x, 405, "Allow: POST");
		return HTTP_ANSWERED;
	}
	if (serve_too_many_guesses(s, x)) {
		serve_plain(x, 429, "Retry-After: 5");
		return HTTP_ANSWERED;
	}
	if (serve_who(s, x, &claim) < 0)
		verdict = serve_refuse(s, x, &claim);
	memset(&claim, 0, sizeof claim);
	return verdict;
}
