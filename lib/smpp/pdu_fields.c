/* The PDUs of SMPP and their mandatory fields, as tables. */
#include "smpp/pdu.h"

#include <string.h>

#define AT(member) (uint16_t)offsetof(struct smpp_pdu, member)

static const struct smpp_field bind_fields[] = {
	{ "system_id",               SMPP_CSTR,      16, AT(system_id) },
	{ "password",                SMPP_CSTR,       9, AT(password) },
	{ "system_type",             SMPP_CSTR,      13, AT(system_type) },
	{ "interface_version",       SMPP_INT,        1, AT(interface_version) },
	{ "addr_ton",                SMPP_INT,        1, AT(addr_ton) },
	{ "addr_npi",                SMPP_INT,        1, AT(addr_npi) },
	{ "address_range",           SMPP_CSTR,      41, AT(address_range) },
	{ NULL, 0, 0, 0 }
};

static const struct smpp_field bind_resp_fields[] = {
	{ "system_id",               SMPP_CSTR,      16, AT(system_id) },
	{ NULL, 0, 0, 0 }
};

static const struct smpp_field outbind_fields[] = {
	{ "system_id",               SMPP_CSTR,      16, AT(system_id) },
	{ "password",                SMPP_CSTR,       9, AT(password) },
	{ NULL, 0, 0, 0 }
};

static const struct smpp_field no_fields[] = {
	{ NULL, 0, 0, 0 }
};

static const struct smpp_field submit_fields[] = {
	{ "service_type",            SMPP_CSTR,       6, AT(service_type) },
	{ "source_addr_ton",         SMPP_INT,        1, AT(source_addr_ton) },
	{ "source_addr_npi",         SMPP_INT,        1, AT(source_addr_npi) },
	{ "source_addr",             SMPP_CSTR,      21, AT(source_addr) },
	{ "dest_addr_ton",           SMPP_INT,        1, AT(dest_addr_ton) },
	{ "dest_addr_npi",           SMPP_INT,        1, AT(dest_addr_npi) },
	{ "destination_addr",        SMPP_CSTR,      21, AT(destination_addr) },
	{ "esm_class",               SMPP_INT,        1, AT(esm_class) },
	{ "protocol_id",             SMPP_INT,        1, AT(protocol_id) },
	{ "priority_flag",           SMPP_INT,        1, AT(priority_flag) },
	{ "schedule_delivery_time",  SMPP_CSTR,      17, AT(schedule_delivery_time) },
	{ "validity_period",         SMPP_CSTR,      17, AT(validity_period) },
	{ "registered_delivery",     SMPP_INT,        1, AT(registered_delivery) },
	{ "replace_if_present_flag", SMPP_INT,        1, AT(replace_if_present_flag) },
	{ "data_coding",             SMPP_INT,        1, AT(data_coding) },
	{ "sm_default_msg_id",       SMPP_INT,        1, AT(sm_default_msg_id) },
	{ "short_message",           SMPP_SM,       254, AT(short_message) },
	{ NULL, 0, 0, 0 }
};

static const struct smpp_field submit_multi_fields[] = {
	{ "service_type",            SMPP_CSTR,       6, AT(service_type) },
	{ "source_addr_ton",         SMPP_INT,        1, AT(source_addr_ton) },
	{ "source_addr_npi",         SMPP_INT,        1, AT(source_addr_npi) },
	{ "source_addr",             SMPP_CSTR,      21, AT(source_addr) },
	{ "dest_address",            SMPP_DESTS,     24, AT(dests) },
	{ "esm_class",               SMPP_INT,        1, AT(esm_class) },
	{ "protocol_id",             SMPP_INT,        1, AT(protocol_id) },
	{ "priority_flag",           SMPP_INT,        1, AT(priority_flag) },
	{ "schedule_delivery_time",  SMPP_CSTR,      17, AT(schedule_delivery_time) },
	{ "validity_period",         SMPP_CSTR,      17, AT(validity_period) },
	{ "registered_delivery",     SMPP_INT,        1, AT(registered_delivery) },
	{ "replace_if_present_flag", SMPP_INT,        1, AT(replace_if_present_flag) },
	{ "data_coding",             SMPP_INT,        1, AT(data_coding) },
	{ "sm_default_msg_id",       SMPP_INT,        1, AT(sm_default_msg_id) },
	{ "short_message",           SMPP_SM,       254, AT(short_message) },
	{ NULL, 0, 0, 0 }
};

static const struct smpp_field message_id_fields[] = {
	{ "message_id",              SMPP_CSTR,      65, AT(message_id) },
	{ NULL, 0, 0, 0 }
};

