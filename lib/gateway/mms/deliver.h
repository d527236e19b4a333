/*
 * deliver - what came over MM7, as mail or as a record.
 *
 * Spec: RFC 4356, 2.1.3 and 2.1.4 (MMS to mail); 3GPP TS 23.140, 8.7.
 *
 * DeliverReq from an MMSC, and SubmitReq where we are one.  Nothing that a peer
 * wrote can make a header, an address or a part of its own: all goes through
 * mail/compose.
 */
#ifndef GATEWAY_MMS_DELIVER_H
#define GATEWAY_MMS_DELIVER_H

#include "base/buf.h"
#include "config/config.h"
#include "gateway/mms/address.h"
#include "mm7/mm7.h"
#include "mm7/related.h"

enum { MMS_TO_MAX = MM7_RECIPIENTS_MAX };

/* What is known beside the message. */
struct mms_context {
	const struct config_view *view;
	const char *domain;	/* the record's; NULL: none */
	const char *id;		/* ours; NULL: made of the message's own ids */
	const char *host;	/* this machine's name, for Received and reports */
	const char *account;	/* who brought it; NULL */
	const char *peer;	/* for people and Received: an address; NULL */
	int64_t now_ms;
};

/* The envelope of the mail. */
struct mms_envelope_out {
	char id[33];
	char sender[MMS_ADDRESS_SIZE];	/* "" the null sender: class Auto */
	const char *const *to;	/* real recipients, no doubles; never none */
	size_t nto;
	struct arena own;
};

/**
 * Append the mail.
 *
 * From: the sender, under MM7_Server_Default_Email_From_Domain, where it has
 * one; ..._From_Address instead of a number.  To, Cc: those disclosed, with the
 * displayOnly ones; without any, an empty group.  Envelope: real recipients
 * only, Bcc too, under ..._To_Domain; ..._To_Address instead of numbers.
 * (Without these options the domain is context's.)
 *
 * Content by MM7_Mail_Form: mixed (texts first, in the order of the SMIL; parts
 * that it does not name are there too, what is missing is noted in the text) or
 * related (as it is, SMIL and all).  Texts become UTF-8.  The SMIL goes along
 * with mixed only if MM7_Mail_SMIL.
 *
 * Message-ID is made of the id and of LinkedID, so that mms_submit_mail() can
 * give it back.
 *
 * Returns 0, or -1 with err filled: EX_NOUSER no real recipient and no default
 * one; EX_DATAERR a hidden sender (RFC 4356, 2.1.3.2), but a VASP's name will do
 * for a SubmitReq's; EX_CONFIG; EX_TEMPFAIL.  mms_envelope_release() in either case.
 */
int mms_deliver_mail(const struct mm7_msg *m, const struct related *r,
	const struct mms_context *ctx, struct buf *out,
	struct mms_envelope_out *e, struct diag_err *err);
void mms_envelope_release(struct mms_envelope_out *e);

/**
 * Append a record of type deliver (of a SubmitReq: submit; of a CancelReq
 * or ReplaceReq cancel or replace, with message_id): id, domain, from, to, content, mms, received.  content is in the SMIL's order, the SMIL first;
 * texts are UTF-8 in `text`, all else base64 in `data`, so that the record can
 * be submitted again as it is.  Ends with a line feed.
 * 0, or -1: out of memory.
 */
int mms_deliver_record(const struct mm7_msg *m, const struct related *r,
	const struct mms_context *ctx, struct buf *out);

/* The object `mms` of a message, into a record that is open. */
void mms_put_fields(struct buf *out, const struct mm7_msg *m);

/* The id by which a repeated request is known: a digest of sender, LinkedID and
   TransactionID. */
void mms_deliver_id(const struct mm7_msg *m, char id[33]);

/* LinkedID out of a Message-ID that we made; "": none.  Its length, which may
   be cut at size. */
size_t mms_linked_id(const char *message_id, char *out, size_t size);

#endif
