/* sms-record(5) and the table in record.c speak of the same fields and types,
   and the page's examples are records. */
#include "record/record.h"

#include "tap.h"

static FILE *
page(void)
{
	FILE *f = fopen("man/sms-record.5", "r");

	assert(f);
	return f;
}

/* The next line of the page that begins so: what follows, or NULL. */
static char *
next(FILE *f, const char *macro, char *line, size_t size)
{
	while (fgets(line, (int)size, f)) {
		line[strcspn(line, "\n")] = '\0';
		if (strncmp(line, macro, strlen(macro)) == 0)
			return line + strlen(macro);
	}
	return NULL;
}

/* How often `names[i]` has a heading of that macro; a name that is none of
   them ends the test. */
static void
count(const char *macro, const char *(*name)(unsigned), unsigned n,
    unsigned *found)
{
	char line[256], *word, *at;
	FILE *f = page();
	unsigned i;

	while ((at = next(f, macro, line, sizeof line))) {
		for (word = strtok(at, " ,"); word; word = strtok(NULL, " ,")) {
			for (i = 0; i < n; i++)
				if (strcmp(name(i), word) == 0)
					break;
			if (i == n)
				printf("# %s is in the page only\n", word);
			assert(i < n);
			found[i]++;
		}
	}
	fclose(f);
	for (i = 0; i < n; i++)
		if (found[i] != 1)
			printf("# %s: %u times in the page\n", name(i), found[i]);
}

static const char *
field(unsigned i)
{
	return record_key_name((enum record_key)i);
}

static const char *
type(unsigned i)
{
	return record_type_name((enum record_type)i);
}

static void
test_fields(void)
{
	unsigned found[REC_KEYS] = { 0 }, i;

	count(".It Va ", field, REC_KEYS, found);
	for (i = 0; i < REC_KEYS; i++)
		assert(found[i] == 1);
}

static void
test_types(void)
{
	unsigned found[REC_TYPES] = { 0 }, i;

	count(".It Cm ", type, REC_TYPES, found);
	for (i = 0; i < REC_TYPES; i++)
		assert(found[i] == 1);
}

/* Between .Bd and .Ed: a record, on more than one line. */
static void
test_examples(void)
{
	struct json_reader *r = json_reader_new();
	struct buf text = BUF_INIT;
	struct record rec;
	struct diag_err err;
	char line[256];
	unsigned n = 0, i;
	FILE *f = page();

	while (next(f, ".Bd -literal", line, sizeof line)) {
		buf_reset(&text);
		while (fgets(line, sizeof line, f) && strncmp(line, ".Ed", 3) != 0)
			buf_str(&text, line);
		assert(!strchr(buf_cstr(&text), '\\'));	/* mdoc's escapes */
		assert(record_read(r, text.p, text.len, &rec, &err) == 0);
		if (rec.wrong)
			printf("# %s\n", rec.wrong);
		assert(!rec.wrong);
		/* and has no field that the page does not know */
		for (i = 0; i < REC_KEYS; i++)
			rec.nmembers -= (rec.present & RECORD_SET(i)) != 0;
		assert(rec.nmembers == 0);
		n++;
	}
	assert(n >= 5);
	fclose(f);
	buf_free(&text);
	json_reader_free(r);
}

static const struct tap_test tests[] = {
	{ "sms-record(5): every field, and no other", test_fields },
	{ "sms-record(5): every type, and no other", test_types },
	{ "sms-record(5): the examples are records", test_examples },
};
TAP_MAIN(tests)
