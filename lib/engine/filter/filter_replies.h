/*
 * filter_replies - the filters' way to what is remembered of replies: a store
 * that is opened when it is first needed, since most runs need none.
 */
#ifndef ENGINE_FILTER_REPLIES_H
#define ENGINE_FILTER_REPLIES_H

#include "engine/replies.h"
#include "gateway/sms/sms2mail.h"

struct filter_store {
	struct config *config;	/* borrowed */
	struct store *s;	/* NULL: none, or not opened yet */
	int opened;		/* asked for, and it was there or not */
	int shut;		/* it is there, and not ours to open */
	int lost;		/* it was there, and is of no use to this run */
	int failed;		/* so the run must not go on: sysexits code; 0 */
	int changes;		/* that filter_keep() has not made good yet */
	msec since;		/* when the first of them was made */
};

enum {				/* how much filter_choose() lets wait */
	FILTER_CHANGES = 100,
	FILTER_HOLD = 50,	/* ms that other processes are kept waiting */
};

/* state_open(), once: 0 or a sysexits code, said.  After a failure the next call
   tries again. */
int filter_store(struct filter_store *f);
void filter_store_close(struct filter_store *f);

/**
 * mail2sms: the number that a mail to that phone goes out from (NULL: none is
 * configured), having remembered the mail: for good when filter_keep() was
 * called, which is before the record is given out, and when filter_due() says
 * so, since no other process can change the store until then.
 *
 * Where the store fails, an alarm that goes out matters more than the reply to
 * it: that is said once, the run goes on without a store, and f->failed is set
 * only where State_Required, or a State that names none, asks for it.
 */
const char *filter_choose(struct filter_store *f, const struct config_view *v,
	const struct replies_mail *mail, const char *phone);

int filter_due(const struct filter_store *f);
void filter_keep(struct filter_store *f);

/**
 * sms2mail: who wrote to the phone that a deliver record is from.
 *
 * 0; or -1 with err (EX_TEMPFAIL, EX_CONFIG): it could not be found out, and a
 * mail to the wrong person is worse than one that comes late.
 */
int filter_find(struct filter_store *f, const struct config_view *v,
	const struct record *rec, struct sms2mail_replies *out,
	struct diag_err *err);

/* A domain that is a URL gets its stanza, as config_operand() makes it, so that
   its account is known.  To be called before views are made. */
void filter_url(struct config *c, const char *domain);

#endif
