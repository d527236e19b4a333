#include "store/reply.h"

#include <stdlib.h>
#include <string.h>

#include "store/sql.h"

enum { INTERNATIONAL_MIN = 7 };	/* digits behind 00, or it is no prefix */

/* ---- what is the same in two spellings ---- */

/* +44... and 0044... are 44... */
static const char *
bare(const char *number)
{
	const char *p = number + (*number == '+');

	if (p[0] == '0' && p[1] == '0' && strlen(p + 2) >= INTERNATIONAL_MIN)
		p += 2;
	return *p && strspn(p, "0123456789*#") == strlen(p) ? p : number;
}

/* Bob@EXAMPLE.org is Bob@example.org (RFC 5321, 2.4), but not bob's. */
static char *
plain_sender(const char *sender)
{
	char *s = strdup(sender), *p = s ? strrchr(s, '@') : NULL;

	for (; p && *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p |= 0x20;
	return s;
}

/* Octets of s to keep, at most `most`, and no part of a character. */
static size_t
fitting(const char *s, size_t most)
{
	size_t n = strlen(s);

	if (n <= most)
		return n;
	for (n = most; n && ((unsigned char)s[n] & 0xc0) == 0x80; n--)
		;
	return n;
}

/* ---- remembering ---- */

static int
put(struct store *s, const struct store_reply *r, const char *sender,
    const char *subject, struct diag_err *err)
{
	const char *id = r->message_id;
	int64_t account;

	if (id && strlen(id) > STORE_REPLY_ID_MAX)
		id = NULL;
	if (sql_account(s, r->account, &account, err) < 0)
		return -1;
	return sql_run(s, err, "INSERT INTO reply (account, number, phone,"
	    " sender, subject, message_id, used) VALUES (?, ?, ?, ?, ?, ?, ?)"
	    " ON CONFLICT DO UPDATE SET subject = excluded.subject,"
	    "  message_id = excluded.message_id, used = excluded.used"
	    "  WHERE excluded.used >= used", "ittttti", account,
	    bare(r->number), bare(r->phone), sender, subject, id, r->used);
}

int
store_reply_put(struct store *s, const struct store_reply *r,
    struct diag_err *err)
{
	char *sender = plain_sender(r->sender);
	char *subject = r->subject ? strndup(r->subject,
	    fitting(r->subject, STORE_REPLY_SUBJECT_MAX)) : NULL;
	int rc = -1;

	if (!sender || (r->subject && !subject))
		sql_no_memory(s, err);
	else if (sql_enter(s, err) == 0)
		rc = sql_leave(s, put(s, r, sender, subject, err), err);
	free(sender);
	free(subject);
	return rc;
}

/* ---- asking ---- */

#define COLUMNS "SELECT a.name, r.number, r.phone, r.sender, r.subject," \
	" r.message_id, r.used FROM reply r JOIN account a ON a.n = r.account"
#define NEWEST_FIRST " ORDER BY r.used DESC, r.sender"

static const char *
column(sqlite3_stmt *st, int i)
{
	return (const char *)sqlite3_column_text(st, i);
}

/* 1: go on; 0: cb wants no more; -1. */
static int
give(struct store *s, sqlite3_stmt *st,
    int (*cb)(void *arg, const struct store_reply *r), void *arg,
    struct diag_err *err)
{
	struct store_reply r = { column(st, 0), column(st, 1), column(st, 2),
		column(st, 3), column(st, 4), column(st, 5),
		sqlite3_column_int64(st, 6) };

	if (!r.account || !r.number || !r.phone || !r.sender)
		return sql_no_memory(s, err);
	return cb(arg, &r) == 0;
}

int
store_reply_each(struct store *s, const char *account, const char *number,
    const char *phone, int64_t since,
    int (*cb)(void *arg, const struct store_reply *r), void *arg,
    struct diag_err *err)
{
	sqlite3_stmt *st;
	int rc, more = 1;

	number = number ? bare(number) : NULL;
	phone = phone ? bare(phone) : NULL;
	if (account && number && phone)
		/* by the key, and not through all of them */
		st = sql(s, COLUMNS " WHERE a.name = ? AND r.number = ?"
		    " AND r.phone = ? AND r.used >= ?" NEWEST_FIRST, "ttti",
		    account, number, phone, since);
	else
		st = sql(s, COLUMNS " WHERE a.name = ifnull(?, a.name)"
		    " AND r.number = ifnull(?, r.number)"
		    " AND r.phone = ifnull(?, r.phone) AND r.used >= ?"
		    NEWEST_FIRST, "ttti", account, number, phone, since);
	while (more > 0 && (rc = sql_step(s, st, err)) > 0)
		more = give(s, st, cb, arg, err);
	if (more > 0)
		return rc;
	sql_done(st);
	return more;
}

/* When the sender, and when anybody else, last used that number with that
   phone: 0 where never, or the sender not since `since`. */
static int
last_used(struct store *s, const struct store_reply *r, int64_t since,
    int64_t *own, int64_t *others, struct diag_err *err)
{
	sqlite3_stmt *st = sql(s, "SELECT"
	    " max(used) FILTER (WHERE sender IS ?1 AND used >= ?2),"
	    " max(used) FILTER (WHERE sender IS NOT ?1) FROM reply"
	    " WHERE account = (SELECT n FROM account WHERE name = ?3)"
	    " AND phone = ?4 AND number = ?5", "tittt", r->sender, since,
	    r->account, bare(r->phone), bare(r->number));

	if (sql_step(s, st, err) < 0)
		return -1;
	*own = sqlite3_column_int64(st, 0);
	*others = sqlite3_column_int64(st, 1);
	sql_done(st);
	return 0;
}

/* The index of the best of them.  What nobody has used is as though it had been
   used before all others; what has expired, longer ago than what has not. */
static int
pick(struct store *s, struct store_reply *r, const char *const *numbers,
    size_t n, int64_t since, struct diag_err *err)
{
	int64_t own, others, newest = 0, oldest = INT64_MAX;
	int mine = -1, best = -1;
	size_t i;

	for (i = 0; i < n; i++) {
		r->number = numbers[i];
		if (last_used(s, r, since, &own, &others, err) < 0)
			return -1;
		if (own > newest) {
			newest = own;
			mine = (int)i;
		}
		if (others < oldest) {
			oldest = others;
			best = (int)i;
		}
	}
	return mine >= 0 ? mine : best;
}

int
store_reply_pick(struct store *s, const char *account,
    const char *const *numbers, size_t n, const char *phone,
    const char *sender, int64_t since, struct diag_err *err)
{
	char *plain = sender ? plain_sender(sender) : NULL;
	struct store_reply r = { .account = account, .phone = phone,
		.sender = plain };
	int best = -1;

	if (sender && !plain)
		sql_no_memory(s, err);
	else
		best = pick(s, &r, numbers, n, since, err);
	free(plain);
	return best;
}
