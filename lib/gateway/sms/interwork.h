/*
 * interwork - mail addresses and subjects inside an SMS.
 *
 * Spec: 3GPP TS 23.040, 3.8: `from@example.com(subject) text`.
 */
#ifndef GATEWAY_SMS_INTERWORK_H
#define GATEWAY_SMS_INTERWORK_H

#include <stddef.h>

#include "base/buf.h"

/**
 * Append `from (subject) text`, the first two cut to at most from_size and
 * subject_size characters; 0 leaves that piece out, and so does an empty or
 * NULL one.  A subject loses what would end it early: `)` becomes `]`; and
 * blanks at its end.
 */
void interwork_put(struct buf *out, const char *from, size_t from_size,
	const char *subject, size_t subject_size, const char *text, size_t n);

/*
 * Where the pieces stand in a text; NULL with 0: not there.  All borrow.
 */
struct interwork {
	const char *address;	/* one that mail_address_ok() takes */
	size_t naddress;
	const char *subject;
	size_t nsubject;
	const char *text;
	size_t ntext;
};

/**
 * Take an SMS apart: `a@b.example text`, `a@b.example(subject) text`, with or
 * without a blank before the parenthesis, and TS 23.040's other spelling
 * `a@b.example##subject#text`.
 *
 * Returns 1, or 0 when the text does not begin with an address followed by
 * white space, `(`, `#` or its end; then text is the whole.
 */
int interwork_parse(const char *text, size_t n, struct interwork *iw);

#endif
