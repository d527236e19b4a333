/* engine/mobstate/import.h: lines that are broken in every way. */
#include "engine/mobstate/import.h"

#include <sysexits.h>

#include "tap.h"

static const char message[] =
    "{\"kind\":\"message\",\"id\":\"i\\u0041\",\"account\":\"a\",\"from\":null,"
    "\"to\":\"+1\",\"status\":\"ok\",\"begun\":\"2026-11-23T13:15:16.123Z\","
    "\"reference\":7,\"state\":\"DELIVRD\",\"record\":{\"to\":\"+1\",\"x\":1},"
    "\"parts\":[{\"status\":\"ok\",\"message_id\":\"0a\",\"umr\":5,\"state\":9},"
    "{\"status\":\"refused\",\"code\":4294967295}],"
    "\"events\":[{\"at\":\"2026-11-23T13:15:17Z\",\"what\":\"w\",\"text\":\"t\"}]}";

static void
whole(void)
{
	struct import_reader *r = import_reader_new();
	struct diag_err err;
	const struct import_line *l = import_read(r, message,
	    sizeof message - 1, &err);
	const struct store_message *m = &l->message;

	assert(l && l->kind == IMPORT_MESSAGE);
	assert(strcmp(m->id, "iA") == 0 && strcmp(m->account, "a") == 0);
	assert(!m->from && m->status == STORE_OK && m->ref == 7);
	/* date -u -d 2026-11-23T13:15:16Z +%s */
	assert(m->begun == INT64_C(1795439716123) && m->ended == 0);
	/* v3.4, 5.2.28: DELIVERED is 2 */
	assert(m->final == 2 && m->nparts == 2);
	assert(strcmp(m->record, "{\"to\":\"+1\",\"x\":1}") == 0);
	assert(strcmp(m->parts[0].message_id, "0a") == 0);
	assert(m->parts[0].umr == 5 && m->parts[0].final == 9);
	assert(m->parts[1].umr == -1 && m->parts[1].status == UINT32_MAX);
	assert(m->parts[1].state == STORE_PART_REFUSED);
	assert(l->nevents == 1 && strcmp(l->event[0].text, "t") == 0);
	import_reader_free(r);
}

/* Each beginning, and each octet replaced: never more than an error. */
static void
broken(void)
{
	static const char with[] = "\"{[]},:0\\n\xff ";
	struct import_reader *r = import_reader_new();
	char line[sizeof message];
	struct diag_err err;
	size_t i, j, good = 0;

	for (i = 0; i < sizeof message - 1; i++) {
		err.sysexit = 0;
		assert(!import_read(r, message, i, &err));
		assert(err.sysexit == EX_DATAERR && err.text[0]);
		for (j = 0; j < sizeof with; j++) {
			memcpy(line, message, sizeof line);
			line[i] = with[j];
			err.sysexit = 0;
			if (import_read(r, line, sizeof message - 1, &err))
				good++;
			else
				assert(err.sysexit == EX_DATAERR);
		}
	}
	/* in a string another character is another string */
	assert(good > 0);
	assert(import_read(r, message, sizeof message - 1, &err));
	import_reader_free(r);
}

static const struct tap_test tests[] = {
	{ "import: all of a message", whole },
	{ "import: a line that is broken anywhere is an error", broken },
};
TAP_MAIN(tests)
