/* A notification's words, headers and fields.  See notify.h. */
#include <stdio.h>
#include <string.h>

#include "gateway/sms/notify_priv.h"
#include "mail/digest.h"
#include "mail/mdn.h"
#include "mail/report.h"

/* The To header of the mail: a string, or a list of them.  Their number. */
static size_t
read_to(struct notify *n, const char *to[MAIL_REPORT_TO_MAX])
{
	const struct json_value *v = json_member(n->mail.v, n->mail.n, "to");
	size_t nv = 1, got = 0, i;

	if (v && v->kind == JSON_LIST && json_read(n->brief, v->raw, v->rawlen,
	    &v, &nv, NULL) < 0)
		return 0;
	for (i = 0; v && i < nv && got < MAIL_REPORT_TO_MAX; i++)
		if (v[i].kind == JSON_STRING)
			to[got++] = v[i].s;
	return got;
}

/* A line of the words: what a peer wrote stays in it. */
static void
put_line(struct buf *out, const char *label, const char *value)
{
	if (!value || !*value)
		return;
	buf_fmt(out, "%s: ", label);
	for (; *value; value++)
		buf_ch(out, (unsigned char)*value < ' ' ? ' ' : *value);
	buf_ch(out, '\n');
}

static void
put_words(struct buf *out, struct notify *n)
{
	const char *subject = record_sub_str(&n->mail, "subject");
	const char *date = record_sub_str(&n->mail, "date");

	buf_fmt(out, "Your message to\n\n    %s\n\n%s.\n", n->recipient,
	    n->what.words);
	if (n->parts > 1 && n->failed)
		buf_fmt(out, "%u of its %u parts failed.\n", n->failed,
		    n->parts);
	if (n->reason.len || n->diagnostic.len)
		buf_ch(out, '\n');
	put_line(out, "Reason", buf_cstr(&n->reason));
	put_line(out, "The message centre said", buf_cstr(&n->diagnostic));
	if (subject || date)
		buf_str(out, "\nThe mail that it was made from:\n\n");
	put_line(out, "    Subject", subject);
	put_line(out, "    Date", date);
}

static void
fill_report(struct mail_report *r, struct notify *n, const char *const *to,
    size_t nto)
{
	*r = (struct mail_report){
		.arrival = n->arrival,
		.recipient = n->recipient,
		.action = n->what.action, .status = n->code,
		/* not dns: it speaks no SMTP, and is known by its address */
		.net = n->mms ? "x-mm7" : "x-smpp",
		.remote_mta = n->smsc,
		.diagnostic = buf_cstr(&n->diagnostic),
		.last_attempt = n->last_attempt,
		.retry_until = n->retry_until,
		.original = {
			.from = record_sub_str(&n->mail, "from"),
			.to = to, .nto = nto,
			.subject = record_sub_str(&n->mail, "subject"),
			.message_id = record_sub_str(&n->mail, "message_id"),
		},
	};
	if (record_sub_str(&n->mail, "date"))
		clock_parse_rfc3339(record_sub_str(&n->mail, "date"),
		    &r->original.date);
}

/* For the engine: what was told, of which message. */
static void
fill_out(const struct notify *n, struct sms2mail_out *out)
{
	const char *id = record_str(&n->original, REC_ID);

	if (!id)
		id = record_str(n->rec, REC_ID);
	out->sender[0] = '\0';
	snprintf(out->recipient, sizeof out->recipient, "%s", n->to);
	sms_mail_id(out->id, record_str(&n->original, REC_ID) ? &n->original :
	    n->rec);
	if (id && strlen(id) <= SMS2MAIL_ABOUT_MAX)
		snprintf(out->about, sizeof out->about, "%s", id);
	snprintf(out->note, sizeof out->note, "%s %s to %s", n->what.action,
	    n->code, n->to);
}

/* As a DSN, or of a read reply as an MDN. */
static int
put_mail(const struct notify *n, const struct mail_out *m,
    const struct mail_report *r, struct buf *out)
{
	struct buf agent = BUF_INIT;
	struct mail_mdn mdn = {
		.recipient = r->recipient, .disposition = r->action,
		.original = r->original,
	};
	int rc;

	if (n->rec->type != REC_READ)
		return mail_report(m, r, out, NULL);
	buf_fmt(&agent, "%s; mobutils", r->reporting_mta);
	mdn.reporting_ua = buf_cstr(&agent);
	rc = agent.err ? -1 : mail_mdn(m, &mdn, out, NULL);
	buf_free(&agent);
	return rc;
}

int
notify_write(struct notify *n, int64_t now_ms, struct sms2mail_out *out,
    struct diag_err *err)
{
	const char *domain = sms_mail_domain(n->v, n->domain);
	struct buf words = BUF_INIT;
	char from[SMS_MAILBOX_MAX + 1], subject[400], digest[MAIL_DIGEST_SIZE];
	char id[SMS_MAILBOX_MAX + 1];
	const char *rcpt = n->to, *to[MAIL_REPORT_TO_MAX];
	struct mail_report r;
	int rc = 0;

	fill_out(n, out);
	put_words(&words, n);
	fill_report(&r, n, to, read_to(n, to));
	r.reporting_mta = n->s->host ? n->s->host : domain;
	mail_digest(n->rec->line, n->rec->len, n->what.action,
	    strlen(n->what.action), digest);
	snprintf(id, sizeof id, "%s@%s", digest, domain);
	snprintf(from, sizeof from, "MAILER-DAEMON@%s", domain);
	snprintf(subject, sizeof subject, "%s: %s to %s", n->what.title,
	    n->mms ? "MMS" : "SMS", n->recipient);
	struct mail_out m = {
		.from = from, .from_name = "Mail Delivery System",
		.to = &rcpt, .nto = 1,
		.subject = subject, .message_id = id,
		.in_reply_to = r.original.message_id,
		.references = r.original.message_id,
		.date = now_ms,
		.auto_submitted = "auto-replied",
		.text = words.p, .ntext = words.len,
	};
	if (words.err || put_mail(n, &m, &r, out->mail) < 0)
		rc = diag_no_memory(err);
	buf_free(&words);
	return rc;
}
