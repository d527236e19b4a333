#include "flow/outcome.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>

enum outcome
outcome_of_sysexit(int sysexit)
{
	switch (sysexit) {
	case 0:
		return OUTCOME_DONE;
	case EX_DATAERR:
	case EX_NOUSER:
	case EX_NOPERM:
		return OUTCOME_REFUSED;
	default:
		return OUTCOME_RETRY;
	}
}

enum outcome
outcome_of_wait(int wstatus)
{
	return WIFEXITED(wstatus) ? outcome_of_sysexit(WEXITSTATUS(wstatus)) :
		OUTCOME_RETRY;
}

const char *
outcome_text(int wstatus, char *out, unsigned outsz)
{
	const char *name;

	if (WIFEXITED(wstatus)) {
		snprintf(out, outsz, "exit status %d", WEXITSTATUS(wstatus));
	} else if (WIFSIGNALED(wstatus)) {
		name = strsignal(WTERMSIG(wstatus));
		snprintf(out, outsz, "killed by signal %d (%s)",
		    WTERMSIG(wstatus), name ? name : "unknown");
	} else {
		snprintf(out, outsz, "wait status 0x%x", (unsigned)wstatus);
	}
	return out;
}

int
outcome_sysexit(int wstatus)
{
	return WIFEXITED(wstatus) ? WEXITSTATUS(wstatus) : EX_TEMPFAIL;
}

void
outcome_done(struct outcome_tally *t)
{
	t->done++;
}

void
outcome_temporary(struct outcome_tally *t, int sysexit)
{
	/* one that may have been sent outweighs all that were not */
	if (t->temporary++ == 0 || sysexit == EX_UNAVAILABLE)
		t->first_temporary = sysexit ? sysexit : EX_TEMPFAIL;
}

void
outcome_permanent(struct outcome_tally *t, int sysexit)
{
	if (t->permanent++ == 0)
		t->first_permanent = sysexit ? sysexit : EX_UNAVAILABLE;
}

int
outcome_status(const struct outcome_tally *t)
{
	if (!t->temporary && !t->permanent)
		return EX_OK;
	if (t->done)
		return 1;
	return t->temporary ? t->first_temporary : t->first_permanent;
}

int
outcome_delivery_agent(int sysexit)
{
	switch (sysexit) {
	case EX_OK:
	case EX_DATAERR:
	case EX_NOUSER:
	case EX_UNAVAILABLE:
	case EX_NOPERM:
		return sysexit;
	default:
		return EX_TEMPFAIL;
	}
}
