#include "smpp/receipt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "smpp/ascii.h"
#include "smpp/smtime.h"

/* As written in the standard; a blank may be `_' or missing. */
static const char *const names[SMPP_RCPT_KEYS] = {
	[SMPP_RCPT_ID]     = "id",
	[SMPP_RCPT_SUB]    = "sub",
	[SMPP_RCPT_DLVRD]  = "dlvrd",
	[SMPP_RCPT_SUBMIT] = "submit date",
	[SMPP_RCPT_DONE]   = "done date",
	[SMPP_RCPT_STAT]   = "stat",
	[SMPP_RCPT_ERR]    = "err",
	[SMPP_RCPT_TEXT]   = "text",
};

const char *
smpp_receipt_name(enum smpp_receipt_key key)
{
	return names[key];
}

/* ---- finding the fields */

static int
is_blank(uint8_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static int
is_word(uint8_t c)
{
	return ascii_letter((char)c) || ascii_digit((char)c) || c == '_';
}

/* What name: takes at the start of p[0..n), its colon included; 0: not there. */
static size_t
match(const char *name, const uint8_t *p, size_t n)
{
	size_t i = 0;

	for (; *name; name++) {
		if (*name == ' ') {
			if (i < n && (p[i] == ' ' || p[i] == '_'))
				i++;
			continue;
		}
		if (i == n || ascii_lower((char)p[i]) != *name)
			return 0;
		i++;
	}
	return i < n && p[i] == ':' ? i + 1 : 0;
}

/* The key whose name begins here and what the name takes; -1: none does. */
static int
key_at(const uint8_t *p, size_t n, size_t *took)
{
	int k;

	for (k = 0; k < SMPP_RCPT_KEYS; k++) {
		*took = match(names[k], p, n);
		if (*took)
			return k;
	}
	return -1;
}

static size_t
word_end(const uint8_t *p, size_t n, size_t i)
{
	while (i < n && !is_blank(p[i]) && p[i])
		i++;
	return i;
}

/* Behind the first word of a date: where its time of day ends, or i. */
static size_t
time_end(const uint8_t *p, size_t n, size_t i)
{
	static const char shape[] = "dd:dd:dd";
	size_t end, j;

	if (i >= n || p[i] != ' ')
		return i;
	end = word_end(p, n, i + 1);
	if (end - i - 1 != 5 && end - i - 1 != 8)
		return i;
	for (j = 0; i + 1 + j < end; j++)
		if (shape[j] == 'd' ? !ascii_digit((char)p[i + 1 + j]) :
		    p[i + 1 + j] != ':')
			return i;
	return end;
}

/* The value that begins at i; *i moves behind it. */
static struct smpp_octets
value(int key, const uint8_t *p, size_t n, size_t *i)
{
	size_t start = *i, end, took;

	if (key == SMPP_RCPT_TEXT) {
		*i = n;
		return (struct smpp_octets){ p + start, n - start };
	}
	while (start < n && is_blank(p[start]))
		start++;
	/* `err: text:...': what follows the blank is the next field */
	if (start > *i && key_at(p + start, n - start, &took) >= 0) {
		struct smpp_octets empty = { p + *i, 0 };

		*i = start;
		return empty;
	}
	end = word_end(p, n, start);
	if (key == SMPP_RCPT_SUBMIT || key == SMPP_RCPT_DONE)
		end = time_end(p, n, end);
	*i = end;
	return (struct smpp_octets){ p + start, end - start };
}

unsigned
smpp_receipt_parse(const uint8_t *p, size_t n, struct smpp_receipt *r)
{
	unsigned found = 0;
	size_t i = 0, took;

	memset(r, 0, sizeof *r);
	if (n && p[n - 1] == '\0')
		n--;
	while (i < n) {
		struct smpp_octets v;
		int key = i && is_word(p[i - 1]) ? -1 :
			key_at(p + i, n - i, &took);

		if (key < 0) {
			i++;
			continue;
		}
		i += took;
		v = value(key, p, n, &i);
		if (!r->field[key].p) {
			r->field[key] = v;
			found++;
		}
	}
	return found;
}

/* ---- dates */

/*
 * Y is a digit of the year, M of the month and so on; others are themselves.
 * Of the standard's absolute form smpp_time_parse() takes care.
 */
static const char *const shapes[] = {
	"YYMMDDhhmm",
	"YYMMDDhhmmss",
	"YYYYMMDDhhmm",
	"YYYYMMDDhhmmss",
	"YY-MM-DD hh:mm",
	"YY-MM-DD hh:mm:ss",
	"YYYY-MM-DD hh:mm",
	"YYYY-MM-DD hh:mm:ss",
};

/* Add a digit to the number that the letter stands for; 0, or -1. */
static int
add_digit(struct civil *t, char letter, char c)
{
	int *to = letter == 'Y' ? &t->year : letter == 'M' ? &t->month :
		letter == 'D' ? &t->day : letter == 'h' ? &t->hour :
		letter == 'm' ? &t->minute : &t->second;

	if (!ascii_digit(c))
		return -1;
	*to = *to * 10 + c - '0';
	return 0;
}

static int
read_shape(const char *shape, const char *s, int64_t *unix_ms)
{
	struct civil t = { 0, 0, 0, 0, 0, 0 };

	if (strlen(shape) != strlen(s))
		return -1;
	for (; *shape; shape++, s++)
		if (strchr("YMDhms", *shape) ? add_digit(&t, *shape, *s) < 0 :
		    *shape != *s)
			return -1;
	if (t.year < 100)
		t.year += 2000;
	if (!civil_valid(&t))
		return -1;
	*unix_ms = civil_ms(&t);
	return 0;
}

/* Ten digits: from 2001-09-09 on, which leaves zeros out. */
static int
read_unix(const char *s, int64_t *unix_ms)
{
	int64_t v = 0;

	if (strlen(s) != 10 || *s == '0')
		return -1;
	for (; *s; s++) {
		if (!ascii_digit(*s))
			return -1;
		v = v * 10 + *s - '0';
	}
	*unix_ms = v * 1000;
	return 0;
}

/* Relative time, which smpp_time_parse() takes too, is no date. */
static int
read_absolute(const char *s, int64_t *unix_ms)
{
	return strchr(s, 'R') ? -1 : smpp_time_parse(s, 0, unix_ms);
}

int
smpp_receipt_date(struct smpp_octets s, int64_t now_ms, int64_t *unix_ms)
{
	char text[sizeof "2026-11-23 01:28:00"];
	int64_t read, best = 0;
	int known = 0;
	size_t i;

	if (!s.p || s.n >= sizeof text || memchr(s.p, 0, s.n))
		return -1;
	memcpy(text, s.p, s.n);
	text[s.n] = '\0';
	for (i = 0; i < sizeof shapes / sizeof shapes[0] + 2; i++) {
		int rc = i == 0 ? read_unix(text, &read) :
			i == 1 ? read_absolute(text, &read) :
			read_shape(shapes[i - 2], text, &read);

		if (rc < 0)
			continue;
		if (!known || llabs(read - now_ms) < llabs(best - now_ms))
			best = read;
		known = 1;
	}
	if (!known)
		return -1;
	*unix_ms = best;
	return 0;
}

/* ---- writing */

/* YYMMDDhhmm; zeros where the form has no such year. */
static void
write_date(int64_t unix_ms, char out[SMPP_TIME_SIZE])
{
	if (smpp_time_absolute(unix_ms, out) < 0)
		memset(out, '0', 10);
	out[10] = '\0';
}

ssize_t
smpp_receipt_write(char *out, size_t outsz, const char *id,
    int64_t submit_ms, int64_t done_ms, const char *stat, unsigned err,
    struct smpp_octets text)
{
	char submit[SMPP_TIME_SIZE], done[SMPP_TIME_SIZE];
	size_t text_n = text.n < 20 ? text.n : 20;
	int n;

	write_date(submit_ms, submit);
	write_date(done_ms, done);
	n = snprintf(out, outsz, "id:%s sub:001 dlvrd:%s submit date:%s "
	    "done date:%s stat:%s err:%03u Text:", id,
	    strcmp(stat, "DELIVRD") == 0 ? "001" : "000", submit, done,
	    stat, err);
	if (n < 0 || (size_t)n >= outsz || text_n >= outsz - (size_t)n)
		return SMPP_ENOSPC;
	if (text_n)
		memcpy(out + n, text.p, text_n);
	out[(size_t)n + text_n] = '\0';
	return (ssize_t)((size_t)n + text_n);
}
