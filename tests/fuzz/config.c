/*
 * config - a configuration file.  What is wrong is said, with its line; what
 * -C prints of one that is good says the same when it is read.
 */
#include "fuzz.h"

#include "base/buf.h"
#include "config/config.h"

static void
count(void *arg, const struct diag_pos *pos, const char *what)
{
	unsigned *n = arg;

	assert(pos->file && pos->line > 0 && *what);
	++*n;
}

static void
show(void *arg, const struct diag_pos *pos, const char *what)
{
	(void)arg;
	fprintf(stderr, "printed: %s:%lu: %s\n", pos->file, pos->line, what);
}

static char *
print(const struct config_view *v, size_t *n)
{
	char *text = NULL;
	FILE *f = open_memstream(&text, n);

	assert(f);
	config_print(f, v, 0);
	assert(fclose(f) == 0 && text);
	return text;
}

static int
same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static void
same_option(const struct config_view *a, const struct config_view *b,
    enum option o)
{
	const struct option_def *d = option_def(o);
	const char *ka, *kb, *va, *vb;
	size_t i = 0;
	int more;

	assert(config_is_set(a, o) == config_is_set(b, o));
	switch (d->type) {
	case OPT_INT: case OPT_ENUM: case OPT_BOOL:
		assert(config_int(a, o) == config_int(b, o));
		break;
	case OPT_TIME:
		assert(config_msec(a, o) == config_msec(b, o));
		break;
	case OPT_FLAGS:
		assert(config_int(a, o) == config_int(b, o));
		/* fall through */
	case OPT_LIST:
		do {
			ka = config_item(a, o, i);
			kb = config_item(b, o, i++);
			assert(same(ka, kb));
		} while (ka);
		break;
	case OPT_MAP:
		do {
			more = config_pair(a, o, i, &ka, &va);
			assert(more == config_pair(b, o, i++, &kb, &vb));
			assert(!more || (same(ka, kb) && same(va, vb)));
		} while (more);
		break;
	case OPT_SECRET:	/* masked */
		assert(!config_str(a, o) == !config_str(b, o));
		break;
	default:
		assert(same(config_str(a, o), config_str(b, o)));
	}
}

/* Behind the option that begins at s, its comment and line end. */
static const char *
entry_end(const char *s)
{
	int quoted = 0;

	for (; *s; s++) {
		if (*s == '\\' && quoted && s[1])
			s++;
		else if (*s == '"')
			quoted = !quoted;
		else if (*s == '\n' && !quoted)
			return s + 1;
		else if (*s == '#' && !quoted)
			return s + strcspn(s, "\n") + 1;
	}
	return s;
}

/* What was printed, each option where it may stand. */
static void
place(const char *text, struct buf *out)
{
	struct buf global = BUF_INIT, domain = BUF_INIT, serv = BUF_INIT;
	const char *end;
	char name[100];
	int o;

	for (; *text; text = end) {
		unsigned scope;

		end = entry_end(text);
		assert(sscanf(text, "%99[^ ] =", name) == 1);
		o = option_find(name);
		assert(o >= 0 && o < OPTIONS);
		scope = option_def((enum option)o)->scope;
		buf_add(scope & OPT_GLOBAL ? &global : scope & OPT_DOMAIN ?
		    &domain : &serv, text, (size_t)(end - text));
	}
	buf_fmt(out, "%s\nmm7_serv {\n%s}\n", buf_cstr(&global),
	    buf_cstr(&serv));
	buf_fmt(out, "domain \"d\" {\n%s}\n", buf_cstr(&domain));
	buf_free(&global);
	buf_free(&domain);
	buf_free(&serv);
}

/* The options of a domain (NULL: global) printed, read and compared. */
static void
again(struct config *c, const char *domain)
{
	const struct config_view *v = config_view(c, NULL, domain, NULL), *w;
	struct config *d = config_new();
	struct buf placed = BUF_INIT;
	size_t n, i;
	char *text = print(v, &n);

	assert(v && d && strlen(text) == n);
	place(text, &placed);
	if (config_parse(d, "again", placed.p, placed.len, show, NULL) < 0) {
		fprintf(stderr, "%s\n", buf_cstr(&placed));
		abort();
	}
	w = config_view(d, NULL, "d", NULL);
	assert(w);
	for (i = 0; i < OPTIONS; i++)
		same_option(v, w, (enum option)i);
	config_free(d);
	buf_free(&placed);
	free(text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct config *c = config_new();
	unsigned wrong = 0;
	size_t i;
	int rc;

	assert(c);
	rc = config_parse(c, "c", (const char *)p, n, count, &wrong);
	assert(rc == (wrong ? -1 : 0));
	if (rc == 0) {
		again(c, NULL);
		for (i = 0; i < 2 && config_domain(c, i); i++)
			again(c, config_domain(c, i));
	}
	config_free(c);
	return 0;
}
