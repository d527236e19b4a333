/*
 * reply_subject - the Subject of a mail that answers another.
 */
#ifndef GATEWAY_SMS_REPLY_SUBJECT_H
#define GATEWAY_SMS_REPLY_SUBJECT_H

#include <stddef.h>

/*
 * `Re: subject` (RFC 5322, 3.6.5), or subject as it is where it begins with
 * that already, in whatever case, or with what other mail programs write
 * instead: AW: (German), SV: (Scandinavian), Antw: (Dutch), also numbered, as
 * in Re[2]: and Re(2):.  UTF-8; what does not fit into size octets is cut off
 * between characters.
 */
void reply_subject(const char *subject, char *out, size_t size);

#endif
