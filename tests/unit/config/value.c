/* What values an option takes, and the number each becomes. */
#include "config/private.h"
#include "gather.h"

enum { BAD = -99 };

static void
check(enum option o, const char *value, int64_t n)
{
	struct config *c = config_new();
	struct buf got = BUF_INIT, text = BUF_INIT;
	const char *t;
	int rc;

	buf_fmt(&text, "%s = %s", option_def(o)->name, value);
	t = buf_cstr(&text);
	rc = config_parse(c, "c", t, strlen(t), gather, &got);
	if (rc != (n == BAD ? -1 : 0))
		fprintf(stderr, "# %s: %s", t, buf_cstr(&got));
	assert(rc == (n == BAD ? -1 : 0));
	if (n != BAD) {
		int64_t is = config_int(config_view(c, NULL, NULL, NULL), o);

		if (is != n)
			fprintf(stderr, "# %s: %lld\n", t, (long long)is);
		assert(is == n);
	}
	buf_free(&got);
	buf_free(&text);
	config_free(c);
}

struct row {
	enum option o;
	const char *value;
	int64_t n;
};

static void
check_all(const struct row *rows, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		check(rows[i].o, rows[i].value, rows[i].n);
}
#define CHECK_ALL(rows) check_all(rows, sizeof(rows) / sizeof *(rows))

static void
test_int(void)
{
	static const struct row rows[] = {
		{ SMPP_SMSC_PORT, "1", 1 }, { SMPP_SMSC_PORT, "65535", 65535 },
		{ SMPP_SMSC_PORT, "\"2775\"", 2775 },
		{ SMPP_SMSC_PORT, "0", BAD }, { SMPP_SMSC_PORT, "65536", BAD },
		{ SMPP_SMSC_PORT, "-1", BAD }, { SMPP_SMSC_PORT, "27x", BAD },
		{ SMPP_SMSC_PORT, "\"\"", BAD }, { SMPP_SMSC_PORT, "\" 1\"", BAD },
		{ SMPP_SMSC_PORT, "99999999999999999999", BAD },
		{ SMPP_SMSC_PORT, "(1)", BAD }, { SMPP_SMSC_PORT, "[a=1]", BAD },
		{ SMPP_DESTINATION_FLAG, "2", 2 },
		{ SMPP_DESTINATION_FLAG, "3", BAD },
		{ SMPP_CSMS_REFNUM_LENGTH, "0", 0 },
		{ SMPP_CSMS_REFNUM_LENGTH, "3", BAD },
	};

	CHECK_ALL(rows);
}

static void
test_bool(void)
{
	static const struct row rows[] = {
		{ GENERATE_BOUNCES, "true", 1 }, { GENERATE_BOUNCES, "\"true\"", 1 },
		{ GENERATE_BOUNCES, "FALSE", 0 }, { GENERATE_BOUNCES, "no", 0 },
		{ GENERATE_BOUNCES, "Yes", 1 }, { GENERATE_BOUNCES, "on", 1 },
		{ GENERATE_BOUNCES, "0", 0 }, { GENERATE_BOUNCES, "1", 1 },
		{ GENERATE_BOUNCES, "2", BAD }, { GENERATE_BOUNCES, "tru", BAD },
		{ GENERATE_BOUNCES, "\"\"", BAD },
	};

	CHECK_ALL(rows);
}

