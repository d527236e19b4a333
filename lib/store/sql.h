/* What the files of store share: SQLite, spoken to in one way.  See store.h. */
#ifndef STORE_SQL_H
#define STORE_SQL_H

#include <sqlite3.h>

#include "store/store.h"

enum {
	SQL_STATEMENTS_MAX = 96,	/* different texts; more is a bug */
	STORE_PATH_SIZE = 4096,
};

struct store {
	sqlite3 *db;
	char *path;		/* NULL: in memory */
	struct {
		const char *text;
		sqlite3_stmt *st;
	} prepared[SQL_STATEMENTS_MAX];
	unsigned nprepared;
	int open;		/* depth of sql_enter(); store_begin() is one */
	int broken;		/* a call failed in this transaction */
	struct diag_err why;	/* then */
	struct sql_chunk *chunks;	/* what was given out as borrowed */
	char *account;		/* the one that was last asked for; NULL */
	int64_t account_n;
	int held;		/* are there receipts that wait, as far as this
				   transaction knows; -1: not looked yet */
	int64_t begun;		/* the last message's number that we gave out */
	int undone;		/* since then, a transaction was */
	int owner, owners_fd;	/* 0, -1: not needed yet */
};

/**
 * A statement with its parameters bound, in order:
 *	i int64_t	I int64_t, 0 is NULL	N int64_t, below 0 is NULL
 *	t const char *, NULL is NULL	b const void * and size_t
 *	d const char *, an id of ours, as schema.c has it
 * Prepared once for each text, which is a literal: it is known by its address.
 * Whatever fails here is reported by sql_step().
 */
sqlite3_stmt *sql(struct store *s, const char *text, const char *types, ...);

/* 1: a row is there; 0: there is none (any more), and st is reset; -1. */
int sql_step(struct store *s, sqlite3_stmt *st, struct diag_err *err);
/* No more of its rows are wanted. */
void sql_done(sqlite3_stmt *st);

/* sql() and all its steps, for what gives no rows.  0 or -1. */
int sql_run(struct store *s, struct diag_err *err, const char *text,
	const char *types, ...);
/* How many rows the last one changed. */
int sql_changes(const struct store *s);

/* A column's text (NULL: it is NULL) or octets, copied: borrowed for the
   caller's caller.  NULL and *failed set: out of memory. */
const char *sql_text(struct store *s, sqlite3_stmt *st, int column,
	int *failed);
const void *sql_blob(struct store *s, sqlite3_stmt *st, int column, size_t *n,
	int *failed);
/* An id of ours, as it was before `d` bound it. */
const char *sql_id(struct store *s, sqlite3_stmt *st, int column, int *failed);
/* n octets that live as long, or NULL. */
void *sql_keep(struct store *s, size_t n);
/* Give up what was borrowed before: first thing in each call that gives out. */
void sql_forget(struct store *s);

/* err from SQLite's last trouble; -1. */
int sql_fail(struct store *s, struct diag_err *err);
int sql_no_memory(struct store *s, struct diag_err *err);
/* What is in there cannot be: EX_DATAERR.  -1. */
int sql_damaged(struct store *s, struct diag_err *err);

/*
 * transaction.c: several statements that belong together: one transaction, or
 * a part of the one that is open.  sql_leave(): rc < 0 undoes it.  Both give
 * rc, or -1.
 *
 *	if (sql_enter(s, err) < 0)
 *		return -1;
 *	return sql_leave(s, work(s, err), err);
 */
int sql_enter(struct store *s, struct diag_err *err);
int sql_leave(struct store *s, int rc, struct diag_err *err);

/* The number of an account's name, made if it is new.  0 or -1. */
int sql_account(struct store *s, const char *name, int64_t *n,
	struct diag_err *err);

/* open.c: `sqlite:/path`: the path; `memory`: NULL.  0, or -1 with err. */
int open_path(const char *where, const char **path, struct diag_err *err);
/* A store that is not open yet; store_close() it.  NULL with err. */
struct store *open_new(const char *path, struct diag_err *err);
/* Open it; flags: more for sqlite3_open_v2().  0 or -1. */
int open_db(struct store *s, int flags, struct diag_err *err);

/* schema.c: make the tables, or bring them up to date.  0 or -1. */
int schema_make(struct store *s, struct diag_err *err);
/* 0; or -1: EX_NOINPUT nothing is in it, EX_DATAERR it is somebody else's. */
int schema_check(struct store *s, struct diag_err *err);

/*
 * owner.c: a process that has something under way in the store is its owner,
 * until it closes the store or dies, however it does.  A number over 0.
 */
/* The file of owners; made as the store is, if it was lost.  0 or -1. */
int owner_open(struct store *s, struct diag_err *err);
/* s->owner is our number from here on.  0 or -1. */
int owner_take(struct store *s, struct diag_err *err);
/* 0 is nobody, and not alive. */
int owner_alive(struct store *s, int64_t owner);
void owner_release(struct store *s);

#endif
