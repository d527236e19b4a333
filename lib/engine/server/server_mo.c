/* Which receiver a deliver record is for, and those that wait for theirs.
   See server.h. */
#include <stdlib.h>
#include <string.h>

#include "engine/server/server.h"
#include "record/record.h"

enum { NAME = INBOX_SYSTEM_ID };

void
mo_init(struct mo_queue *q)
{
	q->first = NULL;
	q->last = &q->first;
}

/* Whose it is: the system_id that the record names, else whose number it goes
   to.  "": anybody's.  -1: that is no deliver record. */
static int
destination(struct server *s, const struct source_item *item, char name[NAME])
{
	struct record rec;
	struct diag_err err;
	const struct user *u = NULL;
	const char *to, *id;

	if (item->too_long ||
	    record_read(s->reader, item->p, item->n, &rec, &err) < 0 ||
	    rec.wrong || rec.type != REC_DELIVER)
		return -1;
	id = record_str(&rec, REC_SYSTEM_ID);
	if (id && strlen(id) >= NAME)
		id = NULL;
	to = record_str(&rec, REC_TO);
	if (!id && to && s->users)
		u = users_of_number(s->users, to);
	strcpy(name, id ? id : u ? u->system_id : "");
	return 0;
}

int
mo_put(struct server *s, const struct source_item *item)
{
	struct mo *m = malloc(sizeof *m + item->n);
	struct mo_queue *q = &s->mo;
	struct account *a;
	char name[NAME];

	if (!m || destination(s, item, name) < 0) {
		free(m);
		return -1;
	}
	if (name[0]) {
		a = account_get(s, name);
		if (!a) {
			free(m);
			return -1;
		}
		q = &a->mo;
	}
	m->next = NULL;
	m->item = *item;
	m->item.p = memcpy(m->line, item->p, item->n);
	*q->last = m;
	q->last = &m->next;
	s->nmo++;
	s->mo_octets += item->n;
	return 0;
}

int
mo_full(const struct server *s)
{
	return s->nmo >= MO_WAITING_MAX || s->mo_octets >= MO_WAITING_OCTETS;
}

static struct mo *
take(struct server *s, struct mo_queue *q)
{
	struct mo *m = q->first;

	q->first = m->next;
	if (!q->first)
		q->last = &q->first;
	s->nmo--;
	s->mo_octets -= m->item.n;
	return m;
}

/* May this account have what is for nobody in particular? */
static int
takes_all(const struct server *s, const struct account *a)
{
	const struct user *u = s->users ? users_find(s->users, a->system_id) :
		NULL;

	return !u || !u->nnumbers;
}

static struct session *
anybody(const struct server *s)
{
	const struct account *a;
	struct session *to = NULL;

	for (a = s->accounts; a && !to; a = a->next)
		if (a->sessions && takes_all(s, a))
			to = account_receiver(a);
	return to;
}

struct mo *
mo_next(struct server *s, struct session **to)
{
	struct account *a;

	for (a = s->nmo ? s->accounts : NULL; a; a = a->next)
		if (a->mo.first && (*to = account_receiver(a)))
			return take(s, &a->mo);
	*to = s->mo.first ? anybody(s) : NULL;
	return *to ? take(s, &s->mo) : NULL;
}

struct mo *
mo_any(struct server *s)
{
	struct account *a;

	if (s->mo.first)
		return take(s, &s->mo);
	for (a = s->nmo ? s->accounts : NULL; a; a = a->next)
		if (a->mo.first)
			return take(s, &a->mo);
	return NULL;
}
