/*
 * result - what became of each recipient, and of the message: the object
 * `result` of sms-record(5), as smpp-send(1) writes it, and the exit status.
 *
 * Spec: TS 23.140, 8.7.9.3; what a code means is mm7/status's, and before that
 * MM7_Vendor_Status_Table's.
 */
#ifndef GATEWAY_MMS_RESULT_H
#define GATEWAY_MMS_RESULT_H

#include "gateway/mms/submit.h"

/* A code as the user's table (MM7_Vendor_Status_Table) has it, else as
   mm7_status_find() has it. */
struct mm7_status mms_status(const struct config_view *v, int code);

/**
 * An answer to the request for recipients first .. first + n - 1 of s.
 *
 * answer: as mm7_read() gave it.  What is no answer to our request, or has no
 * status, or after success no MessageID, is unknown: never success.
 *
 * Returns what to do: MM7_ONE_BY_ONE (n is over 1) and MM7_NO_LINKED_ID (it had
 * one; call mms_submit_unlink()) ask for other requests for the same
 * recipients; with all others they have their outcome.
 */
enum mm7_class mms_result_answer(struct mms_submit *s, size_t first, size_t n,
	const struct mm7_msg *answer);

/* No answer that could be read: HTTP's status (0: none), and whether the request
   had been sent whole.  why: for people; NULL. */
enum mm7_class mms_result_http(struct mms_submit *s, size_t first, size_t n,
	int http_status, int complete, const char *why);

/* Nothing was sent: err says why.  EX_TEMPFAIL is temporary, all else for good. */
void mms_result_failed(struct mms_submit *s, size_t first, size_t n,
	const struct diag_err *err);

/**
 * What the `result` of a record that was here before says: who has the message
 * (ok) or may have it (unknown, unless resend) is put behind the others, with
 * that outcome.
 * Returns how many are left to be sent to: the first ones.
 */
size_t mms_result_before(struct mms_submit *s, const struct record *rec,
	int resend);

/* Of all recipients: ok; unknown where one is; permanent where one is; else
   temporary.  (By that order a record is judged.) */
enum sms_status mms_result_status(const struct mms_submit *s);

/* Append `"result":{...}`: status, code, reason, message_id (where all have the
   same), recipients (where there are several).  smsc, at: NULL left out. */
void mms_result_write(struct buf *out, const struct mms_submit *s,
	const char *smsc, const char *at);

/*
 * The exit status of a delivery agent, and in code (6 octets or more) the
 * enhanced status for the first line on stderr.
 *	0	all have it
 *	EX_TEMPFAIL	nobody has it, and it may work later; or some have it and
 *		others may later (the ids are the same then)
 *	EX_NOUSER, EX_DATAERR, EX_NOPERM, EX_UNAVAILABLE	for good
 * unknown: EX_UNAVAILABLE and 5.4.2, "may have been sent".  What is our own
 * configuration's fault is EX_TEMPFAIL.
 */
int mms_result_sysexit(const struct mms_submit *s, char code[8]);

#endif
