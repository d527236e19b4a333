/*
 * result - what became of each segment of a record, and of the record; the
 * JSON object `result` of sms-record(5), out and in.
 */
#ifndef GATEWAY_SMS_RESULT_H
#define GATEWAY_SMS_RESULT_H

#include <stdint.h>

#include "base/buf.h"
#include "base/clock.h"
#include "config/config.h"
#include "record/record.h"
#include "smpp/pdu.h"
#include "smpp/status.h"

enum sms_part_state {
	SMS_PART_TODO,		/* not sent (yet) */
	SMS_PART_OUT,		/* sent, no answer yet */
	SMS_PART_OK,
	SMS_PART_TEMPORARY,
	SMS_PART_PERMANENT,
	SMS_PART_UNKNOWN,	/* written, and no answer came */
};

/* What a query_sm_resp says; v3.4, 4.8.2. */
struct sms_found {
	uint8_t state;		/* message_state */
	uint8_t error_code;	/* 0: none */
	char final_date[CLOCK_RFC3339_SIZE];	/* "": not final yet */
};

struct sms_part {
	enum sms_part_state state;
	uint32_t status;	/* command_status */
	char *message_id;	/* owned; NULL: none */
	struct sms_found *found;	/* owned; NULL: nothing was asked */
	void *owner;		/* the caller's */
	const struct config_view *view;	/* borrowed: whose vendor's table says
				   what a status means; NULL: only SMPP */
};

enum sms_status {
	SMS_OK, SMS_TEMPORARY, SMS_PERMANENT, SMS_UNKNOWN,
};

/* "ok", "temporary", "permanent", "unknown" */
const char *sms_status_name(enum sms_status status);

struct sms_result {
	enum sms_status status;
	/* from the part that decided, or status 0 and only a reason */
	uint32_t command_status;
	const char *reason;	/* borrowed; NULL when ok */
	int duplicate;		/* sent before, and not again */
};

/* The record's fate from its parts': all ok; one unknown (or still out), for that
   may have been sent; one permanent; else temporary.  SMS_PART_TODO counts as
   temporary. */
struct sms_result sms_result_of(const struct sms_part *parts, unsigned n);

/* A response to a part: fills it.  pdu NULL: no response came, and the request
   was written.  Returns 0, or -1: no memory for the message_id or for what was
   found, all else is filled. */
int sms_part_answer(struct sms_part *part, const struct smpp_pdu *pdu,
	uint32_t status);
void sms_part_release(struct sms_part *part);

/* What a query found out about a message of several parts: the part that is
   furthest from delivered.  NULL: nothing. */
const struct sms_found *sms_found_of(const struct sms_part *parts, unsigned n);

/**
 * Append `"result":{...}` to a record that is being written.
 *
 * parts may be NULL with n 0: the record did not come that far.
 * ref: the concatenation reference, written where n is over 1, so that what
 *	is missing can be sent later with the same one; -1: not known, left out.
 * smsc, at: "127.0.0.1:2775" and RFC 3339; NULL: left out.
 */
void sms_result_write(struct buf *out, const struct sms_result *r,
	const struct sms_part *parts, unsigned n, int ref,
	const char *smsc, const char *at);

/* Its members alone, into an object that is open. */
void sms_result_members(struct buf *out, const struct sms_result *r,
	const struct sms_part *parts, unsigned n, int ref,
	const char *smsc, const char *at);

/* What a record that was through here before says of itself. */
struct sms_before {
	int done;		/* status ok: pass it through */
	int unknown;		/* it, or a part of it, may have been sent */
	int has_ref;
	uint16_t ref;
	unsigned nparts;	/* 0: nothing was sent */
	struct sms_part *parts;	/* owned: SMS_PART_OK where one was sent, else
				   SMS_PART_TODO; NULL: none */
};
/* Returns 0, or -1: no memory, and what was sent is not known. */
int sms_before_read(const struct record *rec, struct json_reader *scratch,
	struct sms_before *b);
void sms_before_release(struct sms_before *b);

/* The sysexits code that a failure for good deserves: 67 for a wrong number,
   69 else. */
int sms_status_sysexit(const struct config_view *v, uint32_t command_status);

#endif
