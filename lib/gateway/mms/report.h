/*
 * report - delivery reports and read replies, as records and as mail.
 *
 * Spec: RFC 4356, 2.1.5 and 2.1.6; RFC 3464 (DSN), RFC 8098 (MDN).
 *
 * A DeliveryReportReq is a record of type `receipt`, whose state is SMPP's word
 * for it; a ReadReplyReq one of type `read`: what a reader did is no state of
 * the delivery, and "deleted" after it none of a message that never came.
 */
#ifndef GATEWAY_MMS_REPORT_H
#define GATEWAY_MMS_REPORT_H

#include "gateway/mms/deliver.h"

/**
 * Append the record: id, domain, from, to, message_id, state, final, error (the
 * extension), done, received, mms.
 *
 * from and to are as in the message that it is about turned round: from is who
 * got that, to who sent it.  original: the submit record, whose id and domain
 * are taken; NULL: not known.
 *
 * Returns 0, or -1: out of memory.
 */
int mms_report_record(const struct mm7_msg *m, const struct mms_context *ctx,
	const char *original, size_t n, struct buf *out);

/* Both, and a submit record that failed, become mail by notify() of
   gateway/sms/notify.h: a DSN where MM7_Notify_Delivery_Report asks for the
   state, an MDN to who had asked for one. */

#endif
