/*
 * config - the stanza language of mobutils.conf(5), which is Mobile Momentum's.
 *
 *	Option = "value"
 *	domain "example.com" {
 *		SMPP_SMSC_Server = "10.0.0.1"
 *		binding "b" { SMPP_Bind_Type = receiver }
 *	}
 *	include "/etc/mobutils.d/x.conf"
 *
 * Names are case-insensitive.  A value is bare, quoted, a list in ( ) with or
 * without commas, or a map in [ ].  `#` begins a comment.  What an option is
 * called, its type, default and scope is a row in options.c.
 *
 * Where a value comes from, first found: -o, the binding, the record's domain's
 * stanza, the operand's domain's stanza, mm7_serv, global, the table's default.
 * (The record's own fields come before all of these; that is lib/gateway's
 * business.)  A binding's stanza counts in the record's domain before one in
 * the operand's, and that before one at the top level.
 *
 * There are no globals that change: a new configuration can be read while the
 * old one is in use, and takes its place if it is good.
 */
#ifndef CONFIG_CONFIG_H
#define CONFIG_CONFIG_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/diag.h"
#include "base/hostport.h"
#include "config/options.h"

enum {
	CONFIG_INCLUDE_MAX = 16,	/* depth of include */
	CONFIG_FILE_MAX = 4 << 20,	/* octets of one file */
	CONFIG_LIST_MAX = 1024,		/* elements of one list or map */
	CONFIG_ROWS_MAX = 65536,	/* rows of one table: no more tags are */
};

struct config;
/* The options in force for one domain: an array, quick to ask. */
struct config_view;

/* An empty configuration: all defaults.  NULL: out of memory. */
struct config *config_new(void);
void config_free(struct config *c);

/**
 * Read a file into c, its includes too (relative to the including file; glob
 * patterns allowed).
 *
 * A file that holds a secret (an option of type OPT_SECRET) and may be read by
 * others than owner and group is refused.
 *
 * Returns 0, or -1: every problem found is given to report (in the order of
 * the files; pos is "file:line"), so that one run shows them all.  An unknown
 * option or stanza is named with the nearest known name.  After -1 c is good
 * for config_free() only.
 */
typedef void config_report(void *arg, const struct diag_pos *pos,
	const char *what);
int config_load(struct config *c, const char *path, config_report *report,
	void *arg);

/* The same from memory; name stands for the file in messages. */
int config_parse(struct config *c, const char *name, const char *text,
	size_t n, config_report *report, void *arg);

/**
 * -o Option=value: comes before every file; of the same option given twice, the
 * last counts.  The value is as in the file, or bare to the end.  A secret is
 * refused, since everybody can see argv.
 * Returns 0, or -1 with err filled (EX_USAGE).
 */
int config_set(struct config *c, const char *assignment, struct diag_err *err);

/**
 * Set an option for a domain as though its stanza had it (an operand that is a
 * URL is turned into such a stanza).  Returns 0 or -1 with err filled.
 */
int config_set_domain(struct config *c, const char *domain, enum option opt,
	const char *value, struct diag_err *err);

/* 1 when there is a stanza for that domain (case-insensitive). */
int config_has_domain(const struct config *c, const char *domain);
/* The i-th domain's name in the order of the files, or NULL. */
const char *config_domain(const struct config *c, size_t i);

/**
 * The options in force for a record's domain within an operand's domain; both
 * may be NULL.  binding NULL: none.  Made at the first call for that pair and
 * kept in c: the result is borrowed and good as long as c is not changed.
 * NULL: out of memory.
 */
const struct config_view *config_view(struct config *c, const char *domain,
	const char *operand, const char *binding);

/*
 * Values.  The option must have the fitting type in the table.  Where the table
 * has names, config_str() and config_item() give the value's first name there,
 * however it was written ("latin-1" is "latin1"; "yes" is "true").
 */
