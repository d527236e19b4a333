/*
 * mmsc - an MMSC that costs as little as possible, to measure mm7-submit.
 *
 *	mmsc
 *
 * It listens on a port of its own choice on 127.0.0.1, prints the number of it,
 * and answers each HTTP request that has a Content-Length with a SubmitRsp, 1000,
 * the request's TransactionID and a MessageID of its own.  It ends when its
 * standard input does, so that it never outlives whoever measures, and prints
 * how many requests and connections there were.
 *
 * One thread.
 */
#define _GNU_SOURCE		/* memmem(3) */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

enum { IN_SIZE = 4 << 20, PEERS = 64, ID_MAX = 128 };

struct peer {
	char *in;
	size_t n;
};

static struct pollfd fds[2 + PEERS];	/* stdin, the listener, peers */
static struct peer peers[PEERS];
static unsigned long requests, connections;

static void
fail(const char *what)
{
	perror(what);
	exit(1);
}

static void
put(int fd, const char *p, size_t n)
{
	ssize_t w;

	for (; n > 0; p += w, n -= (size_t)w)
		if ((w = write(fd, p, n)) < 0)
			fail("mmsc: write");
}

/* What stands between TransactionID's > and the next <. */
static void
transaction(const char *p, size_t n, char out[ID_MAX])
{
	const char *at = memmem(p, n, "TransactionID", 13), *end = p + n, *to;

	*out = '\0';
	at = at ? memchr(at, '>', (size_t)(end - at)) : NULL;
	to = at ? memchr(at, '<', (size_t)(end - at)) : NULL;
	if (to && to - at < ID_MAX)
		snprintf(out, ID_MAX, "%.*s", (int)(to - at - 1), at + 1);
}

static void
answer(int fd, const char *p, size_t n)
{
	char id[ID_MAX], body[1024], head[256];
	int nbody, nhead;

	transaction(p, n, id);
	nbody = snprintf(body, sizeof body, "<?xml version=\"1.0\"?>"
	    "<env:Envelope xmlns:env=\"http://schemas.xmlsoap.org/soap/"
	    "envelope/\"><env:Header><TransactionID xmlns=\"http://www.3gpp.org"
	    "/ftp/Specs/archive/23_series/23.140/schema/REL-6-MM7-1-4\" "
	    "env:mustUnderstand=\"1\">%s</TransactionID></env:Header><env:Body>"
	    "<SubmitRsp xmlns=\"http://www.3gpp.org/ftp/Specs/archive/23_series"
	    "/23.140/schema/REL-6-MM7-1-4\"><MM7Version>6.8.0</MM7Version>"
	    "<Status><StatusCode>1000</StatusCode><StatusText>Success"
	    "</StatusText></Status><MessageID>%lu</MessageID></SubmitRsp>"
	    "</env:Body></env:Envelope>", id, ++requests);
	nhead = snprintf(head, sizeof head, "HTTP/1.1 200 OK\r\nContent-Type: "
	    "text/xml; charset=utf-8\r\nContent-Length: %d\r\n\r\n", nbody);
	memmove(body + nhead, body, (size_t)nbody);
	memcpy(body, head, (size_t)nhead);
	put(fd, body, (size_t)(nhead + nbody));
}

/* Octets of the request that p begins with; 0: it is not whole. */
static size_t
request(const char *p, size_t n)
{
	const char *end = memmem(p, n, "\r\n\r\n", 4), *line;
	size_t head, body = 0;

	if (!end)
		return 0;
	head = (size_t)(end - p) + 4;
	for (line = p; line < end; line++) {
		if (strncasecmp(line, "Content-Length:", 15) == 0)
			body = strtoul(line + 15, NULL, 10);
		line = memchr(line, '\n', (size_t)(end + 4 - line));
	}
	return n - head >= body ? head + body : 0;
}

static void
take(struct pollfd *f, struct peer *p)
{
	ssize_t n = read(f->fd, p->in + p->n, IN_SIZE - p->n);
	size_t got;

	if (n <= 0) {
		close(f->fd);
		f->fd = -1;
		free(p->in);
		return;
	}
	p->n += (size_t)n;
	while ((got = request(p->in, p->n)) > 0) {
		answer(f->fd, p->in, got);
		p->n -= got;
		memmove(p->in, p->in + got, p->n);
	}
}

static void
greet(int listener)
{
	int fd = accept(listener, NULL, NULL), one = 1;
	unsigned i;

	if (fd < 0)
		fail("mmsc: accept");
	for (i = 0; i < PEERS && fds[2 + i].fd >= 0; i++)
		;
	peers[i < PEERS ? i : 0].n = 0;
	if (i == PEERS || !(peers[i].in = malloc(IN_SIZE)))
		fail("mmsc: too many");
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
	fds[2 + i] = (struct pollfd){ .fd = fd, .events = POLLIN };
	connections++;
}

static int
listen_here(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof a;
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd < 0 || bind(fd, (struct sockaddr *)&a, n) < 0 ||
	    listen(fd, 128) < 0 ||
	    getsockname(fd, (struct sockaddr *)&a, &n) < 0)
		fail("mmsc: listen");
	printf("%d\n", ntohs(a.sin_port));
	fflush(stdout);
	return fd;
}

int
main(void)
{
	unsigned i;
	char gone[64];

	fds[0] = (struct pollfd){ .fd = STDIN_FILENO, .events = POLLIN };
	fds[1] = (struct pollfd){ .fd = listen_here(), .events = POLLIN };
	for (i = 0; i < PEERS; i++)
		fds[2 + i].fd = -1;
	for (;;) {
		if (poll(fds, 2 + PEERS, -1) < 0)
			fail("mmsc: poll");
		if (fds[0].revents && read(STDIN_FILENO, gone, sizeof gone) <= 0)
			break;
		for (i = 0; i < PEERS; i++)
			if (fds[2 + i].fd >= 0 && fds[2 + i].revents)
				take(&fds[2 + i], &peers[i]);
		if (fds[1].revents)
			greet(fds[1].fd);
	}
	printf("%lu requests, %lu connections\n", requests, connections);
	return 0;
}
