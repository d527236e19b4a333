/*
 * address - numbers and mail addresses as MM7 has them, and back.
 *
 * Spec: 3GPP TS 23.140, 8.7.1 and Annex L (Number, ShortCode, RFC2822Address);
 * RFC 4356, 2.1.1 (addresses).
 */
#ifndef GATEWAY_MMS_ADDRESS_H
#define GATEWAY_MMS_ADDRESS_H

#include "base/diag.h"
#include "config/config.h"
#include "base/arena.h"
#include "mm7/mm7.h"

enum { MMS_ADDRESS_SIZE = 321 };	/* of a mail address, with NUL */

/*
 * A number, short code or mail address as people, records and mail write it:
 * `+1 555 123-4567`, `28444`, `15551234567@mms.example.com`, `bob@x.example`.
 *
 * Digits (a + before, blanks, dashes, dots and brackets between) are a number,
 * or without + and of at most MM7_Short_Code_Length digits a short code.  With
 * a domain behind them that says ours (NULL: any) they are a number too; all
 * else with a domain is a mail address.  prefix: MM7_Number_Prefix goes before
 * a number that does not begin with it.
 *
 * Returns 0, or -1 with err filled (EX_NOUSER).
 */
int mms_address(const char *s, const char *ours, int prefix,
	const struct config_view *v, struct arena *own, struct mm7_addr *a,
	struct diag_err *err);

/* MM7_Sender_Address: XML (<ShortCode>28444</ShortCode>) or plain.  kind is
   MM7_ADDR_NONE where it is not set.  0, or -1: EX_CONFIG. */
int mms_sender_address(const struct config_view *v, struct arena *own,
	struct mm7_addr *a, struct diag_err *err);

/* How a record has it: "+15551234567", "28444", "bob@x.example"; "" for none. */
const char *mms_address_text(const struct mm7_addr *a);

/*
 * As a mail address: a number under domain (00 in front becomes +), a mail
 * address as it is, where it may stand in a mail; else with its bad characters
 * replaced by `_`, under domain.
 */
void mms_mailbox(char out[MMS_ADDRESS_SIZE], const struct mm7_addr *a,
	const char *domain);

/* The same party?  Numbers by their digits (a + or 00 in front, as it may be). */
int mms_same_address(const struct mm7_addr *a, const struct mm7_addr *b);

#endif
