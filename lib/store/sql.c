#include "store/sql.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/num.h"

enum { ID_OCTETS = 16 };	/* of an id of 32 hexadecimal digits */

enum { CHUNK_OCTETS = 4000 };	/* most messages fit into one */

struct sql_chunk {
	struct sql_chunk *next;
	size_t used, size;	/* octets of data */
	max_align_t data[];
};

/* ---- errors ---- */

/* Our exit status for SQLite's code. */
static int
sysexit_of(int code)
{
	switch (code & 0xff) {
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return EX_DATAERR;
	case SQLITE_READONLY:
	case SQLITE_PERM:
	case SQLITE_AUTH:
		return EX_NOPERM;
	case SQLITE_IOERR:
	case SQLITE_CANTOPEN:
		return EX_IOERR;
	default:
		return EX_TEMPFAIL;	/* BUSY, FULL, NOMEM ... */
	}
}

static int
fail(struct store *s, int code, const char *what, struct diag_err *err)
{
	diag_err(&s->why, sysexit_of(code), "state %s: %s",
	    s->path ? s->path : "in memory", what);
	if (s->open)
		s->broken = 1;
	if (err)
		*err = s->why;
	return -1;
}

int
sql_fail(struct store *s, struct diag_err *err)
{
	int code = s->db ? sqlite3_errcode(s->db) : SQLITE_NOMEM;

	if ((code & 0xff) == SQLITE_BUSY)
		return fail(s, code, "another process holds it for too long",
		    err);
	return fail(s, code, s->db ? sqlite3_errmsg(s->db) : "out of memory",
	    err);
}

int
sql_no_memory(struct store *s, struct diag_err *err)
{
	return fail(s, SQLITE_NOMEM, "out of memory", err);
}

int
sql_damaged(struct store *s, struct diag_err *err)
{
	return fail(s, SQLITE_CORRUPT, "it is damaged", err);
}

/* ---- statements ---- */

static sqlite3_stmt *
prepare(struct store *s, const char *text)
{
	sqlite3_stmt *st;
	unsigned i;

	for (i = 0; i < s->nprepared; i++)
		if (s->prepared[i].text == text)
			return s->prepared[i].st;
	if (i == SQL_STATEMENTS_MAX || sqlite3_prepare_v3(s->db, text, -1,
	    SQLITE_PREPARE_PERSISTENT, &st, NULL) != SQLITE_OK)
		return NULL;
	s->prepared[i].text = text;
	s->prepared[i].st = st;
	s->nprepared++;
	return st;
}

static int
bind_id(sqlite3_stmt *st, int i, const char *id)
{
	uint8_t octets[ID_OCTETS];
	size_t n = strlen(id);

	/* capitals would not come out again as they went in */
	if (n == 2 * ID_OCTETS && strspn(id, "0123456789abcdef") == n &&
	    num_unhex(id, n, octets, ID_OCTETS) == ID_OCTETS)
		return sqlite3_bind_blob(st, i, octets, ID_OCTETS,
		    SQLITE_TRANSIENT);
	return sqlite3_bind_text(st, i, id, (int)n, SQLITE_STATIC);
}

static int
bind(sqlite3_stmt *st, const char *types, va_list ap)
{
	int i, rc = SQLITE_OK;
	const char *text;
	const void *octets;
	int64_t n;

	for (i = 1; *types && rc == SQLITE_OK; types++, i++)
		switch (*types) {
		case 'i':
			rc = sqlite3_bind_int64(st, i, va_arg(ap, int64_t));
			break;
		case 'I':
		case 'N':
			n = va_arg(ap, int64_t);
			rc = (*types == 'I' ? n != 0 : n >= 0) ?
				sqlite3_bind_int64(st, i, n) :
				sqlite3_bind_null(st, i);
			break;
		case 'd':
			rc = bind_id(st, i, va_arg(ap, const char *));
			break;
		case 't':
			text = va_arg(ap, const char *);
			rc = sqlite3_bind_text(st, i, text, -1, SQLITE_STATIC);
			break;
		case 'b':
			octets = va_arg(ap, const void *);
			rc = sqlite3_bind_blob64(st, i, octets ? octets : "",
			    va_arg(ap, size_t), SQLITE_STATIC);
			break;
		}
	return rc == SQLITE_OK ? 0 : -1;
}

