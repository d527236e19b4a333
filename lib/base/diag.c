#include "base/diag.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sysexits.h>
#include <syslog.h>
#include <unistd.h>

enum { LINE_MAX_OCTETS = 1024 };

static const char *prog = "mobutils";
static int quiet, verbose, to_syslog;
static int shown;	/* columns of the terminal's last line */

/* Where stderr was closed, the next file or socket would get its number, and
   our messages with it. */
static void
keep_stderr(void)
{
	int fd;

	if (fcntl(STDERR_FILENO, F_GETFD) >= 0)
		return;
	fd = open("/dev/null", O_RDWR);
	if (fd >= 0 && fd != STDERR_FILENO) {
		dup2(fd, STDERR_FILENO);
		close(fd);
	}
}

void
diag_init(const char *argv0)
{
	const char *slash = argv0 ? strrchr(argv0, '/') : NULL;

	keep_stderr();
	if (argv0)
		prog = slash ? slash + 1 : argv0;
}

const char *
diag_prog(void)
{
	return prog;
}

void
diag_to_syslog(void)
{
	openlog(prog, LOG_PID, LOG_MAIL);
	to_syslog = 1;
}

void
diag_quiet(int on)
{
	quiet = on;
}

void
diag_verbose(int on)
{
	verbose = on;
}

/* U+0080 to U+009F, in UTF-8, are control characters too (ECMA-48, 5.3). */
void
diag_neutralise(char *s)
{
	unsigned char *p;

	for (p = (unsigned char *)s; *p; p++)
		if (*p < 0x20 || *p == 0x7f)
			*p = '?';
		else if (*p == 0xc2 && p[1] >= 0x80 && p[1] < 0xa0)
			p[0] = p[1] = '?';
}

/* nobody is left to tell when stderr itself fails */
static void
put(const char *p, int n)
{
	if (write(STDERR_FILENO, p, (size_t)n) < 0)
		return;
}

static void
wipe(void)
{
	char blank[LINE_MAX_OCTETS];
	int n = shown ? snprintf(blank, sizeof blank, "\r%*s\r", shown, "") : 0;

	shown = 0;
	if (n > 0)
		put(blank, n < (int)sizeof blank ? n : (int)sizeof blank - 1);
}

/* One line, in one write(2), so that lines of several processes do not mix. */
static void
say(int level, const char *code, const struct diag_pos *pos, const char *fmt,
    va_list ap)
{
	char msg[LINE_MAX_OCTETS], line[LINE_MAX_OCTETS + 256], where[192] = "";
	int saved = errno, n;

	vsnprintf(msg, sizeof msg, fmt, ap);
	diag_neutralise(msg);
	if (pos && pos->line)
		snprintf(where, sizeof where, "%s:%lu: ", pos->file, pos->line);
	else if (pos)
		snprintf(where, sizeof where, "%s: ", pos->file);
	diag_neutralise(where);
	if (to_syslog) {
		syslog(level, "%s%s%s%s", code ? code : "", code ? " " : "",
		    where, msg);
	} else {
		wipe();
		n = snprintf(line, sizeof line, "%s%s%s: %s%s\n",
		    code ? code : "", code ? " " : "", prog, where, msg);
		if (n >= (int)sizeof line)
			n = (int)sizeof line - 1;
		put(line, n);
	}
	errno = saved;
}

int
diag_err(struct diag_err *err, int sysexit, const char *fmt, ...)
{
	va_list ap;

	if (!err)
		return -1;
	err->sysexit = sysexit;
	va_start(ap, fmt);
	vsnprintf(err->text, sizeof err->text, fmt, ap);
	va_end(ap);
	return -1;
}

int
diag_no_memory(struct diag_err *err)
{
	return diag_err(err, EX_TEMPFAIL, "out of memory");
}

void
diag_warn(const struct diag_pos *pos, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(LOG_WARNING, NULL, pos, fmt, ap);
	va_end(ap);
}

void
diag_info(const char *fmt, ...)
{
	va_list ap;

	if (quiet)
		return;
	va_start(ap, fmt);
	say(LOG_INFO, NULL, NULL, fmt, ap);
	va_end(ap);
}

void
diag_debug(const char *fmt, ...)
{
	va_list ap;

	if (!verbose)
		return;
	va_start(ap, fmt);
	say(LOG_DEBUG, NULL, NULL, fmt, ap);
	va_end(ap);
}

int
diag_on_terminal(void)
{
	return !to_syslog && isatty(STDERR_FILENO);
}

int
diag_watched(void)
{
	return !quiet && diag_on_terminal() && !isatty(STDOUT_FILENO);
}

void
diag_progress(const char *fmt, ...)
{
	char line[LINE_MAX_OCTETS];
	struct winsize w = { .ws_col = 0 };
	va_list ap;
	int n, saved = errno;

	if (!diag_watched())
		return;
	va_start(ap, fmt);
	n = snprintf(line, sizeof line, "%s: ", prog);
	vsnprintf(line + n, sizeof line - (size_t)n, fmt, ap);
	va_end(ap);
	diag_neutralise(line);
	/* a longer one would go on below, and stay there */
	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &w) < 0 || w.ws_col < 2)
		w.ws_col = 80;
	n = (int)strlen(line);
	n = n < w.ws_col ? n : w.ws_col - 1;
	wipe();
	put(line, n);
	shown = n;
	errno = saved;
}

void
diag_progress_over(void)
{
	int saved = errno;

	wipe();
	errno = saved;
}

void
diag_status(const char *code, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(LOG_ERR, code, NULL, fmt, ap);
	va_end(ap);
}

_Noreturn void
diag_die(int sysexit, const struct diag_pos *pos, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(LOG_ERR, NULL, pos, fmt, ap);
	va_end(ap);
	exit(sysexit);
}
