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

static int
gather(void *arg, const struct store_message *msg)
{
	struct buf *numbers = arg;

	buf_add(numbers, &msg->n, sizeof msg->n);
	return numbers->err;
}

static int
find_numbers(struct mobstate *m, const struct store_search *q,
    struct buf *numbers)
{
	struct diag_err err;

	if (store_message_each(m->store, q, gather, numbers, &err) < 0)
		return mobstate_fail(&err);
	return numbers->err ? mobstate_no_memory() : 0;
}

int
mobstate_each(struct mobstate *m, const struct store_search *q,
    int (*fn)(struct mobstate *m, const struct store_message *msg))
{
	struct buf numbers = BUF_INIT;
	struct store_message msg;
	struct diag_err err;
	int64_t n;
	size_t at;
	int rc = find_numbers(m, q, &numbers), got;

	for (at = 0; !rc && at < numbers.len; at += sizeof n) {
		memcpy(&n, numbers.p + at, sizeof n);
		got = store_message_get(m->store, n, &msg, &err);
		if (got < 0)
			rc = mobstate_fail(&err);
		else if (got)
			rc = fn(m, &msg);
	}
	buf_free(&numbers);
	return rc;
}