static void
test_time(void)
{
	static const struct row rows[] = {
		{ SMPP_RESPONSE_TIMER, "15", 15000 },
		{ SMPP_RESPONSE_TIMER, "1.5", 1500 },
		{ SMPP_RESPONSE_TIMER, ".25", 250 },
		{ SMPP_RESPONSE_TIMER, "2.", 2000 },
		{ SMPP_RESPONSE_TIMER, "0.0015", 1 },
		{ SMPP_RESPONSE_TIMER, "250ms", 250 },
		{ SMPP_RESPONSE_TIMER, "10s", 10000 },
		{ SMPP_RESPONSE_TIMER, "1.5m", 90000 },
		{ SMPP_RESPONSE_TIMER, "2h", 7200000 },
		{ SMPP_RESPONSE_TIMER, "1d", 86400000 },
		{ SMPP_RESPONSE_TIMER, "1.1d", BAD },
		{ SMPP_RESPONSE_TIMER, "0", BAD },
		{ SMPP_RESPONSE_TIMER, "0.0001", BAD },
		{ SMPP_RESPONSE_TIMER, "-1", BAD },
		{ SMPP_RESPONSE_TIMER, "s", BAD },
		{ SMPP_RESPONSE_TIMER, ".", BAD },
		{ SMPP_RESPONSE_TIMER, "1.2.3", BAD },
		{ SMPP_RESPONSE_TIMER, "10x", BAD },
		{ SMPP_RESPONSE_TIMER, "10ss", BAD },
		{ SMPP_RESPONSE_TIMER, "\"10 s\"", BAD },
		{ SMPP_RESPONSE_TIMER, "1e3", BAD },
		{ SMPP_RESPONSE_TIMER, "99999999999999999999d", BAD },
		{ SMPP_ENQUIRE_LINK_TIMER, "0", 0 },
		{ SMPP_REASSEMBLY_TIMEOUT, "3d", 3 * 86400000 },
		/* a bare number is minutes here */
		{ SMPP_RAM_EXPIRATION, "90", 90 * 60000 },
		{ SMPP_RAM_EXPIRATION, "0.5", 30000 },
		{ SMPP_RAM_EXPIRATION, "90s", 90000 },
		{ SMPP_RAM_EXPIRATION, "0.123456789123", 7407 },
	};

	CHECK_ALL(rows);
}

/* SMPP v3.4, 5.2.5, 5.2.6, 5.2.12, 5.2.19; momentum.md, 4 */
static void
test_enum(void)
{
	static const struct row rows[] = {
		{ SMPP_BIND_TYPE, "Receiver", BIND_RECEIVER },
		{ SMPP_BIND_TYPE, "transmitter", BIND_TRANSMITTER },
		{ SMPP_BIND_TYPE, "2", BAD },
		{ SMPP_ESME_TYPE_OF_NUMBER, "unknown", 0 },
		{ SMPP_ESME_TYPE_OF_NUMBER, "International", 1 },
		{ SMPP_ESME_TYPE_OF_NUMBER, "national", 2 },
		{ SMPP_ESME_TYPE_OF_NUMBER, "\"network specific\"", 3 },
		{ SMPP_ESME_TYPE_OF_NUMBER, "network_specific", 3 },
		{ SMPP_ESME_TYPE_OF_NUMBER, "\"subscriber number\"", 4 },
		{ SMPP_ESME_TYPE_OF_NUMBER, "alphanumeric", 5 },
		{ SMPP_ESME_TYPE_OF_NUMBER, "abbreviated", 6 },
		{ SMPP_ESME_TYPE_OF_NUMBER, "abreviated", 6 },
		{ SMPP_ESME_TYPE_OF_NUMBER, "extension", 7 },
		{ SMPP_ESME_TYPE_OF_NUMBER, "5", 5 },
		{ SMPP_ESME_TYPE_OF_NUMBER, "8", BAD },
		{ SMPP_ESME_TYPE_OF_NUMBER, "alpha", BAD },
		{ SMPP_ESME_NUMBERING_PLAN, "unknown", 0 },
		{ SMPP_ESME_NUMBERING_PLAN, "E164", 1 },
		{ SMPP_ESME_NUMBERING_PLAN, "isdn", 1 },
		{ SMPP_ESME_NUMBERING_PLAN, "data", 3 },
		{ SMPP_ESME_NUMBERING_PLAN, "telex", 4 },
		{ SMPP_ESME_NUMBERING_PLAN, "\"Land Mobile\"", 6 },
		{ SMPP_ESME_NUMBERING_PLAN, "national", 8 },
		{ SMPP_ESME_NUMBERING_PLAN, "private", 9 },
		{ SMPP_ESME_NUMBERING_PLAN, "ERMES", 10 },
		{ SMPP_ESME_NUMBERING_PLAN, "internet", 14 },
		{ SMPP_ESME_NUMBERING_PLAN, "18", 18 },
		{ SMPP_ESME_NUMBERING_PLAN, "2", BAD },
		{ SMPP_MESSAGE_MODE, "transaction", 2 },
		{ SMPP_MESSAGE_MODE, "store_and_forward", 3 },
		{ SMPP_MESSAGE_MODE, "datagram", 1 },
		{ SMPP_SMS_DATA_CODING, "auto", CODING_AUTO },
		{ SMPP_SMS_DATA_CODING, "default", 0 },
		{ SMPP_SMS_DATA_CODING, "ascii", 1 },
		{ SMPP_SMS_DATA_CODING, "latin1", 3 },
		{ SMPP_SMS_DATA_CODING, "Latin-1", 3 },
		{ SMPP_SMS_DATA_CODING, "iso-8859-1", 3 },
		{ SMPP_SMS_DATA_CODING, "cyrillic", 6 },
		{ SMPP_SMS_DATA_CODING, "latin-5", 6 },
		{ SMPP_SMS_DATA_CODING, "iso-8859-5", 6 },
		{ SMPP_SMS_DATA_CODING, "hebrew", 7 },
		{ SMPP_SMS_DATA_CODING, "latin-8", 7 },
		{ SMPP_SMS_DATA_CODING, "iso-8859-8", 7 },
		{ SMPP_SMS_DATA_CODING, "UCS2", 8 },
		{ SMPP_SMS_DATA_CODING, "utf-16", 8 },
		{ SMPP_SMS_DATA_CODING, "0", 0 },
		{ SMPP_SMS_DATA_CODING, "\"6\"", 6 },
		{ SMPP_SMS_DATA_CODING, "2", BAD },
		{ SMPP_SMS_DATA_CODING, "utf-8", BAD },
		{ SMPP_SMSC_DEFAULT_ALPHABET, "gsm", 0 },
		{ SMPP_SMSC_DEFAULT_ALPHABET, "GSM0338", 0 },
		{ SMPP_SMSC_DEFAULT_ALPHABET, "latin-1", 3 },
		{ SMPP_SMSC_DEFAULT_ALPHABET, "auto", BAD },
		{ SMPP_ESME_ON_UNKNOWN, "resend", ON_UNKNOWN_RESEND },
		{ SMPP_SERVER_RECEIPT_STATE, "undeliv", 5 },
		{ SMPP_SUBMIT_RESPONSE_MESSAGE_ID_FORMAT, "hexadecimal",
		  ID_HEXADECIMAL },
		{ SMPP_BIND_TYPE, "\"\"", BAD },
	};

	CHECK_ALL(rows);
}

