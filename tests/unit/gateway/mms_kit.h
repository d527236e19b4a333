/* mms_kit - messages of MM7, and mail that Python's email package judges. */
#ifndef TESTS_GATEWAY_MMS_KIT_H
#define TESTS_GATEWAY_MMS_KIT_H

#define _GNU_SOURCE	/* memmem(3) */
#include "tap.h"

#include <strings.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/clock.h"
#include "config/config.h"
#include "mm7/related.h"
#include "mm7/soap.h"

static struct diag_err mms_err;

static inline void
mms_problem(void *arg, const struct diag_pos *pos, const char *what)
{
	(void)arg;
	printf("# %s:%lu: %s\n", pos->file, pos->line, what);
}

static inline struct config *
mms_config(const char *text)
{
	struct config *c = config_new();

	assert(c && config_parse(c, "test", text, strlen(text), mms_problem,
	    NULL) == 0);
	return c;
}

/* What mail_says.py says of a mail; static.  headers: which to show. */
static inline const char *
mms_judge(const struct buf *mail, const char *headers)
{
	static char said[65536];
	char file[] = "/tmp/mms_kit.XXXXXX", command[1000];
	int fd = mkstemp(file);
	size_t n;
	FILE *p;

	assert(fd >= 0 && write(fd, mail->p, mail->len) == (ssize_t)mail->len);
	close(fd);
	snprintf(command, sizeof command,
	    "python3 tests/unit/gateway/mail_says.py %s <%s", headers, file);
	p = popen(command, "r");
	assert(p);
	n = fread(said, 1, sizeof said - 1, p);
	said[n] = '\0';
	assert(pclose(p) == 0);
	unlink(file);
	return said;
}

static inline void
mms_same(const char *got, const char *want)
{
	if (strcmp(got, want) != 0)
		fprintf(stderr, "# got:\n%s\n# not:\n%s\n", got, want);
	assert(strcmp(got, want) == 0);
}

/* ---- ../shared/mm7/samples */

static char mms_folder[4096];

static inline int
mms_no_samples(void)
{
	const char *shared = getenv("MOBUTILS_SHARED");

	snprintf(mms_folder, sizeof mms_folder, "%s/mm7/samples",
	    shared ? shared : "../shared");
	if (access(mms_folder, R_OK) == 0)
		return 0;
	tap_skip("no shared/mm7");
	return 1;
}

struct mms_sample {
	char data[1 << 18];
	struct related r;
	struct mm7_msg m;
};

/* Content-Type of n octets of HTTP, unfolded, and where the body begins. */
static inline char *
mms_split(char *head, size_t n, char *type, size_t size)
{
	char *body = memmem(head, n, "\r\n\r\n", 4), *p, *q;

	assert(body);
	*body = '\0';
	p = strcasestr(head, "\ncontent-type:");
	assert(p);
	snprintf(type, size, "%s", p + 14);
	for (q = type; (q = strchr(q, '\n')); )
		if (*++q != ' ' && *q != '\t') {
			*q = '\0';
			break;
		}
	return body + 4;
}

static inline void
mms_sample(struct mms_sample *s, const char *file)
{
	char path[5000], type[4096], *body;
	size_t n;
	FILE *f;

	snprintf(path, sizeof path, "%s/%s", mms_folder, file);
	f = fopen(path, "r");
	assert(f);
	n = fread(s->data, 1, sizeof s->data - 1, f);
	fclose(f);
	s->data[n] = '\0';
	body = mms_split(s->data, n, type, sizeof type);
	assert(related_read(type, body, n - (size_t)(body - s->data), &s->r,
	    &mms_err) == 0);
	assert(mm7_read(s->r.root.data, s->r.root.n, s->r.root.charset, &s->m,
	    &mms_err) == 0);
}

static inline void
mms_sample_release(struct mms_sample *s)
{
	mm7_release(&s->m);
	related_release(&s->r);
}

#endif
