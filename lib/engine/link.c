#include "engine/link.h"

#include <limits.h>
#include <string.h>
#include <strings.h>
#include <sysexits.h>

#include "base/num.h"

enum { INTERFACE_VERSION = 0x34 };	/* v3.4, 5.2.4 */

/* One kind of request's timer; 0 stands for the general one. */
static msec
timer(const struct config_view *v, enum option o)
{
	msec t = config_msec(v, o);

	return t ? t : config_msec(v, SMPP_RESPONSE_TIMER);
}

struct smpp_limits
link_limits(const struct config_view *v)
{
	return (struct smpp_limits){
		.window = (unsigned)config_int(v, SMPP_COMMAND_WINDOW_SIZE),
		.bind_timer = timer(v, SMPP_BIND_RESPONSE_TIMER),
		.response_timer = timer(v, SMPP_SUBMIT_RESPONSE_TIMER),
		.enquire_timer = config_msec(v, SMPP_ENQUIRE_LINK_TIMER),
		.enquire_response_timer =
			timer(v, SMPP_ENQUIRE_RESPONSE_TIMER),
		.inactivity_timer = config_msec(v, SMPP_INACTIVITY_TIMER),
	};
}

static uint32_t
bind_command(const struct config_view *v, uint32_t dflt)
{
	if (!config_is_set(v, SMPP_BIND_TYPE))
		return dflt;
	switch (config_int(v, SMPP_BIND_TYPE)) {
	case BIND_TRANSMITTER: return SMPP_BIND_TRANSMITTER;
	case BIND_RECEIVER: return SMPP_BIND_RECEIVER;
	default: return SMPP_BIND_TRANSCEIVER;
	}
}

/* Whom to trust, and who we are. */
static int
client_tls(struct link *ln, const struct config_view *v, struct diag_err *err)
{
	const char *host = ln->servers[0].host;
	const char *pins[TLS_PINS_MAX + 1];	/* one more is refused */
	struct tls_client_options o = {
		.ca_file = config_str(v, SMPP_SMSC_TLS_CA_FILE),
		.certificate = config_str(v, SMPP_SMSC_TLS_CERTIFICATE),
		.key = config_str(v, SMPP_SMSC_TLS_KEY),
		.pins = pins,
		.insecure = config_bool(v, SMPP_SMSC_TLS_INSECURE_SKIP_VERIFY),
	};
	struct diag_err why;
	unsigned i;

	for (i = 0; i < ln->params.nservers; i++)
		if (hostport_is_unix(&ln->servers[i]))
			return diag_err(err, EX_CONFIG, "%s: TLS is not spoken "
			    "over a local socket: SMPP_SMSC_TLS = false",
			    ln->servers[i].host);
	while (o.npins <= TLS_PINS_MAX && (pins[o.npins] = config_item(v,
	    SMPP_SMSC_TLS_PIN, o.npins)))
		o.npins++;
	if (o.certificate && config_private(v, o.key ? SMPP_SMSC_TLS_KEY :
	    SMPP_SMSC_TLS_CERTIFICATE, err) < 0)
		return -1;
	ln->tls = tls_client_context(&o, &why);
	if (!ln->tls)
		return diag_err(err, why.sysexit, "TLS: %s", why.text);
	if (o.insecure && !o.npins)
		diag_info("%s: SMPP_SMSC_TLS_Insecure_Skip_Verify: anybody "
		    "could pose as this SMSC", host);
	return 0;
}

int
link_server_tls(const struct config_view *v, struct tls_context **out,
    struct diag_err *err)
{
	struct tls_server_options o = {
		.certificate = config_str(v, SMPP_SERVER_TLS_CERTIFICATE),
		.key = config_str(v, SMPP_SERVER_TLS_KEY),
		.client_ca_file = config_str(v, SMPP_SERVER_TLS_CLIENT_CA_FILE),
	};
	struct diag_err why;

	*out = NULL;
	if (!o.certificate)
		return o.key || o.client_ca_file ? diag_err(err, EX_CONFIG,
		    "SMPP_Server_TLS_Certificate is not set, but what goes "
		    "with it is") : 0;
	if (config_private(v, o.key ? SMPP_SERVER_TLS_KEY :
	    SMPP_SERVER_TLS_CERTIFICATE, err) < 0)
		return -1;
	*out = tls_server_context(&o, &why);
	return *out ? 0 : diag_err(err, why.sysexit, "TLS: %s", why.text);
}

void
link_release(struct link *ln)
{
	tls_context_free(ln->tls);
	ln->tls = ln->params.tls = NULL;
}

const char *
link_share(const struct config_view *v)
{
	const char *where = config_str(v, SMPP_SHARE);

	return where && strcasecmp(where, "direct") != 0 ? where : NULL;
}

/* ---- several connections ---- */

/* Binding i of the map, and how many of dflt's kind; a number alone, or nothing,
   is one without a name.  -1: there are no more. */
