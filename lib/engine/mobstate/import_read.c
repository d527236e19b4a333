/* See import.h. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/clock.h"
#include "engine/mobstate/import.h"
#include "engine/mobstate/mobstate_priv.h"
#include "smpp/status.h"

struct import_reader {
	struct json_reader *line, *list, *member;
	struct import_line out;
};

/* ---- members by tables ---- */

enum type {
	IS_TEXT,		/* const char * */
	IS_TIME,		/* int64_t */
	IS_NUMBER,		/* int, up to max */
	IS_CODE,		/* uint32_t */
	IS_STATE,		/* int: message_state */
	IS_STATUS,		/* enum store_status */
	IS_PART_STATUS,	/* enum store_part_state */
	IS_OBJECT,		/* const char *, its JSON */
};

struct field {
	const char *name;
	enum type type;
	size_t at;		/* in its struct */
	int needed;
	int max;		/* of a IS_NUMBER */
};

#define AT(member) offsetof(struct store_message, member)
static const struct field message_fields[] = {
	{ "id", IS_TEXT, AT(id), 1, 0 },
	{ "account", IS_TEXT, AT(account), 1, 0 },
	{ "from", IS_TEXT, AT(from), 0, 0 },
	{ "to", IS_TEXT, AT(to), 1, 0 },
	{ "status", IS_STATUS, AT(status), 1, 0 },
	{ "begun", IS_TIME, AT(begun), 1, 0 },
	{ "ended", IS_TIME, AT(ended), 0, 0 },
	{ "reference", IS_NUMBER, AT(ref), 0, 0xffff },
	{ "registered_delivery", IS_NUMBER, AT(asked), 0, 0xff },
	{ "state", IS_STATE, AT(final), 0, 0 },
	{ "done", IS_TIME, AT(final_at), 0, 0 },
	{ "overdue", IS_TIME, AT(overdue), 0, 0 },
	{ "record", IS_OBJECT, AT(record), 1, 0 },
	{ 0 },
};
#undef AT

#define AT(member) offsetof(struct store_part, member)
static const struct field part_fields[] = {
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
static const struct field event_fields[] = {
	{ "at", IS_TIME, AT(at), 1, 0 },
	{ "what", IS_TEXT, AT(what), 1, 0 },
	{ "text", IS_TEXT, AT(text), 0, 0 },
	{ 0 },
};
#undef AT

#define AT(member) offsetof(struct store_reply, member)
static const struct field reply_fields[] = {
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
take_text(const struct json_value *v, const struct field *f, void *to,
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
take_name(const struct json_value *v, enum type type, void *to)
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
take_value(const struct json_value *v, const struct field *f, void *to,
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

/* Members to the fields of a struct; what has no row is passed over. */
static int
take_members(const struct json_value *v, size_t n, const struct field *f,
    void *to, struct buf *text, struct diag_err *err)
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

/* ---- lists ---- */

/* The list's elements; 0 where there is none. */
static int
open_list(struct import_reader *r, const struct json_value *list,
    const struct json_value **v, size_t *n, struct diag_err *err)
{
	*n = 0;
	if (!list || list->kind == JSON_NULL)
		return 0;
	if (list->kind != JSON_LIST)
		return diag_err(err, EX_DATAERR, "%s is no list", list->name);
	return json_read(r->list, list->raw, list->rawlen, v, n, err) < 0 ?
		-1 : 0;
}

static int
take_element(struct import_reader *r, const struct json_value *v,
    const struct field *f, void *to, struct diag_err *err)
{
	const struct json_value *m;
	size_t n;

	if (v->kind != JSON_OBJECT)
		return diag_err(err, EX_DATAERR, "a list holds other than "
		    "objects");
	if (json_read(r->member, v->raw, v->rawlen, &m, &n, err) < 0)
		return -1;
	return take_members(m, n, f, to, &r->out.text, err);
}

static int
take_parts(struct import_reader *r, const struct json_value *list,
    struct diag_err *err)
{
	const struct json_value *v;
	size_t n, i;

	if (open_list(r, list, &v, &n, err) < 0)
		return -1;
	if (n > STORE_PARTS_MAX)
		return diag_err(err, EX_DATAERR, "over %d parts",
		    STORE_PARTS_MAX);
	for (i = 0; i < n; i++) {
		r->out.part[i] = (struct store_part){ .umr = -1 };
		if (take_element(r, &v[i], part_fields, &r->out.part[i],
		    err) < 0)
			return -1;
	}
	r->out.message.parts = r->out.part;
	r->out.message.nparts = (unsigned)n;
	return 0;
}

static int
take_events(struct import_reader *r, const struct json_value *list,
    struct diag_err *err)
{
	const struct json_value *v;
	size_t n, i;

	if (open_list(r, list, &v, &n, err) < 0)
		return -1;
	for (i = 0; i < n; i++) {
		r->out.event[i] = (struct store_event){ 0 };
		if (take_element(r, &v[i], event_fields, &r->out.event[i],
		    err) < 0)
			return -1;
	}
	r->out.nevents = n;
	return 0;
}

/* ---- lines ---- */

static int
take_message(struct import_reader *r, const struct json_value *v, size_t n,
    struct diag_err *err)
{
	struct store_message *msg = &r->out.message;
	struct record rec;

	*msg = (struct store_message){ .ref = -1 };
	if (take_members(v, n, message_fields, msg, &r->out.text, err) < 0 ||
	    take_parts(r, json_member(v, n, "parts"), err) < 0 ||
	    take_events(r, json_member(v, n, "events"), err) < 0)
		return -1;
	/* whoever reads it later must be able to */
	return record_read(r->member, msg->record, strlen(msg->record), &rec,
	    err);
}

static int
take_line(struct import_reader *r, const char *line, size_t len,
    struct diag_err *err)
{
	const struct json_value *v, *kind;
	size_t n;
	int root = json_read(r->line, line, len, &v, &n, err);

	if (root < 0)
		return -1;
	kind = root == JSON_OBJECT ? json_member(v, n, "kind") : NULL;
	if (kind && kind->kind == JSON_STRING) {
		if (strcmp(kind->s, "message") == 0) {
			r->out.kind = IMPORT_MESSAGE;
			return take_message(r, v, n, err);
		}
		if (strcmp(kind->s, "reply") == 0) {
			r->out.kind = IMPORT_REPLY;
			r->out.reply = (struct store_reply){ 0 };
			return take_members(v, n, reply_fields,
			    &r->out.reply, &r->out.text, err);
		}
	}
	return diag_err(err, EX_DATAERR, "no line of an export: its kind is "
	    "neither message nor reply");
}

const struct import_line *
import_read(struct import_reader *r, const char *line, size_t n,
    struct diag_err *err)
{
	buf_reset(&r->out.text);
	/* a string is decoded to fewer octets than it has with its quotes; the
	   record gets a NUL, for which there is its name */
	if (!buf_room(&r->out.text, n)) {
		diag_err(err, EX_TEMPFAIL, "out of memory");
		return NULL;
	}
	return take_line(r, line, n, err) < 0 ? NULL : &r->out;
}

struct import_reader *
import_reader_new(void)
{
	struct import_reader *r = calloc(1, sizeof *r);

	if (!r)
		return NULL;
	r->line = json_reader_new();
	r->list = json_reader_new();
	r->member = json_reader_new();
	if (r->line && r->list && r->member)
		return r;
	import_reader_free(r);
	return NULL;
}

void
import_reader_free(struct import_reader *r)
{
	if (!r)
		return;
	json_reader_free(r->line);
	json_reader_free(r->list);
	json_reader_free(r->member);
	buf_free(&r->out.text);
	free(r);
}
