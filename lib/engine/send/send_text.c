/* -T: standard input as one text.  See send_priv.h. */
#include <errno.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/utf8.h"
#include "engine/send/send_priv.h"

enum { TEXT_MAX = 1 << 18 };	/* octets: 255 segments in UTF-8 */

int
send_read_text(struct send *s, const char *number)
{
	struct buf in = BUF_INIT;
	ssize_t n = 1;
	char *room;
	int rc = 0;

	while (n > 0 && in.len <= TEXT_MAX && (room = buf_room(&in, 65536))) {
		n = read(STDIN_FILENO, room, 65536);
		if (n > 0)
			in.len += (size_t)n;
	}
	while (in.len && (in.p[in.len - 1] == '\n' || in.p[in.len - 1] == '\r'))
		in.len--;
	if (n < 0)
		rc = EX_IOERR, diag_warn(NULL, "stdin: %s", strerror(errno));
	else if (in.len > TEXT_MAX)
		rc = EX_DATAERR, diag_status("5.2.3", "stdin: the text is too "
		    "long for 255 segments");
	else if (in.len == 0)
		rc = EX_DATAERR, diag_status("5.6.0", "stdin: no text: an "
		    "empty SMS is not sent");
	else if (utf8_valid(in.p, in.len) != in.len)
		rc = EX_DATAERR, diag_status("5.6.0", "stdin: octet %zu is no "
		    "UTF-8", utf8_valid(in.p, in.len));
	record_begin(&s->text, REC_SUBMIT);
	json_key_cstr(&s->text, "to", number);
	json_key(&s->text, "text");
	json_str(&s->text, in.p ? in.p : "", in.len);
	record_close(&s->text);
	if (!rc && (in.err || s->text.err))
		rc = EX_TEMPFAIL, diag_warn(NULL, "out of memory");
	buf_free(&in);
	return rc;
}
