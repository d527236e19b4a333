/* Who gets an answer, what is remembered, and which number is chosen. */
#include "tap.h"

#include "engine/replies.h"

static struct config *config;
static struct json_reader *reader, *scratch;
static struct replies r;
static struct diag_err err;

static void
problem(void *arg, const struct diag_pos *pos, const char *what)
{
	(void)arg;
	printf("# %s:%lu: %s\n", pos->file, pos->line, what);
}

static void
begin(const char *text)
{
	config = config_new();
	reader = json_reader_new();
	scratch = json_reader_new();
	assert(config && reader && scratch);
	assert(config_parse(config, "test", text, strlen(text), problem,
	    NULL) == 0);
	r.v = config_view(config, NULL, NULL, NULL);
	r.account = "a";
	r.now = 1000000000000;
	assert(store_open(&r.store, "memory", &err) == 0);
}

static void
end(void)
{
	store_close(r.store);
	json_reader_free(reader);
	json_reader_free(scratch);
	config_free(config);
}

static void
senders(void)
{
	static const struct {
		const char *envelope, *reply_to, *from, *want;
	} cases[] = {
		{ "e@x", "r@x", "f@x", "r@x" },
		{ "e@x", NULL, "f@x", "f@x" },
		{ "e@x", NULL, NULL, "e@x" },
		{ NULL, NULL, "f@x", "f@x" },
		{ NULL, NULL, NULL, NULL },
		{ "e@x", "no address", "f@x", "f@x" },
		{ "root", NULL, "f@x", "f@x" },
		{ "e@x", "-r@x", "f@x\ny@x", "e@x" },
		/* the null sender */
		{ "", "r@x", "f@x", NULL },
		{ "MAILER-DAEMON", "r@x", "f@x", NULL },
		{ "Mailer-Daemon@x", NULL, "f@x", NULL },
		/* who wants no answer */
		{ "e@x", NULL, "noreply@x", NULL },
		{ "e@x", NULL, "No-Reply+17@x", NULL },
		{ "e@x", NULL, "do_not.reply@x", NULL },
		{ "e@x", NULL, "MAILER-DAEMON@x", NULL },
		{ "noreply@x", NULL, NULL, NULL },
		/* but where somebody else does */
		{ "noreply@x", "r@x", "noreply@x", "r@x" },
		{ "e@x", NULL, "no@reply", "no@reply" },
		{ "e@x", NULL, "nora@x", "nora@x" },
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct replies_mail m = { cases[i].envelope,
			cases[i].reply_to, cases[i].from, NULL, NULL };
		const char *got = replies_sender(&m);

		if (!got != !cases[i].want ||
		    (got && strcmp(got, cases[i].want) != 0))
			printf("# row %zu: %s\n", i, got ? got : "nobody");
		assert(!got == !cases[i].want);
		assert(!got || strcmp(got, cases[i].want) == 0);
	}
}

static char seen[1024];

static int
see(void *arg, const struct store_reply *p)
{
	(void)arg;
	snprintf(seen, sizeof seen, "%s %s %s %s %s %s", p->account, p->number,
	    p->phone, p->sender, p->subject ? p->subject : "-",
	    p->message_id ? p->message_id : "-");
	return 1;
}

static int
remember(const char *from, const char *to, const char *line)
{
	struct record rec;

	assert(record_read(reader, line, strlen(line), &rec, &err) == 0);
	return replies_remember(&r, from, to, &rec, scratch, &err);
}

static void
records(void)
{
	static const char line[] = "{\"mail\":{\"envelope_from\":\"e@x\","
	    "\"from\":\"f@x\",\"subject\":\"s\",\"message_id\":\"m@x\"}}";
	struct store *store;

	begin("");
	assert(remember("+1 (234) 5", "+44 7700 900123", line) == 1);
	assert(replies_each(&r, "12345", "+447700900123", see, NULL,
	    &err) == 0);
	assert(strcmp(seen, "a 12345 447700900123 f@x s m@x") == 0);
	/* at the end of its time, and behind it */
	seen[0] = '\0';
	r.now += 300 * 60 * 1000;
	assert(replies_each(&r, "12345", "447700900123", see, NULL, &err) == 0);
	assert(seen[0]);
	seen[0] = '\0';
	r.now++;
	assert(replies_each(&r, "12345", "447700900123", see, NULL, &err) == 0);
	assert(!seen[0]);
	/* nothing to remember */
	assert(remember(NULL, "2", line) == 0);
	assert(remember("", "2", line) == 0);
	assert(remember("1", "", line) == 0);
	assert(remember("a name that is too long", "2", line) == 0);
	assert(remember("1", "2", "{}") == 0);
	assert(remember("1", "2", "{\"mail\":{}}") == 0);
	assert(remember("1", "2", "{\"mail\":{\"from\":7}}") == 0);
	assert(remember("1", "2", "{\"mail\":{\"from\":\"f@x\","
	    "\"envelope_from\":\"\"}}") == 0);
	store = r.store;
	r.store = NULL;
	assert(remember("1", "2", line) == 0);
	assert(replies_each(&r, "1", "2", see, NULL, &err) == 0);
	r.store = store;
	assert(store_reply_each(r.store, NULL, "1", NULL, 0, see, NULL,
	    &err) == 0);
	assert(!seen[0]);
	/* a name of ours, without subject and id */
	assert(remember("Bank", "2", "{\"mail\":{\"from\":\"f@x\"}}") == 1);
	assert(replies_each(&r, "Bank", "2", see, NULL, &err) == 0);
	assert(strcmp(seen, "a Bank 2 f@x - -") == 0);
	end();
	begin("SMPP_Use_Reverse_Address_Mappings = false");
	assert(remember("1", "2", line) == 0);
	end();
	begin("SMPP_RAM_Expiration = 0");
	assert(remember("1", "2", line) == 0);
	end();
}

static const char *
choose(const char *sender)
{
	struct replies_mail m = { .from = sender };
	const char *from;

	assert(replies_choose(&r, "+7 1", sender, &from, &err) == 0);
	assert(replies_keep(&r, from, "71", &m, &err) >= 0);
	r.now++;
	return from;
}

static void
pools(void)
{
	struct store *store;

	begin("SMPP_ESME_Address = ( \"+1 01\" 102 \"+103\" )");
	/* as the configuration writes them */
	assert(strcmp(choose("x@x"), "+1 01") == 0);
	assert(strcmp(choose("y@x"), "102") == 0);
	assert(strcmp(choose("z@x"), "+103") == 0);
	assert(strcmp(choose("x@x"), "+1 01") == 0);
	assert(strcmp(choose(NULL), "102") == 0);
	assert(strcmp(choose("w@x"), "102") == 0);
	assert(strcmp(choose("v@x"), "+103") == 0);
	store = r.store;
	r.store = NULL;
	assert(strcmp(choose("v@x"), "+1 01") == 0);
	r.store = store;
	end();
	begin("SMPP_ESME_Address = 101");
	assert(strcmp(choose("x@x"), "101") == 0);
	assert(strcmp(choose("y@x"), "101") == 0);
	end();
	begin("");
	assert(!choose("x@x"));
	end();
	begin("SMPP_ESME_Address = (1 2)\n"
	    "SMPP_Use_Reverse_Address_Mappings = false");
	assert(strcmp(choose("x@x"), "1") == 0);
	assert(strcmp(choose("y@x"), "1") == 0);
	end();
}

static const struct tap_test tests[] = {
	{ "who gets an answer", senders },
	{ "what is remembered of a record", records },
	{ "which number of a pool", pools },
};
TAP_MAIN(tests)
