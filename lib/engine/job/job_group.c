/*
 * What a round of the loop changes in the store is kept together: the outcomes
 * of the messages that were answered and the intents of those to come, at the
 * price of one write to the disk.  Nothing is sent before its intent is kept, and
 * an outcome that could not be kept is tried again as long as we live.  See job.h.
 */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "engine/job/job_priv.h"
#include "engine/state.h"
#include "store/message.h"

/* The intents of these, and of those that ride with them. */
static void
undo_intents(struct jobs *js, struct job *j)
{
	for (; j; j = j->next) {
		if (j->number && j->group == js->group) {
			/* its number may be another's by now */
			j->number = 0;
			j->lost = 1;
		}
		undo_intents(js, j->riders);
	}
}

/* The store failed: what the group changed is not so. */
static void
undo(struct jobs *js)
{
	struct job_queue *q;
	struct job *j;

	for (q = js->queues; q; q = q->next)
		undo_intents(js, q->first);
	undo_intents(js, js->riders);
	for (j = js->done; j; j = j->next)
		if (j->told == js->group)
			j->told = 0;
	for (j = js->closing; j; j = j->next)
		if (j->told == js->group)
			j->told = 0;
	if (js->undone)
		js->undone(js->arg);
}

int
jobs_lose(struct jobs *js, const struct diag_err *err)
{
	if (js->group_open) {
		store_rollback(js->store);
		undo(js);
	}
	js->group_open = 0;
	js->hold_off = clock_mono() + JOBS_HOLD_OFF;
	if (strcmp(js->trouble, err->text) != 0)
		diag_status("4.3.0", "%s", err->text);
	snprintf(js->trouble, sizeof js->trouble, "%s", err->text);
	return -1;
}

int
jobs_open(struct jobs *js)
{
	struct diag_err err;

	if (js->group_open)
		return 0;
	/* each try may have to wait for the store, and all else with it */
	if (clock_mono() < js->hold_off)
		return -1;
	if (store_begin(js->store, &err) < 0)
		return jobs_lose(js, &err);
	js->group_open = 1;
	js->group++;
	js->noted = 0;
	return 0;
}

/* Outcomes that an earlier group did not keep. */
static void
tell_again(struct jobs *js)
{
	struct job *j;

	for (j = js->closing; j; j = j->next)
		if (!j->told)
			job_tell(js, j);
}

/* Jobs whose outcome is kept are done with. */
static void
close_all(struct jobs *js)
{
	struct job **at = &js->closing, *j;

	while ((j = *at)) {
		if (!j->told || j->told > js->kept) {
			at = &j->next;
			continue;
		}
		*at = j->next;
		job_recycle(js, j);
	}
}

void
jobs_commit(struct jobs *js)
{
	struct job_queue *q;
	struct diag_err err;
	unsigned i;

	if (js->closing)
		tell_again(js);
	for (q = js->queues; q; q = q->next)
		if (q->first)
			job_reserve(js, q);
	if (!js->group_open)
		return;
	/* as much goes as came, and more */
	for (i = 0; i <= js->noted / (STORE_EXPIRE_STEP / 2); i++)
		if (!state_expire(js->store, js->config))
			break;
	if (store_commit(js->store, &err) < 0) {
		jobs_lose(js, &err);
		return;
	}
	js->group_open = 0;
	js->kept = js->group;
	js->trouble[0] = '\0';
	close_all(js);
}

void
jobs_end(struct jobs *js)
{
	struct job *j;
	unsigned n = 0;

	if (!js->store)
		return;
	js->hold_off = 0;
	jobs_commit(js);
	while ((j = js->closing)) {
		js->closing = j->next;
		job_recycle(js, j);
		n++;
	}
	if (n)
		diag_warn(NULL, "what became of %u messages could not be "
		    "noted: they count as unknown", n);
}

enum job_go
job_may_go(const struct jobs *js, const struct job *j)
{
	const struct job *r;
	enum job_go go = JOB_GOES, one;

	/* what is lost of one is lost of all that would go with it */
	for (r = j->riders; r && go != JOB_LOST; r = r->next) {
		one = job_may_go(js, r);
		if (one != JOB_GOES)
			go = one;
	}
	if (j->riders)
		return go;
	if (j->lost)
		return JOB_LOST;
	return !j->number || j->group <= js->kept ? JOB_GOES : JOB_WAITS;
}
