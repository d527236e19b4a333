#include "engine/filter_priv.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sysexits.h>

static volatile sig_atomic_t stopped;

static void
on_signal(int signo)
{
	(void)signo;
	stopped = 1;
}

void
filter_signals(void)
{
	struct sigaction sa = { .sa_handler = on_signal };

	sigemptyset(&sa.sa_mask);
	sigaction(SIGTERM, &sa, NULL);
	sigaction(SIGINT, &sa, NULL);
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

int
filter_flush(struct sink *s)
{
	if (sink_flush(s, 1) == 0)
		return 0;
	diag_warn(NULL, "writing: %s", strerror(errno));
	return EX_IOERR;
}
