#include "gateway/mms/submit.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "gateway/mms/submit_priv.h"
#include "mail/digest.h"

/* ---- fields by options */

static const struct {
	enum mm7_field field;
	enum option option;
} by_option[] = {
	{ MM7_VASPID, MM7_VASPID_OPTION },
	{ MM7_VASID, MM7_VASID_OPTION },
	{ MM7_SERVICE_CODE, MM7_SERVICE_CODE_OPTION },
	{ MM7_MESSAGE_CLASS, MM7_MESSAGE_CLASS_OPTION },
	{ MM7_PRIORITY, MM7_PRIORITY_OPTION },
	{ MM7_EARLIEST_DELIVERY_TIME, MM7_EARLIEST_DELIVERY_TIME_OPTION },
	{ MM7_EXPIRY_DATE, MM7_EXPIRY_DATE_OPTION },
	{ MM7_CHARGED_PARTY, MM7_CHARGED_PARTY_OPTION },
	{ MM7_CHARGED_PARTY_ID, MM7_CHARGED_PARTY_ID_OPTION },
	{ MM7_DISTRIBUTION_INDICATOR, MM7_DISTRIBUTION_INDICATOR_OPTION },
	{ MM7_DELIVERY_CONDITION, MM7_DELIVERY_CONDITION_OPTION },
	{ MM7_APPLIC_ID, MM7_APPLIC_ID_OPTION },
	{ MM7_REPLY_APPLIC_ID, MM7_REPLY_APPLIC_ID_OPTION },
	{ MM7_AUX_APPLIC_INFO, MM7_AUX_APPLIC_INFO_OPTION },
	{ MM7_CONTENT_CLASS, MM7_CONTENT_CLASS_OPTION },
	{ MM7_DRM_CONTENT, MM7_DRM_CONTENT_OPTION },
	{ MM7_ALLOW_ADAPTATIONS, MM7_ALLOW_ADAPTATIONS_OPTION },
};

void
mms_submit_set(struct mms_submit *s, enum mm7_field f, const char *value)
{
	if (value && *value)
		s->msg.v[f] = arena_str(&s->own, value);
}

int
mms_submit_may_set(enum mm7_field f)
{
	switch (f) {
	case MM7_TRANSACTION_ID:
	case MM7_VERSION:
	case MM7_RELAY_SERVER_ID:
	case MM7_MM_STATUS:
	case MM7_MM_STATUS_EXTENSION:
	case MM7_STATUS_CODE:
	case MM7_STATUS_TEXT:
	case MM7_DETAILS:
	case MM7_CONTENT_HREF:
		return 0;
	default:
		return 1;
	}
}

static int
set_by(struct mms_submit *s, enum mm7_field f, enum option o,
    struct diag_err *err)
{
	const char *value = s->msg.v[f] ? NULL : config_str(s->view, o);

	if (value && !mm7_field_takes(f, value))
		return diag_err(err, EX_CONFIG, "%s: \"%s\" is no value that "
		    "MM7 has for %s", option_def(o)->name, value,
		    mm7_field_name(f));
	if (value)
		s->msg.v[f] = value;
	return 0;
}

/* A bool: true is said, and false only where somebody did. */
static void
set_bool(struct mms_submit *s, enum mm7_field f, enum option o)
{
	if (!s->msg.v[f] && (config_bool(s->view, o) ||
	    config_is_set(s->view, o)))
		s->msg.v[f] = config_bool(s->view, o) ? "true" : "false";
}

