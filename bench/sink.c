/*
 * sink - a message centre that costs as little as possible, to measure clients.
 *
 *	sink [-d ms]
 *	sink -n count [-w window]
 *
 * It listens on a port of its own choice on 127.0.0.1, prints the number of it
 * and lets anybody bind.  Each submit_sm is answered with a message_id of its
 * own: at once, or with -d each so many milliseconds after it came (pipelined:
 * the delay stands for a network's way and back).  With -n, who binds to
 * receive is sent count deliver_sm, at most window (100) of them
 * unacknowledged; when the last is acknowledged, each of them once and with
 * status 0, sink ends with status 0.  Otherwise it ends when its standard input
 * does, so that it never outlives whoever measures.
 *
 * One thread.  An event is one read, one write, and all that came is answered.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "wire.h"

enum {
	IN_SIZE = (1 << 18) + PDU_MAX,
	OUT_HIGH = 1 << 20,	/* more unread answers: read no more */
	BATCHES = 1024,		/* a power of two */
	EVENTS = 16,
};

/* The answers to what one read gave: they leave together. */
struct batch {
	uint64_t due;		/* ns */
	uint64_t upto;		/* octets of output since the beginning */
};

struct peer {
	struct peer *next, **at;
	int fd;
	uint32_t watched;	/* by epoll */
	int closing;		/* unbind was answered */

	unsigned char in[IN_SIZE];
	size_t nin;

	unsigned char *out;	/* out[off..len) waits */
	size_t off, len, cap;
	uint64_t gone;		/* octets that stood before out[0] */
	uint64_t free;		/* octets that may leave, since the beginning */
	struct batch batch[BATCHES];	/* held back: [first..last), modulo */
	unsigned first, last;

	uint32_t sent, acked;	/* deliver_sm */
	unsigned char *seen;	/* a bit for each: acknowledged */
};

static uint64_t delay;		/* ns */
static uint32_t count, window = 100;
static struct peer *peers;
static int ep, timer;
static int listening, in_use;	/* only their addresses: marks for epoll */
static uint32_t ids;		/* message_ids given so far */

static unsigned char deliver[128];
static size_t ndeliver;

static void
usage(void)
{
	fprintf(stderr, "usage: sink [-d ms] | sink -n count [-w window]\n");
	exit(64);
}

static uint64_t
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void
watch(int op, int fd, uint32_t events, void *mark)
{
	struct epoll_event e = { .events = events, .data.ptr = mark };

	if (epoll_ctl(ep, op, fd, &e) < 0)
		fail("sink: epoll_ctl");
}

/* ---- output ---- */

/* Room for n octets behind what waits. */
static unsigned char *
room(struct peer *p, size_t n)
{
	if (p->cap - p->len < n && p->off > 0) {
		memmove(p->out, p->out + p->off, p->len - p->off);
		p->gone += p->off;
		p->len -= p->off;
		p->off = 0;
	}
	while (p->cap - p->len < n) {
		p->cap = p->cap ? p->cap * 2 : 1 << 16;
		p->out = realloc(p->out, p->cap);
		if (!p->out)
			fail("sink");
	}
	return p->out + p->len;
}

/* What stands in the output may leave: now, or after the delay. */
static void
release(struct peer *p, int at_once)
{
	uint64_t upto = p->gone + p->len;

	if (at_once && p->first == p->last) {
		p->free = upto;
		return;
	}
	/* when too many are held, the last two become one */
	if (p->last - p->first < BATCHES)
		p->last++;
	p->batch[(p->last - 1) % BATCHES] =
	    (struct batch){ now() + delay, upto };
}

/* Write what may leave.  -1: the peer is gone, or done. */
static int
flush(struct peer *p)
{
	uint32_t want = 0;
	size_t n;
	ssize_t w;

	while ((n = (size_t)(p->free - p->gone) - p->off) > 0) {
		w = send(p->fd, p->out + p->off, n, MSG_NOSIGNAL);
		if (w < 0 && errno == EAGAIN)
			break;
		if (w < 0)
			return -1;
		p->off += (size_t)w;
	}
	if (p->off == p->len) {
		p->gone += p->len;
		p->off = p->len = 0;
		if (p->closing)
			return -1;
	}
	if (n > 0)
		want |= EPOLLOUT;
	if (p->len - p->off < OUT_HIGH)
		want |= EPOLLIN;
	if (want != p->watched)
		watch(EPOLL_CTL_MOD, p->fd, want, p);
	p->watched = want;
	return 0;
}

