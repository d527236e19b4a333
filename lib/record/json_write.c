#include "record/json.h"

#include <string.h>

#include "base/num.h"
#include "base/utf8.h"

/*
 * Whether something stands before that a comma must part us from.  Blanks are
 * skipped, since a record from outside may end in `{ ` or `"a":1 `; a line feed
 * ends the record before ours.
 */
static void
comma(struct buf *b)
{
	enum { BLANK = 1, OPEN };
	static const uint8_t kinds[256] = {
		[' '] = BLANK, ['\t'] = BLANK, ['\r'] = BLANK,
		['{'] = OPEN, ['['] = OPEN, [':'] = OPEN, ['\n'] = OPEN,
	};
	size_t i = b->len;

	while (i > 0 && kinds[(uint8_t)b->p[i - 1]] == BLANK)
		i--;
	if (i > 0 && kinds[(uint8_t)b->p[i - 1]] != OPEN)
		buf_ch(b, ',');
}

void
json_open(struct buf *b, char bracket)
{
	comma(b);
	buf_ch(b, bracket);
}

void
json_close(struct buf *b, char bracket)
{
	buf_ch(b, bracket);
}

/* One character that does not stand for itself. */
static void
put_special(struct buf *b, int32_t cp)
{
	static const char from[] = "\"\\\b\f\n\r\t", to[] = "\"\\bfnrt";
	char out[7] = "\\u00";
	const char *e;

	if (cp == UTF8_BAD) {
		buf_add(b, out, utf8_put(out, 0xfffd));
		return;
	}
	e = cp ? strchr(from, (char)cp) : NULL;
	if (e) {
		out[1] = to[e - from];
		buf_add(b, out, 2);
		return;
	}
	num_hex(&(uint8_t){ (uint8_t)cp }, 1, out + 4);
	buf_add(b, out, 6);
}

/* Stands for itself between quotes, and is one octet. */
static int
is_plain(char c)
{
	return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

/* Eight octets at once: all of them are plain (DEL counts, and may). */
static int
are_plain(const char *p)
{
	const uint64_t ones = UINT64_MAX / 0xff, tops = ones * 0x80;
	uint64_t w, quote, backslash;

	memcpy(&w, p, sizeof w);
	quote = w ^ ones * '"';
	backslash = w ^ ones * '\\';
	return (((w - ones * 0x20) | w | (quote - ones) | (backslash - ones)) &
	    tops) == 0;
}

/* From p on, where the first character is that needs a look; or end. */
static const char *
plain_run(const char *p, const char *end)
{
	const char *start = p;

	while (end - p >= 8 && are_plain(p))
		p += 8;
	if (end - start >= 8 && end - p < 8 && are_plain(end - 8))
		return end;
	while (p < end && is_plain(*p))
		p++;
	return p;
}

/* The same, where p is the first between the quotes that is not plain. */
static void
quoted_mixed(struct buf *b, const char *run, const char *p, const char *end)
{
	buf_ch(b, '"');
	while (p < end) {
		const char *at = p;
		int32_t cp = utf8_next(&p, end);

		if (cp < 0x20 || cp == '"' || cp == '\\') {
			buf_add(b, run, (size_t)(at - run));
			put_special(b, cp);
			run = p;
		}
		p = plain_run(p, end);
	}
	buf_add(b, run, (size_t)(end - run));
	buf_ch(b, '"');
}

/* The quotes and what is between them. */
static void
quoted(struct buf *b, const char *s, size_t n)
{
	const char *p = plain_run(s, s + n);
	char *to;

	if (p < s + n || !(to = buf_room(b, n + 2))) {
		quoted_mixed(b, s, p, s + n);
		return;
	}
	to[0] = '"';
	memcpy(to + 1, s, n);
	to[n + 1] = '"';
	b->len += n + 2;
}

void
json_name(struct buf *b, const char *name, size_t n)
{
	char *to;

	comma(b);
	to = buf_room(b, n + 3);
	if (!to)
		return;
	to[0] = '"';
	memcpy(to + 1, name, n);
	to[n + 1] = '"';
	to[n + 2] = ':';
	b->len += n + 3;
}

void
json_name_cstr(struct buf *b, const char *name, size_t n, const char *s)
{
	json_name(b, name, n);
	quoted(b, s, strlen(s));
}

void
json_key_any(struct buf *b, const char *name)
{
	comma(b);
	quoted(b, name, strlen(name));
	buf_ch(b, ':');
}

void
json_str(struct buf *b, const char *s, size_t n)
{
	comma(b);
	quoted(b, s, n);
}

void
json_cstr(struct buf *b, const char *s)
{
	json_str(b, s, strlen(s));
}

void
json_int(struct buf *b, int64_t i)
{
	comma(b);
	if (i < 0)
		buf_ch(b, '-');
	buf_uint(b, i < 0 ? -(uint64_t)i : (uint64_t)i);
}

void
json_bool(struct buf *b, int on)
{
	comma(b);
	buf_str(b, on ? "true" : "false");
}

void
json_null(struct buf *b)
{
	comma(b);
	buf_str(b, "null");
}

void
json_hex(struct buf *b, const void *octets, size_t n)
{
	char *to;

	comma(b);
	buf_ch(b, '"');
	to = n <= SIZE_MAX / 2 ? buf_room(b, 2 * n) : NULL;
	if (to) {
		num_hex(octets, n, to);
		b->len += 2 * n;
	} else {
		b->err = 1;
	}
	buf_ch(b, '"');
}

void
json_raw(struct buf *b, const char *text, size_t n)
{
	comma(b);
	buf_add(b, text, n);
}
