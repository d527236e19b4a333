/* Numbers and names; SMPP v3.4, 5.2.5 to 5.2.9. */
#include "tap.h"

#include "gateway/sms/address.h"

static const struct {
	const char *in;
	int ton, npi;		/* given */
	const char *out;	/* NULL: refused */
	int out_ton, out_npi;
} sources[] = {
	{ "12345", 0, 1, "12345", 0, 1 },
	{ "+1 (555) 123-4567", 0, 1, "15551234567", 1, 1 },
	{ "  +49.30.1", 2, 8, "49301", 1, 8 },
	{ "*100#", 0, 0, "*100#", 0, 0 },
	{ "0044 20 7946", 1, 1, "0044207946", 1, 1 },
	{ "Bank", 0, 1, "Bank", 5, 0 },
	{ "Bank & Co.", 1, 1, "Bank & Co.", 5, 0 },
	{ "12345", 5, 0, "12345", 5, 0 },
	{ "ABCDEFGHIJK", 0, 0, "ABCDEFGHIJK", 5, 0 },
	{ "ABCDEFGHIJKL", 0, 0, NULL, 0, 0 },
	{ "", 3, 9, "", 3, 9 },
	{ "12345678901234567890", 0, 1, "12345678901234567890", 0, 1 },
	{ "123456789012345678901", 0, 1, NULL, 0, 0 },
	{ "+12345678901234567890", 0, 1, "12345678901234567890", 1, 1 },
	{ "a@b", 0, 0, NULL, 0, 0 },
	{ "B\xc3\xa4r", 0, 0, NULL, 0, 0 },
	{ "a\nb", 0, 0, NULL, 0, 0 },
};

static void
test_sources(void)
{
	struct sms_addr a;
	size_t i;

	for (i = 0; i < sizeof sources / sizeof sources[0]; i++) {
		const char *why = sms_addr_parse(sources[i].in,
		    (uint8_t)sources[i].ton, (uint8_t)sources[i].npi, &a);

		fprintf(stderr, "# %s: %s\n", sources[i].in, why ? why : a.addr);
		assert(!why == !!sources[i].out);
		if (why)
			continue;
		assert(strcmp(a.addr, sources[i].out) == 0);
		assert(a.ton == sources[i].out_ton);
		assert(a.npi == sources[i].out_npi);
	}
}

static void
test_destinations(void)
{
	static const char *const bad[] = { "", " ", "+", "++1", "1+2", "Bank",
		"555x", "--", "()", "1234567890123456789012", "+1\n2",
		"15551234567@example.com" };
	struct sms_addr a;
	size_t i;

	assert(!sms_addr_number("+1-555-1234567", 0, 1, &a));
	assert(strcmp(a.addr, "15551234567") == 0 && a.ton == 1 && a.npi == 1);
	assert(!sms_addr_number("15551234567", 1, 1, &a));
	assert(strcmp(a.addr, "15551234567") == 0 && a.ton == 1);
	/* - . / and blanks are for people; the digits' length counts */
	assert(!sms_addr_number("1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0", 1, 1,
	    &a));
	for (i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert(sms_addr_number(bad[i], 1, 1, &a));
}

static void
test_text(void)
{
	char out[SMS_ADDR_TEXT], longer[100];

	sms_addr_text("15551234567", 1, out);
	assert(strcmp(out, "+15551234567") == 0);
	sms_addr_text("15551234567", 2, out);
	assert(strcmp(out, "15551234567") == 0);
	sms_addr_text("+1555", 1, out);
	assert(strcmp(out, "+1555") == 0);
	sms_addr_text("Bank", 1, out);
	assert(strcmp(out, "Bank") == 0);
	sms_addr_text("", 1, out);
	assert(strcmp(out, "") == 0);
	memset(longer, '7', 99);
	longer[99] = '\0';
	sms_addr_text(longer, 1, out);
	assert(strlen(out) == SMS_ADDR_TEXT - 1 && out[0] == '+');
	sms_addr_text(longer, 0, out);
	assert(strlen(out) == SMS_ADDR_TEXT - 1 && out[0] == '7');
}

static void
test_split(void)
{
	char number[SMS_ADDR_TEXT], longer[200];
	const char *domain;

	assert(sms_addr_split("15551234567@example.com", number, &domain) == 0);
	assert(strcmp(number, "15551234567") == 0);
	assert(strcmp(domain, "example.com") == 0);
	assert(sms_addr_split("+1555", number, &domain) == 0);
	assert(strcmp(number, "+1555") == 0 && !domain);
	assert(sms_addr_split("a@b@c", number, &domain) == 0);
	assert(strcmp(number, "a@b") == 0 && strcmp(domain, "c") == 0);
	assert(sms_addr_split("", number, &domain) == -1);
	assert(sms_addr_split("@example.com", number, &domain) == -1);
	assert(sms_addr_split("1@", number, &domain) == -1);
	memset(longer, '7', sizeof longer);
	longer[SMS_ADDR_TEXT - 1] = '\0';
	assert(sms_addr_split(longer, number, &domain) == 0);
	longer[SMS_ADDR_TEXT - 1] = '7';
	longer[SMS_ADDR_TEXT] = '\0';
	assert(sms_addr_split(longer, number, &domain) == -1);
}

static const struct tap_test tests[] = {
	{ "source addresses: numbers, names, what is neither", test_sources },
	{ "destinations are numbers", test_destinations },
	{ "addresses of PDUs in records", test_text },
	{ "number@domain", test_split },
};

TAP_MAIN(tests)
