/* See import.h. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "engine/mobstate/import_priv.h"
#include "record/record.h"

struct import_reader {
	struct json_reader *line, *list, *member;
	struct import_line out;
};

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
    const struct import_field *f, void *to, struct diag_err *err)
{
	const struct json_value *m;
	size_t n;

	if (v->kind != JSON_OBJECT)
		return diag_err(err, EX_DATAERR, "a list holds other than "
		    "objects");
	if (json_read(r->member, v->raw, v->rawlen, &m, &n, err) < 0)
		return -1;
	return import_members(m, n, f, to, &r->out.text, err);
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
		if (take_element(r, &v[i], import_part, &r->out.part[i],
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
		if (take_element(r, &v[i], import_event, &r->out.event[i],
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
	if (import_members(v, n, import_message, msg, &r->out.text, err) < 0 ||
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
			return import_members(v, n, import_reply,
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
		diag_no_memory(err);
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
