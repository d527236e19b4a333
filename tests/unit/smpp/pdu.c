/*
 * PDUs: the tables against the specification's, every PDU as Perl's Net::SMPP
 * writes it (tests/fixtures/pdu/make.pl; make-v5.py has those of v5.0) decoded,
 * encoded again, refused.
 */
#include "octets.h"

#include "smpp/tlv.h"

/* v3.4, Table 5-1, and what v5.0, 4.7.5 adds to it */
static const struct {
	uint32_t id;
	const char *name;
} commands[] = {
	{ 0x80000000, "generic_nack" },
	{ 0x00000001, "bind_receiver" },
	{ 0x80000001, "bind_receiver_resp" },
	{ 0x00000002, "bind_transmitter" },
	{ 0x80000002, "bind_transmitter_resp" },
	{ 0x00000003, "query_sm" },
	{ 0x80000003, "query_sm_resp" },
	{ 0x00000004, "submit_sm" },
	{ 0x80000004, "submit_sm_resp" },
	{ 0x00000005, "deliver_sm" },
	{ 0x80000005, "deliver_sm_resp" },
	{ 0x00000006, "unbind" },
	{ 0x80000006, "unbind_resp" },
	{ 0x00000007, "replace_sm" },
	{ 0x80000007, "replace_sm_resp" },
	{ 0x00000008, "cancel_sm" },
	{ 0x80000008, "cancel_sm_resp" },
	{ 0x00000009, "bind_transceiver" },
	{ 0x80000009, "bind_transceiver_resp" },
	{ 0x0000000B, "outbind" },
	{ 0x00000015, "enquire_link" },
	{ 0x80000015, "enquire_link_resp" },
	{ 0x00000021, "submit_multi" },
	{ 0x80000021, "submit_multi_resp" },
	{ 0x00000102, "alert_notification" },
	{ 0x00000103, "data_sm" },
	{ 0x80000103, "data_sm_resp" },
	{ 0x00000111, "broadcast_sm" },
	{ 0x80000111, "broadcast_sm_resp" },
	{ 0x00000112, "query_broadcast_sm" },
	{ 0x80000112, "query_broadcast_sm_resp" },
	{ 0x00000113, "cancel_broadcast_sm" },
	{ 0x80000113, "cancel_broadcast_sm_resp" },
};
enum { NCOMMANDS = sizeof commands / sizeof commands[0] };

static void
command_table(void)
{
	static const uint32_t reserved[] = { 0, 0xa, 0x8000000a, 0xc, 0x16,
		0x20, 0x22, 0x100, 0x101, 0x80000102, 0x8000000b, 0x10200,
		0x7fffffff, 0xffffffff };
	const struct smpp_command_def *d;
	size_t i;

	for (i = 0; i < NCOMMANDS; i++) {
		d = smpp_command_find(commands[i].id);
		assert(d && d->command == commands[i].id);
		assert(strcmp(d->name, commands[i].name) == 0);
		assert(smpp_command_by_name(commands[i].name) == d);
		assert(d->fields && d->spec && d->outbound);
	}
	for (i = 0; (d = smpp_command_at(i)); i++)
		assert(smpp_command_find(d->command) == d);
	assert(i == NCOMMANDS);
	for (i = 0; i < sizeof reserved / sizeof reserved[0]; i++)
		assert(!smpp_command_find(reserved[i]));
	assert(!smpp_command_by_name("submit_s"));
	assert(!smpp_command_by_name(""));
}

/* Fixture to struct; the octets must outlive it. */
static struct smpp_pdu
decoded(struct octets o)
{
	struct smpp_pdu pdu;

	assert(smpp_pdu_decode(o.p, o.n, &pdu, NULL, NULL) == 0);
	assert(pdu.rest.n == 0);
	return pdu;
}

static void
every_fixture_comes_back(void)
{
	uint8_t out[512];
	size_t i, cap;

	for (i = 0; i < NCOMMANDS; i++) {
		struct octets o = octets_fixture(commands[i].name);
		struct smpp_pdu pdu = decoded(o);

		assert(pdu.command == commands[i].id);
		assert(smpp_pdu_encode(&pdu, out, sizeof out, NULL) ==
		    (ssize_t)o.n);
		assert(memcmp(out, o.p, o.n) == 0);
		for (cap = 0; cap < o.n; cap++) {
			memset(out, 0xaa, sizeof out);
			assert(smpp_pdu_encode(&pdu, out, cap, NULL) ==
			    SMPP_ENOSPC);
			assert(out[cap] == 0xaa && out[cap + 1] == 0xaa);
		}
		memset(out, 0xaa, sizeof out);
		assert(smpp_pdu_encode(&pdu, out, o.n, NULL) == (ssize_t)o.n);
		assert(out[o.n] == 0xaa);
		free(o.p);
	}
}

