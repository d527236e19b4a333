#include "mail/mail.h"

#include <strings.h>
#include <sysexits.h>

#include "base/utf8.h"
#include "tap.h"

/* Read a mail from memory of just its size, so that ASan sees every overrun. */
static struct mail *
get_n(const char *s, size_t n, struct diag_err *err)
{
	char *copy = malloc(n ? n : 1);
	struct mail *m = NULL;

	assert(copy);
	if (n)
		memcpy(copy, s, n);
	if (mail_read(copy, n, &m, err) < 0)
		m = NULL;
	free(copy);
	return m;
}

static struct mail *
get(const char *s)
{
	struct diag_err err = { .text = "" };
	struct mail *m = get_n(s, strlen(s), &err);

	if (!m)
		printf("# %s\n", err.text);
	assert(m);
	return m;
}

static int
same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

/* Every string is one line of valid UTF-8, the text is valid too. */
static void
check_strings(const struct mail *m)
{
	const char *all[] = { m->from, m->from_name, m->reply_to, m->subject,
	    m->message_id, m->date, m->return_path, m->from_line,
	    m->auto_submitted, m->precedence, m->list_id };
	size_t i, k;

	for (i = 0; i < sizeof all / sizeof all[0] + m->nrecipients; i++) {
		const char *s = i < sizeof all / sizeof all[0] ? all[i] :
		    m->recipients[i - sizeof all / sizeof all[0]];

		if (!s)
			continue;
		assert(utf8_valid(s, strlen(s)) == strlen(s));
		for (k = 0; s[k]; k++)
			assert((unsigned char)s[k] >= 0x20 && s[k] != 0x7f);
	}
	assert(utf8_valid(m->text, m->ntext) == m->ntext);
	assert(!memchr(m->text, '\0', m->ntext));
	assert(!memchr(m->text, '\r', m->ntext));
	assert(m->text[m->ntext] == '\0');
}

/* ---- headers */

static void
headers(void)
{
	struct mail *m = get(
	    "Return-Path: <bounce@example.com>\r\n"
	    "From: \"Lovelace, Ada\" <ada@example.com>, b@example.com\r\n"
	    "Sender: s@example.com\r\n"
	    "Reply-To: =?utf-8?q?Ren=C3=A9?= <r@example.com>\r\n"
	    "To: Tom <tom@example.org>, pals: x@example.org, y@example.org;\r\n"
	    "Cc: TOM@example.org, z@example.org\r\n"
	    "Bcc: w@example.org\r\n"
	    "Subject: =?utf-8?q?caf=C3=A9?=\r\n =?iso-8859-1?b?6Q==?= end\r\n"
	    "Message-ID: <1@example.com>\r\n"
	    "Date: Mon, 23 Nov 2026 09:14:07 +0100\r\n"
	    "Auto-Submitted: auto-generated\r\n"
	    "Precedence: bulk\r\n"
	    "List-Id: A list <a.example.com>\r\n"
	    "\r\n"
	    "text\r\n");

	check_strings(m);
	assert(same(m->from, "ada@example.com"));
	assert(same(m->from_name, "Lovelace, Ada"));
	assert(same(m->reply_to, "r@example.com"));
	assert(same(m->subject, "caf\xc3\xa9\xc3\xa9 end"));
	assert(same(m->message_id, "1@example.com"));
	assert(same(m->date, "2026-11-23T08:14:07Z"));
	assert(same(m->return_path, "bounce@example.com"));
	assert(same(m->from_line, NULL));
	assert(same(m->auto_submitted, "auto-generated"));
	assert(same(m->precedence, "bulk"));
	assert(same(m->list_id, "A list <a.example.com>"));
	assert(m->nto == 3 && same(m->to[2], "y@example.org"));
	assert(m->nrecipients == 5);
	assert(same(m->recipients[0], "tom@example.org"));
	assert(same(m->recipients[3], "z@example.org"));
	assert(same(m->recipients[4], "w@example.org"));
	assert(same(m->text, "text"));
	mail_free(m);
}

static void
missing_headers(void)
{
	struct mail *m = get("Sender: s@example.com\nFrom: Nobody <>\n"
	    "Date: yesterday\nReturn-Path: <>\n\nx");

	check_strings(m);
	assert(same(m->from, "s@example.com"));
	assert(same(m->from_name, NULL));
	assert(!m->subject && !m->message_id && !m->date && !m->list_id);
	assert(same(m->return_path, ""));
	assert(m->nrecipients == 0 && m->nto == 0);
	mail_free(m);
}

