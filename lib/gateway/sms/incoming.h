/*
 * incoming - a PDU that carries a message, understood: what kind it is, which
 * part of which message, and its text; and the records made of it.
 *
 * Serves deliver_sm and data_sm that a message centre sends us, its
 * alert_notification, and submit_sm, submit_multi (`to` of its record is a list)
 * and data_sm that an ESME sends to our server.
 */
#ifndef GATEWAY_SMS_INCOMING_H
#define GATEWAY_SMS_INCOMING_H

#include <stdint.h>

#include "base/buf.h"
#include "config/config.h"
#include "gateway/sms/address.h"
#include "gsm/dcs.h"
#include "gsm/udh.h"
#include "record/record.h"
#include "smpp/pdu.h"

/* How the parts of a message are tied together. */
struct sms_concat {
	enum { SMS_CONCAT_NONE, SMS_CONCAT_UDH8, SMS_CONCAT_UDH16,
	       SMS_CONCAT_SAR } how;
	uint16_t ref;
	unsigned total, seq;	/* seq 1..total; both 1 where there is none */
};

struct sms_incoming {
	int receipt;		/* by esm_class or TLVs, never by its text alone:
				   nobody's text message can pose as one */
	int intermediate;	/* esm_class says that it is not the last word */
	char from[SMS_ADDR_TEXT], to[SMS_ADDR_TEXT];	/* to: of several
				   the first */
	struct sms_concat concat;
	struct gsm_dcs dcs;
	struct gsm_udh udh;	/* all zeros: none */
	struct smpp_octets udh_octets;	/* borrowed from the PDU */
	struct smpp_octets payload;	/* borrowed: text or data behind the UDH */
	const struct smpp_pdu *pdu;	/* borrowed */
	const char *account;	/* borrowed; the caller's: whose message it is,
				   where several may use one reference; NULL */
};

/*
 * Understand a PDU; nothing in it makes this fail.  short_message is taken,
 * or message_payload where there is none.  A concatenation that cannot be
 * (part 0, part over total, a total of 0 or 1) counts as none.
 */
void sms_incoming_read(const struct smpp_pdu *pdu, struct sms_incoming *in);

/*
 * Where SMPP_SMSC_Packed says so, text in the GSM alphabet comes with its septets
 * packed into octets (TS 23.038, 6.1.2.1), behind a UDH from the next septet
 * boundary on (TS 23.040, 9.2.3.24): payload becomes the septets, an octet each,
 * in scratch, which is reset.  A receipt is not looked at.
 *
 * How many there are nobody says: where the last seven bits are 0 and would make
 * one more, an @, they count as padding.
 * Returns 0, or -1: out of memory.
 */
int sms_incoming_unpack(struct sms_incoming *in, const struct config_view *v,
	struct buf *scratch);

/* What a record says beside the PDU. */
struct sms_context {
	const char *id;		/* ours */
	const char *domain;	/* NULL: none */
	const char *smsc;	/* the peer, for people: "10.0.0.1:2775" */
	const char *received;	/* RFC 3339 */
	const struct config_view *view;	/* what data_coding 0 means ... */
};

/**
 * Append a record of a whole message.
 *
 * type:	REC_DELIVER or REC_SUBMIT
 * in:		its first part (addresses, coding and TLVs are taken from it)
 * payload, n:	the payloads of all parts, joined as octets before decoding
 * parts:	their number; missing: their numbers where some never came
 *		(nmissing of them); may be NULL
 */
void sms_message_write(struct buf *out, enum record_type type,
	const struct sms_incoming *in, const uint8_t *payload, size_t n,
	unsigned parts, const uint8_t *missing, unsigned nmissing,
	const struct sms_context *ctx);

/*
 * Append a record of an alert_notification (v3.4, 4.12): `from` is the mobile,
 * `to` who had wanted to hear of it; whether it can be reached is in tlv, as
 * ms_availability_status (5.3.2.30; absent: it can).
 */
void sms_alert_write(struct buf *out, const struct sms_incoming *in,
	const struct sms_context *ctx);

enum { SMS_MESSAGE_ID_MAX = 256 };	/* octets with NUL; v3.4 says 65, and vendors
					   have longer ones */

/* What a receipt says of the message that it is about. */
struct sms_receipt {
	/* the parameter's and the text's, as they came; "": none */
	char message_id[2][SMS_MESSAGE_ID_MAX];
	int state;		/* message_state (v3.4, 5.2.28); -1: the vendor's
				   own, or none */
	int final;		/* no other follows */
	int interim;		/* it is known that another may */
	char error[32];		/* "": none */
	int umr;		/* user_message_reference; -1: none */
};
void sms_receipt_read(const struct sms_incoming *in, struct sms_receipt *r);

/* Append a receipt record. */
void sms_receipt_write(struct buf *out, const struct sms_incoming *in,
	const struct sms_context *ctx, int64_t now_ms);

#endif
