/* Tables: CSV files that an OPT_TABLE option names.  See config.h. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "base/utf8.h"
#include "config/private.h"

struct reading {
	struct arena *arena;
	const struct option_def *def;
	const char *path;
	struct config_row *row;		/* owned until they are in the arena */
	size_t n, room;
	unsigned long line;
	const char *p, *end;		/* what is left of that line */
	char *why;
	size_t whysz;
};

/* file:line: what */
static int
bad(struct reading *r, unsigned long line, const char *what)
{
	snprintf(r->why, r->whysz, "%s:%lu: %s", r->path, line, what);
	return -1;
}

static int
bad_cell(struct reading *r, const struct option_column *col, const char *what)
{
	char text[256];

	snprintf(text, sizeof text, "%s: %s", col->name, what);
	return bad(r, r->line, text);
}

static int
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static void
skip_blanks(struct reading *r)
{
	while (r->p < r->end && is_blank(*r->p))
		r->p++;
}

/* A cell in quotes, r->p being behind the first of them.  NULL: no end. */
static char *
quoted(struct reading *r)
{
	size_t room = (size_t)(r->end - r->p), n = 0;
	char *s = arena_alloc(r->arena, room + 1);

	for (; s && r->p < r->end; r->p++) {
		if (*r->p == '"' && (++r->p == r->end || *r->p != '"'))
			return s;
		s[n++] = *r->p;
	}
	return NULL;
}

/* Where the comment of this line begins, quotes left alone; else its end. */
static const char *
comment(const char *p, const char *end)
{
	const char *begin = p;
	int in_quotes = 0;

	for (; p < end; p++) {
		if (*p == '"')
			in_quotes = !in_quotes;
		else if (!in_quotes && (*p == ';' || *p == '#') &&
		    (p == begin || is_blank(p[-1])))
			break;
	}
	return p;
}

/* The next cell; last: it goes to the end of the line. */
static char *
next_cell(struct reading *r, int last)
{
	const char *p, *end;
	char *s;

	skip_blanks(r);
	if (r->p < r->end && *r->p == '"') {
		r->p++;
		s = quoted(r);
		skip_blanks(r);
		return s && (r->p == r->end || (!last && *r->p == ',')) ?
			s : NULL;
	}
	p = r->p;
	for (end = p; end < r->end && (last || *end != ','); end++)
		;
	r->p = end;
	while (end > p && is_blank(end[-1]))
		end--;
	return arena_text(r->arena, p, (size_t)(end - p));
}

static int
check_text(struct reading *r, const struct option_column *col, const char *s)
{
	if (utf8_valid(s, strlen(s)) < strlen(s))
		return bad_cell(r, col, "is not UTF-8");
	for (; *s; s++)
		if ((unsigned char)*s < 0x20 || *s == 0x7f)
			return bad_cell(r, col, "holds a control character");
	return 0;
}

static int
check_number(struct reading *r, const struct option_column *col,
    const char *s, int64_t *n)
{
	char hex[sizeof "0x" + 16], why[128];
	int is_hex = col->type == COLUMN_HEX;

	if (is_hex && strncmp(s, "0x", 2) != 0 && strncmp(s, "0X", 2) != 0) {
		snprintf(hex, sizeof hex, "0x%.16s", s);
		s = strlen(s) > 16 ? "" : hex;
	}
	if (num_parse(s, col->min, col->max, n) == 0)
		return 0;
	if (is_hex)
		snprintf(why, sizeof why, "must be a hexadecimal number from "
		    "0x%llx to 0x%llx", (unsigned long long)col->min,
		    (unsigned long long)col->max);
	else
		snprintf(why, sizeof why, "must be a number from %lld to %lld",
		    (long long)col->min, (long long)col->max);
	return bad_cell(r, col, why);
}

