/*
 * The grammar, and how to go on behind a mistake so that one run shows all.
 *
 *	body:	{ option | stanza | include | ";" }
 *	option:	name "=" value
 *	stanza:	name [ name ] "{" body "}"
 *	value:	word | string | list | map (list.c)
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "config/private.h"

static void body(struct parser *p, struct section *s, unsigned long opened);

void
problem(struct parser *p, unsigned long line, const char *fmt, ...)
{
	struct diag_pos pos = { p->file, line };
	char what[768];
	va_list ap;

	if (p->problems->count >= CONFIG_PROBLEMS_MAX)
		return;
	va_start(ap, fmt);
	vsnprintf(what, sizeof what, fmt, ap);
	va_end(ap);
	if (++p->problems->count == CONFIG_PROBLEMS_MAX)
		snprintf(what, sizeof what, "too many problems: no further one "
		    "is shown");
	if (p->problems->report)
		p->problems->report(p->problems->arg, &pos, what);
}

void
advance(struct parser *p)
{
	if (p->problems->count >= CONFIG_PROBLEMS_MAX)
		p->lex.p = p->lex.end;
	p->t = lex_next(&p->lex);
}

/* Leave out the rest of the line, and a { } that begins on it. */
static void
recover(struct parser *p)
{
	unsigned long depth = 0;

	for (; p->t.type != TOK_END; advance(p)) {
		if (p->t.type == TOK_OPEN)
			depth++;
		else if (depth && p->t.type == TOK_CLOSE)
			depth--;
		else if (!depth && (p->t.first || p->t.type == TOK_CLOSE ||
		    p->t.type == TOK_SEMI))
			return;
	}
}

int
out_of_memory(struct parser *p)
{
	problem(p, p->t.line, "out of memory");
	p->problems->count = CONFIG_PROBLEMS_MAX;
	return -1;
}

/* The token at hand does not belong here. */
static void
unexpected(struct parser *p, const char *where)
{
	if (p->t.type == TOK_BAD)
		problem(p, p->t.line, "%s", p->t.why);
	else
		problem(p, p->t.line, "%s %s", lex_name(&p->t), where);
}

/* name, which stands on line, was read; "=" is at hand. */
static void
option(struct parser *p, struct section *s, const char *name,
    unsigned long line)
{
	struct value v;

	p->equals = p->t.line;
	advance(p);
	if (parse_value(p, &v) < 0)
		recover(p);
	else
		rule_option(p, s, name, &v, line);
}

/* A { } whose content does not matter, or is not understood. */
static void
skip_block(struct parser *p)
{
	unsigned long line = p->t.line, depth = 0;

	for (; p->t.type != TOK_END; advance(p)) {
		if (p->t.type == TOK_OPEN)
			depth++;
		if (p->t.type == TOK_CLOSE && --depth == 0) {
			advance(p);
			return;
		}
	}
	problem(p, line, "the \"{\" here has no \"}\"");
}

/*
 * The stanza of def, which begins in line, cannot stand in s.  Returns 1 when
 * it shows that s, whose "{" is in line opened, was not closed.
 */
static int
misplaced(struct parser *p, const struct section *s,
    const struct stanza_def *def, unsigned long line, unsigned long opened)
{
	char here[128], there[256];

	place(s, here, sizeof here);
	if (opened && def->in & OPT_GLOBAL) {
		problem(p, line, "%s cannot stand %s: is the \"}\" missing for "
		    "the \"{\" in line %lu?", def->name, here, opened);
		return 1;
	}
	where_allowed(def->in, there, sizeof there);
	problem(p, line, "%s cannot stand %s: it belongs %s", def->name, here,
	    there);
	skip_block(p);
	return 0;
}

/*
 * name, which stands on line, and perhaps arg were read; "{" is at hand.
 * Returns 1 when s was not closed: then the caller ends it and reads this
 * stanza again.
 */
