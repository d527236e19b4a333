/* The tokens of the stanza language. */
#include <string.h>

#include "config/private.h"

static const struct {
	char c;
	enum tok type;
	const char *name;
} punct[] = {
	{ '{', TOK_OPEN,   "\"{\"" },
	{ '}', TOK_CLOSE,  "\"}\"" },
	{ '(', TOK_LPAREN, "\"(\"" },
	{ ')', TOK_RPAREN, "\")\"" },
	{ '[', TOK_LBRACK, "\"[\"" },
	{ ']', TOK_RBRACK, "\"]\"" },
	{ '=', TOK_EQ,     "\"=\"" },
	{ ',', TOK_COMMA,  "\",\"" },
	{ ';', TOK_SEMI,   "\";\"" },
};
enum { PUNCTS = sizeof punct / sizeof *punct };

void
lex_init(struct lex *l, const char *text, size_t n)
{
	static const char bom[] = "\xef\xbb\xbf";
	size_t skip = n >= 3 && memcmp(text, bom, 3) == 0 ? 3 : 0;

	l->p = text + skip;
	l->end = text + n;
	l->line = 1;
	l->bol = 1;
}

static int
is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static int
punct_type(char c)
{
	size_t i;

	for (i = 0; i < PUNCTS; i++)
		if (punct[i].c == c)
			return (int)punct[i].type;
	return -1;
}

static void
to_end_of_line(struct lex *l)
{
	while (l->p < l->end && *l->p != '\n')
		l->p++;
}

static void
skip_blanks(struct lex *l)
{
	for (; l->p < l->end; l->p++) {
		if (*l->p == '#')
			to_end_of_line(l);
		if (l->p == l->end || !is_blank(*l->p))
			return;
		if (*l->p == '\n') {
			l->line++;
			l->bol = 1;
		}
	}
}

static void
bad(struct token *t, const char *why)
{
	t->type = TOK_BAD;
	t->why = why;
}

/*
 * A quoted string, which may run over several lines.  Where the quote that
 * ends such a one has a word stuck to it, it is in truth the quote that opens
 * the next string, and the one that was forgotten is ours.
 */
static void
string(struct lex *l, struct token *t)
{
	const char *p = l->p + 1;
	unsigned long lines = 0;

	for (; p < l->end && *p != '"'; p++) {
		if (*p == '\\' && l->end - p > 1 && (p[1] == '"' || p[1] == '\\'))
			p++;
		else if (*p == '\n')
			lines++;
	}
	if (p == l->end || (lines && l->end - p > 1 && !is_blank(p[1]) &&
	    !memchr(")]},;#", p[1], 6))) {
		to_end_of_line(l);
		bad(t, "the string that begins here has no end");
		return;
	}
	t->type = TOK_STRING;
	t->s = l->p + 1;
	t->n = (size_t)(p - t->s);
	l->p = p + 1;
	l->line += lines;
	if (memchr(t->s, 0, t->n))
		bad(t, "a NUL octet in a string: is this a text file?");
}

static int
is_word(char c)
{
	return (unsigned char)c > ' ' && c != 0x7f && c != '"' &&
	    punct_type(c) < 0;
}

static void
word(struct lex *l, struct token *t)
{
	t->type = TOK_WORD;
	t->s = l->p;
	for (; l->p < l->end && is_word(*l->p); l->p++)
		if (*l->p == '#')
			bad(t, "a # inside a word: quote the value, or put a "
			    "blank before the comment");
	t->n = (size_t)(l->p - t->s);
	if (t->n == 0) {
		l->p++;
		bad(t, "a control character: is this a text file?");
	} else if (*t->s == '\'') {
		bad(t, "a single quote: strings stand in double quotes");
	}
}

struct token
lex_next(struct lex *l)
{
	struct token t = { TOK_END, "", 0, 0, 0, NULL };
	int type;

	skip_blanks(l);
	t.line = l->line;
	t.first = l->bol;
	t.s = l->p;
	if (l->p == l->end)
		return t;
	l->bol = 0;
	type = punct_type(*l->p);
	if (type >= 0) {
		t.type = (enum tok)type;
		t.n = 1;
		l->p++;
	} else if (*l->p == '"') {
		string(l, &t);
	} else {
		word(l, &t);
	}
	return t;
}

char *
lex_text(struct arena *a, const struct token *t)
{
	char *s = arena_text(a, t->s, t->n), *to = s;
	size_t i;

	if (!s || t->type != TOK_STRING)
		return s;
	for (i = 0; i < t->n; i++) {
		if (t->s[i] == '\\' && i + 1 < t->n &&
		    (t->s[i + 1] == '"' || t->s[i + 1] == '\\'))
			i++;
		*to++ = t->s[i];
	}
	*to = '\0';
	return s;
}

const char *
lex_name(const struct token *t)
{
	size_t i;

	for (i = 0; i < PUNCTS; i++)
		if (punct[i].type == t->type)
			return punct[i].name;
	return t->type == TOK_STRING ? "a string" :
	    t->type == TOK_WORD ? "a word" : "the end of the file";
}
