/*
 * PDUs as careless peers send them: what is taken, and that nothing is read
 * behind the end.  The cases are those of field-notes.md, 3a to 3d.
 */
#include "octets.h"

#include "smpp/tlv.h"

/* Fields of a decoded row that are looked at; NULL: not there. */
struct row {
	const char *what;
	uint32_t command, status;
	const char *body;
	const char *id;		/* system_id or message_id */
	size_t tlvs, rest;	/* octets */
};

#define RESP(c) (SMPP_RESP | (uint32_t)(c))

static const struct row taken[] = {
	{ "bind_resp, error, no body",       RESP(SMPP_BIND_TRANSCEIVER), 13, "", NULL, 0, 0 },
	{ "bind_resp, error, lone NUL",      RESP(SMPP_BIND_TRANSCEIVER), 0x53, "00", "", 0, 0 },
	{ "bind_resp, no version",           RESP(SMPP_BIND_RECEIVER), 0, "534d534300", "SMSC", 0, 0 },
	{ "bind_resp, empty system_id",      RESP(SMPP_BIND_RECEIVER), 0, "00 0210000134", "", 5, 0 },
	{ "bind_resp, only a version",       RESP(SMPP_BIND_RECEIVER), 0, "0210000134", NULL, 5, 0 },
	{ "bind_resp, system_id of 20",      RESP(SMPP_BIND_RECEIVER), 0,
	  "3132333435363738393031323334353637383930 00", "12345678901234567890", 0, 0 },
	{ "submit_sm_resp, error, no body",  RESP(SMPP_SUBMIT_SM), 0x58, "", NULL, 0, 0 },
	{ "submit_sm_resp, error, NUL",      RESP(SMPP_SUBMIT_SM), 0x58, "00", "", 0, 0 },
	{ "submit_sm_resp, error, id",       RESP(SMPP_SUBMIT_SM), 0x45, "3700", "7", 0, 0 },
	{ "submit_sm_resp, error, TLVs",     RESP(SMPP_SUBMIT_SM), 0x45, "001d0003616200", NULL, 7, 0 },
	{ "submit_sm_resp, error, id, TLVs", RESP(SMPP_SUBMIT_SM), 0x45, "3700 0425000101", "7", 5, 0 },
	{ "submit_sm_resp, error, NUL, TLVs", RESP(SMPP_SUBMIT_SM), 0x45, "00 0425000101", "", 5, 0 },
	{ "submit_sm_resp, error, cut id",   RESP(SMPP_SUBMIT_SM), 0x45, "3738", NULL, 0, 2 },
	{ "submit_sm_resp, no id",           RESP(SMPP_SUBMIT_SM), 0, "", NULL, 0, 0 },
	{ "submit_sm_resp, only a TLV",      RESP(SMPP_SUBMIT_SM), 0, "0428000132", NULL, 5, 0 },
	{ "submit_sm_resp, vendor TLV",      RESP(SMPP_SUBMIT_SM), 0, "3700 140100021234", "7", 6, 0 },
	{ "submit_sm_resp, TLV cut short",   RESP(SMPP_SUBMIT_SM), 0, "3700 0428000132 0425000401", "7", 5, 5 },
	{ "submit_sm_resp, TLV of 3 octets", RESP(SMPP_SUBMIT_SM), 0, "3700 042800", "7", 0, 3 },
	{ "submit_multi_resp, id alone",     RESP(SMPP_SUBMIT_MULTI), 0, "3700", "7", 0, 0 },
	{ "submit_multi_resp, no body",      RESP(SMPP_SUBMIT_MULTI), 0, "", NULL, 0, 0 },
	{ "submit_multi_resp, error, cut",   RESP(SMPP_SUBMIT_MULTI), 0x45, "3700 01 0101", "7", 0, 3 },
	{ "query_sm_resp, error, NUL",       RESP(SMPP_QUERY_SM), 0x67, "00", "", 0, 0 },
	{ "query_sm_resp, error, cut id",    RESP(SMPP_QUERY_SM), 0x67, "3738", NULL, 0, 2 },
	{ "deliver_sm_resp with an id",      RESP(SMPP_DELIVER_SM), 0, "31323300", "123", 0, 0 },
	{ "deliver_sm_resp without a body",  RESP(SMPP_DELIVER_SM), 0, "", NULL, 0, 0 },
	{ "enquire_link_resp with a NUL",    RESP(SMPP_ENQUIRE_LINK), 0, "00", NULL, 0, 1 },
	{ "unbind_resp with a TLV",          RESP(SMPP_UNBIND), 0, "0428000100", NULL, 5, 0 },
	{ "generic_nack with a NUL",         SMPP_GENERIC_NACK, 3, "00", NULL, 0, 1 },
	{ "enquire_link with a TLV",         SMPP_ENQUIRE_LINK, 0, "140100021234", NULL, 6, 0 },
	{ "password of 12",                  SMPP_BIND_RECEIVER, 0,
	  "6100 313233343536373839303132 00 00 34 00 00 00", "a", 0, 0 },
};

