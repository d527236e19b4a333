/* What the files of client share.  See client.h. */
#ifndef HTTP_CLIENT_PRIV_H
#define HTTP_CLIENT_PRIV_H

#include <curl/curl.h>

#include "base/buf.h"
#include "http/client.h"

struct http_call {
	struct http_call *next, **at;	/* waiting, running or idle */
	struct http_client *client;
	CURL *easy;			/* keeps what a Digest server said last */
	struct curl_slist *headers;
	http_client_cb *cb;
	void *arg;
	const char *body;		/* the request's; borrowed */
	size_t n, read;			/* and how much of it libcurl has */
	size_t max;			/* of the answer */
	struct buf answer;
	int cut;
	int again;			/* it was sent, and libcurl would once more */
	char error[CURL_ERROR_SIZE];
};

/* Set the request of a call.  0, or -1: out of memory. */
int call_prepare(struct http_call *call, const struct http_client_options *o,
	const struct http_client_request *r);
/* Give the answer to its owner. */
void call_give(struct http_call *call, CURLcode rc);

#endif