#define IS(s, want) assert((s) && strcmp((s), (want)) == 0)
#define ARE(o, want)                                                           \
	assert((o).n == sizeof(want) - 1 &&                                    \
	    memcmp((o).p, (want), sizeof(want) - 1) == 0)

static void
fields_of_binds(void)
{
	struct octets o = octets_fixture("bind_transceiver");
	struct smpp_pdu p = decoded(o);
	uint32_t v;

	assert(p.status == 0 && p.seq == 3);
	IS(p.system_id, "mobutils");
	IS(p.password, "secret08");
	IS(p.system_type, "EMAIL");
	assert(p.interface_version == 0x34 && p.addr_ton == 1 && p.addr_npi == 1);
	IS(p.address_range, "^1555");
	assert(!p.message_id && !p.source_addr);
	free(o.p);

	o = octets_fixture("bind_receiver_resp");
	p = decoded(o);
	IS(p.system_id, "SMSC");
	assert(smpp_tlv_int(p.tlvs, SMPP_TLV_SC_INTERFACE_VERSION, &v) && v == 0x34);
	free(o.p);

	o = octets_fixture("outbind");
	p = decoded(o);
	IS(p.system_id, "SMSC");
	IS(p.password, "secret08");
	free(o.p);
}

static void
check_from_to(const struct smpp_pdu *p)
{
	assert(p->source_addr_ton == 5 && p->source_addr_npi == 0);
	IS(p->source_addr, "Mobutils");
	assert(p->dest_addr_ton == 1 && p->dest_addr_npi == 1);
	IS(p->destination_addr, "15551234567");
}

static void
fields_of_submit_sm(void)
{
	struct octets o = octets_fixture("submit_sm");
	struct smpp_pdu p = decoded(o);
	uint32_t v;

	assert(p.seq == 8);
	IS(p.service_type, "CMT");
	check_from_to(&p);
	assert(p.esm_class == 3 && p.protocol_id == 64 && p.priority_flag == 1);
	IS(p.schedule_delivery_time, "261123131516000+");
	IS(p.validity_period, "000007000000000R");
	assert(p.registered_delivery == 1 && p.replace_if_present_flag == 0);
	assert(p.data_coding == 8 && p.sm_default_msg_id == 0);
	ARE(p.short_message, "\0H\0i");
	assert(smpp_tlv_int(p.tlvs, SMPP_TLV_USER_MESSAGE_REFERENCE, &v));
	assert(v == 0x1234);
	assert(smpp_tlv_int(p.tlvs, SMPP_TLV_SOURCE_PORT, &v) && v == 2948);
	free(o.p);

	o = octets_fixture("submit_sm_resp");
	p = decoded(o);
	IS(p.message_id, "3333333334");
	free(o.p);
}

static void
fields_of_deliver_and_data(void)
{
	struct octets o = octets_fixture("deliver_sm");
	struct smpp_pdu p = decoded(o);
	struct smpp_tlv t;

	IS(p.service_type, "");
	IS(p.schedule_delivery_time, "");
	assert(p.esm_class == SMPP_ESM_RECEIPT && p.short_message.n == 104);
	assert(smpp_tlv_find(p.tlvs, SMPP_TLV_NETWORK_ERROR_CODE, &t));
	assert(t.len == 3 && memcmp(t.value, "\3\0\0", 3) == 0);
	free(o.p);

	o = octets_fixture("deliver_sm_resp");
	p = decoded(o);
	IS(p.message_id, "");
	free(o.p);

	o = octets_fixture("data_sm");
	p = decoded(o);
	check_from_to(&p);
	assert(p.data_coding == 4 && p.esm_class == 0 && !p.short_message.p);
	assert(smpp_tlv_find(p.tlvs, SMPP_TLV_MESSAGE_PAYLOAD, &t));
	assert(t.len == 3 && memcmp(t.value, "\xff\0\x80", 3) == 0);
	free(o.p);

	o = octets_fixture("data_sm_resp");
	p = decoded(o);
	assert(p.status == 0xfe);
	IS(p.message_id, "a-1");
	free(o.p);
}

