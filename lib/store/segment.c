/* Long messages, put together.  See segment.h. */
#include "store/segment.h"

#include <limits.h>
#include <string.h>

#include "store/sql.h"

/* A row of `long`: a message that is not complete, in hand, or settled. */
struct held {
	int64_t n;		/* 0: none */
	int64_t owner;		/* in whose hands; 0 */
	int64_t deadline;
	enum store_fate fate;
	unsigned last;		/* the part that came last */
	unsigned raw_seq;	/* the lowest part that came */
};

/* FNV-1a: a fingerprint, not a guard against somebody's malice */
static int64_t
print_of(const void *p, size_t n)
{
	const uint8_t *s = p;
	uint64_t h = 14695981039346656037u;

	while (n--)
		h = (h ^ *s++) * 1099511628211u;
	return (int64_t)h;
}

/* ---- what nobody has in hand any more ---- */

/* That owner died: of what it had nothing was given out, and the part that it
   has not acknowledged is not there. */
static int
lapse(struct store *s, int64_t owner, struct diag_err *err)
{
	if (sql_run(s, err, "DELETE FROM segment WHERE (long, seq) IN"
	    " (SELECT n, last FROM long WHERE owner = ? AND expired = 0)", "i",
	    owner) < 0)
		return -1;
	return sql_run(s, err, "UPDATE long SET owner = NULL WHERE owner = ?",
	    "i", owner);
}

static int
lapse_dead(struct store *s, struct diag_err *err)
{
	int64_t owner = 0;
	sqlite3_stmt *st;

	for (;;) {
		st = sql(s, "SELECT min(owner) FROM long WHERE owner > ?", "i",
		    owner);
		if (sql_step(s, st, err) < 0)
			return -1;
		owner = sqlite3_column_int64(st, 0);
		sql_done(st);
		if (!owner)
			return 0;
		if (!owner_alive(s, owner) && lapse(s, owner, err) < 0)
			return -1;
	}
}

/* ---- a part comes ---- */

static int
look_up(struct store *s, const struct store_segment *g, struct held *h,
    struct diag_err *err)
{
	sqlite3_stmt *st = sql(s, "SELECT n, owner, deadline, fate, last,"
	    " raw_seq FROM long WHERE recipient = ? AND sender = ? AND ref = ?"
	    " AND how = ? AND total = ? AND account = ? AND scope = ?"
	    " AND expired = 0", "ttiiitt", g->to, g->from, (int64_t)g->ref,
	    (int64_t)g->how, (int64_t)g->total, g->account, g->scope);
	int rc = sql_step(s, st, err);

	*h = (struct held){ .raw_seq = UINT_MAX };
	if (rc <= 0)
		return rc;
	h->n = sqlite3_column_int64(st, 0);
	h->owner = sqlite3_column_int64(st, 1);
	h->deadline = sqlite3_column_int64(st, 2);
	h->fate = (enum store_fate)sqlite3_column_int(st, 3);
	h->last = (unsigned)sqlite3_column_int(st, 4);
	h->raw_seq = (unsigned)sqlite3_column_int(st, 5);
	sql_done(st);
	return 0;
}

static int
forget(struct store *s, int64_t n, struct diag_err *err)
{
	return sql_run(s, err, "DELETE FROM long WHERE n = ?", "i", n);
}

/* An old message in the way of a new one with the same reference. */
static int
give_way(struct store *s, struct held *h, int64_t now, struct diag_err *err)
{
	int64_t n = h->n;

	*h = (struct held){ .raw_seq = UINT_MAX };
	if (sql_run(s, err, "DELETE FROM long WHERE n = ? AND fate <> 1", "i",
	    n) < 0)
		return -1;
	return sql_run(s, err, "UPDATE long SET expired = 1,"
	    " deadline = min(deadline, ?) WHERE n = ?", "ii", now, n);
}

