/* Values of a JSON line, one by one. */
#include "engine/dump/dump_priv.h"

#include <string.h>
#include <sysexits.h>

#include "base/num.h"
#include "smpp/status.h"

int
dump_bad(struct dump_job *j, const char *name, const char *why)
{
	return diag_err(j->err, EX_DATAERR, "%s: %s", name, why);
}

int
dump_take_uint(struct dump_job *j, const struct json_value *v, const char *name,
    uint32_t max, uint32_t *out)
{
	if (v->kind != JSON_INT || v->i < 0 || v->i > (int64_t)max)
		return diag_err(j->err, EX_DATAERR,
		    "%s: must be an integer from 0 to %u", name, (unsigned)max);
	*out = (uint32_t)v->i;
	return 0;
}

int
dump_take_u8(struct dump_job *j, const struct json_value *v, const char *name,
    uint8_t *out)
{
	uint32_t n = 0;

	if (dump_take_uint(j, v, name, 0xff, &n) < 0)
		return -1;
	*out = (uint8_t)n;
	return 0;
}

int
dump_take_hex(struct dump_job *j, const struct json_value *v, const char *name,
    struct smpp_octets *out)
{
	struct buf *a = &j->e->arena;
	ssize_t n = -1;

	if (v->kind == JSON_STRING && v->n / 2 < a->cap - a->len)
		n = num_unhex(v->s, v->n, (uint8_t *)a->p + a->len,
		    a->cap - a->len - 1);
	if (n < 0)
		return dump_bad(j, name, "must be octets in hex");
	*out = (struct smpp_octets){ (uint8_t *)a->p + a->len, (size_t)n };
	a->len += (size_t)n;
	buf_ch(a, '\0');
	return 0;
}

int
dump_take_hex_object(struct dump_job *j, const struct json_value *v, const char *name,
    int depth, struct smpp_octets *out)
{
	const struct json_value *m;
	size_t n;

	if (json_read(j->e->reader[depth], v->raw, v->rawlen, &m, &n, j->err) < 0)
		return -1;
	if (n != 1 || strcmp(m->name, "hex") != 0)
		return dump_bad(j, name, "must be a string or {\"hex\":\"...\"}");
	return dump_take_hex(j, m, name, out);
}

int
dump_take_cstr(struct dump_job *j, const struct json_value *v, const char *name,
    int depth, const char **out)
{
	struct smpp_octets o = { (const uint8_t *)v->s, v->n };

	if (v->kind == JSON_OBJECT) {
		if (dump_take_hex_object(j, v, name, depth, &o) < 0)
			return -1;
	} else if (v->kind != JSON_STRING) {
		return dump_bad(j, name, "must be a string");
	}
	if (memchr(o.p, 0, o.n))
		return dump_bad(j, name, "a NUL cannot be within it");
	*out = (const char *)o.p;
	return 0;
}

/* A number in a string, or a JSON integer: 0, or -1 without a word. */
static int
number(const struct json_value *v, uint32_t *out)
{
	int64_t n;

	if (v->kind == JSON_INT)
		n = v->i;
	else if (v->kind != JSON_STRING || strlen(v->s) != v->n ||
	    num_parse(v->s, 0, UINT32_MAX, &n) < 0)
		return -1;
	if (n < 0 || n > UINT32_MAX)
		return -1;
	*out = (uint32_t)n;
	return 0;
}

int
dump_take_status(struct dump_job *j, const struct json_value *v, const char *name,
    uint32_t *out)
{
	const struct smpp_status_def *d;

	if (number(v, out) == 0)
		return 0;
	d = v->kind == JSON_STRING ? smpp_status_by_name(v->s) : NULL;
	if (!d)
		return dump_bad(j, name, "neither a status nor a number");
	*out = d->status;
	return 0;
}

int
dump_take_command(struct dump_job *j, const struct json_value *v, uint32_t *out)
{
	const struct smpp_command_def *d;

	if (number(v, out) == 0)
		return 0;
	d = v->kind == JSON_STRING ? smpp_command_by_name(v->s) : NULL;
	if (!d)
		return dump_bad(j, v->name, "neither a command nor a number");
	*out = d->command;
	return 0;
}
