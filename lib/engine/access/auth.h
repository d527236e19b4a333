/*
 * auth - passwords are checked by threads, since a hash that is made to be slow
 * would stop every other session for as long.
 */
#ifndef ENGINE_AUTH_H
#define ENGINE_AUTH_H

#include "engine/access/secret.h"
#include "net/loop.h"

enum {
	AUTH_THREADS = 2,	/* guessing takes no more processors than that */
	AUTH_QUEUE_MAX = 1000,	/* checks that wait; beyond, binds fail */
	AUTH_PASSWORD = 128,	/* octets with NUL; v3.4 says 9 */
};

struct auth;
struct auth_check;

/* What came of a check; from the loop, never from within auth_start(). */
typedef void auth_cb(void *arg, int ok);

/* NULL: out of memory, or descriptors.  Threads start with the first hash. */
struct auth *auth_new(struct loop *l);
/* Waits for the checks that run.  None may be left that was not cancelled. */
void auth_free(struct auth *a);

/**
 * Check a password.  secret NULL: it is nobody's, and will not do; decoy, if
 * not NULL, is checked as well for the time that it takes.  All is copied.
 * NULL: too many wait, or out of memory.
 */
struct auth_check *auth_start(struct auth *a, const struct secret *secret,
	const struct secret *decoy, const char *password, auth_cb *cb,
	void *arg);
/* Whoever asked is gone: cb is not called. */
void auth_cancel(struct auth_check *c);

#endif
