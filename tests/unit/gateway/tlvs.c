/* Optional parameters as JSON and back; SMPP v3.4, 5.3.2. */
#include "kit.h"

#include "gateway/sms/tlvs.h"

static struct json_reader *reader;

/* The octets of an object; NULL: refused, and the words are why. */
static void
reads(const char *json, int guess, const char *hex, const char *why)
{
	struct json_value object = { .raw = json, .rawlen = strlen(json) };
	struct diag_err err = { 0, "" };
	struct buf b = BUF_INIT;
	int rc = sms_tlvs_read(reader, &object, NULL, guess, &b, &err);

	fprintf(stderr, "# %s: %s\n", json, err.text);
	assert((rc == 0) == !!hex);
	if (hex)
		assert(same_hex((struct smpp_octets){ (uint8_t *)b.p, b.len }, hex));
	else
		assert(err.sysexit == 65 && strstr(err.text, why));
	buf_free(&b);
}

/* The object for these octets, and back. */
static void
both(const char *hex, const char *json)
{
	uint8_t octets[256];
	ssize_t n = num_unhex(hex, strlen(hex), octets, sizeof octets);
	struct buf b = BUF_INIT;

	assert(n >= 0);
	sms_tlvs_write(&b, NULL, (struct smpp_octets){ octets, (size_t)n });
	assert(same_text(&b, json));
	buf_free(&b);
	reads(json, 0, hex, NULL);
}

static void
test_both(void)
{
	both("", "{}");
	both("0204000212340501000102",
	    "{\"user_message_reference\":4660,\"ussd_service_op\":2}");
	both("0017000400010203", "{\"qos_time_to_live\":66051}");
	both("001e000431323300", "{\"receipted_message_id\":\"123\"}");
	both("001e000100", "{\"receipted_message_id\":\"\"}");
	both("0423000303000b", "{\"network_error_code\":\"03000b\"}");
	both("042300020300", "{\"network_error_code\":\"0300\"}");
	both("1400000201ff", "{\"0x1400\":\"01ff\"}");
	both("14000000", "{\"0x1400\":\"\"}");
	both("ffff000100", "{\"0xffff\":\"00\"}");
	both("14000001011400000103140100010214010000",
	    "{\"0x1400\":[\"01\",\"03\"],\"0x1401\":[\"02\",\"\"]}");
}

/* What does not fit its definition. */
static void
test_odd(void)
{
	both("0427000400000002", "{\"message_state\":{\"hex\":\"00000002\"}}");
	both("04270000", "{\"message_state\":{\"hex\":\"\"}}");
	both("001e0003313233", "{\"receipted_message_id\":{\"hex\":\"313233\"}}");
	both("001e0000", "{\"receipted_message_id\":{\"hex\":\"\"}}");
	both("001e00053100320033", "{\"receipted_message_id\":"
	    "{\"hex\":\"3100320033\"}}");
	both("001e0003c32800", "{\"receipted_message_id\":{\"hex\":\"c32800\"}}");
	both("130c0000130c000101",
	    "{\"alert_on_message_delivery\":[{\"hex\":\"\"},1]}");
}

static void
test_cut_short(void)
{
	static const uint8_t cut[] = { 0x14, 0, 0, 1, 7, 0x14, 1, 0, 9, 1 };
	struct buf b = BUF_INIT;
	size_t n;

	for (n = 0; n <= sizeof cut; n++) {
		uint8_t *p = malloc(n ? n : 1);

		assert(p);
		memcpy(p, cut, n);
		buf_reset(&b);
		sms_tlvs_write(&b, NULL, (struct smpp_octets){ p, n });
		assert(same_text(&b, n < 5 ? "{}" : "{\"0x1400\":\"07\"}"));
		free(p);
	}
	buf_free(&b);
}

