/*
 * replace - characters that a coding does not have, replaced (for fit.c).
 */
#ifndef GATEWAY_SMS_REPLACE_H
#define GATEWAY_SMS_REPLACE_H

#include <stdint.h>

#include "base/buf.h"
#include "gateway/sms/submit.h"

enum { SMS_REPLACED_MAX = 64 };	/* different characters that are told of */

struct sms_replaced {
	size_t taken;		/* characters of the text that are in it */
	size_t count;		/* of these, replaced */
	size_t lost;		/* of these, by `?` */
	size_t n;		/* of which[]: each once, the first ones */
	struct {
		uint32_t cp;
		const char *to;	/* static */
	} which[SMS_REPLACED_MAX];
};

/* How to replace. */
struct sms_replacing {
	int level;		/* TRANSLITERATE_NONE ... */
	/* what has no replacement and is not in the coding: */
	enum {
		SMS_KEEP,	/* stays */
		SMS_LOSE,	/* becomes `?`, but for what a national table has */
		SMS_LOSE_ALL,	/* becomes `?` */
	} rest;
	struct sms_coding coding;
};

/**
 * Append text (valid UTF-8) with its replacements to out, until limit octets
 * are full (a character begun goes on), and tell in r what was replaced in that.
 *
 * out:	NULL: only tell.  r: filled anew; NULL: do not.
 * u:	to try characters with
 *
 * Returns how many octets of text that took.
 */
size_t sms_replace(struct buf *out, const struct sms_replacing *how,
	struct sms_units *u, const char *text, size_t n, size_t limit,
	struct sms_replaced *r);

#endif
