/* -C: the options in force, in the language of the file. */
#include <stdio.h>
#include <string.h>

#include "config/private.h"

static void
quoted(FILE *to, const char *s)
{
	putc('"', to);
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			putc('\\', to);
		putc(*s, to);
	}
	putc('"', to);
}

static void
value(FILE *to, const struct option_def *d, const struct setting *set)
{
	size_t i;

	if (d->type == OPT_MAP && set->n != 1) {
		fputc('[', to);
		for (i = 0; i + 1 < set->n; i += 2) {
			fputs(i ? ", " : " ", to);
			quoted(to, set->item[i]);
			if (!set->item[i + 1])
				continue;
			fputs(" = ", to);
			quoted(to, set->item[i + 1]);
		}
		fputs(" ]", to);
	} else if (d->type == OPT_LIST || d->type == OPT_FLAGS) {
		putc('(', to);
		for (i = 0; i < set->n; i++) {
			fputs(i ? ", " : " ", to);
			quoted(to, set->item[i]);
		}
		fputs(" )", to);
	} else if (setting_is_secret(set)) {
		fputs("\"********\"", to);
	} else {
		quoted(to, set->item[0]);
	}
}

void
config_print(FILE *to, const struct config_view *v, int all)
{
	size_t i;

	for (i = 0; i < OPTIONS; i++) {
		const struct option_def *d = option_def((enum option)i);
		const struct setting *set = v->at[i];

		if (!set->is_set && !all)
			continue;
		if (!set->is_set && !d->dflt) {
			fprintf(to, "# %s is not set\n", d->name);
			continue;
		}
		fprintf(to, "%s = ", d->name);
		value(to, d, set);
		if (set->pos.line)
			fprintf(to, "  # %s:%lu\n", set->pos.file, set->pos.line);
		else
			fprintf(to, "  # %s\n", set->pos.file);
	}
}
