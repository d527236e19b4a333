/* Nothing that may stand in a file makes us crash, hang or stay silent. */
#include <stdint.h>

#include "config/private.h"
#include "gather.h"
#include "random.h"

static void
no_empty(void *arg, const struct diag_pos *pos, const char *what)
{
	unsigned *count = arg;

	assert(pos->file && pos->line > 0 && *what);
	++*count;
}

/* Of exactly n octets, so that a read behind them is seen. */
static void
parse(const char *text, size_t n)
{
	struct config *c = config_new();
	char *copy = malloc(n ? n : 1);
	unsigned count = 0;
	int rc;

	assert(c && copy);
	memcpy(copy, text, n);
	rc = config_parse(c, "c", copy, n, no_empty, &count);
	assert(rc == (count ? -1 : 0));
	assert(count <= CONFIG_PROBLEMS_MAX);
	/* what was understood can be asked for */
	assert(config_view(c, "a.example.net", "a.example.net", "x"));
	free(copy);
	config_free(c);
}

static void
test_octets(void)
{
	char text[300];
	int i;

	for (i = 0; i < 4000; i++) {
		size_t n = any(sizeof text), j;

		for (j = 0; j < n; j++)
			text[j] = (char)any(256);
		parse(text, n);
	}
}

/* Words of the language in any order. */
static void
test_words(void)
{
	static const char *const words[] = {
		"{", "}", "(", ")", "[", "]", "=", ",", ";", "\n", "\"", "\\",
		"#", "'", " ", "domain", "binding", "a", "\"b\"", "\"c\nd\"",
		"Listen", "HTTP_Listener", "mm7_serv", "smpp_logger", "logfile",
		"SMPP_SMSC_Port", "2775", "Routes", "SMPP_Bind_Type",
		"receiver", "SMPP_Persistent_Connections", "debug_level",
		"SMPP_Registered_Delivery", "SMSC_Delivery", "SMPP_SMSC_Prot",
		"include", "\xc3\xbc", "\xff",
	};
	int i;

	for (i = 0; i < 20000; i++) {
		struct buf b = BUF_INIT;
		uint32_t n = any(60);

		while (n--) {
			buf_str(&b, words[any(sizeof words / sizeof *words)]);
			if (any(4))
				buf_ch(&b, any(3) ? ' ' : '\n');
		}
		parse(b.p ? b.p : "", b.len);
		buf_free(&b);
	}
}

/* A good file cut anywhere, and with any octet changed. */
static void
test_cut(void)
{
	char *text = read_text("tests/fixtures/config/momentum.conf");
	size_t n = strlen(text), i;

	for (i = 0; i <= n; i++)
		parse(text, i);
	for (i = 0; i < n; i++) {
		char was = text[i];

		text[i] = (char)any(256);
		parse(text, n);
		text[i] = "{}()[]=\"#"[any(9)];
		parse(text, n);
		text[i] = was;
	}
	free(text);
}

/* Deep and long things of one kind: no recursion, no quadratic time. */
static void
test_long(void)
{
	static const char *const pieces[] = {
		"{", "}", "a{", "domain a{", "(", "a=(", "a=[", "\"", "\\\"\n",
		"a ", "a=b ", "#\n", "smpp{}", "HTTP_Listener{Listen a{",
		"domain d{binding b{", "'", "a=[a=", "\"a\nb",
	};
	size_t i, j, n = 200000;
	struct buf b = BUF_INIT;

	for (i = 0; i < sizeof pieces / sizeof *pieces; i++) {
		buf_reset(&b);
		for (j = 0; j < n; j++)
			buf_str(&b, pieces[i]);
		parse(b.p, b.len);
	}
	buf_free(&b);
}

static void
test_assignments(void)
{
	static const char *const options[] = {
		"SMPP_SMSC_Port", "Routes", "SMPP_Registered_Delivery",
		"SMPP_Persistent_Connections", "SMPP_Response_Timer", "x",
	};
	struct config *c = config_new();
	char arg[128];
	int i;

	for (i = 0; i < 20000; i++) {
		struct diag_err err;
		size_t n, end;

		n = (size_t)snprintf(arg, sizeof arg, "%s=",
		    options[any(sizeof options / sizeof *options)]);
		for (end = n + any(30); n < end; n++)
			arg[n] = any(3) ? "\"()[]=, a1\\#"[any(12)] :
			    (char)(1 + any(255));
		arg[n] = '\0';
		config_set(c, arg, &err);
	}
	config_free(c);
}

static const struct tap_test tests[] = {
	{ "octets", test_octets },
	{ "words", test_words },
	{ "a good file cut and changed", test_cut },
	{ "deep and long", test_long },
	{ "-o", test_assignments },
};
TAP_MAIN(tests)
