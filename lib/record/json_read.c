#include "record/json.h"

#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "record/json_events.h"
#include "record/json_quick.h"
#include "record/json_text.h"

struct json_reader *
json_reader_new(void)
{
	return calloc(1, sizeof(struct json_reader));
}

static void
drop_yajl(struct json_reader *r)
{
	if (r->yajl)
		yajl_free(r->yajl);
	r->yajl = NULL;
}

void
json_reader_free(struct json_reader *r)
{
	if (!r)
		return;
	drop_yajl(r);
	free(r->arena);
	free(r);
}

/* Make ready for a text of n octets; -1: out of memory. */
static int
begin(struct json_reader *r, const char *text, size_t n)
{
	if (r->cap <= n) {
		size_t cap = n < 4096 ? 4096 : n + n / 2;
		char *p = realloc(r->arena, cap);

		if (!p)
			return -1;
		r->arena = p;
		r->cap = cap;
	}
	r->used = 0;
	r->text = text;
	r->root = 0;
	r->depth = 0;
	r->end = 0;
	r->nv = 0;
	r->namelen = 0;
	r->seen = 0;
	r->why = NULL;
	return 0;
}

static int
make_yajl(struct json_reader *r)
{
	if (r->yajl)
		return 0;
	r->yajl = yajl_alloc(&json_events, NULL, r);
	if (!r->yajl)
		return -1;
	yajl_config(r->yajl, yajl_allow_multiple_values, 1);
	/* json_text_valid() does, and better */
	yajl_config(r->yajl, yajl_dont_validate_strings, 1);
	return 0;
}

/*
 * Say what was wrong, at the octet that yajl has come to (the first is 1), in
 * yajl's own words, without "lexical error: " and its line feed, if not in ours.
 */
static int
wrong(struct json_reader *r, struct diag_err *err)
{
	size_t octet = yajl_get_bytes_consumed(r->yajl);
	unsigned char *said = NULL;
	const char *why = r->why, *colon;

	if (!why) {
		said = yajl_get_error(r->yajl, 0, NULL, 0);
		why = said ? (const char *)said : "";
		colon = strstr(why, "error: ");
		if (colon)
			why = colon + sizeof "error: " - 1;
	}
	diag_err(err, EX_DATAERR, "not valid JSON at octet %zu: %.*s", octet,
	    (int)strcspn(why, ".\n"), why);
	if (said)
		yajl_free_error(r->yajl, said);
	return -1;
}

/* yajl has taken all of the text without complaint: was it one value? */
static int
whole(struct json_reader *r, size_t n, struct diag_err *err)
{
	if (r->depth > 0)
		return diag_err(err, EX_DATAERR,
		    "not valid JSON at octet %zu: it ends too early", n + 1);
	if (!r->root)
		return diag_err(err, EX_DATAERR, n ?
		    "not a JSON object or list" : "empty, where JSON should be");
	if (r->end != n)
		return diag_err(err, EX_DATAERR, "not valid JSON at octet %zu: "
		    "more text behind its end", r->end + 1);
	return r->root;
}

/* What json_quick() leaves to it, and whatever is wrong. */
static int
read_with_yajl(struct json_reader *r, const char *text, size_t n,
    struct diag_err *err)
{
	int rc;

	if (begin(r, text, n) < 0 || make_yajl(r) < 0)
		return diag_no_memory(err);
	if (yajl_parse(r->yajl, (const unsigned char *)text, n) ==
	    yajl_status_ok)
		rc = whole(r, n, err);
	else
		rc = wrong(r, err);
	if (rc < 0)
		drop_yajl(r);	/* it may be inside something */
	return rc;
}

int
json_read(struct json_reader *r, const char *text, size_t n,
    const struct json_value **v, size_t *nv, struct diag_err *err)
{
	size_t bad;
	int rc = JSON_OBJECT, plain;

	*v = r->v;
	*nv = 0;
	while (n > 0 && memchr(" \t\r\n", text[n - 1], 4))
		n--;
	bad = json_text_valid(text, n, &plain);
	if (bad < n)
		return diag_err(err, EX_DATAERR, "not valid JSON at octet %zu: "
		    "not UTF-8, or a control character", bad + 1);
	if (begin(r, text, n) < 0)
		return diag_no_memory(err);
	if (!plain || !json_quick(r, text, n))
		rc = read_with_yajl(r, text, n, err);
	if (rc >= 0)
		*nv = r->nv;
	return rc;
}

const struct json_value *
json_member(const struct json_value *v, size_t n, const char *name)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (v[i].name && strcmp(v[i].name, name) == 0)
			return &v[i];
	return NULL;
}
