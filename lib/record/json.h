/*
 * json - JSON text in and out.
 *
 * Reading is yajl's (strict: RFC 8259, valid UTF-8 only) behind our own
 * interface: one object or list is taken apart into its direct members, whose
 * values keep their place in the text.  What lies deeper is taken apart by
 * another call on a member's raw text, when somebody needs it.
 *
 * Writing appends to a struct buf; commas are put where they belong.
 */
#ifndef RECORD_JSON_H
#define RECORD_JSON_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/diag.h"

enum json_kind {
	JSON_NULL = 1,
	JSON_BOOL = 2,
	JSON_INT = 4,		/* fits int64_t */
	JSON_NUMBER = 8,	/* any other number */
	JSON_STRING = 16,
	JSON_LIST = 32,
	JSON_OBJECT = 64,
};

struct json_value {
	const char *name;	/* of the member, decoded, with NUL; in a list NULL */
	size_t namelen;		/* in octets; it holds no NUL */
	enum json_kind kind;
	int64_t i;		/* JSON_INT; JSON_BOOL: 0 or 1 */
	const char *s;		/* JSON_STRING: decoded, with a NUL behind it */
	size_t n;		/* its length in octets; it may hold NULs */
	const char *raw;	/* the value as it stands in the text */
	size_t rawlen;
	const char *at;		/* where the member begins: its name's quote */
};

enum {
	JSON_MEMBERS_MAX = 256,	/* of one object or list: more than any record has */
	JSON_DEPTH_MAX = 32,	/* of nesting: deeper is an attack or a mistake */
};

/* A parser with its memory, used again for each text. */
struct json_reader;
struct json_reader *json_reader_new(void);	/* NULL: out of memory */
void json_reader_free(struct json_reader *r);

/**
 * Take text apart: exactly one object or list, white space around it.
 *
 * *v receives its members in order, *n their number.  They belong to the
 * reader and are good until its next json_read(); raw, at borrow from text.
 * A member's name given twice is an error (two readers would disagree), and so
 * is a NUL in one.  Half a surrogate pair (\ud800) in a string becomes U+FFFD.
 *
 * Returns JSON_OBJECT or JSON_LIST, or -1 with *err filled: EX_DATAERR, and
 * in words what is wrong and at which octet; EX_TEMPFAIL out of memory.
 */
int json_read(struct json_reader *r, const char *text, size_t n,
	const struct json_value **v, size_t *nv, struct diag_err *err);

/* The member of that name, or NULL. */
const struct json_value *json_member(const struct json_value *v, size_t n,
	const char *name);

/*
 * Writing.  A comma is put in front where what stands before is no `{`, `[` or
 * `:`.  json_open('{'), json_close('}'), and `[` `]` likewise.
 */
void json_open(struct buf *b, char bracket);
void json_close(struct buf *b, char bracket);
/* Escapes what must be; octets that are no UTF-8 become U+FFFD. */
void json_str(struct buf *b, const char *s, size_t n);
void json_cstr(struct buf *b, const char *s);
void json_int(struct buf *b, int64_t i);
void json_bool(struct buf *b, int on);
void json_null(struct buf *b);
void json_hex(struct buf *b, const void *octets, size_t n);	/* a string of hex digits */
void json_raw(struct buf *b, const char *text, size_t n);	/* JSON as it is */

/* `"name":`.  A name is one of ours and put as it is: nothing in it has to be
   escaped, and where it is a literal the compiler knows its length. */
void json_name(struct buf *b, const char *name, size_t n);
static inline void
json_key(struct buf *b, const char *name)
{
	json_name(b, name, strlen(name));
}

/* The same with a name from outside. */
void json_key_any(struct buf *b, const char *name);

/* A name of ours and its value, since that is most of the use. */
void json_name_cstr(struct buf *b, const char *name, size_t n, const char *s);
static inline void
json_key_cstr(struct buf *b, const char *name, const char *s)
{
	json_name_cstr(b, name, strlen(name), s);
}

static inline void
json_key_int(struct buf *b, const char *name, int64_t i)
{
	json_key(b, name);
	json_int(b, i);
}

#endif