static void
drop(struct peer *p)
{
	*p->at = p->next;
	if (p->next)
		p->next->at = p->at;
	close(p->fd);
	free(p->out);
	free(p->seen);
	free(p);
}

/* ---- deliver_sm ---- */

static void
make_deliver(void)
{
	static const char body[] =
	    "\0"			/* service_type */
	    "\1\1" "447700900123\0"	/* source: international, ISDN */
	    "\0\1" "12345\0"		/* destination */
	    "\0\0\0\0\0\0\0\0\0"	/* esm_class ... sm_default_msg_id */
	    "\x20" "Hello from the mobile 0000000000";

	ndeliver = HEADER + sizeof body - 1;
	memcpy(deliver + HEADER, body, sizeof body - 1);
	put_header(deliver, ndeliver, DELIVER_SM, 0, 0);
}

/* As many as the window lets out. */
static void
deliver_more(struct peer *p)
{
	unsigned char *at;

	while (p->sent < count && p->sent - p->acked < window) {
		at = room(p, ndeliver);
		memcpy(at, deliver, ndeliver);
		put32(at + 12, ++p->sent);
		put_digits(at + ndeliver - 10, p->sent, 10);
		p->len += ndeliver;
	}
}

static void
acked(struct peer *p, uint32_t status, uint32_t seq)
{
	if (!p->seen || !seq || seq > p->sent || status ||
	    p->seen[seq / 8] & 1 << seq % 8) {
		fprintf(stderr, "sink: wrong answer to deliver_sm %u\n",
		    (unsigned)seq);
		exit(1);
	}
	p->seen[seq / 8] |= (unsigned char)(1 << seq % 8);
	if (++p->acked == count)
		exit(0);
}

/* ---- requests ---- */

static void
answer(struct peer *p, uint32_t command, uint32_t status, uint32_t seq,
    const void *body, size_t n)
{
	unsigned char *at = room(p, HEADER + n);

	put_header(at, HEADER + n, command, status, seq);
	if (n > 0)
		memcpy(at + HEADER, body, n);
	p->len += HEADER + n;
}

static void
take_submit(struct peer *p, uint32_t seq)
{
	unsigned char id[11] = "";	/* ten digits and a NUL */

	put_digits(id, ++ids, 10);
	answer(p, SUBMIT_SM | RESP, 0, seq, id, sizeof id);
}

static void
take_bind(struct peer *p, uint32_t command, uint32_t seq)
{
	answer(p, command | RESP, 0, seq, "sink", 5);
	if (count && command != BIND_TRANSMITTER && !p->seen) {
		p->seen = calloc(count / 8 + 1, 1);
		if (!p->seen)
			fail("sink");
	}
}

/* One PDU.  Returns 0 when its answer is one that the delay is for. */
static int
take(struct peer *p, const unsigned char *pdu)
{
	uint32_t command = get32(pdu + 4), seq = get32(pdu + 12);

	switch (command) {
	case SUBMIT_SM:
		take_submit(p, seq);
		return 0;
	case DELIVER_SM | RESP:
		acked(p, get32(pdu + 8), seq);
		break;
	case BIND_RECEIVER:
	case BIND_TRANSMITTER:
	case BIND_TRANSCEIVER:
		take_bind(p, command, seq);
		break;
	case UNBIND:
		p->closing = 1;
		/* FALLTHROUGH */
	case ENQUIRE_LINK:
		answer(p, command | RESP, 0, seq, NULL, 0);
		break;
	default:
		if (!(command & RESP))
			answer(p, GENERIC_NACK, RINVCMDID, seq, NULL, 0);
	}
	return 1;
}

/* All PDUs that are whole.  -1: it is no SMPP. */
static int
take_all(struct peer *p)
{
	size_t at = 0;
	uint64_t before = p->gone + p->len;	/* room() may move what waits */
	uint32_t len;
	int at_once = 1;

	while (p->nin - at >= HEADER) {
		len = get32(p->in + at);
		if (len < HEADER || len > PDU_MAX)
			return -1;
		if (p->nin - at < len)
			break;
		at_once &= take(p, p->in + at);
		at += len;
	}
	p->nin -= at;
	memmove(p->in, p->in + at, p->nin);
	if (p->seen)
		deliver_more(p);
	if (p->gone + p->len > before)
		release(p, at_once || !delay);
	return 0;
}

