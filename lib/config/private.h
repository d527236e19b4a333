/*
 * config/private - what the files of lib/config share.
 */
#ifndef CONFIG_PRIVATE_H
#define CONFIG_PRIVATE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "config/config.h"
#include "config/options.h"

enum {
	/* Beyond these somebody feeds us something else than a configuration. */
	CONFIG_PROBLEMS_MAX = 100,	/* reported in one run */
	CONFIG_FILES_MAX = 1000,	/* read in one run */
	CONFIG_NAME_MAX = 64,		/* octets of a name shown or compared */
};

/* --- lex.c --- */

enum tok {
	TOK_END, TOK_WORD, TOK_STRING, TOK_BAD,
	TOK_OPEN, TOK_CLOSE,		/* { } */
	TOK_LPAREN, TOK_RPAREN, TOK_LBRACK, TOK_RBRACK,
	TOK_EQ, TOK_COMMA, TOK_SEMI
};

struct token {
	enum tok type;
	const char *s;		/* as it stands in the file, without quotes */
	size_t n;
	unsigned long line;	/* where it begins */
	int first;		/* the first on its line */
	const char *why;	/* TOK_BAD: what is wrong */
};

struct lex {
	const char *p, *end;
	unsigned long line;
	int bol;		/* nothing but blanks on this line so far */
};

void lex_init(struct lex *l, const char *text, size_t n);
struct token lex_next(struct lex *l);
/* A token's text, `\"` and `\\` resolved.  NULL: out of memory. */
char *lex_text(struct arena *a, const struct token *t);
/* How a token is called in a message: `"{"`, `a string`, `the end`. */
const char *lex_name(const struct token *t);

/* --- value.c --- */

struct value {
	enum { VALUE_ONE, VALUE_LIST, VALUE_MAP } kind;
	char **item;		/* a map: key, value or NULL, key ... */
	size_t n;		/* of item[] */
};

/* One option as it was set. */
struct setting {
	struct setting *next;	/* in the same stanza */
	enum option opt;
	char **item;		/* as in struct value; names are canonical */
	size_t n;
	int64_t num;		/* int, bool, enum, flags, milliseconds */
	struct diag_pos pos;
	struct config_table *table;	/* OPT_TABLE; NULL: none */
	int is_set;		/* 0: the table's default, or nothing */
};

/* It is nothing for ps(1), or for a file that others may read: a password, or a
   URL with one in it.  secret.c */
int setting_is_secret(const struct setting *set);

/*
 * Check a value against an option's row and make a setting of it.  file: what
 * an OPT_PATH is relative to, NULL: the working directory.
 * NULL: why says what is wrong, without the option's name.
 */
struct setting *setting_make(struct arena *a, enum option o,
	const struct value *v, const char *file, char *why, size_t whysz);

/* dir of file + "/" + path, or path itself where that is absolute or file NULL. */
char *path_beside(struct arena *a, const char *file, const char *path);

/* --- table.c --- */

/* Read a table's file.  NULL: why says what is wrong, and in which line. */
struct config_table *table_read(struct arena *a, const struct option_def *d,
	const char *path, char *why, size_t whysz);
/* What of a row no column says by itself: 0, or -1. */
int table_row_check(const struct option_def *d, const struct config_row *row,
	char *why, size_t whysz);

/* --- allowed.c --- */

/* NULL: none of them is called s. */
const struct option_name *name_find(const struct option_name *names,
	const char *s);
/* The name that is shown for a value: its first. */
const char *name_of(const struct option_name *names, long value);
/*
 * Digits with at most one point, and perhaps a unit (else bare is what 1
 * means, in ms): to milliseconds.  Returns 0, or -1: no such, or over max.
 */
int time_parse(const char *s, int64_t bare, int64_t max, int64_t *out);

/* --- names.c --- */

enum {			/* further places, beside OPT_GLOBAL and so on */
	IN_LOGGER = 1 << 8,
	IN_LISTENERS = 1 << 9,	/* HTTP_Listener itself, where Listen stands */
};

struct stanza_def {
	const char *name;
	unsigned in;		/* the places where it may stand */
	unsigned scope;		/* the place that it is for its options */
	int named;		/* 1: a name must follow; 0: it may */
	int unique;		/* twice with the same name is an error */
};