static const struct smpp_field submit_multi_resp_fields[] = {
	{ "message_id",              SMPP_CSTR,      65, AT(message_id) },
	{ "unsuccess_sme",           SMPP_UNSUCCESS, 27, AT(unsuccess) },
	{ NULL, 0, 0, 0 }
};

/* As submit_sm, but the two times must be empty. */
static const struct smpp_field deliver_fields[] = {
	{ "service_type",            SMPP_CSTR,       6, AT(service_type) },
	{ "source_addr_ton",         SMPP_INT,        1, AT(source_addr_ton) },
	{ "source_addr_npi",         SMPP_INT,        1, AT(source_addr_npi) },
	{ "source_addr",             SMPP_CSTR,      21, AT(source_addr) },
	{ "dest_addr_ton",           SMPP_INT,        1, AT(dest_addr_ton) },
	{ "dest_addr_npi",           SMPP_INT,        1, AT(dest_addr_npi) },
	{ "destination_addr",        SMPP_CSTR,      21, AT(destination_addr) },
	{ "esm_class",               SMPP_INT,        1, AT(esm_class) },
	{ "protocol_id",             SMPP_INT,        1, AT(protocol_id) },
	{ "priority_flag",           SMPP_INT,        1, AT(priority_flag) },
	{ "schedule_delivery_time",  SMPP_CSTR,       1, AT(schedule_delivery_time) },
	{ "validity_period",         SMPP_CSTR,       1, AT(validity_period) },
	{ "registered_delivery",     SMPP_INT,        1, AT(registered_delivery) },
	{ "replace_if_present_flag", SMPP_INT,        1, AT(replace_if_present_flag) },
	{ "data_coding",             SMPP_INT,        1, AT(data_coding) },
	{ "sm_default_msg_id",       SMPP_INT,        1, AT(sm_default_msg_id) },
	{ "short_message",           SMPP_SM,       254, AT(short_message) },
	{ NULL, 0, 0, 0 }
};

static const struct smpp_field deliver_resp_fields[] = {
	{ "message_id",              SMPP_CSTR,       1, AT(message_id) },
	{ NULL, 0, 0, 0 }
};

static const struct smpp_field data_fields[] = {
	{ "service_type",            SMPP_CSTR,       6, AT(service_type) },
	{ "source_addr_ton",         SMPP_INT,        1, AT(source_addr_ton) },
	{ "source_addr_npi",         SMPP_INT,        1, AT(source_addr_npi) },
	{ "source_addr",             SMPP_CSTR,      65, AT(source_addr) },
	{ "dest_addr_ton",           SMPP_INT,        1, AT(dest_addr_ton) },
	{ "dest_addr_npi",           SMPP_INT,        1, AT(dest_addr_npi) },
	{ "destination_addr",        SMPP_CSTR,      65, AT(destination_addr) },
	{ "esm_class",               SMPP_INT,        1, AT(esm_class) },
	{ "registered_delivery",     SMPP_INT,        1, AT(registered_delivery) },
	{ "data_coding",             SMPP_INT,        1, AT(data_coding) },
	{ NULL, 0, 0, 0 }
};

static const struct smpp_field query_fields[] = {
	{ "message_id",              SMPP_CSTR,      65, AT(message_id) },
	{ "source_addr_ton",         SMPP_INT,        1, AT(source_addr_ton) },
	{ "source_addr_npi",         SMPP_INT,        1, AT(source_addr_npi) },
	{ "source_addr",             SMPP_CSTR,      21, AT(source_addr) },
	{ NULL, 0, 0, 0 }
};

static const struct smpp_field query_resp_fields[] = {
	{ "message_id",              SMPP_CSTR,      65, AT(message_id) },
	{ "final_date",              SMPP_CSTR,      17, AT(final_date) },
	{ "message_state",           SMPP_INT,        1, AT(message_state) },
	{ "error_code",              SMPP_INT,        1, AT(error_code) },
	{ NULL, 0, 0, 0 }
};

static const struct smpp_field cancel_fields[] = {
	{ "service_type",            SMPP_CSTR,       6, AT(service_type) },
	{ "message_id",              SMPP_CSTR,      65, AT(message_id) },
	{ "source_addr_ton",         SMPP_INT,        1, AT(source_addr_ton) },
	{ "source_addr_npi",         SMPP_INT,        1, AT(source_addr_npi) },
	{ "source_addr",             SMPP_CSTR,      21, AT(source_addr) },
	{ "dest_addr_ton",           SMPP_INT,        1, AT(dest_addr_ton) },
	{ "dest_addr_npi",           SMPP_INT,        1, AT(dest_addr_npi) },
	{ "destination_addr",        SMPP_CSTR,      21, AT(destination_addr) },
	{ NULL, 0, 0, 0 }
};

