/* Lines on standard output, and the messages that they are made of. */
#include <errno.h>
#include <string.h>
#include <sysexits.h>

#include "engine/mobstate/mobstate_priv.h"

/* ---- output ---- */

static int
broken(void)
{
	diag_warn(NULL, "stdout: %s", strerror(errno));
	return EX_IOERR;
}

int
mobstate_put(struct mobstate *m)
{
	if (m->line.err)
		return mobstate_no_memory();
	if (m->line.len && !sink_put(m->out, m->line.p, m->line.len))
		return broken();
	buf_reset(&m->line);
	return sink_full(m->out) ? mobstate_flush(m) : 0;
}

int
mobstate_flush(struct mobstate *m)
{
	return sink_flush(m->out, 1) < 0 ? broken() : 0;
}

/* ---- messages ---- */

struct gathered {
	struct buf numbers;		/* int64_t each */
	unsigned statuses;		/* as in store_search */
	int64_t left;			/* how many more; < 0: any number */
};

static int
gather(void *arg, const struct store_message *msg)
{
	struct gathered *g = arg;

	if (g->statuses && !(g->statuses & 1u << msg->status))
		return 0;
	buf_add(&g->numbers, &msg->n, sizeof msg->n);
	return g->numbers.err || --g->left == 0;
}

/* What died while it was SENDING is UNKNOWN, but the store's file does not say
   so: who looks for the one has to look at the other, too. */
static int
find_numbers(struct mobstate *m, const struct store_search *q,
    struct gathered *g)
{
	const unsigned open = 1u << STORE_UNKNOWN | 1u << STORE_SENDING;
	struct store_search wide = *q;
	struct diag_err err;

	g->statuses = q->statuses;
	g->left = q->most ? q->most : -1;
	if (q->statuses & open) {
		wide.statuses |= open;
		wide.most = 0;
	}
	if (store_message_each(m->store, &wide, gather, g, &err) < 0)
		return mobstate_fail(&err);
	return g->numbers.err ? mobstate_no_memory() : 0;
}

int
mobstate_each(struct mobstate *m, const struct store_search *q,
    int (*fn)(struct mobstate *m, const struct store_message *msg))
{
	struct gathered g = { .numbers = BUF_INIT };
	struct store_message msg;
	struct diag_err err;
	int64_t n;
	size_t at;
	int rc = find_numbers(m, q, &g), got;

	for (at = 0; !rc && at < g.numbers.len; at += sizeof n) {
		memcpy(&n, g.numbers.p + at, sizeof n);
		got = store_message_get(m->store, n, &msg, &err);
		if (got < 0)
			rc = mobstate_fail(&err);
		else if (got)
			rc = fn(m, &msg);
	}
	buf_free(&g.numbers);
	return rc;
}
