#include "engine/job.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/clock.h"
#include "engine/ident.h"

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
		js->under_way++;
	}
	return j;
}

static void
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

/* ---- results ---- */

static void
put(struct jobs *js, const struct buf *line)
{
	if (!js->sink)
		return;
	if (line->err || !sink_put(js->sink, line->p, line->len))
		js->failed = EX_TEMPFAIL;
}

static void
count(struct jobs *js, const struct sms_result *r, int sysexit)
{
	switch (r->status) {
	case SMS_OK:
		js->ok++;
		outcome_done(&js->tally);
		break;
	case SMS_TEMPORARY:
		js->temporary++;
		outcome_temporary(&js->tally, sysexit ? sysexit : EX_TEMPFAIL);
		break;
	case SMS_PERMANENT:
		js->permanent++;
		outcome_permanent(&js->tally, sysexit);
		break;
	case SMS_UNKNOWN:
		js->unknown++;
		outcome_temporary(&js->tally, EX_UNAVAILABLE);
		break;
	}
}

/* The enhanced code (RFC 3463) that a failure's line on stderr begins with. */
static const char *
enhanced(const struct sms_result *r, int sysexit)
{
	if (r->command_status)
		return smpp_status_find(r->command_status)->enhanced;
	if (r->status == SMS_UNKNOWN)
		return "5.4.2";		/* the connection was bad */
	if (r->status == SMS_TEMPORARY)
		return "4.4.1";		/* no answer from the host */
	return sysexit == EX_DATAERR ? "5.6.0" : "5.0.0";
}

static void
say_failure(const struct job *j, const struct sms_result *r, int sysexit)
{
	const struct smpp_status_def *d =
		smpp_status_find(r->command_status);

	if (r->status == SMS_OK)
		return;
	if (r->command_status)
		diag_status(enhanced(r, sysexit), "%s: %s (0x%08x): %s", j->id,
		    d->name, (unsigned)r->command_status, r->reason);
	else
		diag_status(enhanced(r, sysexit), "%s: %s", j->id, r->reason);
}

void
job_put(struct jobs *js, struct job *j)
{
	record_close(&j->line);
	put(js, &j->line);
	job_drop(js, j);
}

/* The record goes out with its result. */
static void
finish(struct jobs *js, struct job *j, struct sms_result *r, int sysexit)
{
	count(js, r, sysexit);
	sms_result_write(&j->line, r, j->parts, j->nparts, j->ref,
	    j->via ? j->via->peer : NULL, ident_time());
	job_put(js, j);
}

/* Ended before anything of it was sent. */
static void
finish_early(struct jobs *js, struct job *j, enum sms_status status,
    int sysexit, const char *reason)
{
	struct sms_result r = { .status = status, .reason = reason };

	/* one trouble of ours is said once, not for each record */
	if (status == SMS_PERMANENT)
		say_failure(j, &r, sysexit);
	finish(js, j, &r, sysexit);
}

static void
finish_parts(struct jobs *js, struct job *j)
{
	struct sms_result r = sms_result_of(j->parts, j->nparts);
	int sysexit = 0;

	if (r.status == SMS_UNKNOWN && config_int(j->via->view,
	    SMPP_ESME_ON_UNKNOWN) == ON_UNKNOWN_RESEND) {
		r.status = SMS_TEMPORARY;
		r.reason = "no response came: to be sent again";
	} else if (r.status == SMS_PERMANENT) {
		sysexit = sms_status_sysexit(r.command_status);
	} else if (r.status == SMS_TEMPORARY && !r.command_status &&
	    j->via->dead) {
		r.reason = j->via->reason;
		sysexit = j->via->sysexit;
	}
	say_failure(j, &r, sysexit);
	finish(js, j, &r, sysexit);
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
	put(js, &b);
	buf_free(&b);
}

