/* mail2sms(1).  See filter.h. */
#include <errno.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "engine/filter_priv.h"
#include "gateway/sms/address.h"
#include "gateway/sms/mail2sms.h"
#include "mail/mbox.h"

enum {
	MBOX_MAX = 1 << 30,	/* octets of an mbox, which is read whole */
	BLOCK = 1 << 16,
};

struct run {
	const struct mail2sms_opts *o;
	struct mail2sms how;
	struct sink *sink;
	struct buf in, records;
	struct outcome_tally tally;
	int failed;		/* sysexits code of our own trouble; 0 */
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
	else if (sysexit == EX_DATAERR || sysexit == EX_NOUSER ||
	    sysexit == EX_UNAVAILABLE || sysexit == EX_USAGE)
		outcome_permanent(&r->tally, sysexit);
	else
		outcome_temporary(&r->tally, sysexit);
}

/* ---- whom it is for ---- */

/* Is that one of ours?  Of a header's addresses some are no phones. */
static int
is_phone(const struct run *r, const char *address)
{
	char number[SMS_ADDR_TEXT];
	const char *domain;
	struct sms_addr a;

	if (sms_addr_split(address, number, &domain) < 0 ||
	    sms_addr_number(number, 0, 0, &a))
		return 0;
	return !config_domain(r->o->config, 0) ||
		(domain && config_has_domain(r->o->config, domain));
}

/* Fill to[] (HANDLER_RECIPIENTS_MAX); their number. */
static size_t
recipients(const struct run *r, const struct mail *mail, const char **to)
{
	size_t i, n = 0;

	if (!r->o->from_headers) {
		for (; n < r->o->nrecipients && n < HANDLER_RECIPIENTS_MAX; n++)
			to[n] = r->o->recipients[n];
		return n;
	}
	for (i = 0; i < mail->nrecipients && n < HANDLER_RECIPIENTS_MAX; i++)
		if (is_phone(r, mail->recipients[i]))
			to[n++] = mail->recipients[i];
	return n;
}

/* ---- one mail ---- */

/* A handler's 77 says that the SMSC refused *our* login: that is no fault of
   the mail, so it can be tried again. */
static int
handled(int sysexit)
{
	return sysexit == EX_NOPERM ? EX_TEMPFAIL :
		outcome_delivery_agent(sysexit);
}

static void
hand_over(struct run *r, const struct mail *mail, const char **to, size_t n,
    const char *id)
{
	const char *sender = mail2sms_sender(&r->how, mail);
	struct handler_message m = {
		.input = r->records.p, .n = r->records.len,
		.sender = sender ? sender : "",
		.recipients = to, .nrecipients = n, .id = id,
	};

	if (r->o->handler->argv) {
		count(r, handled(filter_handle(r->o->handler, config_view(
		    r->o->config, NULL, r->o->domain, NULL), &m)));
		return;
	}
	if (!sink_put(r->sink, r->records.p, r->records.len)) {
		r->failed = EX_TEMPFAIL;
		return;
	}
	if (sink_full(r->sink))
		r->failed = filter_flush(r->sink);
	count(r, r->failed);
}

static void
convert(struct run *r, const struct mail *mail, const char *raw, size_t n)
{
	const char *to[HANDLER_RECIPIENTS_MAX], *taken[HANDLER_RECIPIENTS_MAX];
	size_t nto = recipients(r, mail, to), ntaken = 0, i;
	struct diag_err err;
	char id[33] = "";

	if (nto == 0) {
		diag_status("5.1.3", "the mail names no recipient of ours");
		count(r, EX_NOUSER);
		return;
	}
	if (nto > 1 && r->o->handler->argv) {
		diag_status("5.3.5", "%zu recipients and a handler, whose exit "
		    "status could not tell which were done: call mail2sms once "
		    "for each recipient", nto);
		count(r, EX_USAGE);
		return;
	}
	buf_reset(&r->records);
	for (i = 0; i < nto; i++) {
		size_t before = r->records.len;

		if (mail2sms_record(&r->how, mail, raw, n, to[i], id,
		    &r->records, &err) == 0) {
			taken[ntaken++] = to[i];
			continue;
		}
		r->records.len = before;
		diag_status(enhanced(err.sysexit), "%s", err.text);
		count(r, err.sysexit);
	}
	if (ntaken)
		hand_over(r, mail, taken, ntaken, id);
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
	convert(r, mail, raw, n);
	mail_free(mail);
}

/* ---- */

/* All of stdin.  0, or a sysexits code, said. */
static int
slurp(struct run *r)
{
	size_t most = r->o->mbox ? (size_t)MBOX_MAX : (size_t)MAIL_MAX;
	ssize_t n = 1;
	char *room;

	while (n > 0 && r->in.len <= most) {
		room = buf_room(&r->in, BLOCK);
		if (!room) {
			diag_status("4.3.0", "out of memory");
			return EX_TEMPFAIL;
		}
		n = read(STDIN_FILENO, room, BLOCK);
		if (n < 0 && errno == EINTR && !filter_stopped())
			n = 1;
		else if (n > 0)
			r->in.len += (size_t)n;
	}
	if (n < 0) {
		diag_status("4.3.0", "stdin: %s", strerror(errno));
		return EX_IOERR;
	}
	if (r->in.len > most) {
		diag_status("5.3.4", "stdin: over %zu octets", most);
		return EX_DATAERR;
	}
	return 0;
}

static void
take_all(struct run *r)
{
	struct buf one = BUF_INIT;
	size_t at = 0;

	if (!r->o->mbox) {
		take(r, r->in.p ? r->in.p : "", r->in.len);
		return;
	}
	while (!r->failed && !filter_stopped() &&
	    mbox_next(r->in.p, r->in.len, &at, &one))
		take(r, one.p, one.len);
	buf_free(&one);
}

static int
status(const struct run *r)
{
	int rc = r->failed ? r->failed : outcome_status(&r->tally);

	if (filter_stopped())
		rc = r->tally.done ? 1 : EX_TEMPFAIL;
	if (r->o->mbox || rc == EX_USAGE)
		return rc;
	return outcome_delivery_agent(rc);
}

int
mail2sms_run(const struct mail2sms_opts *o)
{
	struct run r = { .o = o,
		.how = { o->config, o->domain, o->sender } };
	struct diag_err err;
	int rc;

	filter_signals();
	r.sink = sink_open(o->sink, &err);
	if (!r.sink) {
		diag_warn(NULL, "%s", err.text);
		return err.sysexit == EX_USAGE ? EX_USAGE : EX_TEMPFAIL;
	}
	rc = slurp(&r);
	if (!rc) {
		take_all(&r);
		if (!r.failed)
			r.failed = filter_flush(r.sink);
		rc = status(&r);
	} else {
		rc = outcome_delivery_agent(rc);
	}
	sink_free(r.sink);
	buf_free(&r.in);
	buf_free(&r.records);
	return rc;
}
