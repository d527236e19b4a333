#include "net/conn.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum {
	READ_SIZE = 1 << 16,
	READS_A_ROUND = 4,	/* so that one busy peer does not starve the rest */
	ROUNDS_A_TURN = 16,	/* likewise, of those that look_again() allows */
	LOOKS = 100,		/* some 50 microseconds */
	LOOKS_LEFT_OUT_MAX = 255,
};

struct conn {
	struct loop *loop;
	int fd;
	struct smpp_session *s;
	unsigned long number;	/* of this program's */
	struct tls *tls;	/* NULL: in clear */
	int shaking;		/* its handshake is not over */
	char peer[CONN_NAME_SIZE];
	conn_cb *cb, *after;	/* after: NULL */
	void *arg;
	struct loop_watch *readable, *writable, *timer, *kick;
	int broken;		/* reading or writing failed */
	int eof;		/* nothing more will come */
	int leave_out, left_out;	/* times that look_again() does nothing */
	int inside;		/* cb runs */
	int inside_after;	/* after does */
	int more;		/* it made output */
	size_t chop;		/* octets of a write; 0: all */
	int freed;		/* conn_free() was called in one of them */
};

/* As diag_verbose(): what the user of this program wants to see. */
static conn_trace_cb *trace;
static void *trace_arg;

static void
set_socket(int fd)
{
	int one = 1;

	fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
	fcntl(fd, F_SETFD, FD_CLOEXEC);
	/* fails on a Unix socket, where it is not needed */
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
}

static void
destroy(struct conn *c)
{
	loop_watch_free(c->readable);
	loop_watch_free(c->writable);
	loop_watch_free(c->timer);
	loop_watch_free(c->kick);
	smpp_session_free(c->s);
	tls_free(c->tls);
	close(c->fd);
	free(c);
}

static ssize_t
put(struct conn *c, const void *p, size_t n)
{
	return c->tls ? tls_write(c->tls, p, n) :
		send(c->fd, p, n, MSG_NOSIGNAL);
}

static ssize_t
get(struct conn *c, void *p, size_t n)
{
	return c->tls ? tls_read(c->tls, p, n) : recv(c->fd, p, n, 0);
}

/* Nothing more comes, and after an error nothing more goes. */
static void
ended(struct conn *c, int broken)
{
	c->broken |= broken;
	c->eof = 1;
	loop_watch_on(c->readable, 0);
	smpp_session_eof(c->s);
}

/* Go on with the handshake of TLS. */
static void
shake(struct conn *c)
{
	int rc = tls_handshake(c->tls);

	if (rc < 0)
		ended(c, 1);
	c->shaking = rc == 0;
	loop_watch_on(c->writable, c->shaking && tls_wants_write(c->tls));
}

/* Write what there is; the rest when the socket takes it. */
static void
flush(struct conn *c)
{
	const void *p;
	size_t n;
	ssize_t w;

	if (c->shaking)
		return;
	while (!c->broken && (p = smpp_session_output(c->s, &n)) && n) {
		if (c->chop && n > c->chop)
			n = c->chop;
		w = put(c, p, n);
		if (w < 0 && errno == EINTR)
			continue;
		if (w < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
			loop_watch_on(c->writable, 1);
			return;
		}
		if (w < 0) {
			c->broken = 1;
			smpp_session_eof(c->s);
			loop_timer_now(c->kick);
			break;
		}
		smpp_session_sent(c->s, (size_t)w);
	}
	loop_watch_on(c->writable, 0);
}

static void
serve_after(struct conn *c)
{
	c->more = 0;
	c->inside_after = 1;
	c->after(c, c->arg);
	c->inside_after = 0;
	if (c->more)
		flush(c);
}

/* Let the owner have the events, then write and set the timer.  Returns 0 when
   that was the end of c. */
static int
serve(struct conn *c)
{
	c->inside = 1;
	c->cb(c, c->arg);
	c->inside = 0;
	flush(c);
	if (c->after && !c->freed)
		serve_after(c);
	if (c->freed) {
		destroy(c);
		return 0;
	}
	loop_timer_at(c->timer, smpp_session_deadline(c->s));
	return 1;
}

/*
 * A peer nearby answers in less time than it takes to sleep and be woken, so
 * while answers are due look for them a moment longer.  With a peer far away
 * that is in vain: then it is left out, twice as often each time; and others
 * whose turn it is do not wait for it.
 */
static int
look_again(struct conn *c)
{
	char octet;
	int i;

	if (c->eof || c->shaking || loop_hurries(c->loop) ||
	    !smpp_session_outstanding(c->s))
		return 0;
	if (c->left_out < c->leave_out) {
		c->left_out++;
		return 0;
	}
	c->left_out = 0;
	for (i = 0; i < LOOKS; i++) {
		if (recv(c->fd, &octet, 1, MSG_PEEK) >= 0) {
			c->leave_out = 0;
			return 1;
		}
		sched_yield();
	}
	c->leave_out = c->leave_out < LOOKS_LEFT_OUT_MAX ?
		2 * c->leave_out + 1 : c->leave_out;
	return 0;
}

