/*
 * Receipts: every row of the shared receipts.tsv (formats reported from the
 * field), some of our own, dates, and the standard's form written.
 */
#include "octets.h"

#include "smpp/receipt.h"

/* Keys of receipts.tsv, in our order. */
static const char *const keys[SMPP_RCPT_KEYS] = {
	"id", "sub", "dlvrd", "submit", "done", "stat", "err", "text",
};

/* `\xNN' and `\n' to octets, in place; the new length. */
static size_t
unescape(char *s, size_t n)
{
	char *to = s;
	size_t i;

	for (i = 0; i < n; i++) {
		if (s[i] == '\\' && s[i + 1] == 'n') {
			*to++ = '\n';
			i++;
		} else if (s[i] == '\\' && s[i + 1] == 'x') {
			uint8_t octet;

			assert(num_unhex(s + i + 2, 2, &octet, 1) == 1);
			*to++ = (char)octet;
			i += 3;
		} else {
			*to++ = s[i];
		}
	}
	return (size_t)(to - s);
}

/* A JSON string at *p, with no escapes but \" and \\, to out; *p moves on. */
static void
json_string(const char **p, char *out)
{
	assert(**p == '"');
	for ((*p)++; **p != '"'; (*p)++) {
		if (**p == '\\') {
			(*p)++;
			assert(**p == '"' || **p == '\\');
		}
		*out++ = **p;
	}
	(*p)++;
	*out = '\0';
}

/* The JSON's fields are those of the receipt, and no others are there. */
static void
check_fields(const struct smpp_receipt *r, const char *json)
{
	char name[1024], value[1024];
	unsigned given = 0, found = 0, k;
	size_t n;

	assert(*json++ == '{');
	while (*json != '}') {
		json_string(&json, name);
		assert(*json == ':');
		json += 1 + (json[1] == ' ');
		json_string(&json, value);
		n = unescape(value, strlen(value));
		for (k = 0; strcmp(keys[k], name) != 0; k++)
			assert(k + 1 < SMPP_RCPT_KEYS);
		assert(r->field[k].p && r->field[k].n == n);
		assert(memcmp(r->field[k].p, value, n) == 0);
		given++;
		json += strspn(json, ", ");
	}
	for (k = 0; k < SMPP_RCPT_KEYS; k++)
		found += r->field[k].p != NULL;
	assert(found == given);
}

static void
from_the_field(void)
{
	const char *dir = getenv("MOBUTILS_SHARED");
	char path[512], line[4096];
	unsigned rows = 0;
	FILE *f;

	snprintf(path, sizeof path, "%s/receipts/receipts.tsv",
	    dir ? dir : "../shared");
	f = fopen(path, "r");
	if (!f) {
		tap_skip("needs receipts/receipts.tsv of the shared material");
		return;
	}
	assert(fgets(line, sizeof line, f));	/* the heading */
	while (fgets(line, sizeof line, f)) {
		char *json = strchr(line, '\t'), *origin;
		struct smpp_receipt r;
		struct octets o;
		unsigned found;

		assert(json);
		*json++ = '\0';
		origin = strchr(json, '\t');
		assert(origin);
		*origin = '\0';
		o = octets_copy((uint8_t *)line, unescape(line, strlen(line)));
		found = smpp_receipt_parse(o.p, o.n, &r);
		check_fields(&r, json);
		assert(found <= SMPP_RCPT_KEYS);
		free(o.p);
		rows++;
	}
	fclose(f);
	assert(rows >= 30);
}

