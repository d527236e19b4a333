/*
 * What mail_compose() writes is read by python3's email package and must come
 * out as it went in.
 */
#include "mail/compose.h"

#include <unistd.h>

#include "tap.h"

/*
 * Prints each header, decoded, and the body.  Names go through email.header,
 * since email.policy's parser of python 3.11 keeps the white space between two
 * encoded words of a name (RFC 2047, 6.2).
 */
static const char script[] =
    "import sys, email, email.policy, email.utils\n"
    "from email.header import decode_header, make_header\n"
    "b = open(sys.argv[1], 'rb').read()\n"
    "m = email.message_from_bytes(b, policy=email.policy.default)\n"
    "c = email.message_from_bytes(b)\n"
    "o = sys.stdout.buffer.write\n"
    "bad = [d for p in m.walk() for d in p.defects]\n"
    "for k, v in m.items():\n"
    "    if k in ('From', 'To'):\n"
    "        v = ', '.join('[%s] %s' % (make_header(decode_header(n)), a)"
    " for n, a in email.utils.getaddresses([c[k]]))\n"
    "    o(('%s: %s\\n' % (k, v)).encode())\n"
    "o(('defects: %d\\n' % len(bad)).encode())\n"
    "o(m.get_payload(decode=True).decode(m.get_content_charset())"
    ".replace('\\r\\n', '\\n').encode())\n";

static int
have_python(void)
{
	if (system("python3 -c 'import email.policy' 2>/dev/null") == 0)
		return 1;
	tap_skip("no python3");
	return 0;
}

/* RFC 5322, 2.1.1 and 2.2: ASCII, LF, no line over 998. */
static void
check_form(const char *p, size_t n)
{
	size_t i, col = 0;

	assert(n > 0 && p[n - 1] == '\n');
	for (i = 0; i < n; i++) {
		assert((unsigned char)p[i] < 0x80 && p[i] != '\0' && p[i] != '\r');
		col = p[i] == '\n' ? 0 : col + 1;
		assert(col <= 998);
	}
}

/* The message through python; what it prints goes to out. */
static void
decode(const struct mail_out *m, struct buf *out)
{
	char path[] = "/tmp/mobutils-compose-XXXXXX", cmd[4096];
	struct buf msg = BUF_INIT;
	int fd = mkstemp(path);
	FILE *p;
	size_t n;
	char *to;

	assert(fd >= 0);
	assert(mail_compose(m, &msg, NULL) == 0);
	check_form(msg.p, msg.len);
	assert(write(fd, msg.p, msg.len) == (ssize_t)msg.len);
	close(fd);
	snprintf(cmd, sizeof cmd, "PYTHONIOENCODING=utf-8 python3 -c \"%s\" %s",
	    script, path);
	p = popen(cmd, "r");
	assert(p);
	buf_reset(out);
	while ((to = buf_room(out, 4096)) && (n = fread(to, 1, 4096, p)) > 0)
		out->len += n;
	assert(pclose(p) == 0);
	unlink(path);
	buf_cstr(out);
	buf_free(&msg);
}

static int
has(const struct buf *b, const char *line)
{
	if (strstr(b->p, line))
		return 1;
	printf("# no [%s] in [%s]\n", line, b->p);
	return 0;
}

/* ---- headers */

static const char *const to[] = { "tom@example.org",
    "15551234567/TYPE=PLMN@mms.example.com", "\"a;b\"@example.com" };

static void
whole(void)
{
	static const char *const extra[][2] = {
		{ "X-SMS-From", "+15551234567" }, { "X-None", NULL },
	};
	struct mail_out m = {
		.from = "15551234567@sms.example.com", .from_name = "Ren\xc3\xa9, B.",
		.to = to, .nto = 3, .subject = "caf\xc3\xa9",
		.message_id = "1.2@example.com", .in_reply_to = "3@example.com",
		.references = "4@example.com", .date = INT64_C(1795425247000),
		.auto_submitted = "auto-generated", .extra = extra, .nextra = 2,
		.text = "hello", .ntext = 5,
	};
	struct buf out = BUF_INIT;

	if (!have_python())
		return;
	decode(&m, &out);
	assert(strcmp(out.p,
	    "From: [Ren\xc3\xa9, B.] 15551234567@sms.example.com\n"
	    "To: [] tom@example.org, [] 15551234567/TYPE=PLMN@mms.example.com, "
	    "[] \"a;b\"@example.com\n"
	    "Subject: caf\xc3\xa9\n"
	    "Date: Mon, 23 Nov 2026 09:14:07 +0000\n"
	    "Message-ID: <1.2@example.com>\n"
	    "In-Reply-To: <3@example.com>\n"
	    "References: <4@example.com>\n"
	    "Auto-Submitted: auto-generated\n"
	    "X-SMS-From: +15551234567\n"
	    "MIME-Version: 1.0\n"
	    "Content-Type: text/plain; charset=\"us-ascii\"\n"
	    "Content-Transfer-Encoding: 7bit\n"
	    "defects: 0\n"
	    "hello\n") == 0);
	buf_free(&out);
}