static void
raw_headers(void)
{
	static const struct {
		const char *subject, *want;
	} cases[] = {
		{ "K\xc3\xa4se", "K\xc3\xa4se" },
		{ "K\xe4se", "K\xc3\xa4se" },
		{ "=?utf-8?q?a=0D=0ABcc:_x@example.com?=", "a  Bcc: x@example.com" },
		{ "=?utf-8?q?b=1B[2J=7F?=c", "b [2J c" },
		{ "=?utf-8?q?a=00b?=", NULL },	/* harmless is enough */
		{ "=?utf-8?b?4oCo?=x", "x" },	/* U+2028 */
		{ "=?x-nonsense?q?abc?=", "abc" },
		{ "=?utf-8?b?4?=", NULL },
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		char s[200];
		struct mail *m;

		snprintf(s, sizeof s, "From: a@b.example\nSubject: %s\n\nx",
		    cases[i].subject);
		m = get(s);
		check_strings(m);
		if (cases[i].want && !same(m->subject, cases[i].want)) {
			printf("# %zu: [%s]\n", i, m->subject);
			assert(!"subject");
		}
		assert(m->nrecipients == 0);
		mail_free(m);
	}
}

/* Domains as DNS has them; the A-label by python3's idna codec. */
static void
international_domains(void)
{
	struct mail *m = get("From: a@xn--bcher-kva.example\n"
	    "Reply-To: b@b\xc3\xbc" "cher.example\n"
	    "To: a@xn--xample, c@XN--BCHER-KVA.example,\n"
	    " jos\xc3\xa9@xn--bcher-kva.example\n\nx");

	check_strings(m);
	assert(same(m->from, "a@xn--bcher-kva.example"));
	assert(same(m->reply_to, "b@xn--bcher-kva.example"));
	/* the first has no meaning */
	assert(m->nto == 2 && m->nrecipients == 2);
	assert(strcasecmp(m->to[0], "c@xn--bcher-kva.example") == 0);
	assert(same(m->to[1], "jos\xc3\xa9@xn--bcher-kva.example"));
	mail_free(m);
}

static void
from_lines(void)
{
	static const struct {
		const char *mail, *sender;
	} cases[] = {
		{ "From a@example.com Thu May 26 01:16:54 2011\nFrom: b@c\n\nx",
		    "a@example.com" },
		{ "From MAILER-DAEMON Thu May 26 01:16:54 2011\nFrom: b@c\n\nx", "" },
		{ "From - Thu May 26 01:16:54 2011\nFrom: b@c\n\nx", NULL },
		{ "From a@x Thu\n>From b@x Fri\nFrom: b@c\n\nx", "a@x" },
		{ ">From a@x Thu\nFrom: b@c\n\nx", NULL },
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct mail *m = get(cases[i].mail);

		assert(same(m->from_line, cases[i].sender));
		assert(same(m->from, "b@c"));
		assert(same(m->text, "x"));
		mail_free(m);
	}
}

/* ---- which text */

#define HEAD "From: a@b.example\nMIME-Version: 1.0\n"
#define MULTI(kind) HEAD "Content-Type: multipart/" kind "; boundary=x\n\n"
#define PART(type, text) "--x\nContent-Type: " type "\n\n" text "\n"
#define FILE_PART(type, text) "--x\nContent-Type: " type "\n" \
	"Content-Disposition: attachment\n\n" text "\n"
#define END "--x--\n"

