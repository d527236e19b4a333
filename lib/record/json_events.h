/*
 * json_events - the direct members of a text, gathered from yajl's callbacks.
 * Private to lib/record.
 */
#ifndef RECORD_JSON_EVENTS_H
#define RECORD_JSON_EVENTS_H

#include <yajl/yajl_parse.h>

#include "record/json.h"

/*
 * One yajl handle parses text after text (yajl_allow_multiple_values) until a
 * text is wrong.  Each text is given to it whole, so that its callbacks and
 * yajl_get_bytes_consumed() speak of offsets in the text.
 */
struct json_reader {
	yajl_handle yajl;	/* NULL: to be made */
	char *arena;		/* decoded strings, each with a NUL behind it */
	size_t used, cap;

	/* the text at work */
	const char *text;
	int root;		/* JSON_OBJECT or JSON_LIST; 0: not seen yet */
	unsigned depth;		/* open brackets */
	size_t end;		/* offset behind the last direct token, or bracket */
	size_t nv;
	const char *name;	/* of the member whose value comes next */
	size_t namelen, at;
	uint64_t seen;		/* a bit for each name's hash */
	const char *why;	/* what a callback found wrong; static */

	struct json_value v[JSON_MEMBERS_MAX];
};

/* Whether a member of the name r->name is there already; notes that one is now. */
int json_second_name(struct json_reader *r);

/* Its context is a struct json_reader. */
extern const yajl_callbacks json_events;

#endif
