/* What there is to say of a handshake that went well. */
#include <stdio.h>
#include <string.h>

#include <openssl/x509.h>

#include "net/tls_priv.h"

/* "CN=smsc.example.net,O=Example"; control characters are escaped. */
static void
put_name(const X509_NAME *name, char *out, size_t outsz)
{
	BIO *b = BIO_new(BIO_s_mem());
	int n = 0;

	if (b && X509_NAME_print_ex(b, name, 0, XN_FLAG_RFC2253 &
	    ~(unsigned long)ASN1_STRFLGS_ESC_MSB) >= 0)
		n = BIO_read(b, out, (int)outsz - 1);
	out[n > 0 ? n : 0] = '\0';
	BIO_free(b);
}

static void
put_end(const ASN1_TIME *end, struct tls_facts *f)
{
	struct tm tm;
	int seconds = 0;

	if (ASN1_TIME_to_tm(end, &tm) == 1)
		strftime(f->until, sizeof f->until, "%Y-%m-%d", &tm);
	/* a part of a day more is none */
	if (ASN1_TIME_diff(&f->days, &seconds, NULL, end) != 1)
		f->days = 0;
	if (f->days <= 0 && seconds < 0)
		f->days--;
}

void
tls_facts(const struct tls *t, struct tls_facts *f)
{
	X509 *peer = SSL_get1_peer_certificate(t->ssl);

	memset(f, 0, sizeof *f);
	f->version = SSL_get_version(t->ssl);
	f->checked = t->context->chain || t->context->npins;
	if (!peer)
		return;
	put_name(X509_get_subject_name(peer), f->subject, sizeof f->subject);
	put_name(X509_get_issuer_name(peer), f->issuer, sizeof f->issuer);
	put_end(X509_get0_notAfter(peer), f);
	X509_free(peer);
}
