#include "mail/encode.h"

#include <stdint.h>
#include <string.h>

#include "base/base64.h"
#include "base/utf8.h"

enum {
	LINE_GOOD = 78,		/* RFC 5322, 2.1.1 */
	LINE_WORST = 998,
	WORD_MAX = 75,		/* RFC 2047, 2 */
	WORD_FRAME = sizeof "=?utf-8?q?" "?=" - 1,
	WORD_ROOM = WORD_MAX - WORD_FRAME,
	WORD_LEAST = 20,	/* less room than this, and a word begins a line */
};

struct mail_line
mail_begin_header(struct buf *out, const char *name)
{
	struct mail_line l = { out, strlen(name) + 1 };

	buf_str(out, name);
	buf_ch(out, ':');
	return l;
}

void
mail_end_header(struct mail_line *l)
{
	buf_ch(l->out, '\n');
}

static void
put_word(struct mail_line *l, const char *word, size_t n)
{
	/* one column is left for a comma */
	if (l->col + 1 + n > LINE_GOOD - 1) {
		buf_ch(l->out, '\n');
		l->col = 0;
	}
	buf_ch(l->out, ' ');
	buf_add(l->out, word, n);
	l->col += 1 + n;
}

void
mail_put_word(struct mail_line *l, const char *word)
{
	put_word(l, word, strlen(word));
}

/* Control characters to blanks, what is no UTF-8 to U+FFFD. */
static void
clean_value(const char *s, struct buf *out)
{
	const char *end = s + strlen(s);

	while (s < end) {
		char *to = buf_room(out, UTF8_MAX);
		int32_t cp = utf8_next(&s, end);

		if (!to)
			return;
		if (cp == UTF8_BAD)
			cp = 0xfffd;
		if (cp < 0x20 || (cp >= 0x7f && cp < 0xa0) || cp == 0x2028 ||
		    cp == 0x2029)
			cp = ' ';
		out->len += utf8_put(to, (uint32_t)cp);
	}
}

/* What may stand in a Q word anywhere, names too: RFC 2047, 5 (3). */
static int
is_q_safe(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || (c && strchr("!*+-/", c));
}

/* The octets of n as Q; B is shorter where that is over 4/3 of n. */
static size_t
q_len(const char *p, size_t n)
{
	size_t len = 0;

	for (; n > 0; n--, p++)
		len += is_q_safe(*p) || *p == ' ' ? 1 : 3;
	return len;
}

static void
put_encoded_word(struct mail_line *l, const char *p, size_t n, int q)
{
	struct buf word = BUF_INIT;
	size_t i;

	buf_fmt(&word, "=?utf-8?%c?", q ? 'q' : 'b');
	for (i = 0; q && i < n; i++) {
		if (is_q_safe(p[i]) || p[i] == ' ')
			buf_ch(&word, p[i] == ' ' ? '_' : p[i]);
		else
			mail_put_hex(&word, p[i]);
	}
	if (!q)
		base64_put(&word, p, n);
	buf_str(&word, "?=");
	put_word(l, word.p, word.len);
	l->out->err |= word.err;
	buf_free(&word);
}

/* The octets that an encoded word has room for. */
static size_t
word_room(const struct mail_line *l)
{
	size_t used = l->col + 1 + WORD_FRAME, room;

	if (used + WORD_LEAST > LINE_GOOD - 1)
		return WORD_ROOM;	/* on the next line */
	room = LINE_GOOD - 1 - used;
	return room < WORD_ROOM ? room : WORD_ROOM;
}

/* As many encoded words as are needed, each of whole characters. */
static void
put_encoded(struct mail_line *l, const char *p, size_t n)
{
	int q = q_len(p, n) <= (n + 2) / 3 * 4;
	const char *end = p + n, *word = p, *at = p;

	while (p < end) {
		size_t len;

		at = p;
		utf8_next(&p, end);
		len = (size_t)(p - word);
		if ((q ? q_len(word, len) : (len + 2) / 3 * 4) > word_room(l)) {
			put_encoded_word(l, word, (size_t)(at - word), q);
			word = at;
		}
	}
	put_encoded_word(l, word, (size_t)(end - word), q);
}

/* ASCII that loses nothing when it is folded at its blanks. */
static int
is_foldable(const char *p, size_t n)
{
	size_t i, word = 0;

	if (n == 0 || p[0] == ' ' || p[n - 1] == ' ')
		return 0;
	for (i = 0; i < n; i++) {
		if ((unsigned char)p[i] >= 0x80 ||
		    (p[i] == '=' && i + 1 < n && p[i + 1] == '?'))
			return 0;
		word = p[i] == ' ' ? 0 : word + 1;
		if (word > LINE_WORST - LINE_GOOD)
			return 0;
	}
	return 1;
}

/* Words at single blanks; more blanks than one stay with the word behind. */
static void
put_folded(struct mail_line *l, const char *p, size_t n)
{
	size_t len;

	for (; n > 0; p += len, n -= len) {
		len = strspn(p, " ");
		len += strcspn(p + len, " ");
		put_word(l, p, len);
		if (len < n)		/* the blank that put_word() writes */
			len++;
	}
}

void
mail_put_text(struct mail_line *l, const char *text)
{
	struct buf b = BUF_INIT;
	const char *s;

	clean_value(text, &b);
	s = buf_cstr(&b);
	if (is_foldable(s, b.len))
		put_folded(l, s, b.len);
	else if (b.len)
		put_encoded(l, s, b.len);
	l->out->err |= b.err;
	buf_free(&b);
}

/* 1 when a name needs no quotes: atoms with single blanks between. */
static int
is_atoms(const char *p, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (p[i] == ' ' ? i + 1 < n && p[i + 1] == ' ' :
		    !is_q_safe(p[i]) && !strchr("#$%&'=?^_`{|}~", p[i]))
			return 0;
	return 1;
}

static void
put_quoted(struct mail_line *l, const char *p, size_t n)
{
	struct buf word = BUF_INIT;
	size_t i;

	buf_ch(&word, '"');
	for (i = 0; i < n; i++) {
		if (p[i] == '"' || p[i] == '\\')
			buf_ch(&word, '\\');
		buf_ch(&word, p[i]);
	}
	buf_ch(&word, '"');
	put_word(l, word.p, word.len);
	l->out->err |= word.err;
	buf_free(&word);
}

void
mail_put_phrase(struct mail_line *l, const char *name)
{
	enum { QUOTED_MAX = 60 };	/* longer ones can only be folded encoded */
	struct buf b = BUF_INIT;
	const char *s;

	clean_value(name, &b);
	s = buf_cstr(&b);
	if (!is_foldable(s, b.len))
		put_encoded(l, s, b.len);
	else if (is_atoms(s, b.len))
		put_folded(l, s, b.len);
	else if (b.len <= QUOTED_MAX)
		put_quoted(l, s, b.len);
	else
		put_encoded(l, s, b.len);
	l->out->err |= b.err;
	buf_free(&b);
}
