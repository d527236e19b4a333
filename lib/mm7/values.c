#include "mm7/values.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"

enum { SHORT_CODE_MAX = 7 };	/* digits: a longer one is somebody's number */

/* The enumerations of the schema, REL-6-MM7-1-4. */
static const char *const classes[] = { "Personal", "Informational",
	"Advertisement", "Auto", NULL };
static const char *const priorities[] = { "Normal", "High", "Low", NULL };
static const char *const parties[] = { "Sender", "Recipient", "Both", "Neither",
	"ThirdParty", "Other", NULL };
static const char *const contents[] = { "text", "image-basic", "image-rich",
	"video-basic", "video-rich", "megapixel", "content-basic",
	"content-rich", NULL };
static const char *const statuses[] = { "Expired", "Retrieved", "Rejected",
	"Indeterminate", "Forwarded", "Unrecognised", "Deferred",
	"DeliveryConditionNotMet", "Processing", "Cancelled", "Replaced",
	"Delivered", "Read", "Deleted", NULL };
static const char *const booleans[] = { "true", "false", NULL };

enum form { TEXT, WORD, DATE };

static const struct {
	enum form form;
	const char *const *words;
} forms[MM7_FIELDS] = {
	[MM7_MESSAGE_CLASS] = { WORD, classes },
	[MM7_PRIORITY] = { WORD, priorities },
	[MM7_CHARGED_PARTY] = { WORD, parties },
	[MM7_CONTENT_CLASS] = { WORD, contents },
	[MM7_MM_STATUS] = { WORD, statuses },
	[MM7_DELIVERY_REPORT] = { WORD, booleans },
	[MM7_READ_REPLY] = { WORD, booleans },
	[MM7_DISTRIBUTION_INDICATOR] = { WORD, booleans },
	[MM7_DRM_CONTENT] = { WORD, booleans },
	[MM7_ALLOW_ADAPTATIONS] = { WORD, booleans },
	[MM7_TIME_STAMP] = { DATE, NULL },
	[MM7_EARLIEST_DELIVERY_TIME] = { DATE, NULL },
	[MM7_EXPIRY_DATE] = { DATE, NULL },
	[MM7_REPLY_DEADLINE] = { DATE, NULL },
	[MM7_PREVIOUSLY_SENT_TIME] = { DATE, NULL },
};

static int
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

char *
mm7_value_text(struct arena *a, const char *s, size_t n)
{
	char *text, *to;
	size_t i, from;
	int line_end;

	while (n && is_blank(s[n - 1]))
		n--;
	while (n && is_blank(*s))
		s++, n--;
	text = to = arena_text(a, s, n);
	if (!text)
		return NULL;
	for (i = 0; i < n; ) {
		if (!is_blank(s[i])) {
			*to++ = (unsigned char)s[i] < 0x20 || s[i] == 0x7f ?
				' ' : s[i];
			i++;
			continue;
		}
		/* blanks are kept as they are, but those around a line end */
		from = i;
		for (line_end = 0; i < n && is_blank(s[i]); i++)
			line_end |= s[i] == '\r' || s[i] == '\n';
		if (line_end)
			*to++ = ' ';
		else
			for (; from < i; from++)
				*to++ = ' ';
	}
	*to = '\0';
	return text;
}

static const char *
word(const char *const *words, const char *s)
{
	size_t i;

	if (words == booleans)
		s = strcmp(s, "1") == 0 || strcasecmp(s, "yes") == 0 ? "true" :
			strcmp(s, "0") == 0 || strcasecmp(s, "no") == 0 ?
			"false" : s;
	/* the American spelling, and one that is seen */
	if (words == statuses && (strcasecmp(s, "Unrecognized") == 0))
		s = "Unrecognised";
	if (words == statuses && strcasecmp(s, "Canceled") == 0)
		s = "Cancelled";
	for (i = 0; words[i]; i++)
		if (strcasecmp(words[i], s) == 0)
			return words[i];
	return s;
}

/* A time zone as XML Schema has it: `Z`, `+02:00`, ""; 0: it is none. */
static int
zone(const char *s, char out[8])
{
	unsigned h, min = 0;
	int n = 0;

	s += strspn(s, " ");
	*out = '\0';
	if (!*s)
		return 1;
	if (strcasecmp(s, "Z") == 0 || strcasecmp(s, "UTC") == 0 ||
	    strcasecmp(s, "GMT") == 0) {
		strcpy(out, "Z");
		return 1;
	}
	if ((*s != '+' && *s != '-') || !isdigit((unsigned char)s[1]) ||
	    sscanf(s + 1, "%2u%n:%2u%n", &h, &n, &min, &n) < 1)
		return 0;
	/* +0200 */
	if (n == 2 && isdigit((unsigned char)s[3]))
		sscanf(s + 3, "%2u%n", &min, &n), n += 2;
	if (s[1 + n] || h > 14 || min > 59)
		return 0;
	snprintf(out, 8, "%c%02u:%02u", *s, h % 100, min % 100);
	return 1;
}

