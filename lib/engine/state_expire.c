/* Clearing away, by the options.  See state.h. */
#include "base/clock.h"
#include "engine/state.h"

/* Replies of all domains stand in one table: the longest time counts. */
static msec
longest_ram(struct config *c)
{
	const struct config_view *v = config_view(c, NULL, NULL, NULL);
	msec longest = v ? config_msec(v, SMPP_RAM_EXPIRATION) : 0;
	const char *domain;
	size_t i;

	for (i = 0; (domain = config_domain(c, i)); i++) {
		v = config_view(c, domain, NULL, NULL);
		if (v && config_msec(v, SMPP_RAM_EXPIRATION) > longest)
			longest = config_msec(v, SMPP_RAM_EXPIRATION);
	}
	return longest;
}

void
state_expire(struct store *s, struct config *c)
{
	const struct config_view *v = config_view(c, NULL, NULL, NULL);
	struct diag_err err;

	if (v && store_expire(s, clock_now(),
	    (int64_t)config_msec(v, STATE_KEEP),
	    (int64_t)longest_ram(c), &err) < 0)
		diag_warn(NULL, "clearing away: %s", err.text);
}