static void
takes_what_peers_send(void)
{
	size_t i;

	for (i = 0; i < sizeof taken / sizeof taken[0]; i++) {
		const struct row *r = &taken[i];
		struct octets o = octets_pdu(r->command, r->status, r->body);
		struct smpp_pdu p;
		const char *id;

		assert(smpp_pdu_decode(o.p, o.n, &p, NULL, NULL) == 0);
		assert(p.command == r->command && p.status == r->status);
		assert(p.seq == 1);
		id = p.system_id ? p.system_id : p.message_id;
		assert(r->id ? id && strcmp(id, r->id) == 0 : !id);
		assert(p.tlvs.n == r->tlvs && p.rest.n == r->rest);
		free(o.p);
	}
}

static void
long_message_id(void)
{
	char body[400] = "";
	struct smpp_pdu p;
	struct octets o;
	size_t i;

	for (i = 0; i < 150; i++)
		strcat(body, "61");
	strcat(body, "00");
	o = octets_pdu(RESP(SMPP_SUBMIT_SM), 0, body);
	assert(smpp_pdu_decode(o.p, o.n, &p, NULL, NULL) == 0);
	assert(strlen(p.message_id) == 150);
	free(o.p);
}

static void
times_in_deliver_sm(void)
{
	/* 3.3 style: Kannel's tracker, #317 */
	struct octets o = octets_pdu(SMPP_DELIVER_SM, 0,
	    "00 0101 3100 0101 3200 00 00 00"
	    "00 30303030303730303030303030303052 00 00 00 00 00 01 41");
	struct smpp_pdu p;

	assert(smpp_pdu_decode(o.p, o.n, &p, NULL, NULL) == 0);
	assert(strcmp(p.validity_period, "000007000000000R") == 0);
	assert(p.short_message.n == 1 && p.short_message.p[0] == 'A');
	free(o.p);
}

static void
refuses(void)
{
	static const struct {
		uint32_t command;
		const char *body, *bad;
		size_t at;
	} rows[] = {
		{ SMPP_SUBMIT_SM, "", "service_type", 16 },
		{ SMPP_SUBMIT_SM, "00 01 01 3132", "source_addr", 19 },
		{ SMPP_SUBMIT_SM, "00 01 01 00 01", "dest_addr_npi", 21 },
		{ SMPP_SUBMIT_SM, "00 0101 00 0101 00 00 00 00 00 00 00 00 00 00 05 61626364",
		  "short_message", 32 },
		{ SMPP_QUERY_SM, "3100 00 00", "source_addr", 20 },
		{ SMPP_SUBMIT_MULTI, "00 00 00 00 02 01 01 01 3100 01 01",
		  "dest_address", 20 },
		{ SMPP_SUBMIT_MULTI, "00 00 00 00 01 03 01 01 3100 00", "dest_address", 20 },
		{ SMPP_BIND_RECEIVER, "61", "system_id", 16 },
		{ RESP(SMPP_SUBMIT_SM), "3132", "message_id", 16 },
		{ RESP(SMPP_QUERY_SM), "", "message_state", 16 },
		{ RESP(SMPP_QUERY_SM), "3100 00 02", "error_code", 20 },
		{ RESP(SMPP_SUBMIT_MULTI), "3100 01 01 01 3100 000000", "unsuccess_sme", 18 },
	};
	struct smpp_pdu p;
	const char *bad;
	size_t i, at;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct octets o = octets_pdu(rows[i].command, 0, rows[i].body);

		assert(smpp_pdu_decode(o.p, o.n, &p, &bad, &at) == SMPP_EFIELD);
		assert(strcmp(bad, rows[i].bad) == 0 && at == rows[i].at);
		assert(p.command == rows[i].command && p.seq == 1);
		assert(smpp_pdu_decode(o.p, o.n, &p, NULL, NULL) == SMPP_EFIELD);
		free(o.p);
	}
}

