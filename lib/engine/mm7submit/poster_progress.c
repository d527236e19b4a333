/* How far it is, for people.  See post_priv.h. */
#include <signal.h>
#include <stdio.h>

#include "engine/mm7submit/post_priv.h"

enum { SECOND = 1000, COUNTS = 200 };

static void
counts(const struct poster *r, char out[COUNTS])
{
	const struct outcome_tally *t = &r->tally;

	snprintf(out, COUNTS, "%lu done: %lu ok, %lu temporary, %lu permanent, "
	    "%lu unknown, %d under way", t->done + t->temporary + t->permanent,
	    t->done, t->temporary - r->unknown, t->permanent, r->unknown,
	    r->nposts);
}

static void
on_usr1(void *arg)
{
	char line[COUNTS];

	counts(arg, line);
	diag_warn(NULL, "%s", line);	/* asked for: even with -q */
}

static void
on_second(void *arg)
{
	struct poster *r = arg;
	char line[COUNTS];

	counts(r, line);
	diag_progress("%s", line);
	loop_timer_at(r->second, clock_mono() + SECOND);
}

int
poster_watch(struct poster *r)
{
	r->sigusr1 = loop_signal(r->loop, SIGUSR1, on_usr1, r);
	if (!r->sigusr1)
		return -1;
	if (r->o->dry_run || !diag_watched())
		return 0;
	r->second = loop_timer(r->loop, on_second, r);
	/* what is over in a moment needs no line */
	if (r->second)
		loop_timer_at(r->second, r->began + 2 * SECOND);
	return 0;
}

void
poster_unwatch(struct poster *r)
{
	loop_watch_free(r->sigusr1);
	loop_watch_free(r->second);
}
