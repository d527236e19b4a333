#include "record/record.h"

#include <string.h>
#include <sysexits.h>

_Static_assert(REC_KEYS <= 64, "a RECORD_SET has 64 bits");

/* What the value of a field may be. */
enum form {
	TYPE, TOKEN, STRING, STRINGS, ANY_TEXT, HEX, OCTET, OCTET_OR_NAME, FLAGS,
	BOOL, COUNT, COUNT_OR_LIST, SECONDS, TIME, CODE, CUT, REPLACED, DROPPED,
	LIST, OBJECT
};

/* A field a row, in the order of enum record_key.  To add one: a name there, a
   row here and its length's row below, and its place in sms-record(5). */
static const struct {
	const char *name;
	enum form form;
} fields[REC_KEYS] = {
	[REC_TYPE]		= { "type",		TYPE },
	[REC_ID]		= { "id",		TOKEN },
	[REC_DOMAIN]		= { "domain",		TOKEN },
	[REC_FROM]		= { "from",		STRING },
	[REC_TO]		= { "to",		STRINGS },
	[REC_FROM_TON]		= { "from_ton",		OCTET_OR_NAME },
	[REC_FROM_NPI]		= { "from_npi",		OCTET_OR_NAME },
	[REC_TO_TON]		= { "to_ton",		OCTET_OR_NAME },
	[REC_TO_NPI]		= { "to_npi",		OCTET_OR_NAME },
	[REC_TEXT]		= { "text",		ANY_TEXT },
	[REC_DATA]		= { "data",		HEX },
	[REC_TEXT_CUT]		= { "text_cut",		CUT },
	[REC_TEXT_REPLACED]	= { "text_replaced",	REPLACED },
	[REC_TEXT_DROPPED]	= { "text_dropped",	DROPPED },
	[REC_TEXT_UCS2]		= { "text_ucs2",	ANY_TEXT },
	[REC_DATA_CODING]	= { "data_coding",	OCTET_OR_NAME },
	[REC_UDH]		= { "udh",		HEX },
	[REC_FLASH]		= { "flash",		BOOL },
	[REC_SERVICE_TYPE]	= { "service_type",	STRING },
	[REC_PROTOCOL_ID]	= { "protocol_id",	OCTET },
	[REC_PRIORITY]		= { "priority",		OCTET },
	[REC_SCHEDULE]		= { "schedule",		TIME },
	[REC_VALIDITY]		= { "validity",		TIME },
	[REC_REGISTERED_DELIVERY] = { "registered_delivery", FLAGS },
	[REC_MESSAGE_MODE]	= { "message_mode",	OCTET_OR_NAME },
	[REC_DESTINATION_FLAG]	= { "destination_flag",	OCTET_OR_NAME },
	[REC_TLV]		= { "tlv",		OBJECT },
	[REC_MAIL]		= { "mail",		OBJECT },
	[REC_RESULT]		= { "result",		OBJECT },
	[REC_RECEIVED]		= { "received",		STRING },
	[REC_SMSC]		= { "smsc",		STRING },
	[REC_SYSTEM_ID]		= { "system_id",	STRING },
	[REC_PARTS]		= { "parts",		COUNT_OR_LIST },
	[REC_MISSING]		= { "missing",		LIST },
	[REC_MESSAGE_ID]	= { "message_id",	STRINGS },
	[REC_STATE]		= { "state",		STRING },
	[REC_FINAL]		= { "final",		BOOL },
	[REC_ERROR]		= { "error",		CODE },
	[REC_SUBMITTED]		= { "submitted",	STRING },
	[REC_DONE]		= { "done",		STRING },
	[REC_LATENCY]		= { "latency",		SECONDS },
	[REC_RECEIPT_TEXT]	= { "receipt_text",	ANY_TEXT },
	[REC_ORIGINAL]		= { "original",		OBJECT },
	[REC_OVERDUE]		= { "overdue",		BOOL },
	[REC_LINE]		= { "line",		COUNT },
	[REC_INPUT]		= { "input",		HEX },
	[REC_DRY_RUN]		= { "dry_run",		OBJECT },
	[REC_CONTENT]		= { "content",		LIST },
	[REC_MMS]		= { "mms",		OBJECT },
	[REC_ENHANCED]		= { "enhanced",		STRING },
};

