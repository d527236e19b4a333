#include "smpp/status.h"

#include <stdio.h>
#include <string.h>

#include "smpp/ascii.h"

#define OK   SMPP_CLASS_OK
#define TEMP SMPP_CLASS_TEMPORARY
#define SLOW SMPP_CLASS_THROTTLED
#define PERM SMPP_CLASS_PERMANENT
#define BIND SMPP_CLASS_BIND

/*
 * Sorted by status, which smpp_status_find() needs.  From 0x100 on: v5.0.
 *
 * Where the class can be argued about: no message was accepted with any of
 * these, so trying again can't send it twice; a loop is ended by the caller's
 * deadline and the MTA's queue life.  Hence what may be the SMSC's passing
 * trouble is temporary, and what names something wrong in the message is not.
 *
 * RINVBNDSTS, RALYBND	say that the session is wrong, whatever the message.
 * RSYSERR, RSUBMITFAIL	real SMSCs say them when the window overflows.
 * RCANCELFAIL, RREPLACEFAIL	the message is gone: later it is still gone.
 * RQUERYFAIL		an unknown id has its own status, RINVMSGID.
 * RMSGQFUL		of the SMSC or of one recipient; nobody says which, and
 *			going on at full speed fills the one that is the worse.
 * RDELIVERYFAILURE	one attempt in transaction mode failed: mostly a phone
 *			that is off.  delivery_failure_reason knows better.
 * RUNKNOWNERR		nothing says that it is the message.
 * RSERTYPUNAUTH, RPROHIBITED	refuse this service or operation, not the bind.
 *
 * The bounce of a refused bind is 4.x.x: the message may pass when the
 * operator has mended the account.
 */
