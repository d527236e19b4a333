/*
 * args - the command line that all programs share.
 *
 *	prog [-c config] [-o Option=value]... [-I source] [-O sink] [-P n]
 *	     [-jnqvhVC] [operand...] [-- command [arg...]]
 */
#ifndef CONFIG_ARGS_H
#define CONFIG_ARGS_H

#include <stddef.h>

#include "config/config.h"

enum { ARGS_SET_MAX = 200 };	/* -o on one command line */

/* For getopt(3); a program's own letters go behind. */
#define ARGS_COMMON "+:c:o:I:O:P:CjnqvhV"

/* Behind it, for those that speak SMPP: --trace FILE or --trace=FILE, the one
   long option that there is. */
#define ARGS_TRACE "-:"

struct args {
	const char *usage;	/* "usage: prog ..."; set before, and */
	int argc;		/* main's, so that -h and -V count only alone: */
	char *const *argv;	/* `-V@example.com` is a hostile recipient */
	const char *config;	/* -c; NULL: the default */
	char *set[ARGS_SET_MAX];	/* -o */
	size_t nset;
	const char *source, *sink;	/* -I, -O; NULL */
	const char *trace;	/* --trace; NULL */
	int parallel;		/* -P, at least 1 */
	int check;		/* -C */
	int json, dry_run, quiet;
};

/*
 * Take the option c that getopt(3) gave, if it is one of ARGS_COMMON or an
 * error.  -h and -V print and exit; what is wrong (a bad -P, an unknown
 * option, a missing argument) is said, with the usage, and exits EX_USAGE.
 * Returns 1, or 0: it is the program's own.
 */
int args_take(struct args *a, int c);

/* Say what is wrong with the command line, print the usage, exit EX_USAGE. */
_Noreturn void args_usage(const struct args *a, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* More operands than the one domain there may be: an option behind it, mostly.
   Says so, with the usage, and exits EX_USAGE. */
_Noreturn void args_one_domain(const struct args *a, char *const *operand);

/*
 * -c for the handlers too: they find it in $MOBUTILS_CONF.
 */
void args_export(const struct args *a);
/* The same of a State that -o set: what a handler remembers is remembered in the
   same place, unless its configuration names another. */
void args_export_state(struct config *c);

/*
 * The configuration that the arguments ask for; problems are said and exit
 * EX_CONFIG, EX_NOINPUT or EX_USAGE.  The caller frees it.
 */
struct config *args_config(const struct args *a);

/*
 * -C: print what is in force for a domain (NULL: global, then each domain) and
 * say that all is well.  Returns the exit status.
 */
int args_check(struct config *c, const char *domain);

#endif
