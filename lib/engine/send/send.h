/*
 * send - the engine of smpp-send(1): records in, submitted over SMPP, the
 * same records out with their results.
 */
#ifndef ENGINE_SEND_H
#define ENGINE_SEND_H

#include "config/config.h"

struct send_opts {
	struct config *config;		/* borrowed */
	const char *domain;		/* the operand's; NULL: by record.domain */
	const char *source, *sink;	/* -I, -O; NULL: stdio */
	const char *number;		/* -T: stdin is the text for it; NULL */
	unsigned connections;		/* -P: of a domain; 0: as its stanza has */
	int receipts;			/* -r: take and await them */
	msec wait;			/* -w: for so long, when all is sent */
	int quiet;			/* -q: no results on the sink */
	int dry_run;			/* -n: show what would be sent */
};

/*
 * Run to the end of the input.  Every record that was read comes out exactly
 * once.  A dry run to a domain without any record is send_probe().  Returns the
 * exit status: smpp-send(1), EXIT STATUS.
 */
int send_run(const struct send_opts *o);

/*
 * See whether messages could be sent by o->domain: connect, bind, ask for a
 * sign of life and unbind, with a verdict on each step in a line on stdout.
 * Returns the exit status.
 */
int send_probe(const struct send_opts *o);

#endif
