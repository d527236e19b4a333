/*
 * job - a record on its way over a session: resolved, its parts sent as the
 * window allows, answered, and given out with its result.
 *
 * smpp-send(1) sends submit records so, the server of smpp-listen(1) deliver
 * records.  Of those that go by one job_via one at a time is being sent, any
 * number wait behind it, encoded, and any number for answers.
 *
 * A part that the peer throttled is, where jobs.waits_out says so, sent again
 * when job_via.pace lets it; its record goes in front of those that came after
 * it.
 *
 *	job_take.c	records in: resolved, encoded
 *	job_request.c	... that ask about a message: query, cancel, replace
 *	job_list.c	... to several recipients: a job for each
 *	job_multi.c	... all of which go by one submit_multi
 *	job_earlier.c	... some of whom an earlier run sent it to
 *	job.c		their parts out, answers
 *	job_result.c	the record goes out with its result
 *	job_queue.c	the records that wait to be sent
 *	job_dry.c	-n
 *	job_recall.c	the store: was it sent before?
 *	job_note.c	... what is meant to be sent, and what came of it
 *	job_group.c	... and when that is kept
 *	job_pace.c	the rate that processes share through it
 */
#ifndef ENGINE_JOB_H
#define ENGINE_JOB_H

#include "config/config.h"
#include "engine/ident.h"
#include "engine/pace.h"
#include "flow/outcome.h"
#include "flow/sink.h"
#include "flow/source.h"
#include "gateway/sms/account.h"
#include "gateway/sms/result.h"
#include "gateway/sms/submit.h"
#include "smpp/session.h"
#include "store/store.h"

enum {
	JOB_RECIPIENTS_MAX = SMPP_DESTS_MAX,	/* of one record: what a
				   submit_multi takes */
	JOB_ID_SHOWN = 64,	/* octets of a record's id in a message */
	JOBS_HOLD_OFF = 5000,	/* ms that a store which failed is left alone */
	JOBS_THROTTLE_SAID = 10000,	/* ms before it is said again */
};

/* Records that wait to be sent, in their order. */
struct job_queue {
	struct job_queue *next;	/* of jobs.queues */
	int known;		/* it is there */
	struct job *first;	/* not all of it is out yet */
	struct job *last;
	unsigned at;		/* the first's next part */
	unsigned waiting;	/* how many */
};

/* What a record goes by: connections, present or to come.  It stays where it is
   until jobs_release(). */
struct job_via {
	struct job_queue queue;
	const struct config_view *view;	/* of the connection's domain */
	const char *domain;	/* its name; NULL */
	char account[SMS_ACCOUNT_MAX];	/* for the store */
	const char *peer;	/* for result.smsc, of who answers; NULL: not
				   known yet */
	int dead;		/* nothing more will be sent by it */
	int sysexit;		/* then: the exit status that it deserves */
	char reason[256];	/* and why */
	struct pace pace;	/* when the next may go; all zeros: at any time */
	msec throttle_said;	/* when people were told of throttling; 0 */
	msec stuck_since;	/* some wait, and nothing was answered since but
				   that it is too much; 0.  Set by the owner */
};

struct job_list;	/* job_list.c: a record to several recipients */

struct job {
	struct job *next;	/* in the list that it is in */
	unsigned long order;	/* of the records */
	struct job_queue *queue;	/* that it waits in; NULL */
	enum record_type type;
	struct job_list *list;	/* it is one recipient's of a list; NULL */
	unsigned nth;		/* of the list */
	msec taken;		/* when; of clock_mono(), or jobs.now */
	uint8_t dest_flag;	/* of its recipient, in a submit_multi */
	struct job *riders;	/* it is a submit_multi, no record: the jobs of
				   its recipients; NULL */
	struct job_via *via;	/* NULL: it never found one */
	const char *peer;	/* who answered last; NULL: nobody */
	struct buf line;	/* the record, not closed: result comes behind */
	char id[JOB_ID_SHOWN];
	struct buf pdus;	/* its parts' PDUs, one behind the other */
	struct sms_part one, *parts;	/* parts is &one when there is one */
	unsigned nparts, out;	/* how many; how many are unanswered */
	int ref;		/* of concatenation; -1: not known */
	/* in the store */
	int64_t number;		/* 0: not noted */
	unsigned long group;	/* it was noted with */
	int lost;		/* and that could not be kept */
	int asked;		/* for receipts: registered_delivery */
	enum sms_status fate;	/* its outcome, */
	int64_t ended;		/* when (Unix ms), */
	unsigned long told;	/* and the group that it was noted with; 0 */
};

