/*
 * Who may not: 401, and after a wrong password only after a while.  See
 * serve_priv.h.
 */
#include <stdlib.h>
#include <string.h>

#include "engine/mm7serve/serve_priv.h"

/* An answer that waits. */
struct serve_refusal {
	struct serve_refusal *next;
	struct http_exchange *x;
	struct guest_key from;
	msec at;
};

/* Digest is offered in the forms that all can do who have a password: a client
   takes the best one and tries no other.  By enum http_hash. */
static void
digests(const struct users *u, int can[2])
{
	int crypt = users_have(u, SECRET_CRYPT);

	can[HTTP_MD5] = !crypt && !users_have(u, SECRET_HA1_SHA256);
	can[HTTP_SHA256] = !crypt && !users_have(u, SECRET_HA1_MD5);
}

void
serve_tell_digest(const struct users *u)
{
	int md5 = users_have(u, SECRET_HA1_MD5);
	int sha256 = users_have(u, SECRET_HA1_SHA256), can[2];

	digests(u, can);
	if (can[HTTP_MD5] || can[HTTP_SHA256])
		return;
	if (md5 && sha256)
		diag_info("MM7_Server_Users: Digest is not offered: {HA1-MD5} "
		    "and {HA1-SHA256} stand there, and nobody could use both");
	else if (md5 || sha256 || users_have(u, SECRET_PLAIN))
		diag_info("MM7_Server_Users: Digest is not offered: with "
		    "{CRYPT}, which somebody has, it is impossible");
}

static void
unauthorized(struct serve *s, struct http_exchange *x, int stale)
{
	const char *realm = config_str(s->d.view, MM7_SERVER_REALM);
	struct buf line[3] = { BUF_INIT, BUF_INIT, BUF_INIT };
	const char *header[3];
	struct http_answer a = { .status = 401, .header = header };
	size_t i;
	const struct http_request *q = http_exchange_request(x);
	int can[2];

	digests(s->users, can);
	for (i = 0; i < 2; i++) {
		if (!can[1 - i])
			continue;
		buf_str(&line[a.nheaders], "WWW-Authenticate: ");
		http_challenge_digest(realm ? realm : "", i ? HTTP_MD5 :
		    HTTP_SHA256, stale, s->key, clock_now(),
		    &line[a.nheaders++]);
	}
	buf_str(&line[a.nheaders], "WWW-Authenticate: ");
	http_challenge_basic(realm ? realm : "", &line[a.nheaders++]);
	for (i = 0; i < a.nheaders; i++)
		header[i] = buf_cstr(&line[i]);
	diag_debug("%s: %s %s: 401 %s", http_exchange_peer(x), q->method,
	    q->path, http_reason(401));
	http_exchange_answer(x, &a);
	for (i = 0; i < 3; i++)
		buf_free(&line[i]);
}

/* The next one is due then. */
static void
set_timer(struct serve *s)
{
	const struct serve_refusal *f;
	msec next = UINT64_MAX;

	for (f = s->refusals; f; f = f->next)
		if (f->at < next)
			next = f->at;
	loop_timer_at(s->refuse, UINT64_MAX);
	loop_timer_at(s->refuse, next);
}

void
serve_on_refuse(void *arg)
{
	struct serve *s = arg;
	struct serve_refusal **at = &s->refusals, *f;
	msec now = clock_mono();

	while ((f = *at)) {
		if (f->at > now) {
			at = &f->next;
			continue;
		}
		*at = f->next;
		unauthorized(s, f->x, 0);
		free(f);
	}
	set_timer(s);
}

/* What a proxy in front tells is not looked at: an address that can be made up
   would be a way round. */
static struct guest_key
key_of(const struct http_exchange *x)
{
	return guest_key(http_exchange_address(x));
}

int
serve_too_many_guesses(const struct serve *s, const struct http_exchange *x)
{
	struct guest_key from = key_of(x);
	const struct serve_refusal *f;
	unsigned n = 0;

	for (f = s->refusals; f; f = f->next)
		n += guest_same(&f->from, &from);
	return n >= GUEST_PENDING;
}

enum http_verdict
serve_refuse(struct serve *s, struct http_exchange *x,
    const struct serve_claim *claim)
{
	struct serve_refusal *f = claim->guessed ? malloc(sizeof *f) : NULL;

	if (!f) {
		unauthorized(s, x, claim->stale);
		return HTTP_ANSWERED;
	}
	*f = (struct serve_refusal){ .next = s->refusals, .x = x,
		.from = key_of(x) };
	f->at = clock_mono() + guests_failed(&s->guests, &f->from,
	    clock_mono());
	s->refusals = f;
	set_timer(s);
	return HTTP_LATER;
}

void
serve_drop_refusals(struct serve *s)
{
	struct serve_refusal *f;

	while ((f = s->refusals)) {
		s->refusals = f->next;
		free(f);
	}
}
