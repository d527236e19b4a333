#include "gateway/sms/mail2sms.h"

#include <string.h>
#include <strings.h>
#include <sysexits.h>

#include "base/utf8.h"
#include "gateway/sms/address.h"
#include "gateway/sms/fit.h"
#include "gateway/sms/interwork.h"
#include "mail/digest.h"
#include "record/record.h"

/* How MTAs write the null sender where they can't write nothing: Postfix and
   sendmail, also with their own domain, and qmail for a bounce of a bounce. */
static int
is_null(const char *s)
{
	static const char daemon[] = "MAILER-DAEMON";
	size_t n = sizeof daemon - 1;

	return strcmp(s, "#@[]") == 0 || (strncasecmp(s, daemon, n) == 0 &&
	    (s[n] == '\0' || s[n] == '@'));
}

const char *
mail2sms_sender(const struct mail2sms *m, const struct mail *mail)
{
	const char *s = m->sender ? m->sender :
		mail->return_path ? mail->return_path : mail->from_line;

	return s && is_null(s) ? "" : s;
}

static int
is_blank(const char *s)
{
	return !s || s[strspn(s, " \t")] == '\0';
}

/* The text as it goes out, before it is fitted. */
static int
make_text(const struct mail *mail, const struct config_view *v,
    struct buf *text, struct diag_err *err)
{
	size_t from_size = (size_t)config_int(v, SMPP_MAX_SMS_FROM_SIZE);
	size_t subject_size = (size_t)config_int(v, SMPP_MAX_SMS_SUBJECT_SIZE);
	const char *subject = is_blank(mail->subject) ? NULL : mail->subject;