static void
our_own(void)
{
	static const struct {
		const char *text;
		unsigned found;
		const char *json;
	} rows[] = {
		{ "", 0, "{}" },
		{ "Hello", 0, "{}" },
		{ "id:", 1, "{\"id\":\"\"}" },
		{ "id", 0, "{}" },
		{ "text:", 1, "{\"text\":\"\"}" },
		/* empty in front of another: the blank belongs to none */
		{ "id: sub:001", 2, "{\"id\":\"\",\"sub\":\"001\"}" },
		{ "err: text:x", 2, "{\"err\":\"\",\"text\":\"x\"}" },
		{ "id:1 err:  stat:DELIVRD", 3,
		  "{\"id\":\"1\",\"err\":\"\",\"stat\":\"DELIVRD\"}" },
		/* any order, any case */
		{ "STAT:EXPIRED ID:9 Err:00A", 3,
		  "{\"id\":\"9\",\"stat\":\"EXPIRED\",\"err\":\"00A\"}" },
		{ "Submit Date:2611230128 DONE_DATE:2611230129", 2,
		  "{\"submit\":\"2611230128\",\"done\":\"2611230129\"}" },
		/* twice: the first counts, also when it is empty */
		{ "id:1 id:2", 1, "{\"id\":\"1\"}" },
		{ "id: id:2 sub:3", 2, "{\"id\":\"\",\"sub\":\"3\"}" },
		/* other separators in front, other white space behind */
		{ "(id:1,sub:2", 1, "{\"id\":\"1,sub:2\"}" },
		{ "id:1\tsub:2\r\nstat:X", 3, "{\"id\":\"1\",\"sub\":\"2\",\"stat\":\"X\"}" },
		{ "_id:1 2id:2 x.id:3", 1, "{\"id\":\"3\"}" },
		/* a date and a time of day, and what is none */
		{ "done date:26-11-23 01:28:59 stat:A", 2,
		  "{\"done\":\"26-11-23 01:28:59\",\"stat\":\"A\"}" },
		{ "done date:26-11-23 01.28", 1, "{\"done\":\"26-11-23\"}" },
		{ "done date:26-11-23  01:28", 1, "{\"done\":\"26-11-23\"}" },
		{ "id:26-11-23 01:28", 1, "{\"id\":\"26-11-23\"}" },
		/* nothing in the text is a field */
		{ "text:id:5 stat:X", 1, "{\"text\":\"id:5 stat:X\"}" },
	};
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct octets o = octets_copy((const uint8_t *)rows[i].text,
		    strlen(rows[i].text));
		struct smpp_receipt r;

		assert(smpp_receipt_parse(o.p, o.n, &r) == rows[i].found);
		check_fields(&r, rows[i].json);
		free(o.p);
	}
}

static void
nul_octets(void)
{
	static const uint8_t two[] = "id:1 text:a\0b\0";
	struct smpp_receipt r;

	/* one at the end goes, others are text */
	assert(smpp_receipt_parse(two, sizeof two - 1, &r) == 2);
	assert(r.field[SMPP_RCPT_TEXT].n == 3);
	assert(smpp_receipt_parse(two, sizeof two, &r) == 2);
	assert(r.field[SMPP_RCPT_TEXT].n == 4);
	assert(smpp_receipt_parse((const uint8_t *)"stat:A\0\0", 8, &r) == 1);
	assert(r.field[SMPP_RCPT_STAT].n == 1);
	assert(smpp_receipt_parse((const uint8_t *)"", 1, &r) == 0);
	assert(smpp_receipt_parse(NULL, 0, &r) == 0);
}

static void
any_octets(void)
{
	static const char pieces[] = "id:sub dlvrd_submitdone date:stat err text\0 ";
	struct smpp_receipt r;
	uint32_t state = 3;
	int round;

	for (round = 0; round < 100000; round++) {
		uint8_t p[48];
		struct octets o;
		size_t n, i;
		unsigned k;

		state = state * 1664525 + 1013904223;
		n = state >> 8 & 31;
		for (i = 0; i < n; i++) {
			state = state * 1664525 + 1013904223;
			p[i] = (uint8_t)pieces[(state >> 8) % sizeof pieces];
		}
		o = octets_copy(p, n);
		assert(smpp_receipt_parse(o.p, o.n, &r) <= SMPP_RCPT_KEYS);
		for (k = 0; k < SMPP_RCPT_KEYS; k++)
			assert(!r.field[k].p || (r.field[k].p >= o.p &&
			    r.field[k].p + r.field[k].n <= o.p + o.n));
		free(o.p);
	}
}

/*
 * Milliseconds by Python's datetime.  The dates are those of receipts.tsv and
 * field-notes.md 3c.
 */