static void
reply_charging(struct mms_submit *s)
{
	int64_t size = config_int(s->view, MM7_REPLY_CHARGING_SIZE_OPTION);

	if (!s->msg.v[MM7_REPLY_CHARGING] &&
	    config_bool(s->view, MM7_REPLY_CHARGING_OPTION))
		s->msg.v[MM7_REPLY_CHARGING] = "true";
	if (!s->msg.v[MM7_REPLY_CHARGING])
		return;
	if (!s->msg.v[MM7_REPLY_CHARGING_SIZE] && size > 0)
		s->msg.v[MM7_REPLY_CHARGING_SIZE] =
		    arena_fmt(&s->own, "%lld", (long long)size);
	if (!s->msg.v[MM7_REPLY_DEADLINE])
		s->msg.v[MM7_REPLY_DEADLINE] = config_str(s->view,
		    MM7_REPLY_DEADLINE_OPTION);
}

struct mm7_dialect
mms_dialect(const struct config_view *v)
{
	const char *ns = config_str(v, MM7_XML_SCHEMA);
	const char *prefix = config_str(v, MM7_NAMESPACE);
	const char *env = config_str(v, MM7_SOAP_ENV);

	return (struct mm7_dialect){
		.ns = ns ? ns : "", .env_prefix = env ? env : "env",
		.prefix = prefix ? prefix : "",
		.prefix_children = config_bool(v, MM7_USE_NAMESPACE_IN_BODY),
		.version = config_str(v, MM7_VERSION_OPTION),
		.plmn = config_bool(v, MM7_NUMBER_PLMN),
	};
}

int
mms_submit_options(struct mms_submit *s, struct diag_err *err)
{
	const char *payer = config_str(s->view, MM7_THIRD_PARTY_PAYER);
	size_t i;

	for (i = 0; i < sizeof by_option / sizeof by_option[0]; i++)
		if (set_by(s, by_option[i].field, by_option[i].option, err) < 0)
			return -1;
	set_bool(s, MM7_DELIVERY_REPORT, MM7_DELIVERY_REPORT_OPTION);
	set_bool(s, MM7_READ_REPLY, MM7_READ_REPLY_OPTION);
	reply_charging(s);
	s->msg.extra = config_str(s->view, MM7_REQUEST_IE_EXTENDED);
	s->msg.dialect = mms_dialect(s->view);
	s->msg.v[MM7_VERSION] = s->msg.dialect.version;
	if (s->content.n)
		s->msg.v[MM7_CONTENT_HREF] = "cid:" MMS_CONTENT_ID;
	if (payer && s->msg.third_party.kind == MM7_ADDR_NONE &&
	    mms_address(payer, NULL, 0, s->view, &s->own,
	    &s->msg.third_party, err) < 0) {
		if (err)
			err->sysexit = EX_CONFIG;
		return -1;
	}
	if (s->msg.sender.kind == MM7_ADDR_NONE)
		return mms_sender_address(s->view, &s->own, &s->msg.sender,
		    err);
	return 0;
}

/* ---- recipients */

int
mms_submit_open(struct mms_submit *s, const struct mms_envelope *e,
    const char *domain, struct diag_err *err)
{
	if (!domain)
		domain = e->domain;
	s->domain = arena_str(&s->own, domain);
	s->view = config_view(e->config, domain, e->domain, NULL);
	if (!s->view || s->own.oom)
		return diag_no_memory(err);
	/* as mail2sms: with -d, or without any stanza, it says nothing */
	if (!e->domain && domain && config_domain(e->config, 0) &&
	    !config_has_domain(e->config, domain))
		return diag_err(err, EX_CONFIG, "no domain \"%s\" in the "
		    "configuration %s (-d names another for its options)",
		    domain, config_file(e->config));
	return 0;
}

/* Room for one more of n things of that size. */
static void *
grow(struct mms_submit *s, void *old, size_t n, size_t *cap, size_t size)
{
	size_t more = *cap ? *cap * 2 : 4;
	void *p;

	if (n < *cap)
		return old;
	p = arena_alloc(&s->own, more * size);
	if (p && n)
		memcpy(p, old, n * size);
	if (p)
		*cap = more;
	return p;
}