static const struct smpp_field replace_fields[] = {
	{ "message_id",              SMPP_CSTR,      65, AT(message_id) },
	{ "source_addr_ton",         SMPP_INT,        1, AT(source_addr_ton) },
	{ "source_addr_npi",         SMPP_INT,        1, AT(source_addr_npi) },
	{ "source_addr",             SMPP_CSTR,      21, AT(source_addr) },
	{ "schedule_delivery_time",  SMPP_CSTR,      17, AT(schedule_delivery_time) },
	{ "validity_period",         SMPP_CSTR,      17, AT(validity_period) },
	{ "registered_delivery",     SMPP_INT,        1, AT(registered_delivery) },
	{ "sm_default_msg_id",       SMPP_INT,        1, AT(sm_default_msg_id) },
	{ "short_message",           SMPP_SM,       254, AT(short_message) },
	{ NULL, 0, 0, 0 }
};

static const struct smpp_field alert_fields[] = {
	{ "source_addr_ton",         SMPP_INT,        1, AT(source_addr_ton) },
	{ "source_addr_npi",         SMPP_INT,        1, AT(source_addr_npi) },
	{ "source_addr",             SMPP_CSTR,      65, AT(source_addr) },
	{ "esme_addr_ton",           SMPP_INT,        1, AT(esme_addr_ton) },
	{ "esme_addr_npi",           SMPP_INT,        1, AT(esme_addr_npi) },
	{ "esme_addr",               SMPP_CSTR,      65, AT(esme_addr) },
	{ NULL, 0, 0, 0 }
};

static const struct smpp_field broadcast_fields[] = {
	{ "service_type",            SMPP_CSTR,       6, AT(service_type) },
	{ "source_addr_ton",         SMPP_INT,        1, AT(source_addr_ton) },
	{ "source_addr_npi",         SMPP_INT,        1, AT(source_addr_npi) },
	{ "source_addr",             SMPP_CSTR,      21, AT(source_addr) },
	{ "message_id",              SMPP_CSTR,      65, AT(message_id) },
	{ "priority_flag",           SMPP_INT,        1, AT(priority_flag) },
	{ "schedule_delivery_time",  SMPP_CSTR,      17, AT(schedule_delivery_time) },
	{ "validity_period",         SMPP_CSTR,      17, AT(validity_period) },
	{ "replace_if_present_flag", SMPP_INT,        1, AT(replace_if_present_flag) },
	{ "data_coding",             SMPP_INT,        1, AT(data_coding) },
	{ "sm_default_msg_id",       SMPP_INT,        1, AT(sm_default_msg_id) },
	{ NULL, 0, 0, 0 }
};

static const struct smpp_field cancel_broadcast_fields[] = {
	{ "service_type",            SMPP_CSTR,       6, AT(service_type) },
	{ "message_id",              SMPP_CSTR,      65, AT(message_id) },
	{ "source_addr_ton",         SMPP_INT,        1, AT(source_addr_ton) },
	{ "source_addr_npi",         SMPP_INT,        1, AT(source_addr_npi) },
	{ "source_addr",             SMPP_CSTR,      21, AT(source_addr) },
	{ NULL, 0, 0, 0 }
};

#define RESP(request) (SMPP_RESP | (uint32_t)(request))

/*
 * Sorted by command_id, which smpp_command_find() needs.  TLVs: 1 by v3.4,
 * 2 only by v5.0 (congestion_state may be in any response, 4.8.4.18;
 * message_payload in replace_sm, 4.5.3.3).  Direction: see pdu.h.
 */
