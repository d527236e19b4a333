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

/* job_queue.c */
/* It waits to be sent, in the order of the records. */
void job_queue(struct jobs *js, struct job *j);
/* Nothing more of it will be sent. */
void job_withdraw(struct jobs *js, struct job *j);
/* A part was answered.  1: it was throttled, and the job waits to send it
   again; not where another part of it was refused for good. */
int job_throttled(struct jobs *js, struct sms_part *part,
	const struct smpp_event *ev);

/* job.c: its i-th PDU, and its length. */
const uint8_t *job_pdu(const struct job *j, unsigned i, size_t *n);
/* job_dry.c: show its PDUs in its line instead of sending it. */
void job_dry(struct jobs *js, struct job *j);

#endif