/* The same by the length of the name: how a name is found without comparing
   it with all. */
static const struct {
	unsigned char n, key[9];
} by_length[] = {
	[2] = { 2, { REC_ID, REC_TO } },
	[3] = { 3, { REC_UDH, REC_TLV, REC_MMS } },
	[4] = { 8, { REC_TYPE, REC_FROM, REC_TEXT, REC_DATA, REC_MAIL,
		REC_SMSC, REC_DONE, REC_LINE } },
	[5] = { 6, { REC_FLASH, REC_PARTS, REC_STATE, REC_FINAL, REC_ERROR,
		REC_INPUT } },
	[6] = { 4, { REC_DOMAIN, REC_RESULT, REC_TO_TON, REC_TO_NPI } },
	[7] = { 5, { REC_MISSING, REC_LATENCY, REC_DRY_RUN, REC_OVERDUE,
		REC_CONTENT } },
	[8] = { 9, { REC_RECEIVED, REC_TEXT_CUT, REC_PRIORITY, REC_SCHEDULE,
		REC_VALIDITY, REC_ORIGINAL, REC_FROM_TON, REC_FROM_NPI,
		REC_ENHANCED } },
	[9] = { 3, { REC_SUBMITTED, REC_TEXT_UCS2, REC_SYSTEM_ID } },
	[10] = { 1, { REC_MESSAGE_ID } },
	[11] = { 2, { REC_DATA_CODING, REC_PROTOCOL_ID } },
	[12] = { 4, { REC_TEXT_DROPPED, REC_SERVICE_TYPE, REC_MESSAGE_MODE,
		REC_RECEIPT_TEXT } },
	[13] = { 1, { REC_TEXT_REPLACED } },
	[16] = { 1, { REC_DESTINATION_FLAG } },
	[19] = { 1, { REC_REGISTERED_DELIVERY } },
};

static const char *const types[REC_TYPES] = {
	[REC_SUBMIT] = "submit",
	[REC_DELIVER] = "deliver",
	[REC_RECEIPT] = "receipt",
	[REC_QUERY] = "query",
	[REC_CANCEL] = "cancel",
	[REC_REPLACE] = "replace",
	[REC_ALERT] = "alert",
	[REC_INVALID] = "invalid",
	[REC_READ] = "read",
};

/* REC_KEYS when it is none of ours. */
static enum record_key
find_key(const char *name, size_t n)
{
	size_t i;

	if (n >= sizeof by_length / sizeof by_length[0])
		return REC_KEYS;
	for (i = 0; i < by_length[n].n; i++) {
		const char *ours = fields[by_length[n].key[i]].name;

		if (ours[0] == name[0] && memcmp(ours, name, n) == 0)
			return by_length[n].key[i];
	}
	return REC_KEYS;
}

/* REC_TYPES when it is none of ours. */
static enum record_type
find_type(const struct json_value *v)
{
	size_t i;

	for (i = 0; i < REC_TYPES; i++)
		if (strlen(types[i]) == v->n && memcmp(types[i], v->s, v->n) == 0)
			break;
	return (enum record_type)i;
}

static int
is_type(const struct json_value *v)
{
	return find_type(v) != REC_TYPES;
}

/* Goes into headers, logs and the environment: not empty, one line. */
static int
is_token(const struct json_value *v)
{
	size_t i;

	for (i = 0; i < v->n; i++)
		if ((unsigned char)v->s[i] < 0x20 || v->s[i] == 0x7f)
			return 0;
	return v->n > 0;
}

/* The programs take it as a C string. */
static int
has_no_nul(const struct json_value *v)
{
	return v->kind != JSON_STRING || strlen(v->s) == v->n;
}

