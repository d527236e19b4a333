#include "engine/link.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sysexits.h>

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

const char *
link_share(const struct config_view *v)
{
	const char *where = config_str(v, SMPP_SHARE);

	return where && strcasecmp(where, "direct") != 0 ? where : NULL;
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
	ln->password[0] = ln->port[0] = '\0';
	*p = (struct client_params){
		.host = share,
		.port = ln->port,
		.bind = {
			.command = dflt,
			.system_id = config_str(v, SMPP_SMSC_SYSTEM_ID),
			.interface_version = INTERFACE_VERSION,
		},
		.limits = link_limits(v),
		.refused_retry = config_msec(v, SMPP_BIND_REFUSED_RETRY),
	};
	/* a request may wait there before it is sent */
	if (p->limits.response_timer)
		p->limits.response_timer += config_msec(v, SMPP_SHARE_WAIT);
	return 0;
}

int
link_fill_direct(struct link *ln, const struct config_view *v, uint32_t dflt,
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
