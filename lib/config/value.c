/* A value, checked against its option's row. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/num.h"
#include "base/utf8.h"
#include "config/private.h"

struct making {
	struct arena *arena;
	const struct option_def *def;
	const char *file;
	struct setting *set;
	char *why;
	size_t whysz;
};

static int say_why(struct making *m, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

static int
say_why(struct making *m, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(m->why, m->whysz, fmt, ap);
	va_end(ap);
	return -1;
}

static int
not_allowed(struct making *m, const char *s)
{
	char allowed[320];

	option_allowed(m->def, allowed, sizeof allowed);
	return say_why(m, "\"%.*s\" is not allowed: it takes %s",
	    CONFIG_NAME_MAX, s, allowed);
}

static int
make_bool(struct making *m, char **item)
{
	static const struct option_name names[] = {
		{ "false", 0 }, { "true", 1 }, { "no", 0 }, { "yes", 1 },
		{ "off", 0 }, { "on", 1 }, { "0", 0 }, { "1", 1 }, { NULL, 0 }
	};
	const struct option_name *n = name_find(names, *item);

	if (!n)
		return not_allowed(m, *item);
	m->set->num = n->value;
	*item = (char *)(uintptr_t)name_of(names, n->value);
	return 0;
}

static int
make_enum(struct making *m, char **item)
{
	const struct option_name *n = name_find(m->def->names, *item);

	if (!n)
		return not_allowed(m, *item);
	m->set->num = n->value;
	*item = (char *)(uintptr_t)name_of(m->def->names, n->value);
	return 0;
}

static int
make_time(struct making *m, const char *s)
{
	int64_t bare = m->def->unit ? m->def->unit : 1000;

	if (time_parse(s, bare, m->def->max, &m->set->num) < 0 ||
	    m->set->num < m->def->min)
		return not_allowed(m, s);
	return 0;
}

/* A string in which names stand between commas: each an item of its own. */
static int
split(struct making *m, const char *s)
{
	size_t n = 1, i;
	const char *p;

	for (p = s; *p; p++)
		n += *p == ',';
	if (n > CONFIG_LIST_MAX)
		return say_why(m, "more than %d names", CONFIG_LIST_MAX);
	m->set->item = arena_alloc(m->arena, n * sizeof(char *));
	if (!m->set->item)
		return say_why(m, "out of memory");
	for (i = 0, p = s; i < n; i++) {
		size_t len, end;

		p += strspn(p, " \t");
		end = len = strcspn(p, ",");
		while (len && strchr(" \t", p[len - 1]))
			len--;
		m->set->item[i] = arena_text(m->arena, p, len);
		if (!m->set->item[i])
			return say_why(m, "out of memory");
		p += end + (p[end] == ',');
	}
	m->set->n = n;
	return 0;
}

static int
make_flags(struct making *m, const struct value *v)
{
	int64_t once = m->def->min;
	size_t i;

	if (v->kind == VALUE_ONE && !**v->item)
		m->set->n = 0;
	else if (v->kind == VALUE_ONE && split(m, *v->item) < 0)
		return -1;
	for (i = 0; i < m->set->n; i++) {
		char **item = &m->set->item[i];
		const struct option_name *n = name_find(m->def->names, *item);

		if (!n)
			return not_allowed(m, *item);
		m->set->num |= n->value;
		*item = (char *)(uintptr_t)name_of(m->def->names, n->value);
	}
	if ((m->set->num & once) == once && once)
		return say_why(m, "%s and %s exclude each other",
		    name_of(m->def->names, (long)(once & -once)),
		    name_of(m->def->names, (long)(once & (once - 1))));
	return 0;
}

static int
make_map(struct making *m)
{
	char **item = m->set->item;
	size_t i, j;
	int64_t n;

	for (i = 0; i < m->set->n; i += 2) {
		for (j = 0; j < i; j += 2)
			if (strcmp(item[i], item[j]) == 0)
				return say_why(m, "\"%.*s\" stands there twice",
				    CONFIG_NAME_MAX, item[i]);
		if (m->def->max && item[i + 1] && num_parse(item[i + 1],
		    m->def->min, m->def->max, &n) < 0)
			return not_allowed(m, item[i + 1]);
	}
	return 0;
}

