/* What a socket's end is called.  See conn.h. */
#include <netdb.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "net/conn.h"

void
conn_name(int fd, int local, char out[CONN_NAME_SIZE])
{
	struct sockaddr_storage sa;
	socklen_t len = sizeof sa;
	char host[64], port[16];
	int rc = local ? getsockname(fd, (struct sockaddr *)&sa, &len) :
		getpeername(fd, (struct sockaddr *)&sa, &len);

	if (rc == 0 && sa.ss_family == AF_UNIX &&
	    len <= offsetof(struct sockaddr_un, sun_path))
		snprintf(out, CONN_NAME_SIZE, "a local socket");
	else if (rc == 0 && sa.ss_family == AF_UNIX)
		snprintf(out, CONN_NAME_SIZE, "unix:%.*s", CONN_NAME_SIZE - 6,
		    ((struct sockaddr_un *)&sa)->sun_path);
	else if (rc == 0 && getnameinfo((struct sockaddr *)&sa, len, host,
	    sizeof host, port, sizeof port, NI_NUMERICHOST | NI_NUMERICSERV) == 0)
		snprintf(out, CONN_NAME_SIZE, strchr(host, ':') ?
		    "[%s]:%s" : "%s:%s", host, port);
	else
		snprintf(out, CONN_NAME_SIZE, "unknown peer");
}
