#include "record/json_quick.h"

#include <string.h>

enum {
	DEPTH_MAX = 8,		/* of what is skipped; deeper is rare */
	DIGITS_MAX = 18,	/* fit int64_t, whatever they are */
};

static const char *
blanks(const char *p, const char *end)
{
	while (p < end && *p == ' ')
		p++;
	return p;
}

/* Each of these takes what begins at p, and returns what is behind it, or NULL:
   it is none, or not for us. */

static const char *
string(const char *p, const char *end)
{
	if (p == end || *p != '"')
		return NULL;
	p = memchr(p + 1, '"', (size_t)(end - p) - 1);
	return p ? p + 1 : NULL;
}

static const char *
integer(const char *p, const char *end, int64_t *out)
{
	int minus = p < end && *p == '-';
	const char *first = p += minus;
	int64_t v = 0;

	for (; p < end && *p >= '0' && *p <= '9'; p++) {
		if (p - first == DIGITS_MAX)
			return NULL;
		v = v * 10 + (*p - '0');
	}
	if (p == first || (*first == '0' && p - first > 1))
		return NULL;
	*out = minus ? -v : v;
	return p;
}

static const char *
word(const char *p, const char *end, const char *what)
{
	size_t n = strlen(what);

	return (size_t)(end - p) >= n && memcmp(p, what, n) == 0 ? p + n : NULL;
}

static const char *bracketed(const char *p, const char *end, int depth);

/* Any value; its kind, and what it is where that is a number. */
static const char *
value(const char *p, const char *end, int depth, enum json_kind *kind,
    int64_t *i)
{
	*i = 0;
	switch (p < end ? *p : 0) {
	case '"':
		*kind = JSON_STRING;
		return string(p, end);
	case '{':
		*kind = JSON_OBJECT;
		return bracketed(p, end, depth);
	case '[':
		*kind = JSON_LIST;
		return bracketed(p, end, depth);
	case 't':
		*kind = JSON_BOOL;
		*i = 1;
		return word(p, end, "true");
	case 'f':
		*kind = JSON_BOOL;
		return word(p, end, "false");
	case 'n':
		*kind = JSON_NULL;
		return word(p, end, "null");
	default:
		*kind = JSON_INT;
		return integer(p, end, i);
	}
}

/* What stands between a name and its value. */
static const char *
colon(const char *p, const char *end)
{
	p = blanks(p, end);
	return p < end && *p == ':' ? blanks(p + 1, end) : NULL;
}

/* A list or object, passed over. */
static const char *
bracketed(const char *p, const char *end, int depth)
{
	int object = *p == '{';
	char close = object ? '}' : ']';
	enum json_kind kind;
	int64_t i;

	if (depth == DEPTH_MAX)
		return NULL;
	p = blanks(p + 1, end);
	if (p < end && *p == close)
		return p + 1;
	for (;;) {
		if (object && (!(p = string(p, end)) || !(p = colon(p, end))))
			return NULL;
		p = value(p, end, depth + 1, &kind, &i);
		if (!p)
			return NULL;
		p = blanks(p, end);
		if (p == end)
			return NULL;
		if (*p == close)
			return p + 1;
		if (*p != ',')
			return NULL;
		p = blanks(p + 1, end);
	}
}

/* The string between the quotes at from and to - 1, to the arena. */
static const char *
keep(struct json_reader *r, const char *from, const char *to, size_t *n)
{
	char *s = r->arena + r->used;

	*n = (size_t)(to - from) - 2;
	memcpy(s, from + 1, *n);
	s[*n] = '\0';
	r->used += *n + 1;
	return s;
}

/* One member of the object; what is behind it, or NULL. */
static const char *
member(struct json_reader *r, const char *p, const char *end)
{
	struct json_value *v = &r->v[r->nv];
	const char *to = string(p, end);

	if (!to || r->nv == JSON_MEMBERS_MAX)
		return NULL;
	*v = (struct json_value){ .at = p };
	r->name = v->name = keep(r, p, to, &v->namelen);
	r->namelen = v->namelen;
	if (json_second_name(r))
		return NULL;
	p = colon(to, end);
	to = p ? value(p, end, 0, &v->kind, &v->i) : NULL;
	if (!to)
		return NULL;
	if (v->kind == JSON_STRING)
		v->s = keep(r, p, to, &v->n);
	v->raw = p;
	v->rawlen = (size_t)(to - p);
	r->nv++;
	return to;
}

int
json_quick(struct json_reader *r, const char *text, size_t n)
{
	const char *p = text, *end = text + n;

	p = blanks(p, end);
	if (p == end || *p != '{')
		return 0;
	p = blanks(p + 1, end);
	if (p < end && *p == '}')
		return p + 1 == end;
	for (;;) {
		p = member(r, p, end);
		if (!p)
			return 0;
		p = blanks(p, end);
		if (p == end)
			return 0;
		if (*p == '}')
			return p + 1 == end;
		if (*p != ',')
			return 0;
		p = blanks(p + 1, end);
	}
}
