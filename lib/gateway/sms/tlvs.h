/*
 * tlvs - optional parameters as the JSON object `tlv` of sms-record(5) and of
 * smpp-dump(1).
 *
 * A key is a vendor's name, the standard's or 0xNNNN.  A value is an integer, a string
 * (parameters that the standard calls C-octet strings) or hex octets, as the
 * parameter is defined; {"hex":"..."} where the octets do not fit that.  A list
 * repeats the parameter.  What sms_tlvs_write() writes, sms_tlvs_read() makes
 * the same octets of.
 */
#ifndef GATEWAY_SMS_TLVS_H
#define GATEWAY_SMS_TLVS_H

#include "base/buf.h"
#include "base/diag.h"
#include "gateway/sms/vendor.h"
#include "record/json.h"
#include "smpp/tlv.h"

/**
 * Append the parameters of a JSON object to out as they go on the wire.
 *
 * r:	used for the object, and its values with it: a reader from which
 *	nothing else is borrowed
 * vendor: NULL: only the standard's names
 * guess: not 0: an integer of an unknown tag takes 1, 2 or 4 octets, the fewest
 *	that hold it; 0: it is refused, since nobody knows its width
 *
 * Returns 0, or -1 with err filled: EX_DATAERR, beginning with the key;
 * EX_TEMPFAIL out of memory.
 */
int sms_tlvs_read(struct json_reader *r, const struct json_value *object,
	const struct sms_vendor_tlvs *vendor, int guess, struct buf *out, struct diag_err *err);

/* Append the JSON object for these octets; what is cut short at their end is
   left out.  Parameters of the same tag become a list. */
void sms_tlvs_write(struct buf *out, const struct sms_vendor_tlvs *vendor,
	struct smpp_octets tlvs);

#endif
