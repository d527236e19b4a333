/* Files: the fixtures, include, modes, reading anew. */
#include "config/private.h"
#include "folder.h"
#include "gather.h"

/* Load a file; its problems, less the folder's name, must be just those. */
static struct config *
load_expect(const char *path, const char *problems)
{
	struct config *c = config_new();
	struct buf got = BUF_INIT, plain = BUF_INIT;
	const char *s, *hit;
	int rc = config_load(c, path, gather, &got);

	for (s = buf_cstr(&got); (hit = strstr(s, dir)); s = hit + strlen(dir) + 1)
		buf_add(&plain, s, (size_t)(hit - s));
	buf_str(&plain, s);
	if (strcmp(buf_cstr(&plain), problems) != 0)
		fprintf(stderr, "# expected: %s# got: %s", problems, buf_cstr(&plain));
	assert(strcmp(buf_cstr(&plain), problems) == 0);
	assert(rc == (*problems ? -1 : 0));
	buf_free(&got);
	buf_free(&plain);
	return c;
}

/* A fixture, copied to where only we may read it. */
static struct config *
load_fixture(const char *name)
{
	char path[160], *text;
	struct config *c;

	snprintf(path, sizeof path, "tests/fixtures/config/%s", name);
	text = read_text(path);
	write_file(in_dir("fixture.conf"), text, 0600);
	free(text);
	c = load_expect(in_dir("fixture.conf"), "");
	unlink(in_dir("fixture.conf"));
	return c;
}

static void
test_bare_sms(void)
{
	struct config *c = load_fixture("bare-sms.conf");
	const struct config_view *v = config_view(c, NULL, "SMS.example.net", NULL);

	assert(config_has_domain(c, "sms.EXAMPLE.net"));
	assert(str_is(config_domain(c, 0), "sms.example.net"));
	assert(!config_domain(c, 1));
	assert(str_is(config_str(v, SMPP_SMSC_SERVER), "192.0.2.10"));
	assert(config_int(v, SMPP_SMSC_PORT) == 2776);
	assert(str_is(config_str(v, SMPP_SMSC_SYSTEM_ID), "gateway7"));
	assert(str_is(config_str(v, SMPP_SMSC_PASSWORD), "hush"));
	assert(str_is(config_str(v, SMPP_ESME_ADDRESS), "40404"));
	assert(config_where(v, SMPP_SMSC_PORT).line == 5);
	config_free(c);
}

static void
test_bare_mms(void)
{
	struct config *c = load_fixture("bare-mms.conf");
	const struct config_view *v = config_view(c, "pictures.example.net", NULL,
	    NULL);

	assert(str_is(config_str(v, MM7_MMSC_SERVER), "192.0.2.20"));
	assert(config_int(v, MM7_MMSC_PORT) == 8191);
	assert(str_is(config_str(v, MM7_HTTP_AUTH_USER), "vasp"));
	assert(str_is(config_item(v, MM7_VASP_URI_PATHS, 0), "/in/"));
	assert(str_is(config_item(v, MM7_VASP_URI_PATHS, 1), "/trial/"));
	assert(str_is(config_item(v, MM7_VASP_URI_PATHS, 2), "/more/"));
	assert(!config_item(v, MM7_VASP_URI_PATHS, 3));
	config_free(c);
}

static void
test_momentum(void)
{
	struct config *c = load_fixture("momentum.conf");
	const struct config_view *v = config_view(c, NULL, "a.example.net", NULL);
	const char *key, *value;

	assert(str_is(config_str(v, SMPP_SMSC_SERVER), "192.0.2.30"));
	assert(config_int(v, SMPP_SMSC_PORT) == 2777);
	assert(str_is(config_str(v, SMPP_SMSC_SYSTEM_ID), "me"));
	assert(config_pair(v, SMPP_PERSISTENT_CONNECTIONS, 1, &key, &value));
	assert(str_is(key, "Other One") && str_is(value, "2"));
	assert(config_int(v, SMPP_REGISTERED_DELIVERY) == 0x19);
	assert(config_int(v, SMPP_DESTINATION_TYPE_OF_NUMBER) == 6);
	assert(config_int(v, SMPP_ESME_TYPE_OF_NUMBER) == 3);
	assert(config_int(v, SMPP_SMS_DATA_CODING) == 3);
	assert(config_bool(v, SMPP_SMS_SEGMENT_BOUNDARY));
	assert(config_msec(v, SMPP_RESPONSE_TIMER) == 500);
	assert(config_msec(v, SMPP_RAM_EXPIRATION) == 90 * 60000);
	assert(config_int(v, SMPP_BIND_TYPE) == BIND_TRANSCEIVER);
	v = config_view(c, NULL, "a.example.net", "persist_this");
	assert(config_int(v, SMPP_BIND_TYPE) == BIND_RECEIVER);
	assert(config_int(v, SMPP_SMSC_PORT) == 2777);
	v = config_view(c, NULL, "a.example.net", "Other One");
	assert(config_int(v, SMPP_COMMAND_WINDOW_SIZE) == 1);
	v = config_view(c, NULL, "routed.example.net", NULL);
	assert(str_is(config_item(v, ROUTES, 0), "mm7://192.0.2.40/mms?port=8080"));
	assert(config_msec(v, MM7_INACTIVITY_TIMER) == 60000);
	config_free(c);
}

