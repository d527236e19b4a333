/*
 * mailbox - what phones and messages are called in mail: addresses, ids.
 */
#ifndef GATEWAY_SMS_MAILBOX_H
#define GATEWAY_SMS_MAILBOX_H

#include <stddef.h>

#include "config/config.h"
#include "record/record.h"

enum {
	SMS_MAILBOX_MAX = 320,	/* octets of an address, without NUL; RFC 5321 */
	SMS_MAIL_ID_SIZE = 64,
};

/* The domain of addresses that are ours, for a record of that domain (NULL:
   none): SMPP_Default_Email_From_Domain, else domain; `localhost` where that is
   none that may stand in an address, since it may have been a URL. */
const char *sms_mail_domain(const struct config_view *v, const char *domain);

/* 1 when s may stand behind the @ of an address. */
int sms_is_mail_domain(const char *s);

/* `447700900123@example.com`: a number or name as an address; a + in front
   stays, what may not stand in an address becomes `_`, at most 64 octets of it. */
void sms_mailbox(char out[SMS_MAILBOX_MAX + 1], const char *phone,
	const char *domain);

/* A record's id where it may stand in a Message-ID and in argv, else its
   digest, or without an id the record's. */
void sms_mail_id(char out[SMS_MAIL_ID_SIZE], const struct record *rec);

/* Copy at most size - 1 octets, and no part of a character. */
void sms_copy(char *to, size_t size, const char *s, size_t n);

#endif
