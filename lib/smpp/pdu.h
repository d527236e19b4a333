/*
 * pdu - SMPP protocol data units, octets to struct and back, from tables.
 *
 * Spec: SMPP v3.4 issue 1.2, chapters 4 and 5.
 *
 * One struct serves every PDU; which of its fields a command has, in which
 * order and how long they may be, is a table (smpp_pdu_fields()) that the
 * encoder, the decoder, smpp-dump and the manual page all walk.  A decoded PDU
 * borrows all strings from the octets that it was decoded from: decoding never
 * allocates.
 */
#ifndef SMPP_PDU_H
#define SMPP_PDU_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buf.h"

/* command_id; v3.4, 5.1.2.1 */
enum smpp_command {
	SMPP_GENERIC_NACK = 0x80000000u,
	SMPP_BIND_RECEIVER = 0x00000001,
	SMPP_BIND_TRANSMITTER = 0x00000002,
	SMPP_QUERY_SM = 0x00000003,
	SMPP_SUBMIT_SM = 0x00000004,
	SMPP_DELIVER_SM = 0x00000005,
	SMPP_UNBIND = 0x00000006,
	SMPP_REPLACE_SM = 0x00000007,
	SMPP_CANCEL_SM = 0x00000008,
	SMPP_BIND_TRANSCEIVER = 0x00000009,
	SMPP_OUTBIND = 0x0000000b,
	SMPP_ENQUIRE_LINK = 0x00000015,
	SMPP_SUBMIT_MULTI = 0x00000021,
	SMPP_ALERT_NOTIFICATION = 0x00000102,
	SMPP_DATA_SM = 0x00000103,
	/* v5.0 only, 4.4.1, 4.6.1 and 4.6.2: shown and made by smpp-dump(1); a
	   session answers them as unknown */
	SMPP_BROADCAST_SM = 0x00000111,
	SMPP_QUERY_BROADCAST_SM = 0x00000112,
	SMPP_CANCEL_BROADCAST_SM = 0x00000113,
};
#define SMPP_RESP 0x80000000u	/* set in every response */

enum {
	SMPP_HEADER = 16,		/* octets of the PDU header */
	SMPP_PDU_MAX = 70000,		/* octets: message_payload of 64 KiB and
					   the rest; a larger command_length is
					   a stream out of step */
	SMPP_SHORT_MESSAGE_MAX = 254,	/* v3.4, 5.2.22 */
	SMPP_DESTS_MAX = 254,		/* v3.4, 4.5.1: number_of_dests */
};

/* Octets that are borrowed. */
struct smpp_octets {
	const uint8_t *p;
	size_t n;
};

/*
 * A PDU.  C strings may be NULL: encoded as empty; the decoder gives "" for a
 * field that is empty and NULL for one that the PDU does not have.
 */
struct smpp_pdu {
	uint32_t command;	/* enum smpp_command, SMPP_RESP or unknown */
	uint32_t status;	/* command_status; v3.4, 5.1.3 */
	uint32_t seq;		/* sequence_number */

	/* bind and outbind */
	const char *system_id, *password, *system_type, *address_range;
	uint8_t interface_version, addr_ton, addr_npi;

	/* messages */
	const char *service_type, *source_addr, *destination_addr;
	const char *schedule_delivery_time, *validity_period, *message_id;
	const char *final_date, *esme_addr;
	uint8_t source_addr_ton, source_addr_npi, dest_addr_ton, dest_addr_npi;
	uint8_t esme_addr_ton, esme_addr_npi;
	uint8_t esm_class, protocol_id, priority_flag, registered_delivery;
	uint8_t replace_if_present_flag, data_coding, sm_default_msg_id;
	uint8_t message_state, error_code;
	struct smpp_octets short_message;

	/* submit_multi: dest_address(es), and unsuccess_sme(s) of its response,
	   as they stand on the wire; see smpp_dest_next(), smpp_unsuccess_next() */
	uint8_t number_of_dests, no_unsuccess;
	struct smpp_octets dests, unsuccess;

	/* optional parameters as they stand on the wire; see tlv.h */
	struct smpp_octets tlvs;

	/* what of the body no field took: of an unknown command all of it, of
	   a known one normally nothing; an optional parameter that is cut
	   short, so that tlvs holds whole ones only */
	struct smpp_octets rest;
};

/* How a mandatory field stands on the wire. */
enum smpp_kind {
	SMPP_CSTR,	/* C-octet string; max octets with its NUL */
	SMPP_INT,	/* unsigned integer */
	SMPP_OCTETS,	/* octets */
	SMPP_SM,	/* sm_length and short_message */
	SMPP_DESTS,	/* number_of_dests and the destinations */
	SMPP_UNSUCCESS,	/* no_unsuccess and the addresses that failed */
};

struct smpp_field {
	const char *name;	/* as in the specification */
	enum smpp_kind kind;
	uint16_t max;		/* octets */
	uint16_t offset;	/* into struct smpp_pdu */
};

struct smpp_command_def {
	uint32_t command;
	const char *name;			/* "submit_sm" */
	const struct smpp_field *fields;	/* in order; ends with name NULL */
	int has_tlvs;				/* optional parameters allowed: 1 by
						   v3.4, 2 only by v5.0 */
	int outbound;				/* 1: ESME to SMSC, 2: SMSC to ESME, 3: both */
	const char *spec;			/* section of v3.4 issue 1.2, or
						   "v5.0 ..." */
};

/* NULL when the command is unknown.  By name: any of the specification's. */
const struct smpp_command_def *smpp_command_find(uint32_t command);
const struct smpp_command_def *smpp_command_by_name(const char *name);
/* The i-th of all commands; NULL behind the last. */
const struct smpp_command_def *smpp_command_at(size_t i);

