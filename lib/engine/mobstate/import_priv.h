/* What the files of import share. */
#ifndef ENGINE_MOBSTATE_IMPORT_PRIV_H
#define ENGINE_MOBSTATE_IMPORT_PRIV_H

#include "engine/mobstate/import.h"

enum import_type {
	IS_TEXT,		/* const char * */
	IS_TIME,		/* int64_t */
	IS_NUMBER,		/* int, up to max */
	IS_CODE,		/* uint32_t */
	IS_STATE,		/* int: message_state */
	IS_STATUS,		/* enum store_status */
	IS_PART_STATUS,	/* enum store_part_state */
	IS_OBJECT,		/* const char *, its JSON */
};

struct import_field {
	const char *name;
	enum import_type type;
	size_t at;		/* in its struct */
	int needed;
	int max;		/* of a IS_NUMBER */
};

/* Each ends with a row without a name. */
extern const struct import_field import_message[], import_part[],
	import_event[], import_reply[];

/* Members to the fields of a struct; what has no row is passed over.  text has
   room for them.  0, or -1: EX_DATAERR. */
int import_members(const struct json_value *v, size_t n,
	const struct import_field *f, void *to, struct buf *text,
	struct diag_err *err);

#endif
