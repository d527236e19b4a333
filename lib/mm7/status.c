#include "mm7/status.h"

#include <stddef.h>
#include <strings.h>

#include "base/num.h"
#include "mm7/mm7.h"

/* TS 23.140, 8.7.9.3; from 2500 on those of Sinch (mblox), by its documentation.
   Ordered by code. */
static const struct mm7_status table[] = {
	{ 1000, MM7_OK, "2.0.0", "success" },
	{ 1100, MM7_PARTLY, "2.0.0", "some recipients were refused" },
	{ 2000, MM7_PERMANENT, "5.0.0", "the request is at fault" },
	{ 2001, MM7_PERMANENT, "5.7.1", "the operation is not allowed" },
	{ 2002, MM7_PERMANENT, "5.1.3", "an address is not valid" },
	{ 2003, MM7_PERMANENT, "5.1.1", "an address was not found" },
	{ 2004, MM7_PERMANENT, "5.6.0", "the content is refused: its type, "
	    "its size, or it cannot be read" },
	{ 2005, MM7_PERMANENT, "5.0.0", "there is no message with that "
	    "MessageID" },
	{ 2006, MM7_NO_LINKED_ID, "5.0.0", "there is no message with that "
	    "LinkedID" },
	{ 2007, MM7_PERMANENT, "5.6.0", "the message is not well-formed" },
	{ 2008, MM7_PERMANENT, "5.0.0", "the application ID was not found" },
	{ 2009, MM7_PERMANENT, "5.0.0", "the reply application ID was not "
	    "found" },
	{ 2571, MM7_PERMANENT, "5.1.3", "displayOnly is not allowed here" },
	{ 2572, MM7_PERMANENT, "5.1.3", "all recipients are displayOnly" },
	{ 3000, MM7_TEMPORARY, "4.3.0", "the centre has an error" },
	{ 3001, MM7_PERMANENT, "5.0.0", "it is not possible, or no longer" },
	{ 3002, MM7_PERMANENT, "5.7.1", "the message is rejected" },
	{ 3003, MM7_ONE_BY_ONE, "5.5.3", "several recipients are not "
	    "supported" },
	{ 3500, MM7_TEMPORARY, "4.4.7", "the carrier did not answer in time" },
	{ 3510, MM7_TEMPORARY, "4.7.0", "too many messages a second" },
	{ 3520, MM7_CONFIGURATION, "5.7.0", "the account is not set up for it" },
	{ 4000, MM7_TEMPORARY, "4.3.0", "the service has an error" },
	{ 4001, MM7_CONFIGURATION, "5.7.8", "the identification is not "
	    "accepted" },
	{ 4002, MM7_CONFIGURATION, "5.5.4", "the version is not supported" },
	{ 4003, MM7_PERMANENT, "5.5.1", "the operation is not supported" },
	{ 4004, MM7_PERMANENT, "5.6.0", "the request is not valid" },
	{ 4005, MM7_PERMANENT, "5.3.0", "the service has an error, and the "
	    "request must not be sent again" },
	{ 4006, MM7_TEMPORARY, "4.3.2", "the service is not available" },
	{ 4007, MM7_CONFIGURATION, "5.7.0", "the service is denied" },
};

int
mm7_status_code(const char *text)
{
	int64_t code;

	return text && num_parse(text, 1, 9999, &code) == 0 ? (int)code : 0;
}

struct mm7_status
mm7_status_find(int code)
{
	struct mm7_status s = { code, MM7_UNKNOWN, "4.0.0",
		"a status that MM7 has no meaning for" };
	size_t i;

	for (i = 0; i < sizeof table / sizeof *table; i++)
		if (table[i].code == code)
			return table[i];
	switch (code / 1000) {
	case 1: return (struct mm7_status){ code, MM7_OK, "2.0.0",
		"a kind of success" };
	case 2: return (struct mm7_status){ code, MM7_PERMANENT, "5.0.0",
		"the request is at fault, in the centre's own words" };
	case 3: return (struct mm7_status){ code, MM7_TEMPORARY, "4.3.0",
		"the centre has an error, in its own words" };
	case 4: return (struct mm7_status){ code, MM7_PERMANENT, "5.3.0",
		"the service has an error, in its own words" };
	}
	return s;
}

/* What HTTP says where MM7 says nothing; RFC 9110, 15.  400 is what a web server
   says that waits for TLS, or for something else than MM7. */