static void
least(void)
{
	struct mail_out m = { .date = -1 };
	struct buf out = BUF_INIT;

	assert(mail_compose(&m, &out, NULL) == 0);
	assert(strcmp(buf_cstr(&out), "Date: Wed, 31 Dec 1969 23:59:59 +0000\n"
	    "MIME-Version: 1.0\nContent-Type: text/plain; charset=us-ascii\n"
	    "Content-Transfer-Encoding: 7bit\n\n") == 0);
	buf_free(&out);
}

/* Header lines: encoded words within 75, lines within 78 where words allow. */
static void
check_lines(const char *msg)
{
	const char *end = strstr(msg, "\n\n"), *lf;

	for (; msg < end; msg = lf + 1) {
		lf = strchr(msg, '\n');
		if (lf - msg > 78) {
			printf("# long line: %.*s\n", (int)(lf - msg), msg);
			assert(!"line");
		}
	}
}

static void
subjects(void)
{
	static const char *const cases[][2] = {	/* as given, as read: NULL same */
		{ "plain", NULL },
		{ "two  blanks, three   blanks", NULL },
		{ "=?utf-8?q?not_encoded?=", NULL },
		{ "a =?b", NULL },
		{ "\xe9\x9b\xbb\xe8\xbb\x8a\xe3\x81\x8c\xe9\x81\x85\xe3\x82\x8c\xe3"
		  "\x81\xa6\xe3\x81\x84\xe3\x81\xbe\xe3\x81\x99\xe3\x80\x82\xe5\x85"
		  "\x88\xe3\x81\xab\xe5\xa7\x8b\xe3\x82\x81\xe3\x81\xa6\xe3\x81\x8f"
		  "\xe3\x81\xa0\xe3\x81\x95\xe3\x81\x84\xe3\x80\x82", NULL },
		{ "\xf0\x9f\x9a\xb2 on my way \xf0\x9f\x92\xa8", NULL },
		{ "The parcel that you wait for is at the neighbour in number 12, who "
		  "is at home until eight o'clock in the evening", NULL },
		{ "Gr\xc3\xbc\xc3\x9f" "e an alle, die hier seit Stunden warten und "
		  "nicht wissen, wann der n\xc3\xa4" "chste Zug f\xc3\xa4hrt", NULL },
		{ "a\r\nBcc: evil@example.com", "a  Bcc: evil@example.com" },
		{ "a\r\n\r\nbody", "a    body" },
		{ "nul\x01tab\tdel\x7fls\xe2\x80\xa8nel\xc2\x85.",
		  "nul tab del ls nel ." },
		{ "bad \xe9 octet", "bad \xef\xbf\xbd octet" },
	};
	struct buf out = BUF_INIT;
	size_t i;

	if (!have_python())
		return;
	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct mail_out m = { .subject = cases[i][0], .text = "x",
		    .ntext = 1 };
		struct buf msg = BUF_INIT;
		char line[600];

		decode(&m, &out);
		snprintf(line, sizeof line, "Subject: %s\nDate:",
		    cases[i][1] ? cases[i][1] : cases[i][0]);
		assert(has(&out, line));
		assert(has(&out, "\ndefects: 0\n"));
		assert(mail_compose(&m, &msg, NULL) == 0);
		check_lines(buf_cstr(&msg));
		buf_free(&msg);
	}
	buf_free(&out);
}

static void
names(void)
{
	static const char *const cases[][2] = {
		{ "Ada Lovelace", NULL },
		{ "Lovelace, Ada", NULL },
		{ "a \"q\" \\ b", NULL },
		{ "x@y.example <z@y.example>", NULL },
		{ "J. R.", NULL },
		{ "Ren\xc3\xa9 (home)", NULL },
		{ "=?utf-8?q?x?=", NULL },
		{ "a\r\nTo: evil@example.com", "a  To: evil@example.com" },
		{ "A very, very long name of a company that sells things to people "
		  "who need them, and to others as well", NULL },
	};
	struct buf out = BUF_INIT;
	size_t i;

	if (!have_python())
		return;
	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct mail_out m = { .from = "a@example.com",
		    .from_name = cases[i][0], .text = "x", .ntext = 1 };
		struct buf msg = BUF_INIT;
		char line[600];

		decode(&m, &out);
		snprintf(line, sizeof line, "From: [%s] a@example.com\nDate:",
		    cases[i][1] ? cases[i][1] : cases[i][0]);
		assert(has(&out, line));
		assert(has(&out, "\ndefects: 0\n"));
		assert(mail_compose(&m, &msg, NULL) == 0);
		check_lines(buf_cstr(&msg));
		buf_free(&msg);
	}
	buf_free(&out);
}

