/* command_status and message_state against the specifications' tables. */
#include <ctype.h>

#include "tap.h"

#include "smpp/status.h"

/* v3.4, Table 5-2 */
static const struct {
	uint32_t status;
	const char *name;
} statuses[] = {
	{ 0x00000000, "ESME_ROK" },
	{ 0x00000001, "ESME_RINVMSGLEN" },
	{ 0x00000002, "ESME_RINVCMDLEN" },
	{ 0x00000003, "ESME_RINVCMDID" },
	{ 0x00000004, "ESME_RINVBNDSTS" },
	{ 0x00000005, "ESME_RALYBND" },
	{ 0x00000006, "ESME_RINVPRTFLG" },
	{ 0x00000007, "ESME_RINVREGDLVFLG" },
	{ 0x00000008, "ESME_RSYSERR" },
	{ 0x0000000a, "ESME_RINVSRCADR" },
	{ 0x0000000b, "ESME_RINVDSTADR" },
	{ 0x0000000c, "ESME_RINVMSGID" },
	{ 0x0000000d, "ESME_RBINDFAIL" },
	{ 0x0000000e, "ESME_RINVPASWD" },
	{ 0x0000000f, "ESME_RINVSYSID" },
	{ 0x00000011, "ESME_RCANCELFAIL" },
	{ 0x00000013, "ESME_RREPLACEFAIL" },
	{ 0x00000014, "ESME_RMSGQFUL" },
	{ 0x00000015, "ESME_RINVSERTYP" },
	{ 0x00000033, "ESME_RINVNUMDESTS" },
	{ 0x00000034, "ESME_RINVDLNAME" },
	{ 0x00000040, "ESME_RINVDESTFLAG" },
	{ 0x00000042, "ESME_RINVSUBREP" },
	{ 0x00000043, "ESME_RINVESMCLASS" },
	{ 0x00000044, "ESME_RCNTSUBDL" },
	{ 0x00000045, "ESME_RSUBMITFAIL" },
	{ 0x00000048, "ESME_RINVSRCTON" },
	{ 0x00000049, "ESME_RINVSRCNPI" },
	{ 0x00000050, "ESME_RINVDSTTON" },
	{ 0x00000051, "ESME_RINVDSTNPI" },
	{ 0x00000053, "ESME_RINVSYSTYP" },
	{ 0x00000054, "ESME_RINVREPFLAG" },
	{ 0x00000055, "ESME_RINVNUMMSGS" },
	{ 0x00000058, "ESME_RTHROTTLED" },
	{ 0x00000061, "ESME_RINVSCHED" },
	{ 0x00000062, "ESME_RINVEXPIRY" },
	{ 0x00000063, "ESME_RINVDFTMSGID" },
	{ 0x00000064, "ESME_RX_T_APPN" },
	{ 0x00000065, "ESME_RX_P_APPN" },
	{ 0x00000066, "ESME_RX_R_APPN" },
	{ 0x00000067, "ESME_RQUERYFAIL" },
	{ 0x000000c0, "ESME_RINVOPTPARSTREAM" },
	{ 0x000000c1, "ESME_ROPTPARNOTALLWD" },
	{ 0x000000c2, "ESME_RINVPARLEN" },
	{ 0x000000c3, "ESME_RMISSINGOPTPARAM" },
	{ 0x000000c4, "ESME_RINVOPTPARAMVAL" },
	{ 0x000000fe, "ESME_RDELIVERYFAILURE" },
	{ 0x000000ff, "ESME_RUNKNOWNERR" },
	/* v5.0, Table 4-45 */
	{ 0x000000c0, "ESME_RINVTLVSTREAM" },
	{ 0x000000c1, "ESME_RTLVNOTALLWD" },
	{ 0x000000c2, "ESME_RINVTLVLEN" },
	{ 0x000000c3, "ESME_RMISSINGTLV" },
	{ 0x000000c4, "ESME_RINVTLVVAL" },
	{ 0x00000100, "ESME_RSERTYPUNAUTH" },
	{ 0x00000101, "ESME_RPROHIBITED" },
	{ 0x00000102, "ESME_RSERTYPUNAVAIL" },
	{ 0x00000103, "ESME_RSERTYPDENIED" },
	{ 0x00000104, "ESME_RINVDCS" },
	{ 0x00000105, "ESME_RINVSRCADDRSUBUNIT" },
	{ 0x00000106, "ESME_RINVDSTADDRSUBUNIT" },
	{ 0x00000107, "ESME_RINVBCASTFREQINT" },
	{ 0x00000108, "ESME_RINVBCASTALIAS_NAME" },
	{ 0x00000109, "ESME_RINVBCASTAREAFMT" },
	{ 0x0000010a, "ESME_RINVNUMBCAST_AREAS" },
	{ 0x0000010b, "ESME_RINVBCASTCNTTYPE" },
	{ 0x0000010c, "ESME_RINVBCASTMSGCLASS" },
	{ 0x0000010d, "ESME_RBCASTFAIL" },
	{ 0x0000010e, "ESME_RBCASTQUERYFAIL" },
	{ 0x0000010f, "ESME_RBCASTCANCELFAIL" },
	{ 0x00000110, "ESME_RINVBCAST_REP" },
	{ 0x00000111, "ESME_RINVBCASTSRVGRP" },
	{ 0x00000112, "ESME_RINVBCASTCHANIND" },
};

