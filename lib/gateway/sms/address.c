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

/* The digits of a number, as far as there is room for them; how many it has, or
   0: it is none. */
static size_t
take_digits(const char *s, char addr[SMS_ADDR_MAX + 1])
{
	size_t n = 0;
	int kind;

	s += *s == '+';
	for (; (kind = kinds[(uint8_t)*s]); s++)
		if (kind == DIGIT && n++ < SMS_ADDR_MAX)
			addr[n - 1] = *s;
	addr[n < SMS_ADDR_MAX ? n : SMS_ADDR_MAX] = '\0';
	return *s ? 0 : n;
}

static const char *
number(const char *s, size_t digits, uint8_t ton, uint8_t npi,
    struct sms_addr *a)
{
	if (digits > SMS_ADDR_MAX)
		return "is longer than 20 digits";
	a->ton = *s == '+' ? SMS_TON_INTERNATIONAL : ton;
	a->npi = npi;
	return NULL;
}

const char *
sms_addr_number(const char *s, uint8_t ton, uint8_t npi, struct sms_addr *a)
{
	size_t digits;

	while (*s == ' ')
		s++;
	digits = take_digits(s, a->addr);
	return digits ? number(s, digits, ton, npi, a) : "is not a number";
}

const char *
sms_addr_parse(const char *s, uint8_t ton, uint8_t npi, struct sms_addr *a)
{
	size_t digits = 0;
	const char *p;

	a->addr[0] = '\0';
	a->ton = ton;
	a->npi = npi;
	while (*s == ' ')
		s++;
	if (!*s)
		return NULL;
	if (ton != SMS_TON_ALPHANUMERIC)
		digits = take_digits(s, a->addr);
	if (digits)
		return number(s, digits, ton, npi, a);
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
