#include "gateway/sms/interwork.h"

#include <string.h>

#include "base/mailaddr.h"
#include "base/utf8.h"

/* The octets of the first `chars` characters of s. */
static size_t
head(const char *s, size_t chars)
{
	const char *p = s, *end = s + strlen(s);

	while (p < end && chars-- > 0)
		utf8_next(&p, end);
	return (size_t)(p - s);
}

void
interwork_put(struct buf *out, const char *from, size_t from_size,
    const char *subject, size_t subject_size, const char *text, size_t n)
{
	size_t begin = out->len, i, len;

	if (from && *from && from_size) {
		buf_add(out, from, head(from, from_size));
		buf_ch(out, ' ');
	}
	len = subject ? head(subject, subject_size) : 0;
	while (len && subject[len - 1] == ' ')
		len--;
	if (len) {
		buf_ch(out, '(');
		for (i = 0; i < len; i++)
			buf_ch(out, subject[i] == ')' ? ']' : subject[i]);
		buf_str(out, ") ");
	}
	buf_add(out, text, n);
	if (n == 0 && out->len > begin)
		out->len--;
}

static int
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The address that text begins with: its length, or 0. */
static size_t
leading_address(const char *text, size_t n)
{
	char addr[MAIL_ADDRESS_MAX + 1];
	size_t i;

	for (i = 0; i < n && !is_space(text[i]) && text[i] != '(' &&
	    text[i] != '#'; i++)
		if (!text[i] || i == MAIL_ADDRESS_MAX)
			return 0;
	memcpy(addr, text, i);
	addr[i] = '\0';
	return mail_address_ok(addr) ? i : 0;
}

/* Take a subject between open and close off the front of *p. */
static int
take_subject(const char **p, const char *end, size_t nopen, char close,
    struct interwork *iw)
{
	const char *s = *p + nopen;
	const char *e = memchr(s, close, (size_t)(end - s));

	if (!e)
		return 0;
	iw->subject = s;
	iw->nsubject = (size_t)(e - s);
	*p = e + 1;
	return 1;
}

int
interwork_parse(const char *text, size_t n, struct interwork *iw)
{
	const char *p = text, *end = text + n, *after;

	*iw = (struct interwork){ .text = text, .ntext = n };
	while (p < end && is_space(*p))
		p++;
	iw->naddress = leading_address(p, (size_t)(end - p));
	if (!iw->naddress)
		return 0;
	iw->address = p;
	p += iw->naddress;
	after = p;
	while (after < end && *after == ' ')
		after++;
	if (after < end && *after == '(' &&
	    take_subject(&after, end, 1, ')', iw))
		p = after;
	else if (end - p > 2 && p[0] == '#' && p[1] == '#')
		take_subject(&p, end, 2, '#', iw);
	while (p < end && is_space(*p))
		p++;
	iw->text = p;
	iw->ntext = (size_t)(end - p);
	return 1;
}
