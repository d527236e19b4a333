#include "gateway/sms/reply_subject.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"

static int
is_answer(const char *s)
{
	static const char *const marks[] = { "re", "aw", "sv", "antw" };
	size_t i, n;

	for (i = 0; i < sizeof marks / sizeof marks[0]; i++) {
		n = strlen(marks[i]);
		if (strncasecmp(s, marks[i], n) != 0)
			continue;
		n += strspn(s + n, "[]()0123456789 ");
		if (s[n] == ':')
			return 1;
	}
	return 0;
}

void
reply_subject(const char *subject, char *out, size_t size)
{
	int n;

	subject += strspn(subject, " \t");
	n = snprintf(out, size, "%s%s", is_answer(subject) ? "" : "Re: ",
	    subject);
	if (n >= 0 && (size_t)n >= size)
		out[utf8_valid(out, size - 1)] = '\0';
}
