/* Messages by what their centre calls them.  See message.h. */
#include "store/id_form.h"
#include "store/message_priv.h"

enum { ACCOUNTS_MAX = 1000 };	/* that are looked through */

struct account_list {
	int64_t n[ACCOUNTS_MAX];
	size_t count;
};

static int
all_accounts(struct store *s, struct account_list *a, struct diag_err *err)
{
	sqlite3_stmt *st = sql(s, "SELECT n FROM account ORDER BY n DESC LIMIT ?",
	    "i", (int64_t)ACCOUNTS_MAX);
	int rc;

	a->count = 0;
	while ((rc = sql_step(s, st, err)) > 0)
		if (a->count < ACCOUNTS_MAX)
			a->n[a->count++] = sqlite3_column_int64(st, 0);
	return rc;
}

/* Its newest message with that id; 0: none. */
static int
newest(struct store *s, int64_t account, const char *message_id, int64_t *n,
    struct diag_err *err)
{
	sqlite3_stmt *st = sql(s, "SELECT message FROM part WHERE key = ? AND"
	    " message_id = ? ORDER BY message DESC", "it",
	    id_form_key(account, message_id), message_id);
	int rc = sql_step(s, st, err);

	*n = rc > 0 ? sqlite3_column_int64(st, 0) : 0;
	if (rc > 0)
		sql_done(st);
	return rc;
}

int
store_message_theirs(struct store *s, const char *account,
    const char *message_id, struct store_message *m, struct diag_err *err)
{
	struct account_list a = { .count = 1 };
	int64_t best = 0, n;
	size_t i;
	int rc = account ? sql_account(s, account, &a.n[0], err) :
		all_accounts(s, &a, err);

	for (i = 0; rc >= 0 && i < a.count; i++) {
		rc = newest(s, a.n[i], message_id, &n, err);
		if (n > best)
			best = n;
	}
	if (rc < 0)
		return -1;
	return best ? store_message_get(s, best, m, err) : 0;
}
