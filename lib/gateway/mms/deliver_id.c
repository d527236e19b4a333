/* Ids of what came over MM7.  See deliver.h. */
#include <string.h>

#include "gateway/mms/deliver_priv.h"
#include "mail/digest.h"

void
mms_deliver_id(const struct mm7_msg *m, char id[33])
{
	static const enum mm7_field of[] = { MM7_TRANSACTION_ID, MM7_LINKED_ID,
		MM7_MESSAGE_ID, MM7_TIME_STAMP };
	const char *from = mms_address_text(&m->sender);
	char digest[MAIL_DIGEST_SIZE];
	size_t i;

	mail_digest(from, strlen(from), "", 0, digest);
	for (i = 0; i < sizeof of / sizeof of[0]; i++) {
		const char *s = m->v[of[i]] ? m->v[of[i]] : "";

		mail_digest(digest, sizeof digest - 1, s, strlen(s), digest);
	}
	memcpy(id, digest, sizeof digest);
}

#define MARK "mms."
enum { LINKED_MAX = 120 };	/* octets of a LinkedID that goes into an id */

void
mms_put_message_id(struct buf *out, const char *id, const char *linked,
    const char *domain)
{
	buf_fmt(out, MARK "%s", id);
	if (linked && strlen(linked) <= LINKED_MAX) {
		buf_ch(out, '.');
		for (; *linked; linked++)
			buf_fmt(out, "%02x", (unsigned char)*linked);
	}
	buf_fmt(out, "@%s", domain);
}

static int
hex_digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *p = c ? strchr(digits, c) : NULL;

	return p ? (int)(p - digits) : -1;
}

size_t
mms_linked_id(const char *message_id, char *out, size_t size)
{
	const char *p = message_id + strspn(message_id, " \t<");
	size_t n = 0;

	*out = '\0';
	if (strncmp(p, MARK, sizeof MARK - 1) != 0)
		return 0;
	p += sizeof MARK - 1;
	p += strcspn(p, ".@ ");
	if (*p++ != '.')
		return 0;
	for (; hex_digit(p[0]) >= 0 && hex_digit(p[1]) >= 0; p += 2) {
		char c = (char)(hex_digit(p[0]) << 4 | hex_digit(p[1]));

		if ((unsigned char)c < ' ' || n + 1 >= size)
			break;
		out[n++] = c;
	}
	if (*p != '@')
		n = 0;
	out[n] = '\0';
	return n;
}
