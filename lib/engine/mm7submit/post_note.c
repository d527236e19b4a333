/* What is about to be sent, and what came of it, for the store.  See
   post_priv.h. */
#include <string.h>
#include <sysexits.h>

#include "engine/mm7submit/post_priv.h"
#include "engine/state.h"
#include "store/message.h"

int
post_recall(struct post *p, const struct record *rec, struct diag_err *err)
{
	(void)p;
	(void)rec;
	(void)err;
	return 0;
}

int
post_note(struct post *p, struct diag_err *err)
{
	(void)p;
	(void)err;
	return 0;
}

void
post_tell(struct post *p)
{
	(void)p;
}
