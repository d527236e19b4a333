/* The system_ids that are bound to our server, or that receipts wait for.
   See server.h. */
#include <stdlib.h>
#include <string.h>

#include "engine/server/server.h"

struct account *
account_get(struct server *s, const char *system_id)
{
	struct account *a;

	for (a = s->accounts; a; a = a->next)
		if (strcmp(a->system_id, system_id) == 0)
			return a;
	a = calloc(1, sizeof *a);
	if (!a)
		return NULL;
	strcpy(a->system_id, system_id);
	a->last = &a->receipts;
	a->next = s->accounts;
	a->at = &s->accounts;
	if (a->next)
		a->next->at = &a->next;
	s->accounts = a;
	return a;
}

void
account_tidy(struct account *a)
{
	if (a->sessions || a->receipts)
		return;
	*a->at = a->next;
	if (a->next)
		a->next->at = a->at;
	free(a);
}

int
account_join(struct session *s)
{
	struct account *a = account_get(s->server, s->peer.system_id);

	if (!a)
		return -1;
	s->account = a;
	s->mate = a->sessions;
	s->mate_at = &a->sessions;
	if (s->mate)
		s->mate->mate_at = &s->mate;
	a->sessions = s;
	return 0;
}

void
account_leave(struct session *s)
{
	struct account *a = s->account;

	if (!a)
		return;
	*s->mate_at = s->mate;
	if (s->mate)
		s->mate->mate_at = s->mate_at;
	s->account = NULL;
	account_tidy(a);
}

struct session *
account_receiver(const struct account *a)
{
	struct session *s = a->sessions;

	while (s && !session_ready(s))
		s = s->mate;
	return s;
}
