/* A record comes in: what it says is resolved and encoded.  See job.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "engine/job/job_priv.h"

enum { PDU_FIXED_MAX = 512 };	/* octets of all fields but those without a
				   maximum; v3.4, 4.4.1 has 200 */

static void
invalid(struct jobs *js, const struct source_item *item, const char *why)
{
	struct buf b = BUF_INIT;

	diag_warn(&item->pos, "%s", why);
	js->permanent++;
	outcome_permanent(&js->tally, EX_DATAERR);
	record_invalid(&b, item->pos.line, item->p, item->n, why);
	job_put_line(js, &b);
	buf_free(&b);
}

/* A record that is not to be touched: it was sent before, or nobody knows. */
static void
pass(struct jobs *js, const struct source_item *item,
    const struct record *rec, enum sms_status status)
{
	struct buf b = BUF_INIT;

	job_count(js, status, 0);
	if (js->list) {
		job_recipient_pass(js, rec, status);
		return;
	}
	buf_add(&b, item->p, item->n);
	buf_ch(&b, '\n');
	job_put_line(js, &b);
	buf_free(&b);
}

void
job_take_over(struct job *j, struct sms_before *before)
{
	j->parts = before->parts;
	j->nparts = before->nparts;
	j->ref = before->has_ref ? before->ref : -1;
	before->parts = NULL;
}

/* A message of several parts that was begun, nobody knows by which reference:
   it can neither be completed nor, without doubling those, be sent anew. */
static int
is_stuck(const struct job *j)
{
	unsigned i;

	if (j->ref < 0 && j->nparts > 1)
		for (i = 0; i < j->nparts; i++)
			if (j->parts[i].state == SMS_PART_OK)
				return 1;
	return 0;
}

/* The record's parts: new ones, or those taken over, to be completed. */
static int
make_parts(struct job *j, unsigned n, int complete)
{
	unsigned i;

	if (!complete || n == 1) {
		job_drop_parts(j);
		j->one = (struct sms_part){ 0 };
		j->parts = n == 1 ? &j->one : calloc(n, sizeof *j->parts);
		if (!j->parts)
			return -1;
	}
	j->nparts = n;
	for (i = 0; i < n; i++) {
		j->parts[i].owner = j;
		j->parts[i].view = j->via->view;
	}
	return 0;
}

int
job_add_pdu(struct job *j, const struct smpp_pdu *pdu, struct diag_err *err)
{
	size_t room = PDU_FIXED_MAX + pdu->short_message.n + pdu->tlvs.n +
		pdu->dests.n;
	const char *bad = NULL;
	ssize_t n;

	if (!buf_room(&j->pdus, room))
		return diag_err(err, EX_TEMPFAIL, "out of memory");
	n = smpp_pdu_encode(pdu, (uint8_t *)j->pdus.p + j->pdus.len, room,
	    &bad);
	if (n < 0)
		return diag_err(err, EX_DATAERR, "%s is too long",
		    bad ? bad : "the message");
	j->pdus.len += (size_t)n;
	return 0;
}

/* Its parts' PDUs.  Returns 0, or -1 with err filled. */
static int
make_pdus(struct jobs *js, struct job *j, struct diag_err *err)
{
	uint32_t command = js->submit.data_sm ? SMPP_DATA_SM : js->command;
	struct smpp_pdu pdu;
	unsigned i;

	for (i = 0; i < j->nparts; i++) {
		if (sms_submit_pdu(&js->submit, i, command, &pdu,
		    &js->pdu) < 0)
			return diag_err(err, EX_TEMPFAIL, "out of memory");
		pdu.seq = i + 1;
		if (job_add_pdu(j, &pdu, err) < 0)
			return -1;
	}
	return 0;
}

void
job_begin_line(struct jobs *js, struct job *j, const struct record *rec)
{
	const char *id = record_str(rec, REC_ID);
	size_t n;

	record_open(&j->line, rec, RECORD_SET(REC_RESULT) |
	    RECORD_SET(REC_DRY_RUN) | (id ? 0 : RECORD_SET(REC_ID)));
	if (!id) {
		ident_new(js->fresh);
		json_key_cstr(&j->line, "id", js->fresh);
		id = js->fresh;
	}
	js->id = id;
	n = strnlen(id, sizeof j->id - 1);
	memcpy(j->id, id, n);
	j->id[n] = '\0';
}

/* Segments that were sent before can be completed only by others of the same
   cut; else the message is sent anew, with a reference of its own. */
static int
encode(struct jobs *js, const struct record *rec, const struct config_view *v,
    struct sms_before *before, struct diag_err *err)
{
	if (before->has_ref) {
		if (sms_submit_read(&js->submit, rec, v, before->ref,
		    js->scratch, err) < 0)
			return -1;
		if (js->submit.nsegments == before->nparts)
			return 0;
		before->has_ref = 0;
	}
	return sms_submit_read(&js->submit, rec, v, js->ref, js->scratch, err);
}

