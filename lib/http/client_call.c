/* One request in libcurl's terms, and its answer in ours.  See client.h. */
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/num.h"
#include "http/client_priv.h"

enum { CONNECT_TIMEOUT = 10000, ANSWER_MAX = 1 << 20, DAY = 86400 };

long
http_retry_after(const char *value, long long now)
{
	int64_t seconds;
	time_t date;

	if (!value)
		return -1;
	if (num_parse(value, 0, INT64_MAX, &seconds) < 0) {
		date = curl_getdate(value, NULL);
		if (date == (time_t)-1)
			return -1;
		seconds = date > now ? date - now : 0;
	}
	return seconds > DAY ? DAY : (long)seconds;
}

/* ---- what libcurl calls ---- */

static size_t
on_read(char *to, size_t size, size_t n, void *arg)
{
	struct http_call *call = arg;
	size_t left = call->r.n - call->read;

	n *= size;
	if (n > left)
		n = left;
	if (n)
		memcpy(to, (const char *)call->r.body + call->read, n);
	call->read += n;
	return n;
}

/*
 * From the start again: for the answer to a 401 or 407.  When a connection was
 * lost it is refused, as libcurl would send what may have been taken already
 * a second time.
 */
static int
on_seek(void *arg, curl_off_t offset, int origin)
{
	struct http_call *call = arg;
	long status = 0;

	curl_easy_getinfo(call->easy, CURLINFO_RESPONSE_CODE, &status);
	if ((status != 401 && status != 407) || origin != SEEK_SET || offset) {
		/* libcurl has forgotten by now how much of it was sent */
		call->again = call->read == call->r.n;
		return CURL_SEEKFUNC_FAIL;
	}
	call->read = 0;
	return CURL_SEEKFUNC_OK;
}

static size_t
on_write(char *p, size_t size, size_t n, void *arg)
{
	struct http_call *call = arg;
	size_t room = call->max - call->answer.len;

	n *= size;
	buf_add(&call->answer, p, n < room ? n : room);
	call->cut |= n > room || call->answer.err;
	return call->cut ? 0 : n;
}

/* ---- the request ---- */

static int
add_header(struct http_call *call, const char *name, const char *value)
{
	struct buf line = BUF_INIT;
	struct curl_slist *grown;

	buf_str(&line, name);
	buf_str(&line, value);
	grown = line.err ? NULL : curl_slist_append(call->headers,
	    buf_cstr(&line));
	buf_free(&line);
	if (grown)
		call->headers = grown;
	return grown ? 0 : -1;
}

static int
set_headers(struct http_call *call, const struct http_client_request *r)
{
	size_t i;
	int rc = 0;

	curl_slist_free_all(call->headers);
	call->headers = NULL;
	if (r->type)
		rc |= add_header(call, "Content-Type: ", r->type);
	else
		rc |= add_header(call, "Content-Type:", "");
	rc |= add_header(call, "Expect:", r->expect ? " 100-continue" : "");
	if (r->chunked)
		rc |= add_header(call, "Transfer-Encoding: ", "chunked");
	for (i = 0; i < r->nheaders; i++)
		rc |= add_header(call, r->headers[i], "");
	return rc;
}

static void
set_auth(CURL *e, const struct http_client_request *r)
{
	static const unsigned long kinds[] = {
		[HTTP_AUTH_BASIC] = CURLAUTH_BASIC,
		[HTTP_AUTH_DIGEST] = CURLAUTH_DIGEST,
		[HTTP_AUTH_BEARER] = CURLAUTH_BEARER,
	};
	int bearer = r->auth == HTTP_AUTH_BEARER;
	int none = r->auth == HTTP_AUTH_NONE;

	curl_easy_setopt(e, CURLOPT_HTTPAUTH, (long)(none ? CURLAUTH_BASIC :
	    kinds[r->auth]));
	curl_easy_setopt(e, CURLOPT_USERNAME, none || bearer ? NULL : r->user);
	curl_easy_setopt(e, CURLOPT_PASSWORD, none || bearer ? NULL :
	    r->password);
	curl_easy_setopt(e, CURLOPT_XOAUTH2_BEARER, bearer ? r->password :
	    NULL);
}

static void
set_tls(CURL *e, const struct http_client_options *o)
{
	curl_easy_setopt(e, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(e, CURLOPT_SSL_VERIFYPEER, o->insecure ? 0L : 1L);
	curl_easy_setopt(e, CURLOPT_SSL_VERIFYHOST, o->insecure ? 0L : 2L);
	if (o->ca_file) {
		curl_easy_setopt(e, CURLOPT_CAINFO, o->ca_file);
		curl_easy_setopt(e, CURLOPT_CAPATH, NULL);
	}
	curl_easy_setopt(e, CURLOPT_SSLCERT, o->certificate);
	curl_easy_setopt(e, CURLOPT_SSLKEY, o->key ? o->key : o->certificate);
}

/* What all requests of a client have in common. */
static void
set_common(struct http_call *call, const struct http_client_options *o)
{
	CURL *e = call->easy;

	curl_easy_setopt(e, CURLOPT_PRIVATE, call);
	curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(e, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(e, CURLOPT_ERRORBUFFER, call->error);
	curl_easy_setopt(e, CURLOPT_READFUNCTION, on_read);
	curl_easy_setopt(e, CURLOPT_READDATA, call);
	curl_easy_setopt(e, CURLOPT_SEEKFUNCTION, on_seek);
	curl_easy_setopt(e, CURLOPT_SEEKDATA, call);
	curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, on_write);
	curl_easy_setopt(e, CURLOPT_WRITEDATA, call);
	curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT_MS,
	    (long)(o->connect_timeout ? o->connect_timeout : CONNECT_TIMEOUT));
	curl_easy_setopt(e, CURLOPT_TIMEOUT_MS, (long)o->response_timeout);
	if (o->proxy)
		curl_easy_setopt(e, CURLOPT_PROXY, o->proxy);
	set_tls(e, o);
	call->max = o->body_max ? o->body_max : ANSWER_MAX;
}

