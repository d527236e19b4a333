#include "mail/mdn.h"

#include "mail/compose_priv.h"

/* RFC 8098, 3 */
static void
put_notification(struct buf *out, const struct mail_mdn *r)
{
	buf_str(out, "Content-Type: message/disposition-notification\n\n");
	mail_put_field(out, "Reporting-UA", r->reporting_ua);
	mail_put_typed(out, "Original-Recipient", "rfc822", r->recipient);
	mail_put_typed(out, "Final-Recipient", "rfc822", r->recipient);
	mail_put_id(out, "Original-Message-ID", r->original.message_id);
	buf_fmt(out, "Disposition: manual-action/MDN-sent-automatically; %s\n",
	    r->disposition);
}

int
mail_mdn(const struct mail_out *m, const struct mail_mdn *r, struct buf *out,
    const char **bad)
{
	struct buf status = BUF_INIT;
	int rc;

	put_notification(&status, r);
	rc = mail_put_report(m, "disposition-notification", r->recipient,
	    &status, &r->original, out, bad);
	buf_free(&status);
	return rc;
}