static const struct smpp_status_def defs[] = {
	{ 0x000, "ESME_ROK", "no error", OK, "2.0.0" },
	{ 0x001, "ESME_RINVMSGLEN", "the message is too long or its length is invalid", PERM, "5.2.3" },
	{ 0x002, "ESME_RINVCMDLEN", "the length of the PDU is invalid", PERM, "5.5.2" },
	{ 0x003, "ESME_RINVCMDID", "the SMSC does not know or support this operation", PERM, "5.5.1" },
	{ 0x004, "ESME_RINVBNDSTS", "the operation is not allowed in this state of the bind", BIND, "4.3.5" },
	{ 0x005, "ESME_RALYBND", "the account is bound already", BIND, "4.3.2" },
	{ 0x006, "ESME_RINVPRTFLG", "priority_flag is invalid", PERM, "5.5.4" },
	{ 0x007, "ESME_RINVREGDLVFLG", "registered_delivery is invalid", PERM, "5.5.4" },
	{ 0x008, "ESME_RSYSERR", "the SMSC has a system error", TEMP, "4.3.0" },
	{ 0x00a, "ESME_RINVSRCADR", "the source address is invalid or not allowed", PERM, "5.1.7" },
	{ 0x00b, "ESME_RINVDSTADR", "the destination address is invalid", PERM, "5.1.1" },
	{ 0x00c, "ESME_RINVMSGID", "the SMSC does not know this message_id", PERM, "5.5.4" },
	{ 0x00d, "ESME_RBINDFAIL", "the bind failed", BIND, "4.7.0" },
	{ 0x00e, "ESME_RINVPASWD", "the password is invalid", BIND, "4.7.0" },
	{ 0x00f, "ESME_RINVSYSID", "the system_id is invalid", BIND, "4.7.0" },
	{ 0x011, "ESME_RCANCELFAIL", "the message could not be cancelled", PERM, "5.5.0" },
	{ 0x013, "ESME_RREPLACEFAIL", "the message could not be replaced", PERM, "5.5.0" },
	{ 0x014, "ESME_RMSGQFUL", "the message queue is full", SLOW, "4.4.5" },
	{ 0x015, "ESME_RINVSERTYP", "service_type is invalid", PERM, "5.5.4" },
	{ 0x033, "ESME_RINVNUMDESTS", "the number of destinations is invalid", PERM, "5.5.3" },
	{ 0x034, "ESME_RINVDLNAME", "there is no such distribution list", PERM, "5.1.1" },
	{ 0x040, "ESME_RINVDESTFLAG", "dest_flag is invalid", PERM, "5.5.4" },
	{ 0x042, "ESME_RINVSUBREP", "submitting with replacement is not supported", PERM, "5.3.3" },
	{ 0x043, "ESME_RINVESMCLASS", "esm_class is invalid or not supported", PERM, "5.5.4" },
	{ 0x044, "ESME_RCNTSUBDL", "submitting to a distribution list is not possible", PERM, "5.3.3" },
	{ 0x045, "ESME_RSUBMITFAIL", "the submission failed", TEMP, "4.3.0" },
	{ 0x048, "ESME_RINVSRCTON", "the type of number of the source is invalid", PERM, "5.1.7" },
	{ 0x049, "ESME_RINVSRCNPI", "the numbering plan of the source is invalid", PERM, "5.1.7" },
	{ 0x050, "ESME_RINVDSTTON", "the type of number of the destination is invalid", PERM, "5.1.3" },
	{ 0x051, "ESME_RINVDSTNPI", "the numbering plan of the destination is invalid", PERM, "5.1.3" },
	{ 0x053, "ESME_RINVSYSTYP", "system_type is invalid", BIND, "4.3.5" },
	{ 0x054, "ESME_RINVREPFLAG", "replace_if_present_flag is invalid", PERM, "5.5.4" },
	{ 0x055, "ESME_RINVNUMMSGS", "the number of messages is invalid", PERM, "5.5.4" },
	{ 0x058, "ESME_RTHROTTLED", "too many messages in too short a time", SLOW, "4.4.5" },
	{ 0x061, "ESME_RINVSCHED", "schedule_delivery_time is invalid", PERM, "5.5.4" },
	{ 0x062, "ESME_RINVEXPIRY", "validity_period is invalid", PERM, "5.5.4" },
	{ 0x063, "ESME_RINVDFTMSGID", "there is no such predefined message", PERM, "5.5.4" },
	{ 0x064, "ESME_RX_T_APPN", "the receiving application cannot take it now", TEMP, "4.2.0" },
	{ 0x065, "ESME_RX_P_APPN", "the receiving application takes nothing for this address", PERM, "5.2.0" },
	{ 0x066, "ESME_RX_R_APPN", "the receiving application refuses this message", PERM, "5.7.1" },
	{ 0x067, "ESME_RQUERYFAIL", "the query failed", TEMP, "4.3.0" },
	{ 0x0c0, "ESME_RINVOPTPARSTREAM", "the optional parameters are malformed", PERM, "5.5.2" },
	{ 0x0c1, "ESME_ROPTPARNOTALLWD", "an optional parameter is not allowed", PERM, "5.5.4" },
	{ 0x0c2, "ESME_RINVPARLEN", "the length of a parameter is invalid", PERM, "5.5.4" },
	{ 0x0c3, "ESME_RMISSINGOPTPARAM", "an optional parameter that is needed is missing", PERM, "5.5.4" },
	{ 0x0c4, "ESME_RINVOPTPARAMVAL", "the value of an optional parameter is invalid", PERM, "5.5.4" },
	{ 0x0fe, "ESME_RDELIVERYFAILURE", "the attempt to deliver failed", TEMP, "4.4.1" },
	{ 0x0ff, "ESME_RUNKNOWNERR", "the SMSC met an error that it does not explain", TEMP, "4.0.0" },
	{ 0x100, "ESME_RSERTYPUNAUTH", "the account may not use this service_type", PERM, "5.7.1" },
	{ 0x101, "ESME_RPROHIBITED", "the account may not use this operation", PERM, "5.7.1" },
	{ 0x102, "ESME_RSERTYPUNAVAIL", "the service_type is out of service", TEMP, "4.3.2" },
	{ 0x103, "ESME_RSERTYPDENIED", "the service_type is denied for this content", PERM, "5.7.1" },
	{ 0x104, "ESME_RINVDCS", "data_coding is invalid or not supported", PERM, "5.6.1" },
	{ 0x105, "ESME_RINVSRCADDRSUBUNIT", "source_addr_subunit is invalid", PERM, "5.1.7" },
	{ 0x106, "ESME_RINVDSTADDRSUBUNIT", "dest_addr_subunit is invalid", PERM, "5.1.3" },
	{ 0x107, "ESME_RINVBCASTFREQINT", "broadcast_frequency_interval is invalid", PERM, "5.5.4" },
	{ 0x108, "ESME_RINVBCASTALIAS_NAME", "the broadcast alias name is invalid", PERM, "5.5.4" },
	{ 0x109, "ESME_RINVBCASTAREAFMT", "the format of the broadcast area is invalid", PERM, "5.5.4" },
	{ 0x10a, "ESME_RINVNUMBCAST_AREAS", "the number of broadcast areas is invalid", PERM, "5.5.4" },
	{ 0x10b, "ESME_RINVBCASTCNTTYPE", "broadcast_content_type is invalid", PERM, "5.5.4" },
	{ 0x10c, "ESME_RINVBCASTMSGCLASS", "broadcast_message_class is invalid", PERM, "5.5.4" },
	{ 0x10d, "ESME_RBCASTFAIL", "the broadcast failed", TEMP, "4.3.0" },
	{ 0x10e, "ESME_RBCASTQUERYFAIL", "the query of a broadcast failed", TEMP, "4.3.0" },
	{ 0x10f, "ESME_RBCASTCANCELFAIL", "the broadcast could not be cancelled", PERM, "5.5.0" },
	{ 0x110, "ESME_RINVBCAST_REP", "the number of repeated broadcasts is invalid", PERM, "5.5.4" },
	{ 0x111, "ESME_RINVBCASTSRVGRP", "broadcast_service_group is invalid", PERM, "5.5.4" },
	{ 0x112, "ESME_RINVBCASTCHANIND", "broadcast_channel_indicator is invalid", PERM, "5.5.4" },
};

