/*
 * server and client in one loop, over loopback; and the client against peers
 * that misbehave, each a script of octets (RFC 9112 says what is whole).
 */
#include "tap.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "http/auth.h"
#include "http/client.h"
#include "http/server.h"

enum { BODY_MAX = 200000, GIVE_UP = 20000 };

/* ---- our server ---- */

struct world {
	struct loop *l;
	struct http_server *s;
	struct http_client *c;
	struct loop_watch *accept, *late, *giving_up;
	struct http_exchange *held;
	int fd, left, refuse, wait;
	enum http_auth auth;	/* that is asked for */
	int challenges;
	char url[64];
	struct http_client_answer got;	/* the last one; strings copied */
	char body[64], type[64], error[256];
	size_t sum;
};

static void
too_late(void *arg)
{
	(void)arg;
	assert(!"the test takes too long");
}

static const uint8_t key[HTTP_NONCE_KEY] = "k";

/* May he: user u, password p? */
static int
may(struct world *w, const struct http_request *q)
{
	const char *value = http_header(q, "Authorization");
	struct http_credentials c;
	char ha1[HTTP_HA1_MAX];
	int ok = 0;

	if (w->auth == HTTP_AUTH_BEARER)
		return value && strcmp(value, "Bearer p") == 0;
	if (http_credentials_read(value, &c) == 0 && c.scheme !=
	    HTTP_SCHEME_NONE) {
		http_ha1(c.hash, "u", "r", "p", ha1);
		ok = c.scheme == HTTP_SCHEME_BASIC ?
			strcmp(c.user, "u") == 0 && strcmp(c.password, "p") == 0 :
			http_digest_check(&c, ha1, q->method, q->target, key,
			    1000) == HTTP_DIGEST_OK;
	}
	http_credentials_release(&c);
	return ok;
}

static enum http_verdict
challenge(struct world *w, struct http_exchange *x)
{
	struct buf line = BUF_INIT;
	const char *header;
	struct http_answer a = { .status = 401, .header = &header,
		.nheaders = 1 };

	if (may(w, http_exchange_request(x)))
		return HTTP_GO_ON;
	w->challenges++;
	buf_str(&line, "WWW-Authenticate: ");
	if (w->auth == HTTP_AUTH_BASIC)
		http_challenge_basic("r", &line);
	else
		http_challenge_digest("r", HTTP_SHA256, 0, key, 1000, &line);
	header = buf_cstr(&line);
	http_exchange_answer(x, &a);
	buf_free(&line);
	return HTTP_ANSWERED;
}

static enum http_verdict
on_head(void *arg, struct http_exchange *x)
{
	static const char *const later[] = { "Retry-After: 7" };
	struct world *w = arg;
	struct http_answer a = { .status = 503, .header = later,
		.nheaders = 1 };

	if (w->auth)
		return challenge(w, x);
	if (!w->refuse)
		return HTTP_GO_ON;
	if (w->wait) {
		w->held = x;
		loop_timer_at(w->late, clock_mono() + 30);
		return HTTP_LATER;
	}
	http_exchange_answer(x, &a);
	return HTTP_ANSWERED;
}

static void
echo(struct http_exchange *x)
{
	const struct http_request *q = http_exchange_request(x);
	struct http_answer a = { .status = 200, .type = http_header(q,
	    "Content-Type"), .body = q->body, .n = q->n };

	http_exchange_answer(x, &a);
}

static void
on_request(void *arg, struct http_exchange *x)
{
	struct world *w = arg;

	if (!w->wait) {
		echo(x);
		return;
	}
	w->held = x;
	loop_timer_at(w->late, clock_mono() + 30);
}

static void
on_late(void *arg)
{
	struct world *w = arg;
	struct http_exchange *x = w->held;

	w->held = NULL;
	echo(x);
}

static void
on_accept(void *arg)
{
	struct world *w = arg;
	int fd = accept(w->fd, NULL, NULL);

	if (fd >= 0)
		http_server_add(w->s, fd);
}

