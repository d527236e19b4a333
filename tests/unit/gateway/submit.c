/* Fields of records, and whose word counts; DESIGN.md's table of fields. */
#include "kit.h"

#include "smpp/tlv.h"

#define TO "\"to\":\"+15551234567\","

static const char config[] =
    "SMPP_ESME_Address = global\n"
    "SMPP_ESME_Service_Type = GLOB\n"
    "SMPP_ESME_Validity_Period = 000001000000000R\n"
    "SMPP_Registered_Delivery = SMSC_Delivery\n"
    "domain o { SMPP_ESME_Address = operand SMPP_ESME_Service_Type = OPER }\n"
    "domain r { SMPP_ESME_Address = record }\n";

static void
test_precedence(void)
{
	struct kit k;
	struct diag_err err;

	kit_open(&k, config);
	/* the record's field, then its domain, the operand's, global */
	kit_good(&k, "{" TO "\"text\":\"x\"}");
	assert(strcmp(k.m.from.addr, "record") == 0);
	assert(strcmp(k.m.service_type, "OPER") == 0);
	assert(strcmp(k.m.validity, "000001000000000R") == 0);
	assert(k.m.registered_delivery == 1);
	kit_good(&k, "{" TO "\"text\":\"x\",\"from\":\"field\","
	    "\"service_type\":\"CMT\",\"validity\":\"\","
	    "\"registered_delivery\":\"none\"}");
	assert(strcmp(k.m.from.addr, "field") == 0);
	assert(strcmp(k.m.service_type, "CMT") == 0);
	assert(strcmp(k.m.validity, "") == 0);
	assert(k.m.registered_delivery == 0);
	/* -o stands between */
	assert(config_set(k.config, "SMPP_ESME_Address=dash-o", &err) == 0);
	k.v = config_view(k.config, "r", "o", NULL);
	kit_good(&k, "{" TO "\"text\":\"x\"}");
	assert(strcmp(k.m.from.addr, "dash-o") == 0);
	kit_good(&k, "{" TO "\"text\":\"x\",\"from\":\"field\"}");
	assert(strcmp(k.m.from.addr, "field") == 0);
	kit_good(&k, "{" TO "\"text\":\"x\",\"from\":null}");
	assert(strcmp(k.m.from.addr, "dash-o") == 0);
	kit_good(&k, "{" TO "\"text\":\"x\",\"from\":\"\"}");
	assert(strcmp(k.m.from.addr, "") == 0);
	kit_close(&k);
}

