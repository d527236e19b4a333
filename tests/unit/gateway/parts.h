/* parts - deliver_sm PDUs as octets, for the tests of what comes in. */
#ifndef TESTS_GATEWAY_PARTS_H
#define TESTS_GATEWAY_PARTS_H

#include "kit.h"

#include "gateway/sms/incoming.h"
#include "smpp/tlv.h"

/* A PDU encoded and decoded again, in memory of exactly its size. */
struct wire {
	uint8_t *octets;
	size_t n;
	struct smpp_pdu pdu;
	struct sms_incoming in;
};

static inline void
wire_make(struct wire *w, const struct smpp_pdu *pdu)
{
	static uint8_t out[70000];
	const char *field = "";
	ssize_t n = smpp_pdu_encode(pdu, out, sizeof out, &field);

	if (n < 0)
		fprintf(stderr, "# %s\n", field);
	assert(n > 0);
	w->n = (size_t)n;
	w->octets = malloc(w->n);
	assert(w->octets);
	memcpy(w->octets, out, w->n);
	assert(smpp_pdu_decode(w->octets, w->n, &w->pdu, NULL, NULL) == 0);
	sms_incoming_read(&w->pdu, &w->in);
}

static inline void
wire_free(struct wire *w)
{
	free(w->octets);
}

static inline struct smpp_octets
octets_of(struct buf *b, const char *hex)
{
	char *to;
	size_t n = strlen(hex) / 2 + 1;
	ssize_t got;

	buf_reset(b);
	to = buf_room(b, n);
	assert(to);
	got = num_unhex(hex, strlen(hex), (uint8_t *)to, n);
	assert(got >= 0);
	b->len = (size_t)got;
	return (struct smpp_octets){ (uint8_t *)b->p, b->len };
}

/* A deliver_sm with short_message and optional parameters in hex. */
static inline void
wire_hex(struct wire *w, unsigned esm_class, unsigned data_coding,
    const char *short_message, const char *tlvs)
{
	struct buf sm = BUF_INIT, t = BUF_INIT;
	struct smpp_pdu pdu = { .command = SMPP_DELIVER_SM, .seq = 1,
		.source_addr = "15551234567", .source_addr_ton = 1,
		.source_addr_npi = 1, .destination_addr = "12345",
		.esm_class = (uint8_t)esm_class,
		.data_coding = (uint8_t)data_coding };

	pdu.short_message = octets_of(&sm, short_message);
	pdu.tlvs = octets_of(&t, tlvs);
	wire_make(w, &pdu);
	buf_free(&sm);
	buf_free(&t);
}

/* What the record says of itself: its raw value, or "" where it is absent. */
static inline const char *
field_of(struct json_reader *r, const struct buf *record, const char *name)
{
	static char out[8][2048];
	static unsigned turn;
	char *to = out[turn++ % 8];
	struct diag_err err;
	struct record rec;
	size_t i;

	if (record_read(r, record->p, record->len, &rec, &err) < 0 || rec.wrong) {
		fprintf(stderr, "# %s %s: %.*s", err.text,
		    rec.wrong ? rec.wrong : "", (int)record->len, record->p);
		abort();
	}
	*to = '\0';
	for (i = 0; i < rec.nmembers; i++)
		if (strcmp(rec.member[i].name, name) == 0)
			snprintf(to, sizeof out[0], "%.*s",
			    (int)rec.member[i].rawlen, rec.member[i].raw);
	return to;
}

static inline int
field_is(struct json_reader *r, const struct buf *record, const char *name,
    const char *raw)
{
	const char *got = field_of(r, record, name);

	if (strcmp(got, raw) != 0)
		fprintf(stderr, "# %s: %s\n# not %s\n", name, got, raw);
	return strcmp(got, raw) == 0;
}

#endif
