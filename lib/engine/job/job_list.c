/*
 * A record to several recipients: a job for each, as though it were a record of
 * its own with the id ID/RECIPIENT, so that whatever holds for a message (the
 * store's "never twice", segments, receipts) holds for each of them; and one
 * record out when the last of them has its fate.  See job.h.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "engine/job/job_priv.h"

struct job_list {
	struct buf line;	/* the record, not closed */
	unsigned n, left;	/* recipients; without a fate yet */
	int dry_run;
	struct job_shared shared;	/* by those that go by submit_multi */
	struct buf *each;	/* n objects of result.recipients, open */
	struct sms_result worst;	/* what the record's result says */
	char reason[256];	/* worst.reason */
};

static void
list_free(struct job_list *l)
{
	unsigned i;

	for (i = 0; l && l->each && i < l->n; i++)
		buf_free(&l->each[i]);
	if (l) {
		free(l->each);
		buf_free(&l->line);
	}
	free(l);
}

struct job_shared *
job_shared(struct jobs *js)
{
	return js->list && js->list->shared.wanted ? &js->list->shared : NULL;
}

/* ---- out ---- */

/* All that is left to do is done by feeding it in again: what may be tried again
   goes before what is refused; what may have been sent before both. */
static int
weight(enum sms_status status)
{
	static const int weights[] = { [SMS_OK] = 0, [SMS_PERMANENT] = 1,
		[SMS_TEMPORARY] = 2, [SMS_UNKNOWN] = 3 };

	return weights[status];
}

static void
give_out(struct jobs *js, struct job_list *l)
{
	struct buf *b = &l->line;
	unsigned i;

	json_key(b, l->dry_run ? "dry_run" : "result");
	json_open(b, '{');
	if (!l->dry_run)
		sms_result_members(b, &l->worst, NULL, 0, -1, NULL,
		    ident_time());
	json_key(b, "recipients");
	json_open(b, '[');
	for (i = 0; i < l->n; i++) {
		json_close(&l->each[i], '}');
		json_raw(b, l->each[i].p, l->each[i].len);
		b->err |= l->each[i].err;
	}
	json_close(b, ']');
	json_close(b, '}');
	record_close(b);
	job_put_line(js, b);
	list_free(l);
}

struct buf *
job_recipient(struct job_list *l, unsigned nth)
{
	return &l->each[nth];
}

static void
count_down(struct jobs *js, struct job_list *l, const struct sms_result *r)
{
	if (weight(r->status) > weight(l->worst.status)) {
		l->worst = *r;
		l->worst.duplicate = 0;
		if (r->reason) {
			snprintf(l->reason, sizeof l->reason, "%s", r->reason);
			l->worst.reason = l->reason;
		}
	}
	if (--l->left == 0)
		give_out(js, l);
}

void
job_recipient_end(struct jobs *js, struct job_list *l,
    const struct sms_result *r)
{
	count_down(js, l, r);
}

void
job_recipient_pass(struct jobs *js, const struct record *rec,
    enum sms_status status)
{
	struct sms_result r = { .status = status, .reason = status == SMS_OK ?
		NULL : "no response came to an earlier run: it may have been "
		"sent" };
	const struct json_value *v = rec->v[REC_RESULT];
	struct buf *b = &js->list->each[js->nth];

	buf_reset(b);
	buf_add(b, v->raw, v->rawlen - 1);	/* its } comes again */
	count_down(js, js->list, &r);
}

/* ---- in ---- */

/* It was through here before, and there is nothing to know of each recipient:
   the record is taken as one, which passes it on. */
static int
is_settled(struct jobs *js, const struct record *rec,
    const struct job_earlier *e)
{
	struct sms_before before;
	int settled;

	if (e->n || !rec->v[REC_RESULT] ||
	    sms_before_read(rec, js->scratch, &before) < 0)
		return 0;
	settled = before.done || before.unknown;
	sms_before_release(&before);
	return settled;
}

static int
check(const struct json_value *to, size_t n, struct diag_err *err)
{
	size_t i, k;

	if (n > JOB_RECIPIENTS_MAX)
		return diag_err(err, EX_DATAERR, "to: over %d recipients",
		    JOB_RECIPIENTS_MAX);
	for (i = 0; i < n; i++) {
		if (to[i].kind != JSON_STRING)
			return diag_err(err, EX_DATAERR,
			    "to: must be a number or a list of numbers");
		for (k = 0; k < i; k++)
			if (strcmp(to[i].s, to[k].s) == 0)
				return diag_err(err, EX_DATAERR,
				    "to: %.40s stands there twice", to[i].s);
	}
	return 0;
}

