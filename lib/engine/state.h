/*
 * state - the store that the configuration asks for.
 */
#ifndef ENGINE_STATE_H
#define ENGINE_STATE_H

#include "config/config.h"
#include "store/store.h"

/**
 * Open it, for a program that cannot do all of its work without; call it when
 * there is such work, since opening costs.
 *
 * Returns 0: *s is the store, the caller's to close, or NULL where there is
 * none to be used: State is none, or it was never set up or may not be written,
 * which was said.  Or a sysexits code, said too: EX_TEMPFAIL where the store is
 * held, full or damaged, or cannot be used and State_Required asks for it;
 * EX_CONFIG where State names none that can be.
 */
int state_open(struct config *c, struct store **s);
/* After a state_open() that gave NULL: 1 where there is a store, which may not be
   read or written. */
int state_is_shut(struct config *c);

/* How long messages and replies are remembered: ms, for store_expire(). */
int64_t state_keep(struct config *c);
int64_t state_keep_replies(struct config *c);

/* For store_expire(): says that a record was given up; arg is a string, after
   what. */
store_given_up state_given_up;

/* store_expire() by these; to be called now and then.  What goes wrong is
   said; within a transaction it undoes that.  Returns how many rows went. */
int state_expire(struct store *s, struct config *c);

#endif
