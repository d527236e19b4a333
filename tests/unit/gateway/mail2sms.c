/* Senders, ids and records, beside what tests/cmd/mail2sms.bats shows. */
#include "kit.h"

#include <sysexits.h>

#include "gateway/sms/mail2sms.h"

static void
senders(void)
{
	static const struct {
		const char *given, *return_path, *from_line, *want;
	} cases[] = {
		{ "a@x", "b@x", "c@x", "a@x" },
		{ "", "b@x", "c@x", "" },
		{ NULL, "b@x", "c@x", "b@x" },
		{ NULL, "", "c@x", "" },
		{ NULL, NULL, "c@x", "c@x" },
		{ NULL, NULL, NULL, NULL },
		{ "MAILER-DAEMON", NULL, NULL, "" },
		{ "Mailer-Daemon@x", NULL, NULL, "" },
		{ "#@[]", NULL, NULL, "" },
		{ "MAILER-DAEMON.x", NULL, NULL, "MAILER-DAEMON.x" },
		{ "#@[]x", NULL, NULL, "#@[]x" },
		{ NULL, "MAILER-DAEMON@x", "c@x", "" },
		{ NULL, NULL, "MAILER-DAEMON@x", "" },
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct mail2sms m = { .sender = cases[i].given };
		struct mail mail = { .return_path = cases[i].return_path,
			.from_line = cases[i].from_line };
		const char *got = mail2sms_sender(&m, &mail);

		assert(!got == !cases[i].want);
		assert(!got || strcmp(got, cases[i].want) == 0);
	}
}

static char id[33];

/* The record for a mail of that text; its field is at the reader's. */
static int
record(struct kit *k, const char *raw, const char *to, struct buf *out,
    const char *domain)
{
	struct mail2sms m = { .config = k->config, .domain = domain };
	struct mail *mail;
	int rc;

	buf_reset(out);
	assert(mail_read(raw, strlen(raw), &mail, &k->err) == 0);
	rc = mail2sms_record(&m, mail, raw, strlen(raw), to, id, out, &k->err);
	mail_free(mail);
	if (rc == 0)
		assert(record_read(k->reader, out->p, out->len, &k->rec,
		    &k->err) == 0);
	return rc;
}

static void
ids(void)
{
	struct buf out = BUF_INIT;
	struct kit k;

	kit_open(&k, "");
	/* python3: see tests/unit/mail/digest.c */
	assert(record(&k, "Message-ID: <one@disneyworld.com>\n\nx",
	    "15551234567@Example.COM", &out, NULL) == 0);
	assert(strcmp(id, "8de62552cb0f8afb38db83303bdba09c") == 0);
	assert(strcmp(record_str(&k.rec, REC_ID), id) == 0);
	assert(record(&k, "Subject: y\nMessage-ID: <one@disneyworld.com>\n",
	    "1 (555) 123-4567", &out, "example.com") == 0);
	assert(strcmp(id, "8de62552cb0f8afb38db83303bdba09c") == 0);
	/* without one: the octets "A: b\n\nx" and "1@", by the same recipe */
	assert(record(&k, "A: b\n\nx", "1", &out, NULL) == 0);
	assert(strcmp(id, "bdd18fab70064809ec21b25c748da0bc") == 0);
	assert(record(&k, "From z 1\n>From y 2\nA: b\n\nx", "1", &out,
	    NULL) == 0);
	assert(strcmp(id, "bdd18fab70064809ec21b25c748da0bc") == 0);
	buf_free(&out);
	kit_close(&k);
}

static void
recipients(void)
{
	static const struct {
		const char *in, *to, *domain;
	} good[] = {
		{ "15551234567@example.com", "15551234567", "example.com" },
		{ "+1 555@a@b.example", NULL, NULL },
		{ "+1 (555) 12-34@b.example", "+15551234", "b.example" },
		{ "*100#", "*100#", "dflt" },
		{ "12345678901234567890", "12345678901234567890", "dflt" },
		{ "123456789012345678901", NULL, NULL },
		{ "bob@b.example", NULL, NULL },
		{ "-1@b.example", NULL, NULL },
		{ "1@", NULL, NULL },
		{ "@b.example", NULL, NULL },
		{ "", NULL, NULL },
		{ "1\n2@b.example", NULL, NULL },
		{ "+@b.example", NULL, NULL },
	};
	struct buf out = BUF_INIT;
	struct kit k;
	size_t i;

	kit_open(&k, "");
	for (i = 0; i < sizeof good / sizeof good[0]; i++) {
		int rc = record(&k, "Subject: x\n\n", good[i].in, &out, "dflt");

		assert(rc == (good[i].to ? 0 : -1));
		if (rc < 0) {
			assert(k.err.sysexit == EX_NOUSER);
			continue;
		}
		assert(strcmp(k.rec.v[REC_TO]->s, good[i].to) == 0);
		assert(strcmp(record_str(&k.rec, REC_DOMAIN),
		    good[i].domain) == 0);
	}
	buf_free(&out);
	kit_close(&k);
}

static void
texts(void)
{
	struct buf out = BUF_INIT;
	struct kit k;

	kit_open(&k, "SMPP_Max_SMS_From_Size = 3\n");
	assert(record(&k, "From: abcd@x\nSubject: (a) b\n\nt", "1", &out,
	    NULL) == 0);
	assert(strcmp(k.rec.v[REC_TEXT]->s, "abc ((a] b) t") == 0);
	/* the subject alone is not cut to its size */
	assert(record(&k, "From: abcd@x\nSubject: 12345678901234\n\n \n", "1",
	    &out, NULL) == 0);
	assert(strcmp(k.rec.v[REC_TEXT]->s, "abc 12345678901234") == 0);
	assert(record(&k, "From: abcd@x\nSubject: \n\n \n", "1", &out,
	    NULL) == -1 && k.err.sysexit == EX_DATAERR);
	kit_close(&k);

	kit_open(&k, "SMPP_SMS_Data_Coding = ucs2\nSMPP_SMS_Segment_Size = 1\n");
	assert(record(&k, "Subject: x\n\n", "1", &out, NULL) == -1);
	assert(k.err.sysexit == EX_CONFIG);
	buf_free(&out);
	kit_close(&k);
}

static const struct tap_test tests[] = {
	{ "the envelope sender", senders },
	{ "ids", ids },
	{ "recipients", recipients },
	{ "texts", texts },
};
TAP_MAIN(tests)
