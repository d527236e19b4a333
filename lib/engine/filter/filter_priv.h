/* What the two filters share.  See filter.h. */
#ifndef ENGINE_FILTER_PRIV_H
#define ENGINE_FILTER_PRIV_H

#include "base/buf.h"
#include "engine/filter/filter.h"
#include "flow/outcome.h"
#include "flow/sink.h"

/* ms: the longest wait without a look at filter_stopped(), since a signal may
   come just before it */
enum { FILTER_LOOK = 1000 };

/* From here on SIGTERM, SIGINT and SIGHUP end handler_run() and nothing else, so
   that the program says "try again" by its exit status; SIGPIPE is ignored. */
void filter_signals(void);
/* One came. */
int filter_stopped(void);

/*
 * Run the handler with a message; decision_handled() is the caller's.  Returns
 * its sysexits code (75 for what did not come to an end), having said what was
 * not 0.
 */
int filter_handle(const struct handler *h, const struct config_view *v,
	const struct handler_message *m);

/* Write all that was put into the sink: 0, or EX_IOERR (EX_TEMPFAIL: a signal
   came and nobody reads), said. */
int filter_flush(struct sink *s);

/* Put b into the sink, and write when much waits: 0, or EX_IOERR or
   EX_TEMPFAIL (out of memory), said. */
int filter_put(struct sink *s, const struct buf *b);

#endif
