/* MM7_Shrink_Command: pictures made smaller by the user's own means.  See
   post_priv.h. */
#define _GNU_SOURCE		/* pipe2(2) */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "engine/mm7submit/post_priv.h"

enum {
	BLOCK = 1 << 16,
	LOOK_AGAIN = 10,	/* ms: its output has ended, and itself not yet */
};

static void fit(struct post *p);

void
post_shrink_end(struct post *p)
{
	struct post_shrink *k = &p->shrink;
	int status;

	if (!k->pid)
		return;
	handler_kill(k->pid, 1);
	while (waitpid(k->pid, &status, 0) < 0 && errno == EINTR)
		;
	k->pid = 0;
	loop_watch_free(k->readable);
	loop_watch_free(k->timer);
	k->readable = k->timer = NULL;
	close(k->fd);
	buf_free(&k->out);
}

/* Without what it was to make the message cannot go, and that is our fault. */
static void
fail(struct post *p, const char *why)
{
	struct diag_err err;

	diag_err(&err, EX_TEMPFAIL, "4.3.5 MM7_Shrink_Command: %s", why);
	post_shrink_end(p);
	post_fail(p, &err);
}

/* It has ended, and well. */
static void
take(struct post *p)
{
	struct post_shrink *k = &p->shrink;
	struct diag_err err;
	int rc;

	rc = mms_content_replace(&p->s.content, k->what.part, k->out.p,
	    k->out.len, &err);
	if (rc < 0) {
		fail(p, err.text);
		return;
	}
	post_shrink_end(p);
	fit(p);
}

static void
on_time(void *arg)
{
	struct post *p = arg;
	struct post_shrink *k = &p->shrink;
	char text[128];
	siginfo_t si = { .si_pid = 0 };
	int status = 0;

	if (clock_mono() >= k->deadline) {
		fail(p, "it is not done in time");
		return;
	}
	if (waitid(P_PID, (id_t)k->pid, &si, WEXITED | WNOHANG | WNOWAIT) == 0 &&
	    !si.si_pid) {
		/* its output has ended, or was not there to begin with */
		loop_timer_at(k->timer, clock_mono() + LOOK_AGAIN);
		return;
	}
	status = si.si_code == CLD_EXITED ? si.si_status << 8 : si.si_status;
	if (status)
		fail(p, outcome_text(status, text, sizeof text));
	else
		take(p);
}

static void
on_readable(void *arg)
{
	struct post *p = arg;
	struct post_shrink *k = &p->shrink;
	char *room = buf_room(&k->out, BLOCK);
	ssize_t n = room ? read(k->fd, room, BLOCK) : -1;

	if (n < 0 && room && errno == EINTR)
		return;
	if (n < 0 || k->out.len + (size_t)n > MAIL_MAX) {
		fail(p, room && n < 0 ? strerror(errno) : "out of memory");
		return;
	}
	k->out.len += (size_t)n;
	if (n == 0) {
		loop_watch_on(k->readable, 0);
		loop_timer_now(k->timer);
	}
}

static int
start(struct post *p, const char *command, struct diag_err *err)
{
	struct post_shrink *k = &p->shrink;
	char *const argv[] = { "sh", "-c", (char *)command, NULL };
	const struct related_out *part = &p->s.content.part[k->what.part];
	struct handler_message m = { .input = part->data, .n = part->n,
		.sender = "", .id = p->s.id };
	char budget[24];
	int fds[2];

	snprintf(budget, sizeof budget, "%zu", k->what.budget);
	if (setenv("MMS_BUDGET", budget, 1) < 0 ||
	    setenv("MMS_TYPE", k->what.type, 1) < 0 || pipe2(fds, O_CLOEXEC) < 0)
		return diag_err(err, EX_TEMPFAIL, "4.3.0 MM7_Shrink_Command: %s",
		    strerror(errno));
	k->pid = handler_start(&(struct handler){ argv }, &m, fds[1], err);
	close(fds[1]);
	k->fd = fds[0];
	if (k->pid < 0) {
		k->pid = 0;
		close(fds[0]);
		return -1;
	}
	k->deadline = clock_mono() + POST_SHRINK_TIME;
	if (k->deadline > p->deadline)
		k->deadline = p->deadline;
	k->readable = loop_fd(p->poster->loop, k->fd, LOOP_READ, on_readable, p);
	k->timer = loop_timer(p->poster->loop, on_time, p);
	if (!k->readable || !k->timer) {
		post_shrink_end(p);
		return diag_err(err, EX_TEMPFAIL, "4.3.0 out of memory");
	}
	loop_watch_on(k->readable, 1);
	loop_timer_at(k->timer, k->deadline);
	return 0;
}

static void
fit(struct post *p)
{
	const char *command = config_str(p->s.view, MM7_SHRINK_COMMAND);
	struct diag_err err;
	int rc = mms_content_fit(&p->s.content, p->s.view, &p->shrink.what,
	    &err);

	if (rc == 0)
		post_ready(p);
	else if (rc < 0 || !command || start(p, command, &err) < 0)
		post_fail(p, &err);
}

void
post_fit(struct post *p)
{
	fit(p);
}
