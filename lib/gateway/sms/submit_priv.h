/* submit_priv - the parts of submit.h's sms_submit_read(); for submit*.c only. */
#ifndef GATEWAY_SMS_SUBMIT_PRIV_H
#define GATEWAY_SMS_SUBMIT_PRIV_H

#include "gateway/sms/submit.h"
#include "gsm/udh.h"

/* Fill err with `field: why` (EX_DATAERR); -1. */
int submit_wrong(struct diag_err *err, enum record_key key, const char *why);

/*
 * A field that is a number or one of an option's names; the option's value
 * where the field is absent.  0, or -1 with err filled.
 */
int submit_number(const struct record *rec, enum record_key key,
	const struct config_view *v, enum option o, int64_t min, int64_t max,
	int64_t *out, struct diag_err *err);

/* Addresses, times, and all else that is one field of the PDU. */
int submit_fields(struct sms_submit *m, const struct record *rec,
	const struct config_view *v, struct json_reader *scratch,
	struct diag_err *err);

/* The same for a query, cancel or replace. */
int submit_request_fields(struct sms_submit *m, const struct record *rec,
	const struct config_view *v, struct json_reader *scratch,
	struct diag_err *err);

/* The text goes into message_payload, as the options say; after the segments are
   cut.  0, or -1 with err filled. */
int submit_payload(struct sms_submit *m, const struct record *rec,
	const struct config_view *v, struct diag_err *err);

/* Text or data, as units; ref as for sms_submit_read(); udh: the record's header,
   zeros where it has none. */
int submit_content(struct sms_submit *m, const struct record *rec,
	const struct config_view *v, uint16_t ref, const struct gsm_udh *udh,
	struct diag_err *err);

#endif
