/* The options in force: of all places where one may be set, the first. */
#include <stdlib.h>
#include <string.h>

#include "config/private.h"

static void
drop_list(struct section *s)
{
	struct config_view *v, *next;

	for (v = s->views; v; v = next) {
		next = v->next;
		free(v);
	}
	s->views = NULL;
}

void
views_drop(struct config *c)
{
	size_t i;

	drop_list(&c->global);
	for (i = 0; i < c->ndomains; i++)
		drop_list(c->domain[i]);
}

/* What stands in s comes before what is there already. */
static void
lay(struct config_view *v, const struct section *s)
{
	const struct setting *set;

	for (set = s ? s->set : NULL; set; set = set->next)
		v->at[set->opt] = set;
}

static void
fill(struct config_view *v, const struct config *c,
    const struct section *domain)
{
	size_t i;

	for (i = 0; i < OPTIONS; i++)
		v->at[i] = &c->dflt[i];
	lay(v, &c->global);
	lay(v, &c->mm7_serv);
	lay(v, v->operand);
	lay(v, domain);
	for (i = 3; i-- > 0;)
		lay(v, v->binding[i]);
	lay(v, &c->override);
}

static struct section *
find(const struct config *c, struct section **last, const char *name)
{
	struct section *s;

	if (!name)
		return NULL;
	if (*last && strcmp((*last)->name, name) == 0)
		return *last;
	s = domain_find(c, name);
	if (s)
		*last = s;
	return s;
}

/*
 * Views are kept by stanza, not by name: names come from records, and unknown
 * ones without end must not make views without end.
 */
const struct config_view *
config_view(struct config *c, const char *domain, const char *operand,
    const char *binding)
{
	struct section *d = find(c, &c->found[0], domain);
	struct section *o = find(c, &c->found[1], operand);
	struct section *home = d ? d : &c->global;
	const struct section *b[3] = { NULL, NULL, NULL };
	struct config_view *v;

	if (binding) {
		b[0] = d ? binding_find(d, binding) : NULL;
		b[1] = o ? binding_find(o, binding) : NULL;
		b[2] = binding_find(&c->global, binding);
	}
	for (v = home->views; v; v = v->next)
		if (v->operand == o && memcmp(v->binding, b, sizeof b) == 0)
			return v;
	v = calloc(1, sizeof *v);
	if (!v)
		return NULL;
	v->operand = o;
	memcpy(v->binding, b, sizeof b);
	fill(v, c, d);
	v->next = home->views;
	home->views = v;
	return v;
}

const char *
config_item(const struct config_view *v, enum option o, size_t i)
{
	return i < v->at[o]->n ? v->at[o]->item[i] : NULL;
}

const char *
config_str(const struct config_view *v, enum option o)
{
	const char *s = config_item(v, o, 0);

	return s && *s ? s : NULL;
}

int64_t
config_int(const struct config_view *v, enum option o)
{
	return v->at[o]->num;
}

int
config_bool(const struct config_view *v, enum option o)
{
	return v->at[o]->num != 0;
}

msec
config_msec(const struct config_view *v, enum option o)
{
	return (msec)v->at[o]->num;
}

int
config_pair(const struct config_view *v, enum option o, size_t i,
    const char **key, const char **value)
{
	const struct setting *set = v->at[o];

	if (i >= set->n / 2)
		return 0;
	*key = set->item[2 * i];
	*value = set->item[2 * i + 1];
	return 1;
}

const struct config_table *
config_table(const struct config_view *v, enum option o)
{
	return v->at[o]->table;
}

int
config_is_set(const struct config_view *v, enum option o)
{
	return v->at[o]->is_set;
}

struct diag_pos
config_where(const struct config_view *v, enum option o)
{
	return v->at[o]->pos;
}

int
config_smsc_port(const struct config_view *v)
{
	enum { SECURE = 3550 };		/* IANA: ssmpp */

	return config_bool(v, SMPP_SMSC_TLS) &&
		!config_is_set(v, SMPP_SMSC_PORT) ? SECURE :
		(int)config_int(v, SMPP_SMSC_PORT);
}

int
config_smsc_server(const struct config_view *v, size_t i, struct hostport *out)
{
	const char *text = config_item(v, SMPP_SMSC_SERVER, i);

	if (!text)
		return 0;
	return hostport_parse(out, text, config_smsc_port(v)) < 0 ? -1 : 1;
}
