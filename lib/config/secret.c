/* Passwords: from the configuration, a file or the environment. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "config/private.h"

enum { SECRET_MAX = 4096 };	/* octets of a password file's first line */

/* A password in a URL's authority: RFC 3986, 3.2.1. */
static int
url_has_password(const char *s)
{
	const char *at = strstr(s, "://");
	size_t n;

	if (!at)
		return 0;
	at += 3;
	n = strcspn(at, "@/?");
	return at[n] == '@' && memchr(at, ':', n);
}

int
setting_is_secret(const struct setting *set)
{
	switch (option_def(set->opt)->type) {
	case OPT_SECRET: return *set->item[0] != '\0';
	case OPT_STRING: return url_has_password(set->item[0]);
	default: return 0;
	}
}

/* Overwrite what the compiler would think is dead. */
static void
wipe(char *p, size_t n)
{
	volatile char *v = p;

	while (n--)
		*v++ = 0;
}

static int
copy(const char *s, size_t n, const char *whence, char *out, size_t outsz,
    struct diag_err *err)
{
	if (memchr(s, 0, n))
		return diag_err(err, EX_CONFIG, "%s: a NUL octet in it", whence);
	if (n >= outsz)
		return diag_err(err, EX_CONFIG, "%s: longer than %zu octets",
		    whence, outsz - 1);
	memcpy(out, s, n);
	out[n] = '\0';
	return (int)n;
}

/* Fill buf from the file.  Returns the number of octets, or -1 with errno. */
static ssize_t
read_some(int fd, char *buf, size_t size)
{
	size_t got = 0;
	ssize_t n;

	while (got < size) {
		n = read(fd, buf + got, size - got);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		if (n == 0)
			break;
		got += (size_t)n;
	}
	return (ssize_t)got;
}

static int
no_file(const char *path, struct diag_err *err)
{
	return diag_err(err, EX_NOINPUT, "%s: %s", path, strerror(errno));
}

static int
not_private(const char *path, struct diag_err *err)
{
	return diag_err(err, EX_CONFIG, "%s: others may read or change this "
	    "file: chmod 640 %s", path, path);
}

static int
from_file(const char *path, char *out, size_t outsz, struct diag_err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY), rc;
	char line[SECRET_MAX + 1];
	struct stat st;
	ssize_t n;
	size_t len;

	if (fd < 0 || fstat(fd, &st) < 0) {
		rc = no_file(path, err);
		goto out;
	}
	if (file_unsafe(&st)) {
		rc = not_private(path, err);
		goto out;
	}
	n = read_some(fd, line, sizeof line);
	if (n < 0) {
		rc = no_file(path, err);
		goto out;
	}
	for (len = 0; len < (size_t)n && line[len] != '\n'; len++)
		;
	if (len > SECRET_MAX)
		rc = diag_err(err, EX_CONFIG, "%s: its first line is longer "
		    "than %d octets", path, SECRET_MAX);
	else
		rc = copy(line, len - (len && line[len - 1] == '\r'), path, out,
		    outsz, err);
out:
	wipe(line, sizeof line);
	if (fd >= 0)
		close(fd);
	return rc;
}

int
config_secret(const struct config_view *v, enum option secret,
    enum option file, const char *env, char *out, size_t outsz,
    struct diag_err *err)
{
	const char *s = config_str(v, secret);
	const char *path = file < OPTIONS ? config_str(v, file) : NULL;
	struct diag_err why;

	if (outsz)
		*out = '\0';
	if (s)
		return copy(s, strlen(s), option_def(secret)->name, out, outsz,
		    err);
	if (path) {
		int rc = from_file(path, out, outsz, &why);

		return rc < 0 ? diag_err(err, why.sysexit, "%s: %s",
		    option_def(file)->name, why.text) : rc;
	}
	s = env ? getenv(env) : NULL;
	return s ? copy(s, strlen(s), env, out, outsz, err) : 0;
}

int
config_private(const struct config_view *v, enum option file,
    struct diag_err *err)
{
	const char *path = config_str(v, file);
	struct diag_err why;
	struct stat st;
	int rc = 0;

	if (path && stat(path, &st) < 0)
		rc = no_file(path, &why);
	else if (path && file_unsafe(&st))
		rc = not_private(path, &why);
	return rc < 0 ? diag_err(err, why.sysexit, "%s: %s",
	    option_def(file)->name, why.text) : 0;
}
