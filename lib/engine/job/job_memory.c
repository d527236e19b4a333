/*
 * What the store knows of a record: may it be sent, and what came of it.  See
 * job.h.
 *
 * What is noted in one round of the loop is kept together: the outcomes of the
 * messages that were answered and the intents of those to come, at the price
 * of one write to the disk.  Nothing is sent before its intent is kept.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/clock.h"
#include "engine/job/job_priv.h"
#include "engine/replies.h"
#include "engine/state.h"
#include "smpp/tlv.h"
#include "store/message.h"

/* ---- the group that is kept together ---- */

/* The store failed: what was noted since the last commit is not. */
static int
lose(struct jobs *js, const struct diag_err *err)
{
	if (js->group_open)
		store_rollback(js->store);
	js->group_open = 0;
	if (strcmp(js->lost, err->text) != 0)
		diag_status("4.3.0", "%s", err->text);
	snprintf(js->lost, sizeof js->lost, "%s", err->text);
	return -1;
}

int
jobs_open(struct jobs *js)
{
	struct diag_err err;

	if (js->group_open)
		return 0;
	if (store_begin(js->store, &err) < 0)
		return lose(js, &err);
	js->group_open = 1;
	js->group++;
	js->noted = 0;
	return 0;
}

void
jobs_commit(struct jobs *js)
{
	struct diag_err err;
	unsigned i;

	if (!js->group_open)
		return;
	/* as much goes as came, and more */
	for (i = 0; i <= js->noted / (STORE_EXPIRE_STEP / 2); i++)
		if (!state_expire(js->store, js->config))
			break;
	if (store_commit(js->store, &err) < 0) {
		lose(js, &err);
		return;
	}
	js->group_open = 0;
	js->kept = js->group;
}

enum job_go
job_may_go(const struct jobs *js, const struct job *j)
{
	if (!j->number || j->group <= js->kept)
		return JOB_GOES;
	return js->group_open && j->group == js->group ? JOB_WAITS : JOB_LOST;
}

/* ---- what was ---- */

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
				    "it may have been sent" };
			return answer(js, rec, before, &r, 0);
		}
		break;
	default:
		break;
	}
	forget_unknown(before);
	return 0;
}

int
job_recall(struct jobs *js, const struct record *rec,
    const struct config_view *v, struct sms_before *before)
{
	const char *id = record_str(rec, REC_ID);
	struct store_message m;
	struct diag_err err;
	int rc;

	js->seen = 0;
	if (!id)
		return 0;
	if (jobs_open(js) < 0)
		return put_off(js, rec, before, js->lost);
	rc = store_message_find(js->store, id, &m, &err);
	if (rc < 0) {
		lose(js, &err);
		return put_off(js, rec, before, js->lost);
	}
	if (!rc)
		return 0;
	js->seen = (int)m.status;
	if (replace(before, &m) < 0)
		return put_off(js, rec, before, "out of memory");
	return judge(js, rec, v, &m, before);
}

/* ---- what is meant to be ---- */

/* The record as it is kept: what a receipt or a notification will need. */
static int
keep_record(struct jobs *js, const struct job *j, const struct record *rec)
{
	uint64_t without = RECORD_SET(REC_TYPE) | RECORD_SET(REC_ID) |
		RECORD_SET(REC_RESULT) | RECORD_SET(REC_DRY_RUN);
	const char *domain = j->via->domain;
	struct buf *b = &js->keep;

	if (!config_bool(j->via->view, STATE_KEEP_TEXT))
		without |= RECORD_SET(REC_TEXT) | RECORD_SET(REC_DATA);
	buf_reset(b);
	record_open(b, rec, without);
	if (!rec->v[REC_FROM])
		json_key_cstr(b, "from", js->from);
	if (!rec->v[REC_DOMAIN] && domain)
		json_key_cstr(b, "domain", domain);
	json_close(b, '}');
	if (b->len > STORE_RECORD_MAX) {
		/* fields that we do not know: the message matters more */
		buf_reset(b);
		json_open(b, '{');
		json_key_cstr(b, "from", js->from);
		json_key_cstr(b, "to", js->to);
		if (domain)
			json_key_cstr(b, "domain", domain);
		json_close(b, '}');
	}
	return buf_cstr(b) ? 0 : -1;
}

/* The user_message_reference that goes along with a segment; -1: none. */
static int
umr_of(const struct sms_submit *m, unsigned i)
{
	struct smpp_octets tlvs = { (uint8_t *)m->tlvs.p, m->tlvs.len };
	uint32_t own;

	if (smpp_tlv_int(tlvs, SMPP_TLV_USER_MESSAGE_REFERENCE, &own))
		return (int)(own & 0xffff);
	return m->umr < 0 ? -1 : (m->umr + (int)i) & 0xffff;
}

static void
intend(const struct jobs *js, const struct job *j, struct store_part *parts)
{
	unsigned i;

	for (i = 0; i < j->nparts; i++) {
		parts[i] = (struct store_part){ .umr = -1,
			.state = STORE_PART_SENDING };
		if (j->parts[i].state == SMS_PART_OK) {
			parts[i].state = STORE_PART_OK;
			parts[i].message_id = j->parts[i].message_id;
		} else {
			parts[i].umr = umr_of(&js->submit, i);
		}
	}
}