static void
headers(void)
{
	struct octets o = octets_pdu(0x00010203, 9, "010203");
	struct smpp_pdu p;
	size_t n;

	assert(smpp_pdu_decode(o.p, o.n, &p, NULL, NULL) == SMPP_ECOMMAND);
	assert(p.command == 0x00010203 && p.status == 9 && p.seq == 1);
	assert(p.rest.n == 3 && memcmp(p.rest.p, "\1\2\3", 3) == 0);
	for (n = 0; n < o.n; n++) {
		struct octets cut = octets_copy(o.p, n);

		assert(smpp_pdu_decode(cut.p, n, &p, NULL, NULL) == SMPP_ELEN);
		assert(p.command == (n < 8 ? 0 : 0x00010203u));
		free(cut.p);
	}
	free(o.p);
}

/* Strings must end within the PDU. */
static int
inside(struct octets o, const char *s)
{
	const uint8_t *p = (const uint8_t *)s;

	return !s || (p >= o.p && p < o.p + o.n &&
	    memchr(p, 0, (size_t)(o.p + o.n - p)));
}

/* Decode, and use all that came of it. */
static void
exercise(struct octets o)
{
	struct smpp_pdu p;
	struct smpp_tlv t;
	struct smpp_dest d;
	struct smpp_unsuccess u;
	uint8_t out[2048];
	size_t at;
	ssize_t n;
	int rc = smpp_pdu_decode(o.p, o.n, &p, NULL, NULL);

	assert(inside(o, p.system_id) && inside(o, p.password) &&
	    inside(o, p.source_addr) && inside(o, p.destination_addr) &&
	    inside(o, p.message_id) && inside(o, p.final_date) &&
	    inside(o, p.validity_period) && inside(o, p.esme_addr));
	for (at = 0; smpp_tlv_next(p.tlvs, &at, &t) > 0;)
		assert(t.value + t.len <= o.p + o.n);
	for (at = 0; smpp_dest_next(p.dests, &at, &d) > 0;)
		assert(inside(o, d.addr));
	for (at = 0; smpp_unsuccess_next(p.unsuccess, &at, &u) > 0;)
		assert(inside(o, u.addr));
	if (rc != 0 || p.rest.n)
		return;
	/* whatever the strict side lets through is what came in, but for
	   fields that an odd response lacked */
	n = smpp_pdu_encode(&p, out, sizeof out, NULL);
	if (n == (ssize_t)o.n)
		assert(memcmp(out, o.p, o.n) == 0);
	else
		assert(n < 0 || p.command & SMPP_RESP);
}

static void
cut_anywhere(void)
{
	const struct smpp_command_def *c;
	size_t i, n;

	for (i = 0; (c = smpp_command_at(i)); i++) {
		struct octets o = octets_fixture(c->name);

		for (n = SMPP_HEADER; n <= o.n; n++) {
			struct octets cut = octets_copy(o.p, n);

			cut.p[2] = (uint8_t)(n >> 8);
			cut.p[3] = (uint8_t)n;
			exercise(cut);
			cut.p[11] = 8;	/* as an error */
			exercise(cut);
			free(cut.p);
		}
		free(o.p);
	}
}

static uint32_t
random_next(uint32_t *state)
{
	*state = *state * 1664525 + 1013904223;
	return *state >> 8;
}

static void
octets_changed(void)
{
	const struct smpp_command_def *c;
	uint32_t state = 20261123;
	size_t i;
	int round, hits;

	for (i = 0; (c = smpp_command_at(i)); i++) {
		struct octets o = octets_fixture(c->name);

		for (round = 0; round < 5000 && o.n > SMPP_HEADER; round++) {
			struct octets m = octets_copy(o.p, o.n);

			for (hits = 1 + round % 4; hits > 0; hits--)
				m.p[SMPP_HEADER + random_next(&state) %
				    (m.n - SMPP_HEADER)] =
				    (uint8_t)(random_next(&state) % 3 ?
				    random_next(&state) : 0);
			exercise(m);
			free(m.p);
		}
		free(o.p);
	}
}

static const struct tap_test tests[] = {
	{ "what careless peers send is taken", takes_what_peers_send },
	{ "a message_id of 150 characters", long_message_id },
	{ "validity_period in deliver_sm", times_in_deliver_sm },
	{ "what is cut short is refused, by name and place", refuses },
	{ "headers: wrong length, unknown command", headers },
	{ "every PDU cut anywhere", cut_anywhere },
	{ "every PDU with octets changed", octets_changed },
};

TAP_MAIN(tests)
