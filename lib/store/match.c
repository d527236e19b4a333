/* Which part of which message a receipt is about.  See receipt.h. */
#include <string.h>

#include "store/message_priv.h"
#include "store/number.h"
#include "store/receipt_priv.h"

enum {
	CANDIDATES_MAX = 100,	/* that one key gives, the newest ones: there
				   are SMSCs that give each message one id */
	LEARN_MAX = 16,		/* how far matches are counted: enough to know */
	FORMS = ID_FORM_DECIMAL + 1,
};

struct search {
	const struct store_receipt *r;
	int last;
	int counts[FORMS];	/* how often a form has matched */
	unsigned forms;		/* 1 << those that fitted now, summed */
	int found;
	struct receipt_match best;
};

/* ---- forms ---- */

static int
is_forced(const struct store_receipt *r)
{
	return r->response_form != STORE_ID_ANY || r->receipt_form != STORE_ID_ANY;
}

static int
is_converted(enum id_form form)
{
	return form == ID_FORM_HEX || form == ID_FORM_DECIMAL;
}

static int
learned(struct store *s, int64_t account, int counts[FORMS],
    struct diag_err *err)
{
	sqlite3_stmt *st = sql(s, "SELECT 0, exact, folded, hex, dec "
	    "FROM account WHERE n = ?", "i", account);
	int i, rc = sql_step(s, st, err);

	if (rc <= 0)
		return rc;
	for (i = 0; i < FORMS; i++)
		counts[i] = sqlite3_column_int(st, i);
	sql_done(st);
	return 0;
}

/* One form more has matched, when no other could have. */
static int
learn(struct store *s, int64_t account, const struct search *q,
    struct diag_err *err)
{
	static const char *const texts[FORMS] = {
		[ID_FORM_EXACT] =
			"UPDATE account SET exact = exact + 1 WHERE n = ?",
		[ID_FORM_FOLDED] =
			"UPDATE account SET folded = folded + 1 WHERE n = ?",
		[ID_FORM_HEX] =
			"UPDATE account SET hex = hex + 1 WHERE n = ?",
		[ID_FORM_DECIMAL] =
			"UPDATE account SET dec = dec + 1 WHERE n = ?",
	};
	enum id_form form = q->best.form;

	if (is_forced(q->r) || q->forms != 1u << form ||
	    q->counts[form] >= LEARN_MAX)
		return 0;
	return sql_run(s, err, texts[form], "i", account);
}

/*
 * Counting ids are decimal and hexadecimal numbers of each other all the time:
 * 1234 is a message, and so is 4660.  So what fits only when converted needs
 * numbers that agree, as long as the account is not known to convert; and where
 * it is well known what the account does, the other has to wait until it is
 * certain that what it does gives nothing.
 */
static int
is_likely(const struct search *q, enum id_form form, int numbers, int comparable)
{
	int written = q->counts[ID_FORM_EXACT] + q->counts[ID_FORM_FOLDED];
	int converted = q->counts[ID_FORM_HEX] + q->counts[ID_FORM_DECIMAL];
	int mine = is_converted(form) ? converted : written;
	int other = is_converted(form) ? written : converted;

	if (is_forced(q->r))
		return 1;
	if (!q->last && other >= LEARN_MAX && mine < LEARN_MAX / 4)
		return 0;
	return !is_converted(form) || numbers || !comparable ||
		converted > written;
}

/* ---- numbers ---- */

/* 0: the recipient is another; 1: the same; 2: the sender as well. */
static int
agree_so(const char *from, const char *to, const char *r_from, const char *r_to)
{
	return store_number_same(to, r_from) ?
		1 + store_number_same(from, r_to) : 0;
}

/* Some SMSCs swap them, some don't. */
static int
agree(const struct store_receipt *r, const char *from, const char *to)
{
	int as_usual = agree_so(from, to, r->from, r->to);
	int swapped = agree_so(from, to, r->to, r->from);

	return as_usual > swapped ? as_usual : swapped;
}

static int
are_comparable(const struct store_receipt *r, const char *to)
{
	return to && *to && ((r->from && *r->from) || (r->to && *r->to));
}

/* ---- by message_id ---- */

static int
is_better(const struct search *q, const struct receipt_match *a,
    const struct receipt_match *b)
{
	if (a->numbers != b->numbers)
		return a->numbers > b->numbers;
	if (q->counts[a->form] != q->counts[b->form])
		return q->counts[a->form] > q->counts[b->form];
	if (a->form != b->form)
		return a->form < b->form;
	if (a->final != b->final)
		return !a->final;
	if (a->message != b->message)
		return a->message > b->message;
	return a->seq < b->seq;
}