static const struct http_server_calls calls = { .head = on_head,
	.request = on_request };

static int
listen_any(char url[64])
{
	struct sockaddr_in in = { .sin_family = AF_INET };
	socklen_t len = sizeof in;
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert(fd >= 0 && bind(fd, (struct sockaddr *)&in, sizeof in) == 0);
	assert(listen(fd, 16) == 0);
	assert(getsockname(fd, (struct sockaddr *)&in, &len) == 0);
	snprintf(url, 64, "http://127.0.0.1:%d/x", ntohs(in.sin_port));
	return fd;
}

static void
begin(struct world *w, const struct http_client_options *o)
{
	static const struct http_server_limits limits = {
		.body_max = BODY_MAX, .held_max = 10 * BODY_MAX,
		.connections = 10, .idle = 60000 };

	memset(w, 0, sizeof *w);
	signal(SIGPIPE, SIG_IGN);
	w->l = loop_new();
	w->s = http_server_new(w->l, &limits, &calls, w);
	w->c = http_client_new(w->l, o);
	w->fd = listen_any(w->url);
	w->accept = loop_fd(w->l, w->fd, LOOP_READ, on_accept, w);
	w->late = loop_timer(w->l, on_late, w);
	w->giving_up = loop_timer(w->l, too_late, w);
	assert(w->s && w->c && w->accept);
	loop_watch_on(w->accept, 1);
	loop_timer_at(w->giving_up, clock_mono() + GIVE_UP);
}

static void
end(struct world *w)
{
	http_client_free(w->c);
	http_server_free(w->s);
	loop_watch_free(w->accept);
	loop_watch_free(w->late);
	loop_watch_free(w->giving_up);
	loop_free(w->l);
	close(w->fd);
}

static void
on_answer(void *arg, const struct http_client_answer *a)
{
	struct world *w = arg;

	w->got = *a;
	w->sum += a->n;
	snprintf(w->body, sizeof w->body, "%.*s", (int)a->n, a->body);
	snprintf(w->type, sizeof w->type, "%s", a->type ? a->type : "");
	snprintf(w->error, sizeof w->error, "%s", a->error ? a->error : "");
	if (--w->left == 0)
		loop_stop(w->l);
}

static void
ask(struct world *w, const struct http_client_request *r)
{
	w->left++;
	assert(http_client_send(w->c, r, on_answer, w));
}

static const struct http_client_options plain = { .proxy = "" };

static void
test_echo(void)
{
	struct world w;
	struct http_client_request r = { .type = "text/x", .body = "hello",
		.n = 5 };

	begin(&w, &plain);
	r.url = w.url;
	ask(&w, &r);
	loop_run(w.l);
	assert(w.got.status == 200 && !w.got.error && !w.got.cut);
	assert(strcmp(w.body, "hello") == 0 && strcmp(w.type, "text/x") == 0);
	assert(w.got.sent && w.got.retry_after == -1);
	assert(http_client_busy(w.c) == 0);
	end(&w);
}

static void
test_many(void)
{
	struct http_client_options o = { .proxy = "", .parallel = 4 };
	static char large[BODY_MAX];
	struct http_client_request r = { .body = large, .n = sizeof large };
	struct world w;
	int i;

	memset(large, 'x', sizeof large);
	begin(&w, &o);
	r.url = w.url;
	for (i = 0; i < 20; i++) {
		r.chunked = i & 1;
		r.expect = i & 2;
		ask(&w, &r);
	}
	loop_run(w.l);
	assert(w.sum == 20 * sizeof large);
	assert(http_server_connections(w.s) == 4);	/* kept */
	end(&w);
}

