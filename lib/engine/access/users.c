#include "engine/access/users.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sysexits.h>

struct users {
	struct user *user;	/* by system_id */
	size_t n;
	const struct secret *hash;	/* somebody's; NULL: there is none */
};

void
users_free(struct users *u)
{
	size_t i;

	if (!u)
		return;
	for (i = 0; i < u->n; i++)
		user_release(&u->user[i]);
	free(u->user);
	free(u);
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(((const struct user *)a)->system_id,
	    ((const struct user *)b)->system_id);
}

/* Where it stands, or would. */
static size_t
place(const struct users *u, const char *system_id)
{
	size_t low = 0, high = u->n, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (strcmp(u->user[mid].system_id, system_id) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

const struct user *
users_find(const struct users *u, const char *system_id)
{
	size_t i = place(u, system_id);

	return i < u->n && strcmp(u->user[i].system_id, system_id) == 0 ?
		&u->user[i] : NULL;
}

/* NULL, or what is wrong with the line. */
static const char *
add(struct users *u, char *line)
{
	struct user *grown;
	const char *wrong;

	if (u->n == USERS_MAX)
		return "too many users";
	grown = realloc(u->user, (u->n + 1) * sizeof *grown);
	if (!grown)
		return "out of memory";
	u->user = grown;
	grown += u->n;
	memset(grown, 0, sizeof *grown);
	wrong = user_parse(grown, line);
	if (wrong)
		user_release(grown);
	else
		u->n++;
	return wrong;
}

static int
read_lines(struct users *u, FILE *f, const char *path, struct diag_err *err)
{
	char line[USERS_LINE];
	const char *wrong;
	unsigned long n = 0;

	while (fgets(line, sizeof line, f)) {
		n++;
		if (!strchr(line, '\n') && !feof(f))
			return diag_err(err, EX_CONFIG, "%s:%lu: line is too "
			    "long", path, n);
		line[strcspn(line, "\r\n")] = '\0';
		if (!line[0] || line[0] == '#')
			continue;
		wrong = add(u, line);
		if (wrong)
			return diag_err(err, EX_CONFIG, "%s:%lu: %s", path, n,
			    wrong);
	}
	return ferror(f) ? diag_err(err, EX_NOINPUT, "%s: %s", path,
	    strerror(errno)) : 0;
}

/* In order; nobody twice, since which of the two would count? */
static int
arrange(struct users *u, const char *path, struct diag_err *err)
{
	size_t i;

	if (u->n)
		qsort(u->user, u->n, sizeof *u->user, by_name);
	for (i = 0; i < u->n; i++) {
		if (i && by_name(&u->user[i - 1], &u->user[i]) == 0)
			return diag_err(err, EX_CONFIG, "%s: %s stands there "
			    "twice", path, u->user[i].system_id);
		if (!u->hash && u->user[i].secret.scheme == SECRET_CRYPT)
			u->hash = &u->user[i].secret;
	}
	return 0;
}

struct users *
users_load(const char *path, struct diag_err *err)
{
	struct users *u = calloc(1, sizeof *u);
	FILE *f = fopen(path, "re");
	struct stat st;
	int rc = -1;

	if (!f || fstat(fileno(f), &st) < 0)
		diag_err(err, EX_NOINPUT, "%s: %s", path, strerror(errno));
	else if (st.st_mode & (S_IROTH | S_IWOTH))
		diag_err(err, EX_CONFIG, "%s: holds passwords and others may "
		    "read it: chmod 640 %s", path, path);
	else if (!u)
		diag_err(err, EX_OSERR, "out of memory");
	else
		rc = read_lines(u, f, path, err);
	if (f)
		fclose(f);
	if (rc < 0 || arrange(u, path, err) < 0) {
		users_free(u);
		return NULL;
	}
	return u;
}

int
users_secret(const struct users *u, const char *system_id,
    const struct secret **secret, const struct secret **decoy)
{
	const struct user *user = users_find(u, system_id);

	*secret = user ? &user->secret : NULL;
	*decoy = user && user->secret.scheme == SECRET_CRYPT ? NULL : u->hash;
	return user != NULL;
}

/* A `*` at its end stands for any further digits. */
static int
fits(const char *pattern, const char *number)
{
	size_t n;

	pattern += *pattern == '+';
	n = strcspn(pattern, "*");
	return strncmp(pattern, number, n) == 0 &&
		(pattern[n] == '*' || !number[n]);
}

/* The longest pattern that fits, as a router takes the longest prefix. */
const struct user *
users_of_number(const struct users *u, const char *number)
{
	const struct user *best = NULL;
	size_t i, k, n, longest = 0;

	number += *number == '+';
	for (i = 0; i < u->n; i++)
		for (k = 0; k < u->user[i].nnumbers; k++) {
			n = strlen(u->user[i].number[k]);
			if (n > longest && fits(u->user[i].number[k], number)) {
				best = &u->user[i];
				longest = n;
			}
		}
	return best;
}

static int
inside(const struct in6_addr *a, const struct user_net *net)
{
	unsigned octets = net->bits / 8, bits = net->bits % 8;
	unsigned char mask = (unsigned char)(0xff00 >> bits);

	return memcmp(a, &net->addr, octets) == 0 && (!bits ||
	    !((a->s6_addr[octets] ^ net->addr.s6_addr[octets]) & mask));
}

int
user_net_has(const struct user_net *net, const struct sockaddr *sa)
{
	struct in6_addr a;

	return net->is_unix ? sa->sa_family == AF_UNIX :
		user_address(sa, &a) == 0 && inside(&a, net);
}

int
user_from(const struct user *u, const struct sockaddr *sa)
{
	size_t i;

	for (i = 0; i < u->nfrom; i++)
		if (user_net_has(&u->from[i], sa))
			return 1;
	return u->nfrom == 0;
}

const struct user *
users_of_address(const struct users *u, const struct sockaddr *sa)
{
	size_t i;

	for (i = 0; i < u->n; i++)
		if (u->user[i].secret.scheme == SECRET_NONE &&
		    user_from(&u->user[i], sa))
			return &u->user[i];
	return NULL;
}

int
users_have(const struct users *u, enum secret_scheme scheme)
{
	size_t i;

	for (i = 0; i < u->n; i++)
		if (u->user[i].secret.scheme == scheme)
			return 1;
	return 0;
}
