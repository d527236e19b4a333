/* Whom TLS connections trust, and who we are.  See tls.h. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sysexits.h>
#include <unistd.h>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include "base/num.h"
#include "net/tls_priv.h"

/* Why OpenSSL could not use a file. */
static int
bad_file(const char *path, struct diag_err *err)
{
	unsigned long e = ERR_peek_last_error();
	const char *why = ERR_reason_error_string(e);

	ERR_clear_error();
	if (access(path, R_OK) < 0)
		return diag_err(err, EX_NOINPUT, "%s: %s", path,
		    strerror(errno));
	return diag_err(err, EX_CONFIG, "%s: %s", path, why ? why :
	    "not understood");
}

/* Nobody is there to type one. */
static int
no_passphrase(char *buf, int size, int writing, void *arg)
{
	(void)buf, (void)size, (void)writing, (void)arg;
	return 0;
}

/* key_option: for people, where key is NULL and it is not in certificate. */
static int
load_own(SSL_CTX *ssl, const char *certificate, const char *key,
    const char *key_option, struct diag_err *err)
{
	int own = !key;

	if (!key)
		key = certificate;
	SSL_CTX_set_default_passwd_cb(ssl, no_passphrase);
	if (SSL_CTX_use_certificate_chain_file(ssl, certificate) != 1)
		return bad_file(certificate, err);
	if (SSL_CTX_use_PrivateKey_file(ssl, key, SSL_FILETYPE_PEM) == 1)
		return 0;
	if (!own)
		return bad_file(key, err);
	ERR_clear_error();
	return diag_err(err, EX_CONFIG, "%s: no private key in it that can be "
	    "used, and %s is not set", key, key_option);
}

static int
hex_digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *p = c ? strchr(digits, c | 0x20) : NULL;

	return p ? (int)(p - digits) : -1;
}

static int
add_pin(struct tls_context *c, const char *hex, struct diag_err *err)
{
	int i, hi, lo = -1;

	if (c->npins == TLS_PINS_MAX)
		return diag_err(err, EX_CONFIG, "more than %d pins",
		    TLS_PINS_MAX);
	for (i = 0; i < TLS_PIN_SIZE; i++) {
		hi = hex_digit(hex[2 * i]);
		lo = hi < 0 ? -1 : hex_digit(hex[2 * i + 1]);
		if (lo < 0)
			break;
		c->pin[c->npins][i] = (unsigned char)(hi << 4 | lo);
	}
	if (lo < 0 || hex[2 * i])
		return diag_err(err, EX_CONFIG, "a pin is 64 hexadecimal "
		    "digits: %s", hex);
	c->npins++;
	return 0;
}

/* Is the key one of the pins?  Else t remembers which it is. */
static int
pinned(const struct tls_context *c, X509 *cert, struct tls *t)
{
	unsigned char digest[EVP_MAX_MD_SIZE], *der = NULL;
	unsigned size = 0;
	int n = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(cert), &der), ok;
	size_t i;

	ok = n > 0 && EVP_Digest(der, (size_t)n, digest, &size, EVP_sha256(),
	    NULL) == 1;
	OPENSSL_free(der);
	if (!ok)
		return 0;
	for (i = 0; i < c->npins; i++)
		if (memcmp(digest, c->pin[i], TLS_PIN_SIZE) == 0)
			return 1;
	num_hex(digest, TLS_PIN_SIZE, t->unpinned);
	t->unpinned[2 * TLS_PIN_SIZE] = '\0';
	return 0;
}

/* In place of X509_verify_cert(): the chain and the name, the pins, or both. */
static int
verify(X509_STORE_CTX *store, void *arg)
{
	const struct tls_context *c = arg;
	SSL *ssl = X509_STORE_CTX_get_ex_data(store,
	    SSL_get_ex_data_X509_STORE_CTX_idx());

	if (c->chain && X509_verify_cert(store) != 1)
		return 0;
	if (!c->npins || pinned(c, X509_STORE_CTX_get0_cert(store),
	    SSL_get_app_data(ssl))) {
		X509_STORE_CTX_set_error(store, X509_V_OK);
		return 1;
	}
	X509_STORE_CTX_set_error(store, X509_V_ERR_APPLICATION_VERIFICATION);
	return 0;
}

