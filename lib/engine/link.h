/*
 * link - from configuration to a connection: which SMSC, which bind, which
 * limits.
 *
 * Where the stanza names a socket of smpp-share (SMPP_Share), that is where the
 * connection goes: no password is sent, the bind is the program's own kind
 * whatever SMPP_Bind_Type says of the shared one, and a socket where nobody
 * answers is the end at once - never a second bind to the SMSC.
 */
#ifndef ENGINE_LINK_H
#define ENGINE_LINK_H

#include "config/config.h"
#include "net/client.h"

enum {
	LINK_PASSWORD_MAX = 256,	/* octets, with NUL; v3.4 says 9, users
					   have longer ones */
	LINK_SERVERS_MAX = 16,		/* each may take as long as its patience
					   lasts before the next has its turn */
};

struct link {
	struct client_params params;
	char password[LINK_PASSWORD_MAX];
	struct hostport servers[LINK_SERVERS_MAX];
	struct tls_context *tls;	/* owned; NULL: in clear */
};

/**
 * Fill in what client_new() wants.
 *
 * dflt: which bind where the stanza has no SMPP_Bind_Type.
 * Strings are borrowed from v and from ln itself, which must stay where it is.
 * Returns 0, or -1 with err filled: EX_CONFIG (no server, too long a name, a
 * certificate that is none), EX_NOINPUT.  link_release() in either case.
 */
int link_fill(struct link *ln, const struct config_view *v, uint32_t dflt,
	struct diag_err *err);
/* Clients that were made of it may go on. */
void link_release(struct link *ln);

/* What the server's sockets speak: NULL for clear, where no certificate is set.
   Returns 0, or -1 with err filled as above. */
int link_server_tls(const struct config_view *v, struct tls_context **out,
	struct diag_err *err);
/* The same past smpp-share, which needs it: always to the SMSC. */
int link_fill_direct(struct link *ln, const struct config_view *v,
	uint32_t dflt, struct diag_err *err);

/*
 * Connections of a domain by SMPP_Persistent_Connections, as far as they are of
 * dflt's kind: how many.  One where nothing is said, and behind smpp-share; 0:
 * none of the bindings is of that kind.
 */
unsigned link_connections(struct config *c, const char *domain, uint32_t dflt);
/* The i-th of them, from 0 on, and round again: the options it is made by, and
   its binding's name, which is the configuration's; NULL: it has none.  Where
   there are none, the domain's own options.  NULL: out of memory. */
const struct config_view *link_connection(struct config *c, const char *domain,
	uint32_t dflt, unsigned i, const char **name);

/* Do they lead to the same servers, in the same order? */
int link_same_servers(const struct link *a, const struct link *b);

/* The socket of smpp-share; NULL: not set, or `direct'. */
const char *link_share(const struct config_view *v);

/* The limits of a session by the options; for either role. */
struct smpp_limits link_limits(const struct config_view *v);

#endif
