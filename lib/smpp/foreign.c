#include "smpp/foreign.h"

#include <string.h>

/* The texts are static, so that an event can hand them out. */
#define NAMED(protocol) \
	{ "the port speaks " protocol, "the peer speaks " protocol }

static const struct {
	const char *octets;
	size_t n;
	const char *text[2];	/* by enum smpp_role: who we are */
} strangers[] = {
	/* RFC 9112; RFC 9113, 3.4; a page without a status line */
	{ "HTTP",		4, NAMED("HTTP") },
	{ "GET ",		4, NAMED("HTTP") },
	{ "HEAD",		4, NAMED("HTTP") },
	{ "POST",		4, NAMED("HTTP") },
	{ "PUT ",		4, NAMED("HTTP") },
	{ "OPTI",		4, NAMED("HTTP") },
	{ "CONN",		4, NAMED("HTTP") },
	{ "PRI ",		4, NAMED("HTTP") },
	{ "<!DO",		4, NAMED("HTTP") },
	{ "<htm",		4, NAMED("HTTP") },
	/* RFC 8446, 5.1: handshake, alert */
	{ "\x16\x03",		2, NAMED("TLS") },
	{ "\x15\x03",		2, NAMED("TLS") },
	{ "SSH-",		4, NAMED("SSH") },	/* RFC 4253, 4.2 */
	{ "220 ",		4, NAMED("SMTP or FTP") },	/* RFC 5321 */
	{ "220-",		4, NAMED("SMTP or FTP") },
	{ "EHLO",		4, NAMED("SMTP") },
	{ "HELO",		4, NAMED("SMTP") },
	{ "* OK",		4, NAMED("IMAP") },	/* RFC 9051, 7.1 */
	{ "+OK ",		4, NAMED("POP3") },	/* RFC 1939, 3 */
	{ "-ERR",		4, NAMED("POP3 or Redis") },
	{ "AMQP",		4, NAMED("AMQP") },	/* 0-9-1, 4.2.2 */
	{ "INFO",		4, NAMED("NATS") },
	{ "SIP/",		4, NAMED("SIP") },	/* RFC 3261, 7.2 */
	/* RFC 1006, 6: TPKT; X.224's connection request is what scanners send */
	{ "\x03\0\0",		3, NAMED("RDP (a probe)") },
	/* versions 1 and 2: a load balancer that tells the client's address */
	{ "PROX",		4, NAMED("the PROXY protocol") },
	{ "\r\n\r\n",		4, NAMED("the PROXY protocol") },
};

const char *
smpp_foreign(enum smpp_role us, const void *octets, size_t n)
{
	size_t i;

	for (i = 0; i < sizeof strangers / sizeof strangers[0]; i++)
		if (n >= strangers[i].n && memcmp(octets, strangers[i].octets,
		    strangers[i].n) == 0)
			return strangers[i].text[us == SMPP_SMSC];
	return NULL;
}