int
call_prepare(struct http_call *call, const struct http_client_options *o)
{
	const struct http_client_request *r = &call->r;
	const char *method = r->method ? r->method : "POST";
	CURL *e = call->easy;

	set_common(call, o);
	if (set_headers(call, r) < 0)
		return -1;
	if (strcmp(method, "GET") == 0)
		curl_easy_setopt(e, CURLOPT_HTTPGET, 1L);
	else
		curl_easy_setopt(e, CURLOPT_POST, 1L);
	curl_easy_setopt(e, CURLOPT_CUSTOMREQUEST, method);
	curl_easy_setopt(e, CURLOPT_POSTFIELDSIZE_LARGE,
	    r->chunked ? (curl_off_t)-1 : (curl_off_t)r->n);
	curl_easy_setopt(e, CURLOPT_HTTPHEADER, call->headers);
	set_auth(e, r);
	return curl_easy_setopt(e, CURLOPT_URL, r->url) == CURLE_OK ? 0 : -1;
}

/* ---- the answer ---- */

/* Unlike CURLINFO_RETRY_AFTER: its clock and bound are ours. */
static long
retry_after(CURL *e)
{
	struct curl_header *h;

	if (curl_easy_header(e, "Retry-After", 0, CURLH_HEADER, -1, &h) !=
	    CURLHE_OK)
		return -1;
	return http_retry_after(h->value, (long long)time(NULL));
}

/*
 * In TLS 1.3 a server says only after our first octets that it will not have our
 * certificate (RFC 8446, 4.4.2.4); it has looked at none of them.
 */
static int
is_refused(const struct http_call *call)
{
	return strstr(call->error, " alert ") &&
		(strstr(call->error, "certificate") ||
		strstr(call->error, "unknown ca") ||
		strstr(call->error, "access denied"));
}

/* Did the socket take all of the request? */
static int
was_sent(const struct http_call *call, long status)
{
	curl_off_t up = 0;
	long octets = 0;

	curl_easy_getinfo(call->easy, CURLINFO_SIZE_UPLOAD_T, &up);
	curl_easy_getinfo(call->easy, CURLINFO_REQUEST_SIZE, &octets);
	if (!status && is_refused(call))
		return 0;
	return status || call->again || (octets && call->read == call->r.n &&
	    up >= (curl_off_t)call->r.n);
}

/* In words of ours where libcurl's do not say what is wrong. */
static const char *
error_of(const struct http_call *call, CURLcode rc)
{
	if (strstr(call->error, "HTTP/0.9"))
		return "the server does not speak HTTP there; it may want TLS";
	if (rc == CURLE_SSL_CONNECT_ERROR &&
	    (strstr(call->error, "wrong version number") ||
	    strstr(call->error, "packet length too long")))
		return "the server speaks no TLS there";
	return call->error[0] ? call->error : curl_easy_strerror(rc);
}

void
call_give(struct http_call *call, CURLcode rc)
{
	struct http_client_answer a = { .retry_after = -1 };
	char *type = NULL, *peer = NULL;
	long status = 0, connects = 0;

	curl_easy_getinfo(call->easy, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(call->easy, CURLINFO_NUM_CONNECTS, &connects);
	curl_easy_getinfo(call->easy, CURLINFO_CONTENT_TYPE, &type);
	curl_easy_getinfo(call->easy, CURLINFO_PRIMARY_IP, &peer);
	if (status == 100)
		status = 0;
	a.status = (int)status;
	a.type = type;
	a.peer = peer ? peer : "";
	a.retry_after = retry_after(call->easy);
	a.body = buf_cstr(&call->answer);
	a.n = call->answer.len;
	a.sent = was_sent(call, status);
	a.fresh = connects > 0;
	a.cut = call->cut || (rc != CURLE_OK && status);
	if (call->cut)
		a.error = "the answer is too long";
	else if (call->again)
		a.error = "the connection was closed without an answer";
	else if (rc != CURLE_OK)
		a.error = error_of(call, rc);
	call->cb(call->arg, &a);
}

void
call_give_up(struct http_call *call, const char *why)
{
	const struct http_client_answer a = { .retry_after = -1, .body = "",
		.error = why, .peer = "" };

	call->cb(call->arg, &a);
}
