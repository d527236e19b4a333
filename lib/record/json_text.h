/*
 * json_text - what we do ourselves beside yajl, since it is too lenient there.
 * Private to lib/record.
 */
#ifndef RECORD_JSON_TEXT_H
#define RECORD_JSON_TEXT_H

#include <stddef.h>

/**
 * The offset of the first octet that no JSON text may hold, wherever it
 * stands: a control character but tab, line feed and carriage return, or what
 * is no UTF-8; n when there is none.  (yajl takes VT and FF for white space,
 * and overlong forms and surrogates for UTF-8.)
 *
 * *plain: there is no control character at all, and no backslash.
 */
size_t json_text_valid(const char *text, size_t n, int *plain);

/**
 * Undo the escapes of a string without its quotes, which yajl has found right.
 * out has room for n octets; half a surrogate pair becomes U+FFFD (yajl would
 * write octets that are no UTF-8).  Returns the length; no NUL is put behind.
 */
size_t json_text_unescape(const char *s, size_t n, char *out);

#endif
