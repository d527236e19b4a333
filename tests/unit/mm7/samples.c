/*
 * The raw HTTP messages of ../shared/mm7/samples: what each says, by the column
 * "expected" of their index.tsv (and, where that says only "accept", by reading
 * the message).
 */
#define _GNU_SOURCE	/* memmem(3) */
#include "mm7/related.h"
#include "mm7/soap.h"
#include "mm7/status.h"
#include "tap.h"

#include <strings.h>

enum { FILE_MAX = 1 << 20 };

static char folder[4096], data[FILE_MAX];

static const struct sample {
	const char *file;
	enum mm7_op op;			/* MM7_NONE: it must not be read */
	const char *id;			/* TransactionID; NULL: none */
	const char *sender;		/* or of a report: who it is about */
	const char *to;			/* all that are not displayOnly, blanks
					   between */
	int parts;			/* of the content */
	enum mm7_field field;		/* MM7_TRANSACTION_ID: nothing more */
	const char *value;
} samples[] = {
	{ "01-", MM7_SUBMIT_REQ, "555e29f8879be", "111122", "16179593069", 2,
	    MM7_DELIVERY_REPORT, "true" },
	{ "02-", MM7_SUBMIT_RSP, "1000001", NULL, "", 0, MM7_MESSAGE_ID,
	    "369500617770864640" },
	{ "03-", MM7_RS_ERROR_RSP, "1000001", NULL, "", 0, MM7_STATUS_CODE,
	    "2007" },
	{ "05-", MM7_DELIVER_REQ, "1000001", "1617423433", "111122", 2,
	    MM7_LINKED_ID, "1000001" },
	{ "07-", MM7_DELIVERY_REPORT_REQ, "10000001", NULL, "", 0,
	    MM7_MM_STATUS, "Retrieved" },
	{ "09-", MM7_DELIVERY_REPORT_RSP, "1000001", NULL, "", 0,
	    MM7_STATUS_CODE, "1000" },
	{ "10-", MM7_DELIVER_REQ, "vas00324-dlvr", NULL, NULL, -1,
	    MM7_VERSION, "6.7.0" },
	{ "12-", MM7_DELIVER_REQ, "4E073C7AQ479306TW26785I371H3M1HA",
	    "+3859100010010", "88888", 2, MM7_SUBJECT, "Bomb" },
	{ "14-", MM7_DELIVER_REQ, "11398c6a2e9f00000010", NULL, NULL, -1, 0,
	    NULL },
	{ "16-", MM7_DELIVER_REQ, "1220000002841151119175558001",
	    "+8618703815655", "10085", 2, 0, NULL },
	{ "17-", MM7_RS_ERROR_RSP, "123456", NULL, "", 0, MM7_STATUS_CODE,
	    "4002" },
	{ "20-", MM7_SUBMIT_REQ, "txn-fixture", NULL, NULL, 1, 0, NULL },
	{ "23-", MM7_READ_REPLY_RSP, "txn-read", NULL, "", 0, MM7_STATUS_CODE,
	    "1000" },
	{ "25-", MM7_DELIVERY_REPORT_REQ, "riwuW8SEqClpyybNGIp1",
	    "+61478945612", "", 0, MM7_MM_STATUS, "Retrieved" },
	{ "26-", MM7_DELIVERY_REPORT_REQ, "23316115", NULL, "", 0, 0, NULL },
	{ "28-", MM7_DELIVERY_REPORT_REQ, "0f3c2d9b7a1e4f6c8d5b2a9e7c4f1d3b",
	    NULL, "", 0, MM7_MM_STATUS, "Retrieved" },
	{ "30-", MM7_VASP_ERROR_RSP, "77", NULL, "", 0, MM7_STATUS_CODE,
	    "4004" },
	{ "31-", MM7_DELIVER_REQ, "mms-inbound-123", "+16465552200",
	    "+19055550100", 1, 0, NULL },
	{ "34-", MM7_SUBMIT_REQ, "123456:12Jan2007_/host1", "888",
	    "006591234567", 1, 0, NULL },
	{ "36-", MM7_SUBMIT_REQ, "test_transaction_id", NULL, "4108470189", 2,
	    0, NULL },
	{ "39-", MM7_SUBMIT_REQ, "JWYTPYSWTSRPQLMSVUZQOTRTLZMRQSZW", NULL, NULL,
	    -1, MM7_PRIORITY, NULL },
	{ "40-", MM7_READ_REPLY_REQ, "rr-1", NULL, "", 0, MM7_MESSAGE_ID,
	    "m-77" },
	{ "43-", MM7_SUBMIT_REQ, "vas00001-sub", NULL, NULL, 0, MM7_VERSION,
	    NULL },
	{ "46-", MM7_SUBMIT_RSP, "T-1", NULL, "", 0, MM7_STATUS_CODE, "1000" },
	{ "47-", MM7_RS_ERROR_RSP, "0000", NULL, "", 0, MM7_STATUS_CODE,
	    "2007" },
	{ "51-", MM7_DELIVER_REQ, NULL, NULL, NULL, -1, 0, NULL },
	{ "53-", MM7_DELIVERY_REPORT_REQ, "a-qf8152.4.x457.79@mmsc", "111", "",
	    0, MM7_MM_STATUS, "Rejected" },
	{ "56-", MM7_DELIVER_REQ, NULL, NULL, NULL, 1, 0, NULL },
	{ "57-", MM7_REPLACE_REQ, NULL, NULL, NULL, -1, 0, NULL },
	{ "58-", MM7_CANCEL_REQ, NULL, NULL, NULL, 0, 0, NULL },
	{ "60-", MM7_SUBMIT_RSP, "par-1", NULL, "", 0, MM7_STATUS_CODE,
	    "1100" },
	{ "62-", MM7_RS_ERROR_RSP, NULL, NULL, "", 0, MM7_STATUS_CODE, "4006" },
	{ "67-", MM7_DELIVER_REQ, NULL, NULL, NULL, -1, 0, NULL },
	{ "69-", MM7_NONE, NULL, NULL, NULL, 0, 0, NULL },
};

