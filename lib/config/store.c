/* What a configuration holds: stanzas and the options set in them. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "config/private.h"

static unsigned
bucket(const char *name)
{
	uint32_t h = 2166136261u;	/* FNV-1a */

	for (; *name; name++) {
		unsigned char c = (unsigned char)*name;

		h = (h ^ (c >= 'A' && c <= 'Z' ? c + 32u : c)) * 16777619u;
	}
	return h % DOMAIN_BUCKETS;
}

struct section *
section_new(struct config *c, const struct stanza_def *def, const char *name)
{
	struct section *s = arena_alloc(&c->arena, sizeof *s);

	if (!s)
		return NULL;
	s->def = def;
	s->name = name;
	return s;
}

struct section *
domain_find(const struct config *c, const char *name)
{
	struct section *s;

	for (s = c->bucket[bucket(name)]; s; s = s->next)
		if (strcasecmp(s->name, name) == 0)
			return s;
	return NULL;
}

struct section *
domain_add(struct config *c, const char *name)
{
	const char *kept = arena_text(&c->arena, name, strlen(name));
	struct section *s, **list;
	unsigned b = bucket(name);

	if (c->ndomains == c->domaincap) {
		size_t cap = c->domaincap ? 2 * c->domaincap : 16;

		list = realloc(c->domain, cap * sizeof *list);
		if (!list)
			return NULL;
		c->domain = list;
		c->domaincap = cap;
	}
	s = kept ? section_new(c, stanza_find("domain"), kept) : NULL;
	if (!s)
		return NULL;
	s->next = c->bucket[b];
	c->bucket[b] = s;
	c->domain[c->ndomains++] = s;
	return s;
}

struct section *
binding_find(const struct section *s, const char *name)
{
	struct section *b;

	for (b = s->bindings; b; b = b->next)
		if (strcasecmp(b->name, name) == 0)
			return b;
	return NULL;
}

struct setting *
section_get(const struct section *s, enum option o)
{
	struct setting *set;

	for (set = s->set; set; set = set->next)
		if (set->opt == o)
			return set;
	return NULL;
}

void
section_put(struct section *s, struct setting *set)
{
	struct setting **at;

	for (at = &s->set; *at; at = &(*at)->next)
		if ((*at)->opt == set->opt) {
			*at = (*at)->next;
			break;
		}
	set->next = s->set;
	s->set = set;
}

/* The table's defaults, made once so that a view is only pointers. */
static int
defaults(struct config *c)
{
	struct setting *set;
	char why[256];
	size_t i;

	for (i = 0; i < OPTIONS; i++) {
		const struct option_def *d = option_def((enum option)i);
		char *item = (char *)(uintptr_t)d->dflt;
		struct value v = { VALUE_ONE, &item, 1 };

		c->dflt[i].opt = (enum option)i;
		c->dflt[i].pos.file = "default";
		if (!d->dflt)
			continue;
		set = setting_make(&c->arena, (enum option)i, &v, NULL, why,
		    sizeof why);
		if (!set)
			return -1;
		set->pos = c->dflt[i].pos;
		set->is_set = 0;
		c->dflt[i] = *set;
	}
	return 0;
}

struct config *
config_new(void)
{
	struct config *c = calloc(1, sizeof *c);

	if (!c)
		return NULL;
	c->global.def = c->override.def = &stanza_global;
	c->global.name = c->override.name = c->mm7_serv.name = "";
	c->mm7_serv.def = stanza_find("mm7_serv");
	if (defaults(c) < 0) {
		config_free(c);
		return NULL;
	}
	return c;
}

void
config_free(struct config *c)
{
	if (!c)
		return;
	views_drop(c);
	free(c->domain);
	arena_free(&c->arena);
	free(c);
}

int
config_has_domain(const struct config *c, const char *domain)
{
	return domain_find(c, domain) != NULL;
}

const char *
config_domain(const struct config *c, size_t i)
{
	return i < c->ndomains ? c->domain[i]->name : NULL;
}
