#include "gateway/sms/mailbox.h"

#include <stdio.h>
#include <string.h>

#include "mail/digest.h"

#define LETTERS_DIGITS "abcdefghijklmnopqrstuvwxyz" \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

void
sms_copy(char *to, size_t size, const char *s, size_t n)
{
	if (n >= size) {
		n = size - 1;
		while (n && ((unsigned char)s[n] & 0xc0) == 0x80)
			n--;
	}
	memcpy(to, s, n);
	to[n] = '\0';
}

int
sms_is_mail_domain(const char *s)
{
	size_t n = s ? strlen(s) : 0;

	return n > 0 && n < 254 && *s != '.' && *s != '-' &&
	    strspn(s, LETTERS_DIGITS "-._") == n && !strstr(s, "..") &&
	    s[n - 1] != '.';
}

const char *
sms_mail_domain(const struct config_view *v, const char *domain)
{
	if (config_str(v, SMPP_DEFAULT_EMAIL_FROM_DOMAIN))
		domain = config_str(v, SMPP_DEFAULT_EMAIL_FROM_DOMAIN);
	return sms_is_mail_domain(domain) ? domain : "localhost";
}

void
sms_mailbox(char out[SMS_MAILBOX_MAX + 1], const char *phone,
    const char *domain)
{
	char local[65];
	size_t i;

	if (!phone || !*phone)
		phone = "unknown";
	sms_copy(local, sizeof local, phone, strlen(phone));
	/* a name may hold what an address may not (RFC 5322, atext); and a dash
	   in front would make it an option */
	for (i = *local == '+' && local[1]; local[i]; i++)
		if (!strchr(LETTERS_DIGITS "-_", local[i]) ||
		    (i == 0 && local[i] == '-'))
			local[i] = '_';
	snprintf(out, SMS_MAILBOX_MAX + 1, "%s@%s", local, domain);
}

void
sms_mail_id(char out[SMS_MAIL_ID_SIZE], const struct record *rec)
{
	const char *id = record_str(rec, REC_ID);
	char digest[MAIL_DIGEST_SIZE];

	if (!id || !*id || *id == '-' || strlen(id) >= SMS_MAIL_ID_SIZE ||
	    strspn(id, LETTERS_DIGITS "-_") != strlen(id)) {
		mail_digest(id ? id : rec->line, id ? strlen(id) : rec->len,
		    "", 0, digest);
		id = digest;
	}
	sms_copy(out, SMS_MAIL_ID_SIZE, id, strlen(id));
}
