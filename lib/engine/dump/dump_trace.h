/*
 * dump_trace - --trace: each PDU of the program's connections as a line of what
 * smpp-dump writes, with time, peer and direction.
 */
#ifndef ENGINE_DUMP_TRACE_H
#define ENGINE_DUMP_TRACE_H

#include "base/diag.h"
#include "config/args.h"

/**
 * Begin: connections that are made from now on are traced, to the end of the
 * program.  Lines are appended to path, which is made with mode 0600 where it
 * is not there; `-' is the standard output and /dev/stderr the standard error
 * whatever that is.  Passwords are masked.  One that cannot be written is left
 * out, which is said once; the traffic goes on.
 *
 * Returns 0, or -1 with err filled: EX_CANTCREAT.
 */
int dump_trace(const char *path, struct diag_err *err);

/* The same as the command line asks, if it does and not for -C only; what is
   wrong is said and exits.  records: the program writes some to its sink. */
void dump_trace_args(const struct args *a, int records);

#endif
