/* Long messages: exact sizes (TS 23.040, 9.2.3.24.1), the limits of the options,
   UDH and SAR parameters. */
#include "kit.h"

#include "smpp/tlv.h"

#define LONG "SMPP_Max_SMS_Message_Size = 65535\n"
#define UDH "SMPP_ESME_UDH_Segment = true\n"

static struct kit k;

/* A record of n times the piece; data: hex. */
static char *
line_of(const char *key, const char *piece, size_t n, const char *more)
{
	char *line = malloc(n * strlen(piece) + 300), *at;

	assert(line);
	at = line + sprintf(line, "{\"to\":\"1\",\"%s\":\"", key);
	while (n-- > 0)
		at += sprintf(at, "%s", piece);
	sprintf(at, "\"%s}", more);
	return line;
}

static int
segments(const char *key, const char *piece, size_t n, const char *more)
{
	char *line = line_of(key, piece, n, more);
	int rc = kit_read(&k, line, 0x1234);

	free(line);
	if (rc < 0)
		fprintf(stderr, "# %zu %s: %s\n", n, piece, k.err.text);
	return rc < 0 ? -1 : (int)k.m.nsegments;
}

/* one: units of a whole message; part: of each of several */
static void
sizes(const char *key, const char *piece, size_t one, size_t part,
    const char *more)
{
	assert(segments(key, piece, one, more) == 1);
	assert(segments(key, piece, one + 1, more) == 2);
	assert(segments(key, piece, 2 * part, more) == 2);
	assert(segments(key, piece, 2 * part + 1, more) == 3);
	assert(k.m.ends[0] == part && k.m.ends[1] == 2 * part);
	assert(segments(key, piece, 3 * part, more) == 3);
	assert(segments(key, piece, 3 * part + 1, more) == 4);
}

static void
test_sizes(void)
{
	static const char *const ways[] = { LONG,
		LONG UDH "SMPP_CSMS_Refnum_Length = 1\n",
		LONG UDH "SMPP_CSMS_Refnum_Length = 2\n" };
	static const size_t parts[3][3] = {
		{ 153, 67, 134 }, { 153, 67, 134 }, { 152, 66, 133 } };
	size_t i;

	for (i = 0; i < 3; i++) {
		kit_open(&k, ways[i]);
		sizes("text", "a", 160, parts[i][0], "");
		sizes("text", "\xd0\x96", 70, parts[i][1], "");
		sizes("text", "\xc3\xa9", 140, parts[i][2], ",\"data_coding\":3");
		sizes("data", "ff", 140, parts[i][2], "");
		/* text that is given as data is counted as what it is */
		sizes("data", "61", 160, parts[i][0], ",\"data_coding\":0");
		sizes("data", "0416", 70, parts[i][1], ",\"data_coding\":8");
		kit_close(&k);
	}
}

/* An element of four octets and UDHL more: with a header of one's own. */
static void
test_own_header(void)
{
	static const char ports[] = ",\"udh\":\"0605040b8423f0\"";

	kit_open(&k, LONG);	/* 7 octets; + 5 for the message centre's */
	sizes("data", "ff", 133, 128, ports);
	sizes("text", "a", 152, 146, ports);
	sizes("text", "\xd0\x96", 66, 64, ports);
	assert(k.pdu.tlvs.n == 0);
	kit_close(&k);
	kit_open(&k, LONG UDH);	/* + 6 */
	sizes("data", "ff", 133, 127, ports);
	assert(segments("data", "ff", 254, ports) == 2);
	kit_pdu(&k, 1);
	assert(k.pdu.short_message.n == 140 && k.pdu.esm_class & SMPP_ESM_UDHI);
	k.pdu.short_message.n = 14;
	assert(same_hex(k.pdu.short_message, "0c05040b8423f0080412340202ff"));
	kit_close(&k);
	/* numbers of one's own, and more text than fits them */
	kit_open(&k, LONG UDH);
	assert(segments("text", "a", 153, ",\"udh\":\"0500030a0201\"") == 1);
	assert(segments("text", "a", 154, ",\"udh\":\"0500030a0201\"") == -1);
	assert(segments("text", "a", 161, ",\"tlv\":{\"sar_msg_ref_num\":1}") == -1);
	assert(segments("text", "a", 160, ",\"tlv\":{\"sar_msg_ref_num\":1}") == 1);
	kit_close(&k);
}

/* Tables that are named take 4 octets off each segment, or 7, and number them in
   the same header: (140 - 4) * 8 / 7 septets, (140 - 10) * 8 / 7 ... */
