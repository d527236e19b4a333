#include "gateway/mms/deliver.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sysexits.h>

#include "base/clock.h"
#include "base/mailaddr.h"
#include "gateway/mms/deliver_priv.h"
#include "gateway/sms/mailbox.h"
#include "mail/digest.h"
#include "mail/parts.h"

/* ---- ids */

void
mms_deliver_id(const struct mm7_msg *m, char id[33])
{
	static const enum mm7_field of[] = { MM7_TRANSACTION_ID, MM7_LINKED_ID,
		MM7_MESSAGE_ID, MM7_TIME_STAMP };
	const char *from = mms_address_text(&m->sender);
	char digest[MAIL_DIGEST_SIZE];
	size_t i;

	mail_digest(from, strlen(from), "", 0, digest);
	for (i = 0; i < sizeof of / sizeof of[0]; i++) {
		const char *s = m->v[of[i]] ? m->v[of[i]] : "";

		mail_digest(digest, sizeof digest - 1, s, strlen(s), digest);
	}
	memcpy(id, digest, sizeof digest);
}

#define MARK "mms."
enum { LINKED_MAX = 120 };	/* octets of a LinkedID that goes into an id */

/* `mms.ID.4c494e4b@domain`, with LinkedID in hex. */
static void
put_message_id(struct buf *out, const char *id, const char *linked,
    const char *domain)
{
	buf_fmt(out, MARK "%s", id);
	if (linked && strlen(linked) <= LINKED_MAX) {
		buf_ch(out, '.');
		for (; *linked; linked++)
			buf_fmt(out, "%02x", (unsigned char)*linked);
	}
	buf_fmt(out, "@%s", domain);
}

static int
hex_digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *p = c ? strchr(digits, c) : NULL;

	return p ? (int)(p - digits) : -1;
}

size_t
mms_linked_id(const char *message_id, char *out, size_t size)
{
	const char *p = message_id + strspn(message_id, " \t<");
	size_t n = 0;

	*out = '\0';
	if (strncmp(p, MARK, sizeof MARK - 1) != 0)
		return 0;
	p += sizeof MARK - 1;
	p += strcspn(p, ".@ ");
	if (*p++ != '.')
		return 0;
	for (; hex_digit(p[0]) >= 0 && hex_digit(p[1]) >= 0; p += 2) {
		char c = (char)(hex_digit(p[0]) << 4 | hex_digit(p[1]));

		if ((unsigned char)c < ' ' || n + 1 >= size)
			break;
		out[n++] = c;
	}
	if (*p != '@')
		n = 0;
	out[n] = '\0';
	return n;
}

/* ---- addresses */

static const char *
domain_or(const struct mms_context *ctx, enum option o)
{
	const char *s = config_str(ctx->view, o);

	if (sms_is_mail_domain(s))
		return s;
	if (sms_is_mail_domain(ctx->domain))
		return ctx->domain;
	return sms_is_mail_domain(ctx->host) ? ctx->host : "localhost";
}

/* An option that is a mail address; NULL: not set; 0, or -1. */
static int
address_option(const struct mms_context *ctx, enum option o, const char **addr,
    struct diag_err *err)
{
	*addr = config_str(ctx->view, o);
	if (*addr && !mail_address_ok(*addr))
		return diag_err(err, EX_CONFIG, "%s: %s is no mail address",
		    option_def(o)->name, *addr);
	return 0;
}

