/* What may stand where, and how often. */
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "config/private.h"

const char *
place(const struct section *s, char *out, size_t outsz)
{
	if (s->def == &stanza_global)
		snprintf(out, outsz, "at the top level");
	else
		snprintf(out, outsz, "in %s%s%.*s%s", s->def->name,
		    *s->name ? " \"" : "", CONFIG_NAME_MAX, s->name,
		    *s->name ? "\"" : "");
	return out;
}

void
where_allowed(unsigned scope, char *out, size_t outsz)
{
	static const struct {
		unsigned bit;
		const char *text;
	} places[] = {
		{ OPT_GLOBAL, "at the top level" },
		{ OPT_DOMAIN, "in a domain stanza" },
		{ OPT_BINDING, "in a binding stanza" },
		{ OPT_MM7_SERV, "in the mm7_serv stanza" },
		{ OPT_LISTENER, "in a Listen stanza" },
		{ IN_LOGGER, "in a logger stanza" },
		{ IN_LISTENERS, "in an HTTP_Listener stanza" },
	};
	size_t i, used = 0;

	*out = '\0';
	for (i = 0; i < sizeof places / sizeof *places; i++)
		if (scope & places[i].bit && used < outsz)
			used += (size_t)snprintf(out + used, outsz - used,
			    "%s%s", used ? " or " : "", places[i].text);
}

static void
put(struct parser *p, struct section *s, enum option o,
    const struct value *v, unsigned long line)
{
	const struct option_def *d = option_def(o);
	struct setting *old = section_get(s, o), *set;
	char why[512], here[128];

	if (!(d->scope & s->def->scope)) {
		where_allowed(d->scope, why, sizeof why);
		problem(p, line, "%s cannot stand %s: it belongs %s", d->name,
		    place(s, here, sizeof here), why);
		return;
	}
	if (old) {
		problem(p, line, "%s is set already at %s:%lu", d->name,
		    old->pos.file, old->pos.line);
		return;
	}
	set = setting_make(&p->c->arena, o, v, p->file, why, sizeof why);
	if (!set) {
		problem(p, line, "%s: %s", d->name, why);
		return;
	}
	if (p->unsafe && setting_is_secret(set)) {
		problem(p, line, "%s stands here, but others may read or change "
		    "this file: chmod 640 %s", d->name, p->file);
		p->unsafe = 0;		/* once a file */
	}
	set->pos.file = p->file;
	set->pos.line = line;
	section_put(s, set);
}

static void
unknown(struct parser *p, unsigned long line, const char *name)
{
	const char *near = name_nearest(name, NEAR_OPTIONS);

	if (stanza_find(name))
		problem(p, line, "%s is no option but a stanza: %s%s { }", name,
		    stanza_find(name)->name,
		    stanza_find(name)->named ? " \"name\"" : "");
	else
		problem(p, line, "unknown option \"%.*s\"%s%s%s",
		    CONFIG_NAME_MAX, name, near ? ": did you mean " : "",
		    near ? near : "", near ? "?" : "");
}

void
rule_option(struct parser *p, struct section *s, const char *name,
    const struct value *v, unsigned long line)
{
	int o = option_find(name);
	char where[128];

	if (o < 0)
		unknown(p, line, name);
	else if (o < OPTIONS)
		put(p, s, (enum option)o, v, line);
	else if (!ignored_in(name, s->def->scope))
		problem(p, line, "%.*s cannot stand %s: it belongs in a logger "
		    "stanza", CONFIG_NAME_MAX, name,
		    place(s, where, sizeof where));
}

/* Is the stanza's name one it may have?  0: it was reported. */
static int
name_fits(struct parser *p, const struct stanza_def *def, const char *name,
    unsigned long line)
{
	const char *s;

	if (!*name) {
		if (def->named)
			problem(p, line, "%s needs a name: %s \"name\" { }",
			    def->name, def->name);
		return !def->named;
	}
	if (utf8_valid(name, strlen(name)) < strlen(name)) {
		problem(p, line, "the name of this %s is not UTF-8", def->name);
		return 0;
	}
	for (s = name; *s && (unsigned char)*s > ' ' && *s != 0x7f; s++)
		;
	if (def->scope == OPT_DOMAIN && (*s || strchr(name, '*'))) {
		problem(p, line, "domain \"%.*s\": %s", CONFIG_NAME_MAX, name,
		    *s ? "a name has no blanks" :
		    "names are taken exactly, there are no patterns");
		return 0;
	}
	return 1;
}

struct section *
rule_section(struct parser *p, struct section *parent,
    const struct stanza_def *def, const char *name, unsigned long line)
{
	struct section *s, *old = NULL;

	if (!name_fits(p, def, name, line))
		return NULL;
	if (def->scope == OPT_DOMAIN)
		old = domain_find(p->c, name);
	else if (def->scope == OPT_BINDING)
		old = binding_find(parent, name);
	else if (def->scope == OPT_MM7_SERV && p->c->mm7_serv.pos.line)
		old = &p->c->mm7_serv;
	if (old && def->unique) {
		problem(p, line, "%s%s%.*s%s stands already at %s:%lu", def->name,
		    *name ? " \"" : "", CONFIG_NAME_MAX, name,
		    *name ? "\"" : "", old->pos.file, old->pos.line);
		return NULL;
	}
	s = def->scope == OPT_DOMAIN ? domain_add(p->c, name) :
	    def->scope == OPT_MM7_SERV ? &p->c->mm7_serv :
	    section_new(p->c, def, name);
	if (!s) {
		out_of_memory(p);
		return NULL;
	}
	if (def->scope == OPT_BINDING) {
		s->next = parent->bindings;
		parent->bindings = s;
	}
	s->pos.file = p->file;
	s->pos.line = line;
	return s;
}
