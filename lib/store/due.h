/*
 * due - records that we give out on our own: nobody waits for them who could
 * send them again, so they stay here until the handler or the sink has them.
 */
#ifndef STORE_DUE_H
#define STORE_DUE_H

#include "store/store.h"

struct store_due {
	int64_t n;
	int64_t message;	/* the message it is about; 0: none is known, or
				   it has expired */
	const char *record;	/* a JSON object; borrowed */
	int64_t at;		/* when it came in */
	unsigned tries;		/* so far */
};

/* Put one, to be given out from `due` on; message as in store_due. */
int store_due_put(struct store *s, const char *account, int64_t message,
	const char *record, int64_t at, int64_t due, struct diag_err *err);

/**
 * Is anything to be done for that account: something due at `now` or in a dead
 * process's hands, a message whose receipt is overdue?  Reads only, and so waits
 * for nobody.  1, 0 or -1.
 */
int store_due_any(struct store *s, const char *account, int64_t now,
	struct diag_err *err);

/**
 * The next one of that account that is due at `now` and in nobody's hands: it
 * is in ours then, until store_due_done(), store_due_later(), or our death.
 * What a process awaits (message.h) is in its hands from the start.
 * account NULL: none but those that we await.
 * Returns 1, 0: none, or -1.
 */
int store_due_take(struct store *s, const char *account, int64_t now,
	struct store_due *d, struct diag_err *err);

/*
 * What became of one that we have taken.  Returns 1; 0: nothing is changed, as
 * it is not in our hands (any more); or -1.  No number is used twice.
 */
/* It was given out, or nobody will ever want it. */
int store_due_done(struct store *s, int64_t n, struct diag_err *err);
/* It was not: again from `due` on; one try more. */
int store_due_later(struct store *s, int64_t n, int64_t due,
	struct diag_err *err);

/* All that are there now, oldest first: for mobstate(1).  A cb that returns other
   than 0 ends it, and may take its time: nothing is held open meanwhile, and
   what goes in between is passed over.  The cb makes no call on the store.
   0 or -1. */
int store_due_each(struct store *s,
	int (*cb)(void *arg, const char *account, int64_t due,
	const struct store_due *d), void *arg, struct diag_err *err);

#endif
