/* What the commands of mobstate(1) share: a file each, or two that are alike. */
#ifndef ENGINE_MOBSTATE_MOBSTATE_PRIV_H
#define ENGINE_MOBSTATE_MOBSTATE_PRIV_H

#include "engine/mobstate/mobstate.h"
#include "store/store.h"

struct mobstate {
	const struct mobstate_opts *o;
	const char *where;		/* State */
	struct store *store;		/* NULL for init */
};

/* Say it; its sysexits code. */
int mobstate_fail(const struct diag_err *err);

/*
 * The commands: argv[0] is the command, its options and operands follow.
 * Each returns the exit status.
 */
int mobstate_init(struct mobstate *m, int argc, char *argv[]);

/* getopt(3) for a command's own options; what is wrong exits EX_USAGE. */
int mobstate_getopt(const struct mobstate *m, int argc, char *argv[],
	const char *letters);
/* No operands are left, or exit EX_USAGE. */
void mobstate_no_operands(const struct mobstate *m, int argc, char *argv[]);

#endif
