/* Names: of options, of Momentum's options without effect, and of stanzas. */
#include <string.h>
#include <strings.h>

#include "config/private.h"

/*
 * Options of Mobile Momentum's daemon and its databases, which have no effect
 * here.  A * at the end stands for anything.
 */
static const struct {
	const char *name;
	int logger;		/* in logger stanzas only */
} ignored[] = {
	{ "Concurrency", 0 },
	{ "Debug_Level", 0 },
	{ "Heartbeat", 0 },
	{ "Heartbeat_Interval", 0 },
	{ "MM7_Mstore_*", 0 },
	{ "MM7_Submit_Tracking_*", 0 },
	{ "Namespace", 0 },
	{ "Namespaces", 0 },
	{ "Pool_Name", 0 },
	{ "SMPP_Mstore_*", 0 },
	{ "SMPP_RAM_Cache", 0 },
	{ "SMPP_RAM_Query_*", 0 },
	{ "SMPP_Submit_Tracking_*", 0 },
	{ "Stack_Size", 0 },
	{ "Thread_Pool", 0 },
	{ "Threadpool", 0 },
	{ "Logfile", 1 },
	{ "Logmode", 1 },
	{ "Log_Reception", 1 },
	{ "Log_Reception_Format", 1 },
	{ "Log_Delivery", 1 },
	{ "Log_Delivery_Format", 1 },
	{ "Log_Status", 1 },
	{ "Log_Status_Format", 1 },
	{ "Log_Tempfail", 1 },
	{ "Log_Tempfail_Format", 1 },
	{ "Log_Permfail", 1 },
	{ "Log_Permfail_Format", 1 },
	{ "Log_Conversion", 1 },
	{ "Log_Conversion_Format", 1 },
	{ "Bounce_Logfile", 1 },
	{ "Bounce_Logmode", 1 },
	{ "Log_Bounce_Inband", 1 },
	{ "Log_Bounce_Inband_Format", 1 },
	{ "Log_Bounce_Outband", 1 },
	{ "Log_Bounce_Outband_Format", 1 },
	{ "Log_Bounce_Transient", 1 },
	{ "Log_Bounce_Transient_Format", 1 },
};
enum { IGNORED = sizeof ignored / sizeof *ignored };

const struct stanza_def stanza_global = { "", 0, OPT_GLOBAL, 0, 0 };

static const struct stanza_def stanzas[] = {
	/* name                 in                       for           named unique */
	{ "domain",             OPT_GLOBAL,              OPT_DOMAIN,       1, 1 },
	{ "binding",            OPT_GLOBAL | OPT_DOMAIN, OPT_BINDING,      1, 1 },
	{ "mm7_serv",           OPT_GLOBAL,              OPT_MM7_SERV,     0, 1 },
	{ "HTTP_Listener",      OPT_GLOBAL,
	                        OPT_LISTENER | IN_LISTENERS,               0, 0 },
	{ "Listen",             IN_LISTENERS,            OPT_LISTENER,     1, 0 },
	{ "smpp",               OPT_GLOBAL,              0,                0, 0 },
	{ "mm7",                OPT_GLOBAL,              0,                0, 0 },
	{ "httpsrv",            OPT_GLOBAL,              0,                0, 0 },
	{ "Threadpool",         OPT_GLOBAL,              0,                0, 0 },
	{ "smpp_logger",        OPT_GLOBAL,              IN_LOGGER,        0, 0 },
	{ "mms_logger",         OPT_GLOBAL,              IN_LOGGER,        0, 0 },
	{ "smpp_bounce_logger", OPT_GLOBAL,              IN_LOGGER,        0, 0 },
	{ "mms_bounce_logger",  OPT_GLOBAL,              IN_LOGGER,        0, 0 },
};
enum { STANZAS = sizeof stanzas / sizeof *stanzas };

static int
matches(const char *pattern, const char *name)
{
	size_t n = strlen(pattern);

	if (pattern[n - 1] == '*')
		return strncasecmp(pattern, name, n - 1) == 0;
	return strcasecmp(pattern, name) == 0;
}

const char *
option_ignored(size_t i, int *logger)
{
	if (i >= IGNORED)
		return NULL;
	if (logger)
		*logger = ignored[i].logger;
	return ignored[i].name;
}

int
ignored_in(const char *name, unsigned scope)
{
	size_t i;

	for (i = 0; i < IGNORED; i++)
		if (matches(ignored[i].name, name))
			return !ignored[i].logger || (scope & IN_LOGGER);
	return 0;
}

int
option_find(const char *name)
{
	const struct option_def *d;
	int o;
	size_t i;

	for (o = 0; o < OPTIONS; o++) {
		d = option_def((enum option)o);
		if (strcasecmp(d->name, name) == 0 ||
		    (d->alias && strcasecmp(d->alias, name) == 0))
			return o;
	}
	for (i = 0; i < IGNORED; i++)
		if (matches(ignored[i].name, name))
			return OPTIONS;
	return -1;
}

const struct stanza_def *
stanza_find(const char *name)
{
	size_t i;

	for (i = 0; i < STANZAS; i++)
		if (strcasecmp(stanzas[i].name, name) == 0)
			return &stanzas[i];
	return NULL;
}

const char *
stanza_name(size_t i)
{
	return i < STANZAS ? stanzas[i].name : NULL;
}
