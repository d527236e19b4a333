#include "gateway/sms/notify.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sysexits.h>

#include "gateway/sms/notify_priv.h"
#include "mail/compose.h"

static int
no_memory(struct diag_err *err)
{
	return diag_no_memory(err);
}

/* The message, and its mail: 1, or 0 where it came from none. */
static int
read_original(struct notify *n)
{
	const struct json_value *v = n->rec->v[REC_ORIGINAL];

	if (n->rec->type == REC_SUBMIT)
		n->original = *n->rec;
	else if (!v || record_read(n->of_original, v->raw, v->rawlen,
	    &n->original, NULL) < 0)
		return 0;
	return record_sub(n->of_mail, n->original.v[REC_MAIL], &n->mail) == 0;
}

/* Nobody to tell, or what was told is itself a notification. */
static int
is_unwanted(const struct notify *n, const char *from)
{
	static const char daemon[] = "MAILER-DAEMON";
	const char *how = record_sub_str(&n->mail, "auto_submitted");

	if (n->rec->type == REC_READ)
		return !from || !*from;
	if (!from || !*from || strcmp(from, "<>") == 0)
		return 1;
	if (strcspn(from, "@") == sizeof daemon - 1 &&
	    strncasecmp(from, daemon, sizeof daemon - 1) == 0)
		return 1;
	return how && (strncasecmp(how, "auto-replied", 12) == 0 ||
	    strncasecmp(how, "auto-notified", 13) == 0);
}

/* To whom: 1, 0: nobody, or -1. */
static int
read_sender(struct notify *n, struct diag_err *err)
{
	const struct json_value *v =
		json_member(n->mail.v, n->mail.n, n->rec->type == REC_READ ?
		"disposition_notification_to" : "envelope_from");
	const char *from = v && v->kind == JSON_STRING ? v->s : NULL;
	int fits;

	if (is_unwanted(n, from))
		return 0;
	fits = strlen(from) == v->n && (size_t)snprintf(n->to, sizeof n->to,
	    "%s%s%s", from, strchr(from, '@') ? "" : "@",
	    strchr(from, '@') ? "" : n->s->host ? n->s->host : "localhost") <
	    sizeof n->to;
	/* some who read a header decode what looks like an encoded word */
	if (!fits || !mail_address_ok(n->to) || strstr(n->to, "=?"))
		return diag_err(err, EX_DATAERR, "mail.%s: %s is no mail "
		    "address", v->name, from);
	return 1;
}

/* About whom.  The address is what the mail's envelope had: mail2sms(1) made
   `to` and `domain` of it. */
static int
read_recipient(struct notify *n, struct diag_err *err)
{
	const struct json_value *to = n->original.v[REC_TO];
	size_t nv = 0;

	if (to && to->kind == JSON_LIST) {
		if (json_read(n->brief, to->raw, to->rawlen, &to, &nv, err) < 0)
			return -1;
		/* the report of an MMS names its recipient */
		if (nv > 1 && n->mms && n->rec->v[REC_FROM])
			to = n->rec->v[REC_FROM];
		else if (nv > 1)
			return diag_err(err, EX_DATAERR, "to: a message to "
			    "several recipients gets no notification yet");
		if (nv == 0)
			to = NULL;
	}
	if (to && to->kind == JSON_STRING)
		sms_copy(n->number, sizeof n->number, to->s, strlen(to->s));
	if (n->mms && strchr(n->number, '@') && mail_address_ok(n->number)) {
		snprintf(n->recipient, sizeof n->recipient, "%s", n->number);
		return 0;
	}
	sms_mailbox(n->recipient, n->number, sms_is_mail_domain(n->domain) ?
	    n->domain : sms_mail_domain(n->v, NULL));
	return 0;
}

static int
read_what(struct notify *n)
{
	if (n->rec->type == REC_RECEIPT)
		return notify_receipt(n);
	if (n->rec->type == REC_READ)
		return notify_read_reply(n);
	return config_bool(n->v, GENERATE_BOUNCES) ? notify_result(n) : 0;
}

int
notify_read(struct notify *n, const struct sms2mail *s,
    const struct record *rec, struct diag_err *err)
{
	int rc;

	memset(n, 0, sizeof *n);
	n->s = s;
	n->rec = rec;
	/* most records concern no mail: no memory for these */
	if (!rec->v[rec->type == REC_SUBMIT ? REC_MAIL : REC_ORIGINAL])
		return 0;
	n->of_original = json_reader_new();
	n->of_mail = json_reader_new();
	n->brief = json_reader_new();
	n->inner = json_reader_new();
	if (!n->of_original || !n->of_mail || !n->brief || !n->inner)
		return no_memory(err);
	if (!read_original(n))
		return 0;
	n->mms = rec->v[REC_MMS] || n->original.v[REC_MMS];
	n->domain = record_str(&n->original, REC_DOMAIN);
	if (!n->domain)
		n->domain = record_str(rec, REC_DOMAIN);
	if (!n->domain)
		n->domain = s->domain;
	n->v = config_view(s->config, n->domain, s->domain, NULL);
	if (!n->v)
		return no_memory(err);
	rc = read_what(n);
	if (rc < 0)
		return no_memory(err);
	if (rc > 0)
		rc = read_sender(n, err);
	if (rc > 0 && read_recipient(n, err) < 0)
		rc = -1;
	return rc;
}

void
notify_release(struct notify *n)
{
	buf_free(&n->reason);
	buf_free(&n->diagnostic);
	json_reader_free(n->of_original);
	json_reader_free(n->of_mail);
	json_reader_free(n->brief);
	json_reader_free(n->inner);
}

int
notify(const struct sms2mail *s, const struct record *rec, int64_t now_ms,
    struct sms2mail_out *out, struct diag_err *err)
{
	struct notify n;
	int rc = notify_read(&n, s, rec, err);

	if (rc > 0 && notify_write(&n, now_ms, out, err) < 0)
		rc = -1;
	notify_release(&n);
	return rc;
}
