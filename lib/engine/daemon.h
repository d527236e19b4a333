/*
 * daemon - what both ways of listening have in common: the loop, the sink, the
 * delivery, and stopping on a signal.
 */
#ifndef ENGINE_DAEMON_H
#define ENGINE_DAEMON_H

#include "engine/inbox.h"
#include "engine/listen.h"

struct daemon {
	const struct listen_opts *o;
	const struct config_view *view;
	struct loop *loop;
	struct sink *sink;
	struct delivery *delivery;
	struct inbox *inbox;
	struct loop_watch *sigterm, *sigint, *bound, *look;
	int stopping;		/* take no more */
	int done;		/* time is up, or nothing is left */
	void (*on_stop)(void *arg);	/* look after what is left; called again
					   whenever something may have ended */
	void *arg;
};

/* Returns 0, or the exit status, said. */
int daemon_init(struct daemon *d, const struct listen_opts *o,
	enum record_type type, inbox_receipt *receipt,
	void (*on_stop)(void *arg), void *arg);
void daemon_release(struct daemon *d);

/* Take no more; on_stop is called in the next round of the loop, and once more
   whenever daemon_look() is. */
void daemon_stop(struct daemon *d);
/* Something ended: if we are stopping, or the sink broke, see what is left. */
void daemon_look(struct daemon *d);
/* Nothing is left: leave the loop. */
void daemon_done(struct daemon *d);

/* The exit status at the end. */
int daemon_status(const struct daemon *d);

#endif
