/*
 * udh - a user data header.  Made again of its elements it is the same octets,
 * and nothing shorter holds it.
 */
#include "fuzz.h"

#include "gsm/pack.h"
#include "gsm/udh.h"

static void
check(const struct gsm_udh *u)
{
	assert(u->concat_width == 0 || u->concat_width == 8 ||
	    u->concat_width == 16);
	if (u->concat_width)
		assert(u->concat_seq >= 1 && u->concat_seq <= u->concat_total);
	if (u->concat_width == 8)
		assert(u->concat_ref <= 0xff);
}

static void
rebuild(const uint8_t *p, size_t n, const struct gsm_udh *u)
{
	struct gsm_udh second;
	struct gsm_udh_ie ie;
	uint8_t *out = block(u->octets), *small;
	size_t at = 0;
	ssize_t len = 0, was;

	while (gsm_udh_next(p, n, &at, &ie)) {
		assert(at <= u->octets);
		was = len;
		len = gsm_udh_add(out, u->octets, (size_t)was, ie.id, ie.value,
		    ie.len);
		if (len < 0) {
			/* what came may be longer than what we make */
			assert(len == GSM_ENOSPC && at > GSM_UDH_MAX);
			free(out);
			return;
		}
		/* one octet less would not have done */
		small = block_of(out, (size_t)len - 1);
		assert(gsm_udh_add(small, (size_t)len - 1, (size_t)was, ie.id,
		    ie.value, ie.len) == GSM_ENOSPC);
		free(small);
	}
	if (len) {
		assert((size_t)len == u->octets && memcmp(out, p, u->octets) == 0);
		assert(gsm_udh_parse(out, u->octets, &second) == 0);
		assert(memcmp(&second, u, sizeof second) == 0);
	}
	free(out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const struct gsm_udh none;
	struct gsm_udh u;

	memset(&u, 0, sizeof u);
	if (gsm_udh_parse(p, n, &u) < 0) {
		assert(memcmp(&u, &none, sizeof u) == 0);
		return 0;
	}
	assert(u.octets == (size_t)p[0] + 1 && u.octets <= n);
	check(&u);
	rebuild(p, n, &u);
	return 0;
}
