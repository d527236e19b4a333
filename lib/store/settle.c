/* What a receipt says of its message, and whether it is to be given out. */
#include <stdio.h>
#include <string.h>

#include "store/due.h"
#include "store/message_priv.h"
#include "store/receipt_priv.h"

enum { UNKNOWN_STATE = 7 };	/* message_state; v3.4, 5.2.28 */

struct fate {
	const struct store_receipt *r;
	const struct receipt_match *match;
	int status;		/* of the message, dead ones being UNKNOWN */
	int64_t awaited;	/* who awaits it and is alive; 0: nobody */
	int asked, final;
	unsigned nparts;
	struct {
		int state, final;
	} parts[STORE_PARTS_MAX];
	const char *why;
};

/* ---- what is known so far ---- */

static int
load_message(struct store *s, struct fate *f, struct diag_err *err)
{
	sqlite3_stmt *st = sql(s, "SELECT status, owner, asked, final, parts "
	    "FROM message WHERE n = ?", "i", f->match->message);
	int rc = sql_step(s, st, err);
	int64_t owner;

	if (rc <= 0)
		return rc < 0 ? -1 : sql_damaged(s, err);
	f->status = sqlite3_column_int(st, 0);
	owner = sqlite3_column_int64(st, 1);
	if (f->status != STORE_SENDING && owner_alive(s, owner))
		f->awaited = owner;
	if (message_is_dead(s, f->status, owner))
		f->status = STORE_UNKNOWN;
	f->asked = sqlite3_column_int(st, 2);
	f->final = sqlite3_column_int(st, 3);
	f->nparts = (unsigned)sqlite3_column_int(st, 4);
	sql_done(st);
	return 0;
}

static int
load(struct store *s, struct fate *f, struct diag_err *err)
{
	sqlite3_stmt *st;
	unsigned seq;
	int rc, state;

	if (load_message(s, f, err) < 0)
		return -1;
	if (f->nparts > STORE_PARTS_MAX ||
	    (unsigned)f->match->seq >= f->nparts)
		return sql_damaged(s, err);
	st = sql(s, "SELECT seq, state, final FROM part WHERE message = ?", "i",
	    f->match->message);
	while ((rc = sql_step(s, st, err)) > 0) {
		seq = (unsigned)sqlite3_column_int(st, 0);
		state = sqlite3_column_int(st, 1);
		if (seq >= f->nparts || state < 0 || state > STORE_PART_UNKNOWN)
			continue;
		f->parts[seq].state = state;
		f->parts[seq].final = sqlite3_column_int(st, 2);
	}
	return rc;
}

/* ---- it was sent, then ---- */

static int
status_of_parts(const struct fate *f)
{
	unsigned i;
	int n[STORE_PART_UNKNOWN + 1] = { 0 };

	for (i = 0; i < f->nparts; i++)
		n[f->parts[i].state]++;
	if (n[STORE_PART_UNKNOWN] || n[STORE_PART_SENDING])
		return STORE_UNKNOWN;
	if (n[STORE_PART_REFUSED])
		return STORE_PERMANENT;
	return n[STORE_PART_TODO] ? STORE_TEMPORARY : STORE_OK;
}

/* The receipt's id; there are SMSCs whose parameter is always 0. */
static const char *
id_of(const struct store_receipt *r)
{
	const char *id = r->message_id[0];

	return id && *id && strcmp(id, "0") != 0 ? id : r->message_id[1] ?
		r->message_id[1] : id;
}

/* A part whose fate was unknown is OK, and its message perhaps as well. */
static int
prove_sent(struct store *s, struct fate *f, int64_t account,
    struct diag_err *err)
{
	const char *id = id_of(f->r);
	int *state = &f->parts[f->match->seq].state;

	if (*state != STORE_PART_UNKNOWN && *state != STORE_PART_SENDING)
		return 0;
	*state = STORE_PART_OK;
	/* its next receipt is found by the id of this one */
	if (sql_run(s, err, "UPDATE part SET state = 2, status = NULL, "
	    "message_id = ifnull(message_id, ?1), key = ifnull(key, ?2) "
	    "WHERE message = ?3 AND seq = ?4", "tIii", id,
	    id ? id_form_key(account, id) : 0, f->match->message,
	    (int64_t)f->match->seq) < 0)
		return -1;
	if (f->status != STORE_UNKNOWN && f->status != STORE_DROPPED)
		return 0;
	return sql_run(s, err, "UPDATE message SET status = ?1, "
	    "ended = ifnull(ended, ?2), owner = iif(status = 1, NULL, owner) "
	    "WHERE n = ?3", "iii", (int64_t)status_of_parts(f), f->r->at,
	    f->match->message);
}

/* ---- what it means for the message ---- */

static int
is_delivered(int state)
{
	return state == 2 || state == 6;	/* DELIVERED, ACCEPTED */
}

static int
state_of(const struct store_receipt *r)
{
	return r->state > 0 ? r->state : UNKNOWN_STATE;
}

