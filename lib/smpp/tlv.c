#include "smpp/tlv.h"

#include <string.h>

#include "base/cur.h"

/*
 * Sorted by tag, which smpp_tlv_def() needs.  To add a parameter, add a line
 * here and to sms-record(5).  An integer is written with max octets
 * (alert_on_message_delivery has a value since v5.0 only).
 */
static const struct smpp_tlv_def defs[] = {
	/* tag    name                           kind        min    max   spec */
	{ 0x0005, "dest_addr_subunit",           SMPP_INT,     1,     1, "5.3.2.1" },
	{ 0x0006, "dest_network_type",           SMPP_INT,     1,     1, "5.3.2.3" },
	{ 0x0007, "dest_bearer_type",            SMPP_INT,     1,     1, "5.3.2.5" },
	{ 0x0008, "dest_telematics_id",          SMPP_INT,     2,     2, "5.3.2.7" },
	{ 0x000d, "source_addr_subunit",         SMPP_INT,     1,     1, "5.3.2.2" },
	{ 0x000e, "source_network_type",         SMPP_INT,     1,     1, "5.3.2.4" },
	{ 0x000f, "source_bearer_type",          SMPP_INT,     1,     1, "5.3.2.6" },
	{ 0x0010, "source_telematics_id",        SMPP_INT,     2,     2, "5.3.2.8" },
	{ 0x0017, "qos_time_to_live",            SMPP_INT,     4,     4, "5.3.2.9" },
	{ 0x0019, "payload_type",                SMPP_INT,     1,     1, "5.3.2.10" },
	{ 0x001d, "additional_status_info_text", SMPP_CSTR,    1,   256, "5.3.2.11" },
	{ 0x001e, "receipted_message_id",        SMPP_CSTR,    1,    65, "5.3.2.12" },
	{ 0x0030, "ms_msg_wait_facilities",      SMPP_INT,     1,     1, "5.3.2.13" },
	{ 0x0201, "privacy_indicator",           SMPP_INT,     1,     1, "5.3.2.14" },
	{ 0x0202, "source_subaddress",           SMPP_OCTETS,  2,    23, "5.3.2.15" },
	{ 0x0203, "dest_subaddress",             SMPP_OCTETS,  2,    23, "5.3.2.16" },
	{ 0x0204, "user_message_reference",      SMPP_INT,     2,     2, "5.3.2.17" },
	{ 0x0205, "user_response_code",          SMPP_INT,     1,     1, "5.3.2.18" },
	{ 0x020a, "source_port",                 SMPP_INT,     2,     2, "5.3.2.20" },
	{ 0x020b, "destination_port",            SMPP_INT,     2,     2, "5.3.2.21" },
	{ 0x020c, "sar_msg_ref_num",             SMPP_INT,     2,     2, "5.3.2.22" },
	{ 0x020d, "language_indicator",          SMPP_INT,     1,     1, "5.3.2.19" },
	{ 0x020e, "sar_total_segments",          SMPP_INT,     1,     1, "5.3.2.23" },
	{ 0x020f, "sar_segment_seqnum",          SMPP_INT,     1,     1, "5.3.2.24" },
	{ 0x0210, "sc_interface_version",        SMPP_INT,     1,     1, "5.3.2.25" },
	{ 0x0302, "callback_num_pres_ind",       SMPP_INT,     1,     1, "5.3.2.37" },
	{ 0x0303, "callback_num_atag",           SMPP_OCTETS,  1,    65, "5.3.2.38" },
	{ 0x0304, "number_of_messages",          SMPP_INT,     1,     1, "5.3.2.39" },
	{ 0x0381, "callback_num",                SMPP_OCTETS,  4,    19, "5.3.2.36" },
	{ 0x0420, "dpf_result",                  SMPP_INT,     1,     1, "5.3.2.28" },
	{ 0x0421, "set_dpf",                     SMPP_INT,     1,     1, "5.3.2.29" },
	{ 0x0422, "ms_availability_status",      SMPP_INT,     1,     1, "5.3.2.30" },
	{ 0x0423, "network_error_code",          SMPP_OCTETS,  3,     3, "5.3.2.31" },
	{ 0x0424, "message_payload",             SMPP_OCTETS,  0, 65535, "5.3.2.32" },
	{ 0x0425, "delivery_failure_reason",     SMPP_INT,     1,     1, "5.3.2.33" },
	{ 0x0426, "more_messages_to_send",       SMPP_INT,     1,     1, "5.3.2.34" },
	{ 0x0427, "message_state",               SMPP_INT,     1,     1, "5.3.2.35" },
	{ 0x0428, "congestion_state",            SMPP_INT,     1,     1, "v5.0 4.8.4.18" },
	{ 0x0501, "ussd_service_op",             SMPP_INT,     1,     1, "5.3.2.44" },
	{ 0x0600, "broadcast_channel_indicator", SMPP_INT,     1,     1, "v5.0 4.8.4.7" },
	{ 0x0601, "broadcast_content_type",      SMPP_OCTETS,  3,     3, "v5.0 4.8.4.8" },
	{ 0x0602, "broadcast_content_type_info", SMPP_OCTETS,  1,   255, "v5.0 4.8.4.6" },
	{ 0x0603, "broadcast_message_class",     SMPP_INT,     1,     1, "v5.0 4.8.4.12" },
	{ 0x0604, "broadcast_rep_num",           SMPP_INT,     2,     2, "v5.0 4.8.4.13" },
	{ 0x0605, "broadcast_frequency_interval", SMPP_OCTETS, 3,     3, "v5.0 4.8.4.11" },
	{ 0x0606, "broadcast_area_identifier",   SMPP_OCTETS,  1,   101, "v5.0 4.8.4.4" },
	{ 0x0607, "broadcast_error_status",      SMPP_INT,     4,     4, "v5.0 4.8.4.10" },
	{ 0x0608, "broadcast_area_success",      SMPP_INT,     1,     1, "v5.0 4.8.4.5" },
	{ 0x0609, "broadcast_end_time",          SMPP_CSTR,   16,    17, "v5.0 4.8.4.9" },
	{ 0x060a, "broadcast_service_group",     SMPP_OCTETS,  1,   255, "v5.0 4.8.4.14" },
	{ 0x060b, "billing_identification",      SMPP_OCTETS,  1,  1024, "v5.0 4.8.4.3" },
	{ 0x060d, "source_network_id",           SMPP_CSTR,    7,    65, "v5.0 4.8.4.56" },
	{ 0x060e, "dest_network_id",             SMPP_CSTR,    7,    65, "v5.0 4.8.4.25" },
	{ 0x060f, "source_node_id",              SMPP_OCTETS,  6,     6, "v5.0 4.8.4.58" },
	{ 0x0610, "dest_node_id",                SMPP_OCTETS,  6,     6, "v5.0 4.8.4.27" },
	{ 0x0611, "dest_addr_np_resolution",     SMPP_INT,     1,     1, "v5.0 4.8.4.22" },
	{ 0x0612, "dest_addr_np_information",    SMPP_OCTETS, 10,    10, "v5.0 4.8.4.21" },
	{ 0x0613, "dest_addr_np_country",        SMPP_OCTETS,  1,     5, "v5.0 4.8.4.20" },
	{ 0x1201, "display_time",                SMPP_INT,     1,     1, "5.3.2.26" },
	{ 0x1203, "sms_signal",                  SMPP_INT,     2,     2, "5.3.2.40" },
	{ 0x1204, "ms_validity",                 SMPP_INT,     1,     1, "5.3.2.27" },
	{ 0x130c, "alert_on_message_delivery",   SMPP_INT,     0,     1, "5.3.2.41" },
	{ 0x1380, "its_reply_type",              SMPP_INT,     1,     1, "5.3.2.42" },
	{ 0x1383, "its_session_info",            SMPP_OCTETS,  2,     2, "5.3.2.43" },
};

