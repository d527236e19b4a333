/*
 * receipt - the text form of an SMSC delivery receipt.
 *
 * Spec: SMPP v3.4 issue 1.2, appendix B: id:... sub:... dlvrd:... submit
 * date:... done date:... stat:... err:... text:...  It is vendor specific
 * there, and vendors are: fields may be missing, in any order, in any case,
 * `submit_date` or `submitdate`, with blanks behind the colon.
 */
#ifndef SMPP_RECEIPT_H
#define SMPP_RECEIPT_H

#include <stddef.h>
#include <stdint.h>

#include "smpp/pdu.h"

enum smpp_receipt_key {
	SMPP_RCPT_ID, SMPP_RCPT_SUB, SMPP_RCPT_DLVRD, SMPP_RCPT_SUBMIT,
	SMPP_RCPT_DONE, SMPP_RCPT_STAT, SMPP_RCPT_ERR, SMPP_RCPT_TEXT,
	SMPP_RCPT_KEYS
};

/* Each value as it was sent; p NULL: missing; n 0: present and empty. */
struct smpp_receipt {
	struct smpp_octets field[SMPP_RCPT_KEYS];
};

/**
 * Find the fields.  A name counts at the start or behind a character that is
 * no letter, digit or underscore; a value ends at the next white space (a date
 * may hold one blank: `26-11-23 01:28`), text at the end (less a trailing NUL),
 * and nothing in it is looked at.  A field given twice counts the first time.
 *
 * Never fails; returns the number of fields found.  Values borrow from p.
 */
unsigned smpp_receipt_parse(const uint8_t *p, size_t n,
	struct smpp_receipt *r);

/* The name of a key as it is written: "submit date". */
const char *smpp_receipt_name(enum smpp_receipt_key key);

/**
 * A date in a receipt to milliseconds since 1970, taken as UTC: YYMMDDhhmm,
 * YYMMDDhhmmss, YYYYMMDDhhmm, YYYYMMDDhhmmss, SMPP absolute time, Unix seconds,
 * `26-11-23 01:28`.  Of two possible readings the one nearest to now_ms counts.
 * Returns 0, or -1 when it cannot be read (zeros included).
 */
int smpp_receipt_date(struct smpp_octets s, int64_t now_ms, int64_t *unix_ms);

/**
 * Write a receipt in the standard's form into out (with NUL).
 *
 * err: three digits.  text: at most the first 20 octets are put in.
 * Returns the length, or SMPP_ENOSPC.
 */
ssize_t smpp_receipt_write(char *out, size_t outsz, const char *id,
	int64_t submit_ms, int64_t done_ms, const char *stat, unsigned err,
	struct smpp_octets text);

#endif
