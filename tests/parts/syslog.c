/*
 * syslog - what a program tells syslog(3), as lines of the file that
 * $SYSLOG_FILE names, "<PRIORITY>text": for LD_PRELOAD.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <syslog.h>

static void
put(int priority, const char *fmt, va_list ap)
{
	FILE *f = fopen(getenv("SYSLOG_FILE"), "a");
	char line[8192];

	if (!f)
		abort();
	vsnprintf(line, sizeof line, fmt, ap);
	fprintf(f, "<%d>%s\n", priority, line);
	fclose(f);
}

void
syslog(int priority, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	put(priority, fmt, ap);
	va_end(ap);
}

/* what it is called where _FORTIFY_SOURCE is set */
void __syslog_chk(int priority, int flag, const char *fmt, ...);
void
__syslog_chk(int priority, int flag, const char *fmt, ...)
{
	va_list ap;

	(void)flag;
	va_start(ap, fmt);
	put(priority, fmt, ap);
	va_end(ap);
}
