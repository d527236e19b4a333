/*
 * seen - what came in already: a peer that did not get its answer, or did not
 * like it, sends the same again, and is answered again without more ado.
 */
#ifndef STORE_SEEN_H
#define STORE_SEEN_H

#include "store/store.h"

enum { STORE_SEEN_KEY = 16 };	/* octets of a digest that the caller makes */

/* Remember a key until then; what is over is cleared away on the way, some at
   a time.  0 or -1. */
int store_seen_put(struct store *s, const uint8_t key[STORE_SEEN_KEY],
	int64_t now, int64_t until, struct diag_err *err);
/* 1: it was put, and its time is not over; 0; or -1. */
int store_seen(struct store *s, const uint8_t key[STORE_SEEN_KEY], int64_t now,
	struct diag_err *err);

#endif
