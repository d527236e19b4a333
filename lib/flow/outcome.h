/*
 * outcome - what became of a message, what an exit status says of it, and
 * which exit status a run of many deserves: mobutils(7), EXIT STATUS.
 */
#ifndef FLOW_OUTCOME_H
#define FLOW_OUTCOME_H

enum outcome {
	OUTCOME_DONE,		/* acknowledge it */
	OUTCOME_REFUSED,	/* say no: 65, 67, 77 */
	OUTCOME_RETRY,		/* say try again: everything else */
	OUTCOME_BUSY,		/* the same of what nobody has looked at yet */
};
enum { OUTCOMES = OUTCOME_BUSY + 1 };	/* how many there are */

/* What a handler's wait(2) status means for its message. */
enum outcome outcome_of_wait(int wstatus);
/* The same of a sysexits code. */
enum outcome outcome_of_sysexit(int sysexit);

/* "exit status 75", "killed by signal 9 (Killed)"; written to out, which is
   returned. */
const char *outcome_text(int wstatus, char *out, unsigned outsz);

/* The sysexits code of a wait status: the exit code, or 75 for a signal. */
int outcome_sysexit(int wstatus);

/*
 * The exit status of a run over many records: 0 all done (or none came); 75
 * none done and at least one may pass later; the code of the failure when none
 * was done and all failed for good (the first one's); 1 some done and some not.
 *
 * 75 invites whoever called to try all of it again.  So where none was done
 * and one `unknown` is held back, it is 69 whatever became of the others: what
 * may have been sent is never sent twice for the sake of those that were not.
 */
struct outcome_tally {
	unsigned long done, temporary, permanent;
	int first_permanent;	/* sysexits code */
	int first_temporary;	/* 75 normally; 69 for `unknown` held back,
				   which outweighs one that came before */
};
/* Start with a tally of zeros.  A sysexit of 0 counts as 75, or 69. */
void outcome_done(struct outcome_tally *t);
void outcome_temporary(struct outcome_tally *t, int sysexit);
void outcome_permanent(struct outcome_tally *t, int sysexit);
int outcome_status(const struct outcome_tally *t);

/*
 * A delivery agent ends for good only for a fault of this message, its sender
 * or recipient: 65, 67, 69, 77 stay, 0 stays, all else is 75.
 */
int outcome_delivery_agent(int sysexit);

#endif
