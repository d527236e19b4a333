/* The forms of one message_id; numbers by python3's int() and hex(). */
#include "store/id_form.h"
#include "tap.h"

static enum id_form
any(const char *response, const char *receipt)
{
	return id_form_match(response, receipt, STORE_ID_ANY, STORE_ID_ANY);
}

/* Is `receipt` found by its keys where `response` was put? */
static int
found(const char *response, const char *receipt)
{
	int64_t keys[ID_FORM_KEYS];
	unsigned i, n = id_form_keys(7, receipt, keys);

	for (i = 0; i < n; i++)
		if (keys[i] == id_form_key(7, response))
			return 1;
	return 0;
}

static void
test_pairs(void)
{
	/* response, receipt; ids of the field notes: pys#90, jas#535, chp */
	static const struct {
		const char *response, *receipt;
		enum id_form form;
	} t[] = {
		{ "3333333334", "3333333334", ID_FORM_EXACT },
		{ " 3333333334", "3333333334 ", ID_FORM_EXACT },
		{ "6C7C7DE28BB3E961947700000000FE37",
			"6c7c7de28bb3e961947700000000fe37", ID_FORM_FOLDED },
		{ "0000000123", "123", ID_FORM_FOLDED },
		{ "00ab", "AB", ID_FORM_FOLDED },
		{ "000", "0", ID_FORM_FOLDED },
		{ "4d2", "1234", ID_FORM_HEX },
		{ "000004D2", "1234", ID_FORM_HEX },
		{ "4D2", "0000001234", ID_FORM_HEX },
		{ "1234", "4d2", ID_FORM_DECIMAL },
		{ "7FFFFFFFFFFFFFFF", "9223372036854775807", ID_FORM_HEX },
		{ "FFFFFFFFFFFFFFFF", "18446744073709551615", ID_FORM_HEX },
		/* over 64 bits */
		{ "6C7C7DE28BB3E961947700000000FE37",
			"144203021605230333780392919994464271927",
			ID_FORM_HEX },
		{ "144203021605230333780392919994464271927",
			"6c7c7de28bb3e961947700000000fe37", ID_FORM_DECIMAL },
		{ "12345", "12346", ID_FORM_NONE },
		{ "", "0", ID_FORM_NONE },
		{ "0", "", ID_FORM_NONE },
		{ " ", " ", ID_FORM_NONE },
		/* one octet of a 64 bit overflow away */
		{ "10000000000000001", "1", ID_FORM_NONE },
		/* a UUID is no number, nor is anything with a sign or a point */
		{ "0000004d-0000-0000-0000-000000000000", "77", ID_FORM_NONE },
		{ "4d-2", "1234", ID_FORM_NONE },
		{ "1e3", "1000", ID_FORM_NONE },
		{ "0x4d2", "1234", ID_FORM_NONE },
		{ "SAR-1234-2-1", "sar-1234-2-1", ID_FORM_FOLDED },
	};
	size_t i;

	for (i = 0; i < sizeof t / sizeof t[0]; i++) {
		enum id_form form = any(t[i].response, t[i].receipt);

		if (form != t[i].form)
			fprintf(stderr, "%s, %s: %d\n", t[i].response,
			    t[i].receipt, form);
		assert(form == t[i].form);
		if (form != ID_FORM_NONE) {
			assert(found(t[i].response, t[i].receipt));
			assert(found(t[i].receipt, t[i].response));
		}
	}
}

static void
test_lengths(void)
{
	char hex[ID_FORM_DIGITS_MAX + 2], folded[ID_FORM_DIGITS_MAX + 2];
	char decimal[156];

	/* 16 ** 128 - 1 has 155 digits: too many to be converted back */
	memset(hex, 'F', ID_FORM_DIGITS_MAX);
	hex[ID_FORM_DIGITS_MAX] = '\0';
	memset(decimal, '9', 155);
	decimal[155] = '\0';
	assert(any(hex, decimal) == ID_FORM_NONE);
	/* longer still are ids like any other */
	memset(hex, 'F', ID_FORM_DIGITS_MAX + 1);
	hex[ID_FORM_DIGITS_MAX + 1] = '\0';
	memset(folded, 'f', ID_FORM_DIGITS_MAX + 1);
	folded[ID_FORM_DIGITS_MAX + 1] = '\0';
	assert(any(hex, folded) == ID_FORM_FOLDED);
	assert(found(hex, folded));
}

