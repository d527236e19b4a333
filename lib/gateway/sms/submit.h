/*
 * submit - a submit or deliver record made ready for the wire: fields
 * resolved, text encoded, cut into segments; and a PDU for each segment.
 *
 * Where a value comes from: the record's field, else the option in force.  Of a
 * deliver record the sender is the phone and the receiver ours, and the options
 * for what we ask of a message centre do not count.
 */
#ifndef GATEWAY_SMS_SUBMIT_H
#define GATEWAY_SMS_SUBMIT_H

#include <stdint.h>

#include "base/buf.h"
#include "base/diag.h"
#include "config/config.h"
#include "gateway/sms/address.h"
#include "gsm/alphabet.h"
#include "gsm/dcs.h"
#include "gsm/segment.h"
#include "record/record.h"
#include "smpp/pdu.h"
#include "smpp/smtime.h"

enum {
	SMS_UNITS_MAX = GSM_SEGMENTS_MAX * GSM_SM_SEPTETS,
	SMS_TLVS_MAX = 4096,	/* octets of a record's tlv object */
};

/* Text or data in the units of its coding; see gsm/text.h. */
struct sms_units {
	enum gsm_coding coding;
	uint8_t data_coding;	/* as it goes into the PDU */
	size_t n;		/* units */
	struct gsm_tables tables;	/* that a header of ours has to name */
	enum gsm_coding lacking;	/* auto took UCS2 because this coding
				   lacks characters; GSM_CODING_DEFAULT: no */
	uint8_t *octets;	/* owned; room for SMS_UNITS_MAX units */
	uint8_t *brk;		/* owned; an enum gsm_break a unit */
};

struct sms_submit {
	struct sms_addr from, to;
	char service_type[6];
	char schedule[SMPP_TIME_SIZE], validity[SMPP_TIME_SIZE];
	uint8_t esm_class;	/* mode and, with a UDH of the record, UDHI */
	uint8_t protocol_id, priority, registered_delivery;
	struct sms_units units;
	uint8_t udh[GSM_SM_OCTETS];	/* the record's own header, and then the
				   tables of its text */
	size_t nudh;
	struct buf tlvs;	/* the record's own parameters */
	size_t ends[GSM_SEGMENTS_MAX];	/* behind each segment, in units */
	unsigned nsegments;
	uint8_t dest_flag;	/* SMPP_DEST_SME, or a list's name is in to.addr */
	int data_sm;		/* it goes as data_sm, not submit_sm */
	int packed;		/* septets, packed into octets */
	int payload;		/* text in message_payload, of which a segment
				   is all */
	int use_udh;		/* concatenation by UDH, else by SAR parameters */
	unsigned ref_octets;	/* of the UDH's reference: 1 or 2 */
	uint16_t ref;		/* concatenation reference */
	int umr;		/* user_message_reference of the first segment,
				   counted on for the others (v3.4, 5.3.2.17);
				   -1, which sms_submit_read() sets: none */
};

/* Make one, empty, to be used for many records.  Returns 0, or -1: no memory. */
int sms_submit_init(struct sms_submit *m);
void sms_submit_release(struct sms_submit *m);

/**
 * Resolve a record.
 *
 * v:		the options in force for the record's domain
 * ref:		concatenation reference for a long message
 * scratch:	a JSON reader other than the one that rec borrows from
 *
 * Returns 0, or -1 with err filled: EX_DATAERR, and in words which field or
 * option is in the way ("text: 345 octets, SMPP_Max_SMS_Message_Size allows
 * 160").  Nothing is ever cut or replaced here.
 */
int sms_submit_read(struct sms_submit *m, const struct record *rec,
	const struct config_view *v, uint16_t ref,
	struct json_reader *scratch, struct diag_err *err);

/**
 * The PDU of segment i (0..nsegments - 1).
 *
 * command:	SMPP_SUBMIT_SM, SMPP_DATA_SM or SMPP_DELIVER_SM
 * scratch:	holds short_message and TLVs that pdu borrows; reset first
 * Returns 0, or -1: out of memory.
 */
