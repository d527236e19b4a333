/*
 * mail - RFC 5322 and MIME in, as structs of our own.  GMime reads it; its
 * types stay inside this folder.
 */
#ifndef MAIL_MAIL_H
#define MAIL_MAIL_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/diag.h"

enum {				/* caps, checked before GMime sees the mail:
				   it keeps every header and part in memory */
	MAIL_MAX = 64 << 20,	/* octets of a mail */
	MAIL_HEADERS_MAX = 10000,	/* header lines, all parts together */
	MAIL_HEADER_OCTETS_MAX = 1 << 20,	/* their octets, all together */
	MAIL_PARTS_MAX = 1000,	/* lines that look like boundaries, roughly */
	MAIL_TEXT_MAX = 1 << 20,	/* octets of text given out */
	MAIL_RECIPIENTS_MAX = 1000,
};

/*
 * A mail, read.  All strings are UTF-8 without control characters (a folded or
 * hostile header can't put a line feed into one), owned by the mail, NULL when
 * the header is missing.  Addresses are bare: `user@example.com`, the domain as
 * DNS has it (`xn--...`).
 */
struct mail {
	const char *from;	/* first address of From, else of Sender */
	const char *from_name;	/* its display name */
	const char *reply_to;	/* first address */
	const char *subject;	/* decoded (RFC 2047, raw UTF-8, raw Latin-1) */
	const char *message_id;	/* without < > */
	const char *date;	/* RFC 3339, or NULL when it can't be read */
	const char *return_path;	/* "" for <>; NULL when missing */
	const char *from_line;	/* envelope sender of an mbox From_ line;
				   "" for MAILER-DAEMON */
	const char *auto_submitted, *precedence, *list_id;
	char *const *recipients;	/* To, Cc and Bcc; groups opened; no doubles */
	size_t nrecipients;
	char *const *to;	/* of To alone */
	size_t nto;

	/* the text for people: see mail_read() */
	const char *text;
	size_t ntext;
	int from_html;		/* text was made from HTML */
	/* what could not be shown: "encrypted" or NULL */
	const char *hidden;
};

/**
 * Read a mail of n octets (LF or CRLF; a leading mbox From_ line is allowed).
 *
 * text is the best text for a person: of multipart/alternative the plain part
 * unless it is empty or a mere "your client cannot show HTML", else the
 * HTML made text; of multipart/mixed, related and signed the inline text parts
 * at the beginning; of a digest, report or message/rfc822 the first text in
 * it.  Attachments, calendars, signatures (PGP, S/MIME), and of plain text
 * uuencoded files and PGP's armour, are left out.  Line ends are LF,
 * format=flowed is unfolded, charsets become UTF-8 (a wrong or missing label:
 * UTF-8 if valid, else windows-1252), trailing white space goes (so that the
 * signature's mark is `--`).  It may be empty.
 *
 * Returns 0, or -1 with err filled and *m unusable: EX_DATAERR (no mail: no
 * header at all; over a cap), EX_TEMPFAIL (out of memory).
 */
int mail_read(const char *p, size_t n, struct mail **m, struct diag_err *err);
void mail_free(struct mail *m);

/**
 * HTML to text for a phone: no style, script, title or hidden elements
 * (display:none, the hidden attribute; not font-size:0, which newsletters set
 * around all of their text and undo within); blocks and br become line ends,
 * list items begin with "- ", table cells are put side by side, white space is
 * folded outside pre; an a element whose text is not its target gives
 * "text <target>" for http(s) targets; img gives its alt text.
 *
 * charset: of the octets, or NULL: UTF-8 if valid, else from the document, else
 * windows-1252 (programs that change a page's charset leave what it says in it).
 * Appends to out, at most MAIL_TEXT_MAX octets.  Where a page is made to take
 * for ever (stray end tags, attributes without end), the text ends there.
 * Returns 0, or -1: out of memory.
 */
int mail_html_text(const char *html, size_t n, const char *charset,
	struct buf *out);

#endif
