/*
 * What came before: see serve_priv.h.
 *
 * A centre that waited in vain sends the message again, under the same
 * TransactionID or a new one; then LinkedID, or MessageID of a report, is still
 * the same.  But there are centres whose TransactionIDs begin anew, or are all
 * 0000: so only what is the same in content too is the same message.
 *
 * A VASP repeats a SubmitReq under the same TransactionID; LinkedID
 * is of the message that it answers.  The id that it gets is made of that, so
 * that the second answer has the same MessageID.
 */
#include <stdlib.h>
#include <string.h>

#include "engine/mm7serve/serve_priv.h"
#include "http/digest.h"

enum { NONE = -1 };

/* Without a store, or while it is held: the last SERVE_MEMORY keys, in a ring, chained by hash. */
struct serve_seen {
	struct seen_entry {
		struct serve_key key;
		int64_t until;		/* 0: none */
		int32_t next;
	} *entry;
	int32_t first[SERVE_MEMORY];
	size_t put;			/* ever */
};

struct serve_seen *
serve_seen_new(void)
{
	struct serve_seen *m = malloc(sizeof *m);
	size_t i;

	if (!m)
		return NULL;
	/* what nobody has used takes no memory */
	m->entry = calloc(SERVE_MEMORY, sizeof m->entry[0]);
	if (!m->entry) {
		free(m);
		return NULL;
	}
	for (i = 0; i < SERVE_MEMORY; i++)
		m->first[i] = NONE;
	m->put = 0;
	return m;
}

void
serve_seen_free(struct serve_seen *m)
{
	if (m)
		free(m->entry);
	free(m);
}

static int32_t *
chain(struct serve_seen *m, const struct serve_key *k)
{
	return &m->first[(k->octets[0] | k->octets[1] << 8) % SERVE_MEMORY];
}

static int
memory_has(struct serve_seen *m, const struct serve_key *k, int64_t now)
{
	int32_t i;

	for (i = *chain(m, k); i != NONE; i = m->entry[i].next)
		if (memcmp(&m->entry[i].key, k, sizeof *k) == 0)
			return m->entry[i].until > now;
	return 0;
}

static void
memory_put(struct serve_seen *m, const struct serve_key *k, int64_t until)
{
	int32_t i = (int32_t)(m->put++ % SERVE_MEMORY), *at;
	struct seen_entry *e = &m->entry[i];

	if (e->until) {			/* the oldest one gives way */
		for (at = chain(m, &e->key); *at != i; at = &m->entry[*at].next)
			;
		*at = e->next;
	}
	e->key = *k;
	e->until = until;
	at = chain(m, k);
	e->next = *at;
	*at = i;
}

/* ---- what is the same message ---- */

enum { PIECES_MAX = 16 + 2 * RELATED_PARTS_MAX };

struct pieces {
	struct http_piece p[PIECES_MAX];
	size_t n;
};

static void
add(struct pieces *p, const void *octets, size_t n)
{
	if (p->n < PIECES_MAX)
		p->p[p->n++] = (struct http_piece){ octets ? octets : "", n };
}

static void
add_text(struct pieces *p, const char *s)
{
	add(p, s, s ? strlen(s) : 0);
}

/* Whom it is for: a message to others is another message. */
static void
put_recipients(struct buf *b, const struct mm7_msg *m)
{
	size_t role, i;

	for (role = 0; role < MM7_ROLES; role++)
		for (i = 0; i < m->recipients[role].n; i++) {
			const char *s = m->recipients[role].a[i].text;

			buf_add(b, s ? s : "", (s ? strlen(s) : 0) + 1);
		}
}

/* All but what the centre calls this attempt. */
static int
content(const struct serve_request *r, uint8_t out[HTTP_SHA256_SIZE])
{
	static const enum mm7_field fields[] = { MM7_SUBJECT, MM7_TIME_STAMP,
		MM7_MM_STATUS, MM7_MESSAGE_ID, MM7_LINKED_ID,
		MM7_STATUS_TEXT };
	const struct mm7_msg *m = &r->msg;
	struct pieces p = { .n = 0 };
	struct buf to = BUF_INIT;
	size_t i;
	int rc;

	add_text(&p, r->account);
	add_text(&p, mm7_op_name(m->op));
	add_text(&p, m->sender.text);
	add_text(&p, m->recipient.text);
	for (i = 0; i < sizeof fields / sizeof fields[0]; i++)
		add_text(&p, m->v[fields[i]]);
	put_recipients(&to, m);
	add(&p, to.p, to.len);
	for (i = 0; i < r->related.nparts; i++) {
		add_text(&p, r->related.parts[i].type);
		add(&p, r->related.parts[i].data, r->related.parts[i].n);
	}
	rc = to.err ? -1 : http_digest_pieces(p.p, p.n, out);
	buf_free(&to);
	return rc;
}

