/*
 * auth - Basic and Digest against the examples of RFC 7616, 3.9.1, and RFC
 * 7617, 2.  Against clients: tests/cmd/mm7-serve.bats, with curl.
 */
#include "tap.h"

#include "base/buf.h"
#include "http/auth.h"
#include "http/digest.h"

static const uint8_t key[HTTP_NONCE_KEY] = "a key for tests";
static const int64_t now = 1764000000000;

static void
test_basic(void)
{
	struct http_credentials c;

	/* RFC 7617, 2 */
	assert(http_credentials_read("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", &c)
	    == 0);
	assert(c.scheme == HTTP_SCHEME_BASIC);
	assert(strcmp(c.user, "Aladdin") == 0);
	assert(strcmp(c.password, "open sesame") == 0);
	http_credentials_release(&c);
	/* 2.1: UTF-8, "test:123\xc2\xa3" */
	assert(http_credentials_read("basic  dGVzdDoxMjPCow==", &c) == 0);
	assert(strcmp(c.password, "123\xc2\xa3") == 0);
	http_credentials_release(&c);
	assert(http_credentials_read(NULL, &c) == 0);
	assert(c.scheme == HTTP_SCHEME_NONE);
	http_credentials_release(&c);
}

static void
test_bad(void)
{
	static const char *const bad[] = {
		"", "Basic", "Basic x", "Basic !!!!", "Basic QWxhZGRpbg==",
		"Bearer abc", "Basic AGI6Yw==", "Digest ", "Digest username=\"",
		"Digest username=a", "Digest username=\"a\", realm=r, nonce=n, "
		    "uri=/, cnonce=c, nc=1, response=x, qop=auth-int",
		"Digest username=a, username=b, realm=r, nonce=n, uri=/, "
		    "cnonce=c, nc=1, response=x, qop=auth",
		"Digest username=a, realm=r, nonce=n, uri=/, cnonce=c, nc=1, "
		    "response=x, response=y, qop=auth",
		"Digest username=a, realm=r, nonce=n, uri=/, response=x",
	};
	struct http_credentials c;
	size_t i;

	for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		assert(http_credentials_read(bad[i], &c) == -1);
		http_credentials_release(&c);
	}
}

/* RFC 7616, 3.9.1; the nonce is not ours, so all is right but it is stale. */
static void
test_example(void)
{
	static const struct {
		enum http_hash hash;
		const char *algorithm, *response;
	} rows[] = {
		{ HTTP_MD5, "MD5", "8ca523f5e9506fed4657c9700eebdbec" },
		{ HTTP_SHA256, "SHA-256", "753927fa0e85d155564e2e272a28d1802"
		    "ca10daf4496794697cf8db5856cb6c1" },
	};
	struct http_credentials c;
	char value[1024], ha1[HTTP_HA1_MAX];
	size_t i;

	for (i = 0; i < 2; i++) {
		snprintf(value, sizeof value, "Digest username=\"Mufasa\",\r"
		    " realm=\"http-auth@example.org\", "
		    "uri=\"/dir/index.html\", algorithm=%s, "
		    "nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", "
		    "nc=00000001, "
		    "cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\", "
		    "qop=auth, response=\"%s\", "
		    "opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"",
		    rows[i].algorithm, rows[i].response);
		*strchr(value, '\r') = ' ';
		assert(http_credentials_read(value, &c) == 0);
		assert(c.scheme == HTTP_SCHEME_DIGEST);
		assert(c.hash == rows[i].hash);
		assert(strcmp(c.user, "Mufasa") == 0);
		http_ha1(c.hash, c.user, c.realm, "Circle of Life", ha1);
		assert(http_digest_check(&c, ha1, "GET", "/dir/index.html",
		    key, now) == HTTP_DIGEST_STALE);
		assert(http_digest_check(&c, ha1, "POST", "/dir/index.html",
		    key, now) == HTTP_DIGEST_NO);
		assert(http_digest_check(&c, ha1, "GET", "/other", key, now) ==
		    HTTP_DIGEST_NO);
		http_ha1(c.hash, c.user, c.realm, "Circle of life", ha1);
		assert(http_digest_check(&c, ha1, "GET", "/dir/index.html",
		    key, now) == HTTP_DIGEST_NO);
		http_credentials_release(&c);
	}
}

/* As a client would: by our challenge, with RFC 7616's formula. */
static enum http_digest
round_trip(int64_t at, int spoil)
{
	struct buf b = BUF_INIT;
	char nonce[128], ha1[HTTP_HA1_MAX], ha2[HTTP_HA1_MAX],
	     response[HTTP_HA1_MAX], value[1024];
	struct http_credentials c;
	enum http_digest rc;

	http_challenge_digest("a \"b\"", HTTP_SHA256, 0, key, now, &b);
	assert(strstr(buf_cstr(&b), "realm=\"a \\\"b\\\"\""));
	assert(sscanf(strstr(b.p, "nonce="), "nonce=\"%127[^\"]", nonce) == 1);
	buf_free(&b);
	if (spoil)
		nonce[3] = nonce[3] == '0' ? '1' : '0';
	http_ha1(HTTP_SHA256, "u", "a \"b\"", "p", ha1);
	http_digest(HTTP_SHA256, (const char *const[]){ "POST", "/x?y" }, 2,
	    ha2);
	http_digest(HTTP_SHA256, (const char *const[]){ ha1, nonce, "00000001",
	    "cc", "auth", ha2 }, 6, response);
	snprintf(value, sizeof value, "Digest username=\"u\", "
	    "realm=\"a \\\"b\\\"\", nonce=\"%s\", uri=\"/x?y\", qop=auth, "
	    "algorithm=SHA-256, nc=00000001, cnonce=\"cc\", response=%s", nonce,
	    response);
	assert(http_credentials_read(value, &c) == 0);
	assert(strcmp(c.realm, "a \"b\"") == 0);
	rc = http_digest_check(&c, ha1, "POST", "/x?y", key, at);
	http_credentials_release(&c);
	return rc;
}

static void
test_nonce(void)
{
	assert(round_trip(now, 0) == HTTP_DIGEST_OK);
	assert(round_trip(now + HTTP_NONCE_TIME, 0) == HTTP_DIGEST_OK);
	assert(round_trip(now + HTTP_NONCE_TIME + 1, 0) == HTTP_DIGEST_STALE);
	assert(round_trip(now - 1, 0) == HTTP_DIGEST_STALE);
	assert(round_trip(now, 1) == HTTP_DIGEST_STALE);
}

static const struct tap_test tests[] = {
	{ "RFC 7617: Basic", test_basic },
	{ "what is no credentials", test_bad },
	{ "RFC 7616, 3.9.1: Digest", test_example },
	{ "nonces are ours, and for a while", test_nonce },
};
TAP_MAIN(tests)