static void
fields_of_the_others(void)
{
	struct octets o = octets_fixture("query_sm_resp");
	struct smpp_pdu p = decoded(o);

	IS(p.final_date, "261123013000000+");
	assert(p.message_state == 2 && p.error_code == 9);
	free(o.p);

	o = octets_fixture("cancel_sm");
	p = decoded(o);
	IS(p.service_type, "CMT");
	IS(p.message_id, "3333333334");
	check_from_to(&p);
	free(o.p);

	o = octets_fixture("replace_sm");
	p = decoded(o);
	IS(p.message_id, "3333333334");
	IS(p.validity_period, "000001000000000R");
	ARE(p.short_message, "Hello");
	free(o.p);

	o = octets_fixture("alert_notification");
	p = decoded(o);
	IS(p.source_addr, "15551234567");
	assert(p.esme_addr_ton == 0 && p.esme_addr_npi == 1);
	IS(p.esme_addr, "1555");
	free(o.p);

	o = octets_fixture("generic_nack");
	p = decoded(o);
	assert(p.status == 3 && p.seq == 7);
	free(o.p);
}

static void
lists(void)
{
	struct octets o = octets_fixture("submit_multi");
	struct smpp_pdu p = decoded(o);
	struct buf b = BUF_INIT;
	struct smpp_dest d;
	struct smpp_unsuccess u;
	size_t at = 0;

	assert(p.number_of_dests == 3);
	assert(smpp_dest_next(p.dests, &at, &d) == 1);
	assert(d.flag == 1 && d.ton == 1 && d.npi == 1);
	IS(d.addr, "15551234567");
	smpp_dest_put(&b, &d);
	assert(smpp_dest_next(p.dests, &at, &d) == 1 && d.flag == 2);
	IS(d.addr, "friends");
	smpp_dest_put(&b, &d);
	assert(smpp_dest_next(p.dests, &at, &d) == 1);
	assert(d.flag == 1 && d.ton == 2 && d.npi == 8);
	IS(d.addr, "5557654321");
	smpp_dest_put(&b, &d);
	assert(smpp_dest_next(p.dests, &at, &d) == 0);
	assert(smpp_dest_next(p.dests, &at, &d) == 0);
	assert(b.len == p.dests.n && memcmp(b.p, p.dests.p, b.len) == 0);
	ARE(p.short_message, "Hi all");
	free(o.p);

	o = octets_fixture("submit_multi_resp");
	p = decoded(o);
	buf_reset(&b);
	at = 0;
	assert(p.no_unsuccess == 2);
	assert(smpp_unsuccess_next(p.unsuccess, &at, &u) == 1);
	assert(u.ton == 1 && u.npi == 1 && u.status == 0x0b);
	IS(u.addr, "15551234567");
	smpp_unsuccess_put(&b, &u);
	assert(smpp_unsuccess_next(p.unsuccess, &at, &u) == 1);
	assert(u.ton == 2 && u.npi == 8 && u.status == 0x14);
	smpp_unsuccess_put(&b, &u);
	assert(smpp_unsuccess_next(p.unsuccess, &at, &u) == 0);
	assert(b.len == p.unsuccess.n && memcmp(b.p, p.unsuccess.p, b.len) == 0);
	buf_free(&b);
	free(o.p);
}

static void
lengths(void)
{
	static const struct {
		const char *hex;
		size_t max;
		ssize_t want;
	} rows[] = {
		{ "", 70000, SMPP_EMORE },
		{ "000000", 70000, SMPP_EMORE },
		{ "00000010", 70000, 16 },
		{ "0000000f", 70000, SMPP_ELEN },
		{ "00000000", 70000, SMPP_ELEN },
		{ "00000100", 256, 256 },
		{ "00000101", 256, SMPP_ELEN },
		{ "48545450", 70000, SMPP_ELEN },	/* "HTTP" */
		{ "ffffffff", 70000, SMPP_ELEN },
	};
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct octets o = octets_hex(rows[i].hex);

		assert(smpp_pdu_length(o.p, o.n, rows[i].max) == rows[i].want);
		free(o.p);
	}
}

