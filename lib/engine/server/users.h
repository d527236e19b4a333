/*
 * users - who may bind to our server: SMPP_Server_Users.
 *
 * A line an ESME: `system_id:password`, the password plain or a crypt(5) hash
 * (it begins with `$`).  `#` begins a comment line.
 */
#ifndef ENGINE_USERS_H
#define ENGINE_USERS_H

#include "base/diag.h"

struct users;

enum { USERS_MAX = 10000 };

/* Read the file; refused if others may read it.  NULL with err filled, naming
   file and line: EX_CONFIG, EX_NOINPUT. */
struct users *users_load(const char *path, struct diag_err *err);
void users_free(struct users *u);

/* 1: that is his password. */
int users_check(const struct users *u, const char *system_id,
	const char *password);

#endif
