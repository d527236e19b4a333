/*
 * pdu - one PDU.  Encoded again it is the same octets; every prefix of it and
 * every smaller output buffer is refused.
 */
#include "fuzz.h"

#include "smpp/pdu.h"
#include "smpp/tlv.h"

enum {
	EVERY_MAX = 300,	/* octets up to which each length is tried */
	MADE_UP = 16,		/* of all fields of a response, when empty */
};

static size_t
step(size_t n)
{
	return n <= EVERY_MAX ? 1 : n / EVERY_MAX + 1;
}

static void
put_length(uint8_t *p, size_t n)
{
	p[0] = (uint8_t)(n >> 24);
	p[1] = (uint8_t)(n >> 16);
	p[2] = (uint8_t)(n >> 8);
	p[3] = (uint8_t)n;
}

/* Decodes it; what is said of a bad field is true. */
static int
decode(const uint8_t *p, size_t n, struct smpp_pdu *pdu)
{
	const char *bad = NULL;
	size_t at = n + 1;
	int rc = smpp_pdu_decode(p, n, pdu, &bad, &at);

	if (rc == SMPP_EFIELD)
		assert(bad && at >= SMPP_HEADER && at <= n);
	else
		assert(rc == 0 || rc == SMPP_ECOMMAND || rc == SMPP_ELEN);
	if (rc == SMPP_ECOMMAND)
		assert(pdu->rest.n == n - SMPP_HEADER);
	return rc;
}

/* The lists in it can be walked, and written again are the same. */
static void
lists(const struct smpp_pdu *pdu)
{
	struct buf b = BUF_INIT;
	struct smpp_dest d;
	struct smpp_unsuccess u;
	struct smpp_tlv t, first;
	size_t at;
	int rc;

	for (at = 0; (rc = smpp_dest_next(pdu->dests, &at, &d)) == 1;)
		smpp_dest_put(&b, &d);
	assert(rc == 0 && b.len == pdu->dests.n);
	assert(!b.len || memcmp(b.p, pdu->dests.p, b.len) == 0);
	buf_reset(&b);
	for (at = 0; (rc = smpp_unsuccess_next(pdu->unsuccess, &at, &u)) == 1;)
		smpp_unsuccess_put(&b, &u);
	assert(rc == 0 && b.len == pdu->unsuccess.n);
	assert(!b.len || memcmp(b.p, pdu->unsuccess.p, b.len) == 0);
	buf_reset(&b);
	for (at = 0; (rc = smpp_tlv_next(pdu->tlvs, &at, &t)) == 1;) {
		assert(smpp_tlv_find(pdu->tlvs, t.tag, &first) == 1);
		assert(first.value <= t.value);
		smpp_tlv_put(&b, t.tag, t.value, t.len);
	}
	assert(rc == 0 && b.len == pdu->tlvs.n);
	assert(!b.len || memcmp(b.p, pdu->tlvs.p, b.len) == 0);
	buf_free(&b);
}

/* Every shorter buffer is too short. */
static void
small_outputs(const struct smpp_pdu *pdu, size_t n)
{
	uint8_t *out;
	size_t k;

	for (k = 0; k < n; k += step(n)) {
		out = block(k);
		assert(smpp_pdu_encode(pdu, out, k, NULL) == SMPP_ENOSPC);
		free(out);
	}
}

/* Cut short, with a command_length that says so or not. */
static void
prefixes(const uint8_t *p, size_t n)
{
	struct smpp_pdu pdu;
	uint8_t *cut;
	size_t k;

	for (k = 0; k < n; k += step(n)) {
		cut = block_of(p, k);
		assert(smpp_pdu_decode(cut, k, &pdu, NULL, NULL) == SMPP_ELEN);
		if (k >= SMPP_HEADER) {
			put_length(cut, k);
			if (decode(cut, k, &pdu) == 0)
				lists(&pdu);
		}
		free(cut);
	}
}

/* A request is the same octets again.  A response may lack what the
   specification has in it, which is then made up: once, not twice. */
static void
again(const struct smpp_pdu *pdu, const uint8_t *p, size_t n)
{
	const char *bad = NULL;
	size_t room = n + MADE_UP;
	uint8_t *out = block(room), *twice = block(room);
	ssize_t len = smpp_pdu_encode(pdu, out, room, &bad);
	struct smpp_pdu second;

	if (len < 0) {
		/* what the decoder took though the specification has it not */
		assert(len == SMPP_EFIELD && bad);
	} else if (!(pdu->command & SMPP_RESP)) {
		assert((size_t)len == n && memcmp(out, p, n) == 0);
		small_outputs(pdu, n);
	} else {
		assert(decode(out, (size_t)len, &second) == 0);
		assert(smpp_pdu_encode(&second, twice, room, NULL) == len);
		assert(memcmp(out, twice, (size_t)len) == 0);
		small_outputs(pdu, (size_t)len);
	}
	free(out);
	free(twice);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct smpp_pdu pdu;
	uint8_t *copy;
	ssize_t length = smpp_pdu_length(p, n, SMPP_PDU_MAX);

	assert(n >= 4 || length == SMPP_EMORE);
	assert(length <= SMPP_PDU_MAX);
	if (length != (ssize_t)n || n < SMPP_HEADER)
		assert(smpp_pdu_decode(p, n, &pdu, NULL, NULL) == SMPP_ELEN);
	if (n < SMPP_HEADER || n > SMPP_PDU_MAX)
		return 0;
	copy = block_of(p, n);
	put_length(copy, n);
	if (decode(copy, n, &pdu) == 0) {
		lists(&pdu);
		again(&pdu, copy, n);
	}
	prefixes(copy, n);
	free(copy);
	return 0;
}
