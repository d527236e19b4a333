/* Envelopes and what asks for no mail, beside what tests/cmd/sms2mail.bats shows. */
#include "kit.h"

#include <sysexits.h>

#include "gateway/sms/sms2mail.h"

enum { NOW = 1764000000 };	/* Unix s: Mon, 24 Nov 2025 16:00:00 +0000 */

static struct sms2mail_out out;
static struct buf mail;

static int
make(struct kit *k, const char *line, const char *domain)
{
	struct sms2mail s = { .config = k->config, .domain = domain,
		.scratch = k->scratch };

	buf_reset(&mail);
	out.mail = &mail;
	assert(record_read(k->reader, line, strlen(line), &k->rec,
	    &k->err) == 0);
	return sms2mail(&s, &k->rec, (int64_t)NOW * 1000, &out, &k->err);
}

static void
envelopes(void)
{
	static const struct {
		const char *line, *domain;
		const char *sender, *recipient, *id;	/* NULL: a digest */
	} cases[] = {
		{ "{\"type\":\"deliver\",\"id\":\"a\",\"from\":\"+1555\","
		  "\"domain\":\"r\",\"text\":\"b@c.example hi\"}", NULL,
		  "1555@r", "b@c.example", "a" },
		{ "{\"type\":\"deliver\",\"id\":\"a\",\"from\":\"+1555\","
		  "\"domain\":\"r\",\"text\":\"hi\"}", NULL,
		  "1555@r", "d@r.example", "a" },
		{ "{\"type\":\"deliver\",\"from\":\"1\",\"text\":\"hi\"}", "o",
		  "1@from.example", "d@o.example", NULL },
		/* the record's stanza has no such option: the operand's counts */
		{ "{\"type\":\"deliver\",\"domain\":\"none\",\"text\":\"hi\"}",
		  "o", "unknown@from.example", "d@o.example", NULL },
		{ "{\"type\":\"deliver\",\"domain\":\"x y>, z\","
		  "\"from\":\"-oQ\",\"text\":\"b@c.example\"}", NULL,
		  "_oQ@localhost", "b@c.example", NULL },
		{ "{\"type\":\"deliver\",\"domain\":\"a..b\",\"from\":\"1\","
		  "\"text\":\"b@c.example\"}", NULL, "1@localhost",
		  "b@c.example", NULL },
		{ "{\"type\":\"submit\",\"from\":\"My Bank\","
		  "\"text\":\"b@c.example\",\"domain\":\"r\"}", NULL,
		  "My_Bank@r", "b@c.example", NULL },
		/* encoded words are no addresses */
		{ "{\"type\":\"deliver\",\"domain\":\"r\",\"from\":\"1\","
		  "\"text\":\"=?us-ascii?q?a?=@c.example\"}", NULL, "1@r",
		  "d@r.example", NULL },
	};
	struct kit k;
	size_t i;

	kit_open(&k, "domain \"r\" { "
	    "SMPP_Default_Email_Address = \"d@r.example\" }\n"
	    "domain \"o\" { SMPP_Default_Email_Address = \"d@o.example\"\n"
	    "SMPP_Default_Email_From_Domain = \"from.example\" }\n"
	    "domain \"none\" { }\n");
	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		assert(make(&k, cases[i].line, cases[i].domain) == 1);
		if (strcmp(out.sender, cases[i].sender) != 0)
			printf("# row %zu: %s\n", i, out.sender);
		assert(strcmp(out.sender, cases[i].sender) == 0);
		assert(strcmp(out.recipient, cases[i].recipient) == 0);
		if (cases[i].id)
			assert(strcmp(out.id, cases[i].id) == 0);
		else
			assert(strlen(out.id) == 32);
	}
	kit_close(&k);
}

static void
no_mail(void)
{
	static const struct {
		const char *line;
		int rc, sysexit;
	} cases[] = {
		{ "{\"type\":\"receipt\",\"state\":\"DELIVRD\"}", 0, 0 },
		{ "{\"type\":\"alert\"}", 0, 0 },
		{ "{\"type\":\"submit\",\"text\":\"a@b.example\","
		  "\"result\":{\"status\":\"ok\"}}", 0, 0 },
		{ "{\"type\":\"query\"}", -1, EX_DATAERR },
		{ "{\"type\":\"invalid\"}", -1, EX_DATAERR },
		{ "{\"type\":\"deliver\",\"text\":5}", -1, EX_DATAERR },
		{ "{\"type\":\"deliver\",\"text\":\"hi\"}", -1, EX_NOUSER },
		{ "{\"type\":\"deliver\",\"text\":\"-a@b.example\"}", -1,
		  EX_NOUSER },
		{ "{\"type\":\"deliver\",\"domain\":\"bad\",\"text\":\"hi\"}",
		  -1, EX_CONFIG },
	};
	struct kit k;
	size_t i;

	kit_open(&k, "domain \"bad\" { SMPP_Default_Email_Address = \"-a@b\" }\n");
	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		assert(make(&k, cases[i].line, NULL) == cases[i].rc);
		assert(mail.len == 0);
		if (cases[i].rc)
			assert(k.err.sysexit == cases[i].sysexit);
	}
	kit_close(&k);
}

static void
dates(void)
{
	struct kit k;

	kit_open(&k, "");
	assert(make(&k, "{\"type\":\"deliver\",\"text\":\"a@b.example\"}",
	    NULL) == 1);
	assert(strstr(buf_cstr(&mail), "\nDate: Mon, 24 Nov 2025 16:00:00 +0000\n"));
	assert(make(&k, "{\"type\":\"deliver\",\"text\":\"a@b.example\","
	    "\"received\":\"2026-11-23T13:15:16+01:00\"}", NULL) == 1);
	assert(strstr(buf_cstr(&mail), "\nDate: Mon, 23 Nov 2026 12:15:16 +0000\n"));
	assert(make(&k, "{\"type\":\"deliver\",\"text\":\"a@b.example\","
	    "\"received\":\"yesterday\"}", NULL) == 1 ||
	    k.err.sysexit == EX_DATAERR);
	kit_close(&k);
	buf_free(&mail);
}

static const struct tap_test tests[] = {
	{ "envelopes", envelopes },
	{ "records that are no mail", no_mail },
	{ "dates", dates },
};
TAP_MAIN(tests)
