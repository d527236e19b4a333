/*
 * filter - the engines of the two filters: mail2sms(1) and sms2mail(1).
 *
 * Both take their input in order, one message after the other, and give what
 * became of it to the sink, or to the handler, whose exit status then counts.
 */
#ifndef ENGINE_FILTER_H
#define ENGINE_FILTER_H

#include "config/config.h"
#include "flow/handler.h"

struct mail2sms_opts {
	struct config *config;		/* borrowed */
	const char *domain;		/* -d; NULL */
	const char *sink;		/* -O; NULL: stdout */
	const struct handler *handler;	/* argv NULL: none */
	int dry_run;			/* -n: records to the sink, whether there
					   is a handler or not */
	const char *sender;		/* -f, $SENDER; NULL */
	const char *const *recipients;	/* operands */
	size_t nrecipients;
	int from_headers;		/* -t */
	int mbox;			/* -m */
};

/*
 * Mail on stdin to submit records.  Returns the exit status: of a delivery
 * agent (mobutils(7)), or with mbox as of a batch.
 *
 * A delivery agent's many recipients without a handler: 75 when one may pass
 * later, and else the first one's failure for good although others were
 * written, since trying that again would only send those twice.  With a handler
 * there must be a store that knows what was sent: then it is 75 whenever not
 * all went the same way, and the repeated run sends nothing twice.
 */
int mail2sms_run(const struct mail2sms_opts *o);

struct sms2mail_opts {
	struct config *config;		/* borrowed */
	const char *domain;		/* operand; NULL */
	int dry_run;			/* -n: as though there were no handler */
	const char *source, *sink;	/* -I, -O; NULL: stdio */
	const struct handler *handler;	/* argv NULL: an mboxrd stream */
};

/* Records to mail.  Returns the exit status. */
int sms2mail_run(const struct sms2mail_opts *o);

#endif
