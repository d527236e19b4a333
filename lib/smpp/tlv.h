/*
 * tlv - optional parameters: tag, length, value.
 *
 * Spec: SMPP v3.4 issue 1.2, 3.2.4 and 5.3.  They stay as octets in
 * struct smpp_pdu; these functions walk, find and append them.  Unknown tags
 * are kept like known ones.
 */
#ifndef SMPP_TLV_H
#define SMPP_TLV_H

#include "smpp/pdu.h"

enum smpp_tag {
	SMPP_TLV_DEST_ADDR_SUBUNIT = 0x0005,
	SMPP_TLV_QOS_TIME_TO_LIVE = 0x0017,
	SMPP_TLV_ADDITIONAL_STATUS_INFO_TEXT = 0x001d,
	SMPP_TLV_RECEIPTED_MESSAGE_ID = 0x001e,
	SMPP_TLV_USER_MESSAGE_REFERENCE = 0x0204,
	SMPP_TLV_SOURCE_PORT = 0x020a,
	SMPP_TLV_DESTINATION_PORT = 0x020b,
	SMPP_TLV_SAR_MSG_REF_NUM = 0x020c,
	SMPP_TLV_SAR_TOTAL_SEGMENTS = 0x020e,
	SMPP_TLV_SAR_SEGMENT_SEQNUM = 0x020f,
	SMPP_TLV_SC_INTERFACE_VERSION = 0x0210,
	SMPP_TLV_NETWORK_ERROR_CODE = 0x0423,
	SMPP_TLV_MESSAGE_PAYLOAD = 0x0424,
	SMPP_TLV_DELIVERY_FAILURE_REASON = 0x0425,
	SMPP_TLV_MORE_MESSAGES_TO_SEND = 0x0426,
	SMPP_TLV_MESSAGE_STATE = 0x0427,
	SMPP_TLV_USSD_SERVICE_OP = 0x0501,
	/* the rest of v3.4's is in the table: smpp_tlv_def() */
};

struct smpp_tlv {
	uint16_t tag;
	uint16_t len;
	const uint8_t *value;	/* borrowed */
};

/* One optional parameter.  min and max are lengths of the value, in octets. */
struct smpp_tlv_def {
	uint16_t tag;
	const char *name;	/* also its key in the JSON record */
	enum smpp_kind kind;	/* SMPP_CSTR, SMPP_INT or SMPP_OCTETS */
	uint16_t min, max;
	const char *spec;	/* section of SMPP v3.4 issue 1.2 */
};

/* NULL when the tag or name is unknown. */
const struct smpp_tlv_def *smpp_tlv_def(uint16_t tag);
const struct smpp_tlv_def *smpp_tlv_by_name(const char *name);
/* The i-th of all, sorted by tag; NULL behind the last. */
const struct smpp_tlv_def *smpp_tlv_at(size_t i);

/*
 * Walk: *at starts at 0.  Returns 1 with the next parameter, 0 at the end,
 * SMPP_EFIELD when fewer octets are left than its length says; that one and
 * what follows is lost, those before it were given.
 */
int smpp_tlv_next(struct smpp_octets tlvs, size_t *at, struct smpp_tlv *t);

/* The first of that tag: 1, or 0 when there is none. */
int smpp_tlv_find(struct smpp_octets tlvs, uint16_t tag, struct smpp_tlv *t);

/* An integer parameter of 1, 2 or 4 octets: 1 and *v, or 0. */
int smpp_tlv_int(struct smpp_octets tlvs, uint16_t tag, uint32_t *v);

/*
 * Append.  The length is not checked against the table: what a user wants to
 * send, vendor parameters included, is sent.
 */
void smpp_tlv_put(struct buf *b, uint16_t tag, const void *value, uint16_t len);
/* len is 1, 2 or 4; v is written big-endian. */
void smpp_tlv_put_int(struct buf *b, uint16_t tag, uint32_t v, unsigned len);

#endif