/* The file whose name begins so, as the index has it. */
static size_t
slurp(const char *prefix)
{
	char path[5000], line[4096];
	size_t n = 0;
	FILE *f, *index;

	snprintf(path, sizeof path, "%s/index.tsv", folder);
	index = fopen(path, "r");
	if (!index)
		return 0;
	while (fgets(line, sizeof line, index))
		if (strncmp(line, prefix, strlen(prefix)) == 0) {
			snprintf(path, sizeof path, "%s/%.*s", folder,
			    (int)strcspn(line, "\t"), line);
			f = fopen(path, "r");
			assert(f);
			n = fread(data, 1, FILE_MAX - 1, f);
			fclose(f);
		}
	fclose(index);
	data[n] = '\0';
	return n;
}

/* Its Content-Type, unfolded, and where the body begins. */
static char *
split(char *head, size_t n, char *type, size_t size)
{
	char *body = memmem(head, n, "\r\n\r\n", 4), *p;

	assert(body);
	*body = '\0';
	type[0] = '\0';
	for (p = head; (p = strchr(p, '\n')); ) {
		if (strncasecmp(++p, "content-type:", 13) != 0)
			continue;
		snprintf(type, size, "%s", p + 13);
		for (p = type; (p = strchr(p, '\n')); )
			if (*++p != ' ' && *p != '\t') {
				*p = '\0';
				break;
			}
		break;
	}
	return body + 4;
}

static void
recipients(const struct mm7_msg *m, char out[1000])
{
	size_t i, n = 0;
	int role;

	out[0] = '\0';
	for (role = 0; role < MM7_ROLES; role++)
		for (i = 0; i < m->recipients[role].n; i++)
			if (!m->recipients[role].a[i].display_only)
				n += (size_t)snprintf(out + n, 1000 - n, "%s%s",
				    n ? " " : "", m->recipients[role].a[i].text);
}

