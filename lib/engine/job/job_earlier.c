/* What an earlier run says of each recipient.  See job_priv.h. */
#include <string.h>

#include "engine/job/job_priv.h"

void
job_earlier_free(struct job_earlier *e)
{
	json_reader_free(e->result);
	json_reader_free(e->list);
	json_reader_free(e->one);
}

int
job_earlier_read(struct job_earlier *e, const struct json_value *result)
{
	const struct json_value *v;
	size_t n;

	memset(e, 0, sizeof *e);
	if (!result)
		return 0;
	e->result = json_reader_new();
	e->list = json_reader_new();
	e->one = json_reader_new();
	if (!e->result || !e->list || !e->one)
		return -1;
	if (json_read(e->result, result->raw, result->rawlen, &v, &n, NULL) !=
	    JSON_OBJECT)
		return 0;
	v = json_member(v, n, "recipients");
	if (v && v->kind == JSON_LIST && json_read(e->list, v->raw, v->rawlen,
	    &e->item, &e->n, NULL) < 0)
		e->n = 0;
	return 0;
}

static int
is_of(struct job_earlier *e, size_t i, const char *to)
{
	const struct json_value *v, *t;
	size_t n;

	if (i >= e->n || e->item[i].kind != JSON_OBJECT ||
	    json_read(e->one, e->item[i].raw, e->item[i].rawlen, &v, &n,
	    NULL) != JSON_OBJECT)
		return 0;
	t = json_member(v, n, "to");
	return t && t->kind == JSON_STRING && strcmp(t->s, to) == 0;
}

const struct json_value *
job_earlier_of(struct job_earlier *e, size_t i, const char *to)
{
	if (is_of(e, i, to))
		return &e->item[i];
	for (i = 0; i < e->n; i++)
		if (is_of(e, i, to))
			return &e->item[i];
	return NULL;
}
