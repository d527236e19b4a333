/* mail2sms(1).  See filter.h. */
#include <string.h>
#include <sysexits.h>

#include "base/clock.h"
#include "engine/decision.h"
#include "engine/filter/filter_priv.h"
#include "engine/filter/filter_replies.h"
#include "engine/filter/mail2sms_priv.h"
#include "engine/filter/slurp.h"
#include "gateway/sms/address.h"
#include "gateway/sms/mail2sms.h"
#include "mail/mbox.h"

enum {
	RECORDS_MAX = 1 << 16,	/* octets of records that wait to be given out */
};

struct run {
	const struct mail2sms_opts *o;
	struct mail2sms how;
	struct filter_store store;
	struct sink *sink;
	struct buf in, records;
	unsigned waiting;	/* of the records: without a handler */
	struct outcome_tally tally;
	int failed;		/* sysexits code of our own trouble; 0 */
	int cut_short;		/* a signal came before all was taken */
};

/* The enhanced code (RFC 3463) for what went wrong with a mail. */
static const char *
enhanced(int sysexit)
{
	switch (sysexit) {
	case EX_NOUSER: return "5.1.3";
	case EX_DATAERR: return "5.6.0";
	case EX_USAGE: return "5.3.5";
	default: return "4.3.0";
	}
}

static void
count(struct run *r, int sysexit)
{
	if (!sysexit)
		outcome_done(&r->tally);
	else if (sysexit == EX_USAGE || (sysexit != EX_TEMPFAIL &&
	    outcome_delivery_agent(sysexit) == sysexit))
		outcome_permanent(&r->tally, sysexit);
	else
		outcome_temporary(&r->tally, EX_TEMPFAIL);
}

/* ---- one mail ---- */

/* A handler's 77 says that the SMSC refused *our* login: that is no fault of
   the mail, so it can be tried again.  Its 74 says that it could not write what
   became of the message, which may have been sent: a second try could send it
   twice, so it is bounced, as `unknown` is. */
static int
handled(int sysexit)
{
	if (sysexit == EX_IOERR)
		return EX_UNAVAILABLE;
	return sysexit == EX_NOPERM ? EX_TEMPFAIL :
		outcome_delivery_agent(sysexit);
}

/* The one recipient's record goes to the handler. */
static void
handle(struct run *r, const struct mail *mail, const char *to, const char *id)
{
	const char *sender = mail2sms_sender(&r->how, mail), *domain;
	char number[SMS_ADDR_TEXT];
	struct handler_message m = {
		.input = r->records.p, .n = r->records.len,
		.sender = sender ? sender : "",
		.recipients = &to, .nrecipients = 1, .id = id,
	};

	msec began = clock_mono();
	int sysexit;

	sms_addr_split(to, number, &domain);
	sysexit = handled(filter_handle(r->o->handler, config_view(
	    r->o->config, domain, r->o->domain, NULL), &m));
	decision_handled(&m, r->o->handler->argv[0], !sysexit ? OUTCOME_DONE :
	    sysexit == EX_TEMPFAIL ? OUTCOME_RETRY : OUTCOME_REFUSED, began);
	count(r, sysexit);
}

/* mail2sms.h's choose. */
static const char *
choose(void *arg, const struct config_view *v, const struct mail *mail,
    const char *phone)
{
	struct run *r = arg;
	const struct replies_mail m = {
		.envelope_from = mail2sms_sender(&r->how, mail),
		.reply_to = mail->reply_to, .from = mail->from,
		.subject = mail->subject, .message_id = mail->message_id,
	};

	return filter_choose(&r->store, v, &m, phone);
}

/* Records go out when what they are remembered by is kept. */
static void
give_out(struct run *r)
{
	filter_keep(&r->store);
	if (r->waiting && !r->store.failed)
		r->failed = filter_put(r->sink, &r->records);
	for (; r->waiting; r->waiting--)
		count(r, r->store.failed ? r->store.failed : r->failed);
	buf_reset(&r->records);
}

static void
convert(struct run *r, const struct mail *mail, const char *raw, size_t n,
    const char *to)
{
	size_t before = r->records.len;
	struct diag_err err;
	char id[33] = "";

	if (mail2sms_record(&r->how, mail, raw, n, to, id, &r->records,
	    &err) < 0) {
		diag_status(enhanced(err.sysexit), "%s", err.text);
		count(r, err.sysexit);
		r->records.len = before;
		return;
	}
	if (!r->o->handler->argv || r->o->dry_run) {
		r->waiting++;
		if (filter_due(&r->store) || r->records.len > RECORDS_MAX)
			give_out(r);
		return;
	}
	filter_keep(&r->store);
	if (r->store.failed)
		count(r, r->store.failed);
	else
		handle(r, mail, to, id);
	buf_reset(&r->records);
}

