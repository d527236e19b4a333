/* Files: read whole, included, and whether others get at their secrets. */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <string.h>
#include <unistd.h>

#include "config/private.h"

static int
read_all(int fd, struct buf *out)
{
	char *room;
	ssize_t n;

	for (;;) {
		room = buf_room(out, 65536);
		if (!room) {
			errno = ENOMEM;
			return -1;
		}
		n = read(fd, room, 65536);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return (int)n;
		out->len += (size_t)n;
		if (out->len > CONFIG_FILE_MAX) {
			errno = EFBIG;
			return -1;
		}
	}
}

int
file_read(const char *path, struct buf *out, struct stat *st)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY), rc, saved;

	if (fd < 0)
		return -1;
	rc = fstat(fd, st);
	if (rc == 0)
		rc = read_all(fd, out);
	saved = errno;
	close(fd);
	errno = saved;
	return rc;
}

int
file_unsafe(const struct stat *st)
{
	return (st->st_mode & (S_IROTH | S_IWGRP | S_IWOTH)) != 0;
}

/* A parser for a file of which st is known (NULL: text from memory). */
static struct parser
parser_for(const struct parser *up, const char *file, const struct stat *st)
{
	struct parser p;

	memset(&p, 0, sizeof p);
	p.up = up;
	p.file = file;
	if (up) {
		p.c = up->c;
		p.problems = up->problems;
		p.depth = up->depth + 1;
	}
	if (st) {
		p.dev = st->st_dev;
		p.ino = st->st_ino;
		p.on_disk = S_ISREG(st->st_mode);
		p.unsafe = file_unsafe(st);
	}
	return p;
}

static int
is_open(const struct parser *p, const struct stat *st)
{
	for (; p; p = p->up)
		if (p->on_disk && p->dev == st->st_dev && p->ino == st->st_ino)
			return 1;
	return 0;
}

static void
include_file(struct parser *p, struct section *s, const char *path,
    unsigned long line)
{
	const char *kept = arena_text(&p->c->arena, path, strlen(path));
	struct buf text = BUF_INIT;
	struct parser sub;
	struct stat st;

	if (!kept) {
		out_of_memory(p);
	} else if (++p->problems->files > CONFIG_FILES_MAX) {
		problem(p, line, "more than %d files are included",
		    CONFIG_FILES_MAX);
	} else if (file_read(path, &text, &st) < 0) {
		problem(p, line, "cannot include %s: %s", path,
		    strerror(errno));
	} else if (is_open(p, &st)) {
		problem(p, line, "%s includes itself", path);
	} else {
		sub = parser_for(p, kept, &st);
		parse_text(&sub, s, text.p, text.len);
	}
	buf_free(&text);
}

/*
 * The pattern beside the including file.  The folder's own name is no pattern:
 * what glob(3) would read as one gets a backslash.
 */
static const char *
beside(struct parser *p, const char *pattern)
{
	const char *slash = strrchr(p->file, '/'), *f;
	struct buf b = BUF_INIT;
	char *kept = NULL;

	for (f = p->file; *pattern != '/' && slash && f <= slash; f++) {
		if (strchr("\\*?[", *f))
			buf_ch(&b, '\\');
		buf_ch(&b, *f);
	}
	buf_str(&b, pattern);
	if (!b.err)
		kept = arena_text(&p->c->arena, b.p ? b.p : "", b.len);
	buf_free(&b);
	return kept;
}

void
include(struct parser *p, struct section *s, const char *pattern,
    unsigned long line)
{
	const char *path = strpbrk(pattern, "*?[") ? beside(p, pattern) :
	    path_beside(&p->c->arena, p->file, pattern);
	size_t i;
	glob_t g;

	if (!path) {
		out_of_memory(p);
		return;
	}
	if (p->depth + 1 > CONFIG_INCLUDE_MAX) {
		problem(p, line, "files include each other more than %d deep",
		    CONFIG_INCLUDE_MAX);
		return;
	}
	if (!strpbrk(pattern, "*?[")) {
		include_file(p, s, path, line);
		return;
	}
	/* a pattern that fits nothing is an empty folder, no mistake */
	switch (glob(path, GLOB_ERR, NULL, &g)) {
	case 0:
		for (i = 0; i < g.gl_pathc; i++)
			include_file(p, s, g.gl_pathv[i], line);
		break;
	case GLOB_NOMATCH:
		break;
	default:
		problem(p, line, "cannot include %s: %s", pattern,
		    strerror(errno));
	}
	globfree(&g);
}

static int
load(struct config *c, const char *name, const struct stat *st,
    const char *text, size_t n, struct problems *problems)
{
	const char *kept = arena_text(&c->arena, name, strlen(name));
	struct parser p = parser_for(NULL, kept ? kept : name, st);

	p.c = c;
	p.problems = problems;
	views_drop(c);
	if (!kept)
		out_of_memory(&p);
	else
		parse_text(&p, &c->global, text, n);
	return problems->count ? -1 : 0;
}

int
load_text(struct config *c, const char *path, const struct buf *text,
    const struct stat *st, config_report *report, void *arg)
{
	struct problems problems = { report, arg, 0, 0 };

	return load(c, path, st, text->p, text->len, &problems);
}

int
config_load(struct config *c, const char *path, config_report *report,
    void *arg)
{
	struct diag_pos pos = { path, 0 };
	struct buf text = BUF_INIT;
	struct stat st;
	int rc = -1;

	if (file_read(path, &text, &st) == 0)
		rc = load_text(c, path, &text, &st, report, arg);
	else if (report)
		report(arg, &pos, strerror(errno));
	buf_free(&text);
	return rc;
}

int
config_parse(struct config *c, const char *name, const char *text, size_t n,
    config_report *report, void *arg)
{
	struct problems problems = { report, arg, 0, 0 };

	return load(c, name, NULL, text, n, &problems);
}