/* SMPP v3.4, 5.2.17; 1 << message_state, 5.2.28 */
static void
test_flags(void)
{
	static const struct row rows[] = {
		{ SMPP_REGISTERED_DELIVERY, "none", 0 },
		{ SMPP_REGISTERED_DELIVERY, "()", 0 },
		{ SMPP_REGISTERED_DELIVERY, "\"\"", 0 },
		{ SMPP_REGISTERED_DELIVERY, "SMSC_Delivery", 0x01 },
		{ SMPP_REGISTERED_DELIVERY, "( smsc_delivery_failure )", 0x02 },
		{ SMPP_REGISTERED_DELIVERY, "( SME_Delivery SME_User )", 0x0c },
		{ SMPP_REGISTERED_DELIVERY,
		  "( SMSC_Delivery, intermediate, SMSC_Delivery, )", 0x11 },
		{ SMPP_REGISTERED_DELIVERY, "\"SMSC_Delivery , SME_User\"", 0x09 },
		{ SMPP_REGISTERED_DELIVERY,
		  "( SMSC_Delivery SMSC_Delivery_Failure )", BAD },
		{ SMPP_REGISTERED_DELIVERY, "( SMSC )", BAD },
		{ SMPP_REGISTERED_DELIVERY, "[ SME_User ]", BAD },
		{ SMPP_REGISTERED_DELIVERY, "\"SME_User,,\"", BAD },
		{ SMPP_NOTIFY_DELIVER_RECEIPT, "ALL", 0x1fc },
		{ SMPP_NOTIFY_DELIVER_RECEIPT, "DELIVRD", 1 << 2 },
		{ SMPP_NOTIFY_DELIVER_RECEIPT,
		  "( EXPIRED DELETED UNDELIV ACCEPTD UNKNOWN REJECTD )", 0x1f8 },
	};

	CHECK_ALL(rows);
}