/* From, and what is shown before it. */
static int
take_sender(struct mms_letter *l, struct diag_err *err)
{
	struct mm7_addr a = l->m->sender;
	const char *dflt;

	if (address_option(l->ctx, MM7_SERVER_DEFAULT_EMAIL_FROM_ADDRESS, &dflt,
	    err) < 0)
		return -1;
	if (a.kind == MM7_ADDR_NONE && !dflt) {
		/* a VASP need not say more than who it is */
		a.text = l->m->v[MM7_VASPID] ? l->m->v[MM7_VASPID] :
			l->m->v[MM7_VASID];
		if (!a.text || l->m->op != MM7_SUBMIT_REQ)
			return diag_err(err, EX_DATAERR, "5.1.7 the message "
			    "hides its sender (RFC 4356, 2.1.3.2)");
		a.kind = MM7_NUMBER;
	}
	if (dflt && a.kind != MM7_RFC2822) {
		snprintf(l->from, sizeof l->from, "%s", dflt);
		l->from_name = a.kind == MM7_ADDR_NONE ? NULL : a.text;
	} else {
		mms_mailbox(l->from, &a, domain_or(l->ctx,
		    MM7_SERVER_DEFAULT_EMAIL_FROM_DOMAIN));
	}
	return 0;
}

/* Add an address to a list, unless it is there. */
static void
add(struct mms_letter *l, const char **list, size_t *n, const char *addr)
{
	size_t i;

	for (i = 0; i < *n; i++)
		if (strcasecmp(list[i], addr) == 0)
			return;
	if (*n < MMS_TO_MAX)
		list[(*n)++] = mms_keep_str(&l->e->own, addr);
}

static int
take_recipients(struct mms_letter *l, struct diag_err *err)
{
	const char *domain = domain_or(l->ctx,
	    MM7_SERVER_DEFAULT_EMAIL_TO_DOMAIN), *dflt, **real;
	char addr[MMS_ADDRESS_SIZE];
	size_t role, i, n = 0;

	if (address_option(l->ctx, MM7_SERVER_DEFAULT_EMAIL_TO_ADDRESS, &dflt,
	    err) < 0)
		return -1;
	real = mms_room(&l->e->own, MMS_TO_MAX * sizeof *real);
	l->to = mms_room(&l->e->own, MMS_TO_MAX * sizeof *l->to);
	l->cc = mms_room(&l->e->own, MMS_TO_MAX * sizeof *l->cc);
	if (l->e->own.oom)
		return diag_err(err, EX_TEMPFAIL, "out of memory");
	for (role = 0; role < MM7_ROLES; role++)
		for (i = 0; i < l->m->recipients[role].n; i++) {
			const struct mm7_addr *a = &l->m->recipients[role].a[i];

			if (dflt && a->kind != MM7_RFC2822 && !a->display_only)
				snprintf(addr, sizeof addr, "%s", dflt);
			else
				mms_mailbox(addr, a, domain);
			if (!a->display_only)
				add(l, real, &n, addr);
			if (role == MM7_TO)
				add(l, l->to, &l->nto, addr);
			else if (role == MM7_CC)
				add(l, l->cc, &l->ncc, addr);
		}
	if (!n && dflt)
		add(l, real, &n, dflt);
	if (!n)
		return diag_err(err, EX_NOUSER, "5.1.1 nobody to send it to: "
		    "the message has no recipient, and "
		    "MM7_Server_Default_Email_To_Address is not set");
	l->e->to = real;
	l->e->nto = n;
	return l->e->own.oom ? diag_err(err, EX_TEMPFAIL, "out of memory") : 0;
}

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
		mms_mailbox(l->resent_from, &a, domain_or(l->ctx,
		    MM7_SERVER_DEFAULT_EMAIL_FROM_DOMAIN));
		header(l, "Resent-From", l->resent_from);
		if (mms_time(l->m->v[MM7_PREVIOUSLY_SENT_TIME], &ms) == 0) {
			mail_date(l->resent_date, ms);
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
	put_message_id(&id, l->e->id, l->m->v[MM7_LINKED_ID], domain_or(l->ctx,
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
	return rc < 0 ? diag_err(err, EX_TEMPFAIL, "out of memory") : 0;
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
	if (take_sender(&l, err) < 0 || take_recipients(&l, err) < 0)
		return -1;
	if (!is_auto(m))
		snprintf(e->sender, sizeof e->sender, "%s", l.from);
	take_headers(&l);
	return write_mail(&l, r, out, err);
}

void
mms_envelope_release(struct mms_envelope_out *e)
{
	mms_own_free(&e->own);
}