static void
test_addresses(void)
{
	struct kit k;

	kit_open(&k, "SMPP_ESME_Address = 12345\n"
	    "SMPP_ESME_Type_Of_Number = abbreviated\n"
	    "SMPP_ESME_Numbering_Plan = private\n"
	    "SMPP_Destination_Numbering_Plan = national\n");
	kit_good(&k, "{\"to\":\"15551234567\",\"text\":\"x\"}");
	assert(k.m.from.ton == 6 && k.m.from.npi == 9);
	assert(k.m.to.ton == 1 && k.m.to.npi == 8);
	kit_good(&k, "{\"to\":[\"+15551234567\"],\"text\":\"x\",\"from\":\"Bank\"}");
	assert(k.m.from.ton == 5 && k.m.from.npi == 0);
	assert(k.m.to.ton == 1 && k.m.to.npi == 8);
	/* names and integers; what the record says goes before the look */
	kit_good(&k, "{\"to\":\"+15551234567\",\"text\":\"x\",\"from\":\"Bank\","
	    "\"from_ton\":\"network specific\",\"from_npi\":14,"
	    "\"to_ton\":\"NATIONAL\",\"to_npi\":\"0x12\"}");
	assert(k.m.from.ton == 3 && k.m.from.npi == 14);
	assert(k.m.to.ton == 2 && k.m.to.npi == 18);
	assert(strcmp(k.m.to.addr, "15551234567") == 0);
	kit_good(&k, "{\"to\":\"1\",\"text\":\"x\",\"from\":\"777\","
	    "\"from_ton\":\"abreviated\",\"from_npi\":\"e.164\"}");
	assert(k.m.from.ton == 6 && k.m.from.npi == 1);
	kit_bad(&k, "{\"to\":\"1555\",\"text\":null}", "text: is missing");
	kit_bad(&k, "{\"text\":\"x\"}", "to: is missing");
	kit_bad(&k, "{\"to\":[],\"text\":\"x\"}", "to: ");
	kit_bad(&k, "{\"to\":[\"1\",\"2\"],\"text\":\"x\"}", "to: ");
	kit_bad(&k, "{\"to\":[1],\"text\":\"x\"}", "to: ");
	kit_bad(&k, "{\"to\":\"Bank\",\"text\":\"x\"}", "to: is not a number");
	kit_bad(&k, "{\"to\":\"1\",\"to_ton\":\"nat\"}", "to_ton: no such name: "
	    "it takes ");
	kit_bad(&k, "{\"to\":\"1\",\"text\":\"x\",\"priority\":9}",
	    "priority: 9 is out of range: it takes a number from 0 to 3");
	kit_bad(&k, "{\"to\":\"1\",\"to_npi\":\"256\"}", "to_npi: ");
	kit_bad(&k, "{\"to\":\"1\",\"from\":\"an@me\"}", "from: ");
	kit_bad(&k, "{\"to\":\"1\",\"from\":5}", "from: must be");
	kit_close(&k);
	kit_open(&k, "SMPP_ESME_Address = ABCDEFGHIJKL\n");
	kit_bad(&k, "{\"to\":\"1\"}", "SMPP_ESME_Address: is longer");
	kit_close(&k);
}

/* The fields that a PDU has of a record. */
static void
test_pdu(void)
{
	const struct smpp_pdu *p;
	struct kit k;

	kit_open(&k, config);
	kit_good(&k, "{\"to\":\"+15551234567\",\"text\":\"hi\",\"from\":\"12345\","
	    "\"protocol_id\":64,\"priority\":3,\"message_mode\":\"transaction\","
	    "\"schedule\":\"2026-11-23T13:15:16+01:00\",\"validity\":604800,"
	    "\"registered_delivery\":[\"SMSC_Delivery_Failure\",\"intermediate\"],"
	    "\"tlv\":{\"user_message_reference\":258,\"0x1400\":7}}");
	p = kit_pdu(&k, 0);
	assert(p->command == SMPP_SUBMIT_SM);
	assert(strcmp(p->source_addr, "12345") == 0 && p->source_addr_ton == 0);
	assert(strcmp(p->destination_addr, "15551234567") == 0);
	assert(p->protocol_id == 64 && p->priority_flag == 3);
	assert(p->esm_class == 2);
	assert(strcmp(p->schedule_delivery_time, "261123121516000+") == 0);
	assert(strcmp(p->validity_period, "000007000000000R") == 0);
	assert(p->registered_delivery == 0x12);
	assert(same_hex(p->short_message, "6869"));
	assert(same_hex(p->tlvs, "0204000201021400000107"));
	/* nothing of it stays for the next */
	kit_good(&k, "{" TO "\"text\":\"hi\",\"validity\":\"\"}");
	p = kit_pdu(&k, 0);
	assert(p->protocol_id == 0 && p->priority_flag == 0 && !p->esm_class);
	assert(!*p->schedule_delivery_time && !*p->validity_period);
	assert(p->tlvs.n == 0);
	kit_close(&k);
}

