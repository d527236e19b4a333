/*
 * status - command_status values: names, sentences, and what they mean for a
 * message.  Whether to try again is decided here and nowhere else.
 *
 * Spec: SMPP v3.4 issue 1.2, 5.1.3; v5.0, 4.7.6 for those added there.
 */
#ifndef SMPP_STATUS_H
#define SMPP_STATUS_H

#include <stddef.h>
#include <stdint.h>

enum smpp_status {
	SMPP_ROK = 0x00000000,
	SMPP_RINVMSGLEN = 0x00000001,
	SMPP_RINVCMDLEN = 0x00000002,
	SMPP_RINVCMDID = 0x00000003,
	SMPP_RINVBNDSTS = 0x00000004,
	SMPP_RALYBND = 0x00000005,
	SMPP_RSYSERR = 0x00000008,
	SMPP_RINVSRCADR = 0x0000000a,
	SMPP_RINVDSTADR = 0x0000000b,
	SMPP_RBINDFAIL = 0x0000000d,
	SMPP_RINVPASWD = 0x0000000e,
	SMPP_RINVSYSID = 0x0000000f,
	SMPP_RCANCELFAIL = 0x00000011,
	SMPP_RREPLACEFAIL = 0x00000013,
	SMPP_RMSGQFUL = 0x00000014,
	SMPP_RINVNUMDESTS = 0x00000033,
	SMPP_RCNTSUBDL = 0x00000044,
	SMPP_RSUBMITFAIL = 0x00000045,
	SMPP_RTHROTTLED = 0x00000058,
	SMPP_RX_T_APPN = 0x00000064,
	SMPP_RX_P_APPN = 0x00000065,
	SMPP_RX_R_APPN = 0x00000066,
	SMPP_RQUERYFAIL = 0x00000067,
	SMPP_ROPTPARNOTALLWD = 0x000000c1,
	SMPP_RDELIVERYFAILURE = 0x000000fe,
	SMPP_RUNKNOWNERR = 0x000000ff,
	/* the rest is in the table */
};

enum smpp_class {
	SMPP_CLASS_OK,
	SMPP_CLASS_TEMPORARY,	/* the same message may pass later */
	SMPP_CLASS_THROTTLED,	/* temporary, and so is everything just now */
	SMPP_CLASS_PERMANENT,	/* this message will never pass */
	SMPP_CLASS_BIND,	/* the login or session is refused, not a message */
};

struct smpp_status_def {
	uint32_t status;
	const char *name;	/* "ESME_RINVDSTADR" */
	const char *what;	/* a plain sentence, no full stop */
	enum smpp_class class;
	const char *enhanced;	/* RFC 3463 status for a bounce: "5.1.1" */
};

/*
 * Never NULL: a status that is not in the table gives a row with its number's
 * class (vendor range 0x400..0x4ff and all others: permanent) and the name
 * "unknown"; the number itself is for the caller to show.
 */
const struct smpp_status_def *smpp_status_find(uint32_t status);
/* By name, with or without "ESME_", any case; NULL when unknown. */
const struct smpp_status_def *smpp_status_by_name(const char *name);
/* The i-th of the table; NULL behind the last. */
const struct smpp_status_def *smpp_status_at(size_t i);

/* "ok", "temporary", "throttled", "permanent", "bind". */
const char *smpp_class_name(enum smpp_class class);

/*
 * A status for people: its name, its number and class, and the sentence, as in
 * "ESME_RTHROTTLED (0x00000058, throttled): too many messages in too short a
 * time".  def: what smpp_status_find() gave, or what a vendor says instead.
 * Written to out (cut where a sentence is too long for it), which is returned.
 */
enum { SMPP_STATUS_TEXT = 256 };	/* octets */
const char *smpp_status_text(const struct smpp_status_def *def,
	uint32_t status, char out[SMPP_STATUS_TEXT]);

/* message_state; v3.4, 5.2.28; v5.0, 4.7.15: 0..9 */
/* "DELIVRD" for 2 and so on, as in receipts; NULL when unknown. */
const char *smpp_message_state_name(uint8_t state);
/* The number of "DELIVRD" (any case; vendor spellings such as BUFFRED, FAILED
   are in the table too); -1 when unknown. */
int smpp_message_state_parse(const char *name);
/* 1 when no other state follows: DELIVRD EXPIRED DELETED UNDELIV REJECTD, and
   v5.0's SKIPPED. */
int smpp_message_state_final(uint8_t state);

#endif
