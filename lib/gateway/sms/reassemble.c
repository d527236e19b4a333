#include "gateway/sms/reassemble.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BUCKETS = 1024 };

struct part {
	uint8_t *octets;	/* owned; NULL: not there, or delivered */
	size_t n;
	uint64_t print;		/* fingerprint of the octets; 0: never came */
};

enum state { WAITING, GIVEN, DELIVERED };

struct assembled {
	struct assembled *next;		/* in its bucket */
	struct assembled *older, *newer;	/* by deadline */
	struct reassembly *ra;
	struct sms_concat key;
	char account[SMS_ADDR_TEXT];
	char from[SMS_ADDR_TEXT], to[SMS_ADDR_TEXT];
	enum state state;
	int expired;			/* given out for its age */
	msec deadline, timeout;
	unsigned have, last;		/* parts there; the one that came last */
	uint8_t *raw;			/* PDU of the part with the lowest number */
	size_t nraw;
	unsigned raw_seq;
	uint8_t *joined;		/* for assembled_view() */
	struct part parts[];		/* key.total of them */
};

struct reassembly {
	struct assembled *bucket[BUCKETS];
	struct assembled *oldest, *newest;
	size_t n, octets;
};

/* FNV-1a: a fingerprint, not a guard against somebody's malice */
static uint64_t
fingerprint(uint64_t h, const void *p, size_t n)
{
	const uint8_t *s = p;

	while (n--)
		h = (h ^ *s++) * 1099511628211u;
	return h;
}

static uint64_t
print_of(struct smpp_octets o)
{
	uint64_t h = fingerprint(14695981039346656037u, o.p, o.n);

	return h ? h : 1;
}

static struct assembled **
bucket_of(struct reassembly *ra, const char *from, const char *to,
    const struct sms_concat *c)
{
	uint64_t h = fingerprint(14695981039346656037u, from, strlen(from));

	h = fingerprint(h, to, strlen(to));
	h = fingerprint(h, &c->ref, sizeof c->ref);
	return &ra->bucket[h % BUCKETS];
}

struct reassembly *
reassembly_new(void)
{
	return calloc(1, sizeof(struct reassembly));
}

static void
unlink_age(struct assembled *a)
{
	*(a->older ? &a->older->newer : &a->ra->oldest) = a->newer;
	*(a->newer ? &a->newer->older : &a->ra->newest) = a->older;
	a->older = a->newer = NULL;
}

/* By deadline; new ones nearly always belong at the end. */
static void
link_age(struct assembled *a, msec deadline)
{
	struct assembled *before = a->ra->newest;

	a->deadline = deadline;
	while (before && before->deadline > deadline)
		before = before->older;
	a->older = before;
	a->newer = before ? before->newer : a->ra->oldest;
	*(a->older ? &a->older->newer : &a->ra->oldest) = a;
	*(a->newer ? &a->newer->older : &a->ra->newest) = a;
}

/* Give up the octets; the fingerprints stay. */
static void
drop_octets(struct assembled *a)
{
	unsigned i;

	for (i = 0; i < a->key.total; i++) {
		a->ra->octets -= a->parts[i].n;
		free(a->parts[i].octets);
		a->parts[i].octets = NULL;
		a->parts[i].n = 0;
	}
	a->ra->octets -= a->nraw;
	free(a->raw);
	free(a->joined);
	a->raw = a->joined = NULL;
	a->nraw = 0;
}

static void
forget(struct assembled *a)
{
	struct assembled **at = bucket_of(a->ra, a->from, a->to, &a->key);

	while (*at != a)
		at = &(*at)->next;
	*at = a->next;
	unlink_age(a);
	drop_octets(a);
	a->ra->n--;
	free(a);
}

void
reassembly_free(struct reassembly *ra)
{
	if (!ra)
		return;
	while (ra->oldest)
		forget(ra->oldest);
	free(ra);
}

static const char *
account_of(const struct sms_incoming *in)
{
	return in->account ? in->account : "";
}

static struct assembled *
find(struct reassembly *ra, const struct sms_incoming *in)
{
	struct assembled *a = *bucket_of(ra, in->from, in->to, &in->concat);

	for (; a; a = a->next)
		if (a->key.how == in->concat.how &&
		    a->key.ref == in->concat.ref &&
		    a->key.total == in->concat.total && !a->expired &&
		    strcmp(a->account, account_of(in)) == 0 &&
		    strcmp(a->from, in->from) == 0 &&
		    strcmp(a->to, in->to) == 0)
			return a;
	return NULL;
}

/* Room for one more: of those delivered the oldest makes it. */
static int
make_room(struct reassembly *ra)
{
	struct assembled *a = ra->n < REASSEMBLY_MAX ? NULL : ra->oldest;

	while (a && a->state != DELIVERED)
		a = a->newer;
	if (a)
		forget(a);
	return ra->n < REASSEMBLY_MAX ? 0 : -1;
}

