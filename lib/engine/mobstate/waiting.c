/* mobstate due, replies. */
#include <string.h>
#include <unistd.h>

#include "engine/mobstate/mobstate_priv.h"
#include "store/due.h"
#include "store/number.h"

/* ---- due ---- */

struct each_due {
	struct mobstate *m;
	int rc;
};

static int
put_due(void *arg, const char *account, int64_t due, const struct store_due *d)
{
	struct each_due *e = arg;
	struct buf *b = &e->m->line;
	struct diag_err err;
	struct record rec;

	if (record_read(e->m->outer, d->record, strlen(d->record), &rec,
	    &err) < 0) {
		e->rc = mobstate_fail(&err);
		return 1;
	}
	record_open(b, &rec, 0);
	json_key(b, "waiting");
	json_open(b, '{');
	mobstate_key_text(b, "account", account);
	mobstate_key_time(b, "since", d->at);
	mobstate_key_time(b, "until", due);
	json_key_int(b, "tries", d->tries);
	json_close(b, '}');
	record_close(b);
	e->rc = mobstate_put(e->m);
	return e->rc;
}

int
mobstate_due(struct mobstate *m, int argc, char *argv[])
{
	struct each_due e = { .m = m };
	struct diag_err err;

	while (mobstate_getopt(m, argc, argv, "+:") != -1)
		;
	mobstate_no_operands(m, argc, argv);
	if (store_due_each(m->store, put_due, &e, &err) < 0)
		return mobstate_fail(&err);
	return e.rc;
}

/* ---- replies ---- */

struct each_reply {
	struct mobstate *m;
	const char *number;		/* NULL: all */
};

static int
add_reply(void *arg, const struct store_reply *r)
{
	struct each_reply *e = arg;

	if (e->number && !store_number_same(e->number, r->number) &&
	    !store_number_same(e->number, r->phone))
		return 0;
	mobstate_write_reply(e->m, r);
	return e->m->line.err;
}

int
mobstate_put_replies(struct mobstate *m, const char *number)
{
	struct each_reply e = { .m = m, .number = number };
	struct diag_err err;

	/* all before the first is written: a slow reader of our output is to
	   hold no statement open, behind which the log grows */
	if (store_reply_each(m->store, NULL, NULL, NULL, 0, add_reply, &e,
	    &err) < 0)
		return mobstate_fail(&err);
	return mobstate_put(m);
}

int
mobstate_replies(struct mobstate *m, int argc, char *argv[])
{
	const char *number = NULL;

	while (mobstate_getopt(m, argc, argv, "+:n:") != -1)
		number = optarg;
	mobstate_no_operands(m, argc, argv);
	return mobstate_put_replies(m, number);
}
