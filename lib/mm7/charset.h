/*
 * charset - octets of XML as UTF-8.  Private to this folder.
 */
#ifndef MM7_CHARSET_H
#define MM7_CHARSET_H

#include <stddef.h>

#include "base/buf.h"

/*
 * Append n octets as UTF-8.  The octets decide: a byte order mark or the zeros
 * of UTF-16 first, then UTF-8 where it is valid, then what label (NULL: not
 * said) or else the XML declaration says, if they are valid in it (and it is no
 * form of Unicode, which they are not), then GB2312 where they come in pairs,
 * then windows-1252.  out->err: out of memory.
 */
void mm7_to_utf8(const char *p, size_t n, const char *label, struct buf *out);

#endif
