#include "engine/filter/filter_priv.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sysexits.h>

#include "base/clock.h"
#include "engine/decision.h"

enum { GRACE = 2000 };		/* ms to write what is done, after a signal */

static volatile sig_atomic_t stopped;

static void
on_signal(int signo)
{
	(void)signo;
	stopped = 1;
}

/* nohup(1) and a shell's `&` have them ignored, and so they stay. */
static void
catch(int signo)
{
	struct sigaction sa;

	if (sigaction(signo, NULL, &sa) == 0 && sa.sa_handler == SIG_IGN)
		return;
	memset(&sa, 0, sizeof sa);
	sa.sa_handler = on_signal;
	sigemptyset(&sa.sa_mask);
	sigaction(signo, &sa, NULL);
}

void
filter_signals(void)
{
	catch(SIGTERM);
	catch(SIGHUP);
	catch(SIGINT);
	signal(SIGPIPE, SIG_IGN);
}

int
filter_stopped(void)
{
	return stopped;
}

int
filter_handle(const struct handler *h, const struct config_view *v,
    const struct handler_message *m)
{
	struct diag_err err;
	char text[128];
	int ws;

	if (!v) {
		diag_status("4.3.0", "out of memory");
		return EX_TEMPFAIL;
	}
	decision_open(v);
	if (handler_run(h, m, config_msec(v, HANDLER_TIMEOUT), &ws,
	    &err) < 0) {
		diag_status(err.sysexit == EX_DATAERR ? "5.1.7" : "4.3.0",
		    "%s", err.text);
		return err.sysexit;
	}
	if (ws)
		diag_warn(NULL, "handler %s: %s", h->argv[0],
		    outcome_text(ws, text, sizeof text));
	return outcome_sysexit(ws);
}

/* After a signal what waits has a moment to leave: a reader that does not read
   must not keep us. */
int
filter_flush(struct sink *s)
{
	msec end = 0, now;

	while (sink_flush(s, 0) == 0) {
		struct pollfd p = { .fd = sink_fd(s), .events = POLLOUT };

		if (!sink_pending(s))
			return 0;
		now = clock_mono();
		if (stopped && !end)
			end = now + GRACE;
		if (end && now >= end) {
			diag_warn(NULL, "stdout: not written, since a signal "
			    "came");
			return EX_TEMPFAIL;
		}
		poll(&p, 1, end ? (int)(end - now) : FILTER_LOOK);
	}
	diag_warn(NULL, "stdout: %s", strerror(errno));
	return EX_IOERR;
}

int
filter_put(struct sink *s, const struct buf *b)
{
	if (b->err || !sink_put(s, b->p, b->len)) {
		diag_warn(NULL, "stdout: %s", b->err ? "out of memory" :
		    strerror(errno));
		return b->err || errno == ENOMEM ? EX_TEMPFAIL : EX_IOERR;
	}
	return sink_full(s) ? filter_flush(s) : 0;
}
