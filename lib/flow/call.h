/*
 * call - the argument vector and environment of one run of a handler.
 *
 * They are made before fork(2), since a child of a program with threads may
 * not allocate.
 */
#ifndef FLOW_CALL_H
#define FLOW_CALL_H

#include "base/buf.h"
#include "flow/handler.h"

enum {
	CALL_STRING_MAX = 128 << 10,	/* octets of one argument or variable, its
					   NUL counted: Linux refuses more */
};

struct call {
	char **argv;		/* owned; its strings are h's and m's */
	char **envp;		/* owned; its strings are environ's and own's */
	struct buf own[3];	/* SENDER=, RECIPIENT=, MOBUTILS_ID= */
};

#define CALL_INIT { NULL, NULL, { BUF_INIT, BUF_INIT, BUF_INIT } }

/*
 * h, m and the environment must outlive c and stay as they are.
 *
 * Returns 0, or -1 with err filled: EX_DATAERR what handler_start() refuses,
 * EX_TEMPFAIL out of memory.  Either way call_free() it.
 */
int call_make(struct call *c, const struct handler *h,
	const struct handler_message *m, struct diag_err *err);
void call_free(struct call *c);

#endif