/* A string of n letters; static. */
static const char *
letters(size_t n)
{
	static char s[300];

	assert(n < sizeof s);
	memset(s, 'x', n);
	s[n] = '\0';
	return s;
}

static ssize_t
encoded(const struct smpp_pdu *pdu, const char **bad)
{
	uint8_t out[4096];

	*bad = NULL;
	return smpp_pdu_encode(pdu, out, sizeof out, bad);
}

/* Each C string of each PDU takes max - 1 characters and not max. */
static void
strings_too_long(void)
{
	static const struct smpp_dest one = { 1, 1, 1, "1555" };
	const struct smpp_command_def *d;
	const struct smpp_field *f;
	struct buf dests = BUF_INIT;
	const char *bad;
	size_t i;

	smpp_dest_put(&dests, &one);
	for (i = 0; (d = smpp_command_at(i)); i++)
		for (f = d->fields; f->name; f++) {
			struct smpp_pdu pdu = { .command = d->command,
				.number_of_dests = 1,
				.dests = { (uint8_t *)dests.p, dests.len } };
			const char **s =
				(const char **)(void *)((char *)&pdu + f->offset);

			unsigned max = f->max;

			if (f->kind != SMPP_CSTR)
				continue;
			/* pdu.h: SMPP_CREDENTIAL_MAX */
			if (strncmp(d->name, "bind_", 5) == 0 &&
			    !(d->command & SMPP_RESP) &&
			    (strcmp(f->name, "system_id") == 0 ||
			    strcmp(f->name, "password") == 0))
				max = 65;
			*s = letters(max - 1u);
			assert(encoded(&pdu, &bad) > 0);
			*s = letters(max);
			assert(encoded(&pdu, &bad) == SMPP_EFIELD);
			IS(bad, f->name);
		}
	buf_free(&dests);
}

/* Maxima from the specification itself: 4.1.1, 4.4.1, 4.6.1, 4.7.1, 4.8.2. */
static void
sizes_of_the_specification(void)
{
	static const struct {
		const char *command, *field;
		unsigned max;
	} rows[] = {
		{ "bind_transmitter", "system_id", 16 },
		{ "bind_transmitter", "password", 9 },
		{ "bind_transmitter", "system_type", 13 },
		{ "bind_transmitter", "address_range", 41 },
		{ "submit_sm", "service_type", 6 },
		{ "submit_sm", "source_addr", 21 },
		{ "submit_sm", "destination_addr", 21 },
		{ "submit_sm", "validity_period", 17 },
		{ "submit_sm", "short_message", 254 },
		{ "submit_sm_resp", "message_id", 65 },
		{ "deliver_sm", "validity_period", 1 },
		{ "deliver_sm_resp", "message_id", 1 },
		{ "data_sm", "source_addr", 65 },
		{ "data_sm", "destination_addr", 65 },
		{ "query_sm_resp", "final_date", 17 },
		{ "alert_notification", "esme_addr", 65 },
	};
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const struct smpp_field *f =
			smpp_command_by_name(rows[i].command)->fields;

		while (f->name && strcmp(f->name, rows[i].field) != 0)
			f++;
		assert(f->name && f->max == rows[i].max);
	}
}

static void
short_message_sizes(void)
{
	uint8_t text[256] = { 0 };
	struct smpp_pdu pdu = { .command = SMPP_SUBMIT_SM };
	const char *bad;

	/* 16, then 17 fields of one octet each when empty */
	assert(encoded(&pdu, &bad) == 16 + 17);
	pdu.short_message = (struct smpp_octets){ text, 254 };
	assert(encoded(&pdu, &bad) == 16 + 17 + 254);
	pdu.short_message.n = 255;
	assert(encoded(&pdu, &bad) == SMPP_EFIELD);
	IS(bad, "short_message");
}