/* The message that the part belongs to; h->n 0: a new one. */
static int
find(struct store *s, const struct store_segment *g, int64_t now,
    struct held *h, struct diag_err *err)
{
	if (look_up(s, g, h, err) < 0)
		return -1;
	if (h->owner && !owner_alive(s, h->owner)) {
		if (lapse(s, h->owner, err) < 0)
			return -1;
		h->owner = 0;
	}
	if (h->n && !h->owner && h->deadline <= now)
		return give_way(s, h, now, err);
	return 0;
}

/* Is its number taken?  What it got then; 0: no, or by a message that has given
   way; -1. */
static int
known(struct store *s, const struct store_segment *g, int64_t now,
    struct held *h, struct diag_err *err)
{
	sqlite3_stmt *st = sql(s, "SELECT print FROM segment WHERE long = ?"
	    " AND seq = ?", "ii", h->n, (int64_t)g->seq);
	int rc = sql_step(s, st, err), same;

	if (rc <= 0)
		return rc;
	same = sqlite3_column_int64(st, 0) == print_of(g->payload, g->npayload);
	sql_done(st);
	if (same && !(h->owner && g->seq == h->last))
		return STORE_SEGMENT_HELD;
	if (h->owner)
		return STORE_SEGMENT_BUSY;
	return give_way(s, h, now, err);
}

/* Room for it, and for one message more where it begins one: of those settled
   the oldest makes it.  0, STORE_SEGMENT_FULL or -1. */
static int
make_room(struct store *s, const struct store_segment *g,
    const struct held *h, struct diag_err *err)
{
	sqlite3_stmt *st = sql(s, "SELECT messages, octets FROM reassembly", "");
	int64_t messages, left;
	int rc = sql_step(s, st, err);

	if (rc < 0)
		return -1;
	messages = sqlite3_column_int64(st, 0);
	left = REASSEMBLY_OCTETS_MAX - sqlite3_column_int64(st, 1);
	if (rc > 0)
		sql_done(st);
	if ((int64_t)(g->npayload + (g->seq < h->raw_seq ? g->nraw : 0)) > left)
		return STORE_SEGMENT_FULL;
	if (h->n || messages < REASSEMBLY_MAX)
		return 0;
	if (sql_run(s, err, "DELETE FROM long WHERE n = (SELECT n FROM long"
	    " WHERE fate <> 1 ORDER BY deadline LIMIT 1)", "") < 0)
		return -1;
	return sql_changes(s) ? 0 : STORE_SEGMENT_FULL;
}

static int
begin(struct store *s, const struct store_segment *g, int64_t now,
    int64_t timeout, struct held *h, struct diag_err *err)
{
	if (sql_run(s, err, "INSERT INTO long (scope, account, sender,"
	    " recipient, how, ref, total, timeout, deadline)"
	    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", "ttttiiiii", g->scope,
	    g->account, g->from, g->to, (int64_t)g->how, (int64_t)g->ref,
	    (int64_t)g->total, timeout, now + timeout) < 0)
		return -1;
	h->n = sqlite3_last_insert_rowid(s->db);
	return 0;
}

static int
keep(struct store *s, const struct store_segment *g, const struct held *h,
    struct diag_err *err)
{
	if (sql_run(s, err, "INSERT INTO segment (long, seq, print, payload)"
	    " VALUES (?, ?, ?, ?)", "iiib", h->n, (int64_t)g->seq,
	    print_of(g->payload, g->npayload), g->payload, g->npayload) < 0)
		return -1;
	if (g->seq < h->raw_seq)
		return sql_run(s, err, "UPDATE long SET last = ?, raw_seq = ?,"
		    " raw = ? WHERE n = ?", "iibi", (int64_t)g->seq,
		    (int64_t)g->seq, g->raw, g->nraw, h->n);
	return sql_run(s, err, "UPDATE long SET last = ? WHERE n = ?", "ii",
	    (int64_t)g->seq, h->n);
}

/* If it is complete now it is ours.  Were we to die, it waits as long as if we
   had given it back at once. */