/* SMPP v3.4, 7.1.1; python3: datetime.fromisoformat(s).astimezone(utc) */
static const struct {
	const char *in, *out;
} times[] = {
	{ "60", "000000000100000R" },
	{ "\"60\"", "000000000100000R" },
	{ "0", "000000000000000R" },
	{ "172800", "000002000000000R" },
	{ "\"020610233429000R\"", "020610233429000R" },
	{ "\"261123131516008-\"", "261123131516008-" },
	{ "\"2026-11-23T13:15:16Z\"", "261123131516000+" },
	{ "\"2026-12-31T23:30:00-01:30\"", "270101010000000+" },
	{ "\"2026-11-23t13:15:16.999z\"", "261123131516000+" },
	{ "\"\"", "" },
	{ "\"tomorrow\"", NULL },
	{ "\"2026-02-30T00:00:00Z\"", NULL },
	{ "\"2126-11-23T13:15:16Z\"", NULL },
	{ "\"20261123131516\"", NULL },
	{ "-1", NULL },
	{ "1000000000", NULL },
	{ "1.5", NULL },
	{ "true", NULL },
};

static void
test_times(void)
{
	char line[200];
	struct kit k;
	size_t i;

	kit_open(&k, "");
	for (i = 0; i < sizeof times / sizeof times[0]; i++) {
		snprintf(line, sizeof line, "{" TO "\"validity\":%s}", times[i].in);
		if (!times[i].out) {
			kit_bad(&k, line, "validity: ");
			continue;
		}
		kit_good(&k, line);
		assert(strcmp(k.m.validity, times[i].out) == 0);
		assert(!*k.m.schedule);
	}
	kit_close(&k);
	/* the option takes the same forms */
	kit_open(&k, "SMPP_ESME_Validity_Period = 3600\n");
	kit_good(&k, "{" TO "\"text\":\"x\"}");
	assert(strcmp(k.m.validity, "000000010000000R") == 0);
	kit_close(&k);
	kit_open(&k, "SMPP_ESME_Validity_Period = soon\n");
	kit_bad(&k, "{" TO "\"text\":\"x\"}", "SMPP_ESME_Validity_Period: ");
	kit_close(&k);
}

static void
test_registered(void)
{
	static const struct {
		const char *in;
		int bits;	/* -1: refused */
	} cases[] = {
		{ "17", 17 }, { "0", 0 }, { "\"none\"", 0 }, { "[]", 0 },
		{ "\"SMSC_Delivery\"", 1 }, { "\"smsc_delivery_failure\"", 2 },
		{ "[\"SMSC_Delivery\",\"SME_Delivery\",\"SME_User\","
		    "\"intermediate\"]", 29 },
		{ "[\"SMSC_Delivery\",\"SMSC_Delivery_Failure\"]", -1 },
		{ "[\"what\"]", -1 }, { "[1]", -1 }, { "\"what\"", -1 },
		{ "256", -1 }, { "-1", -1 }, { "true", -1 },
	};
	char line[200];
	struct kit k;
	size_t i;

	kit_open(&k, "SMPP_Notify_Deliver_Receipt = (DELIVRD UNDELIV)\n");
	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		snprintf(line, sizeof line, "{" TO "\"registered_delivery\":%s}",
		    cases[i].in);
		if (cases[i].bits < 0) {
			kit_bad(&k, line, "registered_delivery: ");
			continue;
		}
		kit_good(&k, line);
		assert(k.m.registered_delivery == cases[i].bits);
	}
	/* who wants notifications has to ask for receipts */
	kit_good(&k, "{" TO "\"text\":\"x\"}");
	assert(k.m.registered_delivery == 1);
	kit_close(&k);
	kit_open(&k, "SMPP_Notify_Deliver_Receipt = ALL\n"
	    "SMPP_Registered_Delivery = (SMSC_Delivery_Failure SME_User)\n");
	kit_good(&k, "{" TO "\"text\":\"x\"}");
	assert(k.m.registered_delivery == 10);
	kit_close(&k);
	kit_open(&k, "SMPP_Notify_Deliver_Receipt = ALL\n"
	    "SMPP_Registered_Delivery = intermediate\n");
	kit_good(&k, "{" TO "\"text\":\"x\"}");
	assert(k.m.registered_delivery == 17);
	kit_close(&k);
	kit_open(&k, "");
	kit_good(&k, "{" TO "\"text\":\"x\"}");
	assert(k.m.registered_delivery == 0);
	kit_close(&k);
}

