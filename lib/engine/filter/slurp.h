/*
 * slurp - standard input, whole: a mail, or an mbox.
 */
#ifndef ENGINE_FILTER_SLURP_H
#define ENGINE_FILTER_SLURP_H

#include "base/buf.h"

/**
 * Append all of stdin.  What is too much (MAIL_MAX, or of an mbox a GiB) is
 * read nevertheless, up to a bound: some who write a mail to us take a closed
 * pipe for a worse failure than the one that we have to tell.
 *
 * Returns 0, or a sysexits code, said: EX_DATAERR, EX_IOERR (a signal for
 * filter_stopped() ends it too), EX_TEMPFAIL.
 */
int slurp_stdin(struct buf *in, int mbox);

#endif