/* Each encoded word begins with a whole character, in Q and in B. */
static void
check_words(const char *msg)
{
	const char *end = strstr(msg, "\n\n"), *p = msg;

	while ((p = strstr(p, "=?utf-8?")) != NULL && p < end) {
		p += 8;
		if (*p == 'q')
			assert(p[2] != '=' || !strchr("89AB", p[3]));
		else	/* base64 of \xe9\x9b\xbb, \xc3\xa9, a\xf0\x9f\x9a\xb2 */
			assert(strncmp(p + 2, "6Zu7", 4) == 0 ||
			    strncmp(p + 2, "w6", 2) == 0 ||
			    strncmp(p + 2, "YfCf", 4) == 0 ||
			    strncmp(p + 2, "8J+a", 4) == 0 ||
			    strncmp(p + 2, "IGHw", 4) == 0);
	}
}

/* Any length of a header and of a text: nothing lost, no line too long. */
static void
lengths(void)
{
	static const char *const units[] = { "x", "xyz ", "\xc3\xa9",
	    "\xe9\x9b\xbb", "a\xf0\x9f\x9a\xb2 " };
	struct buf text = BUF_INIT, out = BUF_INIT;
	size_t u, n, i;

	for (u = 0; u < sizeof units / sizeof units[0]; u++)
		for (n = 1; n < 1200; n += n < 100 ? 1 : 97) {
			struct mail_out m = { .from = "a@example.com" };

			buf_reset(&text);
			buf_reset(&out);
			for (i = 0; i < n; i++)
				buf_str(&text, units[u]);
			m.subject = m.from_name = m.text = buf_cstr(&text);
			m.ntext = text.len;
			assert(mail_compose(&m, &out, NULL) == 0);
			check_form(out.p, out.len);
			if (u != 0)
				check_lines(buf_cstr(&out));
			check_words(buf_cstr(&out));
		}
	buf_free(&text);
	buf_free(&out);
}

static void
ids(void)
{
	char big[2000];
	struct mail_out m = { .message_id = "a\r\nb <c>\xc3\xa9@d",
	    .references = big, .in_reply_to = "<>" };
	struct buf out = BUF_INIT;

	memset(big, 'x', sizeof big);
	big[sizeof big - 1] = '\0';
	assert(mail_compose(&m, &out, NULL) == 0);
	assert(strstr(buf_cstr(&out), "\nMessage-ID: <abc@d>\n"));
	assert(!strstr(out.p, "References") && !strstr(out.p, "In-Reply-To"));
	check_form(out.p, out.len);
	buf_free(&out);
}

/* ---- bodies */

static void
bodies(void)
{
	static const struct {
		const char *text, *want, *encoding, *charset;
	} cases[] = {
		{ "hi\n", "hi\n", "7bit", "us-ascii" },
		{ "hi", "hi\n", "7bit", "us-ascii" },
		{ "", "", "7bit", "us-ascii" },
		{ "a\r\nb\rc\n\n", "a\nb\nc\n\n", "7bit", "us-ascii" },
		{ ".\nFrom x\n a \n", ".\nFrom x\n a \n", "7bit", "us-ascii" },
		{ "in the small caf\xc3\xa9 = 3 \nend\t\n",
		    "in the small caf\xc3\xa9 = 3 \nend\t\n",
		    "quoted-printable", "utf-8" },
		{ "\x1b[1m bold ", "\x1b[1m bold \n", "quoted-printable",
		    "us-ascii" },
		{ "\xe9\x9b\xbb\xe8\xbb\x8a\n\n\xe3\x81\x8c\n",
		  "\xe9\x9b\xbb\xe8\xbb\x8a\n\n\xe3\x81\x8c\n", "base64", "utf-8" },
		{ "bad \xff octet and more words", "bad \xef\xbf\xbd octet and more "
		  "words\n", "quoted-printable", "utf-8" },
	};
	struct buf out = BUF_INIT;
	size_t i;

	if (!have_python())
		return;
	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct mail_out m = { .text = cases[i].text,
		    .ntext = strlen(cases[i].text) };
		char want[300];

		decode(&m, &out);
		snprintf(want, sizeof want, "charset=\"%s\"\n"
		    "Content-Transfer-Encoding: %s\ndefects: 0\n%s",
		    cases[i].charset, cases[i].encoding, cases[i].want);
		assert(has(&out, want));
		assert(strcmp(strstr(out.p, want), want) == 0);
	}
	buf_free(&out);
}