enum { NDEFS = sizeof defs / sizeof defs[0] };

const struct smpp_tlv_def *
smpp_tlv_def(uint16_t tag)
{
	size_t lo = 0, hi = NDEFS;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (defs[mid].tag == tag)
			return &defs[mid];
		if (defs[mid].tag < tag)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}

const struct smpp_tlv_def *
smpp_tlv_by_name(const char *name)
{
	size_t i;

	for (i = 0; i < NDEFS; i++)
		if (strcmp(defs[i].name, name) == 0)
			return &defs[i];
	return NULL;
}

const struct smpp_tlv_def *
smpp_tlv_at(size_t i)
{
	return i < NDEFS ? &defs[i] : NULL;
}

int
smpp_tlv_next(struct smpp_octets tlvs, size_t *at, struct smpp_tlv *t)
{
	struct cur c = { tlvs.p, tlvs.n, 0 };

	if (*at >= tlvs.n)
		return 0;
	cur_bytes(&c, *at);
	t->tag = cur_u16(&c);
	t->len = cur_u16(&c);
	t->value = cur_bytes(&c, t->len);
	if (c.err) {
		*at = tlvs.n;
		return SMPP_EFIELD;
	}
	*at = tlvs.n - c.left;
	return 1;
}

int
smpp_tlv_find(struct smpp_octets tlvs, uint16_t tag, struct smpp_tlv *t)
{
	size_t at = 0;

	while (smpp_tlv_next(tlvs, &at, t) > 0)
		if (t->tag == tag)
			return 1;
	return 0;
}

int
smpp_tlv_int(struct smpp_octets tlvs, uint16_t tag, uint32_t *v)
{
	struct smpp_tlv t;
	uint32_t sum = 0;
	unsigned i;

	if (!smpp_tlv_find(tlvs, tag, &t) ||
	    (t.len != 1 && t.len != 2 && t.len != 4))
		return 0;
	for (i = 0; i < t.len; i++)
		sum = sum << 8 | t.value[i];
	*v = sum;
	return 1;
}

void
smpp_tlv_put(struct buf *b, uint16_t tag, const void *value, uint16_t len)
{
	uint8_t head[4] = { (uint8_t)(tag >> 8), (uint8_t)tag,
		(uint8_t)(len >> 8), (uint8_t)len };

	buf_add(b, head, sizeof head);
	buf_add(b, value, len);
}

void
smpp_tlv_put_int(struct buf *b, uint16_t tag, uint32_t v, unsigned len)
{
	uint8_t octets[4] = { (uint8_t)(v >> 24), (uint8_t)(v >> 16),
		(uint8_t)(v >> 8), (uint8_t)v };

	smpp_tlv_put(b, tag, octets + (4 - len), (uint16_t)len);
}
