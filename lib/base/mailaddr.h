/*
 * mailaddr - what is a mail address to us: RFC 5322's addr-spec, less what
 * could harm.
 */
#ifndef BASE_MAILADDR_H
#define BASE_MAILADDR_H

enum { MAIL_ADDRESS_MAX = 320 };	/* octets; RFC 5321, 4.5.3.1: 64 + 1 + 255 */

/* 1 when s is an addr-spec that we would write into a header or hand to an
   MTA: no white space, control characters or angle brackets, one unquoted @,
   ASCII, no longer than MAIL_ADDRESS_MAX, and no `-` in front, which would be
   an option to the MTA's program. */
int mail_address_ok(const char *s);

#endif