void
job_refuse(struct jobs *js, struct job *j, const struct diag_err *err)
{
	job_finish_early(js, j, err->sysexit == EX_DATAERR ? SMS_PERMANENT :
	    SMS_TEMPORARY, err->sysexit, err->text);
}

/* Resolve a record that is to be sent.  Returns 0, or -1: it has ended. */
static int
resolve(struct jobs *js, struct job *j, const struct record *rec,
    const struct config_view *v, struct sms_before *before)
{
	const char *domain = record_str(rec, REC_DOMAIN);
	struct diag_err err = { EX_TEMPFAIL, "out of memory" };

	job_take_over(j, before);
	if (is_stuck(j)) {
		job_finish_early(js, j, SMS_PERMANENT, EX_DATAERR,
		    "result.parts without a reference: cannot be completed");
		return -1;
	}
	j->via = v ? js->find(js->arg, domain, &err) : NULL;
	if (!j->via) {
		if (strcmp(js->said, err.text) != 0)
			diag_warn(NULL, "%s: %s", j->id, err.text);
		snprintf(js->said, sizeof js->said, "%s", err.text);
		job_finish_early(js, j, SMS_TEMPORARY, err.sysexit, err.text);
		return -1;
	}
	if (encode(js, rec, v, before, &err) < 0) {
		job_refuse(js, j, &err);
		return -1;
	}
	j->dest_flag = js->submit.dest_flag;
	if (j->type == REC_SUBMIT && j->dest_flag == SMPP_DEST_LIST &&
	    (!job_shared(js) || before->has_ref)) {
		diag_err(&err, EX_DATAERR, before->has_ref ?
		    "what a distribution list got in part cannot be completed" :
		    "destination_flag: a distribution list takes "
		    "SMPP_ESME_Submit_Submit_Multi");
		job_refuse(js, j, &err);
		return -1;
	}
	if (js->submit.nsegments > 1 && !before->has_ref &&
	    job_new_ref(js, &err) < 0) {
		job_refuse(js, j, &err);
		return -1;
	}
	if (js->await && !rec->v[REC_REGISTERED_DELIVERY] &&
	    !(js->submit.registered_delivery & SMPP_REG_RECEIPT_MASK))
		js->submit.registered_delivery |= 1;	/* v3.4, 5.2.17 */
	j->ref = js->submit.ref;
	job_new_umr(js, v);
	if (make_parts(j, js->submit.nsegments, before->has_ref) < 0) {
		job_finish_early(js, j, SMS_TEMPORARY, EX_TEMPFAIL,
		    "out of memory");
		return -1;
	}
	if (make_pdus(js, j, &err) < 0) {
		job_refuse(js, j, &err);
		return -1;
	}
	return 0;
}

static void
take_new(struct jobs *js, const struct record *rec,
    const struct config_view *v, struct sms_before *before)
{
	struct job *j = job_new(js);
	struct diag_err err;

	if (!j) {
		js->failed = EX_TEMPFAIL;
		return;
	}
	j->type = rec->type;
	job_begin_line(js, j, rec);
	if (rec->type != js->type && !rec->wrong) {
		job_finish_early(js, j, SMS_PERMANENT, EX_DATAERR,
		    js->type == REC_SUBMIT ? "no record that is sent: submit, query, cancel or "
		    "replace" :
		    "only deliver records are sent");
		return;
	}
	if (resolve(js, j, rec, v, before) < 0)
		return;
	if (js->dry_run) {
		job_dry(js, j);
		return;
	}
	if (js->store && job_note(js, j, rec, &err) < 0) {
		job_refuse(js, j, &err);
		return;
	}
	if (!job_multi_ride(js, j))
		job_queue(js, j);
}

void
job_take_record(struct jobs *js, const struct source_item *item,
    const struct record *rec)
{
	const struct config_view *v = config_view(js->config, record_str(rec,
	    REC_DOMAIN), js->domain, NULL);
	struct sms_before before;

	if (sms_before_read(rec, js->scratch, &before) < 0)
		js->failed = EX_TEMPFAIL;
	else if (js->type == REC_SUBMIT && job_is_request(rec->type) &&
	    !(before.done && rec->type != REC_QUERY))
		job_take_request(js, rec, v);
	else if (before.done)
		pass(js, item, rec, SMS_OK);
	else if (js->store && !js->dry_run && rec->type == js->type &&
	    job_recall(js, rec, v, &before))
		;	/* answered */
	else if (before.unknown && v && config_int(v, SMPP_ESME_ON_UNKNOWN) ==
	    ON_UNKNOWN_HOLD)
		pass(js, item, rec, SMS_UNKNOWN);
	else
		take_new(js, rec, v, &before);
	sms_before_release(&before);
}

void
job_take(struct jobs *js, const struct source_item *item)
{
	struct record rec;
	struct diag_err err;

	if (item->too_long) {
		invalid(js, item, "line is too long");
		return;
	}
	if (record_read(js->reader, item->p, item->n, &rec, &err) < 0)
		invalid(js, item, err.text);
	else if (!job_take_list(js, item, &rec))
		job_take_record(js, item, &rec);
}
