/* What tls.c and tls_context.c share. */
#ifndef NET_TLS_PRIV_H
#define NET_TLS_PRIV_H

#include <openssl/ssl.h>

#include "net/tls.h"

enum { TLS_PIN_SIZE = 32 };		/* SHA-256 */

struct tls_context {
	SSL_CTX *ssl;
	unsigned refs;
	int chain;		/* the peer's must lead to a root of ours */
	unsigned char pin[TLS_PINS_MAX][TLS_PIN_SIZE];
	size_t npins;
};

struct tls {
	struct tls_context *context;
	SSL *ssl;
	int fd;
	int done;			/* the handshake is */
	int wants_write;
	int dry;			/* the last read found nothing whole */
	unsigned char first[8];		/* what the peer began with */
	size_t nfirst;
	char unpinned[2 * TLS_PIN_SIZE + 1];	/* its key, if that is none of
						   the pins */
	enum tls_fault fault;
	char problem[200];
};

#endif
