/*
 * vendor - what an SMSC's vendor has of its own: statuses and optional
 * parameters, from the tables that SMPP_Vendor_Command_Status_Table and
 * SMPP_Vendor_TLV_Table name.  They go before SMPP's own.
 */
#ifndef GATEWAY_SMS_VENDOR_H
#define GATEWAY_SMS_VENDOR_H

#include "base/buf.h"
#include "config/config.h"
#include "smpp/status.h"
#include "smpp/tlv.h"

/*
 * A status as that view's table has it, else as smpp_status_find() has it.  The
 * table says class and reason; the name stays SMPP's, and the enhanced code is
 * SMPP's where it is of that class, else 4.0.0 or 5.0.0.  What SMPP calls
 * throttling or trouble of the bind stays so where the table says temporary.
 * v may be NULL: no table.
 */
struct smpp_status_def sms_vendor_status(const struct config_view *v,
	uint32_t status);

/* The row of that key; NULL: none, or t is NULL. */
const struct config_row *sms_vendor_row(const struct config_table *t,
	int64_t key);

/* The bit mask of a row: in what a parameter has its name. */
enum sms_vendor_use {
	SMS_VENDOR_MO = 1, SMS_VENDOR_MT = 2, SMS_VENDOR_RECEIPT = 4,
};

/* The parameters of a table that have that use. */
struct sms_vendor_tlvs {
	const struct config_table *table;	/* NULL: none */
	enum sms_vendor_use use;
};
struct sms_vendor_tlvs sms_vendor_tlvs(const struct config_view *v,
	enum sms_vendor_use use);

/* 1 and *def, whose name is borrowed from the table; 0: it has none such.
   vendor may be NULL. */
int sms_vendor_tlv(const struct sms_vendor_tlvs *vendor, uint16_t tag,
	struct smpp_tlv_def *def);
int sms_vendor_tlv_by_name(const struct sms_vendor_tlvs *vendor,
	const char *name, struct smpp_tlv_def *def);

/* Append the defaults for MT of parameters that tlvs has not; of another use
   there are none. */
void sms_vendor_defaults(const struct sms_vendor_tlvs *vendor,
	struct buf *tlvs);

#endif
