#include "engine/job.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/clock.h"
#include "engine/job_priv.h"

int
jobs_init(struct jobs *js)
{
	js->reader = json_reader_new();
	js->scratch = json_reader_new();
	js->ref = ident_random16();
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
		free(j);
	}
	sms_submit_release(&js->submit);
	buf_free(&js->pdu);
	json_reader_free(js->reader);
	json_reader_free(js->scratch);
}

const struct config_view *
job_view(struct jobs *js, const char *domain)
{
	if (domain)
		return config_view(js->config, domain, js->domain, NULL);
	if (!js->view)
		js->view = config_view(js->config, NULL, js->domain, NULL);
	return js->view;
}

static struct job *
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
		j->order = js->order++;
		js->under_way++;
	}
	return j;
}

void
job_drop(struct jobs *js, struct job *j)
{
	unsigned i;

	for (i = 0; i < j->nparts; i++)
		free(j->parts[i].message_id);
	if (j->parts != &j->one)
		free(j->parts);
	j->parts = NULL;
	j->nparts = j->out = 0;
	buf_reset(&j->line);
	j->next = js->idle;
	js->idle = j;
	js->under_way--;
}

/* ---- in ---- */

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
pass(struct jobs *js, const struct source_item *item, enum sms_status status)
{
	struct buf b = BUF_INIT;

	job_count(js, status, 0);
	buf_add(&b, item->p, item->n);
	buf_ch(&b, '\n');
	job_put_line(js, &b);
	buf_free(&b);
}

/* The record's parts, those sent before taken over. */
static int
make_parts(struct job *j, unsigned n, struct sms_before *before)
{
	unsigned i;

	j->one = (struct sms_part){ 0 };
	if (before->nparts == n && n > 1) {
		j->parts = before->parts;
		before->parts = NULL;
	} else {
		j->parts = n == 1 ? &j->one : calloc(n, sizeof *j->parts);
	}
	if (!j->parts)
		return -1;
	j->nparts = n;
	for (i = 0; i < n; i++)
		j->parts[i].owner = j;
	return 0;
}