void
mms_submit_add(struct mms_submit *s, const char *given,
    const struct mm7_addr *a, enum mm7_addr_role role)
{
	size_t i;

	for (i = 0; i < s->nrecipients; i++)
		if (mms_same_address(&s->recipient[i].addr, a))
			return;
	s->recipient = grow(s, s->recipient, s->nrecipients,
	    &s->recipients_cap, sizeof *s->recipient);
	if (!s->recipient) {
		s->nrecipients = s->recipients_cap = 0;
		return;
	}
	s->recipient[s->nrecipients++] = (struct mms_recipient){
		.given = arena_str(&s->own, given), .addr = *a,
		.role = role, .status = SMS_TEMPORARY,
	};
}

void
mms_submit_show(struct mms_submit *s, const struct mm7_addr *a,
    enum mm7_addr_role role)
{
	size_t i;

	for (i = 0; i < s->nrecipients; i++)
		if (mms_same_address(&s->recipient[i].addr, a))
			return;
	for (i = 0; i < s->nshown; i++)
		if (mms_same_address(&s->shown[i].addr, a))
			return;
	s->shown = grow(s, s->shown, s->nshown, &s->shown_cap,
	    sizeof *s->shown);
	if (!s->shown) {
		s->nshown = s->shown_cap = 0;
		return;
	}
	s->shown[s->nshown].addr = *a;
	s->shown[s->nshown].addr.display_only = 1;
	s->shown[s->nshown++].role = role;
}

void
mms_submit_release(struct mms_submit *s)
{
	mms_content_release(&s->content);
	buf_free(&s->mail);
	arena_free(&s->own);
}

/* ---- requests */

size_t
mms_submit_step(const struct mms_submit *s)
{
	int64_t max = config_int(s->view, MM7_MAX_RECIPIENTS);

	return max > 0 && (size_t)max < s->nrecipients ? (size_t)max :
		s->nrecipients;
}

/* The same for the same message and recipients, in whatever order. */
static void
make_transaction_id(struct mms_submit *s, size_t first, size_t n)
{
	unsigned char sum[MAIL_DIGEST_SIZE] = "";
	char one[MAIL_DIGEST_SIZE];
	size_t i, k;

	for (i = first; i < first + n; i++) {
		const char *to = mms_address_text(&s->recipient[i].addr);

		mail_digest(s->id, strlen(s->id), to, strlen(to), one);
		for (k = 0; k < sizeof one - 1; k++)
			sum[k] ^= (unsigned char)one[k];
	}
	mail_digest(s->id, strlen(s->id), sum, sizeof sum, s->transaction_id);
}

static void
put_list(struct mms_submit *s, enum mm7_addr_role role, size_t first, size_t n)
{
	struct mm7_addrs *list = &s->request.recipients[role];
	size_t i;

	list->n = 0;
	list->a = arena_alloc(&s->own, (n + s->nshown) * sizeof *list->a);
	if (!list->a)
		return;
	for (i = first; i < first + n; i++)
		if (s->recipient[i].role == role &&
		    s->recipient[i].addr.kind != MM7_ADDR_NONE)
			list->a[list->n++] = s->recipient[i].addr;
	for (i = 0; i < s->nshown; i++)
		if (s->shown[i].role == role)
			list->a[list->n++] = s->shown[i].addr;
}

const struct mm7_msg *
mms_submit_request(struct mms_submit *s, size_t first, size_t n)
{
	const char *id;
	size_t i;

	make_transaction_id(s, first, n);
	id = arena_str(&s->own, s->transaction_id);
	s->request = s->msg;
	s->request.v[MM7_TRANSACTION_ID] = id;
	for (i = first; i < first + n; i++)
		s->recipient[i].transaction_id = id;
	put_list(s, MM7_TO, first, n);
	put_list(s, MM7_CC, first, n);
	put_list(s, MM7_BCC, first, n);
	return s->own.oom ? NULL : &s->request;
}

void
mms_submit_unlink(struct mms_submit *s)
{
	s->msg.v[MM7_LINKED_ID] = NULL;
}
