/*
 * hostport - where a server is: `host`, `host:port`, `[address]:port` or
 * `unix:/path`.
 */
#ifndef BASE_HOSTPORT_H
#define BASE_HOSTPORT_H

enum { HOSTPORT_HOST_MAX = 256 };	/* octets with NUL: a DNS name has 253 */

struct hostport {
	char host[HOSTPORT_HOST_MAX];	/* name, address, or unix:/path */
	char port[6];			/* "" of unix: */
};

/*
 * An IPv6 address without brackets is one without a port.  port: where text
 * has none.  Returns 0, or -1: no host, one that is too long, or a port that is
 * none (1 to 65535).
 */
int hostport_parse(struct hostport *out, const char *text, int port);
/* Is it a local socket? */
int hostport_is_unix(const struct hostport *hp);
/* The path of that. */
const char *hostport_path(const struct hostport *hp);

#endif
