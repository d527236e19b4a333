#include "gateway/sms/address.h"

#include <string.h>

/* What a number is made of: digits, and what people put between them. */
enum { DIGIT = 1, BETWEEN };
static const uint8_t kinds[256] = {
	['0'] = DIGIT, ['1'] = DIGIT, ['2'] = DIGIT, ['3'] = DIGIT,
	['4'] = DIGIT, ['5'] = DIGIT, ['6'] = DIGIT, ['7'] = DIGIT,
	['8'] = DIGIT, ['9'] = DIGIT, ['*'] = DIGIT, ['#'] = DIGIT,
	[' '] = BETWEEN, ['-'] = BETWEEN, ['.'] = BETWEEN, ['/'] = BETWEEN,
	['('] = BETWEEN, [')'] = BETWEEN,
};

static int
is_number(const char *s)
{
	int digits = 0, kind;

	s += *s == '+';
	for (; (kind = kinds[(uint8_t)*s]); s++)
		digits |= kind == DIGIT;
	return digits && !*s;
}

const char *
sms_addr_number(const char *s, uint8_t ton, uint8_t npi, struct sms_addr *a)
{
	size_t n = 0;

	while (*s == ' ')
		s++;
	if (!is_number(s))
		return "is not a number";
	a->ton = *s == '+' ? SMS_TON_INTERNATIONAL : ton;
	a->npi = npi;
	for (; *s; s++) {
		if (kinds[(uint8_t)*s] != DIGIT)
			continue;
		if (n == SMS_ADDR_MAX)
			return "is longer than 20 digits";
		a->addr[n++] = *s;
	}
	a->addr[n] = '\0';
	return NULL;
}

const char *
sms_addr_parse(const char *s, uint8_t ton, uint8_t npi, struct sms_addr *a)
{
	const char *p;

	a->addr[0] = '\0';
	a->ton = ton;
	a->npi = npi;
	while (*s == ' ')
		s++;
	if (!*s)
		return NULL;
	if (ton != SMS_TON_ALPHANUMERIC && is_number(s))
		return sms_addr_number(s, ton, npi, a);
	for (p = s; *p; p++)
		if ((unsigned char)*p < 0x20 || (unsigned char)*p > 0x7e ||
		    *p == '@')
			return "has a character that a sender's name can't have";
	if (strlen(s) > SMS_NAME_MAX)
		return "is longer than 11 characters, the most of a name";
	a->ton = SMS_TON_ALPHANUMERIC;
	a->npi = SMS_NPI_UNKNOWN;
	strcpy(a->addr, s);
	return NULL;
}

void
sms_addr_text(const char *addr, uint8_t ton, char out[SMS_ADDR_TEXT])
{
	size_t o = 0, n = strlen(addr);

	if (ton == SMS_TON_INTERNATIONAL && n &&
	    strspn(addr, "0123456789") == n)
		out[o++] = '+';
	if (n > SMS_ADDR_TEXT - 1 - o)
		n = SMS_ADDR_TEXT - 1 - o;
	memcpy(out + o, addr, n);
	out[o + n] = '\0';
}

int
sms_addr_split(const char *s, char number[SMS_ADDR_TEXT], const char **domain)
{
	const char *at = strrchr(s, '@');
	size_t n = at ? (size_t)(at - s) : strlen(s);

	*domain = at ? at + 1 : NULL;
	if (n == 0 || n >= SMS_ADDR_TEXT || (at && !at[1]))
		return -1;
	memcpy(number, s, n);
	number[n] = '\0';
	return 0;
}
