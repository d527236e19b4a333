/* What serve_reports.c, serve_kept.c and serve_owe.c share. */
#ifndef ENGINE_MM7SERVE_REPORTS_H
#define ENGINE_MM7SERVE_REPORTS_H

#include "engine/mm7serve/serve_priv.h"

enum { SERVE_STORE_ACCOUNT = 256 + 16 };

struct report {
	struct report *next;
	struct serve_reports *of;
	int64_t n;			/* in the store; 0: only here */
	int64_t due;			/* Unix ms */
	unsigned tries;
	char id[IDENT_SIZE];		/* of the message, for people */
	char account[HTTP_USER_MAX];	/* who submitted it */
	struct buf soap;
};

struct serve_reports {
	struct serve *serve;
	struct report *waiting;		/* those without a store; first due first */
	struct report *newest;		/* put there last; NULL: it is gone */
	struct report *sending;
	size_t nwaiting, nsending;
	size_t nstored;			/* put into the store, and not done */
	struct loop_watch *timer;
	struct json_reader *reader;
	char store_account[SERVE_STORE_ACCOUNT];	/* whose they are in the store */
	int stopped;
};

void reports_drop(struct report *p);
/* Look again at that time (Unix ms). */
void reports_wake(struct serve_reports *o, int64_t due);

/* serve_kept.c */
/* Of a message: into the store, else here. */
void reports_keep(struct serve_reports *o, struct report *list);
/* It waits here. */
void reports_wait(struct serve_reports *o, struct report *p);
/* One that is due, out of here or in our hands in the store; NULL: none is. */
struct report *reports_take(struct serve_reports *o);

#endif