static void
dates(void)
{
	static const int64_t now = 1795439716000;	/* 2026-11-23 13:15:16 */
	static const struct {
		const char *s;
		int64_t now, want;
	} rows[] = {
		{ "2611230128", now, 1795397280000 },
		{ "261123012815", now, 1795397295000 },
		{ "202611230128", now, 1795397280000 },
		{ "20261123012815", now, 1795397295000 },
		{ "261123012815912+", now, 1795386495900 },
		{ "26-11-23 01:28", now, 1795397280000 },
		{ "26-11-23 01:28:15", now, 1795397295000 },
		{ "2026-11-23 01:28", now, 1795397280000 },
		{ "2026-11-23 01:28:15", now, 1795397295000 },
		{ "1795397280", now, 1795397280000 },
		{ "141023215253", now, 1414101173000 },
		{ "201906190720", now, 1560928800000 },
		{ "1709260755", now, 1709260755000 },	/* Unix: 2024 is nearer */
		{ "1709260755", 1512273900000, 1506412500000 },
		/* 2020-11-12 13:14:15 or 2011-12-13 14:15, by now */
		{ "201112131415", now, 1605186855000 },
		{ "201112131415", 1414101173000, 1323785700000 },
	};
	static const char *const bad[] = {
		"", "0", "0000000000", "000000000000", "00000000000000",
		"000000000000000+", "000001000000000R", "26112301", "26-11-23",
		"26112301281", "0011310128", "261123012860", "2611230128 ",
		"26/11/23 01:28", "26-11-23T01:28", "-261123012", "now",
		"2026-11-23 01:28:15.5", "9999999999999999999999999999999",
	};
	int64_t ms;
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct smpp_octets s = { (const uint8_t *)rows[i].s,
			strlen(rows[i].s) };

		assert(smpp_receipt_date(s, rows[i].now, &ms) == 0);
		assert(ms == rows[i].want);
	}
	for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct smpp_octets s = { (const uint8_t *)bad[i], strlen(bad[i]) };

		assert(smpp_receipt_date(s, now, &ms) == -1);
	}
	assert(smpp_receipt_date((struct smpp_octets){ NULL, 0 }, now, &ms) == -1);
	assert(smpp_receipt_date((struct smpp_octets){
	    (const uint8_t *)"261123\0" "128", 10 }, now, &ms) == -1);
}

/* v3.4, appendix B */
static void
writes(void)
{
	static const char want[] = "id:3333333334 sub:001 dlvrd:001 "
		"submit date:2611230128 done date:2611231315 stat:DELIVRD err:007 "
		"Text:twenty octets of the";
	static const struct smpp_octets text = {
		(const uint8_t *)"twenty octets of the message", 28 };
	char out[sizeof want + 8];
	size_t cap;

	memset(out, 'x', sizeof out);
	assert(smpp_receipt_write(out, sizeof want, "3333333334", 1795397280000,
	    1795439716000, "DELIVRD", 7, text) == sizeof want - 1);
	assert(strcmp(out, want) == 0 && out[sizeof want] == 'x');
	for (cap = 0; cap < sizeof want; cap++) {
		memset(out, 'x', sizeof out);
		assert(smpp_receipt_write(out, cap, "3333333334", 1795397280000,
		    1795439716000, "DELIVRD", 7, text) == SMPP_ENOSPC);
		assert(out[cap] == 'x');
	}
	assert(smpp_receipt_write(out, sizeof out, "9", 0, 0, "UNDELIV", 1234,
	    (struct smpp_octets){ NULL, 0 }) > 0);
	assert(strcmp(out, "id:9 sub:001 dlvrd:000 submit date:0000000000 "
	    "done date:0000000000 stat:UNDELIV err:1234 Text:") == 0);
}

static void
names(void)
{
	assert(strcmp(smpp_receipt_name(SMPP_RCPT_ID), "id") == 0);
	assert(strcmp(smpp_receipt_name(SMPP_RCPT_SUBMIT), "submit date") == 0);
	assert(strcmp(smpp_receipt_name(SMPP_RCPT_TEXT), "text") == 0);
}

static const struct tap_test tests[] = {
	{ "every row of receipts.tsv", from_the_field },
	{ "rows of our own", our_own },
	{ "NUL octets", nul_octets },
	{ "any octets", any_octets },
	{ "dates", dates },
	{ "the standard's form", writes },
	{ "names", names },
};

TAP_MAIN(tests)
