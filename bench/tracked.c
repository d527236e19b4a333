/*
 * tracked - what a store of many tracked messages costs.
 *
 *	tracked [-r] [-n messages] [-k receipts] file
 *
 * Makes a store in the file, which must not be there, and measures:
 *
 *	fill	us a message: noted before sending, and its outcome, in groups
 *	octets	of the file, a message
 *	take	us a receipt of some message or other, in groups
 *	match	the same, without the commits
 *	alone	the same as take, each kept on its own
 *	recent	the same as take, of the messages that were sent last
 *	before	MiB of the file now
 *	after	the same, when as many new messages have come, with a group of
 *		new ones for each of old ones that is too old; it is the most
 *		that the file had meanwhile
 *	memory	MiB, the most of this process
 *
 * On stdout, a line each: the word, and its value or those of several runs.
 *
 *	-k	so many receipts (20000), a tenth of it alone
 *	-n	so many messages (1000000), four times the receipts at least
 *	-r	message_ids are random, and do not count up
 *
 * A message has one part, an id of 32 hexadecimal digits, a record of 150
 * octets without its text, and a hexadecimal message_id; the receipts write
 * that in decimal.  Times are those of two weeks: nothing waits for a clock.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "store/due.h"
#include "store/message.h"
#include "store/receipt.h"

enum {
	GROUP = 100,		/* messages or receipts that are kept together */
	RUNS = 5,
	KEEP = 14 * 86400 * 1000,	/* ms; State_Keep */
};

#define START	INT64_C(1800000000000)	/* Unix ms */
static const char account[] = "bench@smsc.example.net";

static int64_t messages = 1000000, receipts = 20000;
static int random_ids;
static const char *path;
static struct store *store;
static struct diag_err err;

static void
die(const char *what)
{
	fprintf(stderr, "tracked: %s\n", what);
	exit(1);
}

static void
must(int rc)
{
	if (rc < 0)
		die(err.text);
}

/* ---- what is measured ---- */

static double
us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

/* MiB of the file, when its log is in it or has been. */
static double
file_mib(void)
{
	struct stat st;

	if (stat(path, &st) < 0)
		die("no file");
	return (double)st.st_size / (1 << 20);
}

static double
memory_mib(void)
{
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	return (double)u.ru_maxrss / 1024;
}

static void
reopen(void)
{
	char where[4096];

	store_close(store);
	snprintf(where, sizeof where, "sqlite:%s", path);
	must(store_open(&store, where, &err));
}

/* ---- messages ---- */

/* Different for each i, and no order in it: splitmix64. */
static uint64_t
mixed(uint64_t i)
{
	i = (i + 1) * 0x9e3779b97f4a7c15u;
	i = (i ^ i >> 30) * 0xbf58476d1ce4e5b9u;
	i = (i ^ i >> 27) * 0x94d049bb133111ebu;
	return i ^ i >> 31;
}

static uint64_t
smsc_id(int64_t i)
{
	return random_ids ? mixed((uint64_t)i) : 0x1a2b3c00u + (uint64_t)i;
}

static void
recipient(int64_t i, char to[32])
{
	snprintf(to, 32, "+4477%08" PRId64, i % 100000000);
}

static void
begin(int64_t i, struct store_message *m)
{
	struct store_part part = { .state = STORE_PART_SENDING, .umr = -1 };
	char id[40], to[32], record[512];

	snprintf(id, sizeof id, "%016" PRIx64 "%016" PRIx64,
	    mixed((uint64_t)i), mixed((uint64_t)i + 7));
	recipient(i, to);
	snprintf(record, sizeof record, "{\"from\":\"BENCH\",\"to\":\"%s\","
	    "\"domain\":\"example.com\",\"mail\":{\"message_id\":"
	    "\"<%016" PRIx64 "@example.org>\",\"envelope_from\":"
	    "\"ann@example.org\"}}", to, mixed((uint64_t)i));
	*m = (struct store_message){ .id = id, .account = account,
		.from = "BENCH", .to = to, .record = record, .ref = -1,
		.asked = 1, .begun = START + i, .nparts = 1, .parts = &part };
	if (store_message_begin(store, m, &err) != 1)
		die(err.text);
}

static void
end(int64_t i, struct store_message *m)
{
	char id[32];
	struct store_part part = { .state = STORE_PART_OK, .umr = -1,
		.message_id = id };

	snprintf(id, sizeof id, "%" PRIx64, smsc_id(i));
	m->status = STORE_OK;
	m->ended = m->begun + 1;
	m->parts = &part;
	must(store_message_end(store, m, 0, &err));
}

/* A group of messages from the first on, as smpp-send does it. */
static void
send_group(int64_t first, int64_t n)
{
	struct store_message m[GROUP];
	int64_t i;

	must(store_begin(store, &err));
	for (i = 0; i < n; i++)
		begin(first + i, &m[i]);
	must(store_commit(store, &err));
	must(store_begin(store, &err));
	for (i = 0; i < n; i++)
		end(first + i, &m[i]);
	must(store_commit(store, &err));
}

static int64_t
group_at(int64_t i)
{
	return messages - i < GROUP ? messages - i : GROUP;
}

static void
fill(void)
{
	int64_t i;
	double begun = us();

	for (i = 0; i < messages; i += GROUP)
		send_group(i, group_at(i));
	printf("fill %.2f\n", (us() - begun) / (double)messages);
	reopen();
	printf("octets %.1f\n", file_mib() * (1 << 20) / (double)messages);
}