static void
test_tables(void)
{
#define TURKISH "SMPP_SMS_National_Tables = (turkish hindi)\n"
	static const char *const ways[] = { LONG TURKISH, LONG TURKISH UDH,
		LONG TURKISH "SMPP_CSMS_Refnum_Length = 1\n" };
	static const size_t parts[3] = { 148, 148, 149 };
	size_t i;

	for (i = 0; i < 3; i++) {
		kit_open(&k, ways[i]);
		sizes("text", "\u011f", 155, parts[i], "");
		assert(k.m.units.coding == GSM_CODING_GSM7 && k.m.use_udh);
		kit_pdu(&k, 1);
		assert(k.pdu.tlvs.n == 0 && k.pdu.data_coding == 0);
		k.pdu.short_message.n = i < 2 ? 11 : 10;
		assert(same_hex(k.pdu.short_message, i < 2 ?
		    "0925010108041234" "0402" "0c" : "08250101000334" "0402" "0c"));
		kit_close(&k);
	}
	/* a euro is one septet of the Turkish table: where that saves a segment */
	kit_open(&k, LONG TURKISH);
	assert(segments("text", "\u20ac", 80, "") == 1);
	assert(k.m.nudh == 0);
	assert(segments("text", "\u20ac", 81, "") == 1);
	assert(k.m.nudh == 4 && k.m.units.n == 81);
	assert(segments("text", "\u20ac", 155, "") == 1);
	/* 156: 3 of 76, or 2 of 148 */
	assert(segments("text", "\u20ac", 156, "") == 2 && k.m.nudh == 4);
	/* neither: `a` is one septet anyway */
	assert(segments("text", "a", 161, "") == 2 && k.m.nudh == 0);
	/* an asterisk is in Hindi's single table only: never torn from its escape */
	assert(segments("text", "\u0928*", 100, "") == 3);
	assert(k.m.nudh == 7 && k.m.units.n == 300);
	for (i = 0; i < k.m.nsegments; i++)
		assert(k.m.units.octets[k.m.ends[i] - 1] != GSM_ESC);
	/* three characters that a reader sees as one: 148 septets are 49 of them */
	assert(segments("text", "\u0928\u0940\u0902", 100, "") == 3);
	assert(k.m.nudh == 4 && k.m.units.n == 300);
	assert(k.m.ends[0] == 147 && k.m.ends[1] == 294);
	kit_close(&k);
	/* over the options' limit in UCS2, but not so */
	kit_open(&k, TURKISH);
	assert(segments("text", "\u011f", 155, "") == 1);
	assert(segments("text", "\u011f", 156, "") == -1);
	kit_close(&k);
}

/* What makes a part of each: UDH with 8 and 16 bits, or SAR parameters. */
static void
test_numbers(void)
{
	static const struct {
		const char *config;
		unsigned ref;
		const char *udh, *tlvs;	/* of the second of three */
		uint16_t kept;
	} ways[] = {
		{ LONG, 0x1234, "", "020c00021234020e000103020f000102", 0x1234 },
		{ LONG, 7, "", "020c00020007020e000103020f000102", 7 },
		{ LONG UDH "SMPP_CSMS_Refnum_Length = 1\n", 0x1234,
			"050003340302", "", 0x34 },
		{ LONG UDH "SMPP_CSMS_Refnum_Length = 2\n", 0x34,
			"06080400340302", "", 0x34 },
		{ LONG UDH "SMPP_CSMS_Refnum_Length = 0\n", 0xff,
			"050003ff0302", "", 0xff },
		{ LONG UDH "SMPP_CSMS_Refnum_Length = 0\n", 0x100,
			"06080401000302", "", 0x100 },
	};
	char *line = line_of("text", "a", 400, "");
	size_t i, n;

	for (i = 0; i < sizeof ways / sizeof ways[0]; i++) {
		kit_open(&k, ways[i].config);
		assert(kit_read(&k, line, (uint16_t)ways[i].ref) == 0);
		assert(k.m.nsegments == 3 && k.m.ref == ways[i].kept);
		kit_pdu(&k, 1);
		assert(same_hex(k.pdu.tlvs, ways[i].tlvs));
		n = strlen(ways[i].udh) / 2;
		assert(!n == !(k.pdu.esm_class & SMPP_ESM_UDHI));
		assert(k.pdu.short_message.n > n);
		assert(k.pdu.short_message.p[n] == 'a');
		k.pdu.short_message.n = n;
		assert(same_hex(k.pdu.short_message, ways[i].udh));
		kit_close(&k);
	}
	free(line);
}