static void
test_mode(void)
{
	struct kit k;

	kit_open(&k, "SMPP_SMSC_Default_Message_Mode = transaction\n");
	kit_good(&k, "{" TO "\"text\":\"x\"}");
	assert(k.m.esm_class == 3);
	kit_good(&k, "{" TO "\"text\":\"x\",\"message_mode\":2}");
	assert(k.m.esm_class == 0);
	kit_good(&k, "{" TO "\"text\":\"x\",\"message_mode\":\"datagram\"}");
	assert(k.m.esm_class == 1);
	kit_bad(&k, "{" TO "\"text\":\"x\",\"message_mode\":4}", "message_mode: ");
	kit_bad(&k, "{" TO "\"text\":\"x\",\"priority\":4}", "priority: ");
	kit_bad(&k, "{" TO "\"text\":\"x\",\"service_type\":\"123456\"}",
	    "service_type: ");
	kit_close(&k);
}

/* Of a deliver record the sender is the phone, and a deliver_sm has no times. */
static void
test_deliver(void)
{
	const struct smpp_pdu *p;
	struct kit k;

	kit_open(&k, "SMPP_ESME_Address = 12345\n"
	    "SMPP_ESME_Type_Of_Number = abbreviated\n"
	    "SMPP_ESME_Validity_Period = 000001000000000R\n"
	    "SMPP_Notify_Deliver_Receipt = ALL\n"
	    "SMPP_Message_Mode = datagram\n");
	kit_good(&k, "{\"type\":\"deliver\",\"from\":\"15551234567\","
	    "\"to\":\"12345\",\"text\":\"hi\",\"validity\":60}");
	p = kit_pdu(&k, 0);
	assert(p->command == SMPP_DELIVER_SM);
	assert(p->source_addr_ton == 1 && p->dest_addr_ton == 6);
	assert(strcmp(p->source_addr, "15551234567") == 0);
	assert(!*p->validity_period && !p->registered_delivery);
	assert(p->esm_class == 0);
	kit_good(&k, "{\"type\":\"deliver\",\"to\":\"12345\",\"text\":\"hi\"}");
	assert(!*k.m.from.addr);
	kit_close(&k);
}

static void
test_tlvs(void)
{
	struct kit k;
	char *line = malloc(20000);
	size_t n;

	assert(line);
	kit_open(&k, "");
	kit_bad(&k, "{" TO "\"tlv\":{\"what\":1}}",
	    "tlv: what: neither an optional parameter nor a number");
	kit_bad(&k, "{" TO "\"tlv\":{\"source_port\":65536}}",
	    "tlv: source_port: must be an integer from 0 to 65535");
	kit_bad(&k, "{" TO "\"tlv\":[]}", "tlv: must be an object");
	n = (size_t)sprintf(line, "{" TO "\"tlv\":{\"0x1400\":\"");
	memset(line + n, '0', 2 * 4092);
	strcpy(line + n + 2 * 4092, "\"}}");
	kit_good(&k, line);
	memset(line + n, '0', 2 * 4093);
	strcpy(line + n + 2 * 4093, "\"}}");
	kit_bad(&k, line, "tlv: ");
	kit_close(&k);
	free(line);
}

static const struct tap_test tests[] = {
	{ "record before -o before domains before global", test_precedence },
	{ "addresses, TON and NPI by name and number", test_addresses },
	{ "every field reaches the PDU, and none the next", test_pdu },
	{ "times: seconds, RFC 3339, SMPP's own", test_times },
	{ "registered_delivery, and notifications ask for receipts",
	    test_registered },
	{ "message mode, priority, service type", test_mode },
	{ "a deliver record", test_deliver },
	{ "tlv: named where wrong, bounded", test_tlvs },
};

TAP_MAIN(tests)