enum smpp_err {
	SMPP_EMORE = 0,		/* more octets are needed: no error */
	SMPP_ENOSPC = -1,	/* the output buffer is too small */
	SMPP_ELEN = -2,		/* command_length below 16 or over the limit */
	SMPP_EFIELD = -3,	/* a field is cut short, too long or has no NUL */
	SMPP_ECOMMAND = -4,	/* command_id unknown */
	SMPP_ENOMEM = -5,
	SMPP_EPROTO = -6,	/* the peer is out of step: the stream is lost */
	SMPP_EWINDOW = -7,	/* as many requests are out as allowed */
	SMPP_ESTATE = -8,	/* not in this state of the session */
};

/**
 * How long the PDU at the start of p[0..n) is.
 *
 * Returns its command_length (which may be more than n), SMPP_EMORE (0) when
 * fewer than 4 octets are there, or SMPP_ELEN: below SMPP_HEADER or over max.
 */
ssize_t smpp_pdu_length(const uint8_t *p, size_t n, size_t max);

/**
 * Decode one PDU, whole, in p[0..n), n being its command_length.
 *
 * Lenient where real peers are careless and nothing is lost by it: a C string
 * longer than the specification allows is taken (up to its NUL or the end of
 * the PDU); a response with a status other than 0 may have no body, or a part
 * of it; a response may lack its message_id; TLVs behind any known body are
 * kept, also where the body is missing.  A string without NUL is SMPP_EFIELD,
 * or, in a response with an error, left in rest.  Header fields are filled even
 * on error.
 *
 * bad:	receives, on SMPP_EFIELD, the name of the field, and in *at the
 *	offset where it begins; both may be NULL.
 *
 * Returns 0, or
 *	SMPP_ELEN	n is below 16 or not what command_length says
 *	SMPP_ECOMMAND	unknown command: the body is in rest
 *	SMPP_EFIELD	a mandatory field is cut short
 */
int smpp_pdu_decode(const uint8_t *p, size_t n, struct smpp_pdu *pdu,
	const char **bad, size_t *at);

/* Octets of system_id and password in a bind, with NUL: the specification says 16
   and 9 (5.2.1, 5.2.2), and many a provider gives its customers longer ones. */
enum { SMPP_CREDENTIAL_MAX = 65 };

/**
 * Encode a PDU; command_length is filled in.  Strict: what the specification
 * does not allow is refused, but for SMPP_CREDENTIAL_MAX.  bind_*_resp and
 * submit_sm_resp have no body when the status is not 0 and their string is NULL
 * (v3.4, 4.1.2, 4.4.2).
 *
 * Returns the number of octets written, or
 *	SMPP_ENOSPC	outsz is too small
 *	SMPP_ECOMMAND	unknown command
 *	SMPP_EFIELD	a string is longer than its field, short_message over
 *			254 octets, dests that do not agree with their number,
 *			tlvs that are cut short or not allowed ("tlv"), a rest
 *			("rest"); *bad (may be NULL) receives the field's name
 */
ssize_t smpp_pdu_encode(const struct smpp_pdu *pdu, uint8_t *out, size_t outsz,
	const char **bad);

/* dest_flag; v3.4, 5.2.25 */
enum { SMPP_DEST_SME = 1, SMPP_DEST_LIST = 2 };

/* One destination of a submit_multi; v3.4, 4.5.1.1. */
struct smpp_dest {
	uint8_t flag;		/* SMPP_DEST_SME, SMPP_DEST_LIST */
	uint8_t ton, npi;	/* SME address only */
	const char *addr;	/* or dl_name */
};

/* One failure in a submit_multi_resp; v3.4, 4.5.2.1. */
struct smpp_unsuccess {
	uint8_t ton, npi;
	const char *addr;
	uint32_t status;
};

/*
 * Walk dests or unsuccess of a decoded PDU: *at starts at 0.
 * Returns 1 with the next, 0 at the end, SMPP_EFIELD when cut short.
 */
int smpp_dest_next(struct smpp_octets dests, size_t *at, struct smpp_dest *d);
int smpp_unsuccess_next(struct smpp_octets un, size_t *at,
	struct smpp_unsuccess *u);

/* Append to the octets that pdu.dests or pdu.unsuccess will point to. */
void smpp_dest_put(struct buf *b, const struct smpp_dest *d);
void smpp_unsuccess_put(struct buf *b, const struct smpp_unsuccess *u);

/* esm_class; v3.4, 5.2.12 */
enum {
	SMPP_ESM_MODE = 0x03,		/* mask: 0 default, 1 datagram,
					   2 transaction, 3 store and forward */
	SMPP_ESM_TYPE = 0x3c,		/* mask: message type */
	SMPP_ESM_RECEIPT = 0x04,	/* SMSC delivery receipt */
	SMPP_ESM_DELIVERY_ACK = 0x08,	/* SME delivery acknowledgement */
	SMPP_ESM_USER_ACK = 0x10,	/* SME manual/user acknowledgement */
	SMPP_ESM_INTERMEDIATE = 0x20,	/* intermediate notification */
	SMPP_ESM_UDHI = 0x40,		/* short_message begins with a UDH */
	SMPP_ESM_REPLY_PATH = 0x80,
};

/* registered_delivery; v3.4, 5.2.17 */
enum {
	SMPP_REG_RECEIPT = 0x01,		/* success or failure */
	SMPP_REG_RECEIPT_FAILURE = 0x02,	/* failure only */
	SMPP_REG_RECEIPT_MASK = 0x03,
	SMPP_REG_SME_DELIVERY = 0x04,
	SMPP_REG_SME_USER = 0x08,
	SMPP_REG_INTERMEDIATE = 0x10,
};

#endif
