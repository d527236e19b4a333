/*
 * account - the SMSC account that a domain belongs to: what messages, receipts
 * and replies are remembered under.
 */
#ifndef GATEWAY_SMS_ACCOUNT_H
#define GATEWAY_SMS_ACCOUNT_H

#include "config/config.h"

enum { SMS_ACCOUNT_MAX = 512 };	/* octets of a name, with NUL */

/* State_Account, else `system_id@server:port` (of several servers the first).
   A name that is too long is cut. */
void sms_account(const struct config_view *v, char out[SMS_ACCOUNT_MAX]);

#endif
