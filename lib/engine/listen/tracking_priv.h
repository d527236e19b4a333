/* What the files of tracking share.  See tracking.h. */
#ifndef ENGINE_TRACKING_PRIV_H
#define ENGINE_TRACKING_PRIV_H

#include "engine/listen/tracking.h"
#include "engine/receipt.h"
#include "gateway/sms/account.h"
#include "store/due.h"

/* A receipt's sender waits to hear that it is kept. */
struct waiting {
	struct waiting *next;
	delivered_cb *cb;
	void *arg;
	enum outcome outcome;
};

/* A record that is ours to give out. */
struct given {
	struct given *next, **at;
	struct tracking *t;
	int64_t n;		/* in store/due.h */
	unsigned tries;
	int ours;		/* the store has kept that it is; only then it goes
				   out: a record of a transaction that fails is
				   anybody's again */
	int ended;		/* with this outcome, which the store is to keep */
	enum outcome outcome;
	struct buf line;
	char id[SMS_MESSAGE_ID_MAX], from[SMS_ADDR_TEXT], to[SMS_ADDR_TEXT];
};

struct tracking {
	struct store *store;
	struct delivery *delivery;
	struct config *config;
	const struct config_view *view;
	const char *domain;
	char account[SMS_ACCOUNT_MAX];
	struct waiting *waiting, **last;
	struct given *given;
	unsigned ngiven;
	int open;		/* a transaction */
	int lost;		/* the round's has failed: no other is tried in it,
				   since each may have to wait for the store */
	int stopped;
	int full;		/* no more receipts are held, which was said */
	struct receipt_maker maker;
	struct loop_watch *soon;	/* keep what was changed, and look */
	struct loop_watch *look;
	char said[256];			/* the store's last trouble */
};

/* tracking.c: the transaction of a round; see tracking_commit() too */
/* Open it, if it is not.  0, or -1: the store failed, now or in this round. */
int tracking_open(struct tracking *t);
/* It has failed: what was changed in it is not so.  Says so; -1. */
int tracking_lose(struct tracking *t, const struct diag_err *err);

/* tracking_give.c */
/* What came in is kept, and what became of that which went out.  0 or -1. */
int tracking_keep(struct tracking *t);
/* Take what is due into our hands.  0, or -1: it has failed, and is said. */
int tracking_take_due(struct tracking *t);
/* What was taken, and kept as taken, goes to the delivery. */
void tracking_hand_over(struct tracking *t);
void tracking_given_free(struct given *g);

#endif
