/* mobstate import: lines of an export, into the store. */
#include "engine/mobstate/import.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "engine/mobstate/mobstate_priv.h"
#include "flow/outcome.h"
#include "flow/source.h"

enum { AT_ONCE = 500 };		/* lines in a transaction: some 20 ms, in which
				   nobody else writes */

struct importing {
	struct mobstate *m;
	struct import_reader *reader;
	unsigned uncommitted, uncommitted_put;	/* lines */
	unsigned long put, there;	/* of those that are committed */
	struct outcome_tally tally;
};

static int
put_message(struct store *s, const struct import_line *line,
    struct diag_err *err)
{
	const struct store_event *e = line->event;
	size_t i;
	int rc = store_message_put(s, &line->message, err);

	for (i = 0; rc > 0 && i < line->nevents; i++, e++)
		if (store_event_put(s, line->message.id, e->at, e->what,
		    e->text, err) < 0)
			return -1;
	return rc;
}

struct looked_for {
	const struct store_reply *reply;
	int found;
};

static int
is_it(void *arg, const struct store_reply *r)
{
	struct looked_for *l = arg;

	l->found = strcmp(r->sender, l->reply->sender) == 0;
	return l->found;
}

/* One that is there stays. */
static int
put_reply(struct store *s, const struct store_reply *r, struct diag_err *err)
{
	struct looked_for l = { .reply = r };

	if (store_reply_each(s, r->account, r->number, r->phone, 0, is_it, &l,
	    err) < 0)
		return -1;
	if (l.found)
		return 0;
	return store_reply_put(s, r, err) < 0 ? -1 : 1;
}

static int
commit(struct importing *im)
{
	unsigned lines = im->uncommitted, put = im->uncommitted_put;
	struct diag_err err;

	if (!lines)
		return 0;
	im->uncommitted = im->uncommitted_put = 0;
	if (store_commit(im->m->store, &err) < 0)
		return mobstate_fail(&err);
	im->put += put;
	im->there += lines - put;
	return 0;
}

static int
put_line(struct importing *im, const struct import_line *line)
{
	struct store *s = im->m->store;
	struct diag_err err;
	int rc;

	if (im->m->o->args->dry_run)
		return 0;
	if (!im->uncommitted && store_begin(s, &err) < 0)
		return mobstate_fail(&err);
	im->uncommitted++;
	rc = line->kind == IMPORT_MESSAGE ? put_message(s, line, &err) :
		put_reply(s, &line->reply, &err);
	if (rc < 0) {
		store_rollback(s);
		im->uncommitted = im->uncommitted_put = 0;
		return mobstate_fail(&err);
	}
	im->uncommitted_put += rc > 0;
	return im->uncommitted == AT_ONCE ? commit(im) : 0;
}

static int
take(struct importing *im, const struct source_item *item)
{
	struct diag_err err = { .sysexit = EX_DATAERR,
		.text = "the line is too long" };
	const struct import_line *line = NULL;

	if (!item->too_long)
		line = import_read(im->reader, item->p, item->n, &err);
	if (line) {
		outcome_done(&im->tally);
		return put_line(im, line);
	}
	diag_warn(&item->pos, "%s", err.text);
	if (err.sysexit == EX_TEMPFAIL)
		return EX_TEMPFAIL;
	outcome_permanent(&im->tally, EX_DATAERR);
	return 0;
}

static int
unreadable(void)
{
	diag_warn(NULL, "stdin: %s", strerror(errno));
	return EX_IOERR;
}

/* Nobody else is kept waiting while we wait. */
static int
wait_for(struct importing *im, struct source *s)
{
	struct pollfd p = { .fd = source_fd(s), .events = POLLIN };
	int rc = commit(im);

	while (!rc && poll(&p, 1, -1) < 0)
		if (errno != EINTR)
			return unreadable();
	return rc;
}

static int
import_all(struct importing *im, struct source *s)
{
	struct source_item item;
	int rc = 0;

	while (!rc)
		switch (source_next(s, &item)) {
		case SOURCE_ITEM: rc = take(im, &item); break;
		case SOURCE_WAIT: rc = wait_for(im, s); break;
		case SOURCE_ERROR: rc = unreadable(); break;
		case SOURCE_END: return commit(im);
		}
	/* the lines before the trouble are as good as any */
	commit(im);
	return rc;
}

int
mobstate_import(struct mobstate *m, int argc, char *argv[])
{
	struct importing im = { .m = m, .reader = import_reader_new() };
	struct source *s;
	struct diag_err err;
	int rc;

	while (mobstate_getopt(m, argc, argv, "+:") != -1)
		;
	mobstate_no_operands(m, argc, argv);
	s = source_open(NULL, &err);
	if (!im.reader || !s)
		rc = s ? mobstate_no_memory() : mobstate_fail(&err);
	else
		rc = import_all(&im, s);
	source_free(s);
	import_reader_free(im.reader);
	if (m->o->args->dry_run)
		diag_info("%lu good, %lu bad", im.tally.done,
		    im.tally.permanent);
	else
		diag_info("%lu put, %lu were there, %lu bad", im.put, im.there,
		    im.tally.permanent);
	return rc ? rc : outcome_status(&im.tally);
}
