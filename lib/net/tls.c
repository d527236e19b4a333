#include "net/tls.h"

#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include "net/tls_priv.h"
#include "smpp/foreign.h"

/* The certificate must have this name or address. */
static int
expect(SSL *ssl, const char *host)
{
	unsigned char address[sizeof(struct in6_addr)];

	if (inet_pton(AF_INET, host, address) == 1 ||
	    inet_pton(AF_INET6, host, address) == 1)
		return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host);
	SSL_set_hostflags(ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
	return SSL_set1_host(ssl, host) == 1 &&
		SSL_set_tlsext_host_name(ssl, host) == 1;
}

/* The header of the first record, before OpenSSL judges it. */
static void
on_record(int writing, int version, int type, const void *buf, size_t n,
    SSL *ssl, void *arg)
{
	struct tls *t = arg;

	(void)version, (void)ssl;
	if (writing || type != SSL3_RT_HEADER || t->nfirst)
		return;
	t->nfirst = n < sizeof t->first ? n : sizeof t->first;
	memcpy(t->first, buf, t->nfirst);
}

struct tls *
tls_new(struct tls_context *c, int fd, const char *host)
{
	struct tls *t = calloc(1, sizeof *t);

	if (!t)
		return NULL;
	t->context = tls_context_ref(c);
	t->fd = fd;
	t->ssl = SSL_new(c->ssl);
	if (!t->ssl || SSL_set_fd(t->ssl, fd) != 1 ||
	    (host && !expect(t->ssl, host))) {
		tls_free(t);
		return NULL;
	}
	SSL_set_app_data(t->ssl, t);
	SSL_set_msg_callback(t->ssl, on_record);
	SSL_set_msg_callback_arg(t->ssl, t);
	if (host)
		SSL_set_connect_state(t->ssl);
	else
		SSL_set_accept_state(t->ssl);
	return t;
}

void
tls_free(struct tls *t)
{
	if (!t)
		return;
	ERR_clear_error();
	/* one way only: the socket is closed next */
	if (t->ssl && t->done && t->fault == TLS_OK)
		SSL_shutdown(t->ssl);
	SSL_free(t->ssl);
	tls_context_free(t->context);
	ERR_clear_error();
	free(t);
}

static int
failed(struct tls *t, enum tls_fault fault, const char *what, const char *why)
{
	if (t->fault != TLS_OK)
		return -1;
	t->fault = fault;
	snprintf(t->problem, sizeof t->problem, "TLS: %s%s%s", what,
	    why ? ": " : "", why ? why : "");
	return -1;
}

/* The peer's alert (RFC 8446, 6.2) is about our certificate. */
static int
about_certificate(int alert)
{
	switch (alert) {
	case SSL_AD_BAD_CERTIFICATE:
	case SSL_AD_UNSUPPORTED_CERTIFICATE:
	case SSL_AD_CERTIFICATE_REVOKED:
	case SSL_AD_CERTIFICATE_EXPIRED:
	case SSL_AD_CERTIFICATE_UNKNOWN:
	case SSL_AD_UNKNOWN_CA:
	case SSL_AD_ACCESS_DENIED:
	case SSL_AD_CERTIFICATE_REQUIRED:
		return 1;
	default:
		return 0;
	}
}

static int
failed_by_alert(struct tls *t, int alert)
{
	/* OpenSSL 3.0 has no word for that one */
	const char *word = alert == SSL_AD_CERTIFICATE_REQUIRED ?
		"certificate required" : SSL_alert_desc_string_long(alert);

	if (strcmp(word, "unknown") == 0)
		word = NULL;
	if (about_certificate(alert))
		return failed(t, TLS_REFUSED, SSL_is_server(t->ssl) ?
		    "the client does not accept our certificate" :
		    "the SMSC does not accept our certificate, or wants one",
		    word);
	return failed(t, TLS_BROKEN, "the peer refused", word);
}

/* The SMSC's CA is none that we know. */
static int
is_foreign(long result)
{
	return result == X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT ||
		result == X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN ||
		result == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY ||
		result == X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE;
}

static int
failed_to_verify(struct tls *t, long result)
{
	const char *whose = SSL_is_server(t->ssl) ? "the client" : "the SMSC";
	char what[64], why[128];

	snprintf(what, sizeof what, "the certificate of %s is not accepted",
	    whose);
	snprintf(why, sizeof why, "%s%s", X509_verify_cert_error_string(result),
	    is_foreign(result) && !SSL_is_server(t->ssl) ? " (its own CA: "
	    "SMPP_SMSC_TLS_CA_File or SMPP_SMSC_TLS_Pin)" : "");
	if (result != X509_V_ERR_APPLICATION_VERIFICATION)
		return failed(t, TLS_UNTRUSTED, what, why);
	return failed(t, TLS_UNTRUSTED, "the key of the SMSC is none of "
	    "SMPP_SMSC_TLS_Pin", t->unpinned);
}

/* What the peer began with is no TLS record: RFC 8446, 5.1. */
static int
speaks_else(const struct tls *t)
{
	return t->nfirst && t->first[0] != 0x16 && t->first[0] != 0x15;
}

