/* Optional parameters: the table against the specifications', walking, adding. */
#include "octets.h"

#include "smpp/tlv.h"

/* v3.4, Table 5-7; then v5.0's additions, Table 4-60 */
static const struct {
	uint16_t tag;
	const char *name;
} tags[] = {
	{ 0x0005, "dest_addr_subunit" },
	{ 0x0006, "dest_network_type" },
	{ 0x0007, "dest_bearer_type" },
	{ 0x0008, "dest_telematics_id" },
	{ 0x000d, "source_addr_subunit" },
	{ 0x000e, "source_network_type" },
	{ 0x000f, "source_bearer_type" },
	{ 0x0010, "source_telematics_id" },
	{ 0x0017, "qos_time_to_live" },
	{ 0x0019, "payload_type" },
	{ 0x001d, "additional_status_info_text" },
	{ 0x001e, "receipted_message_id" },
	{ 0x0030, "ms_msg_wait_facilities" },
	{ 0x0201, "privacy_indicator" },
	{ 0x0202, "source_subaddress" },
	{ 0x0203, "dest_subaddress" },
	{ 0x0204, "user_message_reference" },
	{ 0x0205, "user_response_code" },
	{ 0x020a, "source_port" },
	{ 0x020b, "destination_port" },
	{ 0x020c, "sar_msg_ref_num" },
	{ 0x020d, "language_indicator" },
	{ 0x020e, "sar_total_segments" },
	{ 0x020f, "sar_segment_seqnum" },
	{ 0x0210, "sc_interface_version" },
	{ 0x0302, "callback_num_pres_ind" },
	{ 0x0303, "callback_num_atag" },
	{ 0x0304, "number_of_messages" },
	{ 0x0381, "callback_num" },
	{ 0x0420, "dpf_result" },
	{ 0x0421, "set_dpf" },
	{ 0x0422, "ms_availability_status" },
	{ 0x0423, "network_error_code" },
	{ 0x0424, "message_payload" },
	{ 0x0425, "delivery_failure_reason" },
	{ 0x0426, "more_messages_to_send" },
	{ 0x0427, "message_state" },
	{ 0x0501, "ussd_service_op" },
	{ 0x1201, "display_time" },
	{ 0x1203, "sms_signal" },
	{ 0x1204, "ms_validity" },
	{ 0x130c, "alert_on_message_delivery" },
	{ 0x1380, "its_reply_type" },
	{ 0x1383, "its_session_info" },
	/* v5.0 */
	{ 0x0428, "congestion_state" },
	{ 0x0600, "broadcast_channel_indicator" },
	{ 0x0601, "broadcast_content_type" },
	{ 0x0602, "broadcast_content_type_info" },
	{ 0x0603, "broadcast_message_class" },
	{ 0x0604, "broadcast_rep_num" },
	{ 0x0605, "broadcast_frequency_interval" },
	{ 0x0606, "broadcast_area_identifier" },
	{ 0x0607, "broadcast_error_status" },
	{ 0x0608, "broadcast_area_success" },
	{ 0x0609, "broadcast_end_time" },
	{ 0x060a, "broadcast_service_group" },
	{ 0x060b, "billing_identification" },
	{ 0x060d, "source_network_id" },
	{ 0x060e, "dest_network_id" },
	{ 0x060f, "source_node_id" },
	{ 0x0610, "dest_node_id" },
	{ 0x0611, "dest_addr_np_resolution" },
	{ 0x0612, "dest_addr_np_information" },
	{ 0x0613, "dest_addr_np_country" },
};

static void
table(void)
{
	const struct smpp_tlv_def *d;
	size_t i;
	int last = -1;

	for (i = 0; i < sizeof tags / sizeof tags[0]; i++) {
		d = smpp_tlv_def(tags[i].tag);
		assert(d && d->tag == tags[i].tag);
		assert(strcmp(d->name, tags[i].name) == 0);
		assert(smpp_tlv_by_name(tags[i].name) == d);
	}
	for (i = 0; (d = smpp_tlv_at(i)); i++) {
		assert(d->tag > last && d->min <= d->max && d->spec);
		assert(d->kind != SMPP_INT || d->max == 1 || d->max == 2 ||
		    d->max == 4);
		last = d->tag;
	}
	assert(i == sizeof tags / sizeof tags[0]);
	assert(!smpp_tlv_def(0) && !smpp_tlv_def(0x1401) && !smpp_tlv_def(0xffff));
	assert(!smpp_tlv_by_name("") && !smpp_tlv_by_name("message_payloa"));
}

