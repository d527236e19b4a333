/* -n: what would be sent.  See job.h. */
#include "engine/job/job_priv.h"

static const char *const codings[GSM_CODINGS] = {
	[GSM_CODING_DEFAULT] = "default",
	[GSM_CODING_GSM7] = "gsm7",
	[GSM_CODING_ASCII] = "ascii",
	[GSM_CODING_LATIN1] = "latin1",
	[GSM_CODING_CYRILLIC] = "cyrillic",
	[GSM_CODING_HEBREW] = "hebrew",
	[GSM_CODING_UCS2] = "ucs2",
	[GSM_CODING_OCTETS] = "octets",
};

/* Why it is UCS2: the characters that the alphabet does not have. */
static void
put_lacking(const struct sms_units *u, struct buf *out)
{
	struct buf lacking = BUF_INIT;

	sms_lacking(&lacking, u);
	if (lacking.len) {
		json_key(out, "ucs2");
		json_str(out, lacking.p, lacking.len);
	}
	out->err |= lacking.err;
	buf_free(&lacking);
}

/* The PDUs as they would go out, sequence numbers from 1 on. */
static void
put_pdus(const struct job *j, struct buf *out)
{
	const uint8_t *p;
	unsigned i;
	size_t n;

	json_key(out, "pdus");
	json_open(out, '[');
	for (i = 0; i < j->nparts; i++) {
		p = job_pdu(j, i, &n);
		json_hex(out, p, n);
	}
	json_close(out, ']');
}

void
job_dry(struct jobs *js, struct job *j)
{
	const struct sms_submit *m = &js->submit;
	struct buf *out = j->list ? job_recipient(j->list, j->nth) : &j->line;

	json_key(out, "dry_run");
	json_open(out, '{');
	if (!job_is_request(j->type)) {
		json_key_cstr(out, "coding", codings[m->units.coding]);
		json_key_int(out, "data_coding", m->units.data_coding);
		put_lacking(&m->units, out);
		json_key_int(out, "units", (int64_t)m->units.n);
		json_key_int(out, "segments", m->nsegments);
	}
	put_pdus(j, out);
	json_close(out, '}');
	outcome_done(&js->tally);
	js->ok++;
	if (j->list) {
		job_recipient_end(js, j->list, &(struct sms_result){ SMS_OK,
		    0, NULL, 0 });
		job_drop(js, j);
		return;
	}
	job_put(js, j);
}