static sqlite3_stmt *
ready(struct store *s, const char *text, const char *types, va_list ap)
{
	sqlite3_stmt *st = prepare(s, text);

	return st && bind(st, types, ap) == 0 ? st : NULL;
}

sqlite3_stmt *
sql(struct store *s, const char *text, const char *types, ...)
{
	sqlite3_stmt *st;
	va_list ap;

	va_start(ap, types);
	st = ready(s, text, types, ap);
	va_end(ap);
	return st;
}

void
sql_done(sqlite3_stmt *st)
{
	/* what it was bound to is the caller's, and may go */
	sqlite3_reset(st);
	sqlite3_clear_bindings(st);
}

int
sql_step(struct store *s, sqlite3_stmt *st, struct diag_err *err)
{
	int rc;

	if (s->open && s->broken) {
		if (st)
			sql_done(st);
		if (err)
			*err = s->why;
		return -1;
	}
	if (!st)
		return sql_fail(s, err);
	rc = sqlite3_step(st);
	if (rc == SQLITE_ROW)
		return 1;
	if (rc != SQLITE_DONE)
		rc = sql_fail(s, err);
	else
		rc = 0;
	sql_done(st);
	return rc;
}

int
sql_run(struct store *s, struct diag_err *err, const char *text,
    const char *types, ...)
{
	sqlite3_stmt *st;
	va_list ap;
	int rc;

	va_start(ap, types);
	st = ready(s, text, types, ap);
	va_end(ap);
	while ((rc = sql_step(s, st, err)) > 0)
		;
	return rc;
}

int
sql_changes(const struct store *s)
{
	return sqlite3_changes(s->db);
}

/* ---- what is given out ---- */

static struct sql_chunk *
new_chunk(struct store *s, size_t n)
{
	size_t size = n > CHUNK_OCTETS ? n : CHUNK_OCTETS;
	struct sql_chunk *c = malloc(sizeof *c + size);

	if (c) {
		c->size = size;
		c->used = 0;
		c->next = s->chunks;
		s->chunks = c;
	}
	return c;
}

void *
sql_keep(struct store *s, size_t n)
{
	struct sql_chunk *c = s->chunks;
	void *p;

	n += -n % sizeof(max_align_t);
	if (!c || c->size - c->used < n)
		c = new_chunk(s, n);
	if (!c)
		return NULL;
	p = (char *)c->data + c->used;
	c->used += n;
	return p;
}

void
sql_forget(struct store *s)
{
	struct sql_chunk *c;

	/* one stays, as it will be needed again */
	while ((c = s->chunks) && (c->next || c->size > CHUNK_OCTETS)) {
		s->chunks = c->next;
		free(c);
	}
	if (c)
		c->used = 0;
}

const void *
sql_blob(struct store *s, sqlite3_stmt *st, int column, size_t *n, int *failed)
{
	const void *p = sqlite3_column_blob(st, column);
	char *copy;

	*n = (size_t)sqlite3_column_bytes(st, column);
	if (sqlite3_column_type(st, column) == SQLITE_NULL)
		return NULL;
	copy = sql_keep(s, *n + 1);
	if (!copy || (!p && *n)) {
		*failed = 1;
		return NULL;
	}
	if (*n)
		memcpy(copy, p, *n);
	copy[*n] = '\0';
	return copy;
}

const char *
sql_text(struct store *s, sqlite3_stmt *st, int column, int *failed)
{
	size_t n;

	return sql_blob(s, st, column, &n, failed);
}

const char *
sql_id(struct store *s, sqlite3_stmt *st, int column, int *failed)
{
	size_t n;
	const uint8_t *octets = sql_blob(s, st, column, &n, failed);
	char *id;

	if (!octets || sqlite3_column_type(st, column) != SQLITE_BLOB)
		return (const char *)octets;
	id = sql_keep(s, 2 * n + 1);
	if (!id) {
		*failed = 1;
		return NULL;
	}
	num_hex(octets, n, id);
	id[2 * n] = '\0';
	return id;
}
