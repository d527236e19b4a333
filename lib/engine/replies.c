#include "engine/replies.h"

#include <string.h>

#include "base/mailaddr.h"
#include "gateway/sms/address.h"

int
replies_wanted(const struct config_view *v)
{
	return config_bool(v, SMPP_USE_REVERSE_ADDRESS_MAPPINGS) &&
		config_msec(v, SMPP_RAM_EXPIRATION) > 0;
}

static int64_t
fresh_since(const struct replies *r)
{
	return r->now - (int64_t)config_msec(r->v, SMPP_RAM_EXPIRATION);
}

/* ---- who ---- */

/* Does the local part begin so?  Of No_Reply+x@y letters and digits count. */
static int
begins(const char *address, const char *word)
{
	for (; *word && *address && *address != '@'; address++) {
		if (strchr("-_.\"", *address))
			continue;
		if ((*address >= 'A' && *address <= 'Z' ? *address | 0x20 :
		    *address) != *word++)
			return 0;
	}
	return !*word;
}

static int
is_null(const char *address)
{
	return !*address || begins(address, "mailerdaemon");
}

static int
is_nobody(const char *address)
{
	return is_null(address) || begins(address, "noreply") ||
		begins(address, "donotreply");
}

const char *
replies_sender(const struct replies_mail *m)
{
	const char *const whom[] = { m->reply_to, m->from, m->envelope_from };
	size_t i;

	if (m->envelope_from && is_null(m->envelope_from))
		return NULL;
	for (i = 0; i < sizeof whom / sizeof whom[0]; i++)
		if (whom[i] && mail_address_ok(whom[i]))
			return is_nobody(whom[i]) ? NULL : whom[i];
	return NULL;
}

/* ---- remembering ---- */

/* However somebody wrote it.  0, or -1: it is none. */
static int
plain(const char *number, struct sms_addr *a)
{
	return number && !sms_addr_parse(number, SMS_TON_UNKNOWN,
	    SMS_NPI_UNKNOWN, a) && a->addr[0] ? 0 : -1;
}

int
replies_keep(const struct replies *r, const char *from, const char *to,
    const struct replies_mail *m, struct diag_err *err)
{
	const char *sender = replies_sender(m);
	struct sms_addr number, phone;
	struct store_reply reply;

	if (!r->store || !sender || !replies_wanted(r->v) ||
	    plain(from, &number) < 0 || plain(to, &phone) < 0)
		return 0;
	reply = (struct store_reply){ r->account, number.addr, phone.addr,
		sender, m->subject, m->message_id, r->now };
	return store_reply_put(r->store, &reply, err) < 0 ? -1 : 1;
}

int
replies_remember(const struct replies *r, const char *from, const char *to,
    const struct record *rec, struct json_reader *scratch,
    struct diag_err *err)
{
	struct replies_mail m;
	struct record_sub mail;

	if (!r->store || !from || !*from || !replies_wanted(r->v) ||
	    record_sub(scratch, rec->v[REC_MAIL], &mail) < 0)
		return 0;
	m.envelope_from = record_sub_str(&mail, "envelope_from");
	m.reply_to = record_sub_str(&mail, "reply_to");
	m.from = record_sub_str(&mail, "from");
	m.subject = record_sub_str(&mail, "subject");
	m.message_id = record_sub_str(&mail, "message_id");
	return replies_keep(r, from, to, &m, err);
}

/* ---- choosing ---- */

int
replies_choose(const struct replies *r, const char *to, const char *sender,
    const char **from, struct diag_err *err)
{
	static const enum option pool = SMPP_ESME_ADDRESS;
	struct sms_addr number[CONFIG_LIST_MAX], phone;
	const char *numbers[CONFIG_LIST_MAX];
	size_t n;
	int i;

	*from = config_item(r->v, pool, 0);
	if (!r->store || !config_item(r->v, pool, 1) ||
	    !replies_wanted(r->v) || plain(to, &phone) < 0)
		return 0;
	for (n = 0; n < CONFIG_LIST_MAX && config_item(r->v, pool, n); n++)
		/* one that is none is refused when it is sent */
		numbers[n] = plain(config_item(r->v, pool, n), &number[n]) < 0 ?
			config_item(r->v, pool, n) : number[n].addr;
	i = store_reply_pick(r->store, r->account, numbers, n, phone.addr,
	    sender, fresh_since(r), err);
	if (i < 0)
		return -1;
	*from = config_item(r->v, pool, (size_t)i);
	return 0;
}

/* ---- finding ---- */

int
replies_each(const struct replies *r, const char *number, const char *phone,
    int (*cb)(void *arg, const struct store_reply *r), void *arg,
    struct diag_err *err)
{
	struct sms_addr ours, theirs;

	if (!r->store || !replies_wanted(r->v) || plain(number, &ours) < 0 ||
	    plain(phone, &theirs) < 0)
		return 0;
	return store_reply_each(r->store, r->account, ours.addr, theirs.addr,
	    fresh_since(r), cb, arg, err);
}
