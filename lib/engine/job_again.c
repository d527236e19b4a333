/* Records that were throttled wait, and go first.  See job.h. */
#include <sysexits.h>

#include "base/clock.h"
#include "engine/job_priv.h"

static void
insert(struct jobs *js, struct job *j)
{
	struct job **at = &js->again;

	while (*at && (*at)->order < j->order)
		at = &(*at)->next;
	j->next = *at;
	*at = j;
	j->again = 1;
}

void
job_withdraw(struct jobs *js, struct job *j)
{
	struct job **at = &js->again;

	if (js->current == j)
		js->current = NULL;
	if (!j->again)
		return;
	while (*at != j)
		at = &(*at)->next;
	*at = j->next;
	j->again = 0;
}

/* The record's line as it stands is all that is needed to encode it again. */
static int
resolve_again(struct jobs *js, struct job *j)
{
	struct diag_err err;
	struct record rec;
	int rc;

	buf_ch(&j->line, '}');
	if (j->line.err)
		return -1;
	rc = record_read(js->reader, j->line.p, j->line.len, &rec, &err);
	if (rc == 0)
		rc = sms_submit_read(&js->submit, &rec, job_view(js,
		    record_str(&rec, REC_DOMAIN)), j->ref, js->scratch, &err);
	j->line.len--;
	return rc == 0 && js->submit.nsegments == j->nparts ? 0 : -1;
}

int
job_next(struct jobs *js)
{
	struct job *j;

	while ((j = js->again)) {
		if (js->current && js->current->order < j->order)
			break;
		if (js->current)
			insert(js, js->current);
		js->again = j->next;
		j->again = 0;
		js->current = j;
		js->at = 0;
		if (resolve_again(js, j) == 0)
			break;
		job_abandon(js, EX_TEMPFAIL, "out of memory");
	}
	return js->current != NULL;
}

int
job_throttled(struct jobs *js, struct sms_part *part,
    const struct smpp_event *ev)
{
	struct job *j = part->owner;
	struct job_via *via = j->via;
	unsigned i = (unsigned)(part - j->parts);
	msec pause;

	if (!js->waits_out)
		return 0;
	if (ev->pdu && ev->status == SMPP_ROK)
		via->throttled_since = 0;
	pause = config_msec(via->view, SMPP_ESME_THROTTLED_TIMEOUT);
	if (!ev->pdu || !pause || via->dead ||
	    smpp_status_find(ev->status)->class != SMPP_CLASS_THROTTLED)
		return 0;
	via->held_until = clock_mono() + pause;
	if (!via->throttled_since)
		via->throttled_since = clock_mono();
	part->state = SMS_PART_TODO;
	if (j != js->current) {
		if (!j->again)
			insert(js, j);
	} else if (js->at > i) {
		js->at = i;
	}
	return 1;
}
