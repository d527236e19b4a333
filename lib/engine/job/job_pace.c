/*
 * The rate that processes share through the store: each reserves some of it for
 * what it is about to send, with the group that is committed next.  See job.h.
 */
#include <stdio.h>
#include <sysexits.h>

#include "base/clock.h"
#include "engine/job/job_priv.h"
#include "store/pace.h"

/* So many others wait that our turn comes after Give_Up. */
static void
give_up(struct job_via *via, msec wait)
{
	via->dead = 1;
	via->sysexit = EX_TEMPFAIL;
	snprintf(via->reason, sizeof via->reason, "gave up: of SMPP_Max_Rate "
	    "the next %lu seconds are reserved by others",
	    (unsigned long)(wait / 1000));
	diag_status("4.4.5", "%s", via->reason);
}

/*
 * When n more may go, of clock_mono(); 0: at once.  That also where the store
 * cannot be asked: it was said, and we go on at that rate by ourselves.
 */
static msec
reserve(struct jobs *js, struct job_via *via, unsigned n)
{
	msec patience = config_msec(via->view, GIVE_UP);
	struct diag_err err;
	int64_t now, at;
	int rc;

	if (jobs_open(js) < 0)
		return 0;
	/* not before: it may have waited for others */
	now = clock_now();
	rc = store_pace_reserve(js->store, via->account,
	    (unsigned)via->pace.most, n, now, now + (int64_t)patience, &at,
	    &err);
	if (rc < 0)
		jobs_lose(js, &err);
	if (rc < 0 || at <= now)
		return 0;
	if (rc == 0)
		give_up(via, (msec)(at - now));
	return clock_mono() + (msec)(at - now);
}

void
job_reserve(struct jobs *js, const struct job_queue *q)
{
	struct job_via *via = q->first->via;
	unsigned n = via->dead ? 0 : pace_wants(&via->pace, q->waiting);

	if (n)
		pace_grant(&via->pace, n, reserve(js, via, n));
}
