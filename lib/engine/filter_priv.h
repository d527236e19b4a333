/* What the two filters share.  See filter.h. */
#ifndef ENGINE_FILTER_PRIV_H
#define ENGINE_FILTER_PRIV_H

#include "engine/filter.h"
#include "flow/outcome.h"
#include "flow/sink.h"

/* From here on SIGTERM and SIGINT end handler_run() and nothing else, so that
   the program says "try again" by its exit status; SIGPIPE is ignored. */
void filter_signals(void);
/* One came. */
int filter_stopped(void);

/*
 * Run the handler with a message.  Returns its sysexits code (75 for what did
 * not come to an end), having said what was not 0.
 */
int filter_handle(const struct handler *h, const struct config_view *v,
	const struct handler_message *m);

/* Write all that was put into the sink: 0, or EX_IOERR, said. */
int filter_flush(struct sink *s);

#endif
