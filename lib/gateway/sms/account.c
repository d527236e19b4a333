#include "gateway/sms/account.h"

#include <stdio.h>

void
sms_account(const struct config_view *v, char out[SMS_ACCOUNT_MAX])
{
	const char *name = config_str(v, STATE_ACCOUNT);
	const char *id = config_str(v, SMPP_SMSC_SYSTEM_ID);
	struct hostport at;

	if (config_smsc_server(v, 0, &at) <= 0)
		at = (struct hostport){ .host = "" };
	if (!at.port[0])
		snprintf(at.port, sizeof at.port, "%d", config_smsc_port(v));
	if (name)
		snprintf(out, SMS_ACCOUNT_MAX, "%s", name);
	else
		snprintf(out, SMS_ACCOUNT_MAX, "%s@%s:%s", id ? id : "",
		    at.host, at.port);
}
