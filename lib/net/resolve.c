#define _GNU_SOURCE		/* pipe2() */
#include "net/resolve.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What the loop and the thread share. */
struct lookup {
	atomic_int left;	/* one of the two is done with it: the other
				   frees it */
	int wake;		/* of a pipe; closed: it is done */
	char *host, *port;
	int error;
	struct addrinfo *list;
};

struct resolve {
	struct lookup *lookup;
	int fd;			/* the pipe's other end */
	struct loop_watch *done;
	resolve_cb *cb;
	void *arg;
};

static void
lookup_free(struct lookup *k)
{
	if (!k)
		return;
	if (k->list)
		freeaddrinfo(k->list);
	free(k->host);
	free(k->port);
	free(k);
}

static void
leave(struct lookup *k)
{
	if (atomic_exchange(&k->left, 1))
		lookup_free(k);
}

static void *
look_up(void *arg)
{
	static const struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
	struct lookup *k = arg;
	int wake = k->wake;

	k->error = getaddrinfo(k->host, k->port, &hints, &k->list);
	if (k->error)
		k->list = NULL;
	leave(k);
	close(wake);
	return NULL;
}

/* Signals are for the loop's thread.  Returns 0 or an errno. */
static int
start_thread(struct lookup *k)
{
	sigset_t all, before;
	pthread_attr_t attr;
	pthread_t thread;
	int rc = pthread_attr_init(&attr);

	if (rc)
		return rc;
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	rc = pthread_create(&thread, &attr, look_up, k);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	pthread_attr_destroy(&attr);
	return rc;
}

static void
on_done(void *arg)
{
	struct resolve *r = arg;
	struct lookup *k = r->lookup;
	struct addrinfo *list;

	/* the thread left before it closed the pipe: all is ours now */
	if (!atomic_load(&k->left))
		return;
	list = k->list;
	k->list = NULL;
	loop_watch_on(r->done, 0);
	r->cb(r->arg, k->error, list);
}

static struct lookup *
lookup_new(const char *host, const char *port, int wake)
{
	struct lookup *k = calloc(1, sizeof *k);

	if (!k)
		return NULL;
	k->wake = wake;
	k->host = strdup(host);
	k->port = strdup(port);
	if (!k->host || !k->port) {
		lookup_free(k);
		return NULL;
	}
	return k;
}

struct resolve *
resolve_new(struct loop *l, const char *host, const char *port, resolve_cb *cb,
    void *arg)
{
	struct resolve *r = calloc(1, sizeof *r);
	int end[2], why = ENOMEM;

	if (!r || pipe2(end, O_CLOEXEC | O_NONBLOCK) < 0) {
		free(r);
		return NULL;
	}
	r->fd = end[0];
	r->cb = cb;
	r->arg = arg;
	r->lookup = lookup_new(host, port, end[1]);
	r->done = loop_fd(l, end[0], LOOP_READ, on_done, r);
	if (r->lookup && r->done && (why = start_thread(r->lookup)) == 0) {
		loop_watch_on(r->done, 1);
		return r;
	}
	loop_watch_free(r->done);
	lookup_free(r->lookup);
	close(end[0]);
	close(end[1]);
	free(r);
	errno = why;
	return NULL;
}

void
resolve_free(struct resolve *r)
{
	if (!r)
		return;
	loop_watch_free(r->done);
	close(r->fd);
	leave(r->lookup);
	free(r);
}