const char *config_str(const struct config_view *v, enum option o);	/* NULL: unset or empty */
int64_t config_int(const struct config_view *v, enum option o);	/* int, enum (its number), bool */
int config_bool(const struct config_view *v, enum option o);
msec config_msec(const struct config_view *v, enum option o);	/* OPT_TIME */
/* The i-th element of a list, or NULL behind the last; a single value is a
   list of one. */
const char *config_item(const struct config_view *v, enum option o, size_t i);
/* A map's i-th key and value (value NULL: none): 1, or 0 behind the last. */
int config_pair(const struct config_view *v, enum option o, size_t i,
	const char **key, const char **value);
/*
 * The file that an OPT_TABLE option names: a row a line, its cells between
 * commas, blanks around them not counted; the last cell goes to the end of the
 * line, and it and those before it may be missing where they are text ("").
 * `"` at a cell's begin quotes it, `""` in it is a quote.  `;` or `#` at the
 * begin of a line or behind a blank starts a comment.
 */
struct config_row {
	const char *cell[COLUMNS_MAX];
	int64_t num[COLUMNS_MAX];	/* of columns that are numbers */
	int64_t key;			/* the one that no other row has */
	unsigned long line;
};
struct config_table {
	const struct config_row *row;	/* sorted by key */
	size_t n;
};
/* NULL: the option is not set.  Good as long as the configuration. */
const struct config_table *config_table(const struct config_view *v,
	enum option o);
/* Was it set anywhere, or is it the table's default? */
int config_is_set(const struct config_view *v, enum option o);
/* Where it was set: file and line ("-o" and 0, "default" and 0; "operand" and 0
   for config_set_domain()). */
struct diag_pos config_where(const struct config_view *v, enum option o);

/* A time on a command line, written as in the file: `90s`, `2h`, `14d`.  Its
   unit may not be missing.  Milliseconds; -1: it is none. */
int64_t config_time(const char *text);

/*
 * A secret: the option itself, else the file that the option's ..._Password_File
 * names (its first line, at most 4096 octets; refused if others may read it;
 * file OPTIONS: there is none), else the environment variable env (NULL: none).
 * Copied into out, with a NUL.
 * Returns its length (0: none), or -1 with err filled.
 */
int config_secret(const struct config_view *v, enum option secret,
	enum option file, const char *env, char *out, size_t outsz,
	struct diag_err *err);

/**
 * A file of secrets that somebody else will read: a private key.  file is an
 * OPT_PATH; not set counts as fine.
 * Returns 0, or -1 with err filled: EX_NOINPUT, EX_CONFIG (others may read it).
 */
int config_private(const struct config_view *v, enum option file,
	struct diag_err *err);

/* Where the store is: the option State; where it is not set, $MOBUTILS_STATE
   and then the default.  NULL: none.  *from, which may be NULL, is the
   variable's name where it decided, else NULL.  global: a view of no domain. */
const char *config_state(const struct config_view *global, const char **from);

/* SMPP_SMSC_Port, or what is customary: 2775, with SMPP_SMSC_TLS 3550. */
int config_smsc_port(const struct config_view *v);
/* The i-th of SMPP_SMSC_Server, with that port where it has none.  1; 0: there
   is none; -1: it is none (base/hostport.h). */
int config_smsc_server(const struct config_view *v, size_t i,
	struct hostport *out);

/* -C: the options in force for that view, a line each, with file:line;
   secrets masked; only those set when all is 0. */
void config_print(FILE *to, const struct config_view *v, int all);

/*
 * What every program does: -c's path (NULL: $MOBUTILS_CONF, or else
 * /etc/mobutils.conf if that exists), then -o assignments.  Problems are said on
 * stderr by this function.  Returns NULL then, and in *sysexit EX_CONFIG,
 * EX_USAGE for -o, or EX_NOINPUT for a file that was named and cannot be read.
 */
struct config *config_open(const char *path, char *const *assignments,
	size_t n, int *sysexit);
/* For people: the file that it read, or that there is none. */
const char *config_file(const struct config *c);

#endif