int sms_submit_pdu(const struct sms_submit *m, unsigned i, uint32_t command,
	struct smpp_pdu *pdu, struct buf *scratch);

/**
 * The same for a query, cancel or replace record: addresses, service_type and,
 * of a replace, times, registered_delivery and the new text, which must fit one
 * segment.  A replace_sm does not say in which data_coding its text is (v3.4,
 * 4.10.1): where the record doesn't either, it is the SMSC's default.
 */
int sms_request_read(struct sms_submit *m, const struct record *rec,
	const struct config_view *v, struct json_reader *scratch,
	struct diag_err *err);

/* Its PDU for that message of the SMSC; m and message_id are borrowed. */
void sms_request_pdu(const struct sms_submit *m, enum record_type type,
	const char *message_id, struct smpp_pdu *pdu);

/* ---- the steps that mail2sms needs on their own ---- */

/* How to encode.  sms_coding_of() fills it from the options. */
struct sms_coding {
	int data_coding;	/* 0..255, or CODING_AUTO */
	enum gsm_coding alphabet;	/* what data_coding 0 means */
	int flash;
	int bom;		/* a byte order mark goes before UCS2 text */
	struct gsm_tables tables;	/* for GSM 7 bit, as the record's UDH says */
	unsigned national;	/* 1 << enum gsm_lang: tables that a header of ours
				   may name */
	/* what segments are counted with */
	const struct config_view *view;
	size_t nudh;		/* octets of the record's own header */
	uint16_t ref;		/* as for sms_segment() */
};
struct sms_coding sms_coding_of(const struct config_view *v);

/* The coding that data_coding says, or that auto tries first. */
enum gsm_coding sms_narrow(const struct sms_coding *c);

/**
 * Encode text; nothing is ever lost.
 *
 * CODING_AUTO takes the default alphabet, or UCS2 where that lacks a character.
 * National tables are tried with GSM 7 bit: where it lacks a character, what
 * gives the fewest segments and then the fewest octets (UDH included) is taken,
 * where it does not, tables are taken only to save a segment.
 *
 * Returns 0, or
 *	GSM_ECHAR	*bad is the offset of the first character that the
 *			coding without national tables does not have
 *	GSM_EUTF8	*bad as well
 *	GSM_ENOSPC	over SMS_UNITS_MAX
 *	GSM_ERANGE	flash and that data coding do not go together
 */
int sms_encode(struct sms_units *u, struct sms_coding c, const char *text,
	size_t n, size_t *bad);

enum { SMS_LACKING_MAX = 256 };	/* octets of a list of them */

/* Append the characters that made auto take UCS2, each once; of a long list only
   the first SMS_LACKING_MAX octets.  None where it did not. */
void sms_lacking(struct buf *out, const struct sms_units *u);

/*
 * Cut into segments by the options.
 *
 * nudh:	octets of the record's own header
 * ref:		the reference that a long message will have (0xffff where it
 *		is not known yet: then room is never too large)
 * ends:	room for GSM_SEGMENTS_MAX
 * Returns their number, or -1 with err filled: more than the options allow.
 */
int sms_segment(const struct sms_units *u, const struct config_view *v,
	size_t nudh, uint16_t ref, size_t *ends, struct diag_err *err);

/* Are segments numbered in the UDH?  And octets that this takes off each one:
   5 for a reference of one octet (or of the message centre's, made of SAR
   parameters), 6 for one of two. */
int sms_by_udh(const struct sms_units *u, const struct config_view *v);
unsigned sms_concat_octets(const struct sms_units *u,
	const struct config_view *v, uint16_t ref);

/* Add the elements that name u's tables to a header of nudh octets; there is
   room, since sms_segment() was asked.  Returns its new length. */
size_t sms_name_tables(const struct sms_units *u, uint8_t *udh, size_t size,
	size_t nudh);

#endif
