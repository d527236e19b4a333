/*
 * address - numbers and names as SMPP wants them.
 *
 * Spec: SMPP v3.4, 5.2.5 (TON), 5.2.6 (NPI), 5.2.8, 5.2.9 (at most 20
 * characters).
 */
#ifndef GATEWAY_SMS_ADDRESS_H
#define GATEWAY_SMS_ADDRESS_H

#include <stdint.h>

enum {
	SMS_ADDR_MAX = 20,	/* characters; v3.4, 5.2.8 */
	SMS_NAME_MAX = 11,	/* of an alphanumeric sender; TS 23.040, 9.1.2.5 */

	SMS_TON_UNKNOWN = 0,
	SMS_TON_INTERNATIONAL = 1,
	SMS_TON_ALPHANUMERIC = 5,
	SMS_NPI_UNKNOWN = 0,
	SMS_NPI_ISDN = 1,
};

struct sms_addr {
	char addr[SMS_ADDR_MAX + 1];
	uint8_t ton, npi;
};

/**
 * An address as people write it.
 *
 * `+1 (555) 123-4567` is an international number (TON 1), other digits (also
 * with * and #) have the given TON, both the given NPI; anything else, and all
 * where the given TON is alphanumeric, is a name: TON 5, NPI 0, at most 11
 * characters of printable ASCII without `@`, which is NUL in the GSM alphabet
 * and would end the string at some message centres.
 *
 * s "" gives an empty address with the given TON and NPI: the message centre
 * fills it in.
 *
 * Returns NULL, or what is wrong, for people (static).
 */
const char *sms_addr_parse(const char *s, uint8_t ton, uint8_t npi,
	struct sms_addr *a);

/* The same where only a number will do (a destination). */
const char *sms_addr_number(const char *s, uint8_t ton, uint8_t npi,
	struct sms_addr *a);

/*
 * How a received address is written in a record: a + in front of digits of an
 * international number, else as it came.  out: SMS_ADDR_TEXT octets; longer
 * addresses (the peer's mistake) are written as far as they fit.
 */
enum { SMS_ADDR_TEXT = 68 };
void sms_addr_text(const char *addr, uint8_t ton, char out[SMS_ADDR_TEXT]);

/* `15551234567@example.com`, or a bare number: number is the part before the
   last @, *domain what follows it (borrowed from s) or NULL.
   Returns 0, or -1: the number does not fit or is empty. */
int sms_addr_split(const char *s, char number[SMS_ADDR_TEXT],
	const char **domain);

#endif
