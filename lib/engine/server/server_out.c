/* What our server sends to ESMEs: deliver records from stdin.  See server.h. */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sysexits.h>

#include "base/diag.h"
#include "engine/server/server.h"

static struct job_via *
find(void *arg, const char *domain, struct diag_err *err)
{
	struct server *s = arg;

	(void)domain;
	(void)err;
	s->nobody.view = s->d.view;
	return &s->nobody;
}

/* For a new record: any receiver that is ready. */
static struct session *
any_receiver(const struct server *s)
{
	const struct account *a;
	struct session *to = NULL;

	for (a = s->accounts; a && !to; a = a->next)
		to = account_receiver(a);
	return to;
}

/* Send what goes of the current record, all of it to the same receiver.
   Returns 1 when it is all out, or has ended. */
static int
push(struct server *s)
{
	struct session *to = s->to ? s->to : any_receiver(s);

	if (!to || !session_ready(to))
		return 0;
	s->to = to;
	to->via.view = s->d.view;
	to->via.peer = conn_peer(to->peer.conn);
	s->jobs.current->via = &to->via;
	conn_kick(to->peer.conn);
	if (job_push(&s->jobs, conn_session(to->peer.conn))) {
		s->to = NULL;
		return 1;
	}
	if (s->jobs.at == 0) {
		/* nothing of it is out: another will do */
		s->jobs.current->via = &s->nobody;
		s->to = NULL;
	}
	return 0;
}

void
out_gone(struct server *s, const struct session *session)
{
	struct job *j = s->jobs.current;

	if (s->to != session)
		return;
	s->to = NULL;
	if (j && j->via == &session->via)
		job_abandon(&s->jobs, EX_TEMPFAIL, "its receiver is gone");
}

/* Returns 1 when more is to be had by waiting for input. */
static int
take_all(struct server *s)
{
	struct source_item item;

	while (!s->ended && !s->d.stopping) {
		if (s->jobs.current) {
			if (!push(s))
				return 0;
			continue;
		}
		if (sink_full(s->d.sink))
			return 0;	/* on_moved() of listen_server.c looks again */
		switch (source_next(s->source, &item)) {
		case SOURCE_ITEM:
			job_take(&s->jobs, &item);
			break;
		case SOURCE_WAIT:
			return 1;
		case SOURCE_ERROR:
			/* EIO: a terminal that is not ours, in the background */
			if (errno != EIO) {
				diag_warn(NULL, "stdin: %s", strerror(errno));
				s->unread = EX_IOERR;
			}
			s->ended = 1;
			break;
		case SOURCE_END:
			s->ended = 1;
			break;
		}
	}
	if (s->jobs.current)
		push(s);
	return 0;
}

static void
on_pump(void *arg)
{
	struct server *s = arg;
	int more;

	receipts_pump(s);
	if (!s->source)
		return;
	more = take_all(s);
	loop_watch_on(s->readable, more);
	delivery_flush(s->d.delivery);
}

void
out_pump(struct server *s)
{
	loop_timer_now(s->pump);
}

void
out_answer(struct server *s, const struct smpp_event *ev)
{
	struct sms_part *part = ev->tag;

	if (part->owner)
		job_answer(&s->jobs, ev);
	else
		receipts_answer(s, (struct receipt *)part, ev);
	if (!s->jobs.current)
		s->to = NULL;
}

void
out_stop(struct server *s)
{
	if (s->jobs.current)
		job_abandon(&s->jobs, EX_TEMPFAIL, "we were told to stop");
	delivery_flush(s->d.delivery);
	s->to = NULL;
}

/* deliver records on stdin, where that is ours to read. */
int
out_init(struct server *s)
{
	const struct listen_opts *o = s->d.o;
	struct diag_err err = { EX_OSERR, "out of memory" };

	s->jobs.command = SMPP_DELIVER_SM;
	s->jobs.type = REC_DELIVER;
	s->jobs.sink = o->quiet || o->handler->argv ? NULL : s->d.sink;
	s->jobs.config = s->d.config;
	s->jobs.domain = o->domain;
	s->jobs.find = find;
	s->jobs.arg = s;
	s->pump = loop_timer(s->d.loop, on_pump, s);
	if (jobs_init(&s->jobs) < 0 || !s->pump || receipts_init(s) < 0)
		goto fail;
	if (o->inherited >= 0)
		return 0;
	/* in the background of a terminal: an error, not a stop */
	signal(SIGTTIN, SIG_IGN);
	s->source = source_open(o->source, &err);
	if (!s->source)
		goto fail;
	if (source_fd(s->source) >= 0)
		s->readable = loop_fd(s->d.loop, source_fd(s->source),
		    LOOP_READ, on_pump, s);
	return 0;
fail:
	diag_warn(NULL, "%s", err.text);
	return err.sysexit;
}

void
out_free(struct server *s)
{
	out_stop(s);
	if (s->d.delivery)
		delivery_flush(s->d.delivery);
	receipts_free(s);
	loop_watch_free(s->pump);
	loop_watch_free(s->readable);
	source_free(s->source);
	jobs_release(&s->jobs);
}
