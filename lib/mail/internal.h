/*
 * internal - what the files of this folder share.  Nothing outside includes it.
 */
#ifndef MAIL_INTERNAL_H
#define MAIL_INTERNAL_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "mail/mail.h"
#include "mail/parts.h"

typedef struct _GMimeMessage GMimeMessage;

/* ---- read.c: a mail and the memory that its strings stand in */

struct mail_store {
	struct mail m;		/* first: what the caller holds */
	struct arena arena;
	GMimeMessage *msg;	/* for parts.c */
	struct mail_parts parts;
	int parts_read;		/* parts is filled */
};

/* A copy of n octets and a NUL that lives as long as the mail; NULL: out of memory,
   which arena.oom remembers. */
char *mail_keep(struct mail_store *st, const char *p, size_t n);

/* ---- limits.c: the caps, in one pass before GMime reads the mail */

struct mail_scan {
	size_t headers;		/* header lines, all parts together */
	size_t octets;		/* theirs */
	size_t parts;		/* lines that look like boundaries */
	size_t gap;		/* where the empty line between the headers and
				   the text is missing; 0: it is there */
};

/* Returns 0, or -1 with err filled (EX_DATAERR). */
int mail_limits(const char *p, size_t n, struct mail_scan *s,
	struct diag_err *err);

/* 1 when the word (ASCII, any case) stands somewhere in n octets. */
int mail_has(const char *p, size_t n, const char *word);

/* ---- headers.c */

/* Fill st->m from the headers.  Returns 0, or -1 with err filled. */
int mail_headers(struct mail_store *st, GMimeMessage *msg, struct diag_err *err);

/* n octets as one line of UTF-8 without control characters; NULL: out of
   memory. */
const char *mail_keep_line(struct mail_store *st, const char *s, size_t n);

/* The envelope sender of a From_ line, n octets without its line end. */
void mail_from_line(struct mail_store *st, const char *p, size_t n);

/* ---- text.c */

/* Fill text, from_html and hidden. */
void mail_choose_text(struct mail_store *st, GMimeMessage *msg);

/* ---- charset.c */

/*
 * Octets to UTF-8 text: LF line ends, no control characters but LF and TAB.
 * label: the charset's name, or NULL; a wrong one does no harm.  weak: the
 * label is the document's own word, and UTF-8 that is valid goes before it.
 */
void mail_to_utf8(const char *p, size_t n, const char *label, int weak,
	struct buf *out);

/* What U+0080..U+009F means in windows-1252, or 0: nothing. */
uint32_t mail_c1(uint32_t cp);

/* White space at the end of lines goes, and empty lines at both ends. */
void mail_trim(struct buf *text);

/* ---- plain.c: what a text/plain part needs before it is shown */

/* format=flowed (RFC 3676) to lines of whole paragraphs. */
void mail_unflow(const char *p, size_t n, int delsp, struct buf *out);

/*
 * Drop what is no text: uuencoded files, PGP signatures, keys and messages.
 * Returns 1 when an encrypted message was among it.
 */
int mail_drop_blocks(const char *p, size_t n, struct buf *out);

/* 1 when the text says no more than that the reader can't show HTML. */
int mail_is_stub(const char *p, size_t n);

#endif
