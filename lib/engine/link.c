#include "engine/link.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

enum { INTERFACE_VERSION = 0x34 };	/* v3.4, 5.2.4 */

/* `system_id@host:port` of a URL, taken apart into the stanza `name`. */
static int
set_authority(struct config *c, const char *name, const char *rest,
    struct diag_err *err)
{
	char text[512], *at, *host, *port, *end;

	if (strlen(rest) >= sizeof text)
		return diag_err(err, EX_USAGE, "%s: too long", name);
	strcpy(text, rest);
	text[strcspn(text, "/?")] = '\0';
	at = strrchr(text, '@');
	host = at ? at + 1 : text;
	if (at) {
		*at = '\0';
		if (strchr(text, ':'))
			return diag_err(err, EX_USAGE, "a password in a URL "
			    "can be seen by everybody: use $SMPP_PASSWORD or "
			    "the configuration");
		if (config_set_domain(c, name, SMPP_SMSC_SYSTEM_ID, text,
		    err) < 0)
			return -1;
	}
	end = *host == '[' ? strchr(host, ']') : NULL;
	port = strchr(end ? end : host, ':');
	if (port) {
		*port++ = '\0';
		if (config_set_domain(c, name, SMPP_SMSC_PORT, port, err) < 0)
			return -1;
	}
	if (end) {
		host++;
		*end = '\0';
	}
	if (!*host)
		return diag_err(err, EX_USAGE, "%s: no host", name);
	return config_set_domain(c, name, SMPP_SMSC_SERVER, host, err);
}

const char *
link_domain(struct config *c, const char *operand, struct diag_err *err)
{
	static const char tcp[] = "smpp://", local[] = "smpp+unix:";
	char path[256];

	if (strncmp(operand, tcp, sizeof tcp - 1) == 0)
		return set_authority(c, operand, operand + sizeof tcp - 1,
		    err) < 0 ? NULL : operand;
	if (strncmp(operand, local, sizeof local - 1) == 0) {
		if (!operand[sizeof local - 1]) {
			diag_err(err, EX_USAGE, "%s: no path", operand);
			return NULL;
		}
		snprintf(path, sizeof path, "unix:%s",
		    operand + sizeof local - 1);
		return config_set_domain(c, operand, SMPP_SMSC_SERVER, path,
		    err) < 0 ? NULL : operand;
	}
	if (strstr(operand, "://")) {
		diag_err(err, EX_USAGE, "%s: want a domain of the "
		    "configuration, smpp://host:port or smpp+unix:/path",
		    operand);
		return NULL;
	}
	if (!config_has_domain(c, operand)) {
		diag_err(err, EX_CONFIG, "no domain \"%s\" in the "
		    "configuration", operand);
		return NULL;
	}
	return operand;
}

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

int
link_fill(struct link *ln, const struct config_view *v, uint32_t dflt,
    struct diag_err *err)
{
	const char *host = config_item(v, SMPP_SMSC_SERVER, 0);

	if (!host)
		return diag_err(err, EX_CONFIG, "SMPP_SMSC_Server is not set");
	if (config_secret(v, SMPP_SMSC_PASSWORD, SMPP_SMSC_PASSWORD_FILE,
	    "SMPP_PASSWORD", ln->password, sizeof ln->password, err) < 0)
		return -1;
	snprintf(ln->port, sizeof ln->port, "%d",
	    (int)config_int(v, SMPP_SMSC_PORT));
	ln->params = (struct client_params){
		.host = host,
		.port = ln->port,
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
