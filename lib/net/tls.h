/*
 * tls - TLS over a connected socket that does not block, for either end.
 *
 * OpenSSL's types stay inside tls.c and tls_context.c.  A struct tls reads and
 * writes the socket as recv(2) and send(2) would; who owns the socket watches
 * it as before, so conn.c has one path for both.
 *
 * TLS 1.2 or newer, no renegotiation, no compression, no resumption (SMPP
 * connections are few and long).  The program ignores SIGPIPE.
 */
#ifndef NET_TLS_H
#define NET_TLS_H

#include <stddef.h>
#include <sys/types.h>

#include "base/diag.h"

/* What all connections of one kind have in common: whom to trust, who we are. */
struct tls_context;

struct tls_client_options {
	const char *ca_file;		/* PEM; NULL: what the system trusts */
	const char *certificate;	/* ours, PEM; NULL: none */
	const char *key;		/* NULL: in certificate */
	const char *const *pins;	/* npins SHA-256 of public keys (DER), hex;
					   without ca_file a pin alone decides */
	size_t npins;
	int insecure;			/* trust anybody (pins still hold) */
};					/* all borrowed during the call only */

enum { TLS_PINS_MAX = 16 };

struct tls_server_options {
	const char *certificate;	/* PEM, its chain behind it */
	const char *key;		/* NULL: in certificate */
	const char *client_ca_file;	/* NULL: clients need no certificate */
};

/*
 * Read the files.  NULL with err filled, naming the file: EX_CONFIG,
 * EX_NOINPUT, EX_OSERR.  The result has one reference, the caller's; each
 * struct tls holds one more.
 */
struct tls_context *tls_client_context(const struct tls_client_options *o,
	struct diag_err *err);
struct tls_context *tls_server_context(const struct tls_server_options *o,
	struct diag_err *err);
struct tls_context *tls_context_ref(struct tls_context *c);
void tls_context_free(struct tls_context *c);	/* drops one; NULL is allowed */

struct tls;

/**
 * TLS over fd, which stays the caller's and must outlive the result.
 *
 * host:	a client's: the name or address that the certificate must have;
 *		a name is told the server (SNI).  NULL for a server.
 *
 * NULL: out of memory.
 */
struct tls *tls_new(struct tls_context *c, int fd, const char *host);

/* Tells the peer that nothing more comes, as far as the socket takes it. */
void tls_free(struct tls *t);

/* 1: done.  0: call again when fd is readable, or where tls_wants_write() says
   so writable.  -1: failed, see tls_problem(). */
int tls_handshake(struct tls *t);
int tls_wants_write(const struct tls *t);

/* As recv(2) and send(2), after the handshake: -1 with errno EAGAIN means to
   come again when fd is ready; any other error is for good.  What tls_write()
   did not take must come first the next time. */
ssize_t tls_read(struct tls *t, void *buf, size_t n);
ssize_t tls_write(struct tls *t, const void *buf, size_t n);

/* More can be read though fd may never become readable for it. */
int tls_pending(const struct tls *t);

enum tls_fault {
	TLS_OK,
	TLS_LOST,		/* the connection ended, or nothing came */
	TLS_UNTRUSTED,		/* we do not accept the peer's certificate */
	TLS_REFUSED,		/* the peer does not accept ours */
	TLS_BROKEN,		/* the peer speaks no TLS, or none in common */
};
/* What went wrong, for people: "TLS: ...".  NULL: nothing did.  While the
   handshake lasts, that it did not end. */
const char *tls_problem(const struct tls *t);
enum tls_fault tls_fault(const struct tls *t);

/* For people, after the handshake. */
struct tls_facts {
	const char *version;	/* "TLSv1.3"; static */
	int checked;		/* we would not have taken anybody */
	/* of the peer's certificate; empty where it sent none */
	char subject[200], issuer[200];	/* RFC 4514; may be cut */
	char until[16];		/* "2027-01-31", UTC */
	int days;		/* whole ones, until then; below 0: over */
};
void tls_facts(const struct tls *t, struct tls_facts *f);

#endif