static void
test_limits(void)
{
	kit_open(&k, "");	/* 160 octets in one message */
	assert(segments("text", "a", 160, "") == 1);
	assert(segments("text", "a", 161, "") == -1);
	assert(strstr(k.err.text, "161 octets, SMPP_Max_SMS_Message_Size "
	    "allows 160"));
	assert(segments("text", "\xd0\x96", 70, "") == 1);
	assert(segments("text", "\xd0\x96", 71, "") == -1);
	assert(segments("text", "{", 80, "") == 1);
	assert(segments("text", "{", 81, "") == -1);
	kit_close(&k);
	kit_open(&k, "SMPP_Max_SMS_Message_Size = 320\n");
	assert(segments("text", "a", 320, "") == 3);
	assert(segments("text", "a", 321, "") == -1);
	assert(segments("text", "\xd0\x96", 160, "") == 3);
	assert(segments("text", "\xd0\x96", 161, "") == -1);
	kit_close(&k);
	kit_open(&k, LONG "SMPP_SMS_Segment_Size = 100\n");
	sizes("text", "a", 100, 100, "");
	sizes("text", "\xd0\x96", 50, 50, "");
	kit_close(&k);
	kit_open(&k, LONG "SMPP_SMS_Segment_Size = 255\n");
	sizes("text", "a", 160, 153, "");
	kit_close(&k);
	kit_open(&k, LONG "SMPP_ESME_Max_Segments = 3\n");
	assert(segments("text", "a", 459, "") == 3);
	assert(segments("text", "a", 460, "") == -1);
	assert(strstr(k.err.text, "SMPP_ESME_Max_Segments"));
	kit_close(&k);
	kit_open(&k, LONG UDH);
	assert(segments("text", "a", 255 * 152, "") == 255);
	assert(segments("text", "a", 255 * 152 + 1, "") == -1);
	assert(segments("data", "ff", 255 * 133, "") == 255);
	assert(segments("data", "ff", 255 * 133 + 1, "") == -1);
	kit_pdu(&k, 0);		/* what was refused left nothing dangerous */
	kit_close(&k);
	kit_open(&k, LONG "SMPP_SMS_Segment_Size = 1\n");
	assert(segments("text", "\xd0\x96", 2, "") == -1);
	assert(segments("text", "a", 255, "") == 255);
	kit_close(&k);
}

/* A pair is never cut in two, and where it can be, white space is found. */
static void
test_places(void)
{
	size_t i;

	kit_open(&k, LONG);
	/* 153 units, the last of them an escape */
	assert(segments("text", "{", 100, "") == 2);
	assert(k.m.ends[0] == 152);
	/* 67 units, the last of them half an emoji */
	assert(segments("text", "\xf0\x9f\x98\x80", 40, "") == 2);
	assert(k.m.ends[0] == 66);
	assert(segments("data", "1b65", 100, ",\"data_coding\":0") == 2);
	assert(k.m.ends[0] == 152);
	assert(segments("data", "d83dde00", 40, ",\"data_coding\":8") == 2);
	assert(k.m.ends[0] == 66);
	assert(segments("text", "abcd ", 40, "") == 2);
	assert(k.m.ends[0] == 153);
	kit_close(&k);
	kit_open(&k, LONG "SMPP_SMS_Segment_Boundary = true\n");
	assert(segments("text", "abcd ", 40, "") == 2);
	assert(k.m.ends[0] == 150);
	assert(segments("text", "a", 200, "") == 2);
	assert(k.m.ends[0] == 153);
	/* joined again it is the text */
	assert(segments("text", "abcd ", 100, "") == 4);
	for (i = 0; i < 4; i++) {
		kit_pdu(&k, (unsigned)i);
		assert(k.pdu.short_message.p[0] == 'a');
		assert(k.pdu.short_message.n == (i < 3 ? 150 : 50));
	}
	kit_close(&k);
}

static const struct tap_test tests[] = {
	{ "national tables: sizes and the header", test_tables },
	{ "160/153/152, 70/67/66, 140/134/133", test_sizes },
	{ "beside the record's own header", test_own_header },
	{ "UDH of both widths and SAR parameters", test_numbers },
	{ "the options' limits, and what is just over them", test_limits },
	{ "where segments end", test_places },
};

TAP_MAIN(tests)
