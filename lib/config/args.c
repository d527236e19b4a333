#include "config/args.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/num.h"

enum { PARALLEL_MAX = 1000 };

static int
parallel(const struct args *a)
{
	int64_t n;

	if (num_parse(optarg, 1, PARALLEL_MAX, &n) < 0)
		args_usage(a, "-P %s: want a number from 1 to %d", optarg,
		    PARALLEL_MAX);
	return (int)n;
}

static void
alone(const struct args *a, const char *option)
{
	if (a->argc != 2 || strcmp(a->argv[1], option) != 0)
		args_usage(a, "%s stands alone", option);
}

/* getopt(3) takes `--trace' for the option `-' with the argument `trace'. */
static const char *
trace(const struct args *a)
{
	static const char name[] = "trace";
	const size_t n = sizeof name - 1;

	if (strncmp(optarg, name, n) != 0 || (optarg[n] && optarg[n] != '='))
		args_usage(a, "--%s: the only long option is --trace", optarg);
	if (optarg[n] == '=')
		return optarg + n + 1;
	/* NULL behind the last; or what stands before a handler */
	if (!a->argv[optind])
		args_usage(a, "--trace wants an argument");
	return a->argv[optind++];
}

int
args_take(struct args *a, int c)
{
	switch (c) {
	case '-': a->trace = trace(a); return 1;
	case 'c': a->config = optarg; return 1;
	case 'I': a->source = optarg; return 1;
	case 'O': a->sink = optarg; return 1;
	case 'P': a->parallel = parallel(a); return 1;
	case 'C': a->check = 1; return 1;
	case 'j': a->json = 1; return 1;
	case 'n': a->dry_run = 1; return 1;
	case 'q': a->quiet = 1; diag_quiet(1); return 1;
	case 'v': diag_verbose(1); return 1;
	case 'o':
		if (a->nset == ARGS_SET_MAX)
			args_usage(a, "more than %d times -o", ARGS_SET_MAX);
		a->set[a->nset++] = optarg;
		return 1;
	case 'h':
		alone(a, "-h");
		printf("%s\n", a->usage);
		exit(fflush(stdout) == EOF ? EX_IOERR : 0);
	case 'V':
		alone(a, "-V");
		printf("%s %s\n", diag_prog(), VERSION);
		exit(fflush(stdout) == EOF ? EX_IOERR : 0);
	case ':':
		args_usage(a, "-%c wants an argument", optopt);
	case '?':
		args_usage(a, optopt == '-' ? "there are no long options" :
		    "unknown option -%c", optopt);
	default:
		return 0;
	}
}

_Noreturn void
args_usage(const struct args *a, const char *fmt, ...)
{
	char what[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof what, fmt, ap);
	va_end(ap);
	diag_warn(NULL, "%s", what);
	fprintf(stderr, "%s\n", a->usage);
	exit(EX_USAGE);
}

void
args_one_domain(const struct args *a, char *const *operand)
{
	for (; *operand; operand++)
		if (**operand == '-')
			args_usage(a, "%s: no option may stand behind the "
			    "domain", *operand);
	args_usage(a, "%s: one domain only", operand[-1]);
}

void
args_export(const struct args *a)
{
	char *path = a->config ? realpath(a->config, NULL) : NULL;

	if (path)
		setenv("MOBUTILS_CONF", path, 1);
	free(path);
}

void
args_export_state(struct config *c)
{
	const struct config_view *v = config_view(c, NULL, NULL, NULL);

	if (v && strcmp(config_where(v, STATE).file, "-o") == 0)
		setenv("MOBUTILS_STATE", config_str(v, STATE) ?
		    config_str(v, STATE) : "none", 1);
}

struct config *
args_config(const struct args *a)
{
	int sysexit = EX_CONFIG;
	struct config *c;

	args_export(a);
	c = config_open(a->config, a->set, a->nset, &sysexit);

	if (!c)
		exit(sysexit);
	args_export_state(c);
	return c;
}

static int
print_domain(struct config *c, const char *domain)
{
	const struct config_view *v = config_view(c, NULL, domain, NULL);

	if (!v)
		return -1;
	printf("# %s\n", domain ? domain : "global");
	config_print(stdout, v, 0);
	return 0;
}

/* It may come from elsewhere than what was printed. */
static void
print_state(struct config *c)
{
	const struct config_view *v = config_view(c, NULL, NULL, NULL);
	const char *from = NULL;
	const char *where = v ? config_state(v, &from) : NULL;

	if (v && !config_is_set(v, STATE))
		printf("# State is \"%s\", from %s\n", where ? where : "none",
		    from ? from : "the default");
}

int
args_check(struct config *c, const char *domain)
{
	size_t i;
	int rc = print_domain(c, domain);

	for (i = 0; !rc && !domain && config_domain(c, i); i++)
		rc = print_domain(c, config_domain(c, i));
	print_state(c);
	if (rc || fflush(stdout) == EOF || ferror(stdout)) {
		diag_warn(NULL, "stdout: %s", strerror(errno));
		return EX_IOERR;
	}
	return 0;
}
