/*
 * handler - the command behind `--`: run once for each message, without a
 * shell, its exit status being the acknowledgement.
 */
#ifndef FLOW_HANDLER_H
#define FLOW_HANDLER_H

#include <stddef.h>
#include <sys/types.h>

#include "base/clock.h"
#include "base/diag.h"

enum {
	HANDLER_INPUT_MAX = 64 << 20,	/* octets given to one run */
	HANDLER_RECIPIENTS_MAX = 1000,	/* arguments that {recipients} may become */
	HANDLER_GRACE = 10000,	/* ms from SIGTERM to SIGKILL: smpp-send settles
				   what is in flight within 5 s, and unbinds
				   within 2 s more */
};

struct handler {
	char *const *argv;	/* borrowed from main's; ends with NULL */
};

/*
 * Split main's argv at the first literal `--`: argv ends there, h gets what
 * follows.  *argc is the shortened count.  Call before getopt(3).
 *
 * Returns 0 (no `--`: h->argv is NULL), or -1 with err filled (EX_USAGE): an
 * empty handler, or one whose name contains `@` or is all digits (somebody
 * wrote `-- $recipient`; a + before them counts too), or begins with a dash.
 * argv is then as it was.
 */
int handler_split(int *argc, char **argv, struct handler *h,
	struct diag_err *err);

/* What one run is told. */
struct handler_message {
	const void *input;		/* its whole stdin */
	size_t n;
	const char *sender;		/* "" the null sender; SENDER, {sender} */
	const char *const *recipients;	/* RECIPIENT (joined with blanks),
					   {recipients} (an argument each) */
	size_t nrecipients;
	const char *id;			/* MOBUTILS_ID, {id} */
};

/*
 * Arguments that are exactly {sender}, {recipients} or {id} are replaced, up
 * to a further `--`: what stands behind that belongs to the next program.
 *
 * An address (or an id) that begins with a dash is refused (-1, EX_DATAERR): it
 * would be an option to the handler.  So is what no run could ever be given:
 * too many recipients, too much input, over 128 KiB in one argument or variable.
 * The name of the command itself is never replaced.
 *
 * The input is written to memory that becomes its stdin (a memfd), so that
 * a handler which reads little, late or nothing never makes us wait.  The
 * child gets its own process group, default signals, stdout as out_fd (-1:
 * ours).  Returns the pid, or -1 with err filled (EX_OSERR, EX_TEMPFAIL).
 * A command that can't be executed says why on stderr and is an exit status of
 * 127 (not found) or 126.
 *
 * The caller waits for it, so must not ignore SIGCHLD, and gives its own
 * descriptors FD_CLOEXEC: the others are inherited, as by a shell's commands.
 */
pid_t handler_start(const struct handler *h, const struct handler_message *m,
	int out_fd, struct diag_err *err);

/*
 * SIGTERM to the process group, or with hard SIGKILL.  Once pid was waited for
 * its number may be another's: kill the rest of the group before that.
 */
void handler_kill(pid_t pid, int hard);

/*
 * Start and wait, for filters.  timeout in ms, 0: none; then the process group
 * is killed, and so it is when we get SIGTERM, SIGINT or SIGHUP.  *wstatus as
 * from wait(2) (a handler that can't be executed: exit status 127, or 126).
 * Returns 0, or -1 with err filled.
 *
 * Killing is SIGTERM, and SIGKILL to what is left of the group when the handler
 * has ended, after HANDLER_GRACE, or at a second signal.  A handler that then
 * exits by itself with 0, 65, 67, 69 or 77 has said what became of the message:
 * 0 and that *wstatus.  Any other end is -1 and EX_TEMPFAIL.
 *
 * The signal that came is raised again at the end, either way: it ends the
 * program, or, where the program has its own signal handler, runs that before
 * handler_run() returns.  Where it is ignored (nohup) it is ignored here too.
 * The program has no other children.
 */
int handler_run(const struct handler *h, const struct handler_message *m,
	msec timeout, int *wstatus, struct diag_err *err);

#endif