static void
check(const struct sample *s, const struct mm7_msg *m, const struct related *r)
{
	const struct mm7_addr *who = m->recipient.kind ? &m->recipient :
		&m->sender;
	char to[1000];

	printf("# %s %s %s %s %zu\n", s->file, mm7_op_name(m->op),
	    m->v[MM7_TRANSACTION_ID], who->text, r->nparts);
	assert(m->op == s->op);
	if (s->id)
		assert(strcmp(m->v[MM7_TRANSACTION_ID], s->id) == 0);
	if (s->sender)
		assert(who->kind && strcmp(who->text, s->sender) == 0);
	recipients(m, to);
	if (s->to)
		assert(strcmp(to, s->to) == 0);
	if (s->parts >= 0)
		assert(r->nparts == (size_t)s->parts);
	if (s->field && s->value)
		assert(m->v[s->field] && strcmp(m->v[s->field], s->value) == 0);
	else if (s->field == MM7_VERSION)
		assert(!m->v[MM7_VERSION]);
}

static void
try_sample(const struct sample *s)
{
	char type[4096], *body;
	size_t n = slurp(s->file);
	struct related r;
	struct mm7_msg m;
	struct diag_err err = { 0, "" };

	assert(n);
	body = split(data, n, type, sizeof type);
	n -= (size_t)(body - data);
	if (related_read(type, body, n, &r, &err) < 0) {
		printf("# %s: %s\n", s->file, err.text);
		assert(0);
	}
	if (mm7_read(r.root.data, r.root.n, r.root.charset, &m, &err) < 0) {
		printf("# %s: %s\n", s->file, err.text);
		assert(s->op == MM7_NONE);
	} else {
		check(s, &m, &r);
	}
	mm7_release(&m);
	related_release(&r);
}

static int
is_missing(void)
{
	const char *shared = getenv("MOBUTILS_SHARED");

	snprintf(folder, sizeof folder, "%s/mm7/samples",
	    shared ? shared : "../shared");
	if (slurp("02-"))
		return 0;
	tap_skip("no shared/mm7");
	return 1;
}

static void
t_samples(void)
{
	size_t i;

	if (is_missing())
		return;
	for (i = 0; i < sizeof samples / sizeof *samples; i++)
		try_sample(&samples[i]);
}

/* 39: three numbers, one of them twice; the newline in Subject is a blank. */
static void
t_multi(void)
{
	char type[4096], *body;
	struct related r;
	struct mm7_msg m;
	struct diag_err err;
	size_t n;

	if (is_missing())
		return;
	n = slurp("39-");
	body = split(data, n, type, sizeof type);
	assert(related_read(type, body, n - (size_t)(body - data), &r,
	    &err) == 0);
	assert(mm7_read(r.root.data, r.root.n, r.root.charset, &m, &err) == 0);
	assert(m.recipients[MM7_TO].n == 3);
	assert(m.v[MM7_SUBJECT] && !strpbrk(m.v[MM7_SUBJECT], "\r\n"));
	assert(strcmp(m.v[MM7_PRIORITY], "Normal") == 0 ||
	    strcmp(m.v[MM7_PRIORITY], "High") == 0 ||
	    strcmp(m.v[MM7_PRIORITY], "Low") == 0);
	mm7_release(&m);
	related_release(&r);
}

/* 60: who was refused. */
static void
t_partly(void)
{
	char type[4096], *body;
	struct mm7_msg m;
	struct diag_err err;

	if (is_missing())
		return;
	slurp("60-");
	body = split(data, strlen(data), type, sizeof type);
	assert(mm7_read(body, strlen(body), NULL, &m, &err) == 0);
	assert(m.nfailed == 1 && m.failed[0].addr.kind == MM7_NUMBER);
	assert(strcmp(m.failed[0].addr.text, "+4799999999") == 0);
	assert(mm7_status_find(atoi(m.v[MM7_STATUS_CODE])).class == MM7_PARTLY);
	mm7_release(&m);
}

static const struct tap_test tests[] = {
	{ "each sample says what the index says", t_samples },
	{ "several recipients, a subject of two lines", t_multi },
	{ "a partial success names who was refused", t_partly },
};
TAP_MAIN(tests)