struct jobs {
	/* the user's */
	uint32_t command;	/* SMPP_SUBMIT_SM or SMPP_DELIVER_SM */
	enum record_type type;	/* which records are taken; with submit, those
				   that ask about one too */
	struct sink *sink;	/* results; NULL: not wanted */
	int dry_run;		/* show, do not send */
	int waits_out;		/* send again what was throttled */
	int defers;		/* results are written by jobs_settle() */
	struct store *store;	/* what was sent before; NULL: not known */
	/* NULL, or: that message of the store was sent and receipts were asked
	   for, which this process takes (store/due.h) */
	void (*await)(void *arg, int64_t number);
	/* NULL, or: what was done in the store with js->group is undone */
	void (*undone)(void *arg);
	struct config *config;
	const char *domain;	/* operand's, for options; NULL */
	/* Where a record of that domain (or NULL) goes.  NULL with err filled. */
	struct job_via *(*find)(void *arg, const char *domain,
		struct diag_err *err);
	void *arg;
	msec now;		/* clock_mono(), not long ago; 0: job_push()
				   asks itself */

	/* what came of it */
	struct outcome_tally tally;
	unsigned long ok, temporary, permanent, unknown;
	unsigned long segments;		/* that were put out, each time */
	unsigned long under_way;	/* jobs that have no result yet */
	int failed;		/* sysexits code of our own trouble; 0 */

	/* ours */
	struct json_reader *reader, *scratch;
	struct sms_submit submit;	/* of the record that is being taken */
	struct buf pdu;			/* what its PDUs borrow */
	struct job_queue *queues;
	struct job_list *list;		/* whose recipients are being taken, */
	unsigned nth;			/* and which; NULL */
	struct job *riders, *last_rider;	/* those of them that will go by
					   one submit_multi */
	struct job *idle;
	struct job *done, *done_last;	/* ended, result not written yet */
	unsigned long order;
	uint16_t ref, umr;
	int seen;		/* what the store said of the record that is
				   being taken: an enum store_status; 0 */
	const char *id;		/* its id, */
	char fresh[IDENT_SIZE];	/* perhaps ours, */
	char from[SMS_ADDR_TEXT], to[SMS_ADDR_TEXT];	/* its numbers, */
	struct buf keep;	/* and what the store keeps of it */
	int group_open;		/* a transaction of the store */
	unsigned long group, kept;	/* the last begun, the last committed */
	unsigned noted;		/* in this one */
	struct job *closing;	/* given out, and its outcome not kept yet */
	msec hold_off;		/* the store failed: not asked before */
	char trouble[256];	/* why */
	char said[256];			/* the last trouble of ours, said once */
};

/* Fill in ours; the user's fields are set before.  0, or -1: out of memory. */
int jobs_init(struct jobs *js);
void jobs_release(struct jobs *js);

/* Take one record: it is answered at once, or waits to be sent. */
void job_take(struct jobs *js, const struct source_item *item);

/*
 * Send what the session takes of the first that waits there.  Returns 1 when it
 * is all out (or has ended), and the next is the first; 0: come again when
 * there is room, with another session, or at the time that the pace tells
 * (pace_due(), with jobs.now).
 */
int job_push(struct jobs *js, struct job_queue *q,
	struct smpp_session *session);

/* The first cannot go on: what was not sent of it stays so. */
void job_abandon(struct jobs *js, struct job_queue *q, int sysexit,
	const char *reason);

/* A part was answered: ev's tag is it. */
void job_answer(struct jobs *js, const struct smpp_event *ev);

/*
 * jobs.store: keep what was noted.  Records that were taken since the last time
 * can be pushed then; call it before waiting for anything.
 */
void jobs_commit(struct jobs *js);
/* More is to be kept with it.  0, or -1: the store failed, which was said. */
int jobs_open(struct jobs *js);
/* A call on the store failed: all that was noted with it is not.  Says so; -1. */
int jobs_lose(struct jobs *js, const struct diag_err *err);
/* The last chance to keep what came of messages; what is not is said. */
void jobs_end(struct jobs *js);

/* May it be pushed?  LOST: its intent could not be kept, js->trouble
   says why, and it is to be abandoned. */
enum job_go { JOB_GOES, JOB_WAITS, JOB_LOST };
enum job_go job_may_go(const struct jobs *js, const struct job *j);

/* jobs.defers: keep what was noted, and write the results of what has ended. */
void jobs_settle(struct jobs *js);

#endif
