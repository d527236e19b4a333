/* Whom a mail is for.  See mail2sms_priv.h. */
#include <string.h>
#include <strings.h>

#include "engine/filter/mail2sms_priv.h"
#include "gateway/sms/address.h"

/* Was the option set for that domain alone, not for all of them? */
static int
set_for(struct config *c, const char *domain, enum option o)
{
	const struct config_view *v = config_view(c, domain, NULL, NULL);
	const struct config_view *all = config_view(c, NULL, NULL, NULL);
	struct diag_pos here, there;

	if (!v || !all || !config_is_set(v, o))
		return 0;
	here = config_where(v, o);
	there = config_where(all, o);
	return !config_is_set(all, o) || here.line != there.line ||
		strcmp(here.file, there.file) != 0;
}

/* An SMPP domain has a stanza and an SMSC; where all of them share one, a
   domain with an MMSC of its own is none. */
static int
is_smpp_domain(struct config *c, const char *domain)
{
	const struct config_view *v;

	if (!config_has_domain(c, domain))
		return 0;
	v = config_view(c, domain, NULL, NULL);
	return v && config_str(v, SMPP_SMSC_SERVER) &&
		(set_for(c, domain, SMPP_SMSC_SERVER) ||
		!(set_for(c, domain, MM7_MMSC_SERVER) ||
		set_for(c, domain, ROUTES) || set_for(c, domain, HTTP_HOST)));
}

/* Of a header's addresses most are no phones, and 10001@qq.com is none of ours. */
static int
is_phone(const struct mail2sms_opts *o, const char *address)
{
	char number[SMS_ADDR_TEXT];
	const char *domain;
	struct sms_addr a;

	if (sms_addr_split(address, number, &domain) < 0 ||
	    sms_addr_number(number, 0, 0, &a))
		return 0;
	if (!domain || (o->domain && strcasecmp(domain, o->domain) == 0))
		return o->domain != NULL;
	return is_smpp_domain(o->config, domain);
}

size_t
mail2sms_recipients(const struct mail2sms_opts *o, const struct mail *mail,
    const char *to[HANDLER_RECIPIENTS_MAX])
{
	size_t i, n = 0;

	if (!o->from_headers) {
		for (; n < o->nrecipients && n < HANDLER_RECIPIENTS_MAX; n++)
			to[n] = o->recipients[n];
		return n;
	}
	for (i = 0; i < mail->nrecipients && n < HANDLER_RECIPIENTS_MAX; i++)
		if (is_phone(o, mail->recipients[i]))
			to[n++] = mail->recipients[i];
	return n;
}
