#include "gateway/sms/account.h"

#include <stdio.h>

void
sms_account(const struct config_view *v, char out[SMS_ACCOUNT_MAX])
{
	const char *name = config_str(v, STATE_ACCOUNT);
	const char *id = config_str(v, SMPP_SMSC_SYSTEM_ID);
	const char *host = config_item(v, SMPP_SMSC_SERVER, 0);

	if (name)
		snprintf(out, SMS_ACCOUNT_MAX, "%s", name);
	else
		snprintf(out, SMS_ACCOUNT_MAX, "%s@%s:%d", id ? id : "",
		    host ? host : "", config_smsc_port(v));
}
