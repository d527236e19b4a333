/* Members of a line, by tables.  See import_priv.h. */
#include <stddef.h>
#include <string.h>
#include <sysexits.h>

#include "base/clock.h"
#include "engine/mobstate/import_priv.h"
#include "engine/mobstate/mobstate_priv.h"
#include "smpp/status.h"

#define AT(member) offsetof(struct store_message, member)
const struct import_field import_message[] = {
	{ "id", IS_TEXT, AT(id), 1, 0 },
	{ "account", IS_TEXT, AT(account), 1, 0 },
	{ "from", IS_TEXT, AT(from), 0, 0 },
	{ "to", IS_TEXT, AT(to), 1, 0 },
	{ "status", IS_STATUS, AT(status), 1, 0 },
	{ "begun", IS_TIME, AT(begun), 1, 0 },
	{ "ended", IS_TIME, AT(ended), 0, 0 },
	{ "reference", IS_NUMBER, AT(ref), 0, 0xffff },
	{ "registered_delivery", IS_NUMBER, AT(asked), 0, 0xff },
	{ "fingerprint", IS_NUMBER, AT(fingerprint), 0, 0x7fffffff },
	{ "state", IS_STATE, AT(final), 0, 0 },
	{ "done", IS_TIME, AT(final_at), 0, 0 },
	{ "overdue", IS_TIME, AT(overdue), 0, 0 },
	{ "record", IS_OBJECT, AT(record), 1, 0 },
	{ 0 },
};
#undef AT

#define AT(member) offsetof(struct store_part, member)
const struct import_field import_part[] = {
	{ "status", IS_PART_STATUS, AT(state), 1, 0 },
	{ "message_id", IS_TEXT, AT(message_id), 0, 0 },
	{ "code", IS_CODE, AT(status), 0, 0 },
	{ "umr", IS_NUMBER, AT(umr), 0, 0xffff },
	{ "state", IS_STATE, AT(final), 0, 0 },
	{ "done", IS_TIME, AT(final_at), 0, 0 },
	{ "error", IS_TEXT, AT(error), 0, 0 },
	{ 0 },
};
#undef AT

#define AT(member) offsetof(struct store_event, member)
const struct import_field import_event[] = {
	{ "at", IS_TIME, AT(at), 1, 0 },
	{ "what", IS_TEXT, AT(what), 1, 0 },
	{ "text", IS_TEXT, AT(text), 0, 0 },
	{ 0 },
};
#undef AT

#define AT(member) offsetof(struct store_reply, member)
const struct import_field import_reply[] = {
	{ "account", IS_TEXT, AT(account), 1, 0 },
	{ "number", IS_TEXT, AT(number), 1, 0 },
	{ "phone", IS_TEXT, AT(phone), 1, 0 },
	{ "sender", IS_TEXT, AT(sender), 1, 0 },
	{ "subject", IS_TEXT, AT(subject), 0, 0 },
	{ "message_id", IS_TEXT, AT(message_id), 0, 0 },
	{ "used", IS_TIME, AT(used), 1, 0 },
	{ 0 },
};
#undef AT

/* Room was made for as much as the line has: pointers stay good. */
static const char *
copy(struct buf *to, const char *p, size_t n)
{
	char *start = to->p + to->len;

	buf_add(to, p, n);
	buf_ch(to, '\0');
	return start;
}

static int
take_text(const struct json_value *v, const struct import_field *f, void *to,
    struct buf *text)
{
	const char *copied;

	if (v->kind != JSON_STRING || strlen(v->s) != v->n ||
	    (f->needed && !v->n))
		return -1;
	copied = copy(text, v->s, v->n);
	memcpy(to, &copied, sizeof copied);
	return 0;
}

static int
take_object(const struct json_value *v, void *to, struct buf *text)
{
	const char *copied;

	if (v->kind != JSON_OBJECT || v->rawlen > STORE_RECORD_MAX)
		return -1;
	copied = copy(text, v->raw, v->rawlen);
	memcpy(to, &copied, sizeof copied);
	return 0;
}

static int
take_number(const struct json_value *v, int64_t max, int *to)
{
	if (v->kind != JSON_INT || v->i < 0 || v->i > max)
		return -1;
	*to = (int)v->i;
	return 0;
}

static int
take_name(const struct json_value *v, enum import_type type, void *to)
{
	int *state = to;
	int n;

	if (type == IS_STATE && v->kind == JSON_INT)
		return take_number(v, 0xff, state);
	if (v->kind != JSON_STRING)
		return -1;
	n = type == IS_STATUS ? mobstate_status_parse(v->s, v->n) :
		type == IS_PART_STATUS ? mobstate_part_parse(v->s) :
		smpp_message_state_parse(v->s);
	if (n < 0)
		return -1;
	if (type == IS_STATUS)
		*(enum store_status *)to = (enum store_status)n;
	else if (type == IS_PART_STATUS)
		*(enum store_part_state *)to = (enum store_part_state)n;
	else
		*state = n;
	return 0;
}

static int
take_value(const struct json_value *v, const struct import_field *f, void *to,
    struct buf *text)
{
	switch (f->type) {
	case IS_TEXT: return take_text(v, f, to, text);
	case IS_OBJECT: return take_object(v, to, text);
	case IS_NUMBER: return take_number(v, f->max, to);
	case IS_TIME:
		return v->kind == JSON_STRING ?
			clock_parse_rfc3339(v->s, to) : -1;
	case IS_CODE:
		if (v->kind != JSON_INT || v->i < 0 || v->i > UINT32_MAX)
			return -1;
		*(uint32_t *)to = (uint32_t)v->i;
		return 0;
	case IS_STATE: case IS_STATUS: case IS_PART_STATUS:
		break;
	}
	return take_name(v, f->type, to);
}

int
import_members(const struct json_value *v, size_t n,
    const struct import_field *f, void *to, struct buf *text,
    struct diag_err *err)
{
	const struct json_value *m;

	for (; f->name; f++) {
		m = json_member(v, n, f->name);
		if (m && m->kind == JSON_NULL)
			m = NULL;
		if (!m && f->needed)
			return diag_err(err, EX_DATAERR, "no %s", f->name);
		if (m && take_value(m, f, (char *)to + f->at, text) < 0)
			return diag_err(err, EX_DATAERR, "%s is not as it is "
			    "exported", f->name);
	}
	return 0;
}
