/*
 * mbox - the mboxrd format: many mails in one stream.
 *
 * Spec: RFC 4155 for the From_ line; mboxrd's quoting: `>*From ` gets one more
 * `>` on writing and loses one on reading.
 */
#ifndef MAIL_MBOX_H
#define MAIL_MBOX_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/**
 * Append a message as an mboxrd entry: From_ line, quoted text, empty line.
 * sender: "" becomes MAILER-DAEMON; white space in it becomes `-`.
 */
void mbox_put(struct buf *out, const char *sender, int64_t unix_ms,
	const char *msg, size_t n);

/**
 * The next message of an mbox in p[*at..n): its text, unquoted, its From_ line
 * kept in front, in msg (reset first), *at behind it.
 *
 * A stream whose first line is no From_ line is one message.
 * Returns 1 (look at msg->err: out of memory), or 0 at the end.
 */
int mbox_next(const char *p, size_t n, size_t *at, struct buf *msg);

#endif
