/* Why a connection ended, in words, and the exit status that it deserves.  See
   client.h. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "net/client_priv.h"
#include "smpp/status.h"

void
client_say(struct client *c, const char *fmt, ...)
{
	size_t n = strlen(c->reason);
	va_list ap;

	if (n && n + 2 < sizeof c->reason) {
		strcpy(c->reason + n, "; ");
		n += 2;
	}
	va_start(ap, fmt);
	vsnprintf(c->reason + n, sizeof c->reason - n, fmt, ap);
	va_end(ap);
}

static int
refused_for_good(uint32_t status)
{
	return status != SMPP_RALYBND &&
		smpp_status_find(status)->class == SMPP_CLASS_BIND;
}

static const char *
why_text(enum smpp_why why)
{
	switch (why) {
	case SMPP_WHY_BIND_TIMEOUT: return "no answer to bind";
	case SMPP_WHY_ENQUIRE_TIMEOUT: return "no answer to enquire_link";
	case SMPP_WHY_INACTIVE: return "idle for SMPP_Inactivity_Timer";
	case SMPP_WHY_UNBOUND: return "unbound";
	case SMPP_WHY_PEER_UNBOUND: return "the SMSC unbound";
	case SMPP_WHY_PEER_CLOSED: return "the SMSC closed the connection";
	case SMPP_WHY_PROTOCOL: return "the SMSC broke the protocol";
	case SMPP_WHY_NOMEM: return "out of memory";
	default: return "connection lost";
	}
}

/* What may be wrong with a bind that is refused so; "". */
static const char *
bind_hint(const struct client *c, uint32_t status)
{
	const char *password = c->p.bind.password;
	int local = hostport_is_unix(&c->p.servers[c->server]);

	if (local || (status != SMPP_RINVPASWD && status != SMPP_RBINDFAIL &&
	    status != SMPP_RINVBNDSTS))
		return "";
	if (status != SMPP_RINVBNDSTS && (!password || !*password))
		return " (no password is set: SMPP_SMSC_Password, "
		    "SMPP_SMSC_Password_File or SMPP_PASSWORD)";
	if (status == SMPP_RINVPASWD)
		return "";
	switch (c->p.bind.command) {
	case SMPP_BIND_TRANSMITTER:
		return " (as a transmitter; perhaps SMPP_Bind_Type)";
	case SMPP_BIND_RECEIVER:
		return " (as a receiver; perhaps SMPP_Bind_Type)";
	default:
		return " (as a transceiver; perhaps SMPP_Bind_Type)";
	}
}

int
client_why_session(struct client *c, const struct smpp_event *ev)
{
	const char *why = why_text(ev->why);
	/* which may be the same words */
	const char *more = ev->text && strcmp(ev->text, why) != 0 ? ev->text :
		NULL;
	struct smpp_status_def def;
	char text[SMPP_STATUS_TEXT];

	if (ev->why == SMPP_WHY_BIND_REFUSED) {
		c->status = ev->status;
		c->busy |= ev->status == SMPP_RALYBND;
		def = *smpp_status_find(ev->status);
		if (ev->status == SMPP_RSYSERR && c->p.system_error)
			def.what = c->p.system_error;
		client_say(c, "%s: bind refused: %s%s", c->peer,
		    smpp_status_text(&def, ev->status, text),
		    bind_hint(c, ev->status));
		return refused_for_good(ev->status) ? EX_NOPERM : EX_TEMPFAIL;
	}
	client_say(c, "%s: %s%s%s%s", c->peer, why, more ? ": " : "", more ? more : "",
	    ev->why != SMPP_WHY_BIND_TIMEOUT || c->p.tls ||
	    hostport_is_unix(&c->p.servers[c->server]) ? "" :
	    " (perhaps it is no SMPP port, or wants TLS: SMPP_SMSC_TLS)");
	return ev->why == SMPP_WHY_PROTOCOL ? EX_PROTOCOL : EX_TEMPFAIL;
}

int
client_why_tls(struct client *c)
{
	client_say(c, "%s: %s", c->peer, conn_tls_problem(c->conn));
	switch (conn_tls_fault(c->conn)) {
	case TLS_UNTRUSTED:
	case TLS_REFUSED: return EX_NOPERM;
	case TLS_BROKEN: return EX_PROTOCOL;
	default: return EX_TEMPFAIL;
	}
}