static int
binding(struct config *c, const char *domain, uint32_t dflt, size_t i,
    const struct config_view **out, const char **name)
{
	const struct config_view *v = config_view(c, NULL, domain, NULL);
	const char *count;
	uint32_t command;
	int64_t n = 1;

	*out = v;
	*name = NULL;
	if (!v)
		return -1;
	if (link_share(v) || !config_is_set(v, SMPP_PERSISTENT_CONNECTIONS))
		return i ? -1 : 1;
	if (config_int(v, SMPP_PERSISTENT_CONNECTIONS))
		return i ? -1 : (int)config_int(v, SMPP_PERSISTENT_CONNECTIONS);
	if (!config_pair(v, SMPP_PERSISTENT_CONNECTIONS, i, name, &count))
		return -1;
	*out = config_view(c, NULL, domain, *name);
	if (!*out || (count && num_parse(count, 0, INT_MAX, &n) < 0))
		return -1;
	command = bind_command(*out, dflt);
	return command == dflt || command == SMPP_BIND_TRANSCEIVER ?
		(int)n : 0;
}

unsigned
link_connections(struct config *c, const char *domain, uint32_t dflt)
{
	const struct config_view *v;
	const char *name;
	unsigned total = 0;
	size_t i;
	int n;

	for (i = 0; (n = binding(c, domain, dflt, i, &v, &name)) >= 0; i++)
		total += (unsigned)n;
	return total;
}

const struct config_view *
link_connection(struct config *c, const char *domain, uint32_t dflt,
    unsigned which, const char **name)
{
	unsigned total = link_connections(c, domain, dflt);
	const struct config_view *v;
	size_t i;
	int n;

	which %= total ? total : 1;
	for (i = 0; (n = binding(c, domain, dflt, i, &v, name)) >= 0; i++) {
		if (which < (unsigned)n)
			return v;
		which -= (unsigned)n;
	}
	*name = NULL;
	return config_view(c, NULL, domain, NULL);
}

int
link_same_servers(const struct link *a, const struct link *b)
{
	unsigned i, n = a->params.nservers;

	if (n != b->params.nservers)
		return 0;
	for (i = 0; i < n; i++)
		if (strcmp(a->servers[i].host, b->servers[i].host) != 0 ||
		    strcmp(a->servers[i].port, b->servers[i].port) != 0)
			return 0;
	return 1;
}

int
link_fill(struct link *ln, const struct config_view *v, uint32_t dflt,
    struct diag_err *err)
{
	const char *share = link_share(v);
	struct client_params *p = &ln->params;

	if (!share)
		return link_fill_direct(ln, v, dflt, err);
	if (strncmp(share, "unix:/", 6) != 0)
		return diag_err(err, EX_CONFIG, "SMPP_Share: want unix:/path, "
		    "not %s", share);
	ln->tls = NULL;
	ln->password[0] = '\0';
	if (hostport_parse(&ln->servers[0], share, 0) < 0)
		return diag_err(err, EX_CONFIG, "SMPP_Share: too long a path");
	*p = (struct client_params){
		.servers = ln->servers,
		.nservers = 1,
		.bind = {
			.command = dflt,
			.system_id = config_str(v, SMPP_SMSC_SYSTEM_ID),
			.interface_version = INTERFACE_VERSION,
		},
		.limits = link_limits(v),
		.refused_retry = config_msec(v, SMPP_BIND_REFUSED_RETRY),
		.system_error = "smpp-share has no bind to the SMSC just now",
	};
	/* a request may wait there before it is sent */
	if (p->limits.response_timer)
		p->limits.response_timer += config_msec(v, SMPP_SHARE_WAIT);
	return 0;
}

/* SMPP_SMSC_Server. */
static int
fill_servers(struct link *ln, const struct config_view *v,
    struct diag_err *err)
{
	unsigned n = 0;
	int rc = 1;

	while (n < LINK_SERVERS_MAX &&
	    (rc = config_smsc_server(v, n, &ln->servers[n])) > 0)
		n++;
	ln->params.servers = ln->servers;
	ln->params.nservers = n;
	if (rc < 0)
		return diag_err(err, EX_CONFIG, "SMPP_SMSC_Server: %.100s: "
		    "want host, host:port or [address]:port",
		    config_item(v, SMPP_SMSC_SERVER, n));
	if (config_item(v, SMPP_SMSC_SERVER, n))
		return diag_err(err, EX_CONFIG, "SMPP_SMSC_Server: more than "
		    "%d", LINK_SERVERS_MAX);
	return n ? 0 : diag_err(err, EX_CONFIG, "SMPP_SMSC_Server is not set");
}

int
link_fill_direct(struct link *ln, const struct config_view *v, uint32_t dflt,
    struct diag_err *err)
{
	ln->tls = NULL;
	if (fill_servers(ln, v, err) < 0)
		return -1;
	if (config_bool(v, SMPP_SMSC_TLS) && client_tls(ln, v, err) < 0)
		return -1;
	if (config_secret(v, SMPP_SMSC_PASSWORD, SMPP_SMSC_PASSWORD_FILE,
	    "SMPP_PASSWORD", ln->password, sizeof ln->password, err) < 0)
		return -1;
	ln->params = (struct client_params){
		.servers = ln->servers,
		.nservers = ln->params.nservers,
		.tls = ln->tls,
		.bind = {
			.command = bind_command(v, dflt),
			.system_id = config_str(v, SMPP_SMSC_SYSTEM_ID),
			.password = ln->password,
			.system_type = config_str(v, SMPP_SMSC_SYSTEM_TYPE),
			.interface_version = INTERFACE_VERSION,
			.address_range = config_str(v, SMPP_ADDRESS_RANGE),
		},
		.limits = link_limits(v),
		.retries = (unsigned)config_int(v, SMPP_ESME_MAX_BIND_RETRIES),
		.refused_retry = config_msec(v, SMPP_BIND_REFUSED_RETRY),
	};
	return 0;
}
