#include "engine/mobstate/trace.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/utf8.h"

enum {
	WHAT_WIDTH = sizeof "late receipt" - 1,	/* the longest there is */
	PEER_MAX = 400,		/* octets of one text: a line is for people, and
				   show has all of it */
};

struct trace_event {
	int64_t at;
	size_t order, what, text;	/* offsets */
};

void
trace_event(struct trace *t, int64_t at, const char *what)
{
	struct trace_event e = { .at = at };

	if (t->text.len)
		buf_ch(&t->text, '\0');
	e.order = t->events.len;
	e.what = t->text.len;
	trace_peer(&t->text, what);
	buf_ch(&t->text, '\0');
	e.text = t->text.len;
	buf_add(&t->events, &e, sizeof e);
}

/* C0, DEL and C1; marks, embeddings and isolates of direction; line and
   paragraph separators; blanks of no width; what is no text. */
static int
is_harmful(int32_t cp)
{
	static const int32_t range[][2] = {
		{ 0, 0x1f }, { 0x7f, 0x9f }, { 0xad, 0xad }, { 0x61c, 0x61c },
		{ 0x200b, 0x200f }, { 0x2028, 0x202e }, { 0x2060, 0x206f },
		{ 0xfeff, 0xfeff }, { 0xfff9, 0xfffb }, { 0xe0000, 0xe007f },
	};
	size_t i;

	for (i = 0; i < sizeof range / sizeof range[0]; i++)
		if (cp >= range[i][0] && cp <= range[i][1])
			return 1;
	return cp == UTF8_BAD;
}

void
trace_peer(struct buf *b, const char *text)
{
	size_t n = strlen(text);
	const char *end = text + (n < PEER_MAX ? n : PEER_MAX), *from;
	int32_t cp;

	while (text < end) {
		from = text;
		cp = utf8_next(&text, end);
		if (is_harmful(cp))
			buf_fmt(b, "U+%04X", cp < 0 ? 0xfffd : (unsigned)cp);
		else
			buf_add(b, from, (size_t)(text - from));
	}
	if (n > PEER_MAX)
		buf_str(b, "...");
}

static int
by_time(const void *va, const void *vb)
{
	const struct trace_event *a = va, *b = vb;

	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	return a->order < b->order ? -1 : a->order > b->order;
}

int
trace_write(struct trace *t, struct buf *b)
{
	size_t n = t->events.len / sizeof(struct trace_event), i;
	struct trace_event *e = (struct trace_event *)(void *)t->events.p;
	char at[CLOCK_RFC3339_SIZE];

	buf_ch(&t->text, '\0');
	if (t->text.err || t->events.err)
		return -1;
	if (n)
		qsort(e, n, sizeof *e, by_time);
	for (i = 0; i < n; i++) {
		clock_rfc3339(e[i].at, 1, at);
		buf_fmt(b, "%s %-*s %s\n", at, WHAT_WIDTH,
		    t->text.p + e[i].what, t->text.p + e[i].text);
	}
	buf_reset(&t->events);
	buf_reset(&t->text);
	return b->err ? -1 : 0;
}

void
trace_free(struct trace *t)
{
	buf_free(&t->events);
	buf_free(&t->text);
}
