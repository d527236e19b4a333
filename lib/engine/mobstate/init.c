/* mobstate init: make the store. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "engine/mobstate/mobstate_priv.h"

enum {
	MODE_ALONE = 0600,
	MODE_GROUP = 0660,
	NAME_SIZE = 64,		/* of a user or group; useradd(8) has 32 */
	PATH_SIZE = 4096,
};

struct asked {
	char user[NAME_SIZE], group[NAME_SIZE];	/* "": not asked for */
	int mode;				/* -1 */
};

/* `user`, `user:group` or `:group`. */
static void
take_user(const struct mobstate *m, const char *arg, struct asked *a)
{
	size_t n = strcspn(arg, ":");
	const char *group = arg[n] ? arg + n + 1 : "";

	if (n >= sizeof a->user || strlen(group) >= sizeof a->group ||
	    !*arg || (arg[n] && !*group))
		args_usage(m->o->args, "init: -u %s: want user[:group]", arg);
	memcpy(a->user, arg, n);
	a->user[n] = '\0';
	memcpy(a->group, group, strlen(group) + 1);
}

/* Octal, as for chmod(1): three digits, or four with a 0 in front. */
static void
take_mode(const struct mobstate *m, const char *arg, struct asked *a)
{
	size_t n = strspn(arg, "01234567");
	unsigned mode;

	if (n != strlen(arg) || n < 3 || n > 4 || (n == 4 && *arg != '0') ||
	    sscanf(arg, "%o", &mode) != 1 || (mode & 0600) != 0600 ||
	    mode & 0111)
		args_usage(m->o->args, "init: -m %s: want an octal mode such "
		    "as 0660, with read and write for the owner", arg);
	a->mode = (int)mode;
}

/* The mode it is to have: what was asked for, or as it is. */
static mode_t
mode_for(const struct asked *a, const struct stat *before)
{
	if (a->mode >= 0)
		return (mode_t)a->mode;
	if (*a->group)
		return MODE_GROUP;
	return before ? before->st_mode & 0777 : MODE_ALONE;
}

static const char *
path_of(const struct mobstate *m)
{
	const char *colon = strchr(m->where, ':');

	return colon ? colon + 1 : m->where;
}

/* A folder that was there is left alone, and may keep the group out: SQLite
   makes files in it. */
static void
look_at_folder(const char *path)
{
	const char *slash = strrchr(path, '/');
	char folder[PATH_SIZE];
	struct stat of_file, st;

	snprintf(folder, sizeof folder, "%.*s", (int)(slash - path), path);
	if (stat(path, &of_file) < 0 || stat(*folder ? folder : "/", &st) < 0 ||
	    !(of_file.st_mode & S_IWGRP) ||
	    (st.st_mode & (S_IWOTH | S_IXOTH)) == (S_IWOTH | S_IXOTH) ||
	    (st.st_gid == of_file.st_gid &&
	    (st.st_mode & (S_IWGRP | S_IXGRP)) == (S_IWGRP | S_IXGRP)))
		return;
	diag_warn(NULL, "%s: the folder does not let the store's group in",
	    folder);
}

int
mobstate_init(struct mobstate *m, int argc, char *argv[])
{
	struct asked a = { .mode = -1 };
	struct stat st;
	struct diag_err err;
	mode_t mode;
	int c, was;

	while ((c = mobstate_getopt(m, argc, argv, "+:m:u:")) != -1)
		switch (c) {
		case 'm': take_mode(m, optarg, &a); break;
		case 'u': take_user(m, optarg, &a); break;
		}
	mobstate_no_operands(m, argc, argv);
	was = stat(path_of(m), &st) == 0;
	mode = mode_for(&a, was ? &st : NULL);
	if (store_init(m->where, *a.user ? a.user : NULL,
	    *a.group ? a.group : NULL, mode, &err) < 0)
		return mobstate_fail(&err);
	diag_info("%s %s%s%s%s%s, mode %04o", was ? "was there:" : "made",
	    path_of(m), *a.user || *a.group ? ", for " : "", a.user,
	    *a.group ? ":" : "", a.group, (unsigned)mode);
	look_at_folder(path_of(m));
	return 0;
}