static void
lists_that_do_not_agree(void)
{
	struct octets o = octets_fixture("submit_multi");
	struct smpp_pdu pdu = decoded(o);
	struct smpp_dest d = { 1, 1, 1, NULL };
	struct buf b = BUF_INIT;
	const char *bad;
	unsigned n;

	for (n = 0; n < 256; n++) {
		pdu.number_of_dests = (uint8_t)n;
		assert((encoded(&pdu, &bad) > 0) == (n == 3));
		assert(n == 3 || strcmp(bad, "dest_address") == 0);
	}
	pdu.number_of_dests = 3;
	pdu.dests.n--;
	assert(encoded(&pdu, &bad) == SMPP_EFIELD);
	pdu.number_of_dests = 0;
	pdu.dests.n = 0;
	assert(encoded(&pdu, &bad) == SMPP_EFIELD);
	for (n = 20; n <= 21; n++) {
		buf_reset(&b);
		d.addr = letters(n);
		smpp_dest_put(&b, &d);
		pdu.number_of_dests = 1;
		pdu.dests = (struct smpp_octets){ (uint8_t *)b.p, b.len };
		assert((encoded(&pdu, &bad) > 0) == (n == 20));
	}
	b.p[0] = 3;	/* no such dest_flag */
	assert(encoded(&pdu, &bad) == SMPP_EFIELD);
	buf_free(&b);
	free(o.p);

	o = octets_fixture("submit_multi_resp");
	pdu = decoded(o);
	pdu.no_unsuccess = 1;
	assert(encoded(&pdu, &bad) == SMPP_EFIELD);
	IS(bad, "unsuccess_sme");
	pdu.no_unsuccess = 2;
	pdu.unsuccess.n--;
	assert(encoded(&pdu, &bad) == SMPP_EFIELD);
	free(o.p);
}

static void
refused(void)
{
	static const uint8_t cut[] = { 0x02, 0x04, 0, 2, 1 };
	struct smpp_pdu pdu = { .command = 0x00010200 };
	const char *bad;

	assert(encoded(&pdu, &bad) == SMPP_ECOMMAND);
	pdu.command = SMPP_SUBMIT_SM;
	pdu.tlvs = (struct smpp_octets){ cut, sizeof cut };
	assert(encoded(&pdu, &bad) == SMPP_EFIELD);
	IS(bad, "tlv");
	pdu.tlvs.n = 0;
	pdu.rest = (struct smpp_octets){ cut, sizeof cut };
	assert(encoded(&pdu, &bad) == SMPP_EFIELD);
	IS(bad, "rest");
	pdu = (struct smpp_pdu){ .command = SMPP_ENQUIRE_LINK,
		.tlvs = { (const uint8_t *)"\2\4\0\0", 4 } };
	assert(encoded(&pdu, &bad) == SMPP_EFIELD);	/* has none: 4.11.1 */
	IS(bad, "tlv");
}

/* v3.4, 4.1.2 and 4.4.2: with an error the body is not returned. */
static void
errors_without_a_body(void)
{
	static const uint32_t bodiless[] = { SMPP_BIND_RECEIVER,
		SMPP_BIND_TRANSMITTER, SMPP_BIND_TRANSCEIVER, SMPP_SUBMIT_SM };
	struct smpp_pdu pdu = { .seq = 1 };
	const char *bad;
	size_t i;

	for (i = 0; i < 4; i++) {
		pdu.command = SMPP_RESP | bodiless[i];
		pdu.status = 8;
		assert(encoded(&pdu, &bad) == 16);
		pdu.status = 0;
		assert(encoded(&pdu, &bad) == 17);
	}
	/* 4.6.2 says no such thing */
	pdu.command = SMPP_RESP | SMPP_DELIVER_SM;
	pdu.status = 8;
	assert(encoded(&pdu, &bad) == 17);
	/* an id that is given is sent */
	pdu.command = SMPP_RESP | SMPP_SUBMIT_SM;
	pdu.message_id = "7";
	assert(encoded(&pdu, &bad) == 18);
}

static const struct tap_test tests[] = {
	{ "commands are those of the specification", command_table },
	{ "every PDU of Net::SMPP decodes and encodes", every_fixture_comes_back },
	{ "fields: binds", fields_of_binds },
	{ "fields: submit_sm", fields_of_submit_sm },
	{ "fields: deliver_sm, data_sm", fields_of_deliver_and_data },
	{ "fields: the others", fields_of_the_others },
	{ "fields: lists of destinations and failures", lists },
	{ "command_length", lengths },
	{ "encode: strings that are too long", strings_too_long },
	{ "sizes as in the specification", sizes_of_the_specification },
	{ "encode: short_message up to 254", short_message_sizes },
	{ "encode: lists that do not agree with their number", lists_that_do_not_agree },
	{ "encode: what is refused", refused },
	{ "encode: error responses without a body", errors_without_a_body },
};

TAP_MAIN(tests)
