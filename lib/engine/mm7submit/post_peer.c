/* Where requests go, and how: what the options say.  See post_priv.h. */
#define _GNU_SOURCE		/* explicit_bzero() */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/hostport.h"
#include "engine/mm7submit/post_priv.h"

/* ---- the URL */

/* The host of a URL of an IPv6 address is in brackets. */
static void
put_host(struct buf *b, const char *host)
{
	buf_fmt(b, strchr(host, ':') && *host != '[' ? "[%s]" : "%s", host);
}

/* Routes: `mm7://host/path?port=8080`. */
struct route {
	char host[HOSTPORT_HOST_MAX], path[512];
	int port;
};

static int
read_route(const char *text, struct route *r, struct diag_err *err)
{
	static const char scheme[] = "mm7://";
	const char *port, *path;
	size_t n;

	if (strncasecmp(text, scheme, sizeof scheme - 1) != 0)
		return diag_err(err, EX_CONFIG, "Routes: \"%s\": want "
		    "mm7://host/path?port=8080", text);
	text += sizeof scheme - 1;
	n = strcspn(text, "/?");
	snprintf(r->host, sizeof r->host, "%.*s", (int)n, text);
	path = text + n;
	snprintf(r->path, sizeof r->path, "%.*s", (int)strcspn(path, "?"), path);
	port = strstr(path, "port=");
	if (port)
		r->port = atoi(port + 5);
	return n ? 0 : diag_err(err, EX_CONFIG, "Routes: no host");
}

/* IANA's for https, where TLS is asked for and nothing said of a port. */
static int
port_of(const struct config_view *v)
{
	enum { HTTPS = 443 };

	return config_bool(v, MM7_MMSC_TLS) && !config_is_set(v, MM7_MMSC_PORT) ?
		HTTPS : (int)config_int(v, MM7_MMSC_PORT);
}

/* `host` or `host:port`. */
static int
read_server(const char *text, struct route *r, struct diag_err *err)
{
	struct hostport hp;

	if (hostport_parse(&hp, text, r->port) < 0 || hostport_is_unix(&hp) ||
	    hp.host[strcspn(hp.host, "/?#@ ")])
		return diag_err(err, EX_CONFIG, "MM7_MMSC_Server: \"%s\": want "
		    "a host, or host:port", text);
	snprintf(r->host, sizeof r->host, "%s", hp.host);
	r->port = atoi(hp.port);
	return 0;
}

static int
make_url(struct post_peer *p, const char *domain, struct diag_err *err)
{
	const struct config_view *v = p->view;
	const char *host = config_str(v, MM7_MMSC_SERVER);
	const char *path = config_str(v, MM7_MMSC_PATH);
	const char *uri = config_str(v, HTTP_URI);
	const char *routes = config_item(v, ROUTES, 0);
	struct route r = { .port = port_of(v) };

	if (host) {
		if (read_server(host, &r, err) < 0)
			return -1;
		host = r.host;
	} else if (routes) {
		if (read_route(routes, &r, err) < 0)
			return -1;
		host = r.host;
		path = *r.path ? r.path : path;
	}
	if (!host)
		host = config_str(v, HTTP_HOST);
	if (!host)
		return domain ? diag_err(err, EX_CONFIG, "no MM7_MMSC_Server "
		    "for %s", domain) : diag_err(err, EX_CONFIG, "no domain: "
		    "give -d, or number@domain (no MM7_MMSC_Server outside "
		    "the domains)");
	put_host(&p->name, host);
	buf_fmt(&p->name, ":%d", r.port);
	if (uri && strstr(uri, "://")) {
		buf_str(&p->url, uri);
		return 0;
	}
	path = uri ? uri : path ? path : "/";
	buf_fmt(&p->url, "%s://%s%s%s", config_bool(v, MM7_MMSC_TLS) ? "https" :
	    "http", buf_cstr(&p->name), *path == '/' ? "" : "/", path);
	return 0;
}

/* ---- logging in */

static int
set_auth(struct post_peer *p, struct diag_err *err)
{
	static const enum http_auth kinds[] = {
		[MM7_AUTH_BASIC] = HTTP_AUTH_BASIC,
		[MM7_AUTH_DIGEST] = HTTP_AUTH_DIGEST,
		[MM7_AUTH_BEARER] = HTTP_AUTH_BEARER,
	};
	const char *both = config_str(p->view, HTTP_BASIC_AUTH), *colon;
	enum http_auth kind;
	int n = config_secret(p->view, MM7_HTTP_AUTH_PASSWORD,
	    MM7_HTTP_AUTH_PASSWORD_FILE, "MM7_PASSWORD", p->password,
	    sizeof p->password, err);

	if (n < 0)
		return -1;
	p->request.user = config_str(p->view, MM7_HTTP_AUTH_USER);
	p->request.password = p->password;
	colon = both ? strchr(both, ':') : NULL;
	if (n == 0 && colon) {
		p->user = strndup(both, (size_t)(colon - both));
		p->request.user = p->user;
		n = snprintf(p->password, sizeof p->password, "%s", colon + 1);
	}
	kind = kinds[config_int(p->view, MM7_HTTP_AUTH)];
	if (n > 0 || p->request.user)
		p->request.auth = kind;
	if (kind == HTTP_AUTH_BEARER && n == 0)
		return diag_err(err, EX_CONFIG, "MM7_HTTP_Auth is bearer, and "
		    "there is no token: MM7_HTTP_Auth_Password");
	return 0;
}