static const struct {
	const char *what, *mail, *text;
	int html, hidden;
} choices[] = {
	{ "plain before HTML",
	    MULTI("alternative") PART("text/plain", "one")
	    PART("text/html", "<b>two</b>") END, "one", 0, 0 },
	{ "HTML first, plain still",
	    MULTI("alternative") PART("text/html", "<b>two</b>")
	    PART("text/plain", "one") END, "one", 0, 0 },
	{ "an empty plain part",
	    MULTI("alternative") PART("text/plain", " \n\n")
	    PART("text/html", "<b>two</b>") END, "two", 1, 0 },
	{ "a stub",
	    MULTI("alternative")
	    PART("text/plain", "Your mail client does not support HTML.")
	    PART("text/html", "<b>two</b>") END, "two", 1, 0 },
	{ "a stub alone",
	    MULTI("alternative")
	    PART("text/plain", "Your mail client does not support HTML.")
	    PART("text/html", "<br>") END,
	    "Your mail client does not support HTML.", 0, 0 },
	{ "text parts in order",
	    MULTI("mixed") PART("text/plain", "one") PART("text/html", "<p>two")
	    END, "one\ntwo", 1, 0 },
	{ "a picture between",
	    MULTI("mixed") PART("text/plain", "one") PART("image/png", "QUJD")
	    PART("text/plain", "two") END, "one\ntwo", 0, 0 },
	{ "up to the first file",
	    MULTI("mixed") PART("text/plain", "one")
	    PART("application/pdf", "pdf") PART("text/plain", "two") END,
	    "one", 0, 0 },
	{ "a file in front",
	    MULTI("mixed") PART("application/pdf", "pdf")
	    PART("text/plain", "two") END, "two", 0, 0 },
	{ "a text file in front",
	    MULTI("mixed") FILE_PART("text/plain", "file")
	    PART("text/plain", "two") END, "two", 0, 0 },
	{ "a named text file behind",
	    MULTI("mixed") PART("text/plain", "one")
	    PART("text/plain; name=notes.txt", "two") END, "one", 0, 0 },
	{ "a calendar, a card, a signature",
	    MULTI("mixed") PART("text/calendar", "BEGIN:VCALENDAR")
	    PART("text/vcard", "BEGIN:VCARD")
	    PART("application/pgp-signature", "sig") PART("text/plain", "me") END,
	    "me", 0, 0 },
	{ "text behind a signature",
	    MULTI("signed") PART("text/plain", "one")
	    PART("application/pkcs7-signature", "sig") PART("text/plain", "two")
	    END, "one\ntwo", 0, 0 },
	{ "a digest: the first text",
	    MULTI("digest") "--x\n\nSubject: a\n\nfirst\n--x\n\n"
	    "Subject: b\n\nsecond\n" END, "first", 0, 0 },
	{ "a report",
	    MULTI("report") PART("text/plain", "failed")
	    PART("message/delivery-status", "Reporting-MTA: dns;x\n\nAction: failed")
	    PART("message/rfc822", "Subject: a\n\norig") END, "failed", 0, 0 },
	{ "a report without words",
	    MULTI("report")
	    PART("message/delivery-status", "Reporting-MTA: dns;x\n\nAction: failed")
	    PART("message/rfc822", "Subject: a\n\norig") END, "orig", 0, 0 },
	{ "a message in a message",
	    HEAD "Content-Type: message/rfc822\n\nSubject: a\n\ninner", "inner",
	    0, 0 },
	{ "PGP/MIME",
	    MULTI("encrypted") PART("application/pgp-encrypted", "Version: 1")
	    PART("application/octet-stream", "-----BEGIN PGP MESSAGE-----") END,
	    "", 0, 1 },
	{ "S/MIME, encrypted",
	    HEAD "Content-Type: application/pkcs7-mime; smime-type=enveloped-data"
	    "\nContent-Transfer-Encoding: base64\n\nMIAG", "", 0, 1 },
	{ "S/MIME, signed only",
	    HEAD "Content-Type: application/pkcs7-mime; smime-type=signed-data"
	    "\nContent-Transfer-Encoding: base64\n\nMIAG", "", 0, 0 },
	{ "PGP in the text",
	    HEAD "\n-----BEGIN PGP MESSAGE-----\n\nhQEM\n=abcd\n"
	    "-----END PGP MESSAGE-----\n", "", 0, 1 },
	{ "no end",
	    MULTI("mixed") PART("text/plain", "one") "--x\n", "one", 0, 0 },
	{ "no boundary",
	    MULTI("mixed") "just text", "just text", 0, 0 },
	{ "no empty line",
	    "From: a@b.example\nSubject: s\nHello Tom,\nhow are you\n\nTwo",
	    "Hello Tom,\nhow are you\n\nTwo", 0, 0 },
	{ "a damaged header is no text",
	    "From: a@b.example\nbroken line\nSubject: s\n\nTwo", "Two", 0, 0 },
	{ "no type", HEAD "Content-Type: text\n\nhello", "hello", 0, 0 },
	{ "flowed",
	    HEAD "Content-Type: text/plain; format=flowed; delsp=yes\n\n"
	    "ab \ncd\nef", "abcd\nef", 0, 0 },
	{ "base64 with rubbish in it",
	    HEAD "Content-Transfer-Encoding: base64\n\naGV*s\nbG8=\n", "hello",
	    0, 0 },
	{ "quoted-printable with rubbish in it",
	    HEAD "Content-Transfer-Encoding: quoted-printable\n\n50=ZZ=3D=\n!",
	    "50=ZZ=!", 0, 0 },
	{ "a NUL", HEAD "Content-Transfer-Encoding: quoted-printable\n\na=00b",
	    "ab", 0, 0 },
};

