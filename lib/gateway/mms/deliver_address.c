/* From whom and to whom.  See deliver.h. */
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sysexits.h>

#include "base/mailaddr.h"
#include "gateway/mms/deliver_priv.h"
#include "gateway/sms/mailbox.h"

const char *
mms_domain_or(const struct mms_context *ctx, enum option o)
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

int
mms_take_sender(struct mms_letter *l, struct diag_err *err)
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
		mms_mailbox(l->from, &a, mms_domain_or(l->ctx,
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
		list[(*n)++] = arena_str(&l->e->own, addr);
}

int
mms_take_recipients(struct mms_letter *l, struct diag_err *err)
{
	const char *domain = mms_domain_or(l->ctx,
	    MM7_SERVER_DEFAULT_EMAIL_TO_DOMAIN), *dflt, **real;
	char addr[MMS_ADDRESS_SIZE];
	size_t role, i, n = 0;

	if (address_option(l->ctx, MM7_SERVER_DEFAULT_EMAIL_TO_ADDRESS, &dflt,
	    err) < 0)
		return -1;
	real = arena_alloc(&l->e->own, MMS_TO_MAX * sizeof *real);
	l->to = arena_alloc(&l->e->own, MMS_TO_MAX * sizeof *l->to);
	l->cc = arena_alloc(&l->e->own, MMS_TO_MAX * sizeof *l->cc);
	if (l->e->own.oom)
		return diag_no_memory(err);
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
	return l->e->own.oom ? diag_no_memory(err) : 0;
}
