/* Envelopes and what asks for no mail, beside what tests/cmd/sms2mail.bats shows. */
#include "kit.h"

#include <sysexits.h>

#include "gateway/sms/reply_subject.h"
#include "gateway/sms/sms2mail.h"

enum { NOW = 1764000000 };	/* Unix s: Mon, 24 Nov 2025 16:00:00 +0000 */

static struct sms2mail_out out;
static struct buf mail;

/* What "the store" knows, and how often it was asked. */
static struct sms2mail_replies known, found;
static int asked, find_rc;

static int
find(void *arg, const struct config_view *v, const struct record *rec,
    struct sms2mail_replies *f, struct diag_err *err)
{
	(void)arg;
	assert(v && rec->type == REC_DELIVER);
	asked++;
	*f = known;
	return find_rc ? diag_err(err, EX_TEMPFAIL, "held") : 0;
}

static int
make(struct kit *k, const char *line, const char *domain)
{
	struct sms2mail s = { .config = k->config, .domain = domain,
		.scratch = k->scratch, .find = find, .found = &found };

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
know(const char *a, const char *b, const char *subject, const char *id)
{
	memset(&known, 0, sizeof known);
	known.n = (a != NULL) + (b != NULL);
	strcpy(known.sender[0], a ? a : "");
	strcpy(known.sender[1], b ? b : "");
	strcpy(known.subject, subject);
	strcpy(known.message_id, id);
}

/* momentum.md, 3, and the rule of issue 3: an address alone does not override
   a mapping that is fresh, an address with a subject does. */
static void
who_gets_it(void)
{
	static const struct {
		const char *domain, *text;	/* domains: below */
		const char *to, *subject, *body;	/* no reply is known */
		const char *to2, *subject2, *body2;	/* one is; NULL: same */
		int asked;
	} cases[] = {
		{ "r", "hi", "d@r.example", "SMS from 1", "hi",
		  "s@x.example", "Re: lunch", "hi", 1 },
		{ "r", "bob@x.org said yes", "bob@x.org", "SMS from 1",
		  "said yes", "s@x.example", "Re: lunch",
		  "bob@x.org said yes", 1 },
		{ "r", "bob@x.org", "bob@x.org", "SMS from 1", "",
		  "s@x.example", "Re: lunch", "bob@x.org", 1 },
		{ "r", "bob@x.org(tea) yes", "bob@x.org", "tea", "yes",
		  NULL, NULL, NULL, 0 },
		{ "r", "bob@x.org (tea) yes", "bob@x.org", "tea", "yes",
		  NULL, NULL, NULL, 0 },
		{ "r", "bob@x.org##tea#yes", "bob@x.org", "tea", "yes",
		  NULL, NULL, NULL, 0 },
		{ "r", "bob@x.org() yes", "bob@x.org", "SMS from 1", "yes",
		  NULL, NULL, NULL, 0 },
		{ "r", "bob@x.org#1 yes", "bob@x.org", "SMS from 1",
		  "#1 yes", "s@x.example", "Re: lunch", "bob@x.org#1 yes", 1 },
		{ "r", "=?q?a?=@x.org(tea) yes", "d@r.example", "SMS from 1",
		  "=?q?a?=@x.org(tea) yes", "s@x.example", "Re: lunch",
		  "=?q?a?=@x.org(tea) yes", 1 },
		/* no parsing: the address says nothing at all */
		{ "plain", "bob@x.org(tea) yes", "d@p.example", "SMS from 1",
		  "bob@x.org(tea) yes", "s@x.example", "Re: lunch",
		  "bob@x.org(tea) yes", 1 },
		/* no mappings: as though none were known */
		{ "off", "hi", "d@o.example", "SMS from 1", "hi",
		  NULL, NULL, NULL, 0 },
		{ "off", "bob@x.org yes", "bob@x.org", "SMS from 1", "yes",
		  NULL, NULL, NULL, 0 },
		/* nobody else */
		{ "none", "hi", NULL, NULL, NULL,
		  "s@x.example", "Re: lunch", "hi", 1 },
	};
	char line[512], want[512];
	struct kit k;
	size_t i;
	int pass;

	kit_open(&k, "domain r { SMPP_Default_Email_Address = d@r.example }\n"
	    "domain plain { SMPP_Default_Email_Address = d@p.example\n"
	    "SMPP_Use_Interworking_Parse = false }\n"
	    "domain off { SMPP_Default_Email_Address = d@o.example\n"
	    "SMPP_Use_Reverse_Address_Mappings = false }\ndomain none { }\n");
	for (i = 0; i < 2 * sizeof cases / sizeof cases[0]; i++) {
		pass = i % 2 && cases[i / 2].to2 ? 2 : 1;
		know(i % 2 ? "s@x.example" : NULL, NULL, "lunch", "m@x.example");
		snprintf(line, sizeof line, "{\"type\":\"deliver\",\"from\":"
		    "\"1\",\"to\":\"2\",\"domain\":\"%s\",\"text\":\"%s\"}",
		    cases[i / 2].domain, cases[i / 2].text);
		asked = 0;
		if (pass == 1 && !cases[i / 2].to) {
			assert(make(&k, line, NULL) == -1 &&
			    k.err.sysexit == EX_NOUSER);
			continue;
		}
		assert(make(&k, line, NULL) == 1);
		assert(asked == cases[i / 2].asked);
		assert(out.nto == 1);
		if (strcmp(out.to[0], pass == 2 ? cases[i / 2].to2 :
		    cases[i / 2].to) != 0)
			printf("# %s: to %s\n", line, out.to[0]);
		assert(strcmp(out.to[0], pass == 2 ? cases[i / 2].to2 :
		    cases[i / 2].to) == 0);
		snprintf(want, sizeof want, "\nSubject: %s\n", pass == 2 ?
		    cases[i / 2].subject2 : cases[i / 2].subject);
		assert(strstr(buf_cstr(&mail), want));
		snprintf(want, sizeof want, "\n\n%s\n", pass == 2 ?
		    cases[i / 2].body2 : cases[i / 2].body);
		if (*(pass == 2 ? cases[i / 2].body2 : cases[i / 2].body))
			assert(strstr(buf_cstr(&mail), want));
		assert(!strstr(buf_cstr(&mail), "\nIn-Reply-To: ") ==
		    (pass == 1));
	}
	know(NULL, NULL, "", "");
	kit_close(&k);
}

static void
several(void)
{
	static const char line[] = "{\"type\":\"deliver\",\"from\":\"1\","
	    "\"to\":\"2\",\"domain\":\"%s\",\"text\":\"hi\"}";
	char last[128], all[128];
	struct kit k;

	kit_open(&k, "domain last { }\n"
	    "domain all { SMPP_Reply_Conflict = all }\n");
	snprintf(last, sizeof last, line, "last");
	snprintf(all, sizeof all, line, "all");
	know("new@x", "old@x", "RE: tea", "m@x");
	assert(make(&k, last, NULL) == 1 && out.nto == 1);
	assert(strstr(buf_cstr(&mail), "\nTo: new@x\nSubject: RE: tea\n"));
	assert(make(&k, all, NULL) == 1 && out.nto == 2);
	assert(strcmp(out.to[0], "new@x") == 0 &&
	    strcmp(out.to[1], "old@x") == 0);
	assert(strstr(buf_cstr(&mail), "\nTo: new@x, old@x\nSubject: RE: tea\n"));
	assert(strstr(buf_cstr(&mail), "\nIn-Reply-To: <m@x>\n"
	    "References: <m@x>\n"));
	/* a mail without subject and id */
	know("new@x", NULL, "", "");
	assert(make(&k, last, NULL) == 1);
	assert(strstr(buf_cstr(&mail), "\nSubject: SMS from 1\n"));
	assert(!strstr(buf_cstr(&mail), "In-Reply-To"));
	/* somebody wrote into the store what is no address: of all, the others
	   get it; the last one's is not another's */
	know("new@x>, <y@x", "old@x", "tea", "m@x");
	assert(make(&k, all, NULL) == 1 && out.nto == 1);
	assert(strcmp(out.to[0], "old@x") == 0);
	assert(make(&k, last, NULL) == -1 && k.err.sysexit == EX_NOUSER);
	/* what the store could not tell */
	find_rc = -1;
	assert(make(&k, last, NULL) == -1 && k.err.sysexit == EX_TEMPFAIL);
	assert(mail.len == 0);
	/* an ESME's message answers nothing */
	assert(make(&k, "{\"type\":\"submit\",\"from\":\"1\",\"to\":\"2\","
	    "\"text\":\"a@b hi\"}", NULL) == 1);
	find_rc = 0;
	know(NULL, NULL, "", "");
	kit_close(&k);
}

static void
subjects(void)
{
	static const char *const cases[][2] = {
		{ "lunch", "Re: lunch" },
		{ "Re: lunch", "Re: lunch" },
		{ "RE: lunch", "RE: lunch" },
		{ "re:lunch", "re:lunch" },
		{ "AW: lunch", "AW: lunch" },
		{ "SV: lunch", "SV: lunch" },
		{ "Antw: lunch", "Antw: lunch" },
		{ "Re[2]: lunch", "Re[2]: lunch" },
		{ "Re (3): lunch", "Re (3): lunch" },
		{ " Re: lunch", "Re: lunch" },
		{ "Fwd: Re: lunch", "Re: Fwd: Re: lunch" },
		{ "Real: lunch", "Re: Real: lunch" },
		{ "Re lunch", "Re: Re lunch" },
		{ "", "Re: " },
	};
	char got[64];
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		reply_subject(cases[i][0], got, sizeof got);
		if (strcmp(got, cases[i][1]) != 0)
			printf("# %s\n", got);
		assert(strcmp(got, cases[i][1]) == 0);
	}
	/* no half of a character */
	reply_subject("123456789\xc3\xa9xxx", got, 16);
	assert(strcmp(got, "Re: 123456789\xc3\xa9") == 0);
	reply_subject("123456789\xc3\xa9xxx", got, 15);
	assert(strcmp(got, "Re: 123456789") == 0);
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
	{ "who gets it, with and without a mapping", who_gets_it },
	{ "several who may get an answer", several },
	{ "subjects of answers", subjects },
	{ "records that are no mail", no_mail },
	{ "dates", dates },
};
TAP_MAIN(tests)