static int
readable(struct peer *p)
{
	ssize_t n = recv(p->fd, p->in + p->nin, sizeof p->in - p->nin, 0);

	if (n < 0 && errno == EAGAIN)
		return 0;
	if (n <= 0)
		return -1;
	p->nin += (size_t)n;
	return take_all(p);
}

/* ---- connections and time ---- */

static void
accept_one(int fd)
{
	struct peer *p = calloc(1, sizeof *p);
	int one = 1;

	if (!p)
		fail("sink");
	p->fd = accept(fd, NULL, NULL);
	if (p->fd < 0) {
		free(p);
		return;
	}
	fcntl(p->fd, F_SETFL, O_NONBLOCK);
	setsockopt(p->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
	p->watched = EPOLLIN;
	watch(EPOLL_CTL_ADD, p->fd, p->watched, p);
	p->next = peers;
	p->at = &peers;
	if (p->next)
		p->next->at = &p->next;
	peers = p;
}

/* Let out what is due, then set the timer for what is due next. */
static void
look(void)
{
	struct itimerspec when = { { 0, 0 }, { 0, 0 } };
	uint64_t t = now(), first = UINT64_MAX;
	struct peer *p, *next;

	for (p = peers; p; p = next) {
		next = p->next;
		while (p->first != p->last &&
		    p->batch[p->first % BATCHES].due <= t)
			p->free = p->batch[p->first++ % BATCHES].upto;
		if (p->first != p->last &&
		    p->batch[p->first % BATCHES].due < first)
			first = p->batch[p->first % BATCHES].due;
		if (flush(p) < 0)
			drop(p);
	}
	if (first != UINT64_MAX) {
		when.it_value.tv_sec = (time_t)(first / 1000000000u);
		when.it_value.tv_nsec = (long)(first % 1000000000u);
	}
	timerfd_settime(timer, TFD_TIMER_ABSTIME, &when, NULL);
}

static int
open_port(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET };
	socklen_t len = sizeof a;
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || bind(fd, (struct sockaddr *)&a, sizeof a) < 0 ||
	    listen(fd, 16) < 0 ||
	    getsockname(fd, (struct sockaddr *)&a, &len) < 0)
		fail("sink: listen");
	printf("%d\n", ntohs(a.sin_port));
	if (fflush(stdout) != 0)
		fail("sink: stdout");
	return fd;
}

static void
options(int argc, char *argv[])
{
	int c;

	while ((c = getopt(argc, argv, "d:n:w:")) != -1) {
		if (c == 'd')
			delay = (uint64_t)number(optarg, 0, usage) * 1000000;
		else if (c == 'n')
			count = (uint32_t)number(optarg, 1, usage);
		else if (c == 'w')
			window = (uint32_t)number(optarg, 1, usage);
		else
			usage();
	}
	if (optind < argc || (count && delay))
		usage();
}

int
main(int argc, char *argv[])
{
	struct epoll_event ev[EVENTS];
	struct peer *p;
	int fd, i, n;

	options(argc, argv);
	make_deliver();
	ep = epoll_create1(0);
	timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
	fd = open_port();
	watch(EPOLL_CTL_ADD, fd, EPOLLIN, &listening);
	watch(EPOLL_CTL_ADD, timer, EPOLLIN, &timer);
	watch(EPOLL_CTL_ADD, STDIN_FILENO, EPOLLIN, &in_use);
	for (;;) {
		n = epoll_wait(ep, ev, EVENTS, -1);
		if (n < 0 && errno != EINTR)
			fail("sink: epoll_wait");
		for (i = 0; i < n; i++) {
			p = ev[i].data.ptr;
			if (ev[i].data.ptr == &in_use)
				return 0;
			else if (ev[i].data.ptr == &listening)
				accept_one(fd);
			else if (ev[i].data.ptr != &timer &&
			    ((ev[i].events != EPOLLOUT && readable(p) < 0) ||
			    flush(p) < 0))
				drop(p);
		}
		if (delay)
			look();
	}
}