static void
test_auth(void)
{
	static const enum http_auth kinds[] = { HTTP_AUTH_BASIC,
		HTTP_AUTH_DIGEST, HTTP_AUTH_BEARER };
	struct http_client_request r = { .body = "hello", .n = 5,
		.user = "u", .password = "p" };
	struct world w;
	size_t i;

	for (i = 0; i < 3; i++) {
		begin(&w, &plain);
		r.url = w.url;
		r.auth = w.auth = kinds[i];
		ask(&w, &r);
		ask(&w, &r);
		loop_run(w.l);
		assert(w.got.status == 200 && w.sum == 10 && w.got.sent);
		/* a nonce is used again */
		assert(w.challenges == (kinds[i] == HTTP_AUTH_DIGEST));
		r.password = "q";
		ask(&w, &r);
		loop_run(w.l);
		assert(w.got.status == 401);
		r.password = "p";
		end(&w);
	}
}

static void
test_late(void)
{
	struct world w;
	struct http_client_request r = { .body = "a", .n = 1 };

	begin(&w, &plain);
	w.wait = 1;
	r.url = w.url;
	ask(&w, &r);
	ask(&w, &r);
	loop_run(w.l);
	assert(w.got.status == 200 && w.sum == 2);
	end(&w);
}

static void
test_refused(void)
{
	static char large[BODY_MAX + 1];
	struct http_client_request r = { .body = large, .n = sizeof large };
	struct world w;

	begin(&w, &plain);
	r.url = w.url;
	ask(&w, &r);
	loop_run(w.l);
	assert(w.got.status == 413);
	w.refuse = 1;
	ask(&w, &r);
	loop_run(w.l);
	assert(w.got.status == 503 && w.got.retry_after == 7);
	/* later: the answer is no echo, since the body was not read */
	w.wait = 1;
	ask(&w, &r);
	loop_run(w.l);
	assert(w.got.status == 200 && w.got.n == 0);
	assert(http_server_busy(w.s) == 0);
	end(&w);
}

static void
test_gone_before_answer(void)
{
	struct http_client_options o = { .proxy = "", .response_timeout = 10 };
	struct http_client_request r = { .body = "a", .n = 1 };
	struct world w;

	begin(&w, &o);
	w.wait = 1;
	r.url = w.url;
	ask(&w, &r);
	loop_run(w.l);
	assert(w.got.status == 0 && w.got.sent && w.got.error);
	/* the server answers nobody, and lives */
	w.left = 1;
	w.wait = 0;
	http_client_free(w.c);
	w.c = http_client_new(w.l, &plain);
	w.left = 0;
	ask(&w, &r);
	loop_run(w.l);
	assert(w.got.status == 200);
	end(&w);
}

/* ---- peers that misbehave ---- */

/* Read until so many octets of body came (-1: none at all), write, close.  With
   hang it waits for the client to go instead. */
struct script {
	const char *what;
	int body;		/* octets to read of it */
	const char *out;
	int hang;
	/* what the client is to say */
	int status, sent, cut, error;
	const char *text;
};

static void
serve(int listening, const struct script *s)
{
	int fd = accept(listening, NULL, NULL);
	char in[4096], *end;
	size_t n = 0;
	ssize_t got;

	for (;;) {
		in[n] = '\0';
		end = strstr(in, "\r\n\r\n");
		if (s->body < 0 || (end && n >= (size_t)(end - in) + 4 +
		    (size_t)s->body))
			break;
		got = read(fd, in + n, sizeof in - 1 - n);
		if (got <= 0)
			break;
		n += (size_t)got;
	}
	if (write(fd, s->out, strlen(s->out)) < 0)
		_exit(1);
	while (s->hang && read(fd, in, sizeof in) > 0)
		;
	_exit(0);
}

#define OK "HTTP/1.1 200 OK\r\n"

