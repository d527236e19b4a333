#include "gateway/sms/mail2sms.h"

#include <string.h>
#include <sysexits.h>

#include "gateway/sms/address.h"
#include "gateway/sms/fit.h"
#include "gateway/sms/interwork.h"
#include "mail/digest.h"
#include "record/record.h"

const char *
mail2sms_sender(const struct mail2sms *m, const struct mail *mail)
{
	if (m->sender)
		return m->sender;
	if (mail->return_path)
		return mail->return_path;
	return mail->from_line;
}

/* The text as it goes out, before it is fitted. */
static int
make_text(const struct mail *mail, const struct config_view *v,
    struct buf *text, struct diag_err *err)
{
	size_t subject_size = (size_t)config_int(v, SMPP_MAX_SMS_SUBJECT_SIZE);

	if (mail->ntext) {
		interwork_put(text, mail->from,
		    (size_t)config_int(v, SMPP_MAX_SMS_FROM_SIZE),
		    mail->subject, subject_size, mail->text, mail->ntext);
	} else if (mail->subject && *mail->subject) {
		/* the message is the Subject, so it is not cut to size */
		interwork_put(text, mail->from,
		    (size_t)config_int(v, SMPP_MAX_SMS_FROM_SIZE), NULL, 0,
		    mail->subject, strlen(mail->subject));
	} else {
		return diag_err(err, EX_DATAERR, "the mail has neither text "
		    "nor subject%s%s", mail->hidden ? ": it is " : "",
		    mail->hidden ? mail->hidden : "");
	}
	return 0;
}

static void
put_member(struct buf *out, const char *name, const char *s)
{
	if (s)
		json_key_cstr(out, name, s);
}

/* What the record keeps of the mail, for notifications and replies. */
static void
put_mail(struct buf *out, const struct mail2sms *m, const struct mail *mail)
{
	size_t i;

	json_key(out, "mail");
	json_open(out, '{');
	put_member(out, "envelope_from", mail2sms_sender(m, mail));
	put_member(out, "from", mail->from);
	put_member(out, "reply_to", mail->reply_to);
	if (mail->nto) {
		json_key(out, "to");
		json_open(out, '[');
		for (i = 0; i < mail->nto; i++)
			json_cstr(out, mail->to[i]);
		json_close(out, ']');
	}
	put_member(out, "subject", mail->subject);
	put_member(out, "message_id", mail->message_id);
	put_member(out, "date", mail->date);
	json_close(out, '}');
}

static int
put_text(struct buf *out, const struct mail *mail, const struct config_view *v,
    struct diag_err *err)
{
	struct buf text = BUF_INIT, fitted = BUF_INIT;
	struct sms_fitted f = { .which = BUF_INIT };
	int rc = make_text(mail, v, &text, err);

	if (!rc && (text.err || sms_fit(&fitted, text.p, text.len, v, &f) < 0))
		rc = diag_err(err, EX_TEMPFAIL, "out of memory");
	if (!rc) {
		json_key(out, "text");
		json_str(out, fitted.p ? fitted.p : "", fitted.len);
		if (f.cut)
			json_key_int(out, "text_cut", (int64_t)f.cut);
		if (f.replaced) {
			json_key(out, "text_replaced");
			json_str(out, f.which.p, f.which.len);
		}
	}
	buf_free(&text);
	buf_free(&fitted);
	buf_free(&f.which);
	return rc;
}

int
mail2sms_record(const struct mail2sms *m, const struct mail *mail,
    const char *raw, size_t n, const char *recipient, char id[33],
    struct buf *out, struct diag_err *err)
{
	char number[SMS_ADDR_TEXT];
	const char *domain, *why, *from;
	const struct config_view *v;
	struct sms_addr addr;

	if (sms_addr_split(recipient, number, &domain) < 0)
		return diag_err(err, EX_NOUSER, "%s: no number", recipient);
	why = sms_addr_number(number, 0, 0, &addr);
	if (why)
		return diag_err(err, EX_NOUSER, "%s: %s %s", recipient, number,
		    why);
	if (!domain)
		domain = m->domain;
	v = config_view(m->config, domain, m->domain, NULL);
	if (!v)
		return diag_err(err, EX_TEMPFAIL, "out of memory");
	if (mail->message_id)
		mail_digest(mail->message_id, strlen(mail->message_id),
		    recipient, strlen(recipient), id);
	else
		mail_digest(raw, n, recipient, strlen(recipient), id);
	record_begin(out, REC_SUBMIT);
	json_key_cstr(out, "id", id);
	put_member(out, "domain", domain);
	from = config_item(v, SMPP_ESME_ADDRESS, 0);
	put_member(out, "from", from);
	json_key_cstr(out, "to", number);
	if (put_text(out, mail, v, err) < 0)
		return -1;
	put_mail(out, m, mail);
	record_close(out);
	return out->err ? diag_err(err, EX_TEMPFAIL, "out of memory") : 0;
}