/* ---- headers */

static int
names(const char *header, const char *name)
{
	size_t n = strlen(name);

	return strncasecmp(header, name, n) == 0 && header[n] == ':';
}

static int
add(struct post_peer *p, const char *header, struct diag_err *err)
{
	const char **more = realloc(p->header,
	    (p->nheaders + 1) * sizeof *more);

	if (!more)
		return diag_err(err, EX_TEMPFAIL, "out of memory");
	p->header = more;
	p->header[p->nheaders++] = header;
	return 0;
}

/* Ours, unless the options have one of that name. */
static int
add_ours(struct post_peer *p, const char *header, struct diag_err *err)
{
	char name[32];
	size_t i;

	snprintf(name, sizeof name, "%.*s", (int)strcspn(header, ":"), header);
	for (i = 0; i < p->nheaders; i++)
		if (names(p->header[i], name))
			return 0;
	return add(p, header, err);
}

static int
set_headers(struct post_peer *p, struct diag_err *err)
{
	const char *host = config_str(p->view, HTTP_HOST), *h;
	size_t i;

	for (i = 0; (h = config_item(p->view, MM7_HTTP_HEADERS, i)); i++) {
		if (!strchr(h, ':') || *h == ':')
			return diag_err(err, EX_CONFIG, "MM7_HTTP_Headers: "
			    "\"%s\": want \"Name: value\"", h);
		if (names(h, "Content-Length") || names(h, "Content-Type") ||
		    names(h, "Transfer-Encoding"))
			return diag_err(err, EX_CONFIG, "MM7_HTTP_Headers: "
			    "%.*s is ours to say", (int)strcspn(h, ":"), h);
		if (add(p, h, err) < 0)
			return -1;
	}
	if (host) {
		buf_fmt(&p->host, "Host: %s", host);
		if (add_ours(p, buf_cstr(&p->host), err) < 0)
			return -1;
	}
	/* SOAP 1.1, 6.1.1: there must be one, and "" says that the URI tells */
	if (add_ours(p, "SOAPAction: \"\"", err) < 0 ||
	    add_ours(p, "User-Agent: mobutils/" VERSION, err) < 0)
		return -1;
	p->request.headers = p->header;
	p->request.nheaders = p->nheaders;
	return 0;
}

/* ---- */

static int
set_options(struct poster *r, struct post_peer *p, struct diag_err *err)
{
	const struct config_view *v = p->view;
	const char *proxy = config_str(v, MM7_HTTP_PROXY);
	msec most = config_msec(v, GIVE_UP);
	struct http_client_options *o = &p->options;

	o->parallel = (unsigned)r->o->parallel;
	o->connect_timeout = config_msec(v, MM7_CONNECT_TIMER);
	o->response_timeout = config_msec(v, MM7_RESPONSE_TIMER);
	if (most && o->response_timeout > most)
		o->response_timeout = most;
	o->ca_file = config_str(v, MM7_MMSC_TLS_CA_FILE);
	o->certificate = config_str(v, MM7_MMSC_TLS_CERTIFICATE);
	o->key = config_str(v, MM7_MMSC_TLS_KEY);
	o->insecure = config_bool(v, MM7_MMSC_TLS_INSECURE_SKIP_VERIFY);
	o->proxy = proxy && strcasecmp(proxy, "none") == 0 ? "" : proxy;
	p->request.chunked = config_bool(v, MM7_HTTP_CHUNKED) &&
		!config_bool(v, DISABLE_CHUNKED);
	p->request.expect = config_bool(v, MM7_HTTP_EXPECT);
	/* libcurl names no option */
	if (o->ca_file && access(o->ca_file, R_OK) < 0)
		return diag_err(err, EX_CONFIG, "MM7_MMSC_TLS_CA_File: %s: %s",
		    o->ca_file, strerror(errno));
	return o->certificate ? config_private(v, o->key ? MM7_MMSC_TLS_KEY :
	    MM7_MMSC_TLS_CERTIFICATE, err) : 0;
}

struct post_peer *
post_peer(struct poster *r, const struct config_view *v, const char *domain,
    struct diag_err *err)
{
	struct post_peer *p;

	for (p = r->peers; p; p = p->next)
		if (p->view == v)
			return p;
	p = calloc(1, sizeof *p);
	if (!p) {
		diag_err(err, EX_TEMPFAIL, "out of memory");
		return NULL;
	}
	p->view = v;
	if (make_url(p, domain, err) < 0 || set_auth(p, err) < 0 ||
	    set_headers(p, err) < 0 || set_options(r, p, err) < 0) {
		post_peer_free(p);
		return NULL;
	}
	p->request.url = buf_cstr(&p->url);
	if (p->url.err || p->name.err || p->host.err) {
		diag_err(err, EX_TEMPFAIL, "out of memory");
		post_peer_free(p);
		return NULL;
	}
	p->next = r->peers;
	r->peers = p;
	return p;
}

struct http_client *
post_peer_client(struct poster *r, struct post_peer *p)
{
	if (!p->client)
		p->client = http_client_new(r->loop, &p->options);
	return p->client;
}

void
post_peer_free(struct post_peer *p)
{
	http_client_free(p->client);
	buf_free(&p->url);
	buf_free(&p->name);
	buf_free(&p->host);
	explicit_bzero(p->password, sizeof p->password);
	free(p->user);
	free(p->header);
	free(p);
}
