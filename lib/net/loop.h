/*
 * loop - the event loop of a program: descriptors, timers, signals.
 *
 * libevent does the work; its types stay inside this folder.  A plain file is
 * always ready and cannot be watched: loop_fd() says so (EPERM).
 */
#ifndef NET_LOOP_H
#define NET_LOOP_H

#include "base/clock.h"

struct loop;
struct loop_watch;		/* a descriptor, timer or signal */

enum { LOOP_READ = 1, LOOP_WRITE = 2 };

typedef void loop_cb(void *arg);

/* NULL: out of memory.  What libevent cannot do without (a descriptor, say) ends the
   program with EX_OSERR. */
struct loop *loop_new(void);
void loop_free(struct loop *l);	/* all watches must be freed before */

/* Until loop_stop(), or until nothing is watched. */
void loop_run(struct loop *l);
void loop_stop(struct loop *l);

/* Watch a descriptor; off at first.  NULL: errno tells. */
struct loop_watch *loop_fd(struct loop *l, int fd, int what, loop_cb *cb,
	void *arg);
/* A timer; off at first. */
struct loop_watch *loop_timer(struct loop *l, loop_cb *cb, void *arg);
/* A signal; on at once. */
struct loop_watch *loop_signal(struct loop *l, int signo, loop_cb *cb,
	void *arg);
void loop_watch_free(struct loop_watch *w);	/* NULL is allowed */

/* Turn watching a descriptor on or off.  Cheap when nothing changes. */
void loop_watch_on(struct loop_watch *w, int on);
/* Let a timer fire at `when` of clock_mono(); UINT64_MAX: off.  Cheap when it
   is already set so. */
void loop_timer_at(struct loop_watch *w, msec when);
/* Let a timer fire in the next round. */
void loop_timer_now(struct loop_watch *w);
/* Does something wait for the next round?  Then it is no time to linger. */
int loop_hurries(const struct loop *l);

#endif