/* `2009-5-7 8:04:05 +0200` and the like as xs:dateTime; else as it is. */
static const char *
date(struct arena *a, const char *s)
{
	const char *rest = s;
	unsigned y, mon, d, h, min;
	char out[80], sec[24] = "00", tz[8];
	int n = 0, more = 0;

	if (!isdigit((unsigned char)*s) ||
	    sscanf(s, "%4u-%2u-%2u%*1[Tt ]%2u:%2u%n", &y, &mon, &d, &h, &min,
	    &n) != 5 || !n || !mon || mon > 12 || !d || d > 31 || h > 24 ||
	    min > 59)
		return s;
	rest += n;
	if (sscanf(rest, ":%15[0-9.]%n", sec, &more) == 1 && more)
		rest += more;
	if (!isdigit((unsigned char)*sec) || !zone(rest, tz))
		return s;
	snprintf(out, sizeof out, "%04u-%02u-%02uT%02u:%02u:%s%s%s", y, mon, d,
	    h, min, isdigit((unsigned char)sec[1]) ? "" : "0", sec, tz);
	return arena_text(a, out, strlen(out));
}

const char *
mm7_value_field(struct arena *a, enum mm7_field f, const char *s)
{
	switch (forms[f].form) {
	case WORD: return word(forms[f].words, s);
	case DATE: return date(a, s);
	default: return s;
	}
}

/* xs:dateTime, whose zone may be missing. */
static int
is_date_time(const char *s)
{
	char text[64];
	int64_t ms;
	size_t n = (size_t)snprintf(text, sizeof text, "%sZ", s);

	return n < sizeof text && n > 10 && s[10] == 'T' &&
		(clock_parse_rfc3339(s, &ms) == 0 ||
		clock_parse_rfc3339(text, &ms) == 0);
}

/* xs:duration: `P2D`, `PT1H30M`, `P1DT0.5S`. */
static int
is_duration(const char *s)
{
	const char *units = "YMD", *u;
	int n = 0, time = 0;

	s += *s == '-';
	if (*s++ != 'P')
		return 0;
	for (; *s; n++, units = u + 1) {
		if (*s == 'T' && !time) {
			units = "HMS";
			time = 1;
			s++;
		}
		if (!isdigit((unsigned char)*s))
			return 0;
		s += strspn(s, "0123456789");
		if (*s == '.' && isdigit((unsigned char)s[1])) {
			s += 1 + strspn(s + 1, "0123456789");
			if (*s != 'S')
				return 0;
		}
		u = *s ? strchr(units, *s) : NULL;
		if (!u)
			return 0;
		s++;
	}
	return n > 0;
}

int
mm7_field_takes(enum mm7_field f, const char *value)
{
	const char *const *w = forms[f].words;

	if (forms[f].form == DATE)
		return is_date_time(value) || is_duration(value);
	if (forms[f].form != WORD)
		return 1;
	if (w == booleans && (strcmp(value, "1") == 0 ||
	    strcmp(value, "0") == 0))
		return 1;
	while (*w && strcmp(*w, value) != 0)
		w++;
	return *w != NULL;
}

/* ---- addresses */

/* Where `/TYPE=` begins, in any case; NULL. */
static char *
type_of(char *s)
{
	for (; (s = strchr(s, '/')); s++)
		if (strncasecmp(s, "/TYPE=", 6) == 0)
			return s;
	return NULL;
}

static int
is_number(const char *s)
{
	size_t digits = 0;

	for (s += *s == '+'; *s; s++)
		if (isdigit((unsigned char)*s))
			digits++;
		else if (!strchr(" -.()", *s))
			return 0;
	return digits > 0;
}

void
mm7_value_addr(struct arena *a, enum mm7_addr_kind kind, const char *s,
    struct mm7_addr *addr)
{
	char *text = arena_text(a, s, strlen(s));
	char *type;

	if (!text)
		return;
	if ((type = type_of(text))) {
		/* "+47.../TYPE=PLMN@host" is a number; IPv4 and the like
		   are for who reads them */
		if (strncasecmp(type, "/TYPE=PLMN", 10) == 0) {
			kind = kind == MM7_RFC2822 ? MM7_ADDR_NONE : kind;
			*type = '\0';
		} else if (kind != MM7_RFC2822) {
			*type = '\0';
		}
	}
	text = mm7_value_text(a, text, strlen(text));
	if (!text || !*text)
		return;		/* nothing but its type */
	addr->text = text;
	if (kind == MM7_ADDR_NONE)
		kind = strchr(text, '@') ? MM7_RFC2822 :
			is_number(text) && (*text == '+' ||
			strlen(text) > SHORT_CODE_MAX) ? MM7_NUMBER :
			MM7_SHORT_CODE;
	addr->kind = kind;
}
