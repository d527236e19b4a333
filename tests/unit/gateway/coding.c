/* Text and data to units and data_coding; SMPP v3.4, 5.2.19, TS 23.038, 4. */
#include "kit.h"

#define TO "\"to\":\"+15551234567\","

static struct kit k;

/* One segment with this data_coding and short_message. */
static void
gives(const char *fields, unsigned data_coding, const char *hex)
{
	char line[1000];
	const struct smpp_pdu *p;

	snprintf(line, sizeof line, "{" TO "%s}", fields);
	kit_good(&k, line);
	p = kit_pdu(&k, 0);
	if (p->data_coding != data_coding)
		fprintf(stderr, "# %s: %u\n", fields, p->data_coding);
	assert(p->data_coding == data_coding);
	assert(same_hex(p->short_message, hex));
	assert(k.m.nsegments == 1);
}

static void
refused(const char *fields, const char *why)
{
	char line[1000];

	snprintf(line, sizeof line, "{" TO "%s}", fields);
	kit_bad(&k, line, why);
}

static void
test_auto(void)
{
	kit_open(&k, "");
	/* TS 23.038, 6.2.1: @ is 00, a euro 1b65, ` is not there */
	gives("\"text\":\"a@\xe2\x82\xac\"", 0, "61001b65");
	gives("\"text\":\"a`\"", 8, "00610060");
	gives("\"text\":\"\xf0\x9f\x98\x80\"", 8, "d83dde00");
	gives("\"text\":\"\"", 0, "");
	gives("\"priority\":0", 0, "");
	refused("\"text\":\"x\",\"data\":\"00\"", "text: and data");
	kit_close(&k);
	kit_open(&k, "SMPP_SMSC_Default_Alphabet = latin1\n");
	gives("\"text\":\"a@\xc3\xa9\"", 0, "6140e9");
	gives("\"text\":\"a@\",\"data_coding\":\"default\"", 0, "6140");
	gives("\"text\":\"\xe2\x82\xac\"", 8, "20ac");
	/* flash is known with GSM 7 bit and UCS2 only */
	gives("\"text\":\"a@\xe2\x82\xac\",\"flash\":true", 16, "61001b65");
	gives("\"text\":\"\xc3\xaa\",\"flash\":true", 24, "00ea");
	kit_close(&k);
}

static void
test_given(void)
{
	kit_open(&k, "SMPP_SMS_Data_Coding = ucs2\n");
	gives("\"text\":\"a\"", 8, "0061");
	gives("\"text\":\"a\",\"data_coding\":\"auto\"", 0, "61");
	gives("\"text\":\"a\",\"data_coding\":\"ASCII\"", 1, "61");
	gives("\"text\":\"\xc3\xa9\",\"data_coding\":\"iso-8859-1\"", 3, "e9");
	/* python3: "\u0416".encode("iso-8859-5"), "\u05d0".encode("iso-8859-8") */
	gives("\"text\":\"\xd0\x96\",\"data_coding\":6", 6, "b6");
	gives("\"text\":\"\xd7\x90\",\"data_coding\":\"7\"", 7, "e0");
	gives("\"text\":\"@\",\"data_coding\":241", 241, "00");
	gives("\"text\":\"@\",\"data_coding\":\"0x19\"", 25, "0040");
	refused("\"text\":\"\xe2\x82\xac\",\"data_coding\":3",
	    "text: character U+20AC at octet 0 is not in data coding 3");
	refused("\"text\":\"a\",\"data_coding\":4", "data_coding: is none for text");
	refused("\"data_coding\":4", "data_coding: is none for text");
	refused("\"text\":\"a\",\"data_coding\":32", "data_coding: is none for text");
	refused("\"text\":\"a\",\"data_coding\":\"gsm7\"", "data_coding: no such");
	refused("\"text\":\"a\",\"data_coding\":256", "data_coding: ");
	kit_close(&k);
}

static void
test_flash(void)
{
	kit_open(&k, "");
	gives("\"text\":\"a\",\"flash\":true", 16, "61");
	gives("\"text\":\"a\",\"flash\":false", 0, "61");
	gives("\"text\":\"`\",\"flash\":true", 24, "0060");
	gives("\"text\":\"a\",\"flash\":true,\"data_coding\":\"ucs2\"", 24, "0061");
	/* as it came in: it says so already */
	gives("\"text\":\"a\",\"flash\":true,\"data_coding\":240", 240, "61");
	gives("\"text\":\"a\",\"flash\":true,\"data_coding\":16", 16, "61");
	gives("\"text\":\"a\",\"flash\":true,\"data_coding\":18", 16, "61");
	gives("\"data\":\"01ff\",\"flash\":true", 20, "01ff");
	gives("\"data\":\"01ff\",\"flash\":true,\"data_coding\":244", 244, "01ff");
	refused("\"text\":\"a\",\"flash\":true,\"data_coding\":3",
	    "data_coding: cannot be joined with flash");
	refused("\"data\":\"00\",\"flash\":true,\"data_coding\":4",
	    "data_coding: cannot be joined with flash");
	refused("\"text\":\"a\",\"flash\":1", "flash: must be");
	kit_close(&k);
}

