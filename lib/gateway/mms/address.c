#include "gateway/mms/address.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sysexits.h>

#include "base/mailaddr.h"
#include "gateway/sms/mailbox.h"

enum { DIGITS_MAX = 40 };	/* of a number: twice what E.164 allows */

/* Digits, as people write them, to out.  0, or -1: it is no number. */
static int
take_digits(const char *s, size_t n, char out[DIGITS_MAX + 2])
{
	size_t i, len = 0;

	for (i = 0; i < n; i++) {
		int plus = s[i] == '+' && len == 0;

		if ((s[i] >= '0' && s[i] <= '9') || plus) {
			if (len > DIGITS_MAX)
				return -1;
			out[len++] = s[i];
		} else if (!strchr(" -.()/", s[i]) || !s[i]) {
			return -1;
		}
	}
	out[len] = '\0';
	return len > (*out == '+') ? 0 : -1;
}

static const char *
with_prefix(const char *number, const struct config_view *v,
    struct arena *own)
{
	const char *prefix = config_str(v, MM7_NUMBER_PREFIX);
	size_t n = prefix ? strlen(prefix) : 0;

	if (!n || strncmp(number, prefix, n) == 0)
		return arena_str(own, number);
	if (*number == '+' && *prefix == '+')
		number++;
	return arena_fmt(own, "%s%s", prefix, number);
}

int
mms_address(const char *s, const char *ours, int prefix,
    const struct config_view *v, struct arena *own, struct mm7_addr *a,
    struct diag_err *err)
{
	const char *at = strrchr(s, '@');
	size_t n = at ? (size_t)(at - s) : strlen(s), digits;
	char number[DIGITS_MAX + 2];

	memset(a, 0, sizeof *a);
	if (take_digits(s, n, number) == 0 &&
	    (!at || !ours || strcasecmp(at + 1, ours) == 0)) {
		digits = strlen(number);
		a->kind = *number != '+' && digits <=
		    (size_t)config_int(v, MM7_SHORT_CODE_LENGTH) ?
			MM7_SHORT_CODE : MM7_NUMBER;
		a->text = prefix && a->kind == MM7_NUMBER ?
			with_prefix(number, v, own) : arena_str(own, number);
	} else if (at && mail_address_ok(s)) {
		a->kind = MM7_RFC2822;
		a->text = arena_str(own, s);
	} else {
		return diag_err(err, EX_NOUSER,
		    "5.1.3 %s: neither a number nor a mail address", s);
	}
	return own->oom ? diag_no_memory(err) : 0;
}

/* ---- MM7_Sender_Address */

/* <Kind ...>text</Kind>, whatever prefix: its text. */
static int
take_xml(const char *s, const char *kind, struct arena *own,
    const char **text)
{
	size_t n = strlen(kind);
	const char *p = s + 1, *close = strchr(s, '>'), *end;
	const char *colon = memchr(p, ':', strcspn(p, " \t\r\n>"));

	if (colon)
		p = colon + 1;
	if (!close || strncmp(p, kind, n) != 0 || !strchr(" \t\r\n>", p[n]))
		return 0;
	close++;
	close += strspn(close, " \t\r\n");
	end = close + strcspn(close, "<");
	while (end > close && strchr(" \t\r\n", end[-1]))
		end--;
	if (end == close)
		return 0;
	*text = arena_text(own, close, (size_t)(end - close));
	return 1;
}

int
mms_sender_address(const struct config_view *v, struct arena *own,
    struct mm7_addr *a, struct diag_err *err)
{
	static const struct { const char *name; enum mm7_addr_kind kind; }
	kinds[] = {
		{ "ShortCode", MM7_SHORT_CODE }, { "Number", MM7_NUMBER },
		{ "RFC2822Address", MM7_RFC2822 },
	};
	const char *s = config_str(v, MM7_SENDER_ADDRESS);
	size_t i;

	memset(a, 0, sizeof *a);
	if (!s)
		return 0;
	s += strspn(s, " \t\r\n");
	if (*s != '<') {
		if (mms_address(s, "", 0, v, own, a, err) == 0)
			return 0;
		return diag_err(err, EX_CONFIG, "MM7_Sender_Address: %s is "
		    "neither a number nor a mail address", s);
	}
	for (i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (take_xml(s, kinds[i].name, own, &a->text)) {
			a->kind = kinds[i].kind;
			return 0;
		}
	return diag_err(err, EX_CONFIG, "MM7_Sender_Address: must be "
	    "<Number>, <ShortCode> or <RFC2822Address>, or one without XML");
}

/* ---- back */

const char *
mms_address_text(const struct mm7_addr *a)
{
	return a->kind != MM7_ADDR_NONE && a->text ? a->text : "";
}

void
mms_mailbox(char out[MMS_ADDRESS_SIZE], const struct mm7_addr *a,
    const char *domain)
{
	const char *s = mms_address_text(a);

	if (strchr(s, '@') && mail_address_ok(s) && !strstr(s, "=?")) {
		snprintf(out, MMS_ADDRESS_SIZE, "%s", s);
		return;
	}
	if (s[0] == '0' && s[1] == '0' && a->kind == MM7_NUMBER) {
		char number[68];

		snprintf(number, sizeof number, "+%s", s + 2);
		sms_mailbox(out, number, domain);
		return;
	}
	sms_mailbox(out, s, domain);
}

/* Past what is written before a number that is the same without it. */
static const char *
bare(const char *s)
{
	return *s == '+' ? s + 1 : s[0] == '0' && s[1] == '0' ? s + 2 : s;
}

int
mms_same_address(const struct mm7_addr *a, const struct mm7_addr *b)
{
	const char *s = mms_address_text(a), *t = mms_address_text(b);

	if (strchr(s, '@') || strchr(t, '@'))
		return strcasecmp(s, t) == 0;
	return strcmp(bare(s), bare(t)) == 0;
}
