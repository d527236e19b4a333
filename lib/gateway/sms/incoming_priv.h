/* incoming_priv - what records of messages and of receipts share; for
   incoming*.c only. */
#ifndef GATEWAY_SMS_INCOMING_PRIV_H
#define GATEWAY_SMS_INCOMING_PRIV_H

#include "gateway/sms/incoming.h"
#include "gateway/sms/vendor.h"

/* From type to the addresses. */
void incoming_begin(struct buf *out, enum record_type type,
	const struct sms_incoming *in, const struct sms_context *ctx);

/* How its text is coded: what data_coding 0 stands for, too. */
enum gsm_coding incoming_coding(const struct sms_incoming *in,
	const struct config_view *v);

/* The parameters that the record does not say in another way; with the vendor's
   names for that use. */
void incoming_tlvs(struct buf *out, const struct sms_incoming *in,
	const struct sms_context *ctx, enum sms_vendor_use use);

/* Whence and when. */
void incoming_context(struct buf *out, const struct sms_context *ctx);

#endif