static int
is_digit(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') ||
		(c >= 'A' && c <= 'F');
}

/* As num_unhex() takes it; the NUL behind s makes s[1] safe to look at. */
static int
is_hex(const struct json_value *v)
{
	const char *s = v->s, *end = v->s + v->n;

	while (s < end) {
		if (*s == ' ' || *s == '\t')
			s++;
		else if (is_digit(s[0]) && is_digit(s[1]))
			s += 2;
		else
			return 0;
	}
	return 1;
}

static int
is_octet(const struct json_value *v)
{
	return has_no_nul(v) && v->i >= 0 && v->i <= 255;
}

static int
is_count(const struct json_value *v)
{
	return has_no_nul(v) && v->i >= 0;
}

static const struct {
	int kinds;				/* of enum json_kind */
	int (*is)(const struct json_value *v);	/* more; NULL: nothing */
	const char *why;			/* what is said otherwise */
} forms[] = {
	[TYPE]	= { JSON_STRING, is_type, "must be a type of record" },
	[TOKEN]	= { JSON_STRING, is_token, "must be a string in one line, "
		"not empty" },
	[STRING] = { JSON_STRING, has_no_nul, "must be a string without NUL" },
	[STRINGS] = { JSON_STRING | JSON_LIST, has_no_nul,
		"must be a string without NUL or a list" },
	[ANY_TEXT] = { JSON_STRING, NULL, "must be a string" },
	[HEX]	= { JSON_STRING, is_hex, "must be a string of hex octets" },
	[OCTET]	= { JSON_INT, is_octet, "must be an integer from 0 to 255" },
	[OCTET_OR_NAME] = { JSON_INT | JSON_STRING, is_octet,
		"must be a name or an integer from 0 to 255" },
	[FLAGS]	= { JSON_INT | JSON_STRING | JSON_LIST, is_octet,
		"must be a name, a list of names or an integer from 0 to 255" },
	[BOOL]	= { JSON_BOOL, NULL, "must be true or false" },
	[COUNT]	= { JSON_INT, is_count, "must be an integer from 0 on" },
	[COUNT_OR_LIST] = { JSON_INT | JSON_LIST, is_count,
		"must be an integer from 0 on, or a list" },
	[SECONDS] = { JSON_INT | JSON_NUMBER, NULL, "must be a number" },
	[TIME]	= { JSON_INT | JSON_STRING, is_count,
		"must be a time, or seconds from 0 on" },
	[CODE]	= { JSON_INT | JSON_STRING, has_no_nul,
		"must be a string without NUL or an integer" },
	[CUT]	= { JSON_BOOL | JSON_INT, is_count,
		"must be true, false or an integer from 0 on" },
	[REPLACED] = { JSON_BOOL | JSON_INT | JSON_STRING | JSON_LIST |
		JSON_OBJECT, NULL, "must not be a fraction" },
	[DROPPED] = { JSON_STRING | JSON_LIST, NULL,
		"must be a string or a list" },
	[LIST]	= { JSON_LIST, NULL, "must be a list" },
	[OBJECT] = { JSON_OBJECT, NULL, "must be an object" },
};

static void
take(struct record *rec, const struct json_value *v)
{
	enum record_key key = find_key(v->name, v->namelen);
	enum form form;

	if (key == REC_KEYS)
		return;
	rec->present |= RECORD_SET(key);
	if (v->kind == JSON_NULL)
		return;
	form = fields[key].form;
	if ((v->kind & (unsigned)forms[form].kinds) &&
	    (!forms[form].is || forms[form].is(v))) {
		rec->v[key] = v;
	} else if (!rec->wrong) {
		rec->wrong = fields[key].name;
		rec->wrong_why = forms[form].why;
	}
}

static int
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

int
record_read(struct json_reader *r, const char *line, size_t n,
    struct record *rec, struct diag_err *err)
{
	size_t i;
	int kind;

