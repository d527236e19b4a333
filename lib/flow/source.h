/*
 * source - where records come from: `-I`.
 *
 * One interface, a file a kind: `-` is standard input, a record a line;
 * (spool:DIR and amqp:// have a place here).  A source never waits: when
 * nothing is there it says so, and the caller waits for source_fd() in poll(2)
 * or an event loop.
 */
#ifndef FLOW_SOURCE_H
#define FLOW_SOURCE_H

#include <stddef.h>

#include "base/diag.h"

enum {
	SOURCE_LINE_MAX = 1 << 20,	/* octets of a record: a message of 64 KiB
					   in JSON escapes and what hooks add */
};

struct source;

struct source_item {
	const char *p;		/* the record, no line feed; borrowed until the
				   next source_next() */
	size_t n;
	struct diag_pos pos;	/* "stdin" and its line */
	int too_long;		/* over SOURCE_LINE_MAX: p is its beginning, the
				   rest of the line was skipped */
};

enum source_got { SOURCE_ITEM, SOURCE_WAIT, SOURCE_END, SOURCE_ERROR };

/* spec: "-" or NULL.  NULL with err filled: EX_USAGE unknown kind, EX_NOINPUT. */
struct source *source_open(const char *spec, struct diag_err *err);
/* Lines from a descriptor, which the source then owns. */
struct source *source_fd_open(int fd, const char *name);
void source_free(struct source *s);

/* The descriptor to wait on for reading; -1: source_next() never says WAIT
   (a plain file is always ready). */
int source_fd(const struct source *s);

/*
 * The next record.  A last line without line feed counts.  Empty lines are
 * skipped (their numbers count).  SOURCE_ERROR: errno tells; it ended.
 * Reads at most one block a call, so SOURCE_WAIT may mean "poll again".
 */
enum source_got source_next(struct source *s, struct source_item *item);

#endif
