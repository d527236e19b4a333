/* The names of operations and fields. */
#include "mm7/mm7.h"

#include <string.h>
#include <strings.h>

static const struct {
	const char *name;
	enum mm7_op answer;
} ops[MM7_OPS] = {
	[MM7_SUBMIT_REQ] = { "SubmitReq", MM7_SUBMIT_RSP },
	[MM7_SUBMIT_RSP] = { "SubmitRsp", MM7_NONE },
	[MM7_CANCEL_REQ] = { "CancelReq", MM7_CANCEL_RSP },
	[MM7_CANCEL_RSP] = { "CancelRsp", MM7_NONE },
	[MM7_REPLACE_REQ] = { "ReplaceReq", MM7_REPLACE_RSP },
	[MM7_REPLACE_RSP] = { "ReplaceRsp", MM7_NONE },
	[MM7_DELIVER_REQ] = { "DeliverReq", MM7_DELIVER_RSP },
	[MM7_DELIVER_RSP] = { "DeliverRsp", MM7_NONE },
	[MM7_DELIVERY_REPORT_REQ] = { "DeliveryReportReq",
		MM7_DELIVERY_REPORT_RSP },
	[MM7_DELIVERY_REPORT_RSP] = { "DeliveryReportRsp", MM7_NONE },
	[MM7_READ_REPLY_REQ] = { "ReadReplyReq", MM7_READ_REPLY_RSP },
	[MM7_READ_REPLY_RSP] = { "ReadReplyRsp", MM7_NONE },
	[MM7_RS_ERROR_RSP] = { "RSErrorRsp", MM7_NONE },
	[MM7_VASP_ERROR_RSP] = { "VASPErrorRsp", MM7_NONE },
};

static const char *const fields[MM7_FIELDS] = {
	[MM7_TRANSACTION_ID] = "TransactionID",
	[MM7_VERSION] = "MM7Version",
	[MM7_RELAY_SERVER_ID] = "MMSRelayServerID",
	[MM7_VASPID] = "VASPID",
	[MM7_VASID] = "VASID",
	[MM7_SERVICE_CODE] = "ServiceCode",
	[MM7_LINKED_ID] = "LinkedID",
	[MM7_MESSAGE_ID] = "MessageID",
	[MM7_MESSAGE_CLASS] = "MessageClass",
	[MM7_TIME_STAMP] = "TimeStamp",
	[MM7_EARLIEST_DELIVERY_TIME] = "EarliestDeliveryTime",
	[MM7_EXPIRY_DATE] = "ExpiryDate",
	[MM7_DELIVERY_REPORT] = "DeliveryReport",
	[MM7_READ_REPLY] = "ReadReply",
	[MM7_PRIORITY] = "Priority",
	[MM7_SUBJECT] = "Subject",
	[MM7_REPLY_CHARGING] = "ReplyCharging",
	[MM7_REPLY_CHARGING_SIZE] = "replyChargingSize",
	[MM7_REPLY_DEADLINE] = "replyDeadline",
	[MM7_REPLY_CHARGING_ID] = "ReplyChargingID",
	[MM7_CHARGED_PARTY] = "ChargedParty",
	[MM7_CHARGED_PARTY_ID] = "ChargedPartyID",
	[MM7_DISTRIBUTION_INDICATOR] = "DistributionIndicator",
	[MM7_DELIVERY_CONDITION] = "DeliveryCondition",
	[MM7_APPLIC_ID] = "ApplicID",
	[MM7_REPLY_APPLIC_ID] = "ReplyApplicID",
	[MM7_AUX_APPLIC_INFO] = "AuxApplicInfo",
	[MM7_CONTENT_CLASS] = "ContentClass",
	[MM7_DRM_CONTENT] = "DRMContent",
	[MM7_SENDER_SPI] = "SenderSPI",
	[MM7_RECIPIENT_SPI] = "RecipientSPI",
	[MM7_UA_PROF] = "UAProf",
	[MM7_PREVIOUSLY_SENT_BY] = "Previouslysentby",
	[MM7_PREVIOUSLY_SENT_TIME] = "Previouslysentdateandtime",
	[MM7_MM_STATUS] = "MMStatus",
	[MM7_MM_STATUS_EXTENSION] = "MMStatusExtension",
	[MM7_STATUS_CODE] = "StatusCode",
	[MM7_STATUS_TEXT] = "StatusText",
	[MM7_DETAILS] = "Details",
	[MM7_CONTENT_HREF] = "href",
	[MM7_ALLOW_ADAPTATIONS] = "allowAdaptations",
};

const char *
mm7_op_name(enum mm7_op op)
{
	return ops[op].name;
}

enum mm7_op
mm7_op_find(const char *name)
{
	int op;

	/* China Mobile's MM7VASPErrorRsp */
	if (strncasecmp(name, "MM7", 3) == 0)
		name += 3;
	for (op = MM7_NONE + 1; op < MM7_OPS; op++)
		if (strcasecmp(name, ops[op].name) == 0)
			return op;
	return MM7_NONE;
}

enum mm7_op
mm7_op_answer(enum mm7_op op)
{
	return ops[op].answer;
}

const char *
mm7_field_name(enum mm7_field f)
{
	return fields[f];
}
