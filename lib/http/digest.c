#include "http/digest.h"

#include <string.h>

#include <openssl/evp.h>

#include "base/num.h"

void
http_digest(enum http_hash hash, const char *const *s, size_t n,
    char out[HTTP_HA1_MAX])
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	uint8_t sum[EVP_MAX_MD_SIZE];
	unsigned len = 0;
	size_t i;
	int ok = ctx && EVP_DigestInit_ex(ctx, hash == HTTP_MD5 ? EVP_md5() :
	    EVP_sha256(), NULL);

	for (i = 0; ok && i < n; i++)
		ok = (i == 0 || EVP_DigestUpdate(ctx, ":", 1)) &&
			EVP_DigestUpdate(ctx, s[i], strlen(s[i]));
	if (!ok || !EVP_DigestFinal_ex(ctx, sum, &len))
		len = 0;
	num_hex(sum, len, out);
	out[2 * len] = '\0';
	EVP_MD_CTX_free(ctx);
}

int
http_digest_pieces(const struct http_piece *piece, size_t n,
    uint8_t out[HTTP_SHA256_SIZE])
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	uint64_t len;
	size_t i;
	int ok = ctx && EVP_DigestInit_ex(ctx, EVP_sha256(), NULL);

	for (i = 0; ok && i < n; i++) {
		len = piece[i].n;
		ok = EVP_DigestUpdate(ctx, &len, sizeof len) &&
			EVP_DigestUpdate(ctx, piece[i].p, piece[i].n);
	}
	ok = ok && EVP_DigestFinal_ex(ctx, out, NULL);
	EVP_MD_CTX_free(ctx);
	return ok ? 0 : -1;
}

int
http_same(const char *a, const char *b)
{
	size_t n = strlen(a), i;
	unsigned char differ = 0;

	if (strlen(b) != n)
		return 0;
	for (i = 0; i < n; i++)
		differ |= (unsigned char)(a[i] ^ b[i]);
	return !differ;
}