/* What came, into the session. */
static void
take_input(struct conn *c)
{
	static char block[READ_SIZE];	/* nothing in it outlives the call */
	ssize_t n = 0;
	int i;

	for (i = 0; i < READS_A_ROUND; i++) {
		n = get(c, block, sizeof block);
		if (n <= 0)
			break;
		smpp_session_input(c->s, block, (size_t)n, clock_mono());
		/* TLS gives a record at a time */
		if (!c->tls && (size_t)n < sizeof block)
			break;
	}
	if (n == 0 || (n < 0 && errno != EAGAIN && errno != EWOULDBLOCK &&
	    errno != EINTR))
		ended(c, n < 0);
}

/* The owner's turn, and again as long as something comes.  Returns 0 when that
   was the end of c. */
static int
serve_on(struct conn *c)
{
	int i = 0, alive = serve(c);

	while (alive && ++i < ROUNDS_A_TURN && look_again(c)) {
		take_input(c);
		alive = serve(c);
	}
	return alive;
}

static void
on_readable(void *arg)
{
	struct conn *c = arg;

	if (c->shaking)
		shake(c);
	if (!c->shaking && !c->eof)
		take_input(c);
	/* what TLS has read already makes no socket readable */
	if (serve_on(c) && c->tls && !c->eof && tls_pending(c->tls))
		loop_timer_now(c->kick);
}

static void
on_writable(void *arg)
{
	struct conn *c = arg;

	if (c->shaking)
		on_readable(c);
	else
		flush(c);
}

static void
on_timer(void *arg)
{
	struct conn *c = arg;

	smpp_session_tick(c->s, clock_mono());
	serve(c);
}

static void
on_kick(void *arg)
{
	struct conn *c = arg;

	if (c->tls)
		on_readable(c);
	else
		serve_on(c);
}

void
conn_trace(conn_trace_cb *cb, void *arg)
{
	trace = cb;
	trace_arg = arg;
}

static void
on_pdu(void *arg, int out, const void *p, size_t n)
{
	if (trace)
		trace(arg, out, p, n, trace_arg);
}

struct conn *
conn_new(struct loop *l, int fd, struct smpp_session *s, const char *peer,
    conn_cb *cb, void *arg)
{
	static unsigned long number;
	struct conn *c = calloc(1, sizeof *c);

	if (!c) {
		smpp_session_free(s);
		close(fd);
		return NULL;
	}
	*c = (struct conn){ .loop = l, .fd = fd, .s = s, .cb = cb, .arg = arg,
		.number = ++number };
	if (trace)
		smpp_session_tap(s, on_pdu, c);
	snprintf(c->peer, sizeof c->peer, "%s", peer);
	set_socket(fd);
	c->readable = loop_fd(l, fd, LOOP_READ, on_readable, c);
	c->writable = loop_fd(l, fd, LOOP_WRITE, on_writable, c);
	c->timer = loop_timer(l, on_timer, c);
	c->kick = loop_timer(l, on_kick, c);
	if (!c->readable || !c->writable || !c->timer || !c->kick) {
		destroy(c);
		return NULL;
	}
	loop_watch_on(c->readable, 1);
	loop_timer_now(c->kick);
	return c;
}

void
conn_free(struct conn *c)
{
	if (!c)
		return;
	c->freed = 1;
	if (c->inside || c->inside_after)
		return;
	flush(c);
	destroy(c);
}

void
conn_secure(struct conn *c, struct tls *t)
{
	c->tls = t;
	c->shaking = 1;
}

const char *
conn_tls_problem(const struct conn *c)
{
	return c->tls ? tls_problem(c->tls) : NULL;
}

enum tls_fault
conn_tls_fault(const struct conn *c)
{
	return c->tls ? tls_fault(c->tls) : TLS_OK;
}

const struct tls *
conn_tls(const struct conn *c)
{
	return c->tls;
}

void
conn_after(struct conn *c, conn_cb *after)
{
	c->after = after;
}

void
conn_chop(struct conn *c, size_t n)
{
	c->chop = n;
}

struct smpp_session *
conn_session(const struct conn *c)
{
	return c->s;
}

unsigned long
conn_number(const struct conn *c)
{
	return c->number;
}

const char *
conn_peer(const struct conn *c)
{
	return c->peer;
}

void
conn_kick(struct conn *c)
{
	if (!c->inside)
		loop_timer_now(c->kick);
}

void
conn_output(struct conn *c)
{
	if (c->inside_after)
		c->more = 1;
	else
		conn_kick(c);
}
