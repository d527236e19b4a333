/* A mail to a message for MM7: RFC 4356.  See submit.h. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sysexits.h>

#include "base/clock.h"
#include "gateway/mms/deliver.h"
#include "gateway/mms/submit_priv.h"
#include "gateway/sms/mail2sms.h"
#include "mail/parts.h"
#include "mm7/soap.h"

/* What may not pass: RFC 4356, 2.1.3. */
static int
check_headers(struct mail *mail, struct diag_err *err)
{
	const char *s = mail_header(mail, "Sensitivity", 0);

	if (s)
		return diag_err(err, EX_DATAERR, "5.6.0 the mail is marked "
		    "(Sensitivity: %s), and may not leave the Internet", s);
	if (mail_header(mail, "Received", MMS_RECEIVED_MAX))
		return diag_err(err, EX_DATAERR, "5.4.6 the mail goes round in "
		    "circles: more than %d Received lines", MMS_RECEIVED_MAX);
	return 0;
}

/* ---- headers to fields */

static void
set_priority(struct mms_submit *s, struct mail *mail)
{
	const char *v = mail_header(mail, "Importance", 0);

	if (v) {
		mms_submit_set(s, MM7_PRIORITY,
		    strcasecmp(v, "high") == 0 ? "High" :
		    strcasecmp(v, "low") == 0 ? "Low" :
		    strcasecmp(v, "normal") == 0 ? "Normal" : NULL);
		return;
	}
	v = mail_header(mail, "X-Priority", 0);
	if (v && (*v == '1' || *v == '2'))
		mms_submit_set(s, MM7_PRIORITY, "High");
	else if (v && (*v == '4' || *v == '5'))
		mms_submit_set(s, MM7_PRIORITY, "Low");
}

static void
set_time(struct mms_submit *s, struct mail *mail, enum mm7_field f,
    const char *const *names)
{
	char text[CLOCK_RFC3339_SIZE];
	int64_t ms;

	for (; *names; names++)
		if (mail_header_date(mail, *names, &ms) == 0) {
			clock_rfc3339(ms, 0, text);
			mms_submit_set(s, f, text);
			return;
		}
}

/* Of the MMS that the mail answers. */
static void
set_linked_id(struct mms_submit *s, struct mail *mail)
{
	const char *v = mail_header(mail, "X-Mms-Linked-ID", 0);
	char id[256];

	if (!v) {
		const char *answered = mail_header(mail, "In-Reply-To", 0);

		v = answered && mms_linked_id(answered, id, sizeof id) ?
			id : NULL;
	}
	mms_submit_set(s, MM7_LINKED_ID, v);
}

/* RFC 2156's names (Expires, Deferred-Delivery), and what programs made of
   them. */
static void
set_fields(struct mms_submit *s, struct mail *mail, const char *sender)
{
	static const char *const expiry[] = { "Expires", "Expiry-Date",
		"X-Mms-Expiry", NULL };
	static const char *const earliest[] = { "Deferred-Delivery",
		"X-Mms-Delivery-Time", NULL };

	mms_submit_set(s, MM7_SUBJECT, mail->subject);
	mms_submit_set(s, MM7_TIME_STAMP, mail->date);
	set_priority(s, mail);
	set_time(s, mail, MM7_EXPIRY_DATE, expiry);
	set_time(s, mail, MM7_EARLIEST_DELIVERY_TIME, earliest);
	if (mail_header(mail, "Disposition-Notification-To", 0))
		mms_submit_set(s, MM7_READ_REPLY, "true");
	if (sender && !*sender)
		mms_submit_set(s, MM7_MESSAGE_CLASS, "Auto");
	set_linked_id(s, mail);
}

/* The SOAP envelope that an MCMT mail brings along: what it says and the mail
   does not. */
static int
set_envelope(struct mms_submit *s, struct mail *mail, struct diag_err *err)
{
	struct related r;
	struct mm7_msg m;
	const char *p;
	size_t n, f;
	int rc = mail_channel(mail, MMS_CHANNEL, &p, &n, err);

	if (rc != 1)
		return rc < -1 ? -1 : 0;
	rc = mms_package_read(p, n, &r, err);
	if (rc == 0)
		return 0;
	if (rc > 0) {
		rc = mm7_read(r.root.data, r.root.n, r.root.charset, &m, err);
		for (f = 0; rc == 0 && f < MM7_FIELDS; f++)
			if (mms_submit_may_set((enum mm7_field)f) && m.v[f])
				mms_submit_set(s, (enum mm7_field)f, m.v[f]);
		if (rc == 0 && m.sender.kind != MM7_ADDR_NONE) {
			s->msg.sender.kind = m.sender.kind;
			s->msg.sender.text = arena_str(&s->own,
			    m.sender.text);
		}
		mm7_release(&m);
	}
	related_release(&r);
	return rc;
}

/* ---- recipients */

static const char *
domain_of(const char *recipient)
{
	const char *at = strrchr(recipient, '@');

	return at ? at + 1 : NULL;
}

/* Who stands in the headers. */
struct header {
	const char *to[MAIL_RECIPIENTS_MAX], *cc[MAIL_RECIPIENTS_MAX];
	size_t nto, ncc;
};

