#include "base/hostport.h"

#include <stdio.h>
#include <string.h>

#include "base/num.h"

static const char local[] = "unix:";

int
hostport_is_unix(const struct hostport *hp)
{
	return strncmp(hp->host, local, sizeof local - 1) == 0;
}

const char *
hostport_path(const struct hostport *hp)
{
	return hp->host + sizeof local - 1;
}

int
hostport_parse(struct hostport *out, const char *text, int port)
{
	const char *host = text, *end = text + strlen(text), *colon;
	int64_t number = port;

	if (strncmp(text, local, sizeof local - 1) == 0) {
		number = 0;
	} else if (*text == '[') {
		host = text + 1;
		end = strchr(host, ']');
		if (!end || (end[1] && end[1] != ':') ||
		    (end[1] && num_parse(end + 2, 1, 65535, &number) < 0))
			return -1;
	} else if ((colon = strchr(text, ':')) && !strchr(colon + 1, ':')) {
		end = colon;
		if (num_parse(colon + 1, 1, 65535, &number) < 0)
			return -1;
	}
	if (end == host || end - host >= HOSTPORT_HOST_MAX)
		return -1;
	memcpy(out->host, host, (size_t)(end - host));
	out->host[end - host] = '\0';
	out->port[0] = '\0';
	if (number)
		snprintf(out->port, sizeof out->port, "%u",
		    (unsigned)(number & 0xffff));
	return 0;
}