static void
consider(struct search *q, const char *id, const struct receipt_match *c,
    const char *message_id, int comparable)
{
	struct receipt_match with = *c;

	with.form = message_id ? id_form_match(message_id, id,
	    q->r->response_form, q->r->receipt_form) : ID_FORM_NONE;
	if (with.form == ID_FORM_NONE ||
	    !is_likely(q, with.form, with.numbers, comparable))
		return;
	q->forms |= 1u << with.form;
	if (!q->found || is_better(q, &with, &q->best))
		q->best = with;
	q->found = 1;
}

static int
look_up(struct store *s, struct search *q, const char *id, int64_t key,
    struct diag_err *err)
{
	sqlite3_stmt *st = sql(s, "SELECT p.message, p.seq, p.final, "
	    "p.message_id, m.sender, m.recipient FROM part p "
	    "JOIN message m ON m.n = p.message WHERE p.key = ? "
	    "ORDER BY p.message DESC, p.seq DESC LIMIT ?", "ii", key,
	    (int64_t)CANDIDATES_MAX);
	struct receipt_match c = { 0 };
	const char *from, *to;
	int rc;

	while ((rc = sql_step(s, st, err)) > 0) {
		from = (const char *)sqlite3_column_text(st, 4);
		to = (const char *)sqlite3_column_text(st, 5);
		c.message = sqlite3_column_int64(st, 0);
		c.seq = sqlite3_column_int(st, 1);
		c.final = sqlite3_column_int(st, 2) != 0;
		c.numbers = agree(q->r, from, to);
		consider(q, id, &c, (const char *)sqlite3_column_text(st, 3),
		    are_comparable(q->r, to));
	}
	return rc;
}

static int
by_ids(struct store *s, int64_t account, struct search *q,
    struct diag_err *err)
{
	int64_t keys[ID_FORM_KEYS];
	const char *id;
	unsigned i, k, n;

	for (i = 0; i < 2; i++) {
		id = q->r->message_id[i];
		if (i && id && q->r->message_id[0] &&
		    strcmp(id, q->r->message_id[0]) == 0)
			continue;
		n = id ? id_form_keys(account, id, keys) : 0;
		for (k = 0; k < n; k++)
			if (look_up(s, q, id, keys[k], err) < 0)
				return -1;
	}
	return q->found;
}

/* ---- by user_message_reference ---- */

static int
by_umr(struct store *s, int64_t account, struct search *q,
    struct diag_err *err)
{
	sqlite3_stmt *st = sql(s, "SELECT p.message, p.seq, m.status, m.owner, "
	    "m.sender, m.recipient FROM part p JOIN message m "
	    "ON m.n = p.message WHERE p.umr = ? AND p.state IN (1, 4) "
	    "AND m.account = ? ORDER BY p.message DESC, p.seq LIMIT ?", "iii",
	    (int64_t)q->r->umr, account, (int64_t)CANDIDATES_MAX);
	int numbers, rc;

	while ((rc = sql_step(s, st, err)) > 0) {
		if (sqlite3_column_int(st, 2) != STORE_UNKNOWN &&
		    !message_is_dead(s, sqlite3_column_int(st, 2),
		    sqlite3_column_int64(st, 3)))
			continue;
		numbers = agree(q->r, (const char *)sqlite3_column_text(st, 4),
		    (const char *)sqlite3_column_text(st, 5));
		/* the newest of those that agree best */
		if (numbers <= q->best.numbers)
			continue;
		q->best.message = sqlite3_column_int64(st, 0);
		q->best.seq = sqlite3_column_int(st, 1);
		q->best.numbers = numbers;
		q->found = 1;
	}
	return rc < 0 ? -1 : q->found;
}

int
receipt_match(struct store *s, int64_t account, const struct store_receipt *r,
    int last, struct receipt_match *match, struct diag_err *err)
{
	struct search q;
	int rc;

	memset(&q, 0, sizeof q);
	q.r = r;
	q.last = last;
	if (learned(s, account, q.counts, err) < 0)
		return -1;
	rc = by_ids(s, account, &q, err);
	if (rc > 0 && learn(s, account, &q, err) < 0)
		return -1;
	if (!rc && r->umr >= 0)
		rc = by_umr(s, account, &q, err);
	*match = q.best;
	return rc;
}