/* What holds for both ends. */
static struct tls_context *
context_new(const SSL_METHOD *method, struct diag_err *err)
{
	struct tls_context *c = calloc(1, sizeof *c);

	ERR_clear_error();
	if (c)
		c->ssl = SSL_CTX_new(method);
	if (!c || !c->ssl ||
	    SSL_CTX_set_min_proto_version(c->ssl, TLS1_2_VERSION) != 1) {
		tls_context_free(c);
		diag_err(err, EX_OSERR, "OpenSSL: out of memory");
		return NULL;
	}
	c->refs = 1;
	SSL_CTX_set_options(c->ssl, SSL_OP_NO_RENEGOTIATION |
	    SSL_OP_NO_COMPRESSION | SSL_OP_NO_TICKET |
	    /* SMPP says itself where it ends: unbind */
	    SSL_OP_IGNORE_UNEXPECTED_EOF);
	SSL_CTX_set_session_cache_mode(c->ssl, SSL_SESS_CACHE_OFF);
	SSL_CTX_set_num_tickets(c->ssl, 0);
	/* what waits to be written may move, and goes out by the record */
	SSL_CTX_set_mode(c->ssl, SSL_MODE_ENABLE_PARTIAL_WRITE |
	    SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
	SSL_CTX_set_read_ahead(c->ssl, 1);
	SSL_CTX_set_cert_verify_callback(c->ssl, verify, c);
	return c;
}

static int
trust(SSL_CTX *ssl, const char *ca_file, struct diag_err *err)
{
	if (!ca_file)
		return SSL_CTX_set_default_verify_paths(ssl) == 1 ? 0 :
			diag_err(err, EX_OSERR, "the system's certificates "
			    "cannot be read");
	return SSL_CTX_load_verify_file(ssl, ca_file) == 1 ? 0 :
		bad_file(ca_file, err);
}

static int
fill_client(struct tls_context *c, const struct tls_client_options *o,
    struct diag_err *err)
{
	size_t i;

	for (i = 0; i < o->npins; i++)
		if (add_pin(c, o->pins[i], err) < 0)
			return -1;
	c->chain = !o->insecure && (o->ca_file || !o->npins);
	if (c->chain && trust(c->ssl, o->ca_file, err) < 0)
		return -1;
	SSL_CTX_set_verify(c->ssl, c->chain || c->npins ? SSL_VERIFY_PEER :
	    SSL_VERIFY_NONE, NULL);
	if (o->key && !o->certificate)
		return diag_err(err, EX_CONFIG, "%s: a key without a "
		    "certificate", o->key);
	return o->certificate ? load_own(c->ssl, o->certificate, o->key,
	    "SMPP_SMSC_TLS_Key", err) : 0;
}

struct tls_context *
tls_client_context(const struct tls_client_options *o, struct diag_err *err)
{
	struct tls_context *c = context_new(TLS_client_method(), err);

	if (c && fill_client(c, o, err) < 0) {
		tls_context_free(c);
		return NULL;
	}
	return c;
}

static int
fill_server(struct tls_context *c, const struct tls_server_options *o,
    struct diag_err *err)
{
	STACK_OF(X509_NAME) *names;

	if (load_own(c->ssl, o->certificate, o->key, "SMPP_Server_TLS_Key",
	    err) < 0)
		return -1;
	if (!o->client_ca_file)
		return 0;
	c->chain = 1;
	if (trust(c->ssl, o->client_ca_file, err) < 0)
		return -1;
	names = SSL_load_client_CA_file(o->client_ca_file);
	if (!names)
		return bad_file(o->client_ca_file, err);
	SSL_CTX_set_client_CA_list(c->ssl, names);
	SSL_CTX_set_verify(c->ssl, SSL_VERIFY_PEER |
	    SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
	return 0;
}

struct tls_context *
tls_server_context(const struct tls_server_options *o, struct diag_err *err)
{
	struct tls_context *c = context_new(TLS_server_method(), err);

	if (c && fill_server(c, o, err) < 0) {
		tls_context_free(c);
		return NULL;
	}
	return c;
}

struct tls_context *
tls_context_ref(struct tls_context *c)
{
	c->refs++;
	return c;
}

void
tls_context_free(struct tls_context *c)
{
	if (!c || (c->refs && --c->refs))
		return;
	SSL_CTX_free(c->ssl);
	free(c);
}
