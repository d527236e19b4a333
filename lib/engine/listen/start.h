/*
 * start - what the commands that listen do before they do.
 */
#ifndef ENGINE_LISTEN_START_H
#define ENGINE_LISTEN_START_H

#include "config/args.h"
#include "config/operand.h"
#include "engine/listen/listen.h"

/*
 * Where a server's connections come from, when -l does not say: inetd's
 * descriptor 0 or systemd's; sets inherited and systemd_fds.  Exits where there
 * is neither handler nor standard output: EX_USAGE on a socket, EX_CANTCREAT.
 */
void listen_inherit(struct listen_opts *o);

/* What SIGHUP asks for: the same command line, the files as they are now. */
struct listen_again {
	const struct args *args;
	enum operand_kind kind;
	const char *operand;		/* NULL: none */
};
/* For listen_opts.reload; arg is a struct listen_again. */
struct config *listen_reload(void *arg);

#endif