static void
test_strings(void)
{
	static const struct row rows[] = {
		{ SMPP_ESME_SERVICE_TYPE, "12345", 0 },
		{ SMPP_ESME_SERVICE_TYPE, "\"\"", 0 },
		{ SMPP_ESME_SERVICE_TYPE, "\"K\xc3\xbc" "che\"", 0 },
		{ SMPP_ESME_SERVICE_TYPE, "\"K\xfc" "che\"", BAD },
		{ SMPP_ESME_SERVICE_TYPE, "\"two\nlines\"", BAD },
		{ SMPP_ESME_SERVICE_TYPE, "\"tab\there\"", BAD },
		{ SMPP_ESME_SERVICE_TYPE, "( a )", BAD },
		{ MM7_REQUEST_IE_EXTENDED, "\"<a>\n\t<b/>\n</a>\"", 0 },
		{ MM7_REQUEST_IE_EXTENDED, "\"<a>\x01</a>\"", BAD },
		{ SMPP_PERSISTENT_CONNECTIONS, "[ a = 1 b c = 2 ]", 0 },
		{ SMPP_PERSISTENT_CONNECTIONS, "[]", 0 },
		{ SMPP_PERSISTENT_CONNECTIONS, "[ a = 0 ]", BAD },
		{ SMPP_PERSISTENT_CONNECTIONS, "[ a = x ]", BAD },
		{ SMPP_PERSISTENT_CONNECTIONS, "[ a = 1 a = 2 ]", BAD },
		{ SMPP_PERSISTENT_CONNECTIONS, "a", BAD },
		{ SMPP_PERSISTENT_CONNECTIONS, "3", 3 },
		{ SMPP_PERSISTENT_CONNECTIONS, "\"3\"", 3 },
		{ SMPP_PERSISTENT_CONNECTIONS, "0", BAD },
		{ SMPP_PERSISTENT_CONNECTIONS, "( 1 )", BAD },
		{ SMPP_SERVER_FAULT_STATUS, "3", BAD },
		{ ROUTES, "[ a ]", BAD },
	};

	CHECK_ALL(rows);
}

static void
test_canonical(void)
{
	struct config *c = parse_good("SMPP_SMS_Data_Coding = Latin-1 "
	    "MM7_Message_Class = \"personal\" Generate_Bounces = off "
	    "SMPP_Registered_Delivery = ( sme_user )");
	const struct config_view *v = config_view(c, NULL, NULL, NULL);

	assert(str_is(config_str(v, SMPP_SMS_DATA_CODING), "latin1"));
	assert(str_is(config_str(v, MM7_MESSAGE_CLASS_OPTION), "Personal"));
	assert(str_is(config_str(v, GENERATE_BOUNCES), "false"));
	assert(str_is(config_item(v, SMPP_REGISTERED_DELIVERY, 0), "SME_User"));
	config_free(c);
}

/* A list or map has an end, even where the file has none. */
static void
test_limits(void)
{
	struct buf b = BUF_INIT;
	size_t n, i;

	for (n = CONFIG_LIST_MAX; n <= CONFIG_LIST_MAX + 1; n++) {
		int64_t expect = n > CONFIG_LIST_MAX ? BAD : 0;

		buf_reset(&b);
		buf_ch(&b, '(');
		for (i = 0; i < n; i++)
			buf_fmt(&b, " /%zu", i);
		buf_ch(&b, ')');
		check(ROUTES, buf_cstr(&b), expect);
		buf_reset(&b);
		buf_ch(&b, '[');
		for (i = 0; i < n; i++)
			buf_fmt(&b, i % 2 ? " k%zu = 1" : " k%zu", i);
		buf_ch(&b, ']');
		check(SMPP_PERSISTENT_CONNECTIONS, buf_cstr(&b), expect);
	}
	buf_free(&b);
}

static const struct tap_test tests[] = {
	{ "integers", test_int },
	{ "truth values", test_bool },
	{ "times", test_time },
	{ "names", test_enum },
	{ "flags", test_flags },
	{ "strings, lists, maps", test_strings },
	{ "the first name is the value's", test_canonical },
	{ "the longest list and map", test_limits },
};
TAP_MAIN(tests)
