#include "engine/job/job.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/clock.h"
#include "engine/job/job_priv.h"

int
jobs_init(struct jobs *js)
{
	js->reader = json_reader_new();
	js->scratch = json_reader_new();
	js->ref = ident_random16();
	js->umr = ident_random16();
	return js->reader && js->scratch &&
		sms_submit_init(&js->submit) == 0 ? 0 : -1;
}

void
jobs_release(struct jobs *js)
{
	struct job *j, *next;

	for (j = js->idle; j; j = next) {
		next = j->next;
		buf_free(&j->line);
		buf_free(&j->pdus);
		free(j);
	}
	sms_submit_release(&js->submit);
	buf_free(&js->pdu);
	buf_free(&js->keep);
	json_reader_free(js->reader);
	json_reader_free(js->scratch);
}

struct job *
job_new(struct jobs *js)
{
	struct job *j = js->idle;

	if (j)
		js->idle = j->next;
	else
		j = calloc(1, sizeof *j);
	if (j) {
		j->next = NULL;
		j->via = NULL;
		j->peer = NULL;
		j->queue = NULL;
		j->type = js->type;
		j->list = js->list;
		j->nth = js->nth;
		j->riders = NULL;
		j->number = 0;
		j->lost = 0;
		j->told = 0;
		j->order = js->order++;
		j->taken = js->now ? js->now : clock_mono();
		js->under_way++;
	}
	return j;
}

void
job_drop_parts(struct job *j)
{
	unsigned i;

	for (i = 0; i < j->nparts; i++)
		sms_part_release(&j->parts[i]);
	if (j->parts != &j->one)
		free(j->parts);
	j->parts = NULL;
	j->nparts = 0;
}

void
job_drop(struct jobs *js, struct job *j)
{
	js->under_way--;
	if (j->number && (!j->told || j->told > js->kept)) {
		j->next = js->closing;
		js->closing = j;
		return;
	}
	job_recycle(js, j);
}

void
job_recycle(struct jobs *js, struct job *j)
{
	job_drop_parts(j);
	j->out = 0;
	buf_reset(&j->line);
	buf_reset(&j->pdus);
	j->next = js->idle;
	js->idle = j;
}

const uint8_t *
job_pdu(const struct job *j, unsigned i, size_t *n)
{
	const uint8_t *p = (const uint8_t *)j->pdus.p;

	/* each begins with its command_length */
	for (;; i--) {
		*n = (size_t)p[0] << 24 | (size_t)p[1] << 16 |
			(size_t)p[2] << 8 | p[3];
		if (i == 0)
			return p;
		p += *n;
	}
}

/* It has nothing left to send. */
static void
all_out(struct jobs *js, struct job *j)
{
	job_withdraw(j);
	if (j->out == 0)
		job_finish(js, j);
}

/* How many messages one of its PDUs counts for. */
static unsigned
weight(const struct job *j)
{
	const struct job *r;
	unsigned n = 0;

	for (r = j->riders; r; r = r->next)
		n++;
	return n ? n : 1;
}

int
job_push(struct jobs *js, struct job_queue *q, struct smpp_session *session)
{
	struct job *j = q->first;
	struct pace *pace = &j->via->pace;
	msec now = js->now ? js->now : clock_mono();
	struct sms_part *part;
	const uint8_t *pdu;
	size_t n;
	int rc;

	for (; q->at < j->nparts; q->at++) {
		part = &j->parts[q->at];
		if (part->state != SMS_PART_TODO)
			continue;
		if (pace_due(pace, now) > now)
			return 0;
		pdu = job_pdu(j, q->at, &n);
		rc = smpp_session_send(session, pdu, n, part, NULL, now);
		if (rc == SMPP_EWINDOW || rc == SMPP_ESTATE)
			return 0;
		if (rc < 0) {
			job_abandon(js, q, EX_TEMPFAIL, "out of memory");
			return 1;
		}
		part->state = SMS_PART_OUT;
		js->segments++;
		j->out++;
		pace_take(pace, weight(j), now);
	}
	all_out(js, j);
	return 1;
}

static int
is_untouched(const struct job *j)
{
	unsigned i;

	for (i = 0; i < j->nparts; i++)
		if (j->parts[i].state != SMS_PART_TODO)
			return 0;
	return 1;
}

void
job_abandon(struct jobs *js, struct job_queue *q, int sysexit,
    const char *reason)
{
	struct job *j = q->first;

	if (is_untouched(j) && j->riders) {
		job_withdraw(j);
		job_multi_abandon(js, j, sysexit, reason);
	} else if (is_untouched(j)) {
		job_withdraw(j);
		job_finish_early(js, j, SMS_TEMPORARY, sysexit, reason);
	} else {
		all_out(js, j);
	}
}

void
job_answer(struct jobs *js, const struct smpp_event *ev)
{
	struct sms_part *part = ev->tag;
	struct job *j = part->owner;

	j->out--;
	if (ev->pdu)
		j->peer = j->via->peer;
	if (job_throttled(js, part, ev))
		return;
	if (!ev->pdu && ev->unsent)
		part->state = SMS_PART_TODO;
	else if (sms_part_answer(part, ev->pdu, ev->status) < 0)
		js->failed = js->failed ? js->failed : EX_TEMPFAIL;
	if (j->riders)
		job_multi_answer(js, j, (unsigned)(part - j->parts), ev);
	/* the rest of a message that is refused is not worth its price */
	if (part->state == SMS_PART_PERMANENT && !job_is_request(j->type))
		job_withdraw(j);
	if (j->out == 0 && !j->queue)
		job_finish(js, j);
}
