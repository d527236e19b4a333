/* A record that asks about a message that was submitted: a PDU for each of the
   ids that the SMSC gave its segments.  See job.h. */
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "engine/job/job_priv.h"
#include "store/message.h"

enum { IDS_MAX = 255 };		/* segments of a message */

int
job_is_request(enum record_type type)
{
	return type == REC_QUERY || type == REC_CANCEL || type == REC_REPLACE;
}

/* ---- which message ---- */

static int
add_id(struct job *j, const char *id, struct diag_err *err)
{
	struct sms_part *p = &j->parts[j->nparts];

	if (j->nparts == IDS_MAX)
		return diag_err(err, EX_DATAERR, "message_id: too many");
	*p = (struct sms_part){ .owner = j, .view = j->via->view };
	p->message_id = strdup(id);
	if (!p->message_id)
		return diag_err(err, EX_TEMPFAIL, "out of memory");
	j->nparts++;
	return 0;
}

/* As the record has them: a string, or a list of these. */
static int
ids_of_record(struct jobs *js, struct job *j, const struct json_value *v,
    struct diag_err *err)
{
	const struct json_value *item = v;
	size_t n = 1, i;

	if (v->kind == JSON_LIST && json_read(js->scratch, v->raw, v->rawlen,
	    &item, &n, err) < 0)
		return -1;
	for (i = 0; i < n; i++) {
		if (item[i].kind != JSON_STRING || !*item[i].s)
			return diag_err(err, EX_DATAERR, "message_id: must be "
			    "a string or a list of strings");
		if (add_id(j, item[i].s, err) < 0)
			return -1;
	}
	return n ? 0 : diag_err(err, EX_DATAERR, "message_id: is empty");
}

static int
ids_of_message(struct job *j, const struct store_message *m,
    struct diag_err *err)
{
	unsigned i;

	if (strcmp(m->account, j->via->account) != 0)
		return diag_err(err, EX_DATAERR, "id: the message went by the "
		    "account %.100s", m->account);
	for (i = 0; i < m->nparts; i++)
		if (m->parts[i].state == STORE_PART_OK &&
		    m->parts[i].message_id &&
		    add_id(j, m->parts[i].message_id, err) < 0)
			return -1;
	return j->nparts ? 0 : diag_err(err, EX_DATAERR,
	    "id: the SMSC's id of that message is not known");
}

/* What the SMSC compares with the submit: said by the record, else as it was
   there. */
static void
fill_in(struct record *rec, const struct record *original)
{
	static const enum record_key keys[] = { REC_FROM, REC_FROM_TON,
		REC_FROM_NPI, REC_TO, REC_TO_TON, REC_TO_NPI };
	size_t i;

	for (i = 0; i < sizeof keys / sizeof *keys; i++)
		if (!rec->v[keys[i]])
			rec->v[keys[i]] = original->v[keys[i]];
}

/* By our id of it, from the store; rec borrows from reader then. */
static int
recall(struct jobs *js, struct job *j, struct record *rec,
    struct json_reader *reader, struct diag_err *err)
{
	const char *id = record_str(rec, REC_ID);
	struct store_message m;
	struct record original;
	int rc;

	if (!js->store || !id)
		return diag_err(err, EX_DATAERR, "message_id: is missing");
	if (jobs_open(js) < 0)
		return diag_err(err, EX_TEMPFAIL, "%s", js->trouble);
	rc = store_message_find(js->store, id, &m, err);
	if (rc < 0)
		return jobs_lose(js, err);
	if (rc == 0)
		return diag_err(err, EX_DATAERR, "message_id: is missing, and "
		    "no message of this id is known");
	if (ids_of_message(j, &m, err) < 0)
		return -1;
	if (m.record && record_read(reader, m.record, strlen(m.record),
	    &original, err) == 0)
		fill_in(rec, &original);
	return 0;
}

/* ---- what is asked ---- */

static int
make_pdus(struct jobs *js, struct job *j, struct record *rec,
    const struct config_view *v, struct diag_err *err)
{
	struct smpp_pdu pdu;
	unsigned i;

	if (rec->type == REC_REPLACE && j->nparts > 1)
		return diag_err(err, EX_DATAERR,
		    "a message of several segments cannot be replaced");
	if (sms_request_read(&js->submit, rec, v, js->scratch, err) < 0)
		return -1;
	for (i = 0; i < j->nparts; i++) {
		sms_request_pdu(&js->submit, rec->type, j->parts[i].message_id,
		    &pdu);
		pdu.seq = i + 1;
		if (job_add_pdu(j, &pdu, err) < 0)
			return -1;
	}
	return 0;
}

static int
resolve(struct jobs *js, struct job *j, const struct record *rec,
    const struct config_view *v, struct diag_err *err)
{
	struct json_reader *reader = json_reader_new();
	struct record whole = *rec;
	int rc = -1;

	j->parts = calloc(IDS_MAX, sizeof *j->parts);
	if (!reader || !j->parts || !v) {
		diag_err(err, EX_TEMPFAIL, "out of memory");
		goto out;
	}
	if (rec->wrong) {
		diag_err(err, EX_DATAERR, "%s: %s", rec->wrong,
		    rec->wrong_why);
		goto out;
	}
	j->via = js->find(js->arg, record_str(rec, REC_DOMAIN), err);
	if (!j->via)
		goto out;
	rc = rec->v[REC_MESSAGE_ID] ?
	    ids_of_record(js, j, rec->v[REC_MESSAGE_ID], err) :
	    recall(js, j, &whole, reader, err);
	if (rc == 0)
		rc = make_pdus(js, j, &whole, v, err);
out:
	json_reader_free(reader);
	return rc;
}

void
job_take_request(struct jobs *js, const struct record *rec,
    const struct config_view *v)
{
	struct job *j = job_new(js);
	struct diag_err err;

	if (!j) {
		js->failed = EX_TEMPFAIL;
		return;
	}
	j->type = rec->type;
	j->ref = -1;
	job_begin_line(js, j, rec);
	if (resolve(js, j, rec, v, &err) < 0)
		job_refuse(js, j, &err);
	else if (js->dry_run)
		job_dry(js, j);
	else
		job_queue(js, j);
}
