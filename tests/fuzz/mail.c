/*
 * mail - a mail, from anybody.  It is read or refused; what comes of it is
 * UTF-8, headers in one line, within the bounds.  The mails of an mbox are all
 * given, and put into one again come out the same.
 */
#include "fuzz.h"

#include <sysexits.h>

#include "mail/mail.h"
#include "mail/mbox.h"

static void
header(const char *s)
{
	assert(!s || is_line(s));
}

static void
check(const struct mail *m)
{
	size_t i, j;

	header(m->from);
	header(m->from_name);
	header(m->reply_to);
	header(m->subject);
	header(m->message_id);
	header(m->date);
	header(m->return_path);
	header(m->from_line);
	header(m->auto_submitted);
	header(m->precedence);
	header(m->list_id);
	assert(m->nrecipients <= MAIL_RECIPIENTS_MAX && m->nto <= m->nrecipients);
	for (i = 0; i < m->nrecipients; i++) {
		assert(is_line(m->recipients[i]) && *m->recipients[i]);
		for (j = 0; j < i; j++)
			assert(strcmp(m->recipients[i], m->recipients[j]) != 0);
	}
	for (i = 0; i < m->nto; i++)
		assert(is_line(m->to[i]));
	assert(m->text && m->ntext <= MAIL_TEXT_MAX);
	assert(is_utf8(m->text, m->ntext));
	for (i = 0; i < m->ntext; i++)
		assert((unsigned char)m->text[i] >= 0x20 ||
		    m->text[i] == '\n' || m->text[i] == '\t');
}

static void
read_mail(const char *p, size_t n)
{
	struct diag_err err = { 0, "" };
	struct mail *m;

	if (mail_read(p, n, &m, &err) < 0) {
		assert(err.sysexit == EX_DATAERR && *err.text);
		return;
	}
	check(m);
	mail_free(m);
}

static void
mbox(const char *p, size_t n)
{
	struct buf msg = BUF_INIT, out = BUF_INIT, back = BUF_INIT;
	size_t at = 0, was, from, at_out = 0;
	unsigned count = 0;

	for (was = 0; mbox_next(p, n, &at, &msg); was = at) {
		assert(!msg.err && at > was && at <= n);
		count++;
	}
	assert(at == n || count == 0);
	mbox_put(&out, "a b", 0, p, n);
	assert(mbox_next(out.p, out.len, &at_out, &back) == 1);
	/* all of it in one, behind the From_ line, its last line ended */
	from = (size_t)((char *)memchr(back.p, '\n', back.len) - back.p) + 1;
	assert(back.len - from >= n && at_out == out.len);
	assert(n == 0 || memcmp(back.p + from, p, n) == 0);
	buf_free(&msg);
	buf_free(&out);
	buf_free(&back);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	read_mail((const char *)p, n);
	mbox((const char *)p, n);
	return 0;
}