enum { NDEFS = sizeof defs / sizeof defs[0] };

/* v5.0's names for what v3.4 names otherwise; 4.7.6. */
static const struct {
	uint32_t status;
	const char *name;
} aliases[] = {
	{ 0x0c0, "ESME_RINVTLVSTREAM" },
	{ 0x0c1, "ESME_RTLVNOTALLWD" },
	{ 0x0c2, "ESME_RINVTLVLEN" },
	{ 0x0c3, "ESME_RMISSINGTLV" },
	{ 0x0c4, "ESME_RINVTLVVAL" },
};

static const struct smpp_status_def vendor = { 0x400, "unknown",
	"an error of this SMSC's vendor that is not in the table", PERM, "5.0.0" };
static const struct smpp_status_def other = { 0xffffffff, "unknown",
	"an error that no specification knows", PERM, "5.0.0" };

const struct smpp_status_def *
smpp_status_find(uint32_t status)
{
	size_t lo = 0, hi = NDEFS;

	if (status == SMPP_ROK)		/* most of them are */
		return &defs[0];
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (defs[mid].status == status)
			return &defs[mid];
		if (defs[mid].status < status)
			lo = mid + 1;
		else
			hi = mid;
	}
	return status >= 0x400 && status <= 0x4ff ? &vendor : &other;
}

const struct smpp_status_def *
smpp_status_by_name(const char *name)
{
	static const size_t prefix = sizeof "ESME_" - 1;
	size_t i;

	for (i = 0; i < NDEFS; i++)
		if (ascii_same(name, defs[i].name) ||
		    ascii_same(name, defs[i].name + prefix))
			return &defs[i];
	for (i = 0; i < sizeof aliases / sizeof aliases[0]; i++)
		if (ascii_same(name, aliases[i].name) ||
		    ascii_same(name, aliases[i].name + prefix))
			return smpp_status_find(aliases[i].status);
	return NULL;
}

const struct smpp_status_def *
smpp_status_at(size_t i)
{
	return i < NDEFS ? &defs[i] : NULL;
}

const char *
smpp_class_name(enum smpp_class class)
{
	static const char *const names[] = {
		[SMPP_CLASS_OK] = "ok",
		[SMPP_CLASS_TEMPORARY] = "temporary",
		[SMPP_CLASS_THROTTLED] = "throttled",
		[SMPP_CLASS_PERMANENT] = "permanent",
		[SMPP_CLASS_BIND] = "bind",
	};

	return names[class];
}

const char *
smpp_status_text(const struct smpp_status_def *def, uint32_t status,
    char out[SMPP_STATUS_TEXT])
{
	snprintf(out, SMPP_STATUS_TEXT, "%s (0x%08x, %s): %s", def->name,
	    (unsigned)status, smpp_class_name(def->class), def->what);
	return out;
}

/*
 * The first row of a state has the name in receipts (v3.4, appendix B), the
 * others are the specification's long names and what vendors write.
 */
static const struct {
	uint8_t state;
	const char *name;
} states[] = {
	{ 0, "SCHEDULED" },
	{ 1, "ENROUTE" }, { 1, "BUFFRED" }, { 1, "BUFFERD" }, { 1, "BUFFERED" },
	{ 2, "DELIVRD" }, { 2, "DELIVERED" },
	{ 3, "EXPIRED" },
	{ 4, "DELETED" },
	{ 5, "UNDELIV" }, { 5, "UNDELIVERABLE" }, { 5, "UNDELIVERED" },
	{ 5, "FAILED" },
	{ 6, "ACCEPTD" }, { 6, "ACCEPTED" }, { 6, "ACKED" },
	{ 7, "UNKNOWN" },
	{ 8, "REJECTD" }, { 8, "REJECTED" }, { 8, "DND_REJECTED" },
	{ 9, "SKIPPED" },
};

const char *
smpp_message_state_name(uint8_t state)
{
	size_t i;

	for (i = 0; i < sizeof states / sizeof states[0]; i++)
		if (states[i].state == state)
			return states[i].name;
	return NULL;
}

int
smpp_message_state_parse(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof states / sizeof states[0]; i++)
		if (ascii_same(name, states[i].name))
			return states[i].state;
	return -1;
}

int
smpp_message_state_final(uint8_t state)
{
	/* ACCEPTD is called final, but DELIVRD is seen to follow it */
	switch (state) {
	case 2: case 3: case 4: case 5: case 8:
	case 9:		/* v5.0, 4.7.15 */
		return 1;
	}
	return 0;
}
