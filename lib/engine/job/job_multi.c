/*
 * submit_multi: the jobs of a list's recipients ride on one more job, which has
 * the PDUs and whose answers are theirs.  It is no record and is not in the
 * store; they are.  SMPP v3.4, 4.5.  See job.h.
 */
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "engine/job/job_priv.h"
#include "store/number.h"

int
job_multi_wanted(const struct config_view *v)
{
	return config_bool(v, SMPP_ESME_SUBMIT_SUBMIT_MULTI) &&
		!config_bool(v, SMPP_ESME_SUBMIT_DATA_SM);
}

/* Nothing of it was sent before: it can be sent with others. */
static int
is_fresh(const struct job *j)
{
	unsigned i;

	for (i = 0; i < j->nparts; i++)
		if (j->parts[i].state != SMS_PART_TODO)
			return 0;
	return 1;
}

int
job_multi_ride(struct jobs *js, struct job *j)
{
	struct job_shared *shared = job_shared(js);
	const struct job *first = js->riders;

	if (!shared || !is_fresh(j) || (j->nparts > 1 && j->ref != shared->ref) ||
	    (first && (j->via != first->via || j->nparts != first->nparts)))
		return 0;
	if (first)
		js->last_rider->next = j;
	else
		js->riders = j;
	js->last_rider = j;
	j->next = NULL;
	return 1;
}

/* ---- out ---- */

/* Its own submit_sm, part i: what it would have been sent as. */
static int
own_pdu(const struct job *r, unsigned i, struct smpp_pdu *pdu)
{
	size_t n;
	const uint8_t *p = job_pdu(r, i, &n);

	return smpp_pdu_decode(p, n, pdu, NULL, NULL);
}

/* The PDU of part i: the first rider's, to all of them. */
static int
make_pdu(struct job *j, unsigned i, struct buf *dests, struct diag_err *err)
{
	struct smpp_pdu pdu, own;
	const struct job *r;

	buf_reset(dests);
	if (own_pdu(j->riders, i, &pdu) < 0)
		return diag_err(err, EX_SOFTWARE, "submit_multi");
	pdu.command = SMPP_SUBMIT_MULTI;
	for (r = j->riders; r; r = r->next) {
		if (own_pdu(r, i, &own) < 0)
			return diag_err(err, EX_SOFTWARE, "submit_multi");
		smpp_dest_put(dests, &(struct smpp_dest){ .flag = r->dest_flag,
			.ton = own.dest_addr_ton, .npi = own.dest_addr_npi,
			.addr = own.destination_addr });
		pdu.number_of_dests = (uint8_t)(pdu.number_of_dests + 1);
	}
	if (dests->err)
		return diag_err(err, EX_TEMPFAIL, "out of memory");
	pdu.dests = (struct smpp_octets){ (uint8_t *)dests->p, dests->len };
	return job_add_pdu(j, &pdu, err);
}

/* 0, or -1 with err. */
static int
make(struct job *j, struct diag_err *err)
{
	struct buf dests = BUF_INIT;
	unsigned i, n = j->riders->nparts;
	int rc = 0;

	j->via = j->riders->via;
	j->parts = n == 1 ? &j->one : calloc(n, sizeof *j->parts);
	if (!j->parts)
		return diag_err(err, EX_TEMPFAIL, "out of memory");
	j->nparts = n;
	for (i = 0; i < n && rc == 0; i++) {
		j->parts[i] = (struct sms_part){ .owner = j,
			.view = j->via->view };
		rc = make_pdu(j, i, &dests, err);
	}
	buf_free(&dests);
	return rc;
}

void
job_multi_send(struct jobs *js)
{
	struct job *riders = js->riders, *j;
	struct diag_err err = { EX_TEMPFAIL, "out of memory" };

	js->riders = js->last_rider = NULL;
	if (!riders)
		return;
	if (!riders->next && riders->dest_flag == SMPP_DEST_SME) {
		job_queue(js, riders);
		return;
	}
	j = job_new(js);
	if (!j) {
		js->failed = EX_TEMPFAIL;
		while ((j = riders)) {
			riders = j->next;
			job_refuse(js, j, &err);
		}
		return;
	}
	j->riders = riders;
	j->lost = 0;
	if (make(j, &err) < 0)
		job_multi_abandon(js, j, err.sysexit, err.text);
	else
		job_queue(js, j);
}

/* ---- what came of it ---- */

/* The only rider that has this address; NULL: none, or several. */
static struct job *
find(struct job *j, unsigned i, const char *addr)
{
	struct job *r, *like = NULL;
	struct smpp_pdu own;
	unsigned n = 0;

	for (r = j->riders; r; r = r->next) {
		if (own_pdu(r, i, &own) < 0)
			continue;
		if (strcmp(own.destination_addr, addr) == 0)
			return r;
		if (store_number_same(own.destination_addr, addr)) {
			like = r;
			n++;
		}
	}
	return n == 1 ? like : NULL;
}

/* Those that the response says were not reached.  Returns 0, or -1: one of them
   is nobody's, so that it is not known who was. */
static int
take_failures(struct job *j, unsigned i, const struct smpp_pdu *pdu)
{
	const struct smpp_pdu none = { .command = pdu->command };
	struct smpp_unsuccess u;
	struct job *r;
	size_t at = 0;
	int rc, lost = 0, n = 0;

	while ((rc = smpp_unsuccess_next(pdu->unsuccess, &at, &u)) > 0) {
		n++;
		if (u.status == SMPP_ROK)
			continue;
		r = find(j, i, u.addr);
		if (r)
			sms_part_answer(&r->parts[i], &none, u.status);
		else
			lost = 1;
	}
	return rc < 0 || lost || n < pdu->no_unsuccess ? -1 : 0;
}

void
job_multi_answer(struct jobs *js, struct job *j, unsigned i,
    const struct smpp_event *ev)
{
	int known = !ev->pdu || take_failures(j, i, ev->pdu) == 0;
	struct sms_part *p;
	struct job *r;
	int failed = 0;

	for (r = j->riders; r; r = r->next) {
		p = &r->parts[i];
		if (p->state != SMS_PART_TODO)
			;	/* it failed, by the response's list */
		else if (!ev->pdu && ev->unsent)
			;
		else if (known || ev->status != SMPP_ROK)
			failed |= sms_part_answer(p, ev->pdu, ev->status) < 0;
		else
			sms_part_answer(p, NULL, 0);
	}
	if (failed && !js->failed)
		js->failed = EX_TEMPFAIL;
}

void
job_multi_finish(struct jobs *js, struct job *j)
{
	struct job *r;

	while ((r = j->riders)) {
		j->riders = r->next;
		r->next = NULL;
		r->peer = j->peer;
		job_finish(js, r);
	}
	job_drop(js, j);
}

void
job_multi_abandon(struct jobs *js, struct job *j, int sysexit,
    const char *reason)
{
	struct job *r;

	while ((r = j->riders)) {
		j->riders = r->next;
		r->next = NULL;
		job_finish_early(js, r, SMS_TEMPORARY, sysexit, reason);
	}
	job_drop(js, j);
}