static const struct mm7_status http[] = {
	{ 400, MM7_CONFIGURATION, "5.5.0", "bad request" },
	{ 401, MM7_CONFIGURATION, "5.7.8", "user or password is wrong" },
	{ 403, MM7_CONFIGURATION, "5.7.1", "forbidden" },
	{ 404, MM7_CONFIGURATION, "5.3.5", "there is no such path" },
	{ 405, MM7_CONFIGURATION, "5.3.5", "POST is not allowed there" },
	{ 407, MM7_CONFIGURATION, "5.7.8", "the proxy wants a password" },
	{ 408, MM7_TEMPORARY, "4.4.2", "the centre did not get the request in "
	    "time" },
	{ 411, MM7_CONFIGURATION, "5.3.5", "a length is required" },
	{ 413, MM7_PERMANENT, "5.3.4", "the message is too big" },
	{ 415, MM7_CONFIGURATION, "5.3.5", "the media type is not supported" },
	{ 429, MM7_TEMPORARY, "4.7.0", "too many requests" },
	{ 500, MM7_UNKNOWN, "5.4.2", "the centre failed without saying how" },
	{ 502, MM7_TEMPORARY, "4.4.1", "bad gateway" },
	{ 503, MM7_TEMPORARY, "4.3.2", "the service is not available" },
	{ 504, MM7_TEMPORARY, "4.4.1", "gateway time-out" },
};

struct mm7_status
mm7_status_http(int status, int complete)
{
	size_t i;

	for (i = 0; i < sizeof http / sizeof *http; i++)
		if (http[i].code == status)
			return http[i];
	if (status == 0 && !complete)
		return (struct mm7_status){ 0, MM7_TEMPORARY, "4.4.1",
			"no answer" };
	if (status >= 300 && status < 400)
		return (struct mm7_status){ status, MM7_CONFIGURATION, "5.3.5",
			"it is elsewhere" };
	if (status >= 400 && status < 500)
		return (struct mm7_status){ status, MM7_PERMANENT, "5.5.0",
			"the request is refused" };
	return (struct mm7_status){ status, MM7_UNKNOWN, "5.4.2",
		"no answer that can be read: it may have been sent" };
}

/* RFC 3464, 2.3.3 and RFC 3463 for delivery reports (X.4.1 and X.4.7 are useful
   only with class 4, says 3.5, though final here); RFC 8098, 3.2.6 for read
   replies.  "Forwarded" is never a success: see the header. */
static const struct mm7_mm_status reports[] = {
	{ "Retrieved", "delivered", "2.0.0", "DELIVRD", 1 },
	{ "Delivered", "delivered", "2.0.0", "DELIVRD", 1 },
	{ "Forwarded", "relayed", "2.0.0", "ACCEPTD", 0 },
	{ "Indeterminate", "relayed", "2.0.0", "UNKNOWN", 1 },
	{ "Deferred", "delayed", "4.0.0", "ENROUTE", 0 },
	{ "Processing", "delayed", "4.0.0", "ENROUTE", 0 },
	{ "Expired", "failed", "4.4.7", "EXPIRED", 1 },
	{ "Rejected", "failed", "5.7.1", "REJECTD", 1 },
	{ "Unrecognised", "failed", "5.6.1", "UNDELIV", 1 },
	{ "Unreachable", "failed", "4.4.1", "UNDELIV", 1 },
	{ "DeliveryConditionNotMet", "failed", "5.0.0", "UNDELIV", 1 },
	{ "NotSupported", "failed", "5.0.0", "UNDELIV", 1 },
	{ "Cancelled", "failed", "5.0.0", "DELETED", 1 },
	{ "Replaced", "failed", "5.0.0", "DELETED", 1 },
};
static const struct mm7_mm_status replies[] = {
	{ "Read", "displayed", "2.0.0", "READ", 1 },
	{ "Deleted", "deleted", "2.0.0", "DELETED", 1 },
	{ "Indeterminate", NULL, "2.0.0", "UNKNOWN", 1 },
};
static const struct mm7_mm_status unknown = { "", "relayed", "2.0.0", "UNKNOWN",
	0 }, unread = { "", NULL, "2.0.0", "UNKNOWN", 1 };

const struct mm7_mm_status *
mm7_mm_status_find(const char *name, int read_reply)
{
	const struct mm7_mm_status *rows = read_reply ? replies : reports;
	size_t n = read_reply ? sizeof replies / sizeof *replies :
		sizeof reports / sizeof *reports, i;

	if (name && strcasecmp(name, "Unrecognized") == 0)
		name = "Unrecognised";
	if (name && strcasecmp(name, "Canceled") == 0)
		name = "Cancelled";
	for (i = 0; name && i < n; i++)
		if (strcasecmp(rows[i].name, name) == 0)
			return &rows[i];
	return read_reply ? &unread : &unknown;
}
