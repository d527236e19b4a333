#include "gateway/sms/vendor.h"

struct smpp_status_def
sms_vendor_status(const struct config_view *v, uint32_t status)
{
	struct smpp_status_def d = *smpp_status_find(status);
	const struct config_row *row = v && status ? sms_vendor_row(config_table(v,
	    SMPP_VENDOR_COMMAND_STATUS_TABLE), status) : NULL;
	int temporary;

	if (!row)
		return d;
	temporary = row->num[VENDOR_STATUS_CLASS] == 1;
	if (!temporary)
		d.class = SMPP_CLASS_PERMANENT;
	else if (d.class == SMPP_CLASS_PERMANENT)
		d.class = SMPP_CLASS_TEMPORARY;
	if (d.enhanced[0] != (temporary ? '4' : '5'))
		d.enhanced = temporary ? "4.0.0" : "5.0.0";
	if (*row->cell[VENDOR_STATUS_REASON])
		d.what = row->cell[VENDOR_STATUS_REASON];
	return d;
}

struct sms_vendor_tlvs
sms_vendor_tlvs(const struct config_view *v, enum sms_vendor_use use)
{
	return (struct sms_vendor_tlvs){ config_table(v,
	    SMPP_VENDOR_TLV_TABLE), use };
}
