/* What the files of send share.  See send.h. */
#ifndef ENGINE_SEND_PRIV_H
#define ENGINE_SEND_PRIV_H

#include "engine/job/job.h"
#include "engine/link.h"
#include "engine/send/send.h"

struct send;

enum {
	LANES_MAX = 1000,	/* connections of a route */
	LANES_ALONE = 1000,	/* ms that the first has to itself, lest a wrong
				   password be tried by all of them */
};

/* One of the connections that a domain's records go by. */
struct lane {
	struct route *route;
	const struct config_view *view;	/* that it is made by */
	struct link *link;	/* of this lane, or of one before it with the
				   same view */
	int owns_link;
	struct client *client;	/* NULL: it is not begun */
	int answered;		/* since the last round */
	char said[128];		/* of its trouble since it was bound */
	char had[CONN_NAME_SIZE];	/* the server that it was bound to; "" */
};

/* All of them.  It is dead when all of its lanes are. */
struct route {
	struct job_via via;	/* first: the job machinery knows only this */
	struct route *next;
	struct send *send;
	const char *domain;	/* borrowed from config */
	struct lane *lanes;	/* NULL in a dry run */
	unsigned nlanes;
	int spread;		/* the first lane has been alone for long enough */
	int refused;		/* that a lane was refused has been said */
	struct loop_watch *give_up;	/* stuck for too long */
	struct loop_watch *resume;	/* after throttling */
	struct loop_watch *alone;
};

struct send {
	const struct send_opts *o;
	struct loop *loop;
	struct source *source;
	struct sink *sink;
	struct jobs jobs;
	struct loop_watch *readable, *writable, *bound;
	struct loop_watch *sigterm, *sigint, *sighup, *sigusr1;
	struct buf text;	/* -T: the record made of the input */
	struct route *routes;
	struct send_receipts *receipts;	/* -r; NULL */
	int own_store;		/* for them alone: in memory */
	unsigned long records;	/* that were read */
	msec began;
	msec looked;		/* when the pace was last told, */
	unsigned long ended_by;	/* and what had ended by then */
	struct loop_watch *second;	/* somebody watches: the next line */
	int behind;		/* answers came, and were not looked after */
	int ended;		/* no more records will be taken */
	int stopping;		/* a signal came */
	int over;		/* and the time that it left is up */
	int cut;		/* the input was not taken to its end */
	int broken;		/* errno of the sink; 0 */
	int failed;		/* sysexits code of reading; 0 */
};

/* send.c */
/* All that was asked is done: 1 when the farewell is too, and it is time to go. */
int send_finished(struct send *s);
/* Go on with whatever can go on. */
void send_pump(struct send *s);
/* Answers came: fill the window now ... */
void send_refill(struct send *s);
/* ... and, when that is written, do all the rest. */
void send_catch_up(struct send *s);

/* send_progress.c: for people */
enum { SEND_COUNTS = 256 };	/* octets */
/* How far it is, in words, and at what pace since the last time. */
void send_counts(struct send *s, char out[SEND_COUNTS]);
/* Show that every second, if somebody watches. */
void send_watch(struct send *s);
/* What came of it all, for those who watch, and where not all went well. */
void send_summary(const struct send *s);

/* send_text.c: all of stdin as one text; the record for it in s->text.  Returns
   0, or a sysexits code, said. */
int send_read_text(struct send *s, const char *number);

/* send_lane.c */
/* Begin a lane, the i-th.  0, or -1 with err. */
int lane_begin(struct route *r, unsigned i, struct diag_err *err);
void lane_free(struct lane *l);
/* The session that takes requests now; NULL. */
struct smpp_session *lane_session(const struct lane *l);
/* Answer a request of the message centre. */
void lane_respond(struct lane *l, uint32_t command, uint32_t seq,
	uint32_t status);
/* The connection's trouble, in a line that an MTA can put into a bounce. */
void lane_say(const struct lane *l, const char *what);

/* send_route.c */
/* jobs.find: the route for a record's domain, connecting if it is new. */
struct job_via *route_find(void *send, const char *domain,
	struct diag_err *err);
/* The lane that can send now and has the least to do; NULL: send_pump() is
   called when there is one, or when it is dead. */
struct lane *route_ready(struct route *r);
/* Nothing more goes by it, for this reason: the first that is given. */
void route_die(struct route *r, int sysexit, const char *reason);
int route_is_up(const struct route *r);
void route_stop_all(struct send *s);
/* The same, without waiting for the peers. */
void route_abort_all(struct send *s);
int route_all_done(const struct send *s);
void route_free_all(struct send *s);
/* Those that are down try again. */
void route_wake_all(struct send *s);

/* send_receipts.c: -r */
struct send_receipts *send_receipts_new(struct send *s);	/* NULL: out of memory */
void send_receipts_free(struct send_receipts *r);
/* That message was sent, and its outcome is awaited. */
void send_receipts_await(struct send_receipts *r, int64_t number);
/* Take a receipt, to be answered when it is kept.  0: it is none. */
int send_receipts_take(struct send_receipts *r, struct lane *lane,
	const struct smpp_event *ev);
/* What was done with the open group of jobs is undone. */
void send_receipts_undone(struct send_receipts *r);
/* The connection is gone, and nobody is there to be answered. */
void send_receipts_forget(struct send_receipts *r, const struct lane *lane);
/* Keep what was taken and say so; take what is due, and put it into the sink. */
void send_receipts_give(struct send_receipts *r);
/* The sink was flushed: what has left it is done with. */
void send_receipts_gone_out(struct send_receipts *r);
/* All is sent: is there nothing more to wait for? */
int send_receipts_done(struct send_receipts *r);
/* What was sent and not delivered is not done. */
void send_receipts_tally(const struct send_receipts *r, struct outcome_tally *tally);

#endif
