/* The system_ids that are bound to our server, or that receipts wait for.
   See server.h. */
#include <stdlib.h>
#include <string.h>

#include "engine/server/server.h"
#include "smpp/status.h"

enum { TOKEN = 1000 };		/* of the bucket: a message */

static void
set_limits(const struct server *s, struct account *a)
{
	const struct user *u = s->users ? users_find(s->users, a->system_id) :
		NULL;

	/* of one that is no more in the file, what was */
	if (u)
		a->limits = u->limits;
}

void
accounts_limits(struct server *s)
{
	struct account *a;

	for (a = s->accounts; a; a = a->next)
		set_limits(s, a);
}

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
	mo_init(&a->mo);
	set_limits(s, a);
	a->tokens = (int64_t)a->limits.rate * TOKEN;
	a->tokens_at = clock_mono();
	a->next = s->accounts;
	a->at = &s->accounts;
	if (a->next)
		a->next->at = &a->next;
	s->accounts = a;
	return a;
}

static void
refill(struct account *a)
{
	int64_t most = (int64_t)a->limits.rate * TOKEN;
	msec now = clock_mono();

	a->tokens += (int64_t)((now - a->tokens_at) * a->limits.rate);
	a->tokens_at = now;
	if (a->tokens > most)
		a->tokens = most;
}

/* Binding anew is no way to more messages a second. */
static int
spent(struct account *a)
{
	if (!a->limits.rate)
		return 0;
	refill(a);
	return a->tokens < (int64_t)a->limits.rate * TOKEN;
}

/* Once half of what may wait does, nobody has more than his share of that half:
   one that floods us leaves room for the others. */
static int
over_share(const struct session *s)
{
	const struct server *server = s->server;
	size_t half = DELIVERY_QUEUE_MAX / 2;

	return server->nsessions > 1 && server->unanswered >= half &&
		s->unanswered >= half / server->nsessions;
}

/* What a request takes of the rate: a submit_multi, as many as it has
   recipients. */
static int64_t
cost(const struct smpp_pdu *pdu)
{
	return pdu->command == SMPP_SUBMIT_MULTI && pdu->number_of_dests ?
		(int64_t)pdu->number_of_dests * TOKEN : TOKEN;
}

uint32_t
account_allows(const struct session *s, const struct smpp_pdu *pdu)
{
	struct account *a = s->account;
	int64_t want, most;

	if (!a)
		return SMPP_ROK;
	if ((a->limits.window && s->unanswered >= a->limits.window) ||
	    over_share(s))
		return SMPP_RMSGQFUL;
	if (!a->limits.rate)
		return SMPP_ROK;
	refill(a);
	want = cost(pdu);
	most = (int64_t)a->limits.rate * TOKEN;
	/* one that is over a second's worth would never have its turn */
	if (a->tokens < (want < most ? want : most))
		return SMPP_RTHROTTLED;
	a->tokens -= want;
	return SMPP_ROK;
}

unsigned
account_sessions(const struct server *s, const char *system_id)
{
	const struct account *a;

	for (a = s->accounts; a; a = a->next)
		if (strcmp(a->system_id, system_id) == 0)
			return a->nsessions;
	return 0;
}

void
account_tidy(struct account *a)
{
	if (a->sessions || a->receipts || a->mo.first || spent(a))
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
	a->nsessions++;
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
	a->nsessions--;
	account_tidy(a);
}

/* The one that has the most room, so that all have their share. */
struct session *
account_receiver(const struct account *a)
{
	struct session *s, *best = NULL;
	unsigned room, most = 0;

	for (s = a->sessions; s; s = s->mate) {
		if (!session_ready(s))
			continue;
		room = smpp_session_room(conn_session(s->peer.conn));
		if (room > most) {
			best = s;
			most = room;
		}
	}
	return best;
}