static int
stanza(struct parser *p, struct section *s, const char *name,
    const char *arg, unsigned long line, unsigned long opened)
{
	const struct stanza_def *def = stanza_find(name);
	unsigned long brace = p->t.line;
	struct section *in;
	const char *near;

	if (!def) {
		near = name_nearest(name, NEAR_STANZAS);
		problem(p, line, "unknown stanza \"%.*s\"%s%s%s",
		    CONFIG_NAME_MAX, name, near ? ": did you mean " : "",
		    near ? near : "", near ? "?" : "");
		skip_block(p);
		return 0;
	}
	if (!(def->in & s->def->scope))
		return misplaced(p, s, def, line, opened);
	in = rule_section(p, s, def, arg, line);
	if (!in) {
		skip_block(p);
		return 0;
	}
	advance(p);
	body(p, in, brace);
	return 0;
}

/* A name is read and neither "=" nor "{" follows. */
static void
no_statement(struct parser *p, const struct token *name, const char *text)
{
	int o = option_find(text);

	if (p->t.type == TOK_BAD) {
		problem(p, p->t.line, "%s", p->t.why);
		advance(p);
	} else if (o >= 0)
		problem(p, name->line, "%.*s lacks its \"=\"", CONFIG_NAME_MAX,
		    text);
	else if (stanza_find(text))
		problem(p, name->line, "%s lacks its \"{\"",
		    stanza_find(text)->name);
	else if (!name->first)
		/* perhaps the end of a password: it is not shown */
		problem(p, name->line, "more than one word behind \"=\": a "
		    "value of several words stands in quotes");
	else
		problem(p, name->line, "neither \"=\" nor \"{\" follows "
		    "\"%.*s\"", CONFIG_NAME_MAX, text);
	recover(p);
}

/* Returns 1 as stanza() does. */
static int
statement(struct parser *p, struct section *s, unsigned long opened)
{
	struct lex lex = p->lex;
	struct token name = p->t, arg;
	char *text = lex_text(&p->c->arena, &name), *argtext = NULL;

	if (!text)
		return out_of_memory(p) < 0;
	advance(p);
	arg = p->t;
	if (!arg.first && (arg.type == TOK_STRING || arg.type == TOK_WORD)) {
		argtext = lex_text(&p->c->arena, &arg);
		if (!argtext)
			return out_of_memory(p) < 0;
		if (strcasecmp(text, "include") == 0) {
			advance(p);
			include(p, s, argtext, name.line);
			return 0;
		}
	}
	if (p->t.type == TOK_EQ) {
		option(p, s, text, name.line);
		return 0;
	}
	if (argtext)
		advance(p);
	if (p->t.type != TOK_OPEN) {
		no_statement(p, &name, text);
		return 0;
	}
	if (!stanza(p, s, text, argtext ? argtext : "", name.line, opened))
		return 0;
	p->lex = lex;
	p->t = name;
	return 1;
}

/* opened: the line of the "{" that the body stands in; 0: a whole file. */
static void
body(struct parser *p, struct section *s, unsigned long opened)
{
	char here[128];

	for (;;) {
		switch (p->t.type) {
		case TOK_END:
			if (opened)
				problem(p, opened, "the \"{\" here, %s, has no "
				    "\"}\"", place(s, here, sizeof here));
			return;
		case TOK_CLOSE:
			if (!opened)
				problem(p, p->t.line, "a \"}\" without its "
				    "\"{\"");
			advance(p);
			if (opened)
				return;
			break;
		case TOK_SEMI:
			advance(p);
			break;
		case TOK_WORD:
			if (statement(p, s, opened))
				return;
			break;
		default:
			unexpected(p, "where an option or a stanza should begin");
			advance(p);
			recover(p);
		}
	}
}

void
parse_text(struct parser *p, struct section *s, const char *text, size_t n)
{
	lex_init(&p->lex, text, n);
	advance(p);
	body(p, s, 0);
}