static void
names(void)
{
	const struct smpp_status_def *d;
	uint32_t last = 0;
	size_t i;

	for (i = 0; i < sizeof statuses / sizeof statuses[0]; i++) {
		d = smpp_status_by_name(statuses[i].name);
		assert(d && d->status == statuses[i].status);
		assert(smpp_status_by_name(statuses[i].name + 5) == d);
		assert(smpp_status_find(statuses[i].status) == d);
	}
	for (i = 0; (d = smpp_status_at(i)); i++) {
		assert(i == 0 || d->status > last);
		assert(smpp_status_find(d->status) == d);
		last = d->status;
	}
	assert(i == sizeof statuses / sizeof statuses[0] - 5);	/* two names */
	assert(smpp_status_by_name("esme_rthrottled")->status == 0x58);
	assert(smpp_status_by_name("rThrottled")->status == 0x58);
	assert(!smpp_status_by_name("") && !smpp_status_by_name("ESME_"));
	assert(!smpp_status_by_name("RTHROTTLE"));
	assert(!smpp_status_by_name("unknown"));
}

/* Sentences for people; RFC 3463 codes whose class agrees with ours. */
static void
sentences(void)
{
	const struct smpp_status_def *d;
	size_t i;

	for (i = 0; (d = smpp_status_at(i)); i++) {
		char want = d->class == SMPP_CLASS_OK ? '2' :
			d->class == SMPP_CLASS_PERMANENT ? '5' : '4';

		assert(strlen(d->what) > 5 && d->what[strlen(d->what) - 1] != '.');
		assert(d->enhanced[0] == want && strlen(d->enhanced) == 5);
		assert(d->enhanced[1] == '.' && isdigit((unsigned char)d->enhanced[2]));
		assert(d->enhanced[2] <= '7' && d->enhanced[3] == '.');
		assert(isdigit((unsigned char)d->enhanced[4]));
	}
}

static void
classes(void)
{
	static const struct {
		uint32_t status;
		enum smpp_class class;
	} rows[] = {
		{ SMPP_ROK, SMPP_CLASS_OK },
		{ SMPP_RTHROTTLED, SMPP_CLASS_THROTTLED },
		{ SMPP_RMSGQFUL, SMPP_CLASS_THROTTLED },
		{ SMPP_RSYSERR, SMPP_CLASS_TEMPORARY },
		{ SMPP_RSUBMITFAIL, SMPP_CLASS_TEMPORARY },
		{ SMPP_RX_T_APPN, SMPP_CLASS_TEMPORARY },
		{ SMPP_RX_P_APPN, SMPP_CLASS_PERMANENT },
		{ SMPP_RX_R_APPN, SMPP_CLASS_PERMANENT },
		{ SMPP_RINVDSTADR, SMPP_CLASS_PERMANENT },
		{ SMPP_RINVPASWD, SMPP_CLASS_BIND },
		{ SMPP_RINVSYSID, SMPP_CLASS_BIND },
		{ SMPP_RBINDFAIL, SMPP_CLASS_BIND },
		{ SMPP_RALYBND, SMPP_CLASS_BIND },
		{ SMPP_RINVBNDSTS, SMPP_CLASS_BIND },
	};
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++)
		assert(smpp_status_find(rows[i].status)->class == rows[i].class);
	assert(strcmp(smpp_status_find(SMPP_RINVDSTADR)->enhanced, "5.1.1") == 0);
}