/* One exit status for several runs of the handler asks for all of them again:
   may they be?  What remembers the ids can tell which were done. */
static int
may_repeat(struct run *r, size_t nto)
{
	if (filter_store(&r->store) || r->store.lost) {
		count(r, EX_TEMPFAIL);
		return 0;
	}
	if (r->store.s)
		return 1;
	diag_status("5.3.5", "%zu recipients and a handler, whose exit status "
	    "could not tell which were done, without a store that knows: call "
	    "mail2sms once for each recipient, or set State", nto);
	count(r, EX_USAGE);
	return 0;
}

static void
convert_all(struct run *r, const struct mail *mail, const char *raw, size_t n)
{
	const char *to[HANDLER_RECIPIENTS_MAX];
	size_t nto = mail2sms_recipients(r->o, mail, to), i;

	if (nto == 0) {
		diag_status("5.1.3", "the mail names no recipient of ours");
		count(r, EX_NOUSER);
		return;
	}
	if (nto > 1 && r->o->handler->argv && !may_repeat(r, nto))
		return;
	for (i = 0; i < nto && !r->failed; i++)
		if (i > 0 && r->o->handler->argv && filter_stopped())
			count(r, EX_TEMPFAIL);
		else
			convert(r, mail, raw, n, to[i]);
}

static void
take(struct run *r, const char *raw, size_t n)
{
	struct diag_err err;
	struct mail *mail;

	if (mail_read(raw, n, &mail, &err) < 0) {
		diag_status(enhanced(err.sysexit), "%s", err.text);
		count(r, err.sysexit);
		return;
	}
	convert_all(r, mail, raw, n);
	mail_free(mail);
}

/* ---- */

static void
take_all(struct run *r)
{
	struct buf one = BUF_INIT;
	size_t at = 0;

	if (!r->o->mbox) {
		take(r, r->in.p ? r->in.p : "", r->in.len);
		return;
	}
	while (!r->failed && !r->cut_short &&
	    mbox_next(r->in.p, r->in.len, &at, &one)) {
		if (one.err) {
			diag_warn(NULL, "out of memory");
			r->failed = EX_TEMPFAIL;
			break;
		}
		take(r, one.p, one.len);
		r->cut_short = filter_stopped() && at < r->in.len;
	}
	buf_free(&one);
}

/* Of a batch. */
static int
batch_status(const struct run *r)
{
	if (r->failed)
		return r->failed;
	if (r->cut_short)
		return r->tally.done ? 1 : EX_TEMPFAIL;
	return outcome_status(&r->tally);
}

/* Of a delivery agent: see filter.h. */
static int
agent_status(const struct run *r)
{
	if (r->failed || r->tally.temporary)
		return EX_TEMPFAIL;
	if (r->o->handler->argv && r->tally.permanent && r->tally.done)
		return EX_TEMPFAIL;
	return r->tally.permanent ? r->tally.first_permanent : 0;
}

int
mail2sms_run(const struct mail2sms_opts *o)
{
	struct run r = { .o = o, .store = { .config = o->config },
		.how = { .config = o->config, .domain = o->domain,
		.sender = o->sender } };
	struct diag_err err;
	int rc;

	filter_signals();
	filter_url(o->config, o->domain);
	if (!o->dry_run) {
		r.how.choose = choose;
		r.how.arg = &r;
	}
	r.sink = sink_open(o->sink, &err);
	if (!r.sink) {
		diag_warn(NULL, "%s", err.text);
		return err.sysexit == EX_USAGE ? EX_USAGE : EX_TEMPFAIL;
	}
	rc = slurp_stdin(&r.in, o->mbox);
	if (rc) {
		rc = outcome_delivery_agent(rc);
	} else {
		take_all(&r);
		give_out(&r);
		if (!r.failed)
			r.failed = filter_flush(r.sink);
		rc = o->mbox ? batch_status(&r) : agent_status(&r);
	}
	decision_close();
	filter_store_close(&r.store);
	sink_free(r.sink);
	buf_free(&r.in);
	buf_free(&r.records);
	return rc;
}