char *
path_beside(struct arena *a, const char *file, const char *path)
{
	const char *slash = file ? strrchr(file, '/') : NULL;
	size_t dir = slash ? (size_t)(slash - file) + 1 : 0;
	size_t n = strlen(path);
	char *s;

	if (*path == '/' || !*path)
		dir = 0;
	s = arena_alloc(a, dir + n + 1);
	if (!s)
		return NULL;
	memcpy(s, file ? file : "", dir);
	memcpy(s + dir, path, n);
	return s;
}

static int
make_table(struct making *m, char **item)
{
	*item = path_beside(m->arena, m->file, *item);
	if (!*item)
		return say_why(m, "out of memory");
	if (!**item)
		return 0;
	m->set->table = table_read(m->arena, m->def, *item, m->why, m->whysz);
	return m->set->table ? 0 : -1;
}

static int
make_one(struct making *m, char **item)
{
	switch (m->def->type) {
	case OPT_BOOL:
		return make_bool(m, item);
	case OPT_INT:
		if (num_parse(*item, m->def->min, m->def->max,
		    &m->set->num) < 0)
			return not_allowed(m, *item);
		return 0;
	case OPT_TIME:
		return make_time(m, *item);
	case OPT_ENUM:
		return make_enum(m, item);
	case OPT_PATH:
		*item = path_beside(m->arena, m->file, *item);
		return *item ? 0 : say_why(m, "out of memory");
	case OPT_TABLE:
		return make_table(m, item);
	default:
		return 0;
	}
}

/* What goes into mail headers, SMPP and XML must be text. */
static int
check_text(struct making *m)
{
	size_t i, n;
	const char *s;

	for (i = 0; i < m->set->n; i++) {
		s = m->set->item[i];
		n = s ? strlen(s) : 0;
		if (n && utf8_valid(s, n) < n)
			return say_why(m, "its value is not UTF-8");
		for (; n; s++, n--)
			if (*s == 0x7f || ((unsigned char)*s < 0x20 &&
			    (m->def->type != OPT_TEXT || !strchr("\t\r\n", *s))))
				return say_why(m, "its value holds a line end "
				    "or another control character");
	}
	return 0;
}

static int
make(struct making *m, const struct value *v)
{
	enum option_type type = m->def->type;

	if (check_text(m) < 0)
		return -1;
	if (v->kind == VALUE_MAP && type != OPT_MAP)
		return say_why(m, "a map in [ ] is not allowed: it takes %s",
		    type == OPT_LIST || type == OPT_FLAGS ? "a list in ( )" :
		    "a single value");
	if (type == OPT_MAP && v->kind == VALUE_ONE && m->def->or_number)
		return num_parse(*v->item, m->def->min, m->def->max,
		    &m->set->num) < 0 ? not_allowed(m, *v->item) : 0;
	if (type == OPT_MAP)
		return v->kind == VALUE_MAP ? make_map(m) :
		    say_why(m, "it takes a map: [ name = value ]");
	if (type == OPT_FLAGS)
		return make_flags(m, v);
	if (type == OPT_LIST)
		return 0;
	if (v->kind == VALUE_LIST)
		return say_why(m, "a list in ( ) is not allowed: it takes a "
		    "single value");
	return make_one(m, m->set->item);
}

struct setting *
setting_make(struct arena *a, enum option o, const struct value *v,
    const char *file, char *why, size_t whysz)
{
	struct setting *set = arena_alloc(a, sizeof *set);
	struct making m = { a, option_def(o), file, set, why, whysz };

	if (!set || !(set->item = arena_alloc(a, v->n * sizeof *v->item))) {
		snprintf(why, whysz, "out of memory");
		return NULL;
	}
	if (v->n)
		memcpy(set->item, v->item, v->n * sizeof *v->item);
	set->opt = o;
	set->n = v->n;
	set->is_set = 1;
	return make(&m, v) < 0 ? NULL : set;
}