const struct stanza_def *stanza_find(const char *name);
extern const struct stanza_def stanza_global;
/* The i-th stanza's name, or NULL behind the last. */
const char *stanza_name(size_t i);
/* 1: a name without effect that may stand there. */
int ignored_in(const char *name, unsigned scope);

/* --- nearest.c --- */

enum { NEAR_OPTIONS = 1, NEAR_STANZAS = 2 };
const char *name_nearest(const char *name, int among);

/* --- store.c --- */

struct section {
	const struct stanza_def *def;
	const char *name;	/* "" when it has none */
	struct diag_pos pos;
	struct setting *set;
	struct section *bindings;
	struct section *next;	/* among its parent's bindings, or hash chain */
	struct config_view *views;	/* those of which it is the domain */
};

enum { DOMAIN_BUCKETS = 512 };

struct config {
	struct arena arena;
	const char *file;		/* that was opened; NULL: none */
	struct setting dflt[OPTIONS];
	struct section override;	/* -o */
	struct section global;
	struct section mm7_serv;
	struct section *bucket[DOMAIN_BUCKETS];
	struct section *found[2];	/* the last of domain and operand that
					   a view was asked for: mostly the next */
	struct section **domain;	/* in the order of the files */
	size_t ndomains;
	size_t domaincap;
};

struct config_view {
	struct config_view *next;
	const struct section *operand;
	const struct section *binding[3];	/* the domain's, operand's, global */
	const struct setting *at[OPTIONS];
};

/* NULL: none (find), out of memory (add). */
struct section *domain_find(const struct config *c, const char *name);
struct section *domain_add(struct config *c, const char *name);
struct section *binding_find(const struct section *s, const char *name);
struct section *section_new(struct config *c, const struct stanza_def *def,
	const char *name);
struct setting *section_get(const struct section *s, enum option o);
/* Put it there; one of the same option is replaced. */
void section_put(struct section *s, struct setting *set);
/* c was changed: forget the views. */
void views_drop(struct config *c);

/* --- file.c --- */

/* A whole file of at most CONFIG_FILE_MAX octets.  0, or -1 and errno. */
int file_read(const char *path, struct buf *out, struct stat *st);
/* 1: others may read it, or group or others write it. */
int file_unsafe(const struct stat *st);

/* --- parse.c --- */

struct problems {
	config_report *report;
	void *arg;
	unsigned count;
	unsigned files;
};

/* One file that is being read. */
struct parser {
	struct config *c;
	struct problems *problems;
	const struct parser *up;	/* who included it */
	const char *file;
	dev_t dev;			/* with ino: to see a loop */
	ino_t ino;
	int on_disk;			/* dev and ino count */
	int unsafe;			/* not fit for a secret */
	unsigned depth;
	struct lex lex;
	struct token t;			/* the one at hand */
	unsigned long equals;		/* the line of the last option's "=" */
};

void problem(struct parser *p, unsigned long line, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void advance(struct parser *p);
/* Report that, and end the reading.  Returns -1. */
int out_of_memory(struct parser *p);
/* Read a file's text into a section. */
void parse_text(struct parser *p, struct section *s, const char *text,
	size_t n);

/* --- rules.c --- */

/* `at the top level`, `in domain "x"`: where s is, for messages. */
const char *place(const struct section *s, char *out, size_t outsz);
/* The same for all places of an option or stanza. */
void where_allowed(unsigned scope, char *out, size_t outsz);
/* Set the option named in line, if it may be set there. */
void rule_option(struct parser *p, struct section *s, const char *name,
	const struct value *v, unsigned long line);
/* A section for the stanza that begins in line.  NULL: it was reported. */
struct section *rule_section(struct parser *p, struct section *parent,
	const struct stanza_def *def, const char *name, unsigned long line);

/* --- list.c --- */

/* A value, the token at hand being its first; -1: it was reported. */
int parse_value(struct parser *p, struct value *v);

/* --- file.c again --- */

/* `include "pattern"` on that line of p's file. */
void include(struct parser *p, struct section *s, const char *pattern,
	unsigned long line);
/* Read st's file, whose text is given. */
int load_text(struct config *c, const char *path, const struct buf *text,
	const struct stat *st, config_report *report, void *arg);

#endif
