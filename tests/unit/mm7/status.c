/* What codes mean: shared/spec/mm7.md, section 3, row by row. */
#include "mm7/mm7.h"
#include "mm7/status.h"
#include "tap.h"

static void
t_codes(void)
{
	static const struct {
		int code;
		enum mm7_class class;
	} rows[] = {
		{ 1000, MM7_OK }, { 1100, MM7_PARTLY },
		{ 2000, MM7_PERMANENT }, { 2001, MM7_PERMANENT },
		{ 2002, MM7_PERMANENT }, { 2003, MM7_PERMANENT },
		{ 2004, MM7_PERMANENT }, { 2005, MM7_PERMANENT },
		{ 2006, MM7_NO_LINKED_ID }, { 2007, MM7_PERMANENT },
		{ 2008, MM7_PERMANENT }, { 2009, MM7_PERMANENT },
		{ 3000, MM7_TEMPORARY }, { 3001, MM7_PERMANENT },
		{ 3002, MM7_PERMANENT }, { 3003, MM7_ONE_BY_ONE },
		{ 4000, MM7_TEMPORARY }, { 4001, MM7_CONFIGURATION },
		{ 4002, MM7_CONFIGURATION }, { 4003, MM7_PERMANENT },
		{ 4004, MM7_PERMANENT }, { 4005, MM7_PERMANENT },
		{ 4006, MM7_TEMPORARY }, { 4007, MM7_CONFIGURATION },
		/* Sinch's; and by the first digit */
		{ 2500, MM7_PERMANENT }, { 2571, MM7_PERMANENT },
		{ 3500, MM7_TEMPORARY }, { 3510, MM7_TEMPORARY },
		{ 3520, MM7_CONFIGURATION }, { 1999, MM7_OK },
		{ 2999, MM7_PERMANENT }, { 3999, MM7_TEMPORARY },
		{ 4999, MM7_PERMANENT }, { 0, MM7_UNKNOWN },
		{ -1000, MM7_UNKNOWN }, { 10000, MM7_UNKNOWN },
	};
	struct mm7_status s;
	size_t i;

	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		s = mm7_status_find(rows[i].code);
		assert(s.code == rows[i].code && s.class == rows[i].class);
		/* RFC 3463, 2: the class of the status is the outcome's */
		if (s.class == MM7_OK || s.class == MM7_PARTLY)
			assert(s.enhanced[0] == '2');
		else if (s.class == MM7_TEMPORARY || s.class == MM7_UNKNOWN)
			assert(s.enhanced[0] == '4');
		else
			assert(s.enhanced[0] == '5');
		assert(*s.what);
	}
}

/* xs:positiveInteger of four digits, by the schema: what is none says nothing. */
static void
t_text(void)
{
	assert(mm7_status_code("1000") == 1000);
	assert(mm7_status_code(NULL) == 0 && mm7_status_code("") == 0);
	assert(mm7_status_code("1000abc") == 0);
	assert(mm7_status_code("-1000") == 0);
	/* 2^32 + 1000: no 1000 in whatever width */
	assert(mm7_status_code("4294968296") == 0);
}

static void
t_http(void)
{
	static const int later[] = { 408, 429, 502, 503, 504 },
		never[] = { 401, 403, 404, 405, 413, 415 };
	enum mm7_class class;
	size_t i;

	for (i = 0; i < sizeof later / sizeof *later; i++)
		assert(mm7_status_http(later[i], 1).class == MM7_TEMPORARY);
	for (i = 0; i < sizeof never / sizeof *never; i++) {
		class = mm7_status_http(never[i], 1).class;
		assert(class == MM7_PERMANENT || class == MM7_CONFIGURATION);
	}
	assert(mm7_status_http(0, 0).class == MM7_TEMPORARY);
	/* it may have been taken: never a success, and no second try */
	assert(mm7_status_http(0, 1).class == MM7_UNKNOWN);
	assert(mm7_status_http(200, 1).class == MM7_UNKNOWN);
	assert(mm7_status_http(500, 1).class == MM7_UNKNOWN);
}

static void
t_reports(void)
{
	static const char *const rows[][3] = {
		{ "Retrieved", "delivered", "2.0.0" },
		{ "Delivered", "delivered", "2.0.0" },
		{ "forwarded", "relayed", "2.0.0" },
		{ "Indeterminate", "relayed", "2.0.0" },
		{ "Deferred", "delayed", "4.0.0" },
		{ "Processing", "delayed", "4.0.0" },
		{ "Expired", "failed", "4.4.7" },
		{ "Rejected", "failed", "5.7.1" },
		{ "Unrecognised", "failed", "5.6.1" },
		{ "UNRECOGNIZED", "failed", "5.6.1" },
		{ "Unreachable", "failed", "4.4.1" },
		{ "DeliveryConditionNotMet", "failed", "5.0.0" },
		{ "NotSupported", "failed", "5.0.0" },
		{ "Cancelled", "failed", "5.0.0" },
		{ "Replaced", "failed", "5.0.0" },
		{ "of a vendor", "relayed", "2.0.0" },
	};
	const struct mm7_mm_status *s;
	size_t i;

	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		s = mm7_mm_status_find(rows[i][0], 0);
		assert(strcmp(s->action, rows[i][1]) == 0);
		assert(strcmp(s->enhanced, rows[i][2]) == 0);
	}
	assert(!mm7_mm_status_find("Deferred", 0)->final);
	assert(mm7_mm_status_find("Retrieved", 0)->final);
	assert(mm7_mm_status_find(NULL, 0));
	assert(strcmp(mm7_mm_status_find("read", 1)->action, "displayed") == 0);
	assert(strcmp(mm7_mm_status_find("Deleted", 1)->action,
	    "deleted") == 0);
	assert(!mm7_mm_status_find("Indeterminate", 1)->action);
	assert(!mm7_mm_status_find(NULL, 1)->action);
}

static const struct tap_test tests[] = {
	{ "each status code has its class", t_codes },
	{ "a StatusCode that is no number is none", t_text },
	{ "HTTP where MM7 says nothing", t_http },
	{ "each MMStatus, of a report and of a read reply", t_reports },
};
TAP_MAIN(tests)
