#include "engine/filter/filter_replies.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "base/clock.h"
#include "config/operand.h"
#include "engine/state.h"
#include "gateway/sms/account.h"

int
filter_store(struct filter_store *f)
{
	int rc;

	if (f->opened)
		return 0;
	rc = state_open(f->config, &f->s);
	f->opened = !rc;
	f->shut = !rc && !f->s && state_is_shut(f->config);
	return rc;
}

void
filter_store_close(struct filter_store *f)
{
	store_close(f->s);
	f->s = NULL;
}

void
filter_url(struct config *c, const char *domain)
{
	/* once for each, or the configuration would grow */
	if (domain && strchr(domain, ':') && !config_has_domain(c, domain))
		config_operand(c, OPERAND_SMPP, domain, NULL);
}

/* ---- mail2sms ---- */

static void
lose(struct filter_store *f, int sysexit)
{
	const struct config_view *v = config_view(f->config, NULL, NULL, NULL);

	filter_store_close(f);
	f->opened = f->lost = 1;
	f->changes = 0;
	if (sysexit == EX_CONFIG)
		f->failed = EX_CONFIG;
	else if (!v || config_bool(v, STATE_REQUIRED))
		f->failed = EX_TEMPFAIL;
}

static void
lose_replies(struct filter_store *f, const struct diag_err *err)
{
	diag_warn(NULL, "%s: a reply will not find its way", err->text);
	lose(f, err->sysexit);
}

static int
choose_and_remember(struct filter_store *f, const struct replies *r,
    const struct replies_mail *mail, const char *phone, const char **from,
    struct diag_err *err)
{
	if (!f->changes && store_begin(r->store, err) < 0)
		return -1;
	if (!f->changes++)
		f->since = clock_mono();
	if (replies_choose(r, phone, replies_sender(mail), from, err) < 0)
		return -1;
	return replies_keep(r, *from, phone, mail, err) < 0 ? -1 : 0;
}

const char *
filter_choose(struct filter_store *f, const struct config_view *v,
    const struct replies_mail *mail, const char *phone)
{
	const char *first = config_item(v, SMPP_ESME_ADDRESS, 0), *from;
	char account[SMS_ACCOUNT_MAX];
	struct replies r = { NULL, v, account, clock_now() };
	struct diag_err err;
	int rc;

	/* of a pool there is one for those, too, who can't be answered */
	if (!first || !replies_wanted(v) || f->failed ||
	    (!replies_sender(mail) && !config_item(v, SMPP_ESME_ADDRESS, 1)))
		return first;
	rc = filter_store(f);
	if (rc)
		lose(f, rc);
	if (!f->s)
		return first;
	r.store = f->s;
	sms_account(v, account);
	if (choose_and_remember(f, &r, mail, phone, &from, &err) == 0)
		return from;
	lose_replies(f, &err);
	return first;
}

int
filter_due(const struct filter_store *f)
{
	return f->changes >= FILTER_CHANGES || (f->changes &&
		clock_mono() - f->since >= FILTER_HOLD);
}

void
filter_keep(struct filter_store *f)
{
	struct diag_err err;

	if (!f->changes)
		return;
	state_expire(f->s, f->config);
	if (store_commit(f->s, &err) < 0)
		lose_replies(f, &err);
	f->changes = 0;
}

/* ---- sms2mail ---- */

static int
add(void *arg, const struct store_reply *r)
{
	struct sms2mail_replies *out = arg;

	if (out->n == 0) {
		snprintf(out->subject, sizeof out->subject, "%s",
		    r->subject ? r->subject : "");
		snprintf(out->message_id, sizeof out->message_id, "%s",
		    r->message_id ? r->message_id : "");
	}
	snprintf(out->sender[out->n], sizeof out->sender[0], "%s", r->sender);
	return ++out->n == SMS2MAIL_RECIPIENTS_MAX;
}

int
filter_find(struct filter_store *f, const struct config_view *v,
    const struct record *rec, struct sms2mail_replies *out,
    struct diag_err *err)
{
	char account[SMS_ACCOUNT_MAX];
	struct replies r = { NULL, v, account, clock_now() };
	int rc;

	out->n = 0;
	if (!replies_wanted(v) || !record_str(rec, REC_FROM) ||
	    !record_str(rec, REC_TO))
		return 0;
	rc = filter_store(f);
	if (rc)
		return diag_err(err, rc, "which mail it answers could not be "
		    "looked up");
	if (f->shut)
		return diag_err(err, EX_TEMPFAIL, "which mail it answers could "
		    "not be looked up: the store may not be read");
	r.store = f->s;
	sms_account(v, account);
	if (replies_each(&r, record_str(rec, REC_TO), record_str(rec, REC_FROM),
	    add, out, err) == 0)
		return 0;
	/* damaged or not readable: for us to mend, and the SMS can wait */
	err->sysexit = EX_TEMPFAIL;
	return -1;
}
