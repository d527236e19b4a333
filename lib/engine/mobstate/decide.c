/* mobstate resend, drop: a person's word on a message whose fate is unknown. */
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/clock.h"
#include "engine/mobstate/mobstate_priv.h"
#include "flow/outcome.h"

/* Why nothing was decided, to err; 0: it can be; -1. */
static int
refuse(struct mobstate *m, const char *id, struct diag_err *err)
{
	struct store_message msg;
	int rc = store_message_find(m->store, id, &msg, err);

	if (rc < 0)
		return rc;
	if (rc == 0)
		return diag_err(err, EX_UNAVAILABLE, "%s: no such message", id);
	return diag_err(err, EX_UNAVAILABLE, "%s: is not unknown: its status "
	    "is %s", id, mobstate_status_name(msg.status));
}

/* The record, if it can be sent as it is, to m->line. */
static int
write_again(struct mobstate *m, const char *id, struct diag_err *err)
{
	struct store_message msg;
	struct record rec;
	int rc = store_message_find(m->store, id, &msg, err);

	if (rc <= 0)
		return rc;
	if (record_read(m->outer, msg.record, strlen(msg.record), &rec,
	    err) < 0)
		return -1;
	if (rec.v[REC_TEXT] || rec.v[REC_DATA] || rec.v[REC_CONTENT])
		mobstate_write_submit(m, &msg);
	else
		diag_warn(NULL, "%s: may be sent again, but its %s was not "
		    "kept: give the message to %s once more (the same "
		    "command, the same mail)", id,
		    rec.v[REC_MMS] ? "content" : "text",
		    rec.v[REC_MMS] ? "mm7-submit" : "smpp-send");
	return 0;
}

static int
decide(struct mobstate *m, const char *id, enum store_status status,
    struct diag_err *err)
{
	int rc = store_message_decide(m->store, id, status, err);

	if (rc == 0)
		return refuse(m, id, err);
	if (rc < 0 || store_event_put(m->store, id, clock_now(),
	    status == STORE_TEMPORARY ? "resend" : "drop", NULL, err) < 0)
		return -1;
	return status == STORE_TEMPORARY ? write_again(m, id, err) : 0;
}

/* In a transaction: kept unless it is a dry run. */
static int
carry_out(struct mobstate *m, const char *id, enum store_status status,
    struct diag_err *err)
{
	if (store_begin(m->store, err) < 0)
		return -1;
	if (decide(m, id, status, err) < 0) {
		store_rollback(m->store);
		buf_reset(&m->line);
		return -1;
	}
	if (!m->o->args->dry_run)
		return store_commit(m->store, err);
	store_rollback(m->store);
	/* whoever reads our output sends what is in it */
	if (m->line.len)
		diag_info("%s: would be printed, to be sent again", id);
	else if (status == STORE_DROPPED)
		diag_info("%s: would be dropped", id);
	buf_reset(&m->line);
	return 0;
}

static int
each(struct mobstate *m, int argc, char *argv[], enum store_status status)
{
	struct outcome_tally t = { 0 };
	struct diag_err err;
	int i, rc = 0;

	while (mobstate_getopt(m, argc, argv, "+:") != -1)
		;
	mobstate_operands(m, argc, argv);
	for (i = optind; !rc && i < argc; i++) {
		if (carry_out(m, argv[i], status, &err) == 0) {
			outcome_done(&t);
			/* it may be sent now: whoever reads us sees the store
			   as it is */
			rc = mobstate_put(m);
			continue;
		}
		if (err.sysexit != EX_UNAVAILABLE)
			return mobstate_fail(&err);
		diag_warn(NULL, "%s", err.text);
		outcome_permanent(&t, EX_UNAVAILABLE);
	}
	return rc ? rc : outcome_status(&t);
}

int
mobstate_resend(struct mobstate *m, int argc, char *argv[])
{
	return each(m, argc, argv, STORE_TEMPORARY);
}

int
mobstate_drop(struct mobstate *m, int argc, char *argv[])
{
	return each(m, argc, argv, STORE_DROPPED);
}