static int
complete(struct store *s, const struct store_segment *g, const struct held *h,
    int64_t deadline, struct diag_err *err)
{
	sqlite3_stmt *st = sql(s, "SELECT count(*) FROM segment WHERE long = ?",
	    "i", h->n);
	unsigned have;

	if (sql_step(s, st, err) < 0)
		return -1;
	have = (unsigned)sqlite3_column_int(st, 0);
	sql_done(st);
	if (have < g->total)
		return STORE_SEGMENT_HELD;
	if (owner_take(s, err) < 0 || sql_run(s, err, "UPDATE long SET"
	    " owner = ?, deadline = ? WHERE n = ?", "iii", (int64_t)s->owner,
	    deadline, h->n) < 0)
		return -1;
	return STORE_SEGMENT_COMPLETE;
}

static int
add(struct store *s, const struct store_segment *g, int64_t now,
    int64_t timeout, int64_t *whole, struct diag_err *err)
{
	struct held h;
	int rc = find(s, g, now, &h, err);

	if (!rc && h.n)
		rc = known(s, g, now, &h, err);
	if (!rc)
		rc = make_room(s, g, &h, err);
	if (rc)
		return rc;
	if ((!h.n && begin(s, g, now, timeout, &h, err) < 0) ||
	    keep(s, g, &h, err) < 0)
		return -1;
	*whole = h.n;
	return complete(s, g, &h, now + timeout, err);
}

int
store_segment_add(struct store *s, const struct store_segment *g, int64_t now,
    int64_t timeout, int64_t *whole, struct diag_err *err)
{
	int rc;

	*whole = 0;
	if (sql_enter(s, err) < 0)
		return -1;
	rc = sql_leave(s, add(s, g, now, timeout, whole, err), err);
	if (rc < 0)
		*whole = 0;
	return rc;
}

/* ---- a message goes out ---- */

static int
expired(struct store *s, const char *scope, int64_t now, int64_t *whole,
    struct diag_err *err)
{
	enum store_fate fate;
	sqlite3_stmt *st;
	int rc;

	if (lapse_dead(s, err) < 0)
		return -1;
	do {
		st = sql(s, "SELECT n, fate FROM long WHERE scope = ?"
		    " AND owner IS NULL AND deadline <= ?"
		    " ORDER BY deadline LIMIT 1", "ti", scope, now);
		rc = sql_step(s, st, err);
		if (rc <= 0)
			return rc;
		*whole = sqlite3_column_int64(st, 0);
		fate = (enum store_fate)sqlite3_column_int(st, 1);
		sql_done(st);
		if (fate != STORE_FATE_OPEN && forget(s, *whole, err) < 0)
			return -1;
	} while (fate != STORE_FATE_OPEN);
	if (owner_take(s, err) < 0 || sql_run(s, err, "UPDATE long SET"
	    " owner = ?, expired = 1 WHERE n = ?", "ii", (int64_t)s->owner,
	    *whole) < 0)
		return -1;
	return 1;
}

int
store_segment_expired(struct store *s, const char *scope, int64_t now,
    int64_t *whole, struct diag_err *err)
{
	if (sql_enter(s, err) < 0)
		return -1;
	return sql_leave(s, expired(s, scope, now, whole, err), err);
}

int
store_segment_deadline(struct store *s, const char *scope, int64_t *at,
    struct diag_err *err)
{
	sqlite3_stmt *st = sql(s, "SELECT min(deadline) FROM long"
	    " WHERE scope = ? AND owner IS NULL", "t", scope);

	*at = INT64_MAX;
	if (sql_step(s, st, err) < 0)
		return -1;
	if (sqlite3_column_type(st, 0) != SQLITE_NULL)
		*at = sqlite3_column_int64(st, 0);
	sql_done(st);
	return 0;
}

/* Its parts one behind the other, in the `room` octets at `to`; the numbers of
   the missing ones behind them. */
static int
join(struct store *s, int64_t whole, uint8_t *to, size_t room,
    struct store_whole *v, struct diag_err *err)
{
	sqlite3_stmt *st = sql(s, "SELECT seq, payload FROM segment"
	    " WHERE long = ? ORDER BY seq", "i", whole);
	uint8_t *missing = to + room;
	unsigned next = 1, seq;
	size_t n;
	int rc;

