/* The record goes out with its result.  See job.h. */
#include <sysexits.h>

#include "engine/decision.h"
#include "engine/job/job_priv.h"
#include "gateway/sms/vendor.h"

void
job_put_line(struct jobs *js, const struct buf *line)
{
	if (!js->sink)
		return;
	/* not EX_TEMPFAIL: what the line tells of may have been sent */
	if (line->err || !sink_put(js->sink, line->p, line->len))
		js->failed = EX_IOERR;
}

void
job_count(struct jobs *js, enum sms_status status, int sysexit)
{
	switch (status) {
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
enhanced(const struct job *j, const struct sms_result *r, int sysexit)
{
	if (r->command_status)
		return sms_vendor_status(j->via ? j->via->view : NULL,
		    r->command_status).enhanced;
	if (r->status == SMS_UNKNOWN)
		return "5.4.2";		/* the connection was bad */
	if (r->status == SMS_TEMPORARY)
		return "4.4.1";		/* no answer from the host */
	return sysexit == EX_DATAERR ? "5.6.0" : "5.0.0";
}

static void
say_failure(const struct job *j, const struct sms_result *r, int sysexit)
{
	struct smpp_status_def d = sms_vendor_status(j->via ?
		j->via->view : NULL, r->command_status);
	char text[SMPP_STATUS_TEXT];

	if (r->status == SMS_OK)
		return;
	if (r->command_status)
		diag_status(enhanced(j, r, sysexit), "%s: %s", j->id,
		    smpp_status_text(&d, r->command_status, text));
	else
		diag_status(enhanced(j, r, sysexit), "%s: %s", j->id, r->reason);
}

/* Who answered, or would have been asked. */
static const char *
peer(const struct job *j)
{
	return j->peer ? j->peer : j->via ? j->via->peer : NULL;
}

void
job_put(struct jobs *js, struct job *j)
{
	record_close(&j->line);
	job_put_line(js, &j->line);
	job_drop(js, j);
}

/* Its object in result.recipients is a record of its own, but for its id. */
static void
log_recipient(const struct job *j)
{
	const struct buf *each = job_recipient(j->list, j->nth);
	struct buf b = BUF_INIT;

	json_open(&b, '{');
	json_key_cstr(&b, "id", j->id);
	json_key_cstr(&b, "type", "submit");
	json_key(&b, "result");
	json_raw(&b, each->p, each->len);
	buf_add(&b, "}}", 2);
	if (!b.err)
		decision_result(b.p, b.len, j->taken);
	buf_free(&b);
}

/* The record goes out with its result. */
static void
finish(struct jobs *js, struct job *j, const struct sms_result *r,
    int sysexit)
{
	job_count(js, r->status, sysexit);
	if (j->list) {
		sms_result_members(job_recipient(j->list, j->nth), r, j->parts,
		    j->nparts, j->ref, peer(j),
		    ident_time());
		if (decision_wanted())
			log_recipient(j);
		job_recipient_end(js, j->list, r);
		job_drop(js, j);
		return;
	}
	sms_result_write(&j->line, r, j->parts, j->nparts, j->ref,
	    peer(j), ident_time());
	record_close(&j->line);
	if (decision_wanted() && !j->line.err)
		decision_result(j->line.p, j->line.len, j->taken);
	job_put_line(js, &j->line);
	job_drop(js, j);
}

void
job_finish_early(struct jobs *js, struct job *j, enum sms_status status,
    int sysexit, const char *reason)
{
	struct sms_result r = { .status = status, .reason = reason };

	job_outcome(js, j, status);
	job_give_out(js, j, &r, sysexit);
}

void
job_give_out(struct jobs *js, struct job *j, const struct sms_result *r,
    int sysexit)
{
	/* one trouble of ours is said once, not for each record */
	if (r->status == SMS_PERMANENT || r->status == SMS_UNKNOWN)
		say_failure(j, r, sysexit);
	finish(js, j, r, sysexit);
}

/* SMPP_ESME_On_Unknown=resend: `unknown` counts as not sent, so that it no
   longer outweighs a part that was refused. */
static struct sms_result
resend(const struct job *j)
{
	unsigned i;

	for (i = 0; i < j->nparts; i++)
		if (j->parts[i].state == SMS_PART_PERMANENT)
			return sms_result_of(&j->parts[i], 1);
	return (struct sms_result){ .status = SMS_TEMPORARY,
		.reason = "no response came: to be sent again" };
}

/* A query can be asked again at no price; what else may have been done. */
static void
unknown_request(const struct job *j, struct sms_result *r)
{
	if (j->type == REC_QUERY)
		r->status = SMS_TEMPORARY;
	r->reason = j->type == REC_QUERY ? "no response came" :
		"no response came: it may have been done";
}

static void
settle(struct jobs *js, struct job *j)
{
	struct sms_result r = sms_result_of(j->parts, j->nparts);
	int sysexit = 0, again = 0;

	if (r.status == SMS_UNKNOWN && job_is_request(j->type))
		unknown_request(j, &r);
	else if (r.status == SMS_UNKNOWN && config_int(j->via->view,
	    SMPP_ESME_ON_UNKNOWN) == ON_UNKNOWN_RESEND) {
		r = resend(j);
		again = r.status == SMS_TEMPORARY;
	}
	if (r.status == SMS_PERMANENT) {
		sysexit = sms_status_sysexit(j->via->view,
		    r.command_status);
	} else if (r.status == SMS_TEMPORARY && !again && !r.command_status &&
	    j->via->dead) {
		r.reason = j->via->reason;
		sysexit = j->via->sysexit;
	}
	say_failure(j, &r, sysexit);
	finish(js, j, &r, sysexit);
}

void
job_finish(struct jobs *js, struct job *j)
{
	if (j->riders) {
		job_multi_finish(js, j);
		return;
	}
	if (j->number)
		job_outcome(js, j, sms_result_of(j->parts, j->nparts).status);
	if (!js->defers) {
		settle(js, j);
		return;
	}
	j->next = NULL;
	if (js->done)
		js->done_last->next = j;
	else
		js->done = j;
	js->done_last = j;
}

void
jobs_settle(struct jobs *js)
{
	struct job *j;

	jobs_commit(js);
	while ((j = js->done)) {
		js->done = j->next;
		settle(js, j);
	}
}
