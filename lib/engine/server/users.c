#include "engine/server/users.h"

#include <crypt.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>

enum { LINE_OCTETS = 512 };

struct user {
	char *system_id;	/* owned */
	char *secret;		/* behind it, in the same memory */
};

struct users {
	struct user *user;
	size_t n;
};

void
users_free(struct users *u)
{
	size_t i;

	if (!u)
		return;
	for (i = 0; i < u->n; i++)
		free(u->user[i].system_id);
	free(u->user);
	free(u);
}

static int
add(struct users *u, const char *line)
{
	const char *colon = strchr(line, ':');
	struct user *grown;

	if (!colon || colon == line || !colon[1] || u->n == USERS_MAX)
		return -1;
	grown = realloc(u->user, (u->n + 1) * sizeof *grown);
	if (!grown)
		return -1;
	u->user = grown;
	grown[u->n].system_id = strdup(line);
	if (!grown[u->n].system_id)
		return -1;
	grown[u->n].system_id[colon - line] = '\0';
	grown[u->n].secret = grown[u->n].system_id + (colon - line) + 1;
	u->n++;
	return 0;
}

static int
read_lines(struct users *u, FILE *f, const char *path, struct diag_err *err)
{
	char line[LINE_OCTETS];
	unsigned long n = 0;

	while (fgets(line, sizeof line, f)) {
		n++;
		if (!strchr(line, '\n') && !feof(f))
			return diag_err(err, EX_CONFIG, "%s:%lu: line is too "
			    "long", path, n);
		line[strcspn(line, "\r\n")] = '\0';
		if (!line[0] || line[0] == '#')
			continue;
		if (add(u, line) < 0)
			return diag_err(err, EX_CONFIG, "%s:%lu: want "
			    "system_id:password", path, n);
	}
	return ferror(f) ? diag_err(err, EX_NOINPUT, "%s: %s", path,
	    strerror(errno)) : 0;
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
	if (rc < 0) {
		users_free(u);
		return NULL;
	}
	return u;
}

/* Takes as long wherever the first difference is. */
static int
same(const char *a, const char *b)
{
	size_t na = strlen(a), nb = strlen(b), i;
	unsigned char diff = na != nb;

	for (i = 0; i < nb; i++)
		diff |= (unsigned char)(b[i] ^ (i < na ? a[i] : 0));
	return !diff;
}

int
users_check(const struct users *u, const char *system_id,
    const char *password)
{
	struct crypt_data data = { .initialized = 0 };
	const char *secret = NULL, *hash;
	int known;
	size_t i;

	for (i = 0; i < u->n; i++)
		if (strcmp(u->user[i].system_id, system_id) == 0)
			secret = u->user[i].secret;
	/* of an unknown one another's is checked, so that it takes as long */
	known = secret != NULL;
	if (!known && u->n)
		secret = u->user[0].secret;
	if (!secret)
		return 0;
	if (secret[0] != '$')
		return same(secret, password) && known;
	hash = crypt_r(password, secret, &data);
	return hash && hash[0] != '*' && same(secret, hash) && known;
}