static const struct script scripts[] = {
	{ "whole", 5, OK "Content-Length: 2\r\n\r\nhi", 0, 200, 1, 0, 0, "hi" },
	{ "empty 200", 5, OK "Content-Length: 0\r\n\r\n", 0, 200, 1, 0, 0, "" },
	{ "up to the end", 5, OK "\r\nhi", 0, 200, 1, 0, 0, "hi" },
	{ "cut", 5, OK "Content-Length: 9\r\n\r\nhi", 0, 200, 1, 1, 1, "hi" },
	{ "length too short", 5, OK "Content-Length: 1\r\n\r\nhi", 0,
	    200, 1, 0, 0, "h" },
	{ "chunked with a trailer", 5, OK "Transfer-Encoding: chunked\r\n\r\n"
	    "1;x=y\r\nh\r\n1\r\ni\r\n0\r\nA: b\r\n\r\n", 0,
	    200, 1, 0, 0, "hi" },
	{ "cut in a chunk", 5, OK "Transfer-Encoding: chunked\r\n\r\n"
	    "5\r\nhi", 0, 200, 1, 1, 1, "hi" },
	{ "continue, and then nothing", 5, "HTTP/1.1 100 Continue\r\n\r\n", 0,
	    0, 1, 0, 1, "" },
	{ "closes after the request", 5, "", 0, 0, 1, 0, 1, "" },
	{ "half a status line", 5, "HTTP/1.", 0, 0, 1, 0, 1, "" },
	{ "no HTTP", 5, "220 smtp.example.com ESMTP\r\n", 0, 0, 1, 0, 1, "" },
	{ "never answers", 5, "", 1, 0, 1, 0, 1, "" },
	{ "answers, and never ends", 5, OK "Content-Length: 9\r\n\r\nhi", 1,
	    200, 1, 1, 1, "hi" },
};

static void
play(const struct script *s, const struct http_client_options *o,
    struct world *w)
{
	struct http_client_request r = { .body = "hello", .n = 5 };
	char url[64];
	int fd = listen_any(url);
	pid_t pid;

	fflush(stdout);
	pid = fork();
	assert(pid >= 0);
	if (pid == 0)
		serve(fd, s);
	close(fd);
	begin(w, o);
	r.url = url;
	ask(w, &r);
	loop_run(w->l);
	end(w);
	assert(waitpid(pid, NULL, 0) == pid);
}

static void
test_peers(void)
{
	struct http_client_options o = { .proxy = "", .response_timeout = 300 };
	const struct script *s;
	struct world w;
	size_t i;

	for (i = 0; i < sizeof scripts / sizeof scripts[0]; i++) {
		s = &scripts[i];
		play(s, &o, &w);
		printf("# %s: %d sent %d cut %d: %s\n", s->what, w.got.status,
		    w.got.sent, w.got.cut, w.error);
		assert(w.got.status == s->status && w.got.sent == s->sent);
		assert(w.got.cut == s->cut && !w.got.error == !s->error);
		assert(strcmp(w.body, s->text) == 0);
	}
}

/* Whether the request is known not to be taken. */
static void
test_not_sent(void)
{
	struct http_client_request r = { .body = "hello", .n = 5 };
	struct world w;
	char url[64];
	int fd = listen_any(url);

	close(fd);
	begin(&w, &plain);
	r.url = url;
	ask(&w, &r);
	loop_run(w.l);
	assert(w.got.status == 0 && !w.got.sent && w.got.error);
	end(&w);
}

/* A large body that is not read to its end. */
static void
test_sent_in_part(void)
{
	static char large[16 << 20];
	struct http_client_options o = { .proxy = "", .response_timeout = 500 };
	static const struct script s = { "", 1, "", 0, 0, 0, 0, 1, "" };
	struct http_client_request r = { .body = large, .n = sizeof large };
	struct world w;
	char url[64];
	int fd = listen_any(url);
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0)
		serve(fd, &s);
	close(fd);
	begin(&w, &o);
	r.url = url;
	ask(&w, &r);
	loop_run(w.l);
	assert(w.got.status == 0 && !w.got.sent && w.got.error);
	end(&w);
	assert(waitpid(pid, NULL, 0) == pid);
}

