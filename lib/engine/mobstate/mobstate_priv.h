/*
 * What the commands of mobstate(1) share: a file each, or two that are alike.
 *
 * A function here that can fail has said what is wrong, and returns the
 * sysexits code for it; 0 is success.
 */
#ifndef ENGINE_MOBSTATE_MOBSTATE_PRIV_H
#define ENGINE_MOBSTATE_MOBSTATE_PRIV_H

#include "base/buf.h"
#include "engine/mobstate/mobstate.h"
#include "flow/sink.h"
#include "record/record.h"
#include "store/message.h"
#include "store/reply.h"

struct mobstate {
	const struct mobstate_opts *o;
	const char *where;		/* State */
	struct store *store;		/* NULL for init */
	struct sink *out;		/* standard output */
	struct buf line;		/* what is being written */
	struct json_reader *outer, *inner;
	unsigned long count;		/* of what the command is at */
};

/* Say it; its code. */
int mobstate_fail(const struct diag_err *err);
int mobstate_no_memory(void);

/*
 * The commands: argv[0] is the command, its options and operands follow.
 * Each returns the exit status.
 */
typedef int mobstate_command(struct mobstate *m, int argc, char *argv[]);
mobstate_command mobstate_init, mobstate_show, mobstate_list,
	mobstate_unknown, mobstate_resend, mobstate_drop, mobstate_replies,
	mobstate_due, mobstate_trace, mobstate_export, mobstate_import,
	mobstate_expire;

/* ---- arguments ---- */

/* getopt(3) for a command's own options; what is wrong exits EX_USAGE. */
int mobstate_getopt(const struct mobstate *m, int argc, char *argv[],
	const char *letters);
/* No operands are left, or one at least is; else exit EX_USAGE. */
void mobstate_no_operands(const struct mobstate *m, int argc, char *argv[]);
void mobstate_operands(const struct mobstate *m, int argc, char *argv[]);

/* A Message-ID without its angle brackets; arg is changed. */
const char *mobstate_bare(char *arg);

/* ---- output ---- */

/* m->line goes to standard output and is empty again. */
int mobstate_put(struct mobstate *m);
/* All that was put has been written. */
int mobstate_flush(struct mobstate *m);

/* ---- messages ---- */

/*
 * Each message that q looks for, to fn, which may make calls on the store: no
 * statement is open then, so that a slow reader of our output is in nobody's
 * way.  What is cleared away in between is passed over.
 * Ends with the first fn that returns other than 0, and returns that.
 */
int mobstate_each(struct mobstate *m, const struct store_search *q,
	int (*fn)(struct mobstate *m, const struct store_message *msg));

/* "ok" and so on; and back, or -1. */
const char *mobstate_status_name(enum store_status status);
int mobstate_status_parse(const char *name, size_t n);

/* The replies of a number, ours or a phone's (NULL: all), newest first. */
int mobstate_put_replies(struct mobstate *m, const char *number);

/* ---- JSON, appended to m->line, with a line feed ---- */

/* The submit record with what became of it: sms-record(5). */
void mobstate_write_submit(struct mobstate *m, const struct store_message *msg);
/* All of a message, its events too: a line of an export. */
int mobstate_write_message(struct mobstate *m, const struct store_message *msg);
void mobstate_write_reply(struct mobstate *m, const struct store_reply *r);

/* "todo" and so on of a part, to its state; or -1. */
int mobstate_part_parse(const char *name);

/* Members, left out where there is nothing: text NULL, time 0, state 0. */
void mobstate_key_text(struct buf *b, const char *name, const char *text);
void mobstate_key_time(struct buf *b, const char *name, int64_t at);

#endif
