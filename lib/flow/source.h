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
				   next source_next() or source_free() */
	size_t n;
	struct diag_pos pos;	/* "stdin" and its line */
	int too_long;		/* over SOURCE_LINE_MAX: p is its beginning, the
				   rest of the line was skipped */
};

enum source_got { SOURCE_ITEM, SOURCE_WAIT, SOURCE_END, SOURCE_ERROR };

/* spec: "-" or NULL.  NULL with err filled: EX_USAGE unknown kind, EX_NOINPUT. */
struct source *source_open(const char *spec, struct diag_err *err);
/*
 * Lines from a descriptor, which the source then owns (but never closes
 * descriptor 0).  name is borrowed, for diag_pos.  NULL: out of memory.
 *
 * A carriage return before the line feed is dropped, NULs are kept.  The
 * descriptor's flags are not touched: poll(2) is asked before each read.
 */
struct source *source_fd_open(int fd, const char *name);
/* Whether reading fd may have to wait: 0 of a plain file and /dev/null, which
   are always ready, and which epoll(7) refuses. */
int source_fd_waits(int fd);
void source_free(struct source *s);

/* Before the first source_next(): octets of a record, where SOURCE_LINE_MAX is
   too few. */
void source_set_max(struct source *s, size_t max);

/* The descriptor to wait on for reading; -1: source_next() never says WAIT
   (a plain file or /dev/null is always ready, and epoll(7) refuses both). */
int source_fd(const struct source *s);

/*
 * The next record.  A last line without line feed counts.  Empty lines are
 * skipped (their numbers count).  SOURCE_ERROR: errno tells; it ended, and a
 * line that was only begun is dropped.
 * Reads at most one block a call, so SOURCE_WAIT may mean "poll again"; it is
 * the moment to flush what was made of the records so far.
 */
enum source_got source_next(struct source *s, struct source_item *item);

#endif
