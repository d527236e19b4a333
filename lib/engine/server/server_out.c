/* What our server sends to ESMEs: deliver records from stdin.  See server.h. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
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

/* Send what goes of the current record, all of it to the same receiver.
   Returns 1 when it is all out, or has ended. */
static int
push(struct server *s)
{
	struct session *to = s->to;

	if (!session_ready(to))
		return 0;
	to->via.view = s->d.view;
	to->via.peer = conn_peer(to->peer.conn);
	s->nobody.queue.first->via = &to->via;
	conn_kick(to->peer.conn);
	return job_push(&s->jobs, &s->nobody.queue,
	    conn_session(to->peer.conn));
}

void
out_gone(struct server *s, const struct session *session)
{
	if (s->to != session)
		return;
	s->to = NULL;
	if (s->nobody.queue.first)
		job_abandon(&s->jobs, &s->nobody.queue, EX_TEMPFAIL,
		    "its receiver is gone");
}

/* No more records are to be had. */
static void
end_input(struct server *s, enum source_got got)
{
	/* EIO: a terminal that is not ours, in the background */
	if (got == SOURCE_ERROR && errno != EIO) {
		diag_warn(NULL, "stdin: %s", strerror(errno));
		s->unread = EX_IOERR;
	}
	s->ended = 1;
}

/* The next record that somebody can have becomes the current one.  0: none. */
static int
take_waiting(struct server *s)
{
	struct session *to;
	struct mo *m = mo_next(s, &to);

	if (!m)
		return 0;
	s->to = to;
	job_take(&s->jobs, &m->item);
	free(m);
	return 1;
}

/* It does not wait for a receiver. */
static void
answer_at_once(struct server *s, const struct source_item *item)
{
	job_take(&s->jobs, item);
	if (s->nobody.queue.first)
		job_abandon(&s->jobs, &s->nobody.queue, EX_TEMPFAIL,
		    "out of memory");
}

/* Returns 1 when more is to be had by waiting for input. */
static int
take_all(struct server *s)
{
	struct source_item item;
	enum source_got got;

	while (!s->d.stopping) {
		if (s->nobody.queue.first) {
			if (!push(s))
				return 0;
			continue;
		}
		s->to = NULL;
		if (sink_full(s->d.sink))
			return 0;	/* on_moved() of listen_server.c looks again */
		if (take_waiting(s))
			continue;
		if (s->ended || mo_full(s))
			return 0;
		got = source_next(s->source, &item);
		if (got == SOURCE_WAIT)
			return 1;
		if (got != SOURCE_ITEM)
			end_input(s, got);
		else if (mo_put(s, &item) < 0)
			answer_at_once(s, &item);
	}
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
	if (!s->nobody.queue.first)
		s->to = NULL;
}

void
out_stop(struct server *s)
{
	struct mo *m;

	if (s->nobody.queue.first)
		job_abandon(&s->jobs, &s->nobody.queue, EX_TEMPFAIL,
		    "we were told to stop");
	while ((m = mo_any(s))) {
		job_take(&s->jobs, &m->item);
		free(m);
		if (s->nobody.queue.first)
			job_abandon(&s->jobs, &s->nobody.queue, EX_TEMPFAIL,
			    "we were told to stop");
	}
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
	s->reader = json_reader_new();
	mo_init(&s->mo);
	if (!s->reader || jobs_init(&s->jobs) < 0 || !s->pump || receipts_init(s) < 0)
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
	json_reader_free(s->reader);
	jobs_release(&s->jobs);
}
