/* Where from: Trusted_Proxy and X-Forwarded-For, RFC 7239's ancestor.  See
   serve_priv.h. */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sysexits.h>

#include "engine/mm7serve/serve_priv.h"

int
serve_read_proxies(struct serve *s, const struct config_view *v)
{
	struct user_net net[SERVE_PROXIES_MAX];
	const char *item;
	char word[128];
	size_t n;

	for (n = 0; (item = config_item(v, TRUSTED_PROXY, n)); n++) {
		snprintf(word, sizeof word, "%s", item);
		if (n < SERVE_PROXIES_MAX && user_net_parse(&net[n], word) == 0)
			continue;
		diag_warn(NULL, "Trusted_Proxy: %s", n < SERVE_PROXIES_MAX ?
		    "want addresses such as 192.0.2.1, 10.0.0.0/8, ::1 or unix"
		    : "too many");
		return EX_CONFIG;
	}
	memcpy(s->proxy, net, n * sizeof net[0]);
	s->nproxies = n;
	return 0;
}

static int
is_proxy(const struct serve *s, const struct sockaddr *sa)
{
	size_t i;

	for (i = 0; i < s->nproxies; i++)
		if (user_net_has(&s->proxy[i], sa))
			return 1;
	return 0;
}

/* One of its elements: an address, perhaps with [ ] and a port. */
static int
read_address(const char *p, size_t n, struct sockaddr_storage *sa)
{
	struct sockaddr_in *in = (struct sockaddr_in *)sa;
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)sa;
	char text[64], *at = text, *end;

	if (n >= sizeof text)
		return -1;
	memcpy(text, p, n);
	text[n] = '\0';
	end = strchr(text, ':');
	if (*text == '[') {
		at++;
		end = strchr(text, ']');
	} else if (end && strchr(end + 1, ':')) {
		end = NULL;
	}
	if (end)
		*end = '\0';
	memset(sa, 0, sizeof *sa);
	if (inet_pton(AF_INET, at, &in->sin_addr) == 1)
		sa->ss_family = AF_INET;
	else if (inet_pton(AF_INET6, at, &in6->sin6_addr) == 1)
		sa->ss_family = AF_INET6;
	return sa->ss_family ? 0 : -1;
}

/* All headers of that name are one list; what a proxy adds is in the last. */
static const char *
forwarded(const struct http_request *q)
{
	size_t i;

	for (i = q->nheaders; i > 0; i--)
		if (strcasecmp(q->header[i - 1].name, "X-Forwarded-For") == 0)
			return q->header[i - 1].value;
	return NULL;
}

void
serve_from(const struct serve *s, const struct http_exchange *x,
    struct sockaddr_storage *sa)
{
	const char *list = forwarded(http_exchange_request(x));
	const char *end = list ? list + strlen(list) : NULL, *p, *to;
	struct sockaddr_storage next;

	memcpy(sa, http_exchange_address(x), sizeof *sa);
	while (end > list && is_proxy(s, (const struct sockaddr *)sa)) {
		for (p = end; p > list && p[-1] != ','; p--)
			;
		for (to = end; to > p && to[-1] == ' '; to--)
			;
		end = p > list ? p - 1 : list;
		p += strspn(p, " ");
		if (p >= to || read_address(p, (size_t)(to - p), &next) < 0)
			return;
		*sa = next;
	}
}
