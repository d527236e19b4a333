/*
 * The rate that processes share through the store: each reserves some of it for
 * what it is about to send, with the group that is committed next.  See job.h.
 */
#include "base/clock.h"
#include "engine/job/job_priv.h"
#include "store/pace.h"

/* Ms from now until n more may go; 0 too where the store cannot be asked: it is
   said, and we go on at that rate by ourselves. */
static msec
reserve(struct jobs *js, const struct job_via *via, unsigned n)
{
	struct diag_err err;
	int64_t now, at;

	if (jobs_open(js) < 0)
		return 0;
	now = clock_now();
	if (store_pace_reserve(js->store, via->account,
	    (unsigned)via->pace.most, n, now, &at, &err) < 0) {
		jobs_lose(js, &err);
		return 0;
	}
	return at > now ? (msec)(at - now) : 0;
}

void
job_reserve(struct jobs *js)
{
	struct job_via *via = js->current->via;
	msec now = js->now ? js->now : clock_mono();
	unsigned n;

	if (via->dead)
		return;
	n = pace_wants(&via->pace, js->waiting, now);
	if (n)
		pace_grant(&via->pace, n, clock_mono() + reserve(js, via, n));
}
