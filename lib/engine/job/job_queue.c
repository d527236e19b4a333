/* The records that wait to be sent, first come first; and those that were
   throttled, which wait again in their old place.  See job.h. */
#include "base/clock.h"
#include "base/diag.h"
#include "engine/job/job_priv.h"
#include "gateway/sms/vendor.h"
#include "smpp/status.h"

void
job_queue(struct jobs *js, struct job *j)
{
	struct job_queue *q = &j->via->queue;
	struct job **at = &q->first;

	if (!q->known) {
		q->known = 1;
		q->next = js->queues;
		js->queues = q;
	}
	if (q->last && q->last->order < j->order)
		at = &q->last->next;
	while (*at && (*at)->order < j->order)
		at = &(*at)->next;
	if (at == &q->first)
		q->at = 0;
	if (!*at)
		q->last = j;
	j->next = *at;
	*at = j;
	j->queue = q;
	q->waiting++;
}

void
job_withdraw(struct job *j)
{
	struct job_queue *q = j->queue;
	struct job **at, *before = NULL;

	if (!q)
		return;
	at = &q->first;
	while (*at != j) {
		before = *at;
		at = &before->next;
	}
	*at = j->next;
	if (!before)
		q->at = 0;
	if (q->last == j)
		q->last = before;
	j->next = NULL;
	j->queue = NULL;
	q->waiting--;
}

/* A part was refused for good: the message can never be whole. */
static int
is_refused(const struct job *j)
{
	unsigned i;

	for (i = 0; i < j->nparts; i++)
		if (j->parts[i].state == SMS_PART_PERMANENT)
			return 1;
	return 0;
}

/* Else it would look as if we were slow, or hung. */
static void
say_throttled(struct job_via *via, uint32_t status)
{
	struct smpp_status_def d = sms_vendor_status(via->view, status);
	const struct pace *p = &via->pace;
	msec now = clock_mono();
	char text[SMPP_STATUS_TEXT];

	if (via->throttle_said && now < via->throttle_said + JOBS_THROTTLE_SAID)
		return;
	via->throttle_said = now;
	smpp_status_text(&d, status, text);
	if (p->pause)
		diag_info("%s throttles: %s; resting %g s", via->peer, text,
		    (double)p->pause / 1000);
	else
		diag_info("%s throttles: %s; going on at %.0f a second",
		    via->peer, text, p->rate);
}

int
job_throttled(struct jobs *js, struct sms_part *part,
    const struct smpp_event *ev)
{
	struct job *j = part->owner;
	struct job_via *via = j->via;

	if (!js->waits_out || !ev->pdu)
		return 0;
	if (ev->status == SMPP_ROK ||
	    sms_vendor_status(via->view, ev->status).class !=
	    SMPP_CLASS_THROTTLED) {
		via->stuck_since = 0;
		return 0;
	}
	if (via->dead)
		return 0;
	if (pace_throttled(&via->pace, clock_mono()))
		say_throttled(via, ev->status);
	if (is_refused(j))
		return 0;
	part->state = SMS_PART_TODO;
	if (!j->queue)
		job_queue(js, j);
	else if (j == j->queue->first)
		j->queue->at = 0;
	return 1;
}