static void
test_data(void)
{
	kit_open(&k, "SMPP_SMS_Data_Coding = ucs2\n");
	gives("\"data\":\"00 01 fE ff\"", 4, "0001feff");
	gives("\"data\":\"\"", 4, "");
	gives("\"data\":\"01\",\"data_coding\":\"auto\"", 4, "01");
	gives("\"data\":\"01\",\"data_coding\":\"0xf5\"", 245, "01");
	refused("\"data\":\"0\"", "data: ");
	refused("\"data\":\"xy\"", "data: ");
	/* WDP: ports 2948 and 9200 (TS 23.040, 9.2.3.24.4) before WSP */
	gives("\"data\":\"c0ffee\",\"udh\":\"0605040b8423f0\"", 4,
	    "0605040b8423f0c0ffee");
	assert(k.pdu.esm_class == SMPP_ESM_UDHI);
	gives("\"udh\":\"0605040b8423f0\"", 8, "0605040b8423f0");
	refused("\"data\":\"00\",\"udh\":\"0605040b8423f0aa\"", "udh: ");
	refused("\"data\":\"00\",\"udh\":\"0605040b8423\"", "udh: ");
	refused("\"data\":\"00\",\"udh\":\"0105\"", "udh: ");
	refused("\"data\":\"00\",\"udh\":\"\"", "udh: ");
	refused("\"data\":\"00\",\"udh\":\"0\"", "udh: ");
	kit_close(&k);
}

/* A header that names national tables: the text is written with these.
   TS 23.038, A.3.1: Turkish locking shift has the dotless i at 0x07 and
   A.2.1 single shift the S with cedilla at 1b 53. */
static void
test_national(void)
{
	kit_open(&k, "");
	gives("\"text\":\"\xc4\xb1\",\"udh\":\"03250101\"", 0, "0325010107");
	gives("\"text\":\"\xc5\x9e\",\"udh\":\"03240101\"", 0, "032401011b53");
	gives("\"text\":\"\xc4\xb1\"", 8, "0131");
	kit_close(&k);
}

/*
 * National tables of ours: what is cheapest, a header of 4 or 7 octets counted.
 * Septets from TS 23.038: A.3.1 Turkish locking (07 dotless i, 0c g breve,
 * 1d s cedilla), A.2.2 Spanish single (61, 69, 6f: a, i, o with acute: 6f is
 * the o), A.3.6 and A.2.6 Hindi.
 */
static void
test_tables(void)
{
	static const char both[] = "\"text\":\"\u0928\u092e\u0938\u094d\u0924"
	    "\u0947 (*)\"";
	char line[400];

	kit_open(&k, "SMPP_SMS_National_Tables = (turkish spanish hindi)\n");
	gives("\"text\":\"\u0131\u015f\u0131\u011f\u0131\"", 0,
	    "03250101" "071d070c07");
	assert(k.pdu.esm_class == SMPP_ESM_UDHI);
	/* UCS2 has fewer octets */
	gives("\"text\":\"\u0131\"", 8, "0131");
	assert(k.pdu.esm_class == 0);
	gives("\"text\":\"Habl\u00f3 con Mar\u00eda\"", 0, "03240102"
	    "4861626c1b6f20636f6e204d61721b6961");
	gives(both, 0, "06240106250106" "2f424c5f275920291b0b28");
	/* the alphabet alone has it, in one segment: nothing else is tried */
	gives("\"text\":\"\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac\"", 0,
	    "1b651b651b651b651b651b651b65");
	/* nobody has it */
	gives("\"text\":\"\u0131\u0645\"", 8, "01310645");
	gives("\"text\":\"\u0131\u0131\u0131\u0131\u0131\",\"flash\":true", 16,
	    "032501010707070707");
	gives("\"text\":\"\u0131\",\"data_coding\":\"default\"", 0,
	    "0325010107");
	gives("\"text\":\"\u0131\",\"data_coding\":241", 241, "0325010107");
	gives("\"text\":\"\u0131\",\"data_coding\":8", 8, "0131");
	refused("\"text\":\"\u0645\",\"data_coding\":0",
	    "text: character U+0645 at octet 0 is not in data coding 0");
	/* behind a header of the record's, but not beside its own tables */
	gives("\"text\":\"\u0131\u0131\u0131\u0131\u0131\","
	    "\"udh\":\"0605040b8423f0\"", 0,
	    "0905040b8423f0250101" "0707070707");
	gives("\"text\":\"\u0131\u0131\u0131\u0131\u0131\","
	    "\"udh\":\"03240102\"", 8,
	    "0324010201310131013101310131");
	/* where the header has no room for them */
	snprintf(line, sizeof line, "\"text\":\"\u0131\u0131\","
	    "\"udh\":\"877085%0266d\"", 0);
	gives(line, 8,
	    "877085000000000000000000000000000000000000000000000000000000"
	    "000000000000000000000000000000000000000000000000000000000000"
	    "000000000000000000000000000000000000000000000000000000000000"
	    "000000000000000000000000000000000000000000000000000000000000"
	    "0000000000000000000000000000000001310131");
	kit_close(&k);
	kit_open(&k, "SMPP_SMS_National_Tables = turkish\n"
	    "SMPP_SMSC_Default_Alphabet = latin1\n");
	gives("\"text\":\"\u0131\u0131\u0131\u0131\u0131\"", 8,
	    "01310131013101310131");
	kit_close(&k);
}