/* What we give to beginners must be right, and be refused where all may read it. */
static void
test_example(void)
{
	char *text = read_text("examples/mobutils.conf");
	const struct config_view *v;
	struct config *c;

	write_file(in_dir("m.conf"), text, 0640);
	c = load_expect(in_dir("m.conf"), "");
	v = config_view(c, NULL, "sms.example.com", NULL);
	assert(config_int(v, SMPP_REGISTERED_DELIVERY) == 1);
	assert(config_int(v, SMPP_NOTIFY_DELIVER_RECEIPT) != 0);
	assert(config_str(v, SMPP_DEFAULT_EMAIL_ADDRESS));
	config_free(c);
	free(text);
	unlink(in_dir("m.conf"));
}

static void
test_include(void)
{
	struct config *c = config_new();
	struct buf got = BUF_INIT;
	const struct config_view *v;

	assert(config_load(c, "tests/fixtures/config/including.conf", gather,
	    &got) == 0);
	assert(str_is(config_domain(c, 0), "a.example.net"));
	assert(str_is(config_domain(c, 1), "b.example.net"));
	assert(str_is(config_domain(c, 2), "c.example.net"));
	assert(!config_domain(c, 3));
	v = config_view(c, NULL, "a.example.net", NULL);
	assert(config_msec(v, GIVE_UP) == 90000);
	assert(config_msec(v, HANDLER_TIMEOUT) == 75000);
	assert(str_is(config_where(v, HANDLER_TIMEOUT).file,
	    "tests/fixtures/config/parts/../parts/deeper.inc"));
	assert(config_where(v, HANDLER_TIMEOUT).line == 1);
	/* a path stands beside the file that has it */
	assert(str_is(config_str(v, SMPP_SERVER_USERS),
	    "tests/fixtures/config/parts/users.txt"));
	v = config_view(c, NULL, "c.example.net", "x");
	assert(str_is(config_str(v, SMPP_SMSC_SERVER), "c"));
	assert(config_int(v, SMPP_BIND_TYPE) == BIND_RECEIVER);
	config_free(c);
	buf_free(&got);
}

static void
test_include_bad(void)
{
	char name[32], text[64];
	int i;

	write_file(in_dir("loop1"), "include loop2\nxyzzy = 1", 0600);
	write_file(in_dir("loop2"), "\ninclude \"./loop1\"", 0600);
	config_free(load_expect(in_dir("loop1"),
	    "loop2:2: ./loop1 includes itself\n"
	    "loop1:2: unknown option \"xyzzy\"\n"));
	for (i = 0; i <= 17; i++) {
		snprintf(name, sizeof name, "deep%d", i);
		snprintf(text, sizeof text, "include deep%d", i + 1);
		write_file(in_dir(name), text, 0600);
	}
	config_free(load_expect(in_dir("deep0"),
	    "deep16:1: files include each other more than 16 deep\n"));
	write_file(in_dir("deep16"), "", 0600);
	config_free(load_expect(in_dir("deep0"), ""));
	write_file(in_dir("open"), "domain a {\ninclude close\n", 0600);
	write_file(in_dir("close"), "}", 0600);
	config_free(load_expect(in_dir("open"),
	    "close:1: a \"}\" without its \"{\"\n"
	    "open:1: the \"{\" here, in domain \"a\", has no \"}\"\n"));
	write_file(in_dir("twice"), "include one include one", 0600);
	write_file(in_dir("one"), "\nGive_Up = 1", 0600);
	config_free(load_expect(in_dir("twice"),
	    "one:2: Give_Up is set already at one:2\n"));
	write_file(in_dir("inner"), "domain a { include one }", 0600);
	write_file(in_dir("one"), "domain b { }", 0600);
	config_free(load_expect(in_dir("inner"),
	    "one:1: domain cannot stand in domain \"a\": it belongs at the top "
	    "level\n"));
	write_file(in_dir("nothing"), "include none\ninclude nowhere/*", 0600);
	config_free(load_expect(in_dir("nothing"),
	    "nothing:1: cannot include none: No such file or directory\n"
	    "nothing:2: cannot include nowhere/*: No such file or directory\n"));
}