static int
failed_by_stranger(struct tls *t)
{
	/* RFC 8446, 6: fatal, protocol_version.  OpenSSL leaves it out here, and
	   a client that forgot TLS would learn nothing */
	static const char alert[] = "\x15\x03\x03\0\2\2\x46";
	int server = SSL_is_server(t->ssl);
	const char *name = smpp_foreign(server ? SMPP_SMSC : SMPP_ESME,
	    t->first, t->nfirst);

	/* SMPP's command_length */
	if (!name && t->first[0] == 0 && t->nfirst > 1 && t->first[1] == 0)
		name = server ? "the peer speaks SMPP in clear" :
			"the port speaks SMPP in clear";
	if (server)
		send(t->fd, alert, sizeof alert - 1, MSG_NOSIGNAL | MSG_DONTWAIT);
	return failed(t, TLS_BROKEN, name ? name : server ?
	    "the peer does not speak it" : "the port does not speak it", NULL);
}

/* A call of OpenSSL's gave rc, and errno was why.  Returns 0: come again; else
   -1 and t->problem. */
static int
look_why(struct tls *t, int rc, int why)
{
	int kind = SSL_get_error(t->ssl, rc), reason;
	unsigned long e = ERR_peek_error();
	long result = SSL_get_verify_result(t->ssl);

	ERR_clear_error();
	t->wants_write = kind == SSL_ERROR_WANT_WRITE;
	if (kind == SSL_ERROR_WANT_READ || kind == SSL_ERROR_WANT_WRITE)
		return 0;
	reason = ERR_GET_REASON(e);
	if (kind == SSL_ERROR_SSL && reason == SSL_R_NO_SHARED_CIPHER)
		return failed(t, TLS_BROKEN, "no cipher in common", NULL);
	if (kind == SSL_ERROR_SSL && ERR_GET_LIB(e) == ERR_LIB_SSL &&
	    reason > SSL_AD_REASON_OFFSET)
		return failed_by_alert(t, reason - SSL_AD_REASON_OFFSET);
	if (!t->done && result != X509_V_OK)
		return failed_to_verify(t, result);
	if (!t->done && speaks_else(t))
		return failed_by_stranger(t);
	if (kind == SSL_ERROR_SSL)
		return failed(t, TLS_BROKEN, ERR_reason_error_string(e), NULL);
	return failed(t, TLS_LOST, t->done ? "the connection is lost" :
	    "the connection ended in the handshake", why ? strerror(why) :
	    NULL);
}

int
tls_handshake(struct tls *t)
{
	int rc;

	if (t->done || t->fault != TLS_OK)
		return t->done ? 1 : -1;
	ERR_clear_error();
	errno = 0;
	rc = SSL_do_handshake(t->ssl);
	if (rc == 1) {
		t->done = 1;
		t->wants_write = 0;
		SSL_set_msg_callback(t->ssl, NULL);
		return 1;
	}
	return look_why(t, rc, errno);
}

int
tls_wants_write(const struct tls *t)
{
	return t->wants_write;
}

ssize_t
tls_read(struct tls *t, void *buf, size_t n)
{
	int rc;

	ERR_clear_error();
	errno = 0;
	rc = SSL_read(t->ssl, buf, n > INT_MAX ? INT_MAX : (int)n);
	t->dry = rc <= 0;
	if (rc > 0)
		return rc;
	if (SSL_get_error(t->ssl, rc) == SSL_ERROR_ZERO_RETURN)
		return 0;
	errno = look_why(t, rc, errno) == 0 ? EAGAIN : EPROTO;
	return -1;
}

/* The peer closed while we wrote: it may have said why before. */
static void
last_words(struct tls *t)
{
	char octet;
	int rc;

	ERR_clear_error();
	rc = SSL_peek(t->ssl, &octet, 1);
	if (rc <= 0 && SSL_get_error(t->ssl, rc) == SSL_ERROR_SSL)
		look_why(t, rc, 0);
}

ssize_t
tls_write(struct tls *t, const void *buf, size_t n)
{
	int rc, kind, why;

	ERR_clear_error();
	errno = 0;
	rc = SSL_write(t->ssl, buf, n > INT_MAX ? INT_MAX : (int)n);
	if (rc > 0)
		return rc;
	why = errno;
	kind = SSL_get_error(t->ssl, rc);
	if (kind == SSL_ERROR_SYSCALL) {
		last_words(t);
		failed(t, TLS_LOST, "the connection is lost", strerror(why));
	} else if (look_why(t, rc, why) == 0) {
		errno = EAGAIN;
		return -1;
	}
	errno = why ? why : EPROTO;
	return -1;
}

int
tls_pending(const struct tls *t)
{
	/* a record that has not come whole is pending to OpenSSL */
	return t->done && !t->dry && SSL_has_pending(t->ssl);
}

const char *
tls_problem(const struct tls *t)
{
	if (t->fault != TLS_OK)
		return t->problem;
	return t->done ? NULL : "TLS: the handshake did not end";
}

enum tls_fault
tls_fault(const struct tls *t)
{
	return t->fault == TLS_OK && !t->done ? TLS_LOST : t->fault;
}