int
job_note(struct jobs *js, struct job *j, const struct record *rec,
    struct diag_err *err)
{
	struct store_part parts[STORE_PARTS_MAX];
	struct store_message m = {
		.id = js->id, .status = (enum store_status)js->seen,
		.account = j->via->account,
		.from = js->from, .to = js->to,
		.ref = j->nparts > 1 ? j->ref : -1,
		.asked = js->submit.registered_delivery,
		.begun = clock_now(), .nparts = j->nparts, .parts = parts,
	};
	int rc;

	sms_addr_text(js->submit.from.addr, js->submit.from.ton, js->from);
	sms_addr_text(js->submit.to.addr, js->submit.to.ton, js->to);
	if (keep_record(js, j, rec) < 0)
		return diag_err(err, EX_TEMPFAIL, "out of memory");
	m.record = js->keep.p;
	intend(js, j, parts);
	if (jobs_open(js) < 0)
		return diag_err(err, EX_TEMPFAIL, "%s", js->lost);
	rc = store_message_begin(js->store, &m, err);
	if (rc < 0)
		return lose(js, err);
	if (rc == 0)
		return diag_err(err, EX_TEMPFAIL,
		    "another process is sending it");
	if (replies_remember(&(struct replies){ js->store, j->via->view,
	    j->via->account, m.begun }, js->from, js->to, rec, js->scratch,
	    err) < 0)
		return lose(js, err);
	j->number = m.n;
	j->asked = m.asked;
	j->group = js->group;
	js->noted++;
	return 0;
}

int
job_new_ref(struct jobs *js, struct diag_err *err)
{
	struct sms_submit *m = &js->submit;
	char to[SMS_ADDR_TEXT];
	uint16_t ref;

	if (!js->store || js->dry_run) {
		js->ref++;
		return 0;
	}
	sms_addr_text(m->to.addr, m->to.ton, to);
	if (jobs_open(js) < 0)
		return diag_err(err, EX_TEMPFAIL, "%s", js->lost);
	if (store_concat_ref(js->store, to, clock_now(), &ref, err) < 0)
		return lose(js, err);
	m->ref = m->use_udh && m->ref_octets == 1 ? ref & 0xff : ref;
	return 0;
}

void
job_new_umr(struct jobs *js, const struct config_view *v)
{
	struct sms_submit *m = &js->submit;

	if (!js->store || js->dry_run ||
	    !config_bool(v, SMPP_ESME_USER_MESSAGE_REFERENCE) ||
	    umr_of(m, 0) >= 0)
		return;
	m->umr = js->umr;
	js->umr = (uint16_t)(js->umr + m->nsegments);
}

/* ---- what came of it ---- */

static void
report(const struct job *j, struct store_part *parts)
{
	static const enum store_part_state states[] = {
		[SMS_PART_TODO] = STORE_PART_TODO,
		[SMS_PART_OUT] = STORE_PART_UNKNOWN,
		[SMS_PART_OK] = STORE_PART_OK,
		[SMS_PART_TEMPORARY] = STORE_PART_TODO,
		[SMS_PART_PERMANENT] = STORE_PART_REFUSED,
		[SMS_PART_UNKNOWN] = STORE_PART_UNKNOWN,
	};
	unsigned i;

	for (i = 0; i < j->nparts; i++)
		parts[i] = (struct store_part){
			.state = states[j->parts[i].state],
			.status = j->parts[i].status,
			.message_id = j->parts[i].message_id,
		};
}

void
job_outcome(struct jobs *js, struct job *j, enum sms_status status)
{
	static const enum store_status statuses[] = {
		[SMS_OK] = STORE_OK,
		[SMS_TEMPORARY] = STORE_TEMPORARY,
		[SMS_PERMANENT] = STORE_PERMANENT,
		[SMS_UNKNOWN] = STORE_UNKNOWN,
	};
	struct store_part parts[STORE_PARTS_MAX];
	struct store_message m = { .n = j->number,
		.account = j->via->account, .status = statuses[status],
		.ended = clock_now(), .nparts = j->nparts, .parts = parts };
	msec patience;
	struct diag_err err;
	int asked = (status == SMS_OK || status == SMS_UNKNOWN) &&
		j->asked & SMPP_REG_RECEIPT_MASK;

	/* what was not kept has no number: another may have it by now */
	if (!j->number || job_may_go(js, j) == JOB_LOST || jobs_open(js) < 0)
		return;
	patience = config_msec(j->via->view, RECEIPT_OVERDUE);
	if (patience && asked)
		m.overdue = m.ended + (int64_t)patience;
	report(j, parts);
	js->noted++;
	if (store_message_end(js->store, &m, js->await && asked, &err) < 0)
		lose(js, &err);
	else if (js->await && asked)
		js->await(js->arg, j->number);
}