	v->payload = to;
	v->missing = missing;
	while ((rc = sql_step(s, st, err)) > 0) {
		seq = (unsigned)sqlite3_column_int(st, 0);
		n = (size_t)sqlite3_column_bytes(st, 1);
		while (next < seq)
			missing[v->nmissing++] = (uint8_t)next++;
		next = seq + 1;
		if (n)
			memcpy(to + v->n, sqlite3_column_blob(st, 1), n);
		v->n += n;
	}
	while (next <= v->parts)
		missing[v->nmissing++] = (uint8_t)next++;
	return rc < 0 ? -1 : 1;
}

int
store_segment_view(struct store *s, int64_t whole, struct store_whole *v,
    struct diag_err *err)
{
	sqlite3_stmt *st;
	uint8_t *to;
	size_t room;
	int rc, failed = 0;

	*v = (struct store_whole){ .parts = 0 };
	sql_forget(s);
	st = sql(s, "SELECT raw, total, (SELECT ifnull(sum(length(payload)), 0)"
	    " FROM segment WHERE long = n) FROM long WHERE n = ?", "i", whole);
	rc = sql_step(s, st, err);
	if (rc <= 0)
		return rc;
	v->raw = sql_blob(s, st, 0, &v->nraw, &failed);
	v->parts = (unsigned)sqlite3_column_int(st, 1);
	room = (size_t)sqlite3_column_int64(st, 2);
	sql_done(st);
	to = sql_keep(s, room + v->parts);
	if (!to || failed)
		return sql_no_memory(s, err);
	return join(s, whole, to, room, v, err);
}

/* ---- and its end ---- */

/* To be tried again. */
static int
give_back(struct store *s, int64_t whole, int64_t now, int64_t again,
    struct diag_err *err)
{
	if (sql_run(s, err, "DELETE FROM segment WHERE (long, seq) IN"
	    " (SELECT n, last FROM long WHERE n = ? AND expired = 0)", "i",
	    whole) < 0)
		return -1;
	return sql_run(s, err, "UPDATE long SET owner = NULL, deadline = ? +"
	    " CASE WHEN expired THEN ? ELSE timeout END WHERE n = ?", "iii",
	    now, again, whole);
}

static int
settle(struct store *s, int64_t whole, enum store_fate fate, int64_t now,
    int64_t again, struct diag_err *err)
{
	sqlite3_stmt *st = sql(s, "SELECT expired FROM long WHERE n = ?"
	    " AND owner = ?", "ii", whole, (int64_t)s->owner);
	int rc = sql_step(s, st, err), aged;

	if (rc <= 0)
		return rc;
	aged = sqlite3_column_int(st, 0);
	sql_done(st);
	if (fate == STORE_FATE_OPEN)
		return give_back(s, whole, now, again, err);
	if (aged)
		return forget(s, whole, err);
	if (sql_run(s, err, "UPDATE segment SET payload = NULL WHERE long = ?",
	    "i", whole) < 0)
		return -1;
	return sql_run(s, err, "UPDATE long SET owner = NULL, fate = ?,"
	    " raw = NULL, deadline = ? + min(timeout, ?) WHERE n = ?", "iiii",
	    (int64_t)fate, now, (int64_t)REASSEMBLY_REPEAT, whole);
}

int
store_segment_settle(struct store *s, int64_t whole, enum store_fate fate,
    int64_t now, int64_t again, struct diag_err *err)
{
	if (sql_enter(s, err) < 0)
		return -1;
	return sql_leave(s, settle(s, whole, fate, now, again, err), err);
}

int
store_segment_fate(struct store *s, int64_t whole, enum store_fate *fate,
    struct diag_err *err)
{
	sqlite3_stmt *st = sql(s, "SELECT fate FROM long WHERE n = ?", "i",
	    whole);
	int rc = sql_step(s, st, err);

	*fate = STORE_FATE_NONE;
	if (rc <= 0)
		return rc;
	*fate = (enum store_fate)sqlite3_column_int(st, 0);
	sql_done(st);
	return 0;
}
