/* What the files of job share.  See job.h. */
#ifndef ENGINE_JOB_PRIV_H
#define ENGINE_JOB_PRIV_H

#include "engine/job/job.h"
#include "engine/ident.h"

/* job.c */
/* NULL: out of memory. */
struct job *job_new(struct jobs *js);
/* It has no parts (any more). */
void job_drop_parts(struct job *j);
/* The job is done with. */
void job_drop(struct jobs *js, struct job *j);

/* job_result.c */
/* A line to the sink. */
void job_put_line(struct jobs *js, const struct buf *line);
/* The record goes out as it is, and the job is done with. */
void job_put(struct jobs *js, struct job *j);
void job_count(struct jobs *js, enum sms_status status, int sysexit);
/* It ended before anything of it was sent. */
void job_finish_early(struct jobs *js, struct job *j, enum sms_status status,
	int sysexit, const char *reason);
/* What became of its parts is known: they tell its result, now or when
   jobs_settle() is called. */
void job_finish(struct jobs *js, struct job *j);

/* It ended, and not by its parts' answers: r goes out with what is known of
   them. */
void job_give_out(struct jobs *js, struct job *j, const struct sms_result *r,
	int sysexit);

/* job_take.c */
/* Begin the line that goes out: the record, with an id if it had none; js->id
   is it, whole. */
void job_begin_line(struct jobs *js, struct job *j, const struct record *rec);
/* The parts of an earlier run are the record's until it has others: however it
   ends, what was sent of it must not get lost. */
void job_take_over(struct job *j, struct sms_before *before);

/* It cannot be sent as it is. */
void job_refuse(struct jobs *js, struct job *j, const struct diag_err *err);
/* Append a PDU, which borrows nothing of it.  0, or -1 with err. */
int job_add_pdu(struct job *j, const struct smpp_pdu *pdu,
	struct diag_err *err);

/* job_request.c: a query, cancel or replace. */
int job_is_request(enum record_type type);
void job_take_request(struct jobs *js, const struct record *rec,
	const struct config_view *v);

/* job_earlier.c: what an earlier run says of each recipient, in the record's
   result: its objects, by their `to`. */
struct job_earlier {
	struct json_reader *result, *list, *one;
	const struct json_value *item;
	size_t n;
};
/* 0, or -1: no memory.  What is no list of recipients counts as none. */
int job_earlier_read(struct job_earlier *e, const struct json_value *result);
/* That recipient's, mostly the i-th; NULL: none. */
const struct json_value *job_earlier_of(struct job_earlier *e, size_t i,
	const char *to);
void job_earlier_free(struct job_earlier *e);

/* job_multi.c; struct job's riders */
/* Is a list of that view sent so? */
int job_multi_wanted(const struct config_view *v);
/* It is ready to be sent, and goes along with the others: 1; else it is sent by
   itself: 0. */
int job_multi_ride(struct jobs *js, struct job *j);
/* All of the list are taken: send js->riders. */
void job_multi_send(struct jobs *js);
/* Part i of the submit_multi was answered: so were its riders'. */
void job_multi_answer(struct jobs *js, struct job *j, unsigned i,
	const struct smpp_event *ev);
/* It has ended, or can't go on and nothing of it was sent: so do they. */
void job_multi_finish(struct jobs *js, struct job *j);
void job_multi_abandon(struct jobs *js, struct job *j, int sysexit,
	const char *reason);

/* job_list.c: the reference that the long messages of a list share, and the
   user_message_reference; -1: not chosen yet. */
struct job_shared {
	int wanted;	/* they go by submit_multi */
	int ref, umr;
};
struct job_shared *job_shared(struct jobs *js);	/* NULL: not by submit_multi */

/* job_take.c: a record of one recipient, whole, in item too. */
void job_take_record(struct jobs *js, const struct source_item *item,
	const struct record *rec);

/* job_list.c */
/* A record to several recipients?  Then it is taken: 1.  0: it is none. */
int job_take_list(struct jobs *js, const struct source_item *item,
	const struct record *rec);
/* The object of a recipient in the record's result, open. */
struct buf *job_recipient(struct job_list *list, unsigned nth);
/* A recipient's fate is known, and written there.  The last of them gives the
   record out. */
void job_recipient_end(struct jobs *js, struct job_list *list,
	const struct sms_result *r);
/* The same of one that is not touched: as an earlier run left it. */
void job_recipient_pass(struct jobs *js, const struct record *rec,
	enum sms_status status);

/* Its memory is free for another. */
void job_recycle(struct jobs *js, struct job *j);

/* job_recall.c, job_note.c; only where there is a store */
/* Was the record here before?  1: it is answered; 0: it may be sent, and before
   holds what was sent of it, if the store knows it. */
int job_recall(struct jobs *js, const struct record *rec,
	const struct config_view *v, struct sms_before *before);
/* It is about to be sent.  0, or -1 with err: it must not be. */
int job_note(struct jobs *js, struct job *j, const struct record *rec,
	struct diag_err *err);
/* A fingerprint of a record's text or data; 0: it has neither. */
int job_fingerprint(const struct record *rec);
/* A fresh reference for the long message in js->submit.  0, or -1 with err. */
int job_new_ref(struct jobs *js, struct diag_err *err);
/* A user_message_reference for its segments, where the record has none. */
void job_new_umr(struct jobs *js, const struct config_view *v);
/* What came of it, if it was noted: told now, and again until that is kept. */
void job_outcome(struct jobs *js, struct job *j, enum sms_status status);
void job_tell(struct jobs *js, struct job *j);

/* job_pace.c: the share of its account's rate that what waits there needs, if it
   needs one, with the group; q is not empty. */
void job_reserve(struct jobs *js, const struct job_queue *q);

/* job_queue.c */
/* It waits to be sent, in the order of the records. */
void job_queue(struct jobs *js, struct job *j);
/* Nothing more of it will be sent. */
void job_withdraw(struct job *j);
/* A part was answered.  1: it was throttled, and the job waits to send it
   again; not where another part of it was refused for good. */
int job_throttled(struct jobs *js, struct sms_part *part,
	const struct smpp_event *ev);

/* job.c: its i-th PDU, and its length. */
const uint8_t *job_pdu(const struct job *j, unsigned i, size_t *n);
/* job_dry.c: show its PDUs in its line instead of sending it. */
void job_dry(struct jobs *js, struct job *j);

#endif
