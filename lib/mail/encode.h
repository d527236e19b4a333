/*
 * encode - what stands in a mail's headers and body, as ASCII: RFC 2045, 2047
 * and the folding of RFC 5322.  Private to this folder.
 */
#ifndef MAIL_ENCODE_H
#define MAIL_ENCODE_H

#include <stddef.h>

#include "base/buf.h"

/* ---- headers: a line that is folded between words */

struct mail_line {
	struct buf *out;
	size_t col;		/* octets on the line so far */
};

struct mail_line mail_begin_header(struct buf *out, const char *name);
void mail_end_header(struct mail_line *l);

/* A word without white space, with a blank or a fold in front. */
void mail_put_word(struct mail_line *l, const char *word);

/* Unstructured text (a Subject): as it is, or as encoded words. */
void mail_put_text(struct mail_line *l, const char *text);

/* A display name: atoms, a quoted string, or encoded words. */
void mail_put_phrase(struct mail_line *l, const char *name);

/* ---- bodies */

/* An octet as `=` and two digits. */
void mail_put_hex(struct buf *out, char c);

/* UTF-8 text in another charset: 0; or -1: it does not have all characters, or
   is none; or UTF-8 is wanted (NULL too). */
int mail_transcode(const char *p, size_t n, const char *charset,
	struct buf *out);

enum mail_encoding { MAIL_7BIT, MAIL_QP, MAIL_BASE64 };

/* Valid UTF-8 with LF line ends, the last line ended too; no NUL. */
void mail_clean_text(const char *p, size_t n, struct buf *out);

int mail_is_ascii(const char *p, size_t n);

/* 7bit if it can be, else the shorter one. */
enum mail_encoding mail_best_encoding(const char *p, size_t n);

/* RFC 2045, 6.7: lines of up to 76. */
void mail_qp(const char *p, size_t n, struct buf *out);

/* RFC 2045, 6.8: lines of 76; of octets as they are. */
void mail_base64_octets(const void *p, size_t n, struct buf *out);

/* The same of the text with CRLF line ends, as it says there. */
void mail_base64(const char *p, size_t n, struct buf *out);

#endif
