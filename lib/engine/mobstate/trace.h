/*
 * trace - one message's life as lines for people.
 */
#ifndef ENGINE_MOBSTATE_TRACE_H
#define ENGINE_MOBSTATE_TRACE_H

#include "base/buf.h"

/*
 * What happened, in any order; afterwards by time, and what happened at the
 * same time as it was put.
 */
struct trace {
	struct buf events;	/* struct trace_event each; see trace.c */
	struct buf text;	/* theirs: each ends with a NUL */
};
#define TRACE_INIT { BUF_INIT, BUF_INIT }

/* The next event: text is added to t->text with the functions of base/buf.h
   and trace_peer(), up to the next trace_event() or trace_write(). */
void trace_event(struct trace *t, int64_t at, const char *what);

/* Text that somebody else chose: characters that a terminal would obey, or that
   hide or turn round what stands beside them, are written as U+001B. */
void trace_peer(struct buf *b, const char *text);

/* All lines, to b; then it is empty again.  0, or -1: out of memory. */
int trace_write(struct trace *t, struct buf *b);
void trace_free(struct trace *t);

#endif
