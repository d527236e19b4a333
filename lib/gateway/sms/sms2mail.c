#include "gateway/sms/sms2mail.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "gateway/sms/interwork.h"
#include "gateway/sms/mailbox.h"
#include "gateway/sms/notify.h"
#include "gateway/sms/reply_subject.h"
#include "mail/compose.h"

/* The pieces of one mail while it is being made. */
struct letter {
	const struct sms2mail *s;
	const struct record *rec;
	const struct config_view *v;
	const char *domain;	/* what the phone's address is made under */
	struct sms2mail_out *out;
	char subject[1024];
	char message_id[SMS2MAIL_ADDRESS_MAX];
	const char *reply_to;	/* Message-ID of the mail that it answers, "": it
				   has none; NULL: it answers none */
	struct buf body;
};

static const char *
str(const struct record *rec, enum record_key key)
{
	const char *s = record_str(rec, key);

	return s ? s : "";
}

enum kind { NO_MAIL, MESSAGE, NOTIFICATION };

/* What kind of mail does this record become?  Or -1 with err. */
static int
kind_of(const struct record *rec, struct diag_err *err)
{
	if (rec->wrong)
		return diag_err(err, EX_DATAERR, "%s: %s", rec->wrong,
		    rec->wrong_why);
	/* its pictures would be lost */
	if (rec->v[REC_CONTENT] && !rec->v[REC_RESULT])
		return diag_err(err, EX_DATAERR, "content: an MMS is no SMS; "
		    "without -j mm7-serve makes a mail of it");
	switch (rec->type) {
	case REC_DELIVER:
		return MESSAGE;
	case REC_SUBMIT:
		/* from an ESME of ours; with a result it was sent as an SMS */
		return rec->v[REC_RESULT] ? NOTIFICATION : MESSAGE;
	case REC_RECEIPT:
	case REC_READ:
		return NOTIFICATION;
	case REC_ALERT:
		return NO_MAIL;
	default:
		return diag_err(err, EX_DATAERR, "%s records are no mail",
		    record_type_name(rec->type));
	}
}

/* =?utf-8?Q?...?= is made of characters that an address may have, but some who
   read the header undo it there, and find a line feed or another address. */
static int
has_encoded_word(const struct interwork *iw)
{
	size_t i;

	for (i = 0; i + 1 < iw->naddress; i++)
		if (iw->address[i] == '=' && iw->address[i + 1] == '?')
			return 1;
	return 0;
}

/* A domain that is not configured is a mistake of ours, and the SMS can wait
   for its mending. */
static int
nobody(const struct letter *l, struct diag_err *err)
{
	const char *domain = record_str(l->rec, REC_DOMAIN);

	if (!domain)
		domain = l->s->domain;
	if (domain && !strstr(domain, "://") &&
	    !config_has_domain(l->s->config, domain))
		return diag_err(err, EX_CONFIG, "no domain \"%s\" in the "
		    "configuration %s, so nobody to send it to", domain,
		    config_file(l->s->config));
	return diag_err(err, EX_NOUSER, "nobody to send it to: the text begins "
	    "with no address and SMPP_Default_Email_Address is not set");
}

/* Somebody wrote to the phone: who gets its answer?  1, 0: nobody did, or -1. */
static int
answer(struct letter *l, struct diag_err *err)
{
	struct sms2mail_replies *found = l->s->found;
	size_t most, i;

	if (!l->s->find || l->rec->type != REC_DELIVER ||
	    !config_bool(l->v, SMPP_USE_REVERSE_ADDRESS_MAPPINGS))
		return 0;
	if (l->s->find(l->s->arg, l->v, l->rec, found, err) < 0)
		return -1;
	most = config_int(l->v, SMPP_REPLY_CONFLICT) == CONFLICT_ALL ?
		found->n : found->n > 0;
	l->out->nto = 0;
	for (i = 0; i < most; i++)
		if (mail_address_ok(found->sender[i]))
			l->out->to[l->out->nto++] = found->sender[i];
	if (!l->out->nto) {
		l->out->to[l->out->nto++] = l->out->recipient;
		return 0;
	}
	l->reply_to = found->message_id;
	if (*found->subject)
		reply_subject(found->subject, l->subject, sizeof l->subject);
	return 1;
}

/* The address that the text begins with, or else the default. */
static int
address_in_text(struct letter *l, const struct interwork *iw,
    struct diag_err *err)
{
	const char *dflt = config_str(l->v, SMPP_DEFAULT_EMAIL_ADDRESS);
	char *to = l->out->recipient;

	if (iw->naddress) {
		sms_copy(to, SMS2MAIL_ADDRESS_MAX + 1, iw->address, iw->naddress);
		if (iw->nsubject)
			sms_copy(l->subject, sizeof l->subject, iw->subject,
			    iw->nsubject);
		return 0;
	}
	if (!dflt)
		return nobody(l, err);
	if (!mail_address_ok(dflt))
		return diag_err(err, EX_CONFIG, "%s: %s is no mail address",
		    option_def(SMPP_DEFAULT_EMAIL_ADDRESS)->name, dflt);
	sms_copy(to, SMS2MAIL_ADDRESS_MAX + 1, dflt, strlen(dflt));
	return 0;
}