/* v3.4, 5.3.2.x: Size octets of Value */
static void
sizes(void)
{
	static const struct {
		const char *name;
		enum smpp_kind kind;
		unsigned min, max;
	} rows[] = {
		{ "dest_telematics_id", SMPP_INT, 2, 2 },
		{ "qos_time_to_live", SMPP_INT, 4, 4 },
		{ "additional_status_info_text", SMPP_CSTR, 1, 256 },
		{ "receipted_message_id", SMPP_CSTR, 1, 65 },
		{ "source_subaddress", SMPP_OCTETS, 2, 23 },
		{ "user_message_reference", SMPP_INT, 2, 2 },
		{ "sar_msg_ref_num", SMPP_INT, 2, 2 },
		{ "sar_total_segments", SMPP_INT, 1, 1 },
		{ "network_error_code", SMPP_OCTETS, 3, 3 },
		{ "callback_num", SMPP_OCTETS, 4, 19 },
		{ "sms_signal", SMPP_INT, 2, 2 },
		{ "its_session_info", SMPP_OCTETS, 2, 2 },
		{ "message_state", SMPP_INT, 1, 1 },
	};
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const struct smpp_tlv_def *d = smpp_tlv_by_name(rows[i].name);

		assert(d && d->kind == rows[i].kind);
		assert(d->min == rows[i].min && d->max == rows[i].max);
	}
}

static struct smpp_octets
of(struct octets o)
{
	return (struct smpp_octets){ o.p, o.n };
}

static void
walk(void)
{
	/* a vendor's, one without a value, one twice */
	struct octets o = octets_hex("1401 0002 abcd  130c 0000  0427 0001 02"
	    "0427 0001 05");
	struct smpp_tlv t;
	uint32_t v;
	size_t at = 0;

	assert(smpp_tlv_next(of(o), &at, &t) == 1);
	assert(t.tag == 0x1401 && t.len == 2 && t.value[1] == 0xcd);
	assert(smpp_tlv_next(of(o), &at, &t) == 1);
	assert(t.tag == 0x130c && t.len == 0);
	assert(smpp_tlv_next(of(o), &at, &t) == 1 && t.value[0] == 2);
	assert(smpp_tlv_next(of(o), &at, &t) == 1 && t.value[0] == 5);
	assert(smpp_tlv_next(of(o), &at, &t) == 0);
	assert(smpp_tlv_next(of(o), &at, &t) == 0);
	assert(smpp_tlv_find(of(o), 0x0427, &t) == 1 && t.value[0] == 2);
	assert(smpp_tlv_find(of(o), 0x0428, &t) == 0);
	assert(smpp_tlv_int(of(o), 0x0427, &v) == 1 && v == 2);
	assert(smpp_tlv_int(of(o), 0x1401, &v) == 1 && v == 0xabcd);
	assert(smpp_tlv_int(of(o), 0x130c, &v) == 0);
	assert(smpp_tlv_int(of(o), 0x0001, &v) == 0);
	free(o.p);
}

static void
integers(void)
{
	struct octets o = octets_hex("0017 0004 fffefdfc  0204 0003 010203");
	uint32_t v = 7;

	assert(smpp_tlv_int(of(o), 0x0017, &v) == 1 && v == 0xfffefdfc);
	v = 7;
	assert(smpp_tlv_int(of(o), 0x0204, &v) == 0 && v == 7);
	free(o.p);
}

/* Those in front of one that is cut are given. */
static void
cut(void)
{
	struct octets whole = octets_hex("0427 0001 02  0204 0002 1234");
	struct smpp_tlv t;
	size_t n, at;

	for (n = 0; n < whole.n; n++) {
		struct octets o = octets_copy(whole.p, n);
		int rc = 1, given = 0;

		for (at = 0; (rc = smpp_tlv_next(of(o), &at, &t)) > 0;)
			given++;
		assert(given == (n >= 5));
		assert(rc == (n == 0 || n == 5 ? 0 : SMPP_EFIELD));
		assert(smpp_tlv_next(of(o), &at, &t) == 0);
		assert(smpp_tlv_find(of(o), 0x0204, &t) == 0);
		assert(smpp_tlv_find(of(o), 0x0427, &t) == (n >= 5));
		free(o.p);
	}
	free(whole.p);
}

static void
add(void)
{
	struct octets want = octets_hex("0427 0001 02  0204 0002 1234"
	    "0017 0004 00000e10  130c 0000  1401 0003 616263");
	struct buf b = BUF_INIT;

	smpp_tlv_put_int(&b, 0x0427, 2, 1);
	smpp_tlv_put_int(&b, 0x0204, 0x1234, 2);
	smpp_tlv_put_int(&b, 0x0017, 3600, 4);
	smpp_tlv_put(&b, 0x130c, NULL, 0);
	smpp_tlv_put(&b, 0x1401, "abc", 3);
	assert(!b.err && b.len == want.n && memcmp(b.p, want.p, want.n) == 0);
	buf_free(&b);
	free(want.p);
}

static const struct tap_test tests[] = {
	{ "tags and names are those of the specifications", table },
	{ "sizes are those of the specification", sizes },
	{ "walk and find", walk },
	{ "integers of 1, 2 and 4 octets", integers },
	{ "cut anywhere", cut },
	{ "add", add },
};

TAP_MAIN(tests)
