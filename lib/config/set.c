/* Options that come from the command line. */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "config/private.h"

static void
keep_problem(void *arg, const struct diag_pos *pos, const char *what)
{
	struct diag_err *err = arg;

	(void)pos;
	if (!err->sysexit)
		diag_err(err, EX_USAGE, "-o: %s", what);
}

/*
 * A value as in the file when it begins like one that a file would quote or
 * enclose, else all of it as it stands.
 */
static int
read_value(struct config *c, const char *s, struct value *v,
    struct diag_err *err)
{
	struct diag_err first = { 0, "" };
	struct problems problems = { keep_problem, &first, 0, 0 };
	struct parser p;
	size_t n = strlen(s);

	memset(&p, 0, sizeof p);
	p.c = c;
	p.problems = &problems;
	p.file = "-o";
	if (!strchr("\"([", *s) || !*s) {
		v->kind = VALUE_ONE;
		v->n = 1;
		v->item = arena_alloc(&c->arena, sizeof *v->item);
		if (!v->item || !(*v->item = arena_text(&c->arena, s, n)))
			return diag_err(err, EX_OSERR, "out of memory");
		return 0;
	}
	lex_init(&p.lex, s, n);
	advance(&p);
	if (parse_value(&p, v) < 0)
		return diag_err(err, EX_USAGE, "%s", first.text);
	if (p.t.type != TOK_END)
		return diag_err(err, EX_USAGE, "-o: something follows the value");
	return 0;
}

static int
unknown(const char *name, struct diag_err *err)
{
	const char *near = name_nearest(name, NEAR_OPTIONS);

	return diag_err(err, EX_USAGE, "-o: unknown option \"%.*s\"%s%s%s",
	    CONFIG_NAME_MAX, name, near ? ": did you mean " : "",
	    near ? near : "", near ? "?" : "");
}

/* s up to a blank or "="; the value behind that.  NULL: there is no "=". */
static const char *
split_assignment(const char *s, char *name, size_t namesz)
{
	const char *eq = strchr(s, '=');
	size_t n;

	if (!eq)
		return NULL;
	s += strspn(s, " \t");
	n = strcspn(s, " \t=");
	if (s + n + strspn(s + n, " \t") != eq)
		return NULL;
	snprintf(name, namesz, "%.*s", (int)(n < namesz ? n : namesz - 1), s);
	return eq + 1 + strspn(eq + 1, " \t");
}

int
config_set(struct config *c, const char *assignment, struct diag_err *err)
{
	char name[2 * CONFIG_NAME_MAX], why[512];
	const char *s = split_assignment(assignment, name, sizeof name);
	struct setting *set;
	struct value v;
	int o;

	if (!s)
		return diag_err(err, EX_USAGE, "-o: it takes Option=value");
	o = option_find(name);
	if (o < 0)
		return unknown(name, err);
	if (read_value(c, s, &v, err) < 0)
		return -1;
	if (o == OPTIONS)
		return 0;
	set = setting_make(&c->arena, (enum option)o, &v, NULL, why, sizeof why);
	if (!set)
		return diag_err(err, EX_USAGE, "-o: %s: %s",
		    option_def((enum option)o)->name, why);
	if (setting_is_secret(set))
		return diag_err(err, EX_USAGE, "-o: %s would be seen by all in "
		    "ps(1): it belongs into a file or the environment",
		    option_def((enum option)o)->name);
	set->pos.file = "-o";
	views_drop(c);
	section_put(&c->override, set);
	return 0;
}

int
config_set_domain(struct config *c, const char *domain, enum option opt,
    const char *value, struct diag_err *err)
{
	struct section *s = domain_find(c, domain);
	char *item = arena_text(&c->arena, value, strlen(value)), why[512];
	struct value v = { VALUE_ONE, &item, 1 };
	struct setting *set;

	views_drop(c);
	if (!s)
		s = domain_add(c, domain);
	if (!s || !item)
		return diag_err(err, EX_OSERR, "out of memory");
	set = setting_make(&c->arena, opt, &v, NULL, why, sizeof why);
	if (!set)
		return diag_err(err, EX_USAGE, "%s: %s: %s", domain,
		    option_def(opt)->name, why);
	set->pos.file = "operand";
	if (!s->pos.file)
		s->pos = set->pos;
	section_put(s, set);
	return 0;
}
