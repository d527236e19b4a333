/*
 * mobstate - the store, for people: what mobstate(1) does.
 */
#ifndef ENGINE_MOBSTATE_MOBSTATE_H
#define ENGINE_MOBSTATE_MOBSTATE_H

#include "config/args.h"
#include "config/config.h"

struct mobstate_opts {
	const struct args *args;	/* -n; and for what is wrong with the
					   command's own options */
	struct config *config;
};

/*
 * Carry out argv[0], a command of mobstate(1), with its arguments.  What is
 * wrong is said.  Returns the exit status; a wrong command line exits.
 */
int mobstate_run(const struct mobstate_opts *o, int argc, char *argv[]);

#endif