/* Recipient, subject and text out of the message. */
static int
address(struct letter *l, struct diag_err *err)
{
	const struct json_value *t = l->rec->v[REC_TEXT];
	const struct interwork whole = { .text = t ? t->s : "",
		.ntext = t ? t->n : 0 };
	struct interwork iw;
	int rc = 0;

	snprintf(l->subject, sizeof l->subject, "SMS from %s",
	    *str(l->rec, REC_FROM) ? str(l->rec, REC_FROM) : "unknown");
	if (!config_bool(l->v, SMPP_USE_INTERWORKING_PARSE) ||
	    !interwork_parse(whole.text, whole.ntext, &iw) ||
	    has_encoded_word(&iw))
		iw = whole;
	/* "bob@x.example said yes" is an answer, and not mail for bob */
	if (!iw.subject)
		rc = answer(l, err);
	if (rc > 0)
		iw = whole;
	else if (rc == 0)
		rc = address_in_text(l, &iw, err);
	buf_add(&l->body, iw.text, iw.ntext);
	return rc < 0 ? -1 : 0;
}

/* What a text alone does not show. */
static int
add_remarks(struct letter *l, struct diag_err *err)
{
	const struct json_value *data = l->rec->v[REC_DATA];
	const struct json_value *missing = l->rec->v[REC_MISSING], *v;
	size_t n, i;

	if (data && data->kind == JSON_STRING) {
		buf_str(&l->body, "[binary message]\n");
		buf_add(&l->body, data->s, data->n);
	}
	if (!missing)
		return 0;
	if (json_read(l->s->scratch, missing->raw, missing->rawlen, &v, &n,
	    err) < 0)
		return -1;
	for (i = 0; i < n; i++)
		if (v[i].kind == JSON_INT)
			buf_fmt(&l->body, "\n[part %lld of %lld is missing]",
			    (long long)v[i].i,
			    (long long)record_int(l->rec, REC_PARTS, 0));
	return 0;
}

static int
write_mail(struct letter *l, int64_t now_ms, struct diag_err *err)
{
	const char *bad = NULL;
	const char *const extra[][2] = {
		{ "X-SMS-From", record_str(l->rec, REC_FROM) },
		{ "X-SMS-To", record_str(l->rec, REC_TO) },
	};
	struct mail_out m = {
		.from = l->out->sender,
		.to = l->out->to, .nto = l->out->nto,
		.subject = l->subject,
		.message_id = l->message_id,
		.in_reply_to = l->reply_to, .references = l->reply_to,
		.date = now_ms,
		.extra = extra, .nextra = 2,
		.text = l->body.p ? l->body.p : "", .ntext = l->body.len,
		.charset = config_str(l->v, SMPP_GSM_TRANSCODES_TO),
	};

	if (!mail_charset_ok(m.charset))
		return diag_err(err, EX_CONFIG, "%s: %s is no charset that mail "
		    "can have", option_def(SMPP_GSM_TRANSCODES_TO)->name,
		    m.charset);
	clock_parse_rfc3339(str(l->rec, REC_RECEIVED), &m.date);
	if (l->body.err || mail_compose(&m, l->out->mail, &bad) < 0) {
		if (bad)
			return diag_err(err, EX_DATAERR, "%s: is no mail "
			    "address", bad);
		return diag_no_memory(err);
	}
	return 0;
}

static int
message(const struct sms2mail *s, const struct record *rec, int64_t now_ms,
    struct sms2mail_out *out, struct diag_err *err)
{
	struct letter l = { .s = s, .rec = rec, .out = out,
		.body = BUF_INIT };
	const char *from = str(rec, REC_FROM);
	int rc;

	l.domain = record_str(rec, REC_DOMAIN);
	if (!l.domain)
		l.domain = s->domain;
	l.v = config_view(s->config, l.domain, s->domain, NULL);
	if (!l.v)
		return diag_no_memory(err);
	l.domain = sms_mail_domain(l.v, l.domain);
	sms_mailbox(out->sender, *from == '+' ? from + 1 : from, l.domain);
	sms_mail_id(out->id, rec);
	snprintf(l.message_id, sizeof l.message_id, "%s@%s", out->id, l.domain);
	rc = address(&l, err);
	if (!rc)
		rc = add_remarks(&l, err);
	if (!rc)
		rc = write_mail(&l, now_ms, err);
	buf_free(&l.body);
	return rc ? -1 : 1;
}

int
sms2mail(const struct sms2mail *s, const struct record *rec, int64_t now_ms,
    struct sms2mail_out *out, struct diag_err *err)
{
	int kind = kind_of(rec, err);

	out->about[0] = '\0';
	out->to[0] = out->recipient;
	out->nto = 1;
	switch (kind) {
	case MESSAGE:
		return message(s, rec, now_ms, out, err);
	case NOTIFICATION:
		return notify(s, rec, now_ms, out, err);
	default:
		return kind;
	}
}