/* Begin the line that goes out: the record, with an id if it had none. */
static void
begin_line(struct job *j, const struct record *rec)
{
	const char *id = record_str(rec, REC_ID);
	char fresh[IDENT_SIZE];
	size_t n;

	record_open(&j->line, rec, RECORD_SET(REC_RESULT) |
	    RECORD_SET(REC_DRY_RUN) | (id ? 0 : RECORD_SET(REC_ID)));
	if (!id) {
		ident_new(fresh);
		json_key_cstr(&j->line, "id", fresh);
		id = fresh;
	}
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

/* Resolve a record that is to be sent.  Returns 0, or -1: it has ended. */
static int
resolve(struct jobs *js, struct job *j, const struct record *rec,
    const struct config_view *v, struct sms_before *before)
{
	const char *domain = record_str(rec, REC_DOMAIN);
	struct diag_err err = { EX_TEMPFAIL, "out of memory" };

	j->via = v ? js->find(js->arg, domain, &err) : NULL;
	if (!j->via) {
		if (strcmp(js->said, err.text) != 0)
			diag_warn(NULL, "%s: %s", j->id, err.text);
		snprintf(js->said, sizeof js->said, "%s", err.text);
		job_finish_early(js, j, SMS_TEMPORARY, err.sysexit, err.text);
		return -1;
	}
	if (encode(js, rec, v, before, &err) < 0) {
		job_finish_early(js, j, err.sysexit == EX_DATAERR ?
		    SMS_PERMANENT : SMS_TEMPORARY, err.sysexit, err.text);
		return -1;
	}
	j->ref = js->submit.ref;
	if (js->submit.nsegments > 1 && !before->has_ref)
		js->ref++;
	if (make_parts(j, js->submit.nsegments, before) < 0) {
		job_finish_early(js, j, SMS_TEMPORARY, EX_TEMPFAIL,
		    "out of memory");
		return -1;
	}
	return 0;
}

static void
take_new(struct jobs *js, const struct record *rec,
    const struct config_view *v, struct sms_before *before)
{
	struct job *j = job_new(js);

	if (!j) {
		js->failed = EX_TEMPFAIL;
		return;
	}
	begin_line(j, rec);
	if (rec->type != js->type && !rec->wrong) {
		job_finish_early(js, j, SMS_PERMANENT, EX_DATAERR,
		    js->type == REC_SUBMIT ? "only submit records are sent" :
		    "only deliver records are sent");
		return;
	}
	if (resolve(js, j, rec, v, before) < 0)
		return;
	if (js->dry_run) {
		job_dry(js, j);
		return;
	}
	js->current = j;
	js->at = 0;
}

static void
take_record(struct jobs *js, const struct source_item *item,
    const struct record *rec)
{
	const struct config_view *v = job_view(js, record_str(rec,
	    REC_DOMAIN));
	struct sms_before before;

	sms_before_read(rec, js->scratch, &before);
	if (before.done)
		pass(js, item, SMS_OK);
	else if (before.unknown && v && config_int(v, SMPP_ESME_ON_UNKNOWN) ==
	    ON_UNKNOWN_HOLD)
		pass(js, item, SMS_UNKNOWN);
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
	else
		take_record(js, item, &rec);
}

/* ---- out ---- */

/* The current job has nothing left to send. */
static void
all_out(struct jobs *js)
{
	struct job *j = js->current;

	js->current = NULL;
	if (j->out == 0)
		job_finish(js, j);
}

/* Send one part.  0; 1: not now, the window is full; -1: out of memory. */
static int
push_part(struct jobs *js, struct smpp_session *session, struct job *j)
{
	struct sms_part *part = &j->parts[js->at];
	struct smpp_pdu pdu;
	int rc;

	if (sms_submit_pdu(&js->submit, js->at, js->command, &pdu,
	    &js->pdu) < 0)
		return -1;
	rc = smpp_session_request(session, &pdu, part, NULL, clock_mono());
	if (rc == SMPP_EWINDOW || rc == SMPP_ESTATE)
		return 1;
	if (rc == SMPP_ENOMEM)
		return -1;
	if (rc < 0) {
		part->state = SMS_PART_PERMANENT;
		return 0;
	}
	part->state = SMS_PART_OUT;
	j->out++;
	return 0;
}

int
job_push(struct jobs *js, struct smpp_session *session)
{
	struct job *j = js->current;
	int rc;

	for (; js->at < j->nparts; js->at++) {
		if (j->parts[js->at].state != SMS_PART_TODO)
			continue;
		rc = push_part(js, session, j);
		if (rc > 0)
			return 0;
		if (rc < 0) {
			job_abandon(js, EX_TEMPFAIL, "out of memory");
			return 1;
		}
	}
	all_out(js);
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
job_abandon(struct jobs *js, int sysexit, const char *reason)
{
	struct job *j = js->current;

	if (is_untouched(j)) {
		js->current = NULL;
		job_finish_early(js, j, SMS_TEMPORARY, sysexit, reason);
	} else {
		all_out(js);
	}
}

void
job_answer(struct jobs *js, const struct smpp_event *ev)
{
	struct sms_part *part = ev->tag;
	struct job *j = part->owner;

	j->out--;
	if (job_throttled(js, part, ev))
		return;
	if (!ev->pdu && ev->unsent)
		part->state = SMS_PART_TODO;
	else if (sms_part_answer(part, ev->pdu, ev->status) < 0)
		js->failed = EX_TEMPFAIL;
	/* the rest of a message that is refused is not worth its price */
	if (part->state == SMS_PART_PERMANENT)
		job_withdraw(js, j);
	if (j->out == 0 && j != js->current && !j->again)
		job_finish(js, j);
}
