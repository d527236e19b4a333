/* Clearing away, by the options.  See state.h. */
#include <string.h>

#include "base/clock.h"
#include "engine/state.h"
#include "record/record.h"
#include "store/due.h"

/* Out of memory is no reason to clear anything away; and now - KEEP_ALL is
   still a time. */
#define KEEP_ALL	INT64_C(0x7fffffffffff)

int64_t
state_keep(struct config *c)
{
	const struct config_view *v = config_view(c, NULL, NULL, NULL);

	return v ? (int64_t)config_msec(v, STATE_KEEP) : KEEP_ALL;
}

/* Replies of all domains stand in one table: the longest time counts. */
int64_t
state_keep_replies(struct config *c)
{
	const struct config_view *v = config_view(c, NULL, NULL, NULL);
	msec longest = v ? config_msec(v, SMPP_RAM_EXPIRATION) : KEEP_ALL;
	const char *domain;
	size_t i;

	for (i = 0; (domain = config_domain(c, i)); i++) {
		v = config_view(c, domain, NULL, NULL);
		if (v && config_msec(v, SMPP_RAM_EXPIRATION) > longest)
			longest = config_msec(v, SMPP_RAM_EXPIRATION);
	}
	return (int64_t)longest;
}

/* What the record calls itself, if its message is not known. */
static void
say(const char *record, const char *after)
{
	struct json_reader *reader = json_reader_new();
	const char *id = NULL;
	struct record rec;

	if (reader && record_read(reader, record, strlen(record), &rec,
	    NULL) == 0)
		id = record_str(&rec, REC_ID);
	diag_warn(NULL, "%s: never given out: given up after %s",
	    id ? id : "a record", after);
	json_reader_free(reader);
}

void
state_given_up(void *arg, const char *id, const struct store_due *d)
{
	if (id)
		diag_warn(NULL, "%s: never given out: given up after %s", id,
		    (const char *)arg);
	else
		say(d->record, arg);
}

int
state_expire(struct store *s, struct config *c)
{
	struct diag_err err;
	int n = store_expire(s, clock_now(), state_keep(c),
	    state_keep_replies(c), state_given_up, (char *)"State_Keep", &err);

	if (n < 0)
		diag_warn(NULL, "clearing away: %s", err.text);
	return n < 0 ? 0 : n;
}
