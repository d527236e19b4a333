/* Was a record here before?  The store's answer.  See job.h. */
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "engine/job/job_priv.h"
#include "store/message.h"
#include "store/number.h"

static void
part_of(struct sms_part *to, const struct store_part *from, int *failed)
{
	static const enum sms_part_state states[] = {
		[STORE_PART_TODO] = SMS_PART_TODO,
		[STORE_PART_SENDING] = SMS_PART_UNKNOWN,
		[STORE_PART_OK] = SMS_PART_OK,
		[STORE_PART_REFUSED] = SMS_PART_TODO,
		[STORE_PART_UNKNOWN] = SMS_PART_UNKNOWN,
	};

	to->state = states[from->state];
	if (to->state == SMS_PART_OK && from->message_id) {
		to->message_id = strdup(from->message_id);
		*failed |= !to->message_id;
	}
}

/* The store's word comes before the record's own. */
static int
replace(struct sms_before *before, const struct store_message *m)
{
	unsigned i;
	int failed = 0;

	sms_before_release(before);
	memset(before, 0, sizeof *before);
	before->parts = calloc(m->nparts ? m->nparts : 1,
	    sizeof *before->parts);
	if (!before->parts)
		return -1;
	before->nparts = m->nparts;
	before->has_ref = m->ref >= 0;
	before->ref = (uint16_t)m->ref;
	for (i = 0; i < m->nparts; i++)
		part_of(&before->parts[i], &m->parts[i], &failed);
	return failed ? -1 : 0;
}

/* To be sent again: what may have been sent counts as not sent. */
static void
forget_unknown(struct sms_before *before)
{
	unsigned i;

	for (i = 0; i < before->nparts; i++)
		if (before->parts[i].state == SMS_PART_UNKNOWN)
			before->parts[i].state = SMS_PART_TODO;
}

/* Answered with what is known of it. */
static int
answer(struct jobs *js, const struct record *rec, struct sms_before *before,
    const struct sms_result *r, int sysexit)
{
	struct job *j = job_new(js);

	if (!j) {
		js->failed = EX_TEMPFAIL;
		return 1;
	}
	job_begin_line(js, j, rec);
	job_take_over(j, before);
	job_give_out(js, j, r, sysexit);
	return 1;
}

/* Nothing of it was done now; before may be empty. */
static int
put_off(struct jobs *js, const struct record *rec, struct sms_before *before,
    const char *reason)
{
	struct sms_result r = { .status = SMS_TEMPORARY, .reason = reason };

	/* what is wrong with the store was said once, for all records */
	if (reason != js->trouble)
		diag_status("4.3.0", "%.*s: %s", JOB_ID_SHOWN,
		    record_str(rec, REC_ID), reason);
	return answer(js, rec, before, &r, EX_TEMPFAIL);
}

/* By what became of it. */
static int
judge(struct jobs *js, const struct record *rec, const struct config_view *v,
    const struct store_message *m, struct sms_before *before)
{
	struct sms_result r = { .status = SMS_OK, .duplicate = 1 };

	switch (m->status) {
	case STORE_OK:
		return answer(js, rec, before, &r, 0);
	case STORE_SENDING:
		return put_off(js, rec, before, m->busy ?
		    "another process is sending it" :
		    "a record of the same id is being sent");
	case STORE_DROPPED:
		r = (struct sms_result){ .status = SMS_PERMANENT,
			.reason = "given up by mobstate drop" };
		return answer(js, rec, before, &r, EX_UNAVAILABLE);
	case STORE_UNKNOWN:
		if (!v || config_int(v, SMPP_ESME_ON_UNKNOWN) ==
		    ON_UNKNOWN_HOLD) {
			r = (struct sms_result){ .status = SMS_UNKNOWN,
				.reason = "no response came to an earlier run: "
				    "it may have been sent (mobstate resend or "
				    "drop decides)" };
			return answer(js, rec, before, &r, 0);
		}
		break;
	default:
		break;
	}
	forget_unknown(before);
	return 0;
}

/*
 * Is it another message than the one that had this id?  Scripts number their
 * alarms, and begin again with 1: none must get lost as another's repetition.
 * In what way: for people; NULL: it is the same.  An id that mail2sms made is
 * the mail's, whatever a new configuration makes of its text.
 */
static const char *
other(const struct record *rec, const struct store_message *m)
{
	const char *to = record_str(rec, REC_TO);
	int print = job_fingerprint(rec);

	if (to && m->to && !store_number_same(to, m->to))
		return "id: another message, to another number, has it";
	if (!rec->v[REC_MAIL] && print && m->fingerprint &&
	    print != m->fingerprint)
		return "id: another message, of another text, has it";
	return NULL;
}

int
job_recall(struct jobs *js, const struct record *rec,
    const struct config_view *v, struct sms_before *before)
{
	const char *id = record_str(rec, REC_ID);
	struct sms_result r = { .status = SMS_PERMANENT };
	struct store_message m;
	struct diag_err err;
	int rc;

	js->seen = 0;
	if (!id)
		return 0;
	if (jobs_open(js) < 0)
		return put_off(js, rec, before, js->trouble);
	rc = store_message_find(js->store, id, &m, &err);
	if (rc < 0) {
		jobs_lose(js, &err);
		return put_off(js, rec, before, js->trouble);
	}
	if (!rc)
		return 0;
	r.reason = other(rec, &m);
	if (r.reason) {
		sms_before_release(before);
		return answer(js, rec, before, &r, EX_DATAERR);
	}
	js->seen = (int)m.status;
	if (replace(before, &m) < 0)
		return put_off(js, rec, before, "out of memory");
	return judge(js, rec, v, &m, before);
}
