/*
 * soap - MM7 messages from and to XML.
 *
 * Spec: SOAP 1.1; 3GPP TS 23.140, 8.7 and Annex L.
 *
 * Lenient in: elements are found by their local name in any or no namespace, in
 * any order and nesting that peers are known to send.  Strict out: what is
 * written is valid by the schema of its release.
 */
#ifndef MM7_SOAP_H
#define MM7_SOAP_H

#include "base/buf.h"
#include "base/diag.h"
#include "mm7/mm7.h"

/**
 * Read the SOAP part: n octets in any charset.
 *
 * charset: what MIME or HTTP says of it, or NULL; where that, the declaration
 * and the octets disagree, the octets decide.
 *
 * XML with a DTD is refused before any of it is expanded.  No external
 * reference is opened.  XML that is not well-formed is read as far as it makes
 * sense (undeclared prefixes, a stray & or <).
 *
 * Values are trimmed.  Enumerations, booleans and dates come in the schema's
 * form where they can be recognised ("high" is "High", "True" is "true", a
 * one-digit month has two), else as they are; line ends and control characters
 * in any value become blanks.
 *
 * Returns 0: m is filled, the caller's to mm7_release(); its op is not
 * MM7_NONE.  Or -1 with err filled (EX_DATAERR, EX_TEMPFAIL) and m's
 * MM7_TRANSACTION_ID and dialect as far as they were found, to answer by: then
 * too mm7_release() it.
 */
int mm7_read(const void *xml, size_t n, const char *charset,
	struct mm7_msg *m, struct diag_err *err);
void mm7_release(struct mm7_msg *m);

/**
 * Append the envelope of m as m->dialect says, UTF-8 with its declaration.
 *
 * Elements come in the order of the schema; those that the operation, or the
 * release that the namespace names, does not have are left out.  Control
 * characters that XML 1.0 cannot carry become U+FFFD.
 *
 * Values are written as they are: whether a date or a word is one of the
 * schema's is for who made them.
 *
 * Returns 0, or -1 with err filled and nothing appended (EX_DATAERR: what the
 * operation must have is missing, or `extra` is not well-formed; EX_TEMPFAIL).
 */
int mm7_write(const struct mm7_msg *m, struct buf *out, struct diag_err *err);

/* Is it well-formed, as content of an element?  0, or -1 with err. */
int mm7_check_xml(const char *xml, struct diag_err *err);

#endif