/* A record for each recipient, a line each, to out. */
static int
write_each(struct job_list *l, const struct record *rec, const char *id,
    const struct json_value *to, struct job_earlier *e, struct buf *out)
{
	const struct json_value *v;
	struct buf own = BUF_INIT;
	unsigned i;
	int err;

	for (i = 0; i < l->n; i++) {
		buf_reset(&own);
		buf_fmt(&own, "%s/%s", id, to[i].s);
		record_open(out, rec, RECORD_SET(REC_ID) | RECORD_SET(REC_TO) |
		    RECORD_SET(REC_RESULT) | RECORD_SET(REC_DRY_RUN));
		json_key_cstr(out, "id", buf_cstr(&own));
		json_key_cstr(out, "to", to[i].s);
		v = job_earlier_of(e, i, to[i].s);
		if (v) {
			json_key(out, "result");
			json_raw(out, v->raw, v->rawlen);
		}
		record_close(out);
		json_open(&l->each[i], '{');
		json_key_cstr(&l->each[i], "to", to[i].s);
	}
	err = own.err || out->err;
	buf_free(&own);
	return err ? -1 : 0;
}

/* All of them were written by us: they can be read. */
static void
take_each(struct jobs *js, struct job_list *l, const struct source_item *item,
    const struct buf *lines)
{
	struct source_item one = { .pos = item->pos, .p = lines->p };
	unsigned i, n = l->n;
	struct diag_err err;
	struct record rec;

	js->list = l;
	for (i = 0; i < n; i++, one.p += one.n + 1) {
		one.n = strcspn(one.p, "\n");
		js->nth = i;
		if (record_read(js->reader, one.p, one.n, &rec, &err) < 0)
			js->failed = EX_TEMPFAIL;
		else
			job_take_record(js, &one, &rec);
	}
	js->list = NULL;
	job_multi_send(js);
}

/* A single one is taken as a list where submit_multi alone can reach it. */
static int
is_one_list(const struct jobs *js, const struct record *rec)
{
	const struct config_view *v = config_view(js->config, record_str(rec,
	    REC_DOMAIN), js->domain, NULL);

	return v && job_multi_wanted(v) && record_int(rec,
	    REC_DESTINATION_FLAG, config_int(v, SMPP_DESTINATION_FLAG)) ==
	    SMPP_DEST_LIST;
}

/* The recipients of a record that is to be taken as a list, and their number;
   0: it is not. */
static size_t
recipients(const struct jobs *js, const struct record *rec,
    const struct json_value **to)
{
	size_t n = 1;

	*to = rec->v[REC_TO];
	if ((*to)->kind == JSON_LIST && json_read(js->scratch, (*to)->raw,
	    (*to)->rawlen, to, &n, NULL) < 0)
		return 0;
	return n > 1 || (n == 1 && is_one_list(js, rec)) ? n : 0;
}

static struct job_list *
list_new(struct jobs *js, const struct record *rec, unsigned n)
{
	struct job_list *l = calloc(1, sizeof *l);
	const struct config_view *v;

	if (!l || !(l->each = calloc(n, sizeof *l->each))) {
		free(l);
		return NULL;
	}
	l->n = l->left = n;
	l->dry_run = js->dry_run;
	v = config_view(js->config, record_str(rec, REC_DOMAIN), js->domain,
	    NULL);
	l->shared = (struct job_shared){ v && job_multi_wanted(v), -1, -1 };
	record_open(&l->line, rec, RECORD_SET(REC_RESULT) |
	    RECORD_SET(REC_DRY_RUN) |
	    (rec->v[REC_ID] ? 0 : RECORD_SET(REC_ID)));
	return l;
}

static void
refuse(struct jobs *js, const struct record *rec, const struct diag_err *err)
{
	struct job *j = job_new(js);

	if (!j) {
		js->failed = EX_TEMPFAIL;
		return;
	}
	job_begin_line(js, j, rec);
	job_refuse(js, j, err);
}

int
job_take_list(struct jobs *js, const struct source_item *item,
    const struct record *rec)
{
	struct diag_err err = { EX_TEMPFAIL, "out of memory" };
	const char *id = record_str(rec, REC_ID);
	const struct json_value *to;
	struct job_list *l = NULL;
	struct buf lines = BUF_INIT;
	struct job_earlier e = { NULL, NULL, NULL, NULL, 0 };
	char fresh[IDENT_SIZE];
	size_t n;

	if (js->type != REC_SUBMIT || rec->type != REC_SUBMIT || rec->wrong ||
	    !rec->v[REC_TO] || recipients(js, rec, &to) == 0)
		return 0;
	if (job_earlier_read(&e, rec->v[REC_RESULT]) < 0)
		goto refused;
	if (is_settled(js, rec, &e) ||		/* which uses js->scratch */
	    (n = recipients(js, rec, &to)) == 0) {
		job_earlier_free(&e);
		return 0;
	}
	if (check(to, n, &err) < 0 || !(l = list_new(js, rec, (unsigned)n)))
		goto refused;
	if (!id) {
		ident_new(fresh);
		id = fresh;
		json_key_cstr(&l->line, "id", id);
	}
	if (write_each(l, rec, id, to, &e, &lines) < 0 || !buf_cstr(&lines))
		goto refused;
	job_earlier_free(&e);
	take_each(js, l, item, &lines);
	buf_free(&lines);
	return 1;
refused:
	list_free(l);
	job_earlier_free(&e);
	buf_free(&lines);
	refuse(js, rec, &err);
	return 1;
}