/* ---- receipts ---- */

/* Steps of a prime go everywhere, and nowhere twice.  The last messages are for
   `recent`. */
static int64_t
any_message(int64_t k)
{
	return (int64_t)((uint64_t)k * 7368787 %
	    (uint64_t)(messages - receipts));
}

static int64_t
recent_message(int64_t k)
{
	return messages - receipts +
		(int64_t)((uint64_t)k * 7368787 % (uint64_t)receipts);
}

static void
receipt(int64_t i)
{
	static const char record[] = "{\"type\":\"receipt\",\"from\":"
	    "\"+447700000000\",\"to\":\"BENCH\",\"message_id\":\"439041101\","
	    "\"state\":\"DELIVRD\",\"final\":true,\"error\":\"000\","
	    "\"submitted\":\"2026-11-23T13:15:00\",\"done\":"
	    "\"2026-11-23T13:16:00\",\"received\":\"2026-11-23T13:16:01.123Z\"}";
	struct store_receipt r = { .account = account, .umr = -1,
		.to = "BENCH", .state = 2, .final = 1, .error = "000",
		.at = START + messages, .record = record };
	char from[32], id[32];

	r.hold_until = r.at + 60000;
	recipient(i, from);
	r.from = from;
	snprintf(id, sizeof id, "%" PRIu64, smsc_id(i));
	r.message_id[0] = r.message_id[1] = id;
	if (store_receipt_take(store, &r, NULL, &err) != STORE_RECEIPT_DUE)
		die(*err.text ? err.text : "a receipt without its message");
}

/* us a receipt; *commit: so many of them were for the commits. */
static double
take(int64_t (*message)(int64_t), int64_t first, int64_t n, int64_t group,
    double *commit)
{
	double begun = us(), commits = 0;
	int64_t k;

	for (k = 0; k < n; k++) {
		if (k % group == 0)
			must(store_begin(store, &err));
		receipt(message(first + k));
		if (k % group < group - 1 && k < n - 1)
			continue;
		commits -= us();
		must(store_commit(store, &err));
		commits += us();
	}
	*commit = commits / (double)n;
	return (us() - begun) / (double)n;
}

/* What the handler would have had; of no interest here. */
static void
give_out(void)
{
	struct store_due d;
	int rc;

	must(store_begin(store, &err));
	while ((rc = store_due_take(store, account, INT64_MAX, &d, &err)) > 0)
		must(store_due_done(store, d.n, &err));
	must(rc);
	must(store_commit(store, &err));
}

static void
print(const char *what, const double v[RUNS])
{
	int i;

	fputs(what, stdout);
	for (i = 0; i < RUNS; i++)
		printf(" %.2f", v[i]);
	putchar('\n');
}

/* Several runs of n receipts in all.  match: what that line is called; NULL. */
static void
take_runs(const char *what, const char *match, int64_t (*message)(int64_t),
    int64_t first, int64_t n, int64_t group)
{
	double all[RUNS], matched[RUNS], commit;
	int i;

	for (i = 0; i < RUNS; i++) {
		all[i] = take(message, first + i * (n / RUNS), n / RUNS, group,
		    &commit);
		matched[i] = all[i] - commit;
		give_out();
	}
	print(what, all);
	if (match)
		print(match, matched);
}

/* ---- growth ---- */

static void
turn_over(void)
{
	double most = 0;
	int64_t i;

	reopen();
	printf("before %.2f\n", file_mib());
	for (i = 0; i < messages; i += GROUP) {
		send_group(messages + i, group_at(i));
		/* what was begun before i + GROUP is too old now */
		must(store_expire(store, START + i + GROUP + KEEP, KEEP, KEEP,
		    NULL, NULL, &err));
		if (file_mib() > most)
			most = file_mib();
	}
	reopen();
	printf("after %.2f\n", file_mib() > most ? file_mib() : most);
}

static int64_t
number(const char *text)
{
	long long n = atoll(text);

	if (n < GROUP)
		die("want a number of 100 or more");
	return n;
}

static void
make(void)
{
	char where[4096];

	snprintf(where, sizeof where, "sqlite:%s", path);
	if (access(path, F_OK) == 0)
		die("the file is there already");
	must(store_init(where, NULL, NULL, 0600, &err));
	reopen();
}

int
main(int argc, char *argv[])
{
	int c;

	while ((c = getopt(argc, argv, "k:n:r")) != -1)
		switch (c) {
		case 'k': receipts = number(optarg); break;
		case 'n': messages = number(optarg); break;
		case 'r': random_ids = 1; break;
		default: return 64;
		}
	if (optind != argc - 1 || *argv[optind] != '/')
		die("want a file, by its whole path");
	if (4 * receipts > messages)
		die("too many receipts for so few messages");
	setvbuf(stdout, NULL, _IOLBF, 0);
	path = argv[optind];
	make();
	fill();
	take_runs("take", "match", any_message, 0, receipts, GROUP);
	take_runs("alone", NULL, any_message, receipts, receipts / 10, 1);
	take_runs("recent", NULL, recent_message, 0, receipts, GROUP);
	turn_over();
	printf("memory %.2f\n", memory_mib());
	store_close(store);
	return 0;
}