/* A kept connection that dies with the second request: it is not sent anew. */
static void
serve_once_more(int listening)
{
	static const char ok[] = OK "Content-Length: 0\r\n\r\n";
	char in[4096];
	int fd = accept(listening, NULL, NULL), i;
	ssize_t got;
	size_t n;

	for (i = 0; i < 2; i++) {
		n = 0;
		do {
			got = read(fd, in + n, sizeof in - 1 - n);
			if (got <= 0)
				_exit(1);
			n += (size_t)got;
			in[n] = '\0';
		} while (!strstr(in, "hello"));
		if (i == 0 && write(fd, ok, sizeof ok - 1) < 0)
			_exit(1);
	}
	close(fd);
	/* libcurl connects anew before it looks whether it may send */
	fd = accept(listening, NULL, NULL);
	got = read(fd, in, sizeof in - 1);
	_exit(got > 0 ? 3 : 0);
}

static void
test_no_second_time(void)
{
	struct http_client_request r = { .body = "hello", .n = 5 };
	struct world w;
	char url[64];
	int fd = listen_any(url), ws;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0)
		serve_once_more(fd);
	close(fd);
	begin(&w, &plain);
	r.url = url;
	ask(&w, &r);
	loop_run(w.l);
	assert(w.got.status == 200);
	ask(&w, &r);
	loop_run(w.l);
	printf("# %d sent %d: %s\n", w.got.status, w.got.sent, w.error);
	assert(w.got.status == 0 && w.got.sent && w.got.error);
	end(&w);
	assert(waitpid(pid, &ws, 0) == pid);
	assert(WIFEXITED(ws) && WEXITSTATUS(ws) == 0);
}

static void
test_too_long(void)
{
	struct http_client_options o = { .proxy = "", .body_max = 3 };
	struct http_client_request r = { .body = "hello", .n = 5 };
	struct world w;

	begin(&w, &o);
	r.url = w.url;
	ask(&w, &r);
	loop_run(w.l);
	assert(w.got.status == 200 && w.got.cut && w.got.error);
	assert(strcmp(w.body, "hel") == 0);
	end(&w);
}

static void
test_cancel(void)
{
	struct http_client_request r = { .body = "a", .n = 1 };
	struct http_call *call;
	struct world w;

	begin(&w, &plain);
	r.url = w.url;
	call = http_client_send(w.c, &r, on_answer, &w);
	assert(call && http_client_busy(w.c) == 1);
	ask(&w, &r);
	http_call_cancel(call);
	loop_run(w.l);
	assert(w.sum == 1);
	end(&w);
}

static void
test_retry_after(void)
{
	/* RFC 9110, 10.2.3 and 5.6.7 */
	assert(http_retry_after("120", 0) == 120);
	assert(http_retry_after("Sun, 06 Nov 1994 08:49:37 GMT", 784111777 - 30)
	    == 30);
	assert(http_retry_after("Sun, 06 Nov 1994 08:49:37 GMT", 784111778)
	    == 0);
	assert(http_retry_after("999999999", 0) == 86400);
	assert(http_retry_after("soon", 0) == -1);
	assert(http_retry_after("-1", 0) == -1);
	assert(http_retry_after(NULL, 0) == -1);
}

static const struct tap_test tests[] = {
	{ "a request and its answer", test_echo },
	{ "four at once, lengths, chunks, 100-continue", test_many },
	{ "Basic, Digest, Bearer", test_auth },
	{ "answered later", test_late },
	{ "refused before the body", test_refused },
	{ "a client that did not wait", test_gone_before_answer },
	{ "peers that misbehave", test_peers },
	{ "nobody there: not sent", test_not_sent },
	{ "sent in part: not sent", test_sent_in_part },
	{ "a kept connection that dies: no second time", test_no_second_time },
	{ "an answer that is too long", test_too_long },
	{ "given up", test_cancel },
	{ "Retry-After, both forms", test_retry_after },
};
TAP_MAIN(tests)
