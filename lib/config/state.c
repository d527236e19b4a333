/* Where the store is.  See config.h. */
#include <stdlib.h>
#include <strings.h>

#include "config/config.h"

const char *
config_state(const struct config_view *global, const char **from)
{
	static const char name[] = "MOBUTILS_STATE";
	const char *where = config_str(global, STATE);
	const char *env = config_is_set(global, STATE) ? NULL : getenv(name);

	if (env && *env)
		where = env;
	if (from)
		*from = env && *env ? name : NULL;
	return where && strcasecmp(where, "none") != 0 ? where : NULL;
}