/* RFC 2045, 6.7 and 6.8: encoded lines hold no more than 76. */
static void
check_encoded_lines(const struct mail_out *m)
{
	struct buf msg = BUF_INIT;
	const char *p, *lf;

	assert(mail_compose(m, &msg, NULL) == 0);
	p = strstr(buf_cstr(&msg), "\n\n") + 2;
	for (; *p; p = lf + 1) {
		lf = strchr(p, '\n');
		assert(lf - p <= 76);
		assert(lf == p || (lf[-1] != ' ' && lf[-1] != '\t'));
	}
	buf_free(&msg);
}

static void
long_bodies(void)
{
	static const char *const units[] = { "x", "caf\xc3\xa9 at the corner ",
	    "\xe9\x9b\xbb\n" };
	static const char *const encodings[] = { "quoted-printable",
	    "quoted-printable", "base64" };
	struct buf text = BUF_INIT, out = BUF_INIT;
	size_t u, i;

	if (!have_python())
		return;
	for (u = 0; u < 3; u++) {
		struct mail_out m = { .date = 0 };
		char want[64];

		buf_reset(&text);
		for (i = 0; i < 1000; i++)
			buf_str(&text, units[u]);
		buf_str(&text, "\n");
		m.text = buf_cstr(&text);
		m.ntext = text.len;
		decode(&m, &out);
		snprintf(want, sizeof want, "Encoding: %s\ndefects: 0\n",
		    encodings[u]);
		assert(has(&out, want));
		assert(strcmp(strstr(out.p, want) + strlen(want), text.p) == 0);
		check_encoded_lines(&m);
	}
	/* 998 is allowed, 999 is not */
	buf_reset(&text);
	for (i = 0; i < 998; i++)
		buf_ch(&text, 'x');
	for (i = 0; i < 2; i++) {
		struct mail_out m = { .text = text.p, .ntext = 998 + i };

		buf_reset(&out);
		buf_ch(&text, 'x');
		m.text = text.p;
		assert(mail_compose(&m, &out, NULL) == 0);
		assert(!strstr(buf_cstr(&out), "7bit") == (i == 1));
		check_form(out.p, out.len);
	}
	buf_free(&text);
	buf_free(&out);
}

/* ---- addresses */

static void
addresses(void)
{
	static const char *const good[] = { "a@b", "a.b+c/d=e@x-y.example.com",
	    "+15551234567@example.com", "a..b@docomo.example", "a.@docomo.example",
	    "\"a@b\"@example.com", "\"a\\\"b\"@example.com", "a@[192.0.2.1]",
	    "a@[IPv6:2001:db8::1]", "o'neil_x@example.com" };
	static const char *const bad[] = { "", "a", "@", "a@", "@b", "a@b@c", "a b@c",
	    "a@b c", "a\n@b", "a@b\n", "a@b\r\nBcc: c@d", "<a@b>", "a@<b>", "a,b@c",
	    "a@b,c", "a;b@c", "(a)@b", "a@b:", "\"a@b", "\"a\"b@c", "\"a b\"@c",
	    "\"a\\", "\"a\\\n\"@b", "a@[b", "a@[]", "a@[b]c", "a\xc3\xa9@b",
	    "a@b\xc3\xa9", "a@b\x7f", "-oX@b", "a\\@b@c", "\"<\"@b",
	    "a@.b", "a@b.", "a@b..c", "a@." };
	char big[400];
	size_t i;

	for (i = 0; i < sizeof good / sizeof good[0]; i++)
		if (!mail_address_ok(good[i])) {
			printf("# refused: %s\n", good[i]);
			assert(!"good");
		}
	for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct buf out = BUF_INIT;
		struct mail_out m = { .to = &bad[i], .nto = 1 };
		const char *which = NULL;

		if (mail_address_ok(bad[i])) {
			printf("# taken: %s\n", bad[i]);
			assert(!"bad");
		}
		assert(mail_compose(&m, &out, &which) == -1 && which == bad[i]);
		m = (struct mail_out){ .from = bad[i] };
		assert(mail_compose(&m, &out, &which) == -1 && which == bad[i]);
		assert(out.len == 0);
		buf_free(&out);
	}
	memset(big, 'x', sizeof big);
	big[64] = '@';
	big[321] = '\0';
	assert(!mail_address_ok(big));
	big[320] = '\0';
	assert(mail_address_ok(big));
}

static const struct tap_test tests[] = {
	{ "a whole mail", whole },
	{ "the least mail", least },
	{ "subjects", subjects },
	{ "display names", names },
	{ "headers of any length", lengths },
	{ "ids", ids },
	{ "bodies", bodies },
	{ "long bodies and long lines", long_bodies },
	{ "addresses", addresses },
};
TAP_MAIN(tests)