static void
text_choice(void)
{
	size_t i;
	int wrong = 0;

	for (i = 0; i < sizeof choices / sizeof choices[0]; i++) {
		struct mail *m = get(choices[i].mail);

		check_strings(m);
		if (!same(m->text, choices[i].text) ||
		    m->ntext != strlen(choices[i].text) ||
		    m->from_html != choices[i].html ||
		    !same(m->hidden, choices[i].hidden ? "encrypted" : NULL)) {
			printf("# %s: [%s] html %d hidden %s\n", choices[i].what,
			    m->text, m->from_html, m->hidden ? m->hidden : "-");
			wrong++;
		}
		mail_free(m);
	}
	assert(wrong == 0);
}

/* ---- no mail, and mail that means harm */

static void
no_mail(void)
{
	static const char *const cases[] = {
		"", "x", "\n", "\n\n\n", "\r\nFrom: a@b\r\n\r\nx", "hello\nworld\n",
		"From a@b Thu\n", "From ", ":\n\n", "\n\nFrom: a@b\n",
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct diag_err err = { 0, "" };

		assert(!get_n(cases[i], strlen(cases[i]), &err));
		assert(err.sysexit == EX_DATAERR && *err.text);
	}
}

/* head, then n times what (a %zu in it counts), then tail */
static char *
repeat(const char *head, const char *what, size_t n, const char *tail,
    size_t *len)
{
	size_t size = strlen(head) + n * (strlen(what) + 24) + strlen(tail) + 1;
	char *s = malloc(size), *to = s;
	size_t i;

	assert(s);
	to += sprintf(to, "%s", head);
	for (i = 0; i < n; i++) {
		const char *mark = strstr(what, "%N");

		if (mark)
			to += sprintf(to, "%.*s%zu%s", (int)(mark - what), what, i,
			    mark + 2);
		else
			to += sprintf(to, "%s", what);
	}
	to += sprintf(to, "%s", tail);
	*len = (size_t)(to - s);
	return s;
}

static void
caps(void)
{
	static const struct {
		const char *head, *what, *tail;
		size_t n;
		int ok;
	} cases[] = {
		{ "From: a@b\n", "X-%N: y\n", "\nx", MAIL_HEADERS_MAX - 1, 1 },
		{ "From: a@b\n", "X-%N: y\n", "\nx", MAIL_HEADERS_MAX, 0 },
		{ "From: a@b\nSubject: ", "\n xxxxxxxxx", "\n\nx", 90000, 1 },
		{ "From: a@b\nSubject: ", "\n xxxxxxxxx", "\n\nx", 110000, 0 },
		{ MULTI("mixed"), "--x\n\n\n", "", MAIL_PARTS_MAX, 1 },
		{ MULTI("mixed"), "--x\n\n\n", "", MAIL_PARTS_MAX + 1, 0 },
		/* without a boundary such lines are text */
		{ HEAD "\n", "-- x\n", "", MAIL_PARTS_MAX * 10, 1 },
		{ HEAD "\n", "a: b\n", "", MAIL_HEADERS_MAX * 10, 1 },
		{ HEAD "Subject: s\nTo: ", "u%N@example.com,\n ", "\n\nx",
		    MAIL_RECIPIENTS_MAX, 1 },
		{ HEAD "Subject: s\nTo: ", "u%N@example.com,\n ", "\n\nx",
		    MAIL_RECIPIENTS_MAX + 1, 0 },
		{ HEAD "To: ", "u@example.com,\n ", "\n\nx", 50000, 1 },
		{ HEAD, "Content-Type: message/rfc822\n\n", "x",
		    MAIL_HEADERS_MAX - 2, 1 },
		{ HEAD, "Content-Type: message/rfc822\n\n", "x",
		    MAIL_HEADERS_MAX, 0 },
		{ HEAD "Content-Type: message/rfc822\n\n", "X-%N: y\n", "\nx",
		    MAIL_HEADERS_MAX, 0 },
		{ MULTI("digest") "--x\n\n", "X-%N: y\n", "\nx",
		    MAIL_HEADERS_MAX, 0 },
		{ MULTI("mixed") "--x\n", "X-%N: y\n", "\nx",
		    MAIL_HEADERS_MAX, 0 },
		{ HEAD, "Content-Type: multipart/mixed; boundary=b%N\n\n--b%N\n",
		    "", 400, 1 },
		{ HEAD "\n", "0123456789\n", "", MAIL_MAX / 11 + 1, 0 },
	};
	size_t i, n;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct diag_err err = { 0, "" };
		char *s = repeat(cases[i].head, cases[i].what, cases[i].n,
		    cases[i].tail, &n);
		struct mail *m = get_n(s, n, &err);

		if (!m != !cases[i].ok) {
			printf("# case %zu: %s\n", i, m ? "read" : err.text);
			assert(!"cap");
		}
		if (m)
			check_strings(m);
		else
			assert(err.sysexit == EX_DATAERR);
		mail_free(m);
		free(s);
	}
}

