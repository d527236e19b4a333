/* How far it is, for people.  See send_priv.h. */
#include <stdio.h>

#include "engine/send/send_priv.h"

enum { SECOND = 1000 };

static unsigned long
ended(const struct send *s)
{
	return s->jobs.ok + s->jobs.temporary + s->jobs.permanent +
		s->jobs.unknown;
}

/* Records a second since it was asked last. */
static unsigned long
pace(struct send *s)
{
	msec now = clock_mono(), past = now - s->looked;
	unsigned long n = ended(s), rate = (n - s->ended_by) * SECOND /
		(unsigned long)(past ? past : 1);

	s->looked = now;
	s->ended_by = n;
	return rate;
}

void
send_counts(struct send *s, char out[SEND_COUNTS])
{
	snprintf(out, SEND_COUNTS, "%lu done (%lu/s): %lu ok, %lu temporary, "
	    "%lu permanent, %lu unknown, %lu under way", ended(s), pace(s),
	    s->jobs.ok, s->jobs.temporary, s->jobs.permanent,
	    s->jobs.unknown, s->jobs.under_way);
}

/* Of a million it still fits a terminal's 80 columns. */
static void
on_second(void *arg)
{
	struct send *s = arg;
	unsigned long n = ended(s);

	diag_progress("%lu done (%lu/s): %lu ok, %lu not ok, %lu under way", n,
	    pace(s), s->jobs.ok, n - s->jobs.ok, s->jobs.under_way);
	loop_timer_at(s->second, clock_mono() + SECOND);
}

void
send_watch(struct send *s)
{
	if (s->o->dry_run || !diag_watched())
		return;
	s->second = loop_timer(s->loop, on_second, s);
	/* what is over in a moment needs no line */
	if (s->second)
		loop_timer_at(s->second, s->began + 2 * SECOND);
}

void
send_summary(const struct send *s)
{
	unsigned long records = s->records + (s->o->number != NULL);
	msec past = clock_mono() - s->began;

	diag_progress_over();
	if (s->o->dry_run || !records)
		return;
	/* cron mails what is said, and an MTA may show it to the sender: there
	   it is for a batch that was done in part, since no other line says
	   how much of it was */
	if (!diag_on_terminal() && (!s->jobs.ok || ended(s) == s->jobs.ok))
		return;
	diag_info("%lu record%s: %lu ok, %lu temporary, %lu permanent, %lu "
	    "unknown, %lu segment%s in %llu.%llu s", records,
	    records == 1 ? "" : "s", s->jobs.ok, s->jobs.temporary,
	    s->jobs.permanent, s->jobs.unknown, s->jobs.segments,
	    s->jobs.segments == 1 ? "" : "s", (unsigned long long)past / 1000,
	    (unsigned long long)past % 1000 / 100);
}
