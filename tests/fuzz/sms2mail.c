/*
 * sms2mail - a record of an SMS that anybody may have sent becomes a mail: no
 * header is put in or out by what the SMS says, the envelope is of single
 * words, and our own reader finds the same addresses and subject in it.
 */
#include "fuzz.h"

#include <strings.h>

#include "gateway/sms/sms2mail.h"
#include "mail/mail.h"

#define NOW INT64_C(1795440000000)	/* 2026-11-23, ms */

enum { LINE_OCTETS = 998 };	/* RFC 5322, 2.1.1 */

static const char *const headers[] = { "From", "To", "Subject", "Date",
    "Message-ID", "In-Reply-To", "References", "Auto-Submitted", "MIME-Version",
    "Content-Type", "Content-Transfer-Encoding", "X-SMS-From", "X-SMS-To" };
enum { HEADERS = sizeof headers / sizeof headers[0] };

static struct config *config;
static struct json_reader *reader, *scratch;
static struct sms2mail_replies found;
static struct sms2mail_out out;
static struct buf mail;

/* Two wrote to that phone, and one of them a subject with line ends in it. */
static int
find(void *arg, const struct config_view *v, const struct record *rec,
    struct sms2mail_replies *f, struct diag_err *err)
{
	(void)arg, (void)v, (void)err;
	memset(f, 0, sizeof *f);
	if (!record_str(rec, REC_TO))
		return 0;
	f->n = 2;
	strcpy(f->sender[0], "a@b.example");
	strcpy(f->sender[1], "c@d.example");
	snprintf(f->subject, sizeof f->subject, "%s", record_str(rec, REC_TO));
	snprintf(f->message_id, sizeof f->message_id, "%s",
	    record_str(rec, REC_TO));
	return 0;
}

static void
open_all(void)
{
	static const char text[] = "SMPP_Reply_Conflict = all\n"
		"SMPP_Default_Email_Address = \"d@example.net\"\n"
		"Generate_Bounces = true\n";

	config = config_new();
	assert(config && config_parse(config, "c", text, sizeof text - 1, NULL,
	    NULL) == 0);
	reader = json_reader_new();
	scratch = json_reader_new();
	assert(reader && scratch);
}

/* Returns the index of the header that the line begins. */
static size_t
header_of(const char *line)
{
	size_t i, n;

	for (i = 0; i < HEADERS; i++) {
		n = strlen(headers[i]);
		if (strncmp(line, headers[i], n) == 0 && line[n] == ':')
			return i;
	}
	fprintf(stderr, "a header that is none of ours: %s\n", line);
	abort();
}

/* Only our headers, each once; lines that a mail may have. */
static void
check_lines(const char *p)
{
	unsigned seen = 0, in_headers = 1;
	const char *end;
	size_t i;

	for (; (end = strchr(p, '\n')); p = end + 1) {
		assert(end - p <= LINE_OCTETS);
		assert(!memchr(p, '\r', (size_t)(end - p)));
		if (end == p)
			in_headers = 0;
		if (!in_headers || *p == ' ' || *p == '\t')
			continue;
		i = header_of(p);
		assert(!(seen >> i & 1));
		seen |= 1u << i;
	}
	assert(!*p && !in_headers);
}

static void
check_word(const char *s)
{
	assert(is_line(s) && !strchr(s, ' ') && *s != '-');
}

/* What our reader may not find again: an xn-- label without a meaning, and a
   local part with its dots where RFC 5322 has none (GMime reads neither). */
static int
is_odd(const char *addr)
{
	const char *p;

	for (p = addr; *p; p++)
		if (strncasecmp(p, "xn--", 4) == 0 || (*p == '.' &&
		    (p == addr || p[1] == '.' || p[1] == '@')))
			return 1;
	return 0;
}

static void
check_mail(void)
{
	struct diag_err err = { 0, "" };
	struct mail *m;
	size_t i, j;
	int odd = 0;

	assert(strlen(buf_cstr(&mail)) == mail.len);
	check_lines(buf_cstr(&mail));
	check_word(out.sender);
	assert(out.nto >= 1 && is_line(out.id) && *out.id);
	assert(mail_read(mail.p, mail.len, &m, &err) == 0);
	for (i = 0; i < out.nto; i++) {
		check_word(out.to[i]);
		if (is_odd(out.to[i])) {
			odd = 1;
			continue;
		}
		for (j = 0; j < m->nto; j++)
			if (strcasecmp(m->to[j], out.to[i]) == 0)
				break;
		if (j == m->nto)
			fprintf(stderr, "not in To: %s\n", out.to[i]);
		assert(j < m->nto);
	}
	assert(m->nto <= out.nto && m->nrecipients == m->nto);
	assert(odd || m->nto == out.nto);
	assert(m->from && m->date && m->message_id);
	mail_free(m);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct sms2mail s = { .domain = "example.net", .find = find,
		.found = &found, .host = "host.example" };
	struct diag_err err = { 0, "" };
	struct record rec;
	int rc;

	if (!reader)
		open_all();
	if (record_read(reader, (const char *)p, n, &rec, &err) < 0)
		return 0;
	s.config = config;
	s.scratch = scratch;
	out.mail = &mail;
	buf_reset(&mail);
	rc = sms2mail(&s, &rec, NOW, &out, &err);
	if (rc > 0)
		check_mail();
	else if (rc < 0)
		assert(err.sysexit && *err.text);
	return 0;
}
