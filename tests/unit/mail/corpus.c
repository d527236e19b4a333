/*
 * mail_read() over the sample mails of ../shared/mail: the text goes through
 * their match.py, the Subject is compared with expected.tsv.
 */
#include "mail/mail.h"
#include "tap.h"

enum { FILE_MAX = 1 << 20 };

static char folder[4096];
static char mail_data[FILE_MAX], table[FILE_MAX];

static size_t
slurp(const char *name, char *to)
{
	char path[5000];
	FILE *f;
	size_t n;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	f = fopen(path, "r");
	if (!f)
		return 0;
	n = fread(to, 1, FILE_MAX - 1, f);
	fclose(f);
	to[n] = '\0';
	return n;
}

static int
shared_is_missing(void)
{
	const char *shared = getenv("MOBUTILS_SHARED");

	snprintf(folder, sizeof folder, "%s/mail", shared ? shared : "../shared");
	if (slurp("expected.tsv", table))
		return 0;
	tap_skip("no shared/mail");
	return 1;
}

static struct mail *
read_mail(const char *name)
{
	struct diag_err err;
	struct mail *m = NULL;
	size_t n = slurp(name, mail_data);

	if (mail_read(mail_data, n, &m, &err) < 0) {
		printf("# %s: %s\n", name, err.text);
		return NULL;
	}
	return m;
}

static int
matches(const char *name, const struct mail *m)
{
	char cmd[10000];
	FILE *p;

	snprintf(cmd, sizeof cmd, "python3 '%s/match.py' %s%s >/dev/null", folder,
	    name, m->hidden && !m->ntext ? " --error encrypted" : "");
	p = popen(cmd, "w");
	assert(p);
	fwrite(m->text, 1, m->ntext, p);
	return pclose(p) == 0;
}

static void
texts(void)
{
	char last[256] = "", *line, *rest;
	int wrong = 0, seen = 0;

	if (shared_is_missing())
		return;
	strtok_r(table, "\n", &rest);
	while ((line = strtok_r(NULL, "\n", &rest)) != NULL) {
		struct mail *m;

		line[strcspn(line, "\t")] = '\0';
		if (strcmp(line, last) == 0)
			continue;
		snprintf(last, sizeof last, "%s", line);
		m = read_mail(line);
		seen++;
		if (!m || !matches(line, m)) {
			printf("# wrong text: %s\n", line);
			wrong++;
		}
		mail_free(m);
	}
	assert(wrong == 0);
	assert(seen >= 44);
}

static void
subjects(void)
{
	char *line, *rest;
	int wrong = 0;

	if (shared_is_missing())
		return;
	strtok_r(table, "\n", &rest);
	while ((line = strtok_r(NULL, "\n", &rest)) != NULL) {
		const char *want = strrchr(line, '\t') + 1;
		struct mail *m;

		line[strcspn(line, "\t")] = '\0';
		m = read_mail(line);
		if (!m || (strcmp(want, "?") != 0 &&
		    strcmp(m->subject ? m->subject : "", want) != 0)) {
			printf("# wrong subject: %s\n", line);
			wrong++;
		}
		mail_free(m);
	}
	assert(wrong == 0);
}

static const struct tap_test tests[] = {
	{ "the text of each sample mail", texts },
	{ "the subject of each sample mail", subjects },
};
TAP_MAIN(tests)
