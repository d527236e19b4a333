/*
 * diag - what a program says to people, and how it exits.
 *
 * One line per problem, in a shape that editors, grep and people all read:
 *
 *	prog: what
 *	prog: file:line: what
 *
 * Codecs never call these: they return an error and let their caller, who
 * knows the file and the line, say it.
 */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include <stdarg.h>

/* Where in the *input* a problem lies.  line 0: the input as a whole. */
struct diag_pos {
	const char *file;	/* borrowed; "stdin" for descriptor 0 */
	unsigned long line;	/* 1-based */
};

/*
 * What came out wrong in a function that does not print: the text for people
 * and the sysexits(3) code that it leads to.  A function that takes one says
 * in its header when it is filled.
 */
struct diag_err {
	int sysexit;
	char text[256];		/* no program name, no line feed; may be cut */
};

/* Fill err (NULL is allowed) and return -1, so that `return diag_err(...)`. */
int diag_err(struct diag_err *err, int sysexit, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* The commonest: EX_TEMPFAIL, out of memory. */
int diag_no_memory(struct diag_err *err);

/* Remember the program's name: the last component of argv0 (kept borrowed). */
void diag_init(const char *argv0);
const char *diag_prog(void);

/* From now on everything goes to syslog's LOG_MAIL, not to stderr. */
void diag_to_syslog(void);

/* -q: diag_info() says nothing.  -v: diag_debug() speaks. */
void diag_quiet(int quiet);
void diag_verbose(int verbose);

/* Print one line: a problem.  pos may be NULL.  Keeps errno. */
void diag_warn(const struct diag_pos *pos, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* Print one line that is no problem: "listening on ...", "bound to ...". */
void diag_info(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void diag_debug(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* What a peer may have chosen must not move the terminal's cursor or forge a
   second line: control characters become `?'.  All of the above do so. */
void diag_neutralise(char *s);

/* What is said goes to a terminal. */
int diag_on_terminal(void);
/* The same, and somebody watches: -q is not set, and what the program writes
   does not scroll by there already. */
int diag_watched(void);
/* Show this on the terminal's last line in place of what was shown before,
   until something else is said.  Without diag_watched() it does nothing. */
void diag_progress(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void diag_progress_over(void);

/*
 * The failure of a delivery agent: `5.1.1 prog: what`.  The enhanced status
 * code (RFC 3463) stands first, since MTAs look for it at the start of what
 * a delivery agent prints and put it into the bounce.
 */
void diag_status(const char *code, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* diag_warn(), then exit with the sysexits(3) code. */
_Noreturn void diag_die(int sysexit, const struct diag_pos *pos,
	const char *fmt, ...) __attribute__((format(printf, 3, 4)));

#endif
