/* What the files of smpp-share share.  See share.h. */
#ifndef ENGINE_SHARE_PRIV_H
#define ENGINE_SHARE_PRIV_H

#include "engine/link.h"
#include "engine/pace.h"
#include "engine/share/queue.h"
#include "engine/share/share.h"
#include "net/client.h"
#include "net/listener.h"

enum {
	LOCAL_IDLE = 60000,	/* ms: a connection that does not bind */
	LOCAL_WINDOW = 1000,	/* deliveries that one receiver may have
				   unanswered; it says RMSGQFUL itself before */
	DELIVER_OCTETS_MAX = 32 << 20,	/* of all of them: else RMSGQFUL */
	DELIVER_TRIES = 8,	/* receivers that are asked for one message */
};

struct share;

struct local {
	struct queue_member member;	/* first: a request's from */
	struct local *next, **at;
	struct share *share;
	struct conn *conn;		/* NULL: gone */
	char who[64];			/* "uid 1000, pid 4711" */
	uint32_t id;
	size_t out;			/* its requests that are at the SMSC */
	int lost;			/* one of them will have no answer */
};

struct share {
	const struct share_opts *o;
	struct config *config;		/* o's, or that of a SIGHUP */
	const struct config_view *view;
	struct loop *loop;
	struct listener *listener;
	struct link link;
	struct client *client;
	uint64_t binds;			/* which one this is */
	struct queue queue;
	struct pace pace;
	size_t out;			/* requests that are at the SMSC */
	struct local *locals;
	size_t nlocals, max;
	uint32_t ids;
	uint32_t last_to;		/* id of the receiver that had its turn */
	size_t deliveries, delivery_octets;	/* that locals have */
	struct loop_watch *paced, *expire, *bound;
	struct loop_watch *sigterm, *sigint, *sighup, *sigusr1;
	int stopping;			/* takes no more */
	int leaving;			/* says goodbye */
	int failed;			/* sysexits code of our own trouble */
	/* for people */
	unsigned long sent, answered, throttled, refused, delivered;
};

/* share.c */
/* Something ended: if we are stopping, is that all? */
void share_look(struct share *s);

/* share_local.c */
void local_add(int fd, void *share);
/* Close it; what it has waiting is dropped, what is out finishes. */
void local_drop(struct local *l);
/* Answer one of its requests by ourselves; not sent. */
void local_refuse(struct local *l, uint32_t command, uint32_t seq,
	uint32_t status);
/* All that it has waiting was not and will not be sent. */
void local_refuse_waiting(struct local *l, uint32_t status);
/* The SMSC's answer. */
void local_answer(struct local *l, uint32_t seq, struct smpp_octets raw);
/* A request of it ended: free it if it is gone and that was the last. */
void local_tidy(struct local *l);
/* May it be sent a deliver_sm now?  -1: it is no receiver. */
int local_ready(const struct local *l);
void locals_unbind(struct share *s);
void locals_limit(struct share *s);

/* share_up.c */
int up_start(struct share *s, struct diag_err *err);
/* Is there a bind? */
int up_bound(const struct share *s);
/* Send what may be sent now. */
void up_pump(struct share *s);

/* share_deliver.c */
void deliver_take(struct share *s, const struct smpp_event *ev);
void deliver_answer(struct local *l, const struct smpp_event *ev);

#endif