	memset(rec, 0, sizeof *rec);
	while (n > 0 && is_blank(line[n - 1]))
		n--;
	while (n > 0 && is_blank(*line))
		line++, n--;
	rec->line = line;
	rec->len = n;
	kind = json_read(r, line, n, &rec->member, &rec->nmembers, err);
	if (kind == JSON_LIST)
		return diag_err(err, EX_DATAERR, "a list, not a JSON object");
	if (kind < 0)
		return -1;
	for (i = 0; i < rec->nmembers; i++)
		take(rec, &rec->member[i]);
	if (rec->v[REC_TYPE])
		rec->type = find_type(rec->v[REC_TYPE]);
	return 0;
}

const char *
record_str(const struct record *rec, enum record_key key)
{
	return rec->v[key] ? rec->v[key]->s : NULL;
}

int64_t
record_int(const struct record *rec, enum record_key key, int64_t dflt)
{
	const struct json_value *v = rec->v[key];

	return v && (v->kind & (JSON_INT | JSON_BOOL)) ? v->i : dflt;
}

static int
is_left_out(const struct json_value *v, uint64_t without)
{
	enum record_key key = find_key(v->name, v->namelen);

	return key != REC_KEYS && (without & RECORD_SET(key));
}

/*
 * Each member that stays takes along what stands between it and the next, but
 * the last that stays: behind that one there may be a comma too many.
 */
static void
add_others(struct buf *b, const struct record *rec, uint64_t without)
{
	const struct json_value *m = rec->member, *last = NULL;
	const char *end = rec->line + rec->len - 1;
	size_t n = rec->nmembers, i;

	buf_add(b, rec->line, (size_t)(m[0].at - rec->line));
	for (i = 0; i < n; i++) {
		if (is_left_out(&m[i], without))
			continue;
		if (last)
			buf_add(b, last->at, (size_t)(last[1].at - last->at));
		last = &m[i];
	}
	if (last)
		buf_add(b, last->at,
		    (size_t)(last->raw + last->rawlen - last->at));
	buf_add(b, m[n - 1].raw + m[n - 1].rawlen,
	    (size_t)(end - (m[n - 1].raw + m[n - 1].rawlen)));
}

void
record_open(struct buf *b, const struct record *rec, uint64_t without)
{
	size_t from = b->len;
	char *lf;

	if (rec->present & without)
		add_others(b, rec, without);
	else
		buf_add(b, rec->line, rec->len - 1);
	/* JSON has line feeds between tokens only; ours must stay one line */
	while (from < b->len &&
	    (lf = memchr(b->p + from, '\n', b->len - from))) {
		*lf = ' ';
		from = (size_t)(lf - b->p);
	}
}

void
record_close(struct buf *b)
{
	buf_add(b, "}\n", 2);
}

void
record_begin(struct buf *b, enum record_type type)
{
	json_open(b, '{');
	json_key_cstr(b, fields[REC_TYPE].name, types[type]);
}

void
record_invalid(struct buf *b, unsigned long line, const char *input,
    size_t n, const char *why)
{
	record_begin(b, REC_INVALID);
	json_key_int(b, fields[REC_LINE].name, (int64_t)line);
	json_key(b, fields[REC_INPUT].name);
	json_hex(b, input, n < RECORD_INVALID_MAX ? n : RECORD_INVALID_MAX);
	json_key_cstr(b, fields[REC_ERROR].name, why);
	record_close(b);
}

const char *
record_key_name(enum record_key key)
{
	return fields[key].name;
}

const char *
record_type_name(enum record_type type)
{
	return types[type];
}

int
record_sub(struct json_reader *r, const struct json_value *object,
    struct record_sub *sub)
{
	sub->reader = r;
	sub->v = NULL;
	sub->n = 0;
	if (!object || object->kind != JSON_OBJECT)
		return -1;
	if (json_read(r, object->raw, object->rawlen, &sub->v, &sub->n, NULL) < 0)
		return -1;
	return 0;
}

const char *
record_sub_str(const struct record_sub *sub, const char *name)
{
	const struct json_value *v = json_member(sub->v, sub->n, name);

	return v ? v->s : NULL;
}
