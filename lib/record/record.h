/*
 * record - one message as a JSON object on a line: sms-record(5).
 *
 * A record keeps the line that it came from.  A program reads the fields that
 * it knows and writes the record with fields of its own in place or at the
 * end; all others go through octet for octet.
 */
#ifndef RECORD_RECORD_H
#define RECORD_RECORD_H

#include "record/json.h"

/* The fields that we know; the table in record.c has a row for each. */
enum record_key {
	REC_TYPE, REC_ID, REC_DOMAIN,
	REC_FROM, REC_TO, REC_FROM_TON, REC_FROM_NPI, REC_TO_TON, REC_TO_NPI,
	REC_TEXT, REC_DATA, REC_TEXT_CUT, REC_TEXT_REPLACED, REC_TEXT_DROPPED,
	REC_TEXT_UCS2,
	REC_DATA_CODING, REC_UDH, REC_FLASH, REC_SERVICE_TYPE, REC_PROTOCOL_ID,
	REC_PRIORITY, REC_SCHEDULE, REC_VALIDITY, REC_REGISTERED_DELIVERY,
	REC_MESSAGE_MODE, REC_DESTINATION_FLAG, REC_TLV, REC_MAIL, REC_RESULT,
	REC_RECEIVED, REC_SMSC, REC_SYSTEM_ID, REC_PARTS, REC_MISSING,
	REC_MESSAGE_ID, REC_STATE, REC_FINAL, REC_ERROR, REC_SUBMITTED, REC_DONE,
	REC_LATENCY, REC_RECEIPT_TEXT, REC_ORIGINAL, REC_OVERDUE,
	REC_LINE, REC_INPUT, REC_DRY_RUN, REC_CONTENT, REC_MMS,
	REC_ENHANCED,
	REC_KEYS
};

enum record_type {
	REC_SUBMIT, REC_DELIVER, REC_RECEIPT, REC_QUERY, REC_CANCEL,
	REC_REPLACE, REC_ALERT, REC_INVALID, REC_READ,
	REC_TYPES
};

struct record {
	const char *line;	/* borrowed: from its `{` to its `}` */
	size_t len;
	enum record_type type;	/* REC_SUBMIT when the record does not say */
	/* the members that we know, by key; NULL: absent or null */
	const struct json_value *v[REC_KEYS];
	/* the first known field that has a wrong kind, or whose value can't be
	   of that field (type, a negative number ...): its name; NULL: none */
	const char *wrong;
	const char *wrong_why;	/* "must be a string"; static */
	/* all members as they stand in the line, and which known fields are
	   among them (null and wrong ones too): RECORD_SET()s */
	const struct json_value *member;
	size_t nmembers;
	uint64_t present;
};

/**
 * Read a record from a line (without or with its line feed).
 *
 * The record borrows from line and from the reader: good until the reader's
 * next use.  A field of a wrong kind is no error here: its v[] is NULL and
 * wrong names it, so that the program can answer for this record.
 *
 * Returns 0, or -1 with *err filled: not a JSON object.
 */
int record_read(struct json_reader *r, const char *line, size_t n,
	struct record *rec, struct diag_err *err);

/* A string field, or NULL; a number field, or dflt. */
const char *record_str(const struct record *rec, enum record_key key);
int64_t record_int(const struct record *rec, enum record_key key, int64_t dflt);

/* A set of fields, to leave out when writing. */
#define RECORD_SET(key) ((uint64_t)1 << (key))

/*
 * Append the record without its closing brace, leaving out the known fields in
 * the set `without`.  The caller adds members with json_key() and so on, then
 * record_close(), which puts the brace and a line feed.  All else stays as it
 * is, blanks included; only a line feed between two tokens becomes a blank.
 */
void record_open(struct buf *b, const struct record *rec, uint64_t without);
void record_close(struct buf *b);

/* The same for a new record: `{"type":"deliver"`. */
void record_begin(struct buf *b, enum record_type type);

/*
 * The record that stands for a line that was none: type invalid, with line
 * (its number), input (hex, at most RECORD_INVALID_MAX octets of it) and
 * error.  Ends with a line feed.
 */
enum { RECORD_INVALID_MAX = 4096 };
void record_invalid(struct buf *b, unsigned long line, const char *input,
	size_t n, const char *why);

const char *record_key_name(enum record_key key);
const char *record_type_name(enum record_type type);

/* A field of the record's `mail` or `result` object; NULL: absent. */
struct record_sub {
	struct json_reader *reader;	/* a second one, the caller's */
	const struct json_value *v;
	size_t n;
};
/* Take a member that is an object apart; 0, or -1 when it is absent. */
int record_sub(struct json_reader *r, const struct json_value *object,
	struct record_sub *sub);
/* A string in it, or NULL. */
const char *record_sub_str(const struct record_sub *sub, const char *name);

#endif
