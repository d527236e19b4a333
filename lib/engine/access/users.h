/*
 * users - who may bind to our server: SMPP_Server_Users; or send it requests:
 * MM7_Server_Users.
 *
 * A line an ESME: `system_id:password`, or `system_id:password:options` with
 * name=value words between blanks.  `#` begins a comment line.
 *
 *	bind=tx,trx		how he may bind: tx, rx, trx
 *	from=10.0.0.0/8,::1	from where; `unix`: over a Unix socket
 *	number=2000,+1555*	messages to these numbers are his
 *	rate=50			messages a second, of all his sessions
 *	sessions=2		sessions at a time
 *	url=http://x/mm7	reports and messages for him go there: MM7
 *	window=10		unanswered requests in one session
 *
 * A name that {NONE} stands behind has a from=.
 */
#ifndef ENGINE_USERS_H
#define ENGINE_USERS_H

#include <netinet/in.h>

#include "base/diag.h"
#include "engine/access/secret.h"

enum {
	USERS_MAX = 10000,
	USERS_LINE = 2048,	/* octets with its line feed and NUL */
	USERS_LIST_MAX = 64,	/* elements of from= or number= */
};

/* How one may bind: bits. */
enum { USER_TX = 1, USER_RX = 2, USER_TRX = 4 };

struct user_limits {
	unsigned binds;		/* USER_... */
	unsigned sessions, window, rate;	/* 0: any */
};

/* IPv4 addresses are mapped ones (RFC 4291, 2.5.5.2). */
struct user_net {
	struct in6_addr addr;
	unsigned bits;
	int is_unix;
};

struct user {
	char *system_id;	/* owned */
	struct secret secret;
	struct user_limits limits;
	struct user_net *from;	/* owned; nfrom 0: from anywhere */
	size_t nfrom;
	char **number;		/* owned, like its strings */
	size_t nnumbers;
	char *url;		/* owned; NULL: none */
};

struct users;

/* Read the file; refused if others may read it.  NULL with err filled, naming
   file and line: EX_CONFIG, EX_NOINPUT. */
struct users *users_load(const char *path, struct diag_err *err);
void users_free(struct users *u);

/* NULL: there is none of that name. */
const struct user *users_find(const struct users *u, const char *system_id);

/* Whose number it is (a leading + does not matter), or NULL. */
const struct user *users_of_number(const struct users *u, const char *number);

/*
 * What to check a password of this system_id against; returns 1 when there is
 * such a user.  Of nobody, and where hashes are about of one whose password is
 * plain, *decoy is set to somebody's hash: check that too, so that it takes as
 * long, and do not look at the result.  NULL: none.
 */
int users_secret(const struct users *u, const char *system_id,
	const struct secret **secret, const struct secret **decoy);

/* The first one with {NONE} that may come from there, or NULL. */
const struct user *users_of_address(const struct users *u,
	const struct sockaddr *sa);
/* Has anybody a secret of that scheme? */
int users_have(const struct users *u, enum secret_scheme scheme);

/* May he come from there?  sa: the peer's address. */
int user_from(const struct user *u, const struct sockaddr *sa);

/* users_line.c: take a line apart (it is changed).  NULL, or what is wrong. */
const char *user_parse(struct user *u, char *line);
void user_release(struct user *u);
/* A network as from= has them; word is changed.  0, or -1: it is none. */
int user_net_parse(struct user_net *net, char *word);
int user_net_has(const struct user_net *net, const struct sockaddr *sa);
/* IPv4 as mapped; 0, or -1: neither that nor IPv6. */
int user_address(const struct sockaddr *sa, struct in6_addr *a);

#endif