static const struct smpp_command_def defs[] = {
	/* command                    name                     fields           TLVs dir spec */
	{ SMPP_BIND_RECEIVER,         "bind_receiver",         bind_fields,        0, 1, "4.1.3" },
	{ SMPP_BIND_TRANSMITTER,      "bind_transmitter",      bind_fields,        0, 1, "4.1.1" },
	{ SMPP_QUERY_SM,              "query_sm",              query_fields,       0, 1, "4.8.1" },
	{ SMPP_SUBMIT_SM,             "submit_sm",             submit_fields,      1, 1, "4.4.1" },
	{ SMPP_DELIVER_SM,            "deliver_sm",            deliver_fields,     1, 2, "4.6.1" },
	{ SMPP_UNBIND,                "unbind",                no_fields,          0, 3, "4.2.1" },
	{ SMPP_REPLACE_SM,            "replace_sm",            replace_fields,     2, 1, "4.10.1" },
	{ SMPP_CANCEL_SM,             "cancel_sm",             cancel_fields,      0, 1, "4.9.1" },
	{ SMPP_BIND_TRANSCEIVER,      "bind_transceiver",      bind_fields,        0, 1, "4.1.5" },
	{ SMPP_OUTBIND,               "outbind",               outbind_fields,     0, 2, "4.1.7.1" },
	{ SMPP_ENQUIRE_LINK,          "enquire_link",          no_fields,          0, 3, "4.11.1" },
	{ SMPP_SUBMIT_MULTI,          "submit_multi",          submit_multi_fields, 1, 1, "4.5.1" },
	{ SMPP_ALERT_NOTIFICATION,    "alert_notification",    alert_fields,       1, 2, "4.12.1" },
	{ SMPP_DATA_SM,               "data_sm",               data_fields,        1, 3, "4.7.1" },
	{ SMPP_BROADCAST_SM,          "broadcast_sm",          broadcast_fields,   2, 1, "v5.0 4.4.1.1" },
	{ SMPP_QUERY_BROADCAST_SM,    "query_broadcast_sm",    query_fields,       2, 1, "v5.0 4.6.1.1" },
	{ SMPP_CANCEL_BROADCAST_SM,   "cancel_broadcast_sm",   cancel_broadcast_fields, 2, 1, "v5.0 4.6.2.1" },
	{ SMPP_GENERIC_NACK,          "generic_nack",          no_fields,          0, 3, "4.3.1" },
	{ RESP(SMPP_BIND_RECEIVER),   "bind_receiver_resp",    bind_resp_fields,   1, 2, "4.1.4" },
	{ RESP(SMPP_BIND_TRANSMITTER), "bind_transmitter_resp", bind_resp_fields,  1, 2, "4.1.2" },
	{ RESP(SMPP_QUERY_SM),        "query_sm_resp",         query_resp_fields,  2, 2, "4.8.2" },
	{ RESP(SMPP_SUBMIT_SM),       "submit_sm_resp",        message_id_fields,  2, 2, "4.4.2" },
	{ RESP(SMPP_DELIVER_SM),      "deliver_sm_resp",       deliver_resp_fields, 2, 1, "4.6.2" },
	{ RESP(SMPP_UNBIND),          "unbind_resp",           no_fields,          2, 3, "4.2.2" },
	{ RESP(SMPP_REPLACE_SM),      "replace_sm_resp",       no_fields,          2, 2, "4.10.2" },
	{ RESP(SMPP_CANCEL_SM),       "cancel_sm_resp",        no_fields,          2, 2, "4.9.2" },
	{ RESP(SMPP_BIND_TRANSCEIVER), "bind_transceiver_resp", bind_resp_fields,  1, 2, "4.1.6" },
	{ RESP(SMPP_ENQUIRE_LINK),    "enquire_link_resp",     no_fields,          2, 3, "4.11.2" },
	{ RESP(SMPP_SUBMIT_MULTI),    "submit_multi_resp",     submit_multi_resp_fields, 2, 2, "4.5.2" },
	{ RESP(SMPP_DATA_SM),         "data_sm_resp",          message_id_fields,  1, 3, "4.7.2" },
	{ RESP(SMPP_BROADCAST_SM),    "broadcast_sm_resp",     message_id_fields,  2, 2, "v5.0 4.4.1.2" },
	{ RESP(SMPP_QUERY_BROADCAST_SM), "query_broadcast_sm_resp", message_id_fields, 2, 2, "v5.0 4.6.1.3" },
	{ RESP(SMPP_CANCEL_BROADCAST_SM), "cancel_broadcast_sm_resp", no_fields,   2, 2, "v5.0 4.6.2.3" },
};

enum { NDEFS = sizeof defs / sizeof defs[0] };

const struct smpp_command_def *
smpp_command_find(uint32_t command)
{
	size_t lo = 0, hi = NDEFS;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (defs[mid].command == command)
			return &defs[mid];
		if (defs[mid].command < command)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}

const struct smpp_command_def *
smpp_command_by_name(const char *name)
{
	size_t i;

	for (i = 0; i < NDEFS; i++)
		if (strcmp(defs[i].name, name) == 0)
			return &defs[i];
	return NULL;
}

const struct smpp_command_def *
smpp_command_at(size_t i)
{
	return i < NDEFS ? &defs[i] : NULL;
}
