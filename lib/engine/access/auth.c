#define _GNU_SOURCE		/* explicit_bzero(), pipe2() */
#include "engine/access/auth.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct auth_check {
	struct auth_check *next;
	struct secret secret, decoy;
	int known, lured;		/* there is a secret, a decoy */
	char password[AUTH_PASSWORD];
	int ok;
	auth_cb *cb;			/* NULL: cancelled; the loop's alone */
	void *arg;
};

struct list {
	struct auth_check *first, **last;
};

struct auth {
	pthread_t thread[AUTH_THREADS];
	unsigned nthreads;
	size_t n;			/* checks that have not come back */
	int wake[2];			/* a pipe: something is done */
	struct loop_watch *readable;
	pthread_mutex_t lock;		/* of what follows */
	pthread_cond_t more;
	struct list todo, done;
	int ending;
};

static void
push(struct list *l, struct auth_check *c)
{
	c->next = NULL;
	*l->last = c;
	l->last = &c->next;
}

static struct auth_check *
pop(struct list *l)
{
	struct auth_check *c = l->first;

	if (!c)
		return NULL;
	l->first = c->next;
	if (!l->first)
		l->last = &l->first;
	return c;
}

static void
check_free(struct auth_check *c)
{
	explicit_bzero(c, sizeof *c);
	free(c);
}

static void
check(struct auth_check *c)
{
	if (c->lured)
		secret_check(&c->decoy, c->password);
	c->ok = c->known && secret_check(&c->secret, c->password);
}

/* It is done: the loop is told. */
static void
hand_back(struct auth *a, struct auth_check *c)
{
	push(&a->done, c);
	/* a full pipe wakes it as well */
	if (write(a->wake[1], "", 1) < 0)
		return;
}

static void *
work(void *arg)
{
	struct auth *a = arg;
	struct auth_check *c;

	pthread_mutex_lock(&a->lock);
	while (!a->ending) {
		c = pop(&a->todo);
		if (!c) {
			pthread_cond_wait(&a->more, &a->lock);
			continue;
		}
		pthread_mutex_unlock(&a->lock);
		check(c);
		pthread_mutex_lock(&a->lock);
		hand_back(a, c);
	}
	pthread_mutex_unlock(&a->lock);
	return NULL;
}

/* Signals are for the loop's thread. */
static int
start_threads(struct auth *a)
{
	sigset_t all, before;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	while (a->nthreads < AUTH_THREADS && pthread_create(
	    &a->thread[a->nthreads], NULL, work, a) == 0)
		a->nthreads++;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return a->nthreads ? 0 : -1;
}

static void
on_done(void *arg)
{
	struct auth *a = arg;
	struct auth_check *c, *next;
	char octets[64];

	while (read(a->wake[0], octets, sizeof octets) > 0)
		;
	pthread_mutex_lock(&a->lock);
	c = a->done.first;
	a->done = (struct list){ NULL, &a->done.first };
	pthread_mutex_unlock(&a->lock);
	for (; c; c = next) {
		next = c->next;
		a->n--;
		if (c->cb)
			c->cb(c->arg, c->ok);
		check_free(c);
	}
}

struct auth_check *
auth_start(struct auth *a, const struct secret *secret,
    const struct secret *decoy, const char *password, auth_cb *cb, void *arg)
{
	int slow = decoy || (secret && secret->scheme != SECRET_PLAIN);
	struct auth_check *c;

	if (a->n >= AUTH_QUEUE_MAX || strlen(password) >= AUTH_PASSWORD ||
	    (slow && !a->nthreads && start_threads(a) < 0))
		return NULL;
	c = calloc(1, sizeof *c);
	if (!c)
		return NULL;
	c->known = secret != NULL;
	c->lured = decoy != NULL;
	if (secret)
		c->secret = *secret;
	if (decoy)
		c->decoy = *decoy;
	strcpy(c->password, password);
	c->cb = cb;
	c->arg = arg;
	a->n++;
	if (!slow)
		check(c);
	pthread_mutex_lock(&a->lock);
	if (slow) {
		push(&a->todo, c);
		pthread_cond_signal(&a->more);
	} else {
		hand_back(a, c);
	}
	pthread_mutex_unlock(&a->lock);
	return c;
}

void
auth_cancel(struct auth_check *c)
{
	c->cb = NULL;
}

struct auth *
auth_new(struct loop *l)
{
	struct auth *a = calloc(1, sizeof *a);

	if (!a)
		return NULL;
	if (pipe2(a->wake, O_CLOEXEC | O_NONBLOCK) < 0) {
		free(a);
		return NULL;
	}
	pthread_mutex_init(&a->lock, NULL);
	pthread_cond_init(&a->more, NULL);
	a->todo.last = &a->todo.first;
	a->done.last = &a->done.first;
	a->readable = loop_fd(l, a->wake[0], LOOP_READ, on_done, a);
	if (!a->readable) {
		auth_free(a);
		return NULL;
	}
	loop_watch_on(a->readable, 1);
	return a;
}

void
auth_free(struct auth *a)
{
	struct auth_check *c;
	unsigned i;

	if (!a)
		return;
	pthread_mutex_lock(&a->lock);
	a->ending = 1;
	pthread_cond_broadcast(&a->more);
	pthread_mutex_unlock(&a->lock);
	for (i = 0; i < a->nthreads; i++)
		pthread_join(a->thread[i], NULL);
	while ((c = pop(&a->todo)) || (c = pop(&a->done)))
		check_free(c);
	loop_watch_free(a->readable);
	close(a->wake[0]);
	close(a->wake[1]);
	pthread_cond_destroy(&a->more);
	pthread_mutex_destroy(&a->lock);
	free(a);
}
