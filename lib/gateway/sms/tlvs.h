/*
 * tlvs - optional parameters as the JSON object `tlv` of sms-record(5).
 *
 * A key is the standard's name or 0xNNNN.  A value is an integer, a string
 * (parameters that the standard calls C-octet strings) or hex octets; a list
 * repeats the parameter.
 */
#ifndef GATEWAY_SMS_TLVS_H
#define GATEWAY_SMS_TLVS_H

#include "base/buf.h"
#include "base/diag.h"
#include "record/json.h"
#include "smpp/tlv.h"

/**
 * Append the parameters of a JSON object to out as they go on the wire.
 *
 * r is used for the object, and its values with it: pass a reader from which
 * nothing else is borrowed.  An integer of an unknown tag takes 1, 2 or 4
 * octets, the fewest that hold it.
 *
 * Returns 0, or -1 with err filled (EX_DATAERR), naming the key.
 */
int sms_tlvs_read(struct json_reader *r, const struct json_value *object,
	struct buf *out, struct diag_err *err);

/* Append the JSON object for these octets; what is cut short at their end is
   left out.  Parameters of the same tag become a list. */
void sms_tlvs_write(struct buf *out, struct smpp_octets tlvs);

#endif