static void
test_modes(void)
{
	static const char with[] = "\nSMPP_SMSC_Password = \"x\"\n"
	    "HTTP_Basic_Auth = \"a:b\"\n";
	static const struct {
		mode_t mode;
		int good;
	} rows[] = {
		{ 0400, 1 }, { 0600, 1 }, { 0640, 1 }, { 0440, 1 },
		{ 0644, 0 }, { 0604, 0 }, { 0660, 0 }, { 0602, 0 },
	};
	size_t i;

	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		unlink(in_dir("m"));
		write_file(in_dir("m"), with, rows[i].mode);
		config_free(load_expect(in_dir("m"), rows[i].good ? "" :
		    "m:2: SMPP_SMSC_Password stands here, but others may read "
		    "or change this file: chmod 640 m\n"));
	}
	write_file(in_dir("m"), "MM7_HTTP_Proxy = \"http://u:p@h/\"", 0644);
	config_free(load_expect(in_dir("m"),
	    "m:1: MM7_HTTP_Proxy stands here, but others may read or change "
	    "this file: chmod 640 m\n"));
	/* without a secret nobody minds */
	write_file(in_dir("m"), "SMPP_SMSC_Password = \"\" Give_Up = 1", 0666);
	config_free(load_expect(in_dir("m"), ""));
	/* each file for itself */
	write_file(in_dir("m"), "include n", 0644);
	write_file(in_dir("n"), with, 0600);
	config_free(load_expect(in_dir("m"), ""));
	write_file(in_dir("m"), "include n", 0600);
	write_file(in_dir("n"), with, 0644);
	config_free(load_expect(in_dir("m"),
	    "n:2: SMPP_SMSC_Password stands here, but others may read or "
	    "change this file: chmod 640 n\n"));
}

static void
test_missing(void)
{
	struct config *c = config_new();
	struct buf got = BUF_INIT;

	assert(config_load(c, "/nonexistent/c", gather, &got) == -1);
	assert(str_is(buf_cstr(&got),
	    "/nonexistent/c:0: No such file or directory\n"));
	buf_reset(&got);
	assert(config_load(c, "/", gather, &got) == -1);
	assert(str_is(buf_cstr(&got), "/:0: Is a directory\n"));
	assert(config_load(c, "/", NULL, NULL) == -1);
	config_free(c);
	buf_free(&got);
}

static void
test_too_long(void)
{
	size_t n = CONFIG_FILE_MAX + 1;
	char *text = malloc(n + 1);

	assert(text);
	memset(text, '\n', n);
	text[n] = '\0';
	write_file(in_dir("long"), text, 0600);
	config_free(load_expect(in_dir("long"), "long:0: File too large\n"));
	text[n - 1] = '\0';
	write_file(in_dir("long"), text, 0600);
	config_free(load_expect(in_dir("long"), ""));
	unlink(in_dir("long"));
	free(text);
}

/* SIGHUP: a new one beside the old; the old stays as it was. */
static void
test_reload(void)
{
	const struct config_view *v, *w;
	struct config *old, *c;

	write_file(in_dir("r"), "domain a { SMPP_SMSC_Server = one }", 0600);
	old = load_expect(in_dir("r"), "");
	v = config_view(old, "a", NULL, NULL);
	write_file(in_dir("r"), "domain a { SMPP_SMSC_Server = two", 0600);
	c = load_expect(in_dir("r"),
	    "r:1: the \"{\" here, in domain \"a\", has no \"}\"\n");
	config_free(c);
	assert(str_is(config_str(v, SMPP_SMSC_SERVER), "one"));
	write_file(in_dir("r"), "domain a { SMPP_SMSC_Server = two }", 0600);
	c = load_expect(in_dir("r"), "");
	w = config_view(c, "a", NULL, NULL);
	assert(str_is(config_str(v, SMPP_SMSC_SERVER), "one"));
	assert(str_is(config_str(w, SMPP_SMSC_SERVER), "two"));
	config_free(old);
	assert(str_is(config_str(w, SMPP_SMSC_SERVER), "two"));
	config_free(c);
}

static const struct tap_test tests[] = {
	{ "Momentum's least for SMS", test_bare_sms },
	{ "Momentum's least for MMS", test_bare_mms },
	{ "Momentum's other forms", test_momentum },
	{ "the example for beginners", test_example },
	{ "include", test_include },
	{ "include gone wrong", test_include_bad },
	{ "a file with a secret", test_modes },
	{ "a file that is none", test_missing },
	{ "a file that is too long", test_too_long },
	{ "reading anew", test_reload },
};

int
main(void)
{
	make_dir();
	return tap_main(tests, sizeof tests / sizeof *tests);
}
