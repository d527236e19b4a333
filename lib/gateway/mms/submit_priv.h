/* What submit.c, submit_mail.c and submit_record.c share. */
#ifndef GATEWAY_MMS_SUBMIT_PRIV_H
#define GATEWAY_MMS_SUBMIT_PRIV_H

#include "gateway/mms/submit.h"

/* The view, and its domain; EX_CONFIG where there are stanzas but none of it. */
int mms_submit_open(struct mms_submit *s, const struct mms_envelope *e,
	const char *domain, struct diag_err *err);

/* The options, into fields that are not set; and the sender. */
int mms_submit_options(struct mms_submit *s, struct diag_err *err);

/* Add one, unless it is there already. */
void mms_submit_add(struct mms_submit *s, const char *given,
	const struct mm7_addr *a, enum mm7_addr_role role);
void mms_submit_show(struct mms_submit *s, const struct mm7_addr *a,
	enum mm7_addr_role role);

/* mms_submit_mail() and _record() as that operation. */
int mms_submit_mail_as(struct mms_submit *s, enum mm7_op op,
	const struct mms_envelope *e, struct mail *mail, const char *raw,
	size_t n, const char *const *recipients, size_t nrecipients,
	struct diag_err *err);
int mms_submit_record_as(struct mms_submit *s, enum mm7_op op,
	const struct mms_envelope *e, const struct record *rec,
	struct diag_err *err);

/* A field, copied; NULL or "" leaves it as it is. */
void mms_submit_set(struct mms_submit *s, enum mm7_field f, const char *value);
/* The same from a record's `mms`, and of an MCMT mail's own envelope: may it be
   set so? */
int mms_submit_may_set(enum mm7_field f);

#endif