static void
test_in(void)
{
	reads("{\"0x1400\":7}", 1, "1400000107", NULL);
	reads("{\"0x1400\":256}", 1, "140000020100", NULL);
	reads("{\"0x1400\":[65536,4294967295]}", 1,
	    "140000040001000014000004ffffffff", NULL);
	reads("{\"0x1400\":4294967296}", 1, NULL, "0x1400: must be an integer");
	reads("{\"0x1400\":-1}", 1, NULL, "0x1400: must be an integer");
	reads("{\"0x1400\":7}", 0, NULL, "0x1400: must be octets in hex");
	reads("{\"5120\":\"AA bb\"}", 1, "14000002aabb", NULL);
	/* by number, it is still that parameter */
	reads("{\"0x0204\":1}", 0, "020400020001", NULL);
	reads("{\"0x001e\":\"x\"}", 0, "001e00027800", NULL);
	reads("{\"user_message_reference\":1,\"0x0204\":2}", 0,
	    "020400020001020400020002", NULL);
	reads("{\"message_state\":256}", 1, NULL, "message_state: must be");
	reads("{\"message_state\":\"2\"}", 1, NULL, "message_state: must be");
	reads("{\"message_state\":2.0}", 1, NULL, "message_state: must be");
	reads("{\"message_state\":null}", 1, NULL, "message_state: must be");
	reads("{\"network_error_code\":3}", 1, NULL, "must be octets in hex");
	reads("{\"receipted_message_id\":5}", 1, NULL, "must be octets in hex");
	reads("{\"receipted_message_id\":\"a\\u0000b\"}", 1, NULL, "NUL");
	reads("{\"0x1400\":\"0\"}", 1, NULL, "must be octets in hex");
	reads("{\"0x1400\":\"0g\"}", 1, NULL, "must be octets in hex");
	reads("{\"0x1400\":{\"hxe\":\"00\"}}", 1, NULL, "must be a string or");
	reads("{\"0x1400\":{}}", 1, NULL, "must be a string or");
	reads("{\"0x1400\":{\"hex\":1}}", 1, NULL, "must be octets in hex");
	reads("{\"0x1400\":[[\"00\"]]}", 1, NULL, "must be octets in hex");
	reads("{\"0x1400\":[]}", 1, "", NULL);
	reads("{\"0x10000\":\"\"}", 1, NULL, "neither an optional");
	reads("{\"\":\"\"}", 1, NULL, "neither an optional");
	reads("{\"message_status\":1}", 1, NULL, "message_status: neither");
}

static void
test_long(void)
{
	char *json = malloc(2 * 70000);
	struct json_value object = { .raw = json };
	struct diag_err err;
	struct buf b = BUF_INIT, out = BUF_INIT;
	size_t n, len;

	assert(json);
	for (n = 65535; n <= 65536; n++) {
		len = (size_t)sprintf(json, "{\"0x1400\":\"");
		memset(json + len, 'a', 2 * n);
		strcpy(json + len + 2 * n, "\"}");
		object.rawlen = strlen(json);
		assert(sms_tlvs_read(reader, &object, NULL, 0, &b, &err) ==
		    (n == 65535 ? 0 : -1));
		assert(b.len == 65539);
	}
	/* thousands of parameters take no time */
	buf_reset(&b);
	for (n = 0; n < 17000; n++)
		smpp_tlv_put(&b, (uint16_t)(0x2000 + n), "", 0);
	sms_tlvs_write(&out, NULL, (struct smpp_octets){ (uint8_t *)b.p, b.len });
	assert(out.len == 17000 * strlen("\"0x2000\":\"\",") + 1);
	buf_free(&out);
	buf_free(&b);
	free(json);
}

static void
open_readers(void)
{
	reader = json_reader_new();
	assert(reader);
}

static void
close_readers(void)
{
	json_reader_free(reader);
}

static const struct tap_test tests[] = {
	{ "(a reader)", open_readers },
	{ "octets to JSON and back", test_both },
	{ "values that do not fit", test_odd },
	{ "cut short", test_cut_short },
	{ "JSON that people write", test_in },
	{ "long ones and many", test_long },
	{ "(its end)", close_readers },
};

TAP_MAIN(tests)
