/* What the files of client share.  See client.h. */
#ifndef HTTP_CLIENT_PRIV_H
#define HTTP_CLIENT_PRIV_H

#include <curl/curl.h>

#include "base/buf.h"
#include "http/client.h"

struct http_call {
	struct http_call *next, **at;	/* waiting or running */
	struct http_client *client;
	struct http_client_request r;
	CURL *easy;			/* while it runs */
	struct curl_slist *headers;
	http_client_cb *cb;
	void *arg;
	size_t read;			/* of the body: how much libcurl has */
	size_t max;			/* of the answer */
	struct buf answer;
	int cut;
	int again;			/* it was sent, and libcurl would once more */
	char error[CURL_ERROR_SIZE];
};

/* Set the request of a call into its handle.  0, or -1: out of memory. */
int call_prepare(struct http_call *call, const struct http_client_options *o);
/* Give the answer to its owner, or that it was never sent. */
void call_give(struct http_call *call, CURLcode rc);
void call_give_up(struct http_call *call, const char *why);

#endif
