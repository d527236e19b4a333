/*
 * notify - what becomes of a message, as a notification to the sender of the
 * mail that it was made from: which records become one.
 *
 * A receipt does where SMPP_Notify_Deliver_Receipt (of an MMS
 * MM7_Notify_Delivery_Report) asks for its state, and one
 * that is overdue where it asks for any.  A submit record does with a result
 * that is permanent or unknown, unless Generate_Bounces is false.  Options are
 * those of the domain of the message, the receipt's `original`.
 *
 * A read reply becomes an MDN to who asked for one in the mail.
 *
 * The message must have come from a mail with an envelope sender.  There is
 * never a notification about a notification: none to the null sender or to
 * MAILER-DAEMON, and none about a mail that was Auto-Submitted: auto-replied
 * (RFC 3834, 5) or auto-notified (RFC 5436, 2.7.1).  One that was
 * auto-generated, by cron(8), say, is no answer to anything, and gets one.
 */
#ifndef GATEWAY_SMS_NOTIFY_H
#define GATEWAY_SMS_NOTIFY_H

#include "gateway/sms/sms2mail.h"

/**
 * Turn a receipt, or a submit record with a result, into a notification; out
 * is filled as by sms2mail(): sender "" and recipient the envelope sender.
 *
 * An envelope sender without a domain is somebody of this machine (s->host).
 *
 * The same record gives the same Message-ID, so that one that is tried again
 * can be told.
 *
 * Returns 1, 0: the record asks for none, or -1 with err filled: EX_DATAERR the
 * envelope sender is no address, or the message has several recipients;
 * EX_TEMPFAIL.
 */
int notify(const struct sms2mail *s, const struct record *rec, int64_t now_ms,
	struct sms2mail_out *out, struct diag_err *err);

#endif