/* The option's numbers are the tables'. */
static void
test_languages(void)
{
	const struct option_name *n = option_def(SMPP_SMS_NATIONAL_TABLES)->names;
	int lang;

	for (lang = 1; lang < GSM_LANGS; lang++) {
		assert(strcmp(n[lang].name, gsm_lang_name((enum gsm_lang)lang))
		    == 0);
		assert(n[lang].value == 1 << lang);
	}
	assert(!n[lang].name);
}

/*
 * What data_coding 0 means: characters that go wrong where it is not known.
 * TS 23.038, 6.2.1; for the others python3's codecs, and UCS2 for what they
 * do not have.
 */
static void
test_alphabets(void)
{
	static const char *const texts[] = { "@$_", "{|}[]~^\\\\", "\u00a3",
		"\u20ac" };
	static const struct {
		const char *name, *hex[4];
	} rows[] = {
		{ "gsm", { "000211", "1b281b401b291b3c1b3e1b3d1b141b2f", "01",
		    "1b65" } },
		{ "ascii", { "40245f", "7b7c7d5b5d7e5e5c", "8 00a3", "8 20ac" } },
		{ "latin1", { "40245f", "7b7c7d5b5d7e5e5c", "a3", "8 20ac" } },
		{ "cyrillic", { "40245f", "7b7c7d5b5d7e5e5c", "8 00a3",
		    "8 20ac" } },
		{ "hebrew", { "40245f", "7b7c7d5b5d7e5e5c", "a3", "8 20ac" } },
		{ "ucs2", { "00400024005f", "007b007c007d005b005d007e005e005c",
		    "00a3", "20ac" } },
	};
	char config[100], text[100];
	size_t i, j;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		snprintf(config, sizeof config,
		    "SMPP_SMSC_Default_Alphabet = %s\n", rows[i].name);
		kit_open(&k, config);
		for (j = 0; j < 4; j++) {
			const char *hex = rows[i].hex[j];

			snprintf(text, sizeof text, "\"text\":\"%s\"", texts[j]);
			if (strncmp(hex, "8 ", 2) == 0)
				gives(text, 8, hex + 2);
			else
				gives(text, 0, hex);
		}
		kit_close(&k);
	}
}

static void
test_bom(void)
{
	kit_open(&k, "SMPP_SMS_Data_No_BOM = false\n");
	gives("\"text\":\"`\"", 8, "feff0060");
	gives("\"text\":\"a\"", 0, "61");
	gives("\"text\":\"\",\"data_coding\":8", 8, "");
	kit_close(&k);
}

static const struct tap_test tests[] = {
	{ "auto: the default alphabet, else UCS2", test_auto },
	{ "a data_coding that is given", test_given },
	{ "flash", test_flash },
	{ "data, with and without a header", test_data },
	{ "national shift tables", test_national },
	{ "national shift tables of ours", test_tables },
	{ "national shift tables: the option's languages", test_languages },
	{ "the SMSC's default alphabet", test_alphabets },
	{ "byte order mark", test_bom },
};

TAP_MAIN(tests)
