/*
 * What the files of deliver.c share.  See deliver.h.
 *
 * deliver.c		headers, and the mail
 * deliver_id.c		its ids
 * deliver_address.c	from whom, and to whom
 * deliver_parts.c	its parts
 * deliver_record.c	a record instead
 */
#ifndef GATEWAY_MMS_DELIVER_PRIV_H
#define GATEWAY_MMS_DELIVER_PRIV_H

#include "base/clock.h"
#include "gateway/mms/deliver.h"
#include "mail/compose.h"

enum { MMS_EXTRA_MAX = 24 };

/* A mail while it is being made. */
struct mms_letter {
	const struct mm7_msg *m;
	const struct mms_context *ctx;
	struct mms_envelope_out *e;
	char from[MMS_ADDRESS_SIZE];
	const char *from_name;
	const char **to, **cc;
	size_t nto, ncc;
	char resent_from[MMS_ADDRESS_SIZE];
	char resent_date[CLOCK_RFC5322_SIZE];
	const char *extra[MMS_EXTRA_MAX][2];
	size_t nextra;
};

/* deliver_id.c: `mms.ID.4c494e4b@domain`, with LinkedID in hex. */
void mms_put_message_id(struct buf *out, const char *id, const char *linked,
	const char *domain);

/* deliver_address.c */
/* The option's domain, else the context's. */
const char *mms_domain_or(const struct mms_context *ctx, enum option o);
/* From, and what is shown before it; To, Cc and the envelope's.  0, or -1 as
   mms_deliver_mail(). */
int mms_take_sender(struct mms_letter *l, struct diag_err *err);
int mms_take_recipients(struct mms_letter *l, struct diag_err *err);

/* deliver_parts.c: m with the parts of r, as mail_compose_parts(). */
int mms_write_parts(const struct mail_out *m, const struct related *r,
	const struct config_view *v, struct buf *out, const char **bad);

/* xsd:dateTime, also without a zone (then UTC); 0 or -1, and *ms stays. */
int mms_time(const char *s, int64_t *ms);

#endif