static struct assembled *
begin(struct reassembly *ra, const struct sms_incoming *in, msec now,
    msec timeout)
{
	struct assembled **at, *a;

	if (make_room(ra) < 0)
		return NULL;
	a = calloc(1, sizeof *a + in->concat.total * sizeof a->parts[0]);
	if (!a)
		return NULL;
	a->ra = ra;
	a->key = in->concat;
	snprintf(a->account, sizeof a->account, "%s", account_of(in));
	strcpy(a->from, in->from);
	strcpy(a->to, in->to);
	a->timeout = timeout;
	at = bucket_of(ra, a->from, a->to, &a->key);
	a->next = *at;
	*at = a;
	link_age(a, now + timeout);
	ra->n++;
	return a;
}

static uint8_t *
copy(struct reassembly *ra, struct smpp_octets o)
{
	uint8_t *p;

	if (o.n > REASSEMBLY_OCTETS_MAX - ra->octets)
		return NULL;
	p = malloc(o.n + 1);
	if (p && o.n)
		memcpy(p, o.p, o.n);
	if (p)
		ra->octets += o.n;
	return p;
}

static int
keep(struct assembled *a, const struct sms_incoming *in,
    struct smpp_octets raw)
{
	struct part *p = &a->parts[in->concat.seq - 1];
	uint8_t *octets = copy(a->ra, in->payload), *first;

	if (!octets)
		return -1;
	if (!a->raw || in->concat.seq < a->raw_seq) {
		first = copy(a->ra, raw);
		if (!first) {
			a->ra->octets -= in->payload.n;
			free(octets);
			return -1;
		}
		a->ra->octets -= a->nraw;
		free(a->raw);
		a->raw = first;
		a->nraw = raw.n;
		a->raw_seq = in->concat.seq;
	}
	p->octets = octets;
	p->n = in->payload.n;
	p->print = print_of(in->payload);
	a->have++;
	a->last = in->concat.seq;
	return 0;
}

/* An old message in the way of a new one with the same reference. */
static void
give_way(struct assembled *a, msec now)
{
	if (a->state == DELIVERED) {
		forget(a);
		return;
	}
	a->expired = 1;
	unlink_age(a);
	link_age(a, now);
}

enum reassembly_got
reassembly_add(struct reassembly *ra, const struct sms_incoming *in,
    struct smpp_octets raw, msec now, msec timeout, struct assembled **whole)
{
	struct assembled *a = find(ra, in);
	struct part *p = a ? &a->parts[in->concat.seq - 1] : NULL;

	*whole = NULL;
	if (p && p->print) {
		if (p->print == print_of(in->payload))
			return a->state == GIVEN && in->concat.seq == a->last ?
				REASSEMBLY_BUSY : REASSEMBLY_HELD;
		if (a->state == GIVEN)
			return REASSEMBLY_BUSY;
		give_way(a, now);
		a = NULL;
	}
	if (!a)
		a = begin(ra, in, now, timeout);
	if (!a)
		return REASSEMBLY_FULL;
	if (keep(a, in, raw) < 0) {
		if (!a->have)
			forget(a);
		return REASSEMBLY_FULL;
	}
	*whole = a;
	if (a->have < a->key.total)
		return REASSEMBLY_HELD;
	a->state = GIVEN;
	return REASSEMBLY_COMPLETE;
}

struct assembled *
reassembly_expired(struct reassembly *ra, msec now)
{
	struct assembled *a, *next;

	for (a = ra->oldest; a && a->deadline <= now; a = next) {
		next = a->newer;
		if (a->state == DELIVERED) {
			forget(a);
		} else if (a->state == WAITING) {
			a->state = GIVEN;
			a->expired = 1;
			return a;
		}
	}
	return NULL;
}

msec
reassembly_deadline(const struct reassembly *ra)
{
	const struct assembled *a = ra->oldest;

	while (a && a->state == GIVEN)
		a = a->newer;
	return a ? a->deadline : UINT64_MAX;
}

void
assembled_view(struct assembled *a, struct assembled_view *v)
{
	unsigned total = a->key.total, i;
	size_t n = 0, at = 0;
	uint8_t *missing;

	*v = (struct assembled_view){ .raw = { a->raw, a->nraw },
		.parts = total };
	for (i = 0; i < total; i++)
		n += a->parts[i].n;
	free(a->joined);
	a->joined = malloc(n + total);	/* the numbers missing stand behind */
	if (!a->joined)
		return;
	missing = a->joined + n;
	for (i = 0; i < total; i++) {
		const struct part *p = &a->parts[i];

		if (p->octets)
			memcpy(a->joined + at, p->octets, p->n);
		else
			missing[v->nmissing++] = (uint8_t)(i + 1);
		at += p->n;
	}
	v->payload = a->joined;
	v->n = n;
	v->missing = missing;
}

void
assembled_settle(struct assembled *a, int retry, msec now, msec again)
{
	struct part *p = &a->parts[a->last - 1];

	if (!retry && a->expired) {
		forget(a);
		return;
	}
	unlink_age(a);
	if (!retry) {
		a->state = DELIVERED;
		drop_octets(a);
		link_age(a, now + (a->timeout < REASSEMBLY_REPEAT ?
		    a->timeout : REASSEMBLY_REPEAT));
		return;
	}
	a->state = WAITING;
	if (a->expired) {
		link_age(a, now + again);
		return;
	}
	a->ra->octets -= p->n;
	free(p->octets);
	*p = (struct part){ 0 };
	a->have--;
	link_age(a, now + a->timeout);
}
