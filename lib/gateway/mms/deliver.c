#include "gateway/mms/deliver.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sysexits.h>

#include "base/clock.h"
#include "gateway/mms/deliver_priv.h"
#include "gateway/sms/mailbox.h"

/* ---- headers */

static void
header(struct mms_letter *l, const char *name, const char *value)
{
	if (value && *value && l->nextra < MMS_EXTRA_MAX) {
		l->extra[l->nextra][0] = name;
		l->extra[l->nextra++][1] = value;
	}
}

/* xsd:dateTime, also without a zone; 0 or -1. */
int
mms_time(const char *s, int64_t *ms)
{
	char zoned[64];

	if (!s)
		return -1;
	if (clock_parse_rfc3339(s, ms) == 0)
		return 0;
	snprintf(zoned, sizeof zoned, "%sZ", s);
	return clock_parse_rfc3339(zoned, ms);
}

/* Of a message that was passed on, by whom and when: RFC 4356, 2.1.3.2. */
static void
resent(struct mms_letter *l)
{
	struct mm7_addr a = { .kind = MM7_NUMBER,
		.text = l->m->v[MM7_PREVIOUSLY_SENT_BY] };
	int64_t ms;

	if (a.text && *a.text) {
		mms_mailbox(l->resent_from, &a, mms_domain_or(l->ctx,
		    MM7_SERVER_DEFAULT_EMAIL_FROM_DOMAIN));
		header(l, "Resent-From", l->resent_from);
		if (mms_time(l->m->v[MM7_PREVIOUSLY_SENT_TIME], &ms) == 0) {
			clock_rfc5322(ms, "+0000", l->resent_date);
			header(l, "Resent-Date", l->resent_date);
		}
	}
}

static void
take_headers(struct mms_letter *l)
{
	static const struct { enum mm7_field field; const char *name; } as[] = {
		{ MM7_TRANSACTION_ID, "X-Mms-Transaction-ID" },
		{ MM7_MESSAGE_ID, "X-Mms-Message-ID" },
		{ MM7_LINKED_ID, "X-Mms-Linked-ID" },
		{ MM7_MESSAGE_CLASS, "X-Mms-Message-Class" },
		{ MM7_SERVICE_CODE, "X-Mms-Service-Code" },
		{ MM7_VASPID, "X-Mms-VASPID" },
		{ MM7_VASID, "X-Mms-VASID" },
		{ MM7_RELAY_SERVER_ID, "X-Mms-Relay-Server-ID" },
		{ MM7_EXPIRY_DATE, "X-Mms-Expiry-Date" },
		{ MM7_REPLY_CHARGING_ID, "X-Mms-Reply-Charging-ID" },
		{ MM7_APPLIC_ID, "X-Mms-Applic-ID" },
		{ MM7_REPLY_APPLIC_ID, "X-Mms-Reply-Applic-ID" },
		{ MM7_AUX_APPLIC_INFO, "X-Mms-Aux-Applic-Info" },
		{ MM7_CONTENT_CLASS, "X-Mms-Content-Class" },
	};
	const char *class = l->m->v[MM7_MESSAGE_CLASS];
	const char *priority = l->m->v[MM7_PRIORITY];
	const char *read = l->m->v[MM7_READ_REPLY];
	size_t i;

	resent(l);
	if (priority && strcasecmp(priority, "Normal") != 0)
		header(l, "Importance", strcasecmp(priority, "High") == 0 ?
		    "high" : strcasecmp(priority, "Low") == 0 ? "low" : NULL);
	if (class && (strcasecmp(class, "Auto") == 0 ||
	    strcasecmp(class, "Advertisement") == 0))
		header(l, "Precedence", "bulk");
	if (read && strcmp(read, "true") == 0 && l->m->op == MM7_SUBMIT_REQ)
		header(l, "Disposition-Notification-To", l->from);
	header(l, "X-Mms-From", mms_address_text(&l->m->sender));
	for (i = 0; i < sizeof as / sizeof as[0]; i++)
		header(l, as[i].name, l->m->v[as[i].field]);
}

/* ---- the mail */

static int
is_auto(const struct mm7_msg *m)
{
	const char *class = m->v[MM7_MESSAGE_CLASS];

	return class && strcasecmp(class, "Auto") == 0;
}

/* What may stand in a Received line of what somebody else said. */
static void
put_word(struct buf *out, const char *s)
{
	for (; *s; s++)
		if ((*s >= '0' && *s <= '9') || (*s >= 'a' && *s <= 'z') ||
		    (*s >= 'A' && *s <= 'Z') || strchr(".-:_[]", *s))
			buf_ch(out, *s);
}

static int
write_mail(struct mms_letter *l, const struct related *r, struct buf *out,
    struct diag_err *err)
{
	struct buf received = BUF_INIT, id = BUF_INIT;
	const char *by = sms_is_mail_domain(l->ctx->host) ? l->ctx->host :
		"localhost", *bad = NULL;
	struct mail_out m = {
		.from = l->from, .from_name = l->from_name,
		.to = l->to, .nto = l->nto, .cc = l->cc, .ncc = l->ncc,
		.undisclosed = !l->nto && !l->ncc,
		.subject = l->m->v[MM7_SUBJECT],
		.date = l->ctx->now_ms, .received_at = l->ctx->now_ms,
		.auto_submitted = is_auto(l->m) ? "auto-generated" : NULL,
		.extra = (const char *const (*)[2])l->extra,
		.nextra = l->nextra,
	};
	int rc;

	if (l->ctx->peer) {
		buf_str(&received, "from ");
		put_word(&received, l->ctx->peer);
		buf_ch(&received, ' ');
	}
	buf_fmt(&received, "by %s with MMS id %s", by, l->e->id);
	mms_put_message_id(&id, l->e->id, l->m->v[MM7_LINKED_ID], mms_domain_or(l->ctx,
	    MM7_SERVER_DEFAULT_EMAIL_FROM_DOMAIN));
	m.received = buf_cstr(&received);
	m.message_id = buf_cstr(&id);
	mms_time(l->m->v[MM7_TIME_STAMP], &m.date);
	rc = received.err || id.err ? -1 :
		mms_write_parts(&m, r, l->ctx->view, out, &bad);
	buf_free(&received);
	buf_free(&id);
	if (rc < 0 && bad)
		return diag_err(err, EX_DATAERR, "%s: is no mail address", bad);
	return rc < 0 ? diag_no_memory(err) : 0;
}

int
mms_deliver_mail(const struct mm7_msg *m, const struct related *r,
    const struct mms_context *ctx, struct buf *out,
    struct mms_envelope_out *e, struct diag_err *err)
{
	struct mms_letter l = { .m = m, .ctx = ctx, .e = e };

	memset(e, 0, sizeof *e);
	if (ctx->id && strlen(ctx->id) < sizeof e->id)
		snprintf(e->id, sizeof e->id, "%s", ctx->id);
	else
		mms_deliver_id(m, e->id);
	if (mms_take_sender(&l, err) < 0 || mms_take_recipients(&l, err) < 0)
		return -1;
	if (!is_auto(m))
		snprintf(e->sender, sizeof e->sender, "%s", l.from);
	take_headers(&l);
	return write_mail(&l, r, out, err);
}

void
mms_envelope_release(struct mms_envelope_out *e)
{
	arena_free(&e->own);
}