static int
is_among(struct mms_submit *s, const struct mm7_addr *a,
    const char *const *list, size_t n)
{
	struct mm7_addr b;
	size_t i;

	for (i = 0; i < n; i++)
		if (mms_address(list[i], s->domain, 1, s->view, &s->own, &b,
		    NULL) == 0 && mms_same_address(a, &b))
			return 1;
	return 0;
}

static int
add_recipients(struct mms_submit *s, const struct header *h,
    const char *const *recipients, size_t n, struct diag_err *err)
{
	int hidden_to = config_int(s->view, MM7_HIDDEN_RECIPIENTS) == HIDDEN_TO;
	struct mm7_addr a;
	size_t i;

	for (i = 0; i < n; i++) {
		const char *d = domain_of(recipients[i]);

		if (d && s->domain && strcasecmp(d, s->domain) != 0 &&
		    domain_of(recipients[0]))
			return diag_err(err, EX_USAGE, "%s and %s: one domain "
			    "at a time", recipients[0], recipients[i]);
		if (mms_address(recipients[i], NULL, 1, s->view, &s->own, &a,
		    err) < 0)
			return -1;
		mms_submit_add(s, recipients[i], &a,
		    is_among(s, &a, h->to, h->nto) ? MM7_TO :
		    is_among(s, &a, h->cc, h->ncc) ? MM7_CC :
		    hidden_to ? MM7_TO : MM7_BCC);
	}
	return 0;
}

static void
show(struct mms_submit *s, const char *const *list, size_t n,
    enum mm7_addr_role role)
{
	struct mm7_addr a;
	size_t i;

	for (i = 0; i < n; i++)
		if (mms_address(list[i], s->domain, 1, s->view, &s->own, &a,
		    NULL) == 0)
			mms_submit_show(s, &a, role);
}

static int
take_recipients(struct mms_submit *s, struct mail *mail,
    const char *const *recipients, size_t n, struct diag_err *err)
{
	struct header *h = arena_alloc(&s->own, sizeof *h);
	int rc;

	if (!h)
		return diag_no_memory(err);
	h->nto = mail_header_addresses(mail, "To", h->to, MAIL_RECIPIENTS_MAX);
	h->ncc = mail_header_addresses(mail, "Cc", h->cc, MAIL_RECIPIENTS_MAX);
	rc = add_recipients(s, h, recipients, n, err);
	if (!rc && config_bool(s->view, MM7_DISPLAY_RECIPIENTS)) {
		show(s, h->to, h->nto, MM7_TO);
		show(s, h->cc, h->ncc, MM7_CC);
	}
	return rc;
}

/* ---- the id */

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Of one recipient as mail2sms(1) makes it; of several in whatever order. */
static int
make_id(struct mms_submit *s, const struct mail *mail, const char *raw,
    size_t n, struct diag_err *err)
{
	const char **to = arena_alloc(&s->own, s->nrecipients * sizeof *to);
	struct buf who = BUF_INIT;
	size_t i;

	for (i = 0; to && i < s->nrecipients; i++)
		to[i] = mms_address_text(&s->recipient[i].addr);
	if (to)
		qsort(to, s->nrecipients, sizeof *to, by_text);
	for (i = 0; to && i < s->nrecipients; i++)
		buf_fmt(&who, "%s%s@%s", i ? "," : "", to[i],
		    s->domain ? s->domain : "");
	mail2sms_id(mail, raw, n, &who, s->id);
	i = (size_t)who.err;
	buf_free(&who);
	return i || !to ? diag_no_memory(err) : 0;
}

/* As an SMS's, and who wants to know that it was read. */
static void
put_mail(struct mms_submit *s, const char *sender, struct mail *mail)
{
	const char *to[1];

	mail2sms_put_mail(&s->mail, sender, mail);
	if (s->mail.err || !mail_header_addresses(mail,
	    "Disposition-Notification-To", to, 1))
		return;
	s->mail.len--;
	json_key_cstr(&s->mail, "disposition_notification_to", to[0]);
	json_close(&s->mail, '}');
}

int
mms_submit_mail_as(struct mms_submit *s, enum mm7_op op,
    const struct mms_envelope *e, struct mail *mail, const char *raw, size_t n,
    const char *const *recipients, size_t nrecipients, struct diag_err *err)
{
	const struct mail2sms sms = { .sender = e->sender };
	const char *sender = mail2sms_sender(&sms, mail);

	memset(s, 0, sizeof *s);
	s->msg.op = op;
	if (nrecipients == 0)
		return diag_err(err, EX_USAGE, "no recipient");
	if (check_headers(mail, err) < 0 ||
	    mms_submit_open(s, e, domain_of(recipients[0]), err) < 0 ||
	    take_recipients(s, mail, recipients, nrecipients, err) < 0 ||
	    make_id(s, mail, raw, n, err) < 0 ||
	    mms_content_mail(&s->content, mail, s->view, err) < 0)
		return -1;
	set_fields(s, mail, sender);
	if (set_envelope(s, mail, err) < 0 || mms_submit_options(s, err) < 0)
		return -1;
	put_mail(s, sender, mail);
	return s->own.oom || s->mail.err ? diag_no_memory(err) : 0;
}

int
mms_submit_mail(struct mms_submit *s, const struct mms_envelope *e,
    struct mail *mail, const char *raw, size_t n,
    const char *const *recipients, size_t nrecipients, struct diag_err *err)
{
	return mms_submit_mail_as(s, MM7_SUBMIT_REQ, e, mail, raw, n,
	    recipients, nrecipients, err);
}
