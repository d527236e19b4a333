#include "mail/internal.h"

#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include <gmime/gmime.h>

char *
mail_keep(struct mail_store *st, const char *p, size_t n)
{
	return arena_text(&st->arena, p, n);
}

void
mail_free(struct mail *m)
{
	struct mail_store *st = (struct mail_store *)m;

	if (!m)
		return;
	arena_free(&st->arena);
	if (st->msg)
		g_object_unref(st->msg);
	free(st);
}

/* Skip From_ lines (some programs quote their own), taking the first one. */
static size_t
skip_from(struct mail_store *st, const char *p, size_t n)
{
	size_t at = 0;

	for (;;) {
		size_t quote = at < n && p[at] == '>';
		const char *lf;

		if (n - at < quote + 5 || memcmp(p + at + quote, "From ", 5) != 0)
			return at;
		lf = memchr(p + at, '\n', n - at);
		if (at == 0 && !quote)
			mail_from_line(st, p, lf ? (size_t)(lf - p) : n);
		if (!lf)
			return n;
		at = (size_t)(lf - p) + 1;
	}
}

/* 8-bit headers have no charset: UTF-8 or what Windows writes. */
static GMimeParserOptions *
options(void)
{
	static const char *fallback[] = { "utf-8", "windows-1252", NULL };
	GMimeParserOptions *o = g_mime_parser_options_new();

	g_mime_parser_options_set_fallback_charsets(o, fallback);
	return o;
}

/* gap: where an empty line is put in; 0: nowhere. */
static GMimeMessage *
parse(const char *p, size_t n, size_t gap)
{
	GMimeStream *stream = g_mime_stream_mem_new();
	GMimeParserOptions *o = options();
	GMimeParser *parser;
	GMimeMessage *msg;

	if (gap) {
		g_mime_stream_write(stream, p, gap);
		g_mime_stream_write(stream, "\n", 1);
	}
	g_mime_stream_write(stream, p + gap, n - gap);
	g_mime_stream_seek(stream, 0, GMIME_STREAM_SEEK_SET);
	parser = g_mime_parser_new_with_stream(stream);
	msg = g_mime_parser_construct_message(parser, o);
	g_object_unref(parser);
	g_object_unref(stream);
	g_mime_parser_options_free(o);
	return msg;
}

int
mail_read(const char *p, size_t n, struct mail **m, struct diag_err *err)
{
	static int ready;
	struct mail_store *st = calloc(1, sizeof *st);
	struct mail_scan scan;
	size_t from;
	int rc = -1;

	if (!st)
		return diag_no_memory(err);
	from = skip_from(st, p, n);
	if (mail_limits(p + from, n - from, &scan, err) < 0)
		goto out;
	if (!ready) {
		g_mime_init();
		ready = 1;
	}
	st->msg = parse(p + from, n - from, scan.gap);
	if (!st->msg) {
		diag_err(err, EX_DATAERR, "no mail: it does not begin with headers");
		goto out;
	}
	if (mail_headers(st, st->msg, err) < 0)
		goto out;
	mail_choose_text(st, st->msg);
	rc = st->arena.oom ? diag_no_memory(err) : 0;
out:
	if (rc < 0)
		mail_free(&st->m);
	else
		*m = &st->m;
	return rc;
}
