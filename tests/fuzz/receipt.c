/*
 * receipt - the text of a receipt, and its dates.  Values lie in the text; a
 * receipt that we write reads back; SMPP's times are valid or not, whoever asks.
 */
#include "fuzz.h"

#include "base/clock.h"
#include "smpp/receipt.h"
#include "smpp/smtime.h"

#define NOW INT64_C(1795440000000)	/* 2026-11-23, ms */
#define DAY INT64_C(86400000)

static void
date(struct smpp_octets s)
{
	char text[CLOCK_RFC3339_SIZE];
	int64_t at, back;

	if (smpp_receipt_date(s, NOW, &at) < 0)
		return;
	clock_rfc3339(at, 1, text);
	assert(clock_parse_rfc3339(text, &back) == 0);
	assert(at < 0 || back == at);
}

/* As a C string: a time of SMPP's. */
static void
smpp_time(struct smpp_octets v)
{
	char *s = string_of(v.p, v.n);
	int64_t at;

	assert((smpp_time_parse(s, NOW, &at) == 0) == smpp_time_valid(s));
	free(s);
}

static int
equal(struct smpp_octets a, const void *p, size_t n)
{
	return a.n == n && (n == 0 || memcmp(a.p, p, n) == 0);
}

/* Written with the values of one that was read. */
static void
write_again(const struct smpp_receipt *r, const uint8_t *p, size_t n)
{
	const struct smpp_octets *f = r->field;
	char *id = string_of(f[SMPP_RCPT_ID].p, f[SMPP_RCPT_ID].n);
	char *stat = string_of(f[SMPP_RCPT_STAT].p, f[SMPP_RCPT_STAT].n);
	struct smpp_octets text = f[SMPP_RCPT_TEXT];
	struct smpp_receipt second;
	int64_t done = NOW + (n ? p[n - 1] - 128 : 0) * DAY, at;
	char *out;
	ssize_t len;
	size_t size;

	for (size = 1;; size += 64) {
		out = block(size);
		len = smpp_receipt_write(out, size, id, NOW, done, stat, 7, text);
		if (len >= 0)
			break;
		assert(len == SMPP_ENOSPC);
		free(out);
	}
	assert((size_t)len < size && out[len] == '\0');
	smpp_receipt_parse((const uint8_t *)out, (size_t)len, &second);
	assert(equal(second.field[SMPP_RCPT_ID], id, strlen(id)));
	assert(equal(second.field[SMPP_RCPT_STAT], stat, strlen(stat)));
	assert(equal(second.field[SMPP_RCPT_ERR], "007", 3));
	assert(smpp_receipt_date(second.field[SMPP_RCPT_DONE], NOW, &at) == 0);
	assert(at == done);	/* NOW is a full minute */
	assert(second.field[SMPP_RCPT_TEXT].n <= 20);
	free(out);
	free(id);
	free(stat);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct smpp_receipt r;
	unsigned found, i, there = 0;

	found = smpp_receipt_parse(p, n, &r);
	for (i = 0; i < SMPP_RCPT_KEYS; i++) {
		struct smpp_octets v = r.field[i];

		if (!v.p)
			continue;
		there++;
		assert(v.p >= p && v.p <= p + n && v.n <= (size_t)(p + n - v.p));
		date(v);
		smpp_time(v);
	}
	assert(there == found);
	write_again(&r, p, n);
	/* and as dates themselves */
	date((struct smpp_octets){ p, n });
	smpp_time((struct smpp_octets){ p, n });
	return 0;
}
