#include "mail/report.h"

#include <string.h>

#include "mail/compose_priv.h"
#include "mail/digest.h"
#include "mail/encode.h"

/* `Name: type; text` (RFC 3464, 2.1.2) */
void
mail_put_typed(struct buf *out, const char *name, const char *type,
    const char *text)
{
	struct mail_line l;
	struct buf word = BUF_INIT;

	if (!text || !*text)
		return;
	l = mail_begin_header(out, name);
	buf_fmt(&word, "%s;", type);
	mail_put_word(&l, buf_cstr(&word));
	mail_put_text(&l, text);
	mail_end_header(&l);
	out->err |= word.err;
	buf_free(&word);
}

static void
put_time(struct buf *out, const char *name, int64_t unix_ms)
{
	if (unix_ms > 0)
		mail_put_date(out, name, unix_ms);
}

/* RFC 3464, 2.2 and, behind an empty line, 2.3 */
static void
put_status(struct buf *out, const struct mail_report *r)
{
	buf_str(out, "Content-Type: message/delivery-status\n\n");
	mail_put_typed(out, "Reporting-MTA", "dns", r->reporting_mta);
	put_time(out, "Arrival-Date", r->arrival);
	buf_ch(out, '\n');
	mail_put_typed(out, "Original-Recipient", "rfc822", r->recipient);
	mail_put_typed(out, "Final-Recipient", "rfc822", r->recipient);
	mail_put_field(out, "Action", r->action);
	mail_put_field(out, "Status", r->status);
	mail_put_typed(out, "Remote-MTA", r->net, r->remote_mta);
	mail_put_typed(out, "Diagnostic-Code", r->net, r->diagnostic);
	put_time(out, "Last-Attempt-Date", r->last_attempt);
	put_time(out, "Will-Retry-Until", r->retry_until);
}

/* Of somebody else's addresses, those that are some.  What would be decoded
   (=?utf-8?q?=0a?=@b.example) is none: RFC 2047, 5. */
static void
put_addresses(struct buf *out, const char *name, const char *const *addr,
    size_t n)
{
	const char *good[MAIL_REPORT_TO_MAX];
	size_t ngood = 0, i;

	for (i = 0; i < n && ngood < MAIL_REPORT_TO_MAX; i++)
		if (addr[i] && mail_address_ok(addr[i]) &&
		    !strstr(addr[i], "=?"))
			good[ngood++] = addr[i];
	if (ngood)
		mail_put_addresses(out, name, good, ngood);
}

/* RFC 3462, 2 */
static void
put_original(struct buf *out, const struct mail_original *o)
{
	buf_str(out, "Content-Type: text/rfc822-headers\n\n");
	put_addresses(out, "From", &o->from, 1);
	put_addresses(out, "To", o->to, o->nto);
	mail_put_field(out, "Subject", o->subject);
	put_time(out, "Date", o->date);
	mail_put_id(out, "Message-ID", o->message_id);
}

static void
put_part(struct buf *out, const char *boundary, const struct buf *part)
{
	buf_fmt(out, "--%s\n", boundary);
	buf_add(out, part->p, part->len);
	buf_ch(out, '\n');
	out->err |= part->err;
}

int
mail_put_report(const struct mail_out *m, const char *type,
    const char *recipient, const struct buf *status,
    const struct mail_original *o, struct buf *out, const char **bad)
{
	struct buf words = BUF_INIT, original = BUF_INIT;
	const char *wrong = mail_bad_address(m);
	char boundary[MAIL_DIGEST_SIZE];

	if (!wrong && !mail_address_ok(recipient))
		wrong = recipient;
	if (bad)
		*bad = wrong;
	if (wrong)
		return -1;
	mail_put_content(&words, m->text, m->ntext, m->charset);
	put_original(&original, o);
	/* nothing can hold the digest of what it is a part of */
	mail_digest(words.p, words.len, status->p, status->len, boundary);
	mail_digest(boundary, sizeof boundary, original.p, original.len,
	    boundary);

	mail_put_headers(out, m);
	buf_fmt(out, "Content-Type: multipart/report; "
	    "report-type=%s;\n boundary=\"%s\"\n\n", type, boundary);
	put_part(out, boundary, &words);
	put_part(out, boundary, status);
	put_part(out, boundary, &original);
	buf_fmt(out, "--%s--\n", boundary);
	buf_free(&words);
	buf_free(&original);
	return out->err ? -1 : 0;
}

int
mail_report(const struct mail_out *m, const struct mail_report *r,
    struct buf *out, const char **bad)
{
	struct buf status = BUF_INIT;
	int rc;

	put_status(&status, r);
	rc = mail_put_report(m, "delivery-status", r->recipient, &status,
	    &r->original, out, bad);
	buf_free(&status);
	return rc;
}
