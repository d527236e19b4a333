/*
 * awaited - the numbers of the messages whose receipts are waited for.
 *
 * Numbers come nearly always in ascending order, and a million of them are no
 * trouble.
 */
#ifndef ENGINE_AWAITED_H
#define ENGINE_AWAITED_H

#include <stddef.h>
#include <stdint.h>

struct awaited {		/* all zeros: none */
	int64_t *number;	/* owned; ascending; negative: struck out */
	size_t n, room;
	size_t left;		/* not struck out */
};

/* number is over 0.  One that is there, struck out or not, is awaited once.
   Returns 0, or -1: out of memory. */
int awaited_add(struct awaited *a, int64_t number);
int awaited_has(const struct awaited *a, int64_t number);
void awaited_strike(struct awaited *a, int64_t number);
void awaited_release(struct awaited *a);

#endif