	if (mail->ntext) {
		interwork_put(text, mail->from, from_size, subject,
		    subject_size, mail->text, mail->ntext);
	} else if (subject) {
		/* the message is the Subject, so it is not cut to size */
		interwork_put(text, mail->from, from_size, NULL, 0, subject,
		    strlen(subject));
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

void
mail2sms_put_mail(struct buf *out, const char *sender, const struct mail *mail)
{
	size_t i;

	json_key(out, "mail");
	json_open(out, '{');
	put_member(out, "envelope_from", sender);
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
	put_member(out, "auto_submitted", mail->auto_submitted);
	json_close(out, '}');
}

/* The text of a record. */
struct fitted {
	struct buf text;
	struct sms_fitted how;
};

/* 0 or -1; f is to be released either way. */
static int
fit_text(const struct mail *mail, const struct config_view *v,
    struct fitted *f, struct diag_err *err)
{
	struct buf text = BUF_INIT;
	int rc = make_text(mail, v, &text, err);

	if (!rc && (text.err ||
	    sms_fit(&f->text, text.p, text.len, v, &f->how) < 0))
		rc = diag_no_memory(err);
	if (!rc && !f->text.len)
		rc = diag_err(err, EX_CONFIG, "%s and %s leave no room for a "
		    "single character",
		    option_def(SMPP_MAX_SMS_MESSAGE_SIZE)->name,
		    option_def(SMPP_SMS_SEGMENT_SIZE)->name);
	buf_free(&text);
	return rc;
}

/* Each character with its replacement. */
static void
put_replaced(struct buf *out, const struct sms_replaced *r)
{
	char c[UTF8_MAX + 1];
	size_t i;

	json_key(out, "text_replaced");
	json_open(out, '{');
	for (i = 0; i < r->n; i++) {
		c[utf8_put(c, r->which[i].cp)] = '\0';
		json_key_any(out, c);
		json_cstr(out, r->which[i].to);
	}
	json_close(out, '}');
}

static void
put_text(struct buf *out, const struct fitted *f)
{
	json_key(out, "text");
	json_str(out, f->text.p ? f->text.p : "", f->text.len);
	if (f->how.cut)
		json_key_int(out, "text_cut", (int64_t)f->how.cut);
	if (f->how.replaced.count)
		put_replaced(out, &f->how.replaced);
	if (f->how.lacking.len) {
		json_key(out, "text_ucs2");
		json_str(out, f->how.lacking.p, f->how.lacking.len);
	}
}

static const char *
choose(const struct mail2sms *m, const struct config_view *v,
    const struct mail *mail, struct buf *number)
{
	if (m->choose)
		return m->choose(m->arg, v, mail, buf_cstr(number));
	return config_item(v, SMPP_ESME_ADDRESS, 0);
}

/* The number as a record has it: digits, and a + where it is international. */
static int
take_number(const char *recipient, struct buf *number, const char **domain,
    struct diag_err *err)
{
	char local[SMS_ADDR_TEXT];
	struct sms_addr addr;
	const char *why;

	if (sms_addr_split(recipient, local, domain) < 0 || *local == '-')
		return diag_err(err, EX_NOUSER, "%s: no number", recipient);
	why = sms_addr_number(local, SMS_TON_UNKNOWN, 0, &addr);
	if (why)
		return diag_err(err, EX_NOUSER, "%s: %s %s", recipient, local,
		    why);
	if (addr.ton == SMS_TON_INTERNATIONAL)
		buf_ch(number, '+');
	buf_str(number, addr.addr);
	return 0;
}

/* A From_ line has the time of the delivery in it, and so is another each time
   that a mail is tried. */
static size_t
from_lines(const char *p, size_t n)
{
	size_t at = 0, quote;
	const char *lf;

	for (;;) {
		quote = at < n && p[at] == '>';
		if (n - at < quote + 5 ||
		    memcmp(p + at + quote, "From ", 5) != 0)
			return at;
		lf = memchr(p + at, '\n', n - at);
		if (!lf)
			return n;
		at = (size_t)(lf - p) + 1;
	}
}

void
mail2sms_id(const struct mail *mail, const char *raw, size_t n,
    const struct buf *recipient, char id[33])
{
	size_t skip = from_lines(raw, n);

	if (mail->message_id)
		mail_digest(mail->message_id, strlen(mail->message_id),
		    recipient->p, recipient->len, id);
	else
		mail_digest(raw + skip, n - skip, recipient->p,
		    recipient->len, id);
}

static void
make_id(const struct mail *mail, const char *raw, size_t n,
    const struct buf *number, const char *domain, struct buf *recipient,
    char id[33])
{
	buf_add(recipient, number->p, number->len);
	buf_ch(recipient, '@');
	for (; domain && *domain; domain++)
		buf_ch(recipient, *domain >= 'A' && *domain <= 'Z' ?
		    (char)(*domain | 0x20) : *domain);
	mail2sms_id(mail, raw, n, recipient, id);
}

int
mail2sms_record(const struct mail2sms *m, const struct mail *mail,
    const char *raw, size_t n, const char *recipient, char id[33],
    struct buf *out, struct diag_err *err)
{
	struct buf number = BUF_INIT, whole = BUF_INIT;
	struct fitted text = { BUF_INIT, { .lacking = BUF_INIT } };
	const struct config_view *v;
	const char *domain;
	int rc = -1;

	if (take_number(recipient, &number, &domain, err) < 0)
		goto out;
	if (!domain)
		domain = m->domain;
	v = config_view(m->config, domain, m->domain, NULL);
	if (!v) {
		diag_no_memory(err);
		goto out;
	}
	/* with -d, or without any stanza, the mail's domain says nothing */
	if (!m->domain && config_domain(m->config, 0) && domain &&
	    !config_has_domain(m->config, domain)) {
		diag_err(err, EX_CONFIG, "%s: no domain \"%s\" in the "
		    "configuration %s (-d names another for its options)",
		    recipient, domain, config_file(m->config));
		goto out;
	}
	make_id(mail, raw, n, &number, domain, &whole, id);
	if (fit_text(mail, v, &text, err) < 0)
		goto out;
	record_begin(out, REC_SUBMIT);
	json_key_cstr(out, "id", id);
	put_member(out, "domain", domain);
	put_member(out, "from", choose(m, v, mail, &number));
	json_key_cstr(out, "to", buf_cstr(&number));
	put_text(out, &text);
	mail2sms_put_mail(out, mail2sms_sender(m, mail), mail);
	record_close(out);
	rc = out->err || number.err || whole.err ?
		diag_no_memory(err) : 0;
out:
	buf_free(&number);
	buf_free(&whole);
	buf_free(&text.text);
	buf_free(&text.how.lacking);
	return rc;
}
