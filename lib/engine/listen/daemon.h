/*
 * daemon - what all that listen have in common: the loop, the sink, the
 * delivery, stopping on a signal, and new options on SIGHUP.
 */
#ifndef ENGINE_DAEMON_H
#define ENGINE_DAEMON_H

#include "engine/listen/inbox.h"
#include "engine/listen/listen.h"

/*
 * What the owner does.  stop: look after what is left; called again whenever
 * something may have ended.  reload: take these new options, which daemon.config
 * and view are from then on, or refuse them (-1, said): the old ones stay.
 * moved: the sink took something (NULL: of no interest).  where: for people,
 * with whom we are connected.
 */
struct daemon_calls {
	void (*stop)(void *arg);
	int (*reload)(void *arg, struct config *c,
		const struct config_view *v);
	void (*moved)(void *arg);
	void (*where)(void *arg, char *out, size_t outsz);
	inbox_receipt *receipt;		/* NULL: none are wanted */
};

struct daemon {
	const struct listen_opts *o;
	struct config *config;		/* in force: o's, or of a SIGHUP */
	const struct config_view *view;
	struct loop *loop;
	struct sink *sink;
	struct delivery *delivery;
	struct store *store;		/* opened once, at the start; NULL:
					   nothing is remembered */
	struct tracking *tracking;	/* NULL: no store, or a server */
	struct inbox *inbox;
	struct loop_watch *sigterm, *sigint, *sighup, *sigusr1, *bound, *look;
	int stopping;		/* take no more */
	int done;		/* time is up, or nothing is left */
	const struct daemon_calls *calls;
	void *arg;			/* theirs */
};

/* type: of what comes in; REC_TYPES: no SMS, so there is neither inbox nor
   tracking.  calls are borrowed.  Returns 0, or the exit status, said. */
int daemon_init(struct daemon *d, const struct listen_opts *o,
	enum record_type type, const struct daemon_calls *calls, void *arg);
void daemon_release(struct daemon *d);

/* Take no more; stop is called in the next round of the loop, and once more
   whenever daemon_look() is. */
void daemon_stop(struct daemon *d);
/* Something ended: if we are stopping, or the sink broke, see what is left. */
void daemon_look(struct daemon *d);
/* Nothing is left: leave the loop. */
void daemon_done(struct daemon *d);

/* The exit status at the end. */
int daemon_status(const struct daemon *d);

/* A server's fault options are for tests, and nobody should find out by accident:
   say which of these n are set, if any is. */
void daemon_say_faults(const struct config_view *v, const enum option *rows,
	size_t n);

#endif
