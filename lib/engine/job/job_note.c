/* What is about to be sent, and what came of it, for the store.  See job.h. */
#include <string.h>
#include <sysexits.h>

#include "base/clock.h"
#include "engine/job/job_priv.h"
#include "engine/replies.h"
#include "smpp/tlv.h"
#include "store/message.h"

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
job_fingerprint(const struct record *rec)
{
	const struct json_value *v = rec->v[REC_TEXT] ? rec->v[REC_TEXT] :
		rec->v[REC_DATA];
	uint32_t h = 2166136261u;	/* FNV-1a: no guard against malice */
	size_t i;

	if (!v)
		return 0;
	for (i = 0; i < v->n; i++)
		h = (h ^ (uint8_t)v->s[i]) * 16777619u;
	h &= 0x7fffffff;
	return h ? (int)h : 1;
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
		.fingerprint = job_fingerprint(rec),
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
		return diag_err(err, EX_TEMPFAIL, "%s", js->trouble);
	rc = store_message_begin(js->store, &m, err);
	if (rc < 0)
		return jobs_lose(js, err);
	if (rc == 0)
		return diag_err(err, EX_TEMPFAIL,
		    "another process is sending it");
	if (replies_remember(&(struct replies){ js->store, j->via->view,
	    j->via->account, m.begun }, js->from, js->to, rec, js->scratch,
	    err) < 0)
		return jobs_lose(js, err);
	j->number = m.n;
	j->asked = m.asked;
	j->group = js->group;
	js->noted++;
	return 0;
}

int
job_new_ref(struct jobs *js, struct diag_err *err)
{
	struct job_shared *shared = job_shared(js);
	struct sms_submit *m = &js->submit;
	char to[SMS_ADDR_TEXT];
	uint16_t ref;

	if (shared && shared->ref >= 0) {
		m->ref = (uint16_t)shared->ref;
		return 0;
	}
	if (!js->store || js->dry_run) {
		js->ref++;
		if (shared)
			shared->ref = m->ref;
		return 0;
	}
	sms_addr_text(m->to.addr, m->to.ton, to);
	if (jobs_open(js) < 0)
		return diag_err(err, EX_TEMPFAIL, "%s", js->trouble);
	if (store_concat_ref(js->store, to, clock_now(), &ref, err) < 0)
		return jobs_lose(js, err);
	m->ref = m->use_udh && m->ref_octets == 1 ? ref & 0xff : ref;
	if (shared)
		shared->ref = m->ref;
	return 0;
}

void
job_new_umr(struct jobs *js, const struct config_view *v)
{
	struct job_shared *shared = job_shared(js);
	struct sms_submit *m = &js->submit;

	if (!js->store || js->dry_run ||
	    !config_bool(v, SMPP_ESME_USER_MESSAGE_REFERENCE) ||
	    umr_of(m, 0) >= 0)
		return;
	if (shared && shared->umr >= 0) {
		m->umr = shared->umr;
		return;
	}
	m->umr = js->umr;
	js->umr = (uint16_t)(js->umr + m->nsegments);
	if (shared)
		shared->umr = m->umr;
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
job_tell(struct jobs *js, struct job *j)
{
	static const enum store_status statuses[] = {
		[SMS_OK] = STORE_OK,
		[SMS_TEMPORARY] = STORE_TEMPORARY,
		[SMS_PERMANENT] = STORE_PERMANENT,
		[SMS_UNKNOWN] = STORE_UNKNOWN,
	};
	struct store_part parts[STORE_PARTS_MAX];
	struct store_message m = { .n = j->number,
		.account = j->via->account, .status = statuses[j->fate],
		.ended = j->ended, .nparts = j->nparts, .parts = parts };
	msec patience = config_msec(j->via->view, RECEIPT_OVERDUE);
	struct diag_err err;
	int asked = (j->fate == SMS_OK || j->fate == SMS_UNKNOWN) &&
		j->asked & SMPP_REG_RECEIPT_MASK, rc;

	if (jobs_open(js) < 0)
		return;
	if (patience && asked)
		m.overdue = m.ended + (int64_t)patience;
	report(j, parts);
	js->noted++;
	rc = store_message_end(js->store, &m, js->await && asked, &err);
	if (rc < 0) {
		jobs_lose(js, &err);
		return;
	}
	j->told = js->group;
	if (rc == 0)
		diag_warn(NULL, "%s: the store has it no more as ours: what "
		    "came of it is not noted", j->id);
	else if (js->await && asked)
		js->await(js->arg, j->number);
}

void
job_outcome(struct jobs *js, struct job *j, enum sms_status status)
{
	if (!j->number)
		return;
	j->fate = status;
	j->ended = clock_now();
	job_tell(js, j);
}