/* A record that is not to be touched: it was sent before, or nobody knows. */
static void
pass(struct jobs *js, const struct source_item *item, enum sms_status status)
{
	struct sms_result r = { .status = status };
	struct buf b = BUF_INIT;

	count(js, &r, 0);
	buf_add(&b, item->p, item->n);
	buf_ch(&b, '\n');
	put(js, &b);
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

	record_open(&j->line, rec, RECORD_SET(REC_RESULT) |
	    RECORD_SET(REC_DRY_RUN) | (id ? 0 : RECORD_SET(REC_ID)));
	if (!id) {
		ident_new(fresh);
		json_key_cstr(&j->line, "id", fresh);
		id = fresh;
	}
	snprintf(j->id, sizeof j->id, "%s", id);
}

/* Resolve a record that is to be sent.  Returns 0, or -1: it has ended. */
static int
resolve(struct jobs *js, struct job *j, const struct record *rec,
    const char *domain, struct sms_before *before)
{
	const struct config_view *v = config_view(js->config, domain,
	    js->domain, NULL);
	struct diag_err err = { EX_TEMPFAIL, "out of memory" };

	j->via = v ? js->find(js->arg, domain, &err) : NULL;
	if (!j->via) {
		diag_warn(NULL, "%s: %s", j->id, err.text);
		finish_early(js, j, SMS_TEMPORARY, err.sysexit, err.text);
		return -1;
	}
	if (sms_submit_read(&js->submit, rec, v, before->has_ref ?
	    before->ref : js->ref, js->scratch, &err) < 0) {
		finish_early(js, j, SMS_PERMANENT, err.sysexit, err.text);
		return -1;
	}
	j->ref = js->submit.ref;
	if (js->submit.nsegments > 1 && !before->has_ref)
		js->ref++;
	if (make_parts(j, js->submit.nsegments, before) < 0) {
		finish_early(js, j, SMS_TEMPORARY, EX_TEMPFAIL,
		    "out of memory");
		return -1;
	}
	return 0;
}

static void
take_new(struct jobs *js, const struct record *rec, const char *domain,
    struct sms_before *before)
{
	struct job *j = job_new(js);

	if (!j) {
		js->failed = EX_TEMPFAIL;
		return;
	}
	begin_line(j, rec);
	if (rec->type != js->type && !rec->wrong) {
		finish_early(js, j, SMS_PERMANENT, EX_DATAERR,
		    js->type == REC_SUBMIT ? "only submit records are sent" :
		    "only deliver records are sent");
		return;
	}
	if (resolve(js, j, rec, domain, before) < 0)
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
	const char *domain = record_str(rec, REC_DOMAIN);
	struct sms_before before;

	sms_before_read(rec, js->scratch, &before);
	if (before.done)
		pass(js, item, SMS_OK);
	else if (before.unknown && config_int(config_view(js->config, domain,
	    js->domain, NULL), SMPP_ESME_ON_UNKNOWN) == ON_UNKNOWN_HOLD)
		pass(js, item, SMS_UNKNOWN);
	else
		take_new(js, rec, domain, &before);
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
		finish_parts(js, j);
}

/* Send one part.  0, 1: the window is full, or -1: it cannot be sent. */
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
	if (rc < 0)
		return -1;
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
			job_abandon(js, EX_TEMPFAIL,
			    "cannot be encoded, or out of memory");
			return 1;
		}
	}
	all_out(js);
	return 1;
}

void
job_abandon(struct jobs *js, int sysexit, const char *reason)
{
	struct job *j = js->current;

	if (js->at == 0) {
		js->current = NULL;
		finish_early(js, j, SMS_TEMPORARY, sysexit, reason);
	} else {
		all_out(js);
	}
}

void
job_answer(struct jobs *js, const struct smpp_event *ev)
{
	struct sms_part *part = ev->tag;
	struct job *j = part->owner;

	if (sms_part_answer(part, ev->pdu, ev->status) < 0)
		js->failed = EX_TEMPFAIL;
	j->out--;
	if (j != js->current) {
		if (j->out == 0)
			finish_parts(js, j);
	} else if (part->state == SMS_PART_PERMANENT) {
		/* the rest of a message that is refused is not worth its price */
		all_out(js);
	}
}
