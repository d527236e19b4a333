/*
 * import - a line of an export, taken apart.
 */
#ifndef ENGINE_MOBSTATE_IMPORT_H
#define ENGINE_MOBSTATE_IMPORT_H

#include "record/json.h"
#include "store/message.h"
#include "store/reply.h"

enum { IMPORT_EVENTS_MAX = JSON_MEMBERS_MAX };	/* of one message */

enum import_kind { IMPORT_MESSAGE, IMPORT_REPLY };

/* All of it borrows from the line and the readers. */
struct import_line {
	enum import_kind kind;
	struct store_message message;	/* its parts are below */
	struct store_part part[STORE_PARTS_MAX];
	size_t nevents;
	struct store_event event[IMPORT_EVENTS_MAX];
	struct store_reply reply;
	struct buf text;		/* what had to be copied */
};

struct import_reader;
struct import_reader *import_reader_new(void);	/* NULL: out of memory */
void import_reader_free(struct import_reader *r);

/* Returns the line, good until the next call; or NULL with err: EX_DATAERR and
   what is wrong, or EX_TEMPFAIL. */
const struct import_line *import_read(struct import_reader *r,
	const char *line, size_t n, struct diag_err *err);

#endif
