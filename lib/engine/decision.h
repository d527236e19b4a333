/*
 * decision - the mail log's line for each message: what was decided, in the form
 * that readers of mail logs know.
 *
 *	ID: type=submit, from=2000, to=+15551234567, smsc=192.0.2.1:2775,
 *	status=permanent, command_status=ESME_RINVDSTADR, code=11,
 *	reason="...", seconds=0.3
 *
 * in one line, to syslog(3) with LOG_MAIL and never to stderr, so that nothing
 * is logged twice where stderr is a log itself.  Texts are not in it.
 */
#ifndef ENGINE_DECISION_H
#define ENGINE_DECISION_H

#include "config/config.h"
#include "flow/handler.h"
#include "flow/outcome.h"

enum {
	DECISION_RATE = 100,	/* lines a second: syslogd and the disk behind
				   it must not set the pace of a batch, whose
				   results are records anyway */
	DECISION_BURST = 1000,	/* and so many at once */
	DECISION_VALUE_MAX = 200,	/* octets of one value, */
	DECISION_RECIPIENTS_MAX = 10,	/* and `to' in a line: syslogd cuts off
					   what is longer than it likes */
};

/* Ask the option Syslog; again after new options.  Before that nothing is
   logged. */
void decision_open(const struct config_view *v);
/* Is anything?  Cheap, for callers that would have to remember something. */
int decision_wanted(void);
/* The last chance to say how many were over the rate. */
void decision_close(void);

/* A record that goes out with its result; line is all of it.  began: when it
   was taken, of clock_mono(). */
void decision_result(const char *line, size_t n, msec began);

/* A message that a handler (or the sink: NULL) had.  Where it is a record, that
   tells its type and smsc. */
void decision_handled(const struct handler_message *m, const char *handler,
	enum outcome outcome, msec began);

#endif
