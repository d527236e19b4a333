/*
 * post - how many requests a second an HTTP server takes.
 *
 *	post [-c connections] [-n count] [-t type] port file
 *
 * Posts the file count (10000) times to 127.0.0.1, over connections (8) that
 * are kept, one request at a time on each.  Where the file has `@@@@@@@@`, each
 * request has a number of its own.  Ends with status 0 when each was answered
 * with 200 and an MM7 StatusCode of 1000.  It prints nothing: who runs it takes
 * the time.
 */
#define _GNU_SOURCE		/* memmem() */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CONNECTIONS_MAX = 1000, ANSWER_MAX = 65536, MARK = 8, MARKS_MAX = 16 };

struct connection {
	size_t sent;			/* of the request under way */
	size_t got;
	char *request;			/* its own, for the numbers */
	char answer[ANSWER_MAX + 1];
};

static struct connection *connection;
static struct pollfd *fds;
static size_t nrequest, mark[MARKS_MAX], nmarks;
static unsigned long count = 10000, begun, done;

_Noreturn static void
die(const char *what)
{
	fprintf(stderr, "post: %s\n", what);
	exit(1);
}

/* A request, as all of them are but for the numbers. */
static char *
read_request(const char *path, const char *type)
{
	FILE *f = fopen(path, "r");
	struct stat st;
	char *p, *at;
	size_t n;

	if (!f || fstat(fileno(f), &st) < 0)
		die(path);
	p = malloc((size_t)st.st_size + 512 + strlen(type));
	if (!p)
		die("out of memory");
	n = (size_t)sprintf(p, "POST /mm7/ HTTP/1.1\r\nHost: bench\r\n"
	    "Content-Type: %s\r\nContent-Length: %zu\r\nSOAPAction: \"\"\r\n\r\n",
	    type, (size_t)st.st_size);
	if (fread(p + n, 1, (size_t)st.st_size, f) != (size_t)st.st_size)
		die(path);
	fclose(f);
	nrequest = n + (size_t)st.st_size;
	for (at = p; nmarks < MARKS_MAX && (at = memmem(at,
	    nrequest - (size_t)(at - p), "@@@@@@@@", MARK)); at += MARK)
		mark[nmarks++] = (size_t)(at - p);
	return p;
}

static int
connect_to(int port)
{
	struct sockaddr_in in = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)port) };
	int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;

	in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || connect(fd, (struct sockaddr *)&in, sizeof in) < 0)
		die("nobody is there");
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	return fd;
}

static void
begin(struct connection *c)
{
	char number[MARK + 1];
	size_t i;

	snprintf(number, sizeof number, "%08lu", begun++);
	for (i = 0; i < nmarks; i++)
		memcpy(c->request + mark[i], number, MARK);
	c->sent = c->got = 0;
}

/* 1: the whole answer is there, and it is success. */
static int
is_answered(struct connection *c)
{
	char *body, *length;

	c->answer[c->got] = '\0';
	body = strstr(c->answer, "\r\n\r\n");
	length = strcasestr(c->answer, "Content-Length:");
	if (!body || !length)
		return 0;
	body += 4;
	if (c->got - (size_t)(body - c->answer) < strtoul(length + 15, NULL,
	    10))
		return 0;
	if (strncmp(c->answer, "HTTP/1.1 200", 12) != 0 ||
	    !strstr(body, "StatusCode>1000<"))
		die(c->answer);
	return 1;
}

static void
write_some(struct connection *c, struct pollfd *p)
{
	ssize_t n = send(p->fd, c->request + c->sent, nrequest - c->sent,
	    MSG_DONTWAIT | MSG_NOSIGNAL);

	if (n > 0)
		c->sent += (size_t)n;
	p->events = c->sent < nrequest ? POLLIN | POLLOUT : POLLIN;
}

static void
read_some(struct connection *c, struct pollfd *p)
{
	ssize_t n = recv(p->fd, c->answer + c->got, ANSWER_MAX - c->got,
	    MSG_DONTWAIT);

	if (n == 0)
		die("a connection was closed");
	if (n < 0)
		return;
	c->got += (size_t)n;
	if (!is_answered(c))
		return;
	done++;
	if (begun < count) {
		begin(c);
		write_some(c, p);
	} else {
		p->events = 0;
	}
}

int
main(int argc, char *argv[])
{
	const char *type = "multipart/related; boundary=b";
	size_t n = 8, i;
	char *request;
	int opt;

	while ((opt = getopt(argc, argv, "c:n:t:")) != -1)
		switch (opt) {
		case 'c': n = strtoul(optarg, NULL, 10); break;
		case 'n': count = strtoul(optarg, NULL, 10); break;
		case 't': type = optarg; break;
		default: return 64;
		}
	if (argc - optind != 2 || n < 1 || n > CONNECTIONS_MAX)
		die("usage: post [-c connections] [-n count] [-t type] port file");
	request = read_request(argv[optind + 1], type);
	connection = calloc(n, sizeof *connection);
	fds = calloc(n, sizeof *fds);
	for (i = 0; i < n && connection && fds; i++) {
		fds[i].fd = connect_to(atoi(argv[optind]));
		connection[i].request = malloc(nrequest);
		if (!connection[i].request)
			die("out of memory");
		memcpy(connection[i].request, request, nrequest);
		begin(&connection[i]);
		fds[i].events = POLLOUT;
	}
	while (done < count && poll(fds, n, -1) > 0)
		for (i = 0; i < n; i++) {
			if (fds[i].revents & POLLOUT)
				write_some(&connection[i], &fds[i]);
			if (fds[i].revents & (POLLIN | POLLHUP | POLLERR))
				read_some(&connection[i], &fds[i]);
		}
	return done == count ? 0 : 1;
}
