/*
 * mm7serve - the engine of mm7-serve(1): an HTTP server that MM7 requests come
 * to.
 */
#ifndef ENGINE_MM7SERVE_H
#define ENGINE_MM7SERVE_H

#include "engine/listen/listen.h"

struct mm7serve_opts {
	struct listen_opts listen;	/* source: as an MMSC, with json */
	int json;		/* -j: records, not mail */
};

/* Serve until a signal (started by inetd: until the last connection ends).
   Returns the exit status. */
int mm7serve(const struct mm7serve_opts *o);

/* -C: what is wrong with the file of users is said.  0, or the exit status that
   mm7serve() would end with. */
int mm7serve_check(const struct mm7serve_opts *o);

#endif
