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
	struct job **at = &js->current;

	if (js->last && js->last->order < j->order)
		at = &js->last->next;
	while (*at && (*at)->order < j->order)
		at = &(*at)->next;
	if (at == &js->current)
		js->at = 0;
	if (!*at)
		js->last = j;
	j->next = *at;
	*at = j;
	j->waits = 1;
	js->waiting++;
}

void
job_withdraw(struct jobs *js, struct job *j)
{
	struct job **at = &js->current, *before = NULL;

	if (!j->waits)
		return;
	while (*at != j) {
		before = *at;
		at = &before->next;
	}
	*at = j->next;
	if (!before)
		js->at = 0;
	if (js->last == j)
		js->last = before;
	j->next = NULL;
	j->waits = 0;
	js->waiting--;
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

int
job_throttled(struct jobs *js, struct sms_part *part,
    const struct smpp_event *ev)
{
	struct job *j = part->owner;
	struct job_via *via = j->via;

	if (!js->waits_out)
		return 0;
	if (ev->pdu && ev->status == SMPP_ROK) {
		via->throttled_since = 0;
		return 0;
	}
	if (!ev->pdu || via->dead ||
	    sms_vendor_status(via->view, ev->status).class !=
	    SMPP_CLASS_THROTTLED)
		return 0;
	if (pace_throttled(&via->pace, clock_mono()))
		diag_debug("%s: throttled: %s", via->peer,
		    smpp_status_find(ev->status)->name);
	if (!via->throttled_since)
		via->throttled_since = clock_mono();
	if (is_refused(j))
		return 0;
	part->state = SMS_PART_TODO;
	if (!j->waits)
		job_queue(js, j);
	else if (j == js->current)
		js->at = 0;
	return 1;
}
