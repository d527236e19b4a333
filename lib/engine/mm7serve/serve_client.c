/* Requests of our own, as an MMSC, to VASPs.  See serve_priv.h. */
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "engine/mm7serve/serve_priv.h"
#include "mm7/soap.h"

enum { AT_ONCE = 16 };		/* requests under way; the others wait */

/* A request.  Its URL is our own: new options must not take it away. */
struct serve_call {
	struct serve_call *next, **at;
	serve_posted *cb;
	void *arg;
	char *url, *user, *password;
};

const char *
serve_vasp_url(const struct serve *s, const char *account)
{
	const struct user *u = s->users && account ?
		users_find(s->users, account) : NULL;

	return u && u->url ? u->url :
		config_str(s->d.view, MM7_SERVER_VASP_URL);
}

int
serve_client_options(const struct config_view *v)
{
	const char *url = config_str(v, MM7_SERVER_VASP_URL);

	if (!url || strncmp(url, "http://", 7) == 0 ||
	    strncmp(url, "https://", 8) == 0)
		return 0;
	diag_warn(NULL, "MM7_Server_VASP_URL: want http:// or https://");
	return -1;
}

static void
call_free(struct serve_call *c)
{
	if (c->at) {
		*c->at = c->next;
		if (c->next)
			c->next->at = c->at;
	}
	if (c->password)
		memset(c->password, 0, strlen(c->password));
	free(c->password);
	free(c->user);
	free(c->url);
	free(c);
}

static void
on_answer(void *arg, const struct http_client_answer *a)
{
	struct serve_call *c = arg;
	struct related related;
	struct mm7_msg msg;
	struct diag_err err;

	memset(&msg, 0, sizeof msg);
	memset(&related, 0, sizeof related);
	if (a->n && !a->cut && related_read(a->type, a->body, a->n, &related,
	    &err) == 0 && mm7_read(related.root.data, related.root.n,
	    related.root.charset, &msg, &err) < 0)
		msg.op = MM7_NONE;
	c->cb(c->arg, a, &msg);
	mm7_release(&msg);
	related_release(&related);
	call_free(c);
}

static char *
copy(const char *s, int *failed)
{
	char *p = s ? strdup(s) : NULL;

	*failed |= s && !p;
	return p;
}

static struct serve_call *
call_new(const struct serve *s, const char *url, serve_posted *cb, void *arg)
{
	const struct config_view *v = s->d.view;
	struct serve_call *c = calloc(1, sizeof *c);
	int failed = 0;

	if (!c)
		return NULL;
	c->cb = cb;
	c->arg = arg;
	c->url = copy(url, &failed);
	c->user = copy(config_str(v, MM7_HTTP_AUTH_USER), &failed);
	c->password = copy(config_str(v, MM7_HTTP_AUTH_PASSWORD), &failed);
	if (!failed)
		return c;
	call_free(c);
	return NULL;
}

int
serve_post(struct serve *s, const char *url, const char *type,
    const struct buf *body, serve_posted *cb, void *arg)
{
	static const char *const headers[] = { "SOAPAction: \"\"" };
	struct serve_call *c;
	struct http_client_request q = { .url = url, .type = type,
		.headers = headers, .nheaders = 1, .body = body->p,
		.n = body->len };

	if (!s->client) {
		s->client_options = (struct http_client_options){
			.parallel = AT_ONCE,
			.response_timeout = config_msec(s->d.view,
			    MM7_RESPONSE_TIMER) };
		s->client = http_client_new(s->d.loop, &s->client_options);
	}
	c = s->client ? call_new(s, url, cb, arg) : NULL;
	if (!c)
		return -1;
	q.url = c->url;
	q.user = c->user;
	q.password = c->password;
	q.auth = c->user ? HTTP_AUTH_BASIC : HTTP_AUTH_NONE;
	if (!http_client_send(s->client, &q, on_answer, c)) {
		call_free(c);
		return -1;
	}
	c->next = s->calls;
	c->at = &s->calls;
	if (c->next)
		c->next->at = &c->next;
	s->calls = c;
	return 0;
}

void
serve_client_free(struct serve *s)
{
	http_client_free(s->client);
	while (s->calls)
		call_free(s->calls);
}
