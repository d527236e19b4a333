/* smpp-dump - PDUs of SMPP as JSON lines, and back.  See smpp-dump(1). */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/diag.h"
#include "engine/dump/dump.h"

static int
usage(FILE *to)
{
	fputs("usage: smpp-dump [-ehjnpqVvx] [file]\n", to);
	return EX_USAGE;
}

/* What was printed for -h or -V must have arrived, too. */
static int
printed(void)
{
	if (fflush(stdout) == EOF)
		diag_die(EX_IOERR, NULL, "stdout: %s", strerror(errno));
	return EX_OK;
}

int
main(int argc, char *argv[])
{
	struct dump_opts o = { .encode = 0 };
	const char *name = "stdin";
	int c, in = STDIN_FILENO;

	diag_init(argv[0]);
	while ((c = getopt(argc, argv, "+:ehjnpqVvx")) != -1)
		switch (c) {
		case 'e': o.encode = 1; break;
		case 'h': usage(stdout); return printed();
		case 'j': break;	/* its output is nothing else */
		case 'n': o.dry = 1; break;
		case 'p': o.passwords = 1; break;
		case 'q': diag_quiet(1); break;
		case 'V': puts("smpp-dump " VERSION); return printed();
		case 'v': diag_verbose(1); break;
		case 'x': o.hex = 1; break;
		default:
			diag_warn(NULL, optopt == '-' ? "there are no long "
			    "options" : "unknown option -%c", optopt);
			return usage(stderr);
		}
	if (argc - optind > 1) {
		diag_warn(NULL, "%s: one file only", argv[optind + 1]);
		return usage(stderr);
	}
	if (argc > optind && strcmp(argv[optind], "-") != 0) {
		name = argv[optind];
		in = open(name, O_RDONLY | O_CLOEXEC);
		if (in < 0)
			diag_die(EX_NOINPUT, NULL, "%s: %s", name, strerror(errno));
	}
	return dump_run(&o, in, name, STDOUT_FILENO);
}