static void
deep(void)
{
	static const char *const kinds[] = { "mixed", "alternative", "digest" };
	size_t i, k, n = 0;

	for (k = 0; k < 3; k++) {
		char *s = malloc(200000);
		struct diag_err err;

		n = (size_t)sprintf(s, HEAD);
		for (i = 0; i < 900; i++)
			n += (size_t)sprintf(s + n, "Content-Type: multipart/%s; "
			    "boundary=b%zu\n\n--b%zu\n", kinds[k], i, i);
		n += (size_t)sprintf(s + n, "\n\nbottom\n");
		mail_free(get_n(s, n, &err));
		free(s);
	}
}

static void
long_text(void)
{
	size_t n;
	char *s = repeat(HEAD "Content-Type: text/plain; charset=utf-8\n\n",
	    "\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\xc3\xa9\n", 200000, "", &n);
	struct diag_err err;
	struct mail *m = get_n(s, n, &err);

	assert(m);
	check_strings(m);
	assert(m->ntext <= MAIL_TEXT_MAX && m->ntext > MAIL_TEXT_MAX - 4);
	mail_free(m);
	free(s);
}

/* Cut anywhere, and with any octet changed, a mail does no harm. */
static void
damaged(void)
{
	static const char s[] = "From a@b Thu May 26 01:16:54 2011\r\n"
	    "From: \"A B\" <a@b.example>\r\nTo: g: x@y, =?utf-8?q?=C3=A9?= "
	    "<z@y>;\r\nSubject: =?utf-8?b?w6k=?=\r\n =?koi8-r?q?=C1?=\r\n"
	    "Date: Mon, 23 Nov 2026 09:14:07 +0100\r\n"
	    "Content-Type: multipart/alternative;\r\n boundary*0=\"x\"\r\n\r\n"
	    "--x\r\nContent-Type: text/plain; charset=koi8-r; format=flowed\r\n"
	    "Content-Transfer-Encoding: base64\r\n\r\n+sHLwdo=\r\n"
	    "--x\r\nContent-Type: text/html; charset=shift_jis\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
	    "<p style=3D\"display:none\">=83e<a href=3D'http://x'>=83</a>&#x85;\r\n"
	    "--x--\r\n";
	static const char octets[] = "\0\n\r :;=?<>\"-\xff\xc3";
	char copy[sizeof s];
	struct diag_err err;
	size_t i, k;

	for (i = 0; i <= sizeof s; i++)
		mail_free(get_n(s, i, &err));
	for (i = 0; i < sizeof s - 1; i++)
		for (k = 0; k < sizeof octets - 1; k++) {
			struct mail *m;

			memcpy(copy, s, sizeof s);
			copy[i] = octets[k];
			m = get_n(copy, sizeof s - 1, &err);
			if (m)
				check_strings(m);
			mail_free(m);
		}
}

static const struct tap_test tests[] = {
	{ "headers", headers },
	{ "headers that are missing", missing_headers },
	{ "headers that are raw or hostile", raw_headers },
	{ "domains that are no ASCII", international_domains },
	{ "From_ lines", from_lines },
	{ "which text is taken", text_choice },
	{ "what is no mail", no_mail },
	{ "caps", caps },
	{ "deep nesting", deep },
	{ "a long text is cut between characters", long_text },
	{ "a mail cut anywhere, any octet changed", damaged },
};
TAP_MAIN(tests)
