/* kit - a configuration, a record and what is made of them, for the tests here. */
#ifndef TESTS_GATEWAY_KIT_H
#define TESTS_GATEWAY_KIT_H

#include "tap.h"

#include "base/num.h"
#include "gateway/sms/submit.h"

struct kit {
	struct config *config;
	const struct config_view *v;	/* record's domain `r`, operand's `o` */
	struct json_reader *reader, *scratch;
	struct record rec;
	struct sms_submit m;
	struct buf octets, line;
	struct smpp_pdu pdu;
	struct diag_err err;
};

static inline void
kit_problem(void *arg, const struct diag_pos *pos, const char *what)
{
	(void)arg;
	fprintf(stderr, "# %s:%lu: %s\n", pos->file, pos->line, what);
}

static inline void
kit_open(struct kit *k, const char *config)
{
	memset(k, 0, sizeof *k);
	k->config = config_new();
	assert(k->config);
	assert(config_parse(k->config, "test", config, strlen(config),
	    kit_problem, NULL) == 0);
	k->v = config_view(k->config, "r", "o", NULL);
	k->reader = json_reader_new();
	k->scratch = json_reader_new();
	assert(k->v && k->reader && k->scratch);
	assert(sms_submit_init(&k->m) == 0);
}

static inline void
kit_close(struct kit *k)
{
	sms_submit_release(&k->m);
	buf_free(&k->octets);
	buf_free(&k->line);
	json_reader_free(k->reader);
	json_reader_free(k->scratch);
	config_free(k->config);
}

/* Tests of other fields need not say that there is a text. */
static inline const char *
kit_text(struct kit *k, const char *line)
{
	if (strstr(line, "\"text\"") || strstr(line, "\"data\"") ||
	    strstr(line, "\"udh\"") || strstr(line, "\"tlv\"") ||
	    strcmp(line, "{}") == 0)
		return line;
	buf_reset(&k->line);
	buf_add(&k->line, line, strlen(line) - 1);
	buf_str(&k->line, ",\"text\":\"\"}");
	return buf_cstr(&k->line);
}

/* The line must stay as long as the record is used. */
static inline int
kit_read(struct kit *k, const char *line, uint16_t ref)
{
	memset(&k->err, 0, sizeof k->err);
	line = kit_text(k, line);
	assert(record_read(k->reader, line, strlen(line), &k->rec,
	    &k->err) == 0);
	return sms_submit_read(&k->m, &k->rec, k->v, ref, k->scratch, &k->err);
}

static inline void
kit_good(struct kit *k, const char *line)
{
	int rc = kit_read(k, line, 0x1234);

	if (rc < 0)
		fprintf(stderr, "# %s: %s\n", line, k->err.text);
	assert(rc == 0);
}

/* It is refused, and the words begin so. */
static inline void
kit_bad(struct kit *k, const char *line, const char *why)
{
	int rc = kit_read(k, line, 0x1234);

	if (rc == 0 || strncmp(k->err.text, why, strlen(why)) != 0)
		fprintf(stderr, "# %s: %s\n", line, rc ? k->err.text : "taken");
	assert(rc == -1 && k->err.sysexit == 65);
	assert(strncmp(k->err.text, why, strlen(why)) == 0);
}

/* Segment i as a PDU, which must be one that can be written. */
static inline const struct smpp_pdu *
kit_pdu(struct kit *k, unsigned i)
{
	uint8_t out[8192];
	const char *field = "";
	uint32_t command = k->rec.type == REC_DELIVER ? SMPP_DELIVER_SM :
		SMPP_SUBMIT_SM;
	ssize_t n;

	assert(i < k->m.nsegments);
	assert(sms_submit_pdu(&k->m, i, command, &k->pdu, &k->octets) == 0);
	n = smpp_pdu_encode(&k->pdu, out, sizeof out, &field);
	if (n < 0)
		fprintf(stderr, "# %s\n", field);
	assert(n > 0);
	return &k->pdu;
}

static inline int
same_hex(struct smpp_octets o, const char *hex)
{
	char got[2 * 4096 + 1];

	assert(o.n <= 4096);
	num_hex(o.p, o.n, got);
	got[2 * o.n] = '\0';
	if (strcmp(got, hex) != 0)
		fprintf(stderr, "# %s\n# not %s\n", got, hex);
	return strcmp(got, hex) == 0;
}

static inline int
same_text(const struct buf *b, const char *text)
{
	const char *got = b->p ? b->p : "";
	int same = b->len == strlen(text) && memcmp(got, text, b->len) == 0;

	if (!same)
		fprintf(stderr, "# %.*s\n# not %s\n", (int)b->len, got, text);
	return same;
}

#endif
