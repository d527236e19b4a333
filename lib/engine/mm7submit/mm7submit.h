/*
 * mm7submit - the engine of mm7-submit(1): mail, or records, to an MMSC.
 */
#ifndef ENGINE_MM7SUBMIT_MM7SUBMIT_H
#define ENGINE_MM7SUBMIT_MM7SUBMIT_H

#include "config/config.h"

struct mm7submit_opts {
	struct config *config;		/* borrowed */
	const char *domain;		/* -d, or the URL; NULL */
	const char *source, *sink;	/* -I (records), -O; NULL: stdio */
	const char *sender;		/* -f, $SENDER; NULL */
	const char *const *recipients;	/* operands */
	size_t nrecipients;
	int from_headers;		/* -t */
	int mbox;			/* -m */
	int json;			/* -j */
	int dry_run;			/* -n: requests to the sink, none sent */
	int quiet;			/* -q: no results */
	int parallel;			/* -P: messages under way at once */
};

/*
 * Returns the exit status: of a delivery agent (mobutils(7)) for one mail, of a
 * batch for mbox and json.
 */
int mm7submit_run(const struct mm7submit_opts *o);

#endif