static void
unknown(void)
{
	static const uint32_t rows[] = { 9, 0x10, 0x5a, 0x94, 0x113, 0x3ff,
		0x400, 0x4ff, 0x500, 0xffffffff };
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const struct smpp_status_def *d = smpp_status_find(rows[i]);

		assert(d && strcmp(d->name, "unknown") == 0);
		assert(d->class == SMPP_CLASS_PERMANENT && d->what && d->enhanced);
	}
	assert(smpp_status_find(0x400) == smpp_status_find(0x4ff));
	assert(smpp_status_find(0x400) != smpp_status_find(0x500));
}

/* v3.4, Table B-2; v5.0, Table 4-50 */
static void
states(void)
{
	static const struct {
		int state;
		const char *name, *other;
		int final;
	} rows[] = {
		{ 0, "SCHEDULED", "scheduled", 0 },
		{ 1, "ENROUTE", "BUFFRED", 0 },
		{ 2, "DELIVRD", "delivered", 1 },
		{ 3, "EXPIRED", "Expired", 1 },
		{ 4, "DELETED", "DELETED", 1 },
		{ 5, "UNDELIV", "FAILED", 1 },
		{ 6, "ACCEPTD", "Accepted", 0 },
		{ 7, "UNKNOWN", "unknown", 0 },
		{ 8, "REJECTD", "REJECTED", 1 },
		{ 9, "SKIPPED", "skipped", 1 },
	};
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		uint8_t state = (uint8_t)rows[i].state;

		assert(strcmp(smpp_message_state_name(state), rows[i].name) == 0);
		assert(smpp_message_state_parse(rows[i].name) == rows[i].state);
		assert(smpp_message_state_parse(rows[i].other) == rows[i].state);
		assert(smpp_message_state_final(state) == rows[i].final);
	}
	assert(!smpp_message_state_name(10) && !smpp_message_state_name(255));
	assert(smpp_message_state_parse("DELI") == -1);
	assert(smpp_message_state_parse("") == -1);
	assert(!smpp_message_state_final(255));
}

static void
in_words(void)
{
	struct smpp_status_def d = *smpp_status_find(SMPP_RTHROTTLED);
	char text[SMPP_STATUS_TEXT], longest[2 * SMPP_STATUS_TEXT];

	assert(strcmp(smpp_status_text(&d, d.status, text),
	    "ESME_RTHROTTLED (0x00000058, throttled): too many messages in too "
	    "short a time") == 0);
	assert(strcmp(smpp_status_text(smpp_status_find(0x4ab), 0x4ab, text),
	    "unknown (0x000004ab, permanent): an error of this SMSC's vendor "
	    "that is not in the table") == 0);
	/* a vendor's sentence may be long */
	memset(longest, 'x', sizeof longest - 1);
	longest[sizeof longest - 1] = '\0';
	d.what = longest;
	assert(strlen(smpp_status_text(&d, d.status, text)) ==
	    sizeof text - 1);
}

static const struct tap_test tests[] = {
	{ "names are those of the specifications", names },
	{ "sentences and enhanced codes", sentences },
	{ "classes", classes },
	{ "statuses that nobody knows", unknown },
	{ "message states", states },
	{ "a status in words: name, number, class, sentence", in_words },
};

TAP_MAIN(tests)
