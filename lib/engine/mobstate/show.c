/* mobstate show: how much there is, or all of a message. */
#include <inttypes.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/clock.h"
#include "engine/mobstate/mobstate_priv.h"
#include "flow/outcome.h"
#include "store/count.h"

static void
write_count(struct buf *b, const char *what, int64_t n)
{
	buf_fmt(b, "%-11s %" PRId64 "\n", what, n);
}

static int
summary(struct mobstate *m)
{
	struct buf *b = &m->line;
	char oldest[CLOCK_RFC3339_SIZE];
	struct store_counts c;
	struct diag_err err;
	int64_t all = 0;
	int i;

	if (store_count(m->store, &c, &err) < 0)
		return mobstate_fail(&err);
	for (i = STORE_SENDING; i <= STORE_DROPPED; i++)
		all += c.message[i];
	buf_fmt(b, "%-11s %s\n", "state", m->where);
	write_count(b, "octets", c.octets);
	write_count(b, "messages", all);
	for (i = STORE_SENDING; i <= STORE_DROPPED; i++) {
		buf_str(b, "  ");
		buf_fmt(b, "%-9s %" PRId64 "\n",
		    mobstate_status_name((enum store_status)i), c.message[i]);
	}
	if (c.oldest) {
		clock_rfc3339(c.oldest, 0, oldest);
		buf_fmt(b, "%-11s %s\n", "oldest", oldest);
	}
	write_count(b, "due", c.due);
	write_count(b, "replies", c.replies);
	write_count(b, "incomplete", c.longs);
	return mobstate_put(m);
}

static int
show(struct mobstate *m, const char *id, struct outcome_tally *t)
{
	struct store_message msg;
	struct diag_err err;
	int rc = store_message_find(m->store, id, &msg, &err);

	if (rc < 0)
		return mobstate_fail(&err);
	if (rc == 0) {
		diag_warn(NULL, "%s: no such message", id);
		outcome_permanent(t, EX_UNAVAILABLE);
		return 0;
	}
	outcome_done(t);
	rc = mobstate_write_message(m, &msg);
	return rc ? rc : mobstate_put(m);
}

int
mobstate_show(struct mobstate *m, int argc, char *argv[])
{
	struct outcome_tally t = { 0 };
	int i, rc = 0;

	while (mobstate_getopt(m, argc, argv, "+:") != -1)
		;
	if (optind == argc)
		return summary(m);
	for (i = optind; !rc && i < argc; i++)
		rc = show(m, argv[i], &t);
	return rc ? rc : outcome_status(&t);
}
