/*
 * submit - a mail, or a record, made ready for MM7: fields resolved by record,
 * mail and options (in this order), the content, and a request for each group
 * of recipients.
 *
 * Spec: RFC 4356, 2.1 and 2.2 (headers and bodies); TS 23.140, 8.7.
 *
 * The fields of MM7 stand in a record's object `mms` under their schema names,
 * as mm7_field_name() has them, and so do Cc and Bcc (lists of addresses),
 * DisplayOnly and ThirdPartyPayer.
 */
#ifndef GATEWAY_MMS_SUBMIT_H
#define GATEWAY_MMS_SUBMIT_H

#include "base/buf.h"
#include "config/config.h"
#include "gateway/mms/address.h"
#include "gateway/mms/content.h"
#include "gateway/sms/result.h"
#include "mail/mail.h"
#include "mm7/mm7.h"
#include "mm7/status.h"
#include "record/record.h"

enum {
	MMS_RECEIVED_MAX = 100,	/* Received: lines; more are a loop (RFC 4356,
				   2.1.3.9, RFC 5321, 6.3) */
	MMS_ID_SIZE = 33,
};

/* Who is to get it, and what became of that. */
struct mms_recipient {
	const char *given;	/* as the envelope or the record has it */
	struct mm7_addr addr;
	enum mm7_addr_role role;
	/* result.h; status is SMS_TEMPORARY and code 0 before anything was sent */
	enum sms_status status;
	int code;		/* StatusCode; 0: none */
	const char *enhanced;	/* "5.1.1"; NULL: none */
	const char *reason;	/* NULL: none */
	const char *message_id;	/* the centre's; NULL: none */
	const char *transaction_id;	/* of the request that it was in last */
	int duplicate;		/* sent by an earlier run, and not again */
};

/* What the programs say of the mail. */
struct mms_envelope {
	struct config *config;
	const char *domain;	/* -d, the operand; NULL */
	const char *sender;	/* "" null; NULL: from Return-Path or From_ */
	const char *id;		/* of a record that has none; NULL: made of the
				   record, so that the same has the same */
	const char *message_id;	/* the same of a cancel or replace; NULL: it
				   must have one */
};

struct mms_submit {
	char id[MMS_ID_SIZE];	/* ours, of the message */
	const char *domain;	/* NULL: none */
	const struct config_view *view;
	struct mm7_msg msg;	/* all but TransactionID and recipients */
	struct mms_recipient *recipient;	/* those to be sent to; of
				   a cancel or replace one without address, for
				   its outcome */
	size_t nrecipients;
	struct mms_shown {	/* displayOnly */
		struct mm7_addr addr;
		enum mm7_addr_role role;
	} *shown;
	size_t nshown;
	struct mms_content content;
	struct buf mail;	/* the record's object `mail`; empty: none */
	/* private */
	size_t recipients_cap, shown_cap;
	struct arena own;
	struct mm7_msg request;
	char transaction_id[MMS_ID_SIZE];
};

/**
 * Of a mail, for these recipients of its envelope, who are of one domain (as
 * options are by domain): `15551234567@mms.example.com` or bare numbers.
 *
 * raw, n: as it came.  The same mail always has the same id, and the same
 * recipients the same TransactionID: what an MTA tries again can be told.
 *
 * Recipients in the mail's To and Cc are that, others Bcc (or To, as
 * MM7_Hidden_Recipients says); who else is in To and Cc is displayOnly if
 * MM7_Display_Recipients.
 *
 * LinkedID: the mail's X-Mms-Linked-ID, else what the Message-ID that it
 * answers says, if mms_deliver_mail() made that.
 *
 * Returns 0, or -1 with err filled.  EX_DATAERR: a Sensitivity header ("5.6.0
 * ..."), a loop ("5.4.6 ..."), and what content.h says; EX_NOUSER: no number
 * ("5.1.3 ..."); EX_USAGE: of several domains; EX_CONFIG; EX_TEMPFAIL.
 * mms_submit_release() in either case.
 */
int mms_submit_mail(struct mms_submit *s, const struct mms_envelope *e,
	struct mail *mail, const char *raw, size_t n,
	const char *const *recipients, size_t nrecipients,
	struct diag_err *err);

/**
 * Of a record of type submit, cancel (`message_id`) or replace (`message_id`
 * and what is to be changed).  0, or -1: EX_DATAERR names the field.
 */
int mms_submit_record(struct mms_submit *s, const struct mms_envelope *e,
	const struct record *rec, struct diag_err *err);

void mms_submit_release(struct mms_submit *s);

/* Recipients that a request may have: MM7_Max_Recipients, all where it is 0. */
size_t mms_submit_step(const struct mms_submit *s);

/**
 * The request for the recipients first .. first + n - 1, to be written by
 * mm7_write() and, with s->content, related_write().  TransactionID is made of
 * the id and of them, and noted with each.  Borrowed until the next call.
 * NULL: out of memory.
 */
const struct mm7_msg *mms_submit_request(struct mms_submit *s, size_t first,
	size_t n);

/* From now on without LinkedID: after 2006. */
void mms_submit_unlink(struct mms_submit *s);

/**
 * Append the record of a mail: type submit, id, domain, from, to, mms, mail;
 * not its content.  Open: result.h puts the result behind it, and record_close()
 * ends it.
 */
void mms_submit_write(struct buf *out, const struct mms_submit *s);

/* How to write for that peer: MM7_XML_Schema and the like. */
struct mm7_dialect mms_dialect(const struct config_view *v);

#endif
