/*
 * sink - where records and mails go: `-O`.
 *
 * What is put is queued and written when the descriptor takes it; a mark tells
 * when a certain record has left, which is when its peer may be told so.  The
 * descriptor's own flags are not touched (it may be shared with a shell), so
 * a write to a pipe is at most PIPE_BUF octets and only when poll(2) allows it.
 * Such a write ends with a line where it can, so that several programs that
 * write lines to one pipe do not mix theirs (while lines are under PIPE_BUF).
 *
 * The program ignores SIGPIPE: signal(SIGPIPE, SIG_IGN).
 */
#ifndef FLOW_SINK_H
#define FLOW_SINK_H

#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"

enum {
	SINK_FULL = 1 << 20,	/* octets queued: from here on sink_full() asks
				   the caller to take no more in */
};

struct sink;

/* spec: "-" or NULL: stdout.  NULL with err filled: EX_USAGE, EX_CANTCREAT. */
struct sink *sink_open(const char *spec, struct diag_err *err);
struct sink *sink_fd_open(int fd);	/* does not own fd */
void sink_free(struct sink *s);

/*
 * Queue n octets, at least 1 (whole records).  Returns their mark, the number
 * of octets put since the beginning: when sink_written() has reached it, they
 * have left.  0: out of memory (nothing was queued) or the sink is broken,
 * errno tells.
 */
uint64_t sink_put(struct sink *s, const void *p, size_t n);
uint64_t sink_written(const struct sink *s);

/* More than SINK_FULL octets wait. */
int sink_full(const struct sink *s);
/* Octets wait: look at sink_fd() for writing. */
int sink_pending(const struct sink *s);
/* The descriptor to wait on, or -1: sink_flush() always goes through (a file). */
int sink_fd(const struct sink *s);

/*
 * Write what can be written without waiting; wait != 0: write all, waiting.
 * Returns 0, or -1: broken for good, errno tells (EPIPE, ENOSPC ...); the
 * caller says so, sink_put() fails from then on, and nothing is pending.
 * A reader that went away is noticed when there is something to write.
 */
int sink_flush(struct sink *s, int wait);

#endif
