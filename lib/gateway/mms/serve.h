/*
 * serve - what a server says: answers, and as an MMSC what it sends by itself.
 *
 * Spec: TS 23.140, 8.7.
 */
#ifndef GATEWAY_MMS_SERVE_H
#define GATEWAY_MMS_SERVE_H

#include "gateway/mms/deliver.h"
#include "gateway/mms/submit.h"

/**
 * The answer to a request, in its dialect: the operation's ...Rsp, or where
 * code is no success and a fault is wanted, or the request is none that we know,
 * an RSErrorRsp (as an MMSC) or VASPErrorRsp in a Fault.
 *
 * message_id: of a SubmitRsp; NULL: none.  text: for people; NULL: MM7's words.
 * All strings are borrowed.  code_text (8 octets) holds what msg borrows.
 */
void mms_answer(struct mm7_msg *rsp, const struct mm7_msg *req, int code,
	const char *text, const char *message_id, int as_mmsc, int fault,
	char code_text[8]);

/* What exit status (65, 67, 69, 77, 75 ...) a handler's is in MM7: 1000, 2004,
   2003, 3002, 4006. */
int mms_answer_code(int sysexit);

/**
 * As an MMSC: a mail, or a deliver record, to the DeliverReq for a VASP.
 *
 * s is filled as by mms_submit_mail(), with its options, and used in the same
 * way (op is MM7_DELIVER_REQ); Sender is the mail's From, LinkedID is made of
 * the id.
 */
int mms_serve_mail(struct mms_submit *s, const struct mms_envelope *e,
	struct mail *mail, const char *raw, size_t n,
	const char *const *recipients, size_t nrecipients,
	struct diag_err *err);
int mms_serve_record(struct mms_submit *s, const struct mms_envelope *e,
	const struct record *rec, struct diag_err *err);

/* A report that is to be sent for a SubmitReq that was taken. */
struct mms_report {
	const char *message_id;	/* ours */
	const struct mm7_addr *sender;	/* the VASP's */
	const struct mm7_addr *recipient;	/* who got it */
	const char *status;	/* MMStatus: "Retrieved"; of a read reply "Read" */
	const char *text;	/* StatusText; NULL */
	int64_t at_ms;
	int read;		/* ReadReplyReq, else DeliveryReportReq */
};

/* Fill m, which borrows from r, the dialect's options and own.
   Returns 0, or -1: out of memory. */
int mms_serve_report(struct mm7_msg *m, const struct mms_report *r,
	const struct config_view *v, struct arena *own);

/* Did the SubmitReq ask for that report? */
int mms_wants_report(const struct mm7_msg *submit, int read);

#endif
