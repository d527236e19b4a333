/*
 * import - a line of an export, from a file that anybody may have changed: all
 * that a message must have is there, its record can be read, and its numbers
 * are in their ranges.
 */
#include "fuzz.h"

#include <sysexits.h>

#include "engine/mobstate/import.h"
#include "record/record.h"

static struct import_reader *reader;
static struct json_reader *json;

static void
check_message(const struct import_line *l)
{
	const struct store_message *m = &l->message;
	struct record rec;
	unsigned i;

	assert(m->id && *m->id && m->account && *m->account && m->to);
	assert(m->ref >= -1 && m->ref <= 0xffff);
	assert(m->asked >= 0 && m->asked <= 0xff);
	assert(m->record);
	assert(record_read(json, m->record, strlen(m->record), &rec, NULL) == 0);
	assert(m->nparts <= STORE_PARTS_MAX && m->parts == l->part);
	for (i = 0; i < m->nparts; i++) {
		const struct store_part *part = &m->parts[i];

		assert(part->umr >= -1 && part->umr <= 0xffff);
		assert(part->final >= 0 && part->final <= 0xff);
		assert(part->state <= STORE_PART_UNKNOWN);
		assert(!part->message_id || is_utf8(part->message_id,
		    strlen(part->message_id)));
	}
	assert(l->nevents <= IMPORT_EVENTS_MAX);
	for (i = 0; i < l->nevents; i++)
		assert(l->event[i].what && *l->event[i].what);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct diag_err err = { 0, "" };
	const struct import_line *l;

	if (!reader) {
		reader = import_reader_new();
		json = json_reader_new();
		assert(reader && json);
	}
	l = import_read(reader, (const char *)p, n, &err);
	if (!l)
		assert(err.sysexit == EX_DATAERR && *err.text);
	else if (l->kind == IMPORT_MESSAGE)
		check_message(l);
	else
		assert(*l->reply.account && *l->reply.number && *l->reply.phone
		    && *l->reply.sender && is_utf8(l->reply.sender,
		    strlen(l->reply.sender)));
	return 0;
}
