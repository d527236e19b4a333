#include "record/json_events.h"

#include <string.h>

#include "record/json_text.h"

/* For a callback: stop yajl. */
static int
refuse(struct json_reader *r, const char *why)
{
	r->why = why;
	return 0;
}

/* Where the next token begins: blanks and one `,` or `:` stand before it. */
static size_t
next_token(const struct json_reader *r)
{
	size_t i = r->end;

	while (r->text[i] == ':' || r->text[i] == ',' || r->text[i] == ' ' ||
	    r->text[i] == '\t' || r->text[i] == '\n' || r->text[i] == '\r')
		i++;
	return i;
}

/*
 * Decode the string whose quotes are at from and to - 1.  The arena always has
 * room: decoded and with its NUL a string is shorter than raw with its quotes.
 */
static const char *
decode(struct json_reader *r, size_t from, size_t to, int plain, size_t *len)
{
	const char *raw = r->text + from + 1;
	size_t n = to - from - 2;
	char *s = r->arena + r->used;

	if (plain)
		memcpy(s, raw, n);
	else
		n = json_text_unescape(raw, n, s);
	s[n] = '\0';
	r->used += n + 1;
	*len = n;
	return s;
}

/* A direct member's value at text[from..to) has begun (a bracket) or is whole. */
static struct json_value *
add(struct json_reader *r, enum json_kind kind, size_t from, size_t to)
{
	struct json_value *v;

	if (r->depth == 0) {
		refuse(r, r->root ? "more than one value" :
		    "neither an object nor a list");
		return NULL;
	}
	if (r->nv == JSON_MEMBERS_MAX) {
		refuse(r, "too many members");
		return NULL;
	}
	v = &r->v[r->nv];
	v->name = r->root == JSON_OBJECT ? r->name : NULL;
	v->namelen = r->namelen;
	v->kind = kind;
	v->i = 0;
	v->s = NULL;
	v->n = 0;
	v->raw = r->text + from;
	v->rawlen = to - from;
	v->at = r->text + (r->root == JSON_OBJECT ? r->at : from);
	r->nv++;
	r->end = to;
	return v;
}

/* The same for a value that is one token, the one that yajl has just read. */
static struct json_value *
add_token(struct json_reader *r, enum json_kind kind)
{
	return add(r, kind, next_token(r), yajl_get_bytes_consumed(r->yajl));
}

static int
on_null(void *ctx)
{
	struct json_reader *r = ctx;

	return r->depth > 1 || add_token(r, JSON_NULL) != NULL;
}

static int
on_boolean(void *ctx, int on)
{
	struct json_reader *r = ctx;
	struct json_value *v;

	if (r->depth > 1)
		return 1;
	v = add_token(r, JSON_BOOL);
	if (v)
		v->i = on != 0;
	return v != NULL;
}

/* An integer of int64_t, or 0 when it is some other number. */
static int
integer(const char *p, size_t n, int64_t *out)
{
	int minus = *p == '-';
	uint64_t most = (uint64_t)INT64_MAX + (unsigned)minus, v = 0;
	size_t i;

	for (i = (size_t)minus; i < n; i++) {
		unsigned digit = (unsigned)(p[i] - '0');

		if (digit > 9 || v > (most - digit) / 10)
			return 0;
		v = v * 10 + digit;
	}
	if (minus)
		*out = v == most ? INT64_MIN : -(int64_t)v;
	else
		*out = (int64_t)v;
	return 1;
}

static int
on_number(void *ctx, const char *p, size_t n)
{
	struct json_reader *r = ctx;
	struct json_value *v;

	if (r->depth > 1)
		return 1;
	v = add_token(r, JSON_NUMBER);
	if (v && integer(p, n, &v->i))
		v->kind = JSON_INT;
	return v != NULL;
}

/* yajl gives strings without escapes as they stand in the text. */
static int
is_plain(const struct json_reader *r, const unsigned char *p, size_t from)
{
	return (const char *)p == r->text + from + 1;
}

static int
on_string(void *ctx, const unsigned char *p, size_t n)
{
	struct json_reader *r = ctx;
	struct json_value *v;

	(void)n;
	if (r->depth > 1)
		return 1;
	v = add_token(r, JSON_STRING);
	if (v) {
		size_t from = (size_t)(v->raw - r->text);

		v->s = decode(r, from, r->end, is_plain(r, p, from), &v->n);
	}
	return v != NULL;
}

/* The hash keeps most names from being compared with each other. */
int
json_second_name(struct json_reader *r)
{
	const unsigned char *p = (const unsigned char *)r->name;
	size_t n = r->namelen, i;
	uint64_t bit = (uint64_t)1 << ((n ? n * 7 + p[0] + p[n - 1] * 5u : 0) & 63);

	if (r->seen & bit)
		for (i = 0; i < r->nv; i++)
			if (r->v[i].namelen == n &&
			    memcmp(r->v[i].name, r->name, n) == 0)
				return 1;
	r->seen |= bit;
	return 0;
}

static int
on_key(void *ctx, const unsigned char *p, size_t n)
{
	struct json_reader *r = ctx;
	size_t to;

	(void)n;
	if (r->depth > 1)
		return 1;
	to = yajl_get_bytes_consumed(r->yajl);
	r->at = next_token(r);
	r->name = decode(r, r->at, to, is_plain(r, p, r->at), &r->namelen);
	r->end = to;
	/* a name is a C string to everybody: "type\0x" must not pass for "type" */
	if (memchr(r->name, '\0', r->namelen))
		return refuse(r, "a NUL in a member's name");
	if (json_second_name(r))
		return refuse(r, "a second member of the same name");
	return 1;
}

static int
start(struct json_reader *r, enum json_kind kind)
{
	size_t to = yajl_get_bytes_consumed(r->yajl);

	if (r->depth == JSON_DEPTH_MAX)
		return refuse(r, "nested too deeply");
	if (r->depth == 0) {
		if (r->root)
			return refuse(r, "more than one value");
		r->root = (int)kind;
		r->end = to;
	} else if (r->depth == 1 && !add(r, kind, to - 1, to))
		return 0;
	r->depth++;
	return 1;
}

static int
on_end(void *ctx)
{
	struct json_reader *r = ctx;
	struct json_value *v;

	r->depth--;
	if (r->depth > 1)
		return 1;
	r->end = yajl_get_bytes_consumed(r->yajl);
	if (r->depth == 1) {
		v = &r->v[r->nv - 1];
		v->rawlen = (size_t)(r->text + r->end - v->raw);
	}
	return 1;
}

static int
on_start_map(void *ctx)
{
	return start(ctx, JSON_OBJECT);
}

static int
on_start_array(void *ctx)
{
	return start(ctx, JSON_LIST);
}

const yajl_callbacks json_events = {
	.yajl_null = on_null,
	.yajl_boolean = on_boolean,
	.yajl_number = on_number,
	.yajl_string = on_string,
	.yajl_start_map = on_start_map,
	.yajl_map_key = on_key,
	.yajl_end_map = on_end,
	.yajl_start_array = on_start_array,
	.yajl_end_array = on_end,
};