static void
add_key(struct serve_request *r, const uint8_t sum[HTTP_SHA256_SIZE],
    const char *kind, const char *id)
{
	uint8_t out[HTTP_SHA256_SIZE];
	const struct http_piece p[] = { { sum, HTTP_SHA256_SIZE },
		{ kind, strlen(kind) }, { id, id ? strlen(id) : 0 } };

	if (!id || !*id || http_digest_pieces(p, 3, out) < 0)
		return;
	memcpy(r->key[r->nkeys++].octets, out, STORE_SEEN_KEY);
}

void
serve_seen_keys(struct serve_request *r)
{
	const struct mm7_msg *m = &r->msg;
	const char *linked = m->v[MM7_LINKED_ID];
	int as_mmsc = config_int(r->serve->d.view, MM7_SERVE_AS) == SERVE_MMSC;
	uint8_t sum[HTTP_SHA256_SIZE];

	if (config_msec(r->serve->d.view, MM7_SERVER_DUPLICATE_TIME) == 0 ||
	    content(r, sum) < 0)
		return;
	add_key(r, sum, "transaction", m->v[MM7_TRANSACTION_ID]);
	if (!as_mmsc)
		add_key(r, sum, "message", linked ? linked :
		    m->v[MM7_MESSAGE_ID]);
}

/* ---- */

static int
same(const struct serve_request *a, const struct serve_request *b)
{
	size_t i, k;

	for (i = 0; i < a->nkeys; i++)
		for (k = 0; k < b->nkeys; k++)
			if (memcmp(&a->key[i], &b->key[k],
			    sizeof a->key[i]) == 0)
				return 1;
	return 0;
}

static int
known(struct serve *s, const struct serve_key *k, int64_t now)
{
	struct diag_err err;
	int rc = memory_has(s->seen, k, now);

	if (rc || !s->d.store)
		return rc;
	rc = store_seen(s->d.store, k->octets, now, &err);
	if (rc < 0)
		diag_warn(NULL, "%s", err.text);
	return rc > 0;
}

enum serve_known
serve_seen_find(struct serve_request *r, struct serve_request **first)
{
	struct serve *s = r->serve;
	struct serve_request *o;
	int64_t now = clock_now();
	size_t i;

	for (o = s->under_way; o; o = o->next)
		if (same(o, r)) {
			*first = o;
			return SERVE_UNDER_WAY;
		}
	for (o = s->done; o; o = o->next)
		if (same(o, r)) {
			*first = o;
			return SERVE_UNDER_WAY;
		}
	for (i = 0; i < r->nkeys; i++)
		if (known(s, &r->key[i], now))
			return SERVE_KNOWN;
	return SERVE_NEW;
}

/* That it can't be remembered is no reason to refuse what was taken: then it
   would come twice for certain.  0, or -1, said. */
static int
put_stored(struct serve *s, int64_t now, int64_t until)
{
	const struct serve_request *r;
	struct diag_err err;
	size_t i;
	int rc = store_begin(s->d.store, &err);

	for (r = s->done; rc == 0 && r; r = r->next)
		for (i = 0; rc == 0 && i < r->nkeys; i++)
			rc = store_seen_put(s->d.store, r->key[i].octets, now,
			    until, &err);
	if (rc == 0)
		rc = store_commit(s->d.store, &err);
	else
		store_rollback(s->d.store);
	if (rc < 0)
		diag_warn(NULL, "%s", err.text);
	return rc;
}

void
serve_seen_put(struct serve *s)
{
	int64_t now = clock_now();
	int64_t until = now + (int64_t)config_msec(s->d.view,
	    MM7_SERVER_DUPLICATE_TIME);
	const struct serve_request *r;
	size_t i;

	if (!s->done || (s->d.store && put_stored(s, now, until) == 0))
		return;
	/* no store, or for now it takes nothing */
	for (r = s->done; r; r = r->next)
		for (i = 0; i < r->nkeys; i++)
			memory_put(s->seen, &r->key[i], until);
}
