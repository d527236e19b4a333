#include "engine/filter/slurp.h"

#include <errno.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "engine/filter/filter_priv.h"
#include "mail/mail.h"

enum {
	MBOX_MAX = 1 << 30,	/* octets of an mbox, which is read whole */
	DRAIN_MAX = 1 << 30,	/* octets read and dropped behind too long a mail */
	BLOCK = 1 << 16,
};

/* One block of stdin more, as read(2); -1 with errno EINTR: stop. */
static ssize_t
read_block(char *room)
{
	ssize_t n;

	do
		n = read(STDIN_FILENO, room, BLOCK);
	while (n < 0 && errno == EINTR && !filter_stopped());
	return n;
}

int
slurp_stdin(struct buf *in, int mbox)
{
	size_t most = mbox ? (size_t)MBOX_MAX : (size_t)MAIL_MAX;
	size_t over = 0;
	ssize_t n;
	char *room;

	do {
		room = buf_room(in, BLOCK);
		if (!room) {
			diag_status("4.3.0", "out of memory");
			return EX_TEMPFAIL;
		}
		n = read_block(room);
		if (n > 0 && in->len > most)
			over += (size_t)n;
		else if (n > 0)
			in->len += (size_t)n;
	} while (n > 0 && over < DRAIN_MAX);
	if (n < 0) {
		diag_status("4.3.0", "stdin: %s", strerror(errno));
		return EX_IOERR;
	}
	if (in->len > most) {
		diag_status("5.3.4", "stdin: over %zu octets", most);
		return EX_DATAERR;
	}
	return 0;
}
