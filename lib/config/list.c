/* Values: a word, a string, a list in ( ), a map in [ ]. */
#include <string.h>

#include "config/private.h"

struct items {
	struct parser *p;
	struct value *v;
	struct token open;	/* where it began */
	int marked;		/* mark and token are set */
	struct lex mark;	/* behind the last word at the start of a line */
	struct token token;
	char *item[2 * CONFIG_LIST_MAX];
};

static int
is_text(const struct token *t)
{
	return t->type == TOK_WORD || t->type == TOK_STRING;
}

/*
 * The list or map goes on into what is none.  Read again from the last line
 * that may have been an option or a stanza.
 */
static int
not_closed(struct items *l)
{
	struct parser *p = l->p;

	if (p->t.type == TOK_BAD) {
		problem(p, p->t.line, "%s", p->t.why);
		advance(p);
	} else if (p->t.type == TOK_LPAREN || p->t.type == TOK_LBRACK)
		problem(p, p->t.line, "a list or map cannot stand in another");
	else
		problem(p, l->open.line, "the %s that begins here has no \"%s\"",
		    l->v->kind == VALUE_LIST ? "list" : "map",
		    l->v->kind == VALUE_LIST ? ")" : "]");
	if (l->marked && (p->t.type == TOK_EQ || p->t.type == TOK_OPEN)) {
		p->lex = l->mark;
		p->t = l->token;
	}
	return -1;
}

/* Take the word or string at hand. */
static int
take(struct items *l)
{
	struct parser *p = l->p;
	char *s = lex_text(&p->c->arena, &p->t);

	if (!s)
		return out_of_memory(p);
	if (l->v->n == 2 * CONFIG_LIST_MAX ||
	    (l->v->kind == VALUE_LIST && l->v->n == CONFIG_LIST_MAX)) {
		problem(p, p->t.line, "more than %d elements", CONFIG_LIST_MAX);
		return -1;
	}
	if (p->t.type == TOK_WORD && p->t.first) {
		l->marked = 1;
		l->mark = p->lex;
		l->token = p->t;
	}
	l->item[l->v->n++] = s;
	advance(p);
	return 0;
}

/* `key`, `key = value` */
static int
take_pair(struct items *l)
{
	struct parser *p = l->p;

	if (take(l) < 0)
		return -1;
	if (p->t.type != TOK_EQ) {
		if (l->v->n < 2 * CONFIG_LIST_MAX)
			l->item[l->v->n++] = NULL;
		return 0;
	}
	advance(p);
	return is_text(&p->t) ? take(l) : not_closed(l);
}

static int
collect(struct items *l, enum tok close)
{
	struct parser *p = l->p;

	advance(p);
	while (p->t.type != close) {
		if (p->t.type == TOK_COMMA) {
			advance(p);
			continue;
		}
		if (!is_text(&p->t))
			return not_closed(l);
		if ((close == TOK_RPAREN ? take(l) : take_pair(l)) < 0)
			return -1;
	}
	advance(p);
	return 0;
}

static int
keep(struct parser *p, struct value *v, char **item)
{
	v->item = arena_alloc(&p->c->arena, (v->n + 1) * sizeof *item);
	if (!v->item)
		return out_of_memory(p);
	if (v->n)
		memcpy(v->item, item, v->n * sizeof *item);
	return 0;
}

static int
list(struct parser *p, struct value *v, enum tok close)
{
	struct items l;

	l.p = p;
	l.v = v;
	l.open = p->t;
	l.marked = 0;
	v->kind = close == TOK_RPAREN ? VALUE_LIST : VALUE_MAP;
	v->n = 0;
	return collect(&l, close) < 0 ? -1 : keep(p, v, l.item);
}

int
parse_value(struct parser *p, struct value *v)
{
	char *s;

	if (p->t.type == TOK_LPAREN)
		return list(p, v, TOK_RPAREN);
	if (p->t.type == TOK_LBRACK)
		return list(p, v, TOK_RBRACK);
	if (p->t.type == TOK_BAD) {
		problem(p, p->t.line, "%s", p->t.why);
		advance(p);
		return -1;
	}
	/* a word on the next line is the next option's name */
	if (!is_text(&p->t) || (p->t.type == TOK_WORD && p->t.first)) {
		problem(p, p->equals, "no value follows the \"=\"");
		return -1;
	}
	s = lex_text(&p->c->arena, &p->t);
	v->kind = VALUE_ONE;
	v->n = 1;
	advance(p);
	return s ? keep(p, v, &s) : out_of_memory(p);
}
