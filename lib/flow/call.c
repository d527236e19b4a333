#include "flow/call.h"

#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

extern char **environ;

static const char *const names[] = { "SENDER=", "RECIPIENT=", "MOBUTILS_ID=" };

enum { NAMES = sizeof names / sizeof names[0] };

static const char *
or_empty(const char *s)
{
	return s ? s : "";
}

/* What must not become an option of the handler, or overflow an argument. */
static int
check_string(const char *what, const char *s, struct diag_err *err)
{
	if (s[0] == '-')
		return diag_err(err, EX_DATAERR, "%s '%s' begins with a dash: "
		    "the handler would take it for an option", what, s);
	if (strlen(s) >= CALL_STRING_MAX)
		return diag_err(err, EX_DATAERR, "%s is too long for an "
		    "argument: %zu octets", what, strlen(s));
	return 0;
}

static int
check(const struct handler_message *m, struct diag_err *err)
{
	size_t i;

	if (m->nrecipients > HANDLER_RECIPIENTS_MAX)
		return diag_err(err, EX_DATAERR, "%zu recipients, and at most "
		    "%d can be given to a handler", m->nrecipients,
		    HANDLER_RECIPIENTS_MAX);
	if (check_string("sender", or_empty(m->sender), err) < 0 ||
	    check_string("id", or_empty(m->id), err) < 0)
		return -1;
	for (i = 0; i < m->nrecipients; i++)
		if (check_string("recipient", m->recipients[i], err) < 0)
			return -1;
	return 0;
}

/* argv with the message's strings in their places; NULL: out of memory. */
static char **
make_argv(const struct handler *h, const struct handler_message *m)
{
	size_t n, i, k, o = 0;
	char **v;

	for (n = 0; h->argv[n]; n++)
		;
	v = malloc((n * (m->nrecipients ? m->nrecipients : 1) + 1) * sizeof *v);
	if (!v)
		return NULL;
	v[o++] = h->argv[0];
	for (i = 1; i < n && strcmp(h->argv[i], "--") != 0; i++) {
		if (strcmp(h->argv[i], "{sender}") == 0)
			v[o++] = (char *)or_empty(m->sender);
		else if (strcmp(h->argv[i], "{id}") == 0)
			v[o++] = (char *)or_empty(m->id);
		else if (strcmp(h->argv[i], "{recipients}") == 0)
			for (k = 0; k < m->nrecipients; k++)
				v[o++] = (char *)m->recipients[k];
		else
			v[o++] = h->argv[i];
	}
	for (; i < n; i++)
		v[o++] = h->argv[i];
	v[o] = NULL;
	return v;
}

static int
is_ours(const char *var)
{
	size_t i;

	for (i = 0; i < NAMES; i++)
		if (strncmp(var, names[i], strlen(names[i])) == 0)
			return 1;
	return 0;
}

/* The environment with own's strings in place of what it had by their names. */
static char **
make_envp(const struct call *c)
{
	size_t n = 0, i, o = 0;
	char **v;

	while (environ && environ[n])
		n++;
	v = malloc((n + NAMES + 1) * sizeof *v);
	if (!v)
		return NULL;
	for (i = 0; i < n; i++)
		if (!is_ours(environ[i]))
			v[o++] = environ[i];
	for (i = 0; i < NAMES; i++)
		v[o++] = c->own[i].p;
	v[o] = NULL;
	return v;
}

static int
make_own(struct call *c, const struct handler_message *m)
{
	size_t i;
	int err = 0;

	for (i = 0; i < NAMES; i++)
		buf_str(&c->own[i], names[i]);
	buf_str(&c->own[0], or_empty(m->sender));
	for (i = 0; i < m->nrecipients; i++) {
		if (i > 0)
			buf_ch(&c->own[1], ' ');
		buf_str(&c->own[1], m->recipients[i]);
	}
	buf_str(&c->own[2], or_empty(m->id));
	for (i = 0; i < NAMES; i++) {
		buf_ch(&c->own[i], '\0');
		err |= c->own[i].err;
	}
	return err ? -1 : 0;
}

int
call_make(struct call *c, const struct handler *h,
    const struct handler_message *m, struct diag_err *err)
{
	size_t i;

	if (check(m, err) < 0)
		return -1;
	if (make_own(c, m) < 0 || !(c->argv = make_argv(h, m)) ||
	    !(c->envp = make_envp(c)))
		return diag_no_memory(err);
	for (i = 0; i < NAMES; i++)
		if (c->own[i].len > CALL_STRING_MAX)
			return diag_err(err, EX_DATAERR, "%.*s is too long for the "
			    "environment: %zu octets", (int)strlen(names[i]) - 1,
			    names[i], c->own[i].len);
	return 0;
}

void
call_free(struct call *c)
{
	size_t i;

	free(c->argv);
	free(c->envp);
	for (i = 0; i < NAMES; i++)
		buf_free(&c->own[i]);
	*c = (struct call)CALL_INIT;
}
