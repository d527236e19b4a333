/*
 * record - a line of JSON.  The quick reader takes only what yajl takes too,
 * and makes the same of it; a record that is opened, has a field replaced and
 * is closed again is one line that has all the others as they were.
 */
#include "fuzz.h"

#include "record/json_quick.h"
#include "record/json_text.h"
#include "record/record.h"

static struct json_reader *one, *two;

static void
same_value(const struct json_value *a, const struct json_value *b)
{
	assert((a->name == NULL) == (b->name == NULL));
	assert(!a->name || strcmp(a->name, b->name) == 0);
	assert(a->kind == b->kind && a->n == b->n);
	if (a->kind == JSON_INT || a->kind == JSON_BOOL)
		assert(a->i == b->i);
	assert((a->s == NULL) == (b->s == NULL));
	assert(!a->s || memcmp(a->s, b->s, a->n + 1) == 0);
	assert(a->rawlen == b->rawlen);
	assert(memcmp(a->raw, b->raw, a->rawlen) == 0);
}

/* The text again with an escape in front, which is left to yajl.  Only where
   it is an object with a member is there a comma behind that. */
static void
with_yajl(const char *text, size_t n, const struct json_value *v, size_t nv)
{
	static const char extra[] = "{\"\\u007a9\":0,";
	size_t skip = (size_t)((const char *)memchr(text, '{', n) - text) + 1;
	size_t len = sizeof extra - 1 + n - skip, nw, i;
	const struct json_value *w;
	char *other;

	if (json_member(v, nv, "z9") || nv == 0 || nv == JSON_MEMBERS_MAX)
		return;
	other = block(len);
	memcpy(other, extra, sizeof extra - 1);
	memcpy(other + sizeof extra - 1, text + skip, n - skip);
	assert(json_read(two, other, len, &w, &nw, NULL) == JSON_OBJECT);
	assert(nw == nv + 1);
	for (i = 0; i < nv; i++)
		same_value(&v[i], &w[i + 1]);
	free(other);
}

/* A list in it is good by itself, if it has not too many elements; an object
   may have a name twice, which is looked at only then. */
static void
deeper(const struct json_value *v, size_t n)
{
	const struct json_value *w;
	size_t nw, i;
	int rc;

	for (i = 0; i < n; i++) {
		if (!(v[i].kind & (JSON_LIST | JSON_OBJECT)))
			continue;
		rc = json_read(two, v[i].raw, v[i].rawlen, &w, &nw, NULL);
		if (v[i].kind == JSON_LIST && v[i].rawlen < JSON_MEMBERS_MAX)
			assert(rc == JSON_LIST);
		else
			assert(rc == -1 || rc == (int)v[i].kind);
	}
}

static void
strings(const char *text, size_t n)
{
	struct buf b = BUF_INIT;
	const struct json_value *v;
	size_t nv;

	json_open(&b, '[');
	json_str(&b, text, n);
	json_hex(&b, text, n);
	json_close(&b, ']');
	assert(json_read(one, b.p, b.len, &v, &nv, NULL) == JSON_LIST);
	assert(nv == 2 && v[0].kind == JSON_STRING && v[1].n == 2 * n);
	if (is_utf8(text, n))
		assert(v[0].n == n && (!n || memcmp(v[0].s, text, n) == 0));
	buf_free(&b);
}

static int
is_out(const struct json_value *m)
{
	return strcmp(m->name, "result") == 0 || strcmp(m->name, "text") == 0;
}

static void
rewrite(const char *line, size_t n)
{
	const uint64_t out = RECORD_SET(REC_RESULT) | RECORD_SET(REC_TEXT);
	struct buf b = BUF_INIT;
	struct record rec, again;
	size_t i, k = 0;

	if (record_read(one, line, n, &rec, NULL) < 0)
		return;
	assert(!rec.wrong || rec.wrong_why);
	record_open(&b, &rec, out);
	json_key_cstr(&b, "result", "x\n");
	record_close(&b);
	assert(b.p[b.len - 1] == '\n' && !memchr(b.p, '\n', b.len - 1));
	if (rec.nmembers < JSON_MEMBERS_MAX) {
		assert(record_read(two, b.p, b.len, &again, NULL) == 0);
		for (i = 0; i < rec.nmembers; i++)
			if (!is_out(&rec.member[i])) {
				const struct json_value *m = &again.member[k++];

				assert(strcmp(m->name, rec.member[i].name) == 0);
				assert(m->kind == rec.member[i].kind);
				assert(m->rawlen == rec.member[i].rawlen);
			}
		assert(again.nmembers == k + 1);
		assert(strcmp(again.member[k].name, "result") == 0);
	}
	buf_free(&b);
}

static void
invalid(const char *line, size_t n)
{
	struct buf b = BUF_INIT;
	struct record rec;

	record_invalid(&b, 1, line, n, "why");
	assert(record_read(one, b.p, b.len, &rec, NULL) == 0);
	assert(rec.type == REC_INVALID && !rec.wrong);
	buf_free(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	const char *text = (const char *)p;
	const struct json_value *v;
	struct diag_err err = { 0, "" };
	size_t nv;
	int rc;

	if (!one) {
		one = json_reader_new();
		two = json_reader_new();
		assert(one && two);
	}
	rc = json_read(one, text, n, &v, &nv, &err);
	if (rc < 0) {
		assert(err.sysexit && *err.text && is_line(err.text));
	} else {
		assert(nv <= JSON_MEMBERS_MAX);
		deeper(v, nv);
		if (rc == JSON_OBJECT)
			with_yajl(text, n, v, nv);
	}
	rewrite(text, n);
	strings(text, n);
	invalid(text, n);
	return 0;
}