static void
test_longest_conversion(void)
{
	/* python3: int("f" * 106, 16) has 128 digits */
	static const char decimal[] =
		"433229639706377321809127216272356828661943293027471339"
		"870387434471034579344629003599996000953771809077717376"
		"71271930809827721215";
	char hex[107];

	assert(sizeof decimal - 1 == ID_FORM_DIGITS_MAX);
	memset(hex, 'F', 106);
	hex[106] = '\0';
	assert(any(hex, decimal) == ID_FORM_HEX);
	assert(any(decimal, hex) == ID_FORM_DECIMAL);
	assert(found(hex, decimal) && found(decimal, hex));
	hex[105] = 'E';
	assert(any(hex, decimal) == ID_FORM_NONE);
}

static void
test_forced(void)
{
	const enum store_id_form d = STORE_ID_DECIMAL, h = STORE_ID_HEX,
		a = STORE_ID_ANY;

	/* field notes, pain 1: hexadecimal in the response, decimal after */
	assert(id_form_match("4D2", "1234", h, d) == ID_FORM_HEX);
	/* digits alone: the response's 1234 is 4660, and not that 1234 */
	assert(id_form_match("1234", "1234", h, d) == ID_FORM_NONE);
	assert(id_form_match("1234", "4660", h, d) == ID_FORM_HEX);
	assert(id_form_match("1234", "4660", d, h) == ID_FORM_NONE);
	assert(id_form_match("4660", "1234", d, h) == ID_FORM_DECIMAL);
	assert(id_form_match("4d2", "1234", d, d) == ID_FORM_NONE);
	assert(id_form_match("01234", "1234", d, d) == ID_FORM_FOLDED);
	assert(id_form_match("04D2", "4d2", h, h) == ID_FORM_FOLDED);
	assert(id_form_match("1234", "4d2", h, h) == ID_FORM_NONE);
	/* one side is known */
	assert(id_form_match("4d2", "1234", a, d) == ID_FORM_HEX);
	assert(id_form_match("1234", "4d2", a, d) == ID_FORM_NONE);
	/* no number in that form: as it is written */
	assert(id_form_match("AB-1", "ab-1", h, d) == ID_FORM_FOLDED);
}

static void
test_keys(void)
{
	int64_t keys[ID_FORM_KEYS];

	assert(id_form_key(1, "1234") != id_form_key(2, "1234"));
	assert(id_form_key(1, "1234") > 0);
	assert(id_form_key(1, " ") == 0);
	assert(id_form_keys(1, "", keys) == 0);
	assert(id_form_keys(1, "x-1", keys) == 1);
	/* 0xab is 171, 12 is 0xc: one key for both; 0x12 is 18 */
	assert(id_form_keys(1, "ab", keys) == 1);
	assert(id_form_keys(1, "12", keys) == 2);
	/* 16 is 0x10, which may be the decimal 10; 0x16 is 22 */
	assert(id_form_keys(1, "16", keys) == 3);
	/* those that count up stand side by side */
	assert(id_form_key(1, "20261125161502000124") ==
	    id_form_key(1, "20261125161502000123") + 1);
}

static const struct tap_test tests[] = {
	{ "pairs of a response's id and a receipt's", test_pairs },
	{ "ids too long to be converted", test_lengths },
	{ "an id of 128 digits", test_longest_conversion },
	{ "forms that somebody knows", test_forced },
	{ "keys", test_keys },
};

TAP_MAIN(tests)