static int
read_cells(struct reading *r, struct config_row *row)
{
	const struct option_column *col = r->def->columns;
	char *s;
	size_t i;

	for (i = 0; col[i].name; i++) {
		s = next_cell(r, !col[i + 1].name);
		if (!s)
			return bad_cell(r, &col[i], "quotes that do not fit");
		row->cell[i] = s;
		if ((col[i].type == COLUMN_TEXT ? check_text(r, &col[i], s) :
		    check_number(r, &col[i], s, &row->num[i])) < 0)
			return -1;
		if (r->p < r->end)	/* the comma */
			r->p++;
	}
	return 0;
}

static struct config_row *
new_row(struct reading *r)
{
	size_t room = r->room ? 2 * r->room : 64;
	struct config_row *rows;

	if (r->n == r->room) {
		rows = realloc(r->row, room * sizeof *rows);
		if (!rows)
			return NULL;
		r->row = rows;
		r->room = room;
	}
	memset(&r->row[r->n], 0, sizeof *r->row);
	return &r->row[r->n++];
}

static int
read_line(struct reading *r)
{
	struct config_row *row;
	char why[256];

	r->end = comment(r->p, r->end);
	skip_blanks(r);
	if (r->p == r->end)
		return 0;
	if (memchr(r->p, 0, (size_t)(r->end - r->p)))
		return bad(r, r->line, "a NUL octet");
	if (r->n == CONFIG_ROWS_MAX)
		return bad(r, r->line, "too many rows");
	row = new_row(r);
	if (!row)
		return bad(r, r->line, "out of memory");
	row->line = r->line;
	if (read_cells(r, row) < 0)
		return -1;
	row->key = row->num[r->def->key];
	return table_row_check(r->def, row, why, sizeof why) < 0 ?
		bad(r, r->line, why) : 0;
}

static int
read_lines(struct reading *r, const char *p, size_t n)
{
	const char *end = p + n, *lf;

	if (n >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0)
		p += 3;
	for (; p < end; p = lf + 1) {
		lf = memchr(p, '\n', (size_t)(end - p));
		if (!lf)
			lf = end;
		r->line++;
		r->p = p;
		r->end = lf;
		if (read_line(r) < 0)
			return -1;
	}
	return 0;
}

static int
by_key(const void *x, const void *y)
{
	const struct config_row *a = x, *b = y;

	return a->key != b->key ? (a->key < b->key ? -1 : 1) :
		a->line < b->line ? -1 : 1;
}

/* Into the arena, sorted.  NULL: why. */
static struct config_table *
finish(struct reading *r)
{
	struct config_table *t = arena_alloc(r->arena, sizeof *t);
	struct config_row *row = arena_alloc(r->arena,
	    (r->n ? r->n : 1) * sizeof *row);
	char what[128];
	size_t i;

	if (!t || !row) {
		bad(r, 0, "out of memory");
		return NULL;
	}
	if (r->n) {
		qsort(r->row, r->n, sizeof *row, by_key);
		memcpy(row, r->row, r->n * sizeof *row);
	}
	for (i = 1; i < r->n; i++)
		if (row[i].key == row[i - 1].key) {
			snprintf(what, sizeof what, "%s: stands already in "
			    "line %lu", r->def->columns[r->def->key].name,
			    row[i - 1].line);
			bad(r, row[i].line, what);
			return NULL;
		}
	*t = (struct config_table){ row, r->n };
	return t;
}

struct config_table *
table_read(struct arena *a, const struct option_def *d, const char *path,
    char *why, size_t whysz)
{
	struct reading r = { .arena = a, .def = d, .path = path, .why = why,
		.whysz = whysz };
	struct config_table *t = NULL;
	struct buf text = BUF_INIT;
	struct stat st;

	if (file_read(path, &text, &st) < 0)
		snprintf(why, whysz, "%s: %s", path, strerror(errno));
	else if (read_lines(&r, text.p, text.len) == 0)
		t = finish(&r);
	free(r.row);
	buf_free(&text);
	return t;
}