/* The message's final state, by what its parts have now; 0: not decided. */
static int
decided(const struct fate *f)
{
	/* of two that failed, that of this receipt */
	int delivered = 0, failed = 0, pending = 0, any, state;
	unsigned i, k, first = (unsigned)f->match->seq;

	for (k = 0; k < f->nparts; k++) {
		i = (first + k) % f->nparts;
		state = f->parts[i].final;
		if (f->parts[i].state == STORE_PART_TODO ||
		    f->parts[i].state == STORE_PART_REFUSED)
			continue;	/* never sent */
		if (!state)
			pending = 1;
		else if (is_delivered(state))
			delivered = delivered ? delivered : state;
		else
			failed = failed ? failed : state;
	}
	any = f->r->combine == STORE_COMBINE_ANY;
	if (any ? delivered : failed)
		return any ? delivered : failed;
	return pending ? 0 : any ? failed : delivered;
}

/* A final one.  1: it is to be given out, 0 or -1. */
static int
note_final(struct store *s, struct fate *f, struct diag_err *err)
{
	const struct receipt_match *m = f->match;
	int state = state_of(f->r);

	f->parts[m->seq].final = state;
	if (sql_run(s, err, "UPDATE part SET final = ?, final_at = ?, error = ? "
	    "WHERE message = ? AND seq = ?", "iitii", (int64_t)state, f->r->at,
	    f->r->error, m->message, (int64_t)m->seq) < 0)
		return -1;
	f->why = "the message's fate was decided before";
	if (f->final)
		return f->r->combine == STORE_COMBINE_EACH;
	f->why = "receipts of other parts are to come";
	state = decided(f);
	if (!state)
		return f->r->combine == STORE_COMBINE_EACH;
	if (sql_run(s, err, "UPDATE message SET final = ?, final_at = ?, "
	    "overdue = NULL WHERE n = ?", "iii", (int64_t)state, f->r->at,
	    m->message) < 0)
		return -1;
	return 1;
}

/* One more after the final one: the first counts. */
static int
note_late(struct store *s, struct fate *f, struct diag_err *err)
{
	char text[80];

	f->why = "a final receipt came before it";
	snprintf(text, sizeof text, "part %d, state %d%s%.32s",
	    f->match->seq + 1, f->r->state, f->r->error ? ", error " : "",
	    f->r->error ? f->r->error : "");
	return message_event(s, f->match->message, f->r->at, "late receipt", text,
	    err);
}

/* 1: it is to be given out, 0 or -1. */
static int
note(struct store *s, struct fate *f, struct diag_err *err)
{
	if (f->parts[f->match->seq].final)
		return note_late(s, f, err);
	if (f->r->final)
		return note_final(s, f, err);
	f->why = "intermediate ones were not asked for";
	return !f->r->interim || (f->asked & MESSAGE_ASKED_INTERIM) != 0;
}

/* ---- giving out ---- */

static int
give_out(struct store *s, int64_t account, const struct fate *f, int64_t due,
    struct diag_err *err)
{
	int64_t n;

	if (!due)
		return due_add(s, account, f->match->message, f->awaited,
		    f->r->record, f->r->at, f->r->at, &n, err);
	if (sql_run(s, err, "DELETE FROM held WHERE due = ?", "i", due) < 0)
		return -1;
	return sql_run(s, err, "UPDATE due SET message = ?, due = at, "
	    "owner = ? WHERE n = ?", "iIi", f->match->message, f->awaited,
	    due);
}

int
receipt_settle(struct store *s, int64_t account, const struct store_receipt *r,
    const struct receipt_match *match, int64_t due, const char **why,
    struct diag_err *err)
{
	struct fate f;
	int rc;

	memset(&f, 0, sizeof f);
	f.r = r;
	f.match = match;
	if (load(s, &f, err) < 0 || prove_sent(s, &f, account, err) < 0)
		return -1;
	rc = note(s, &f, err);
	if (rc > 0)
		return give_out(s, account, &f, due, err) < 0 ? -1 :
			STORE_RECEIPT_DUE;
	if (rc < 0 || (due && due_drop(s, due, err) < 0))
		return -1;
	*why = f.why;
	return STORE_RECEIPT_NOTED;
}

/* ---- of a message that is known ---- */

static int
note_known(struct store *s, struct fate *f, struct diag_err *err)
{
	sqlite3_stmt *st = sql(s, "SELECT account FROM message WHERE n = ? "
	    "AND parts > ?", "ii", f->match->message, (int64_t)f->match->seq);
	int64_t account;
	int rc = sql_step(s, st, err);

	if (rc <= 0)
		return rc;
	account = sqlite3_column_int64(st, 0);
	sql_done(st);
	if (load(s, f, err) < 0 || prove_sent(s, f, account, err) < 0)
		return -1;
	if (f->parts[f->match->seq].final == state_of(f->r) || !f->r->final)
		return 0;
	rc = f->parts[f->match->seq].final ? 0 : 1;
	return note(s, f, err) < 0 ? -1 : rc;
}

int
store_receipt_note(struct store *s, int64_t message, unsigned part,
    const struct store_receipt *r, struct diag_err *err)
{
	const struct receipt_match match = { .message = message,
		.seq = (int)part };
	struct fate f;

	memset(&f, 0, sizeof f);
	f.r = r;
	f.match = &match;
	if (part >= STORE_PARTS_MAX)
		return 0;
	if (sql_enter(s, err) < 0)
		return -1;
	return sql_leave(s, note_known(s, &f, err), err);
}
