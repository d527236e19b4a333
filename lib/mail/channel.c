/* A mail's other headers, and its other renderings.  See parts.h. */
#include "mail/parts.h"

#include <string.h>
#include <strings.h>

#include "base/civil.h"
#include "mail/internal.h"
#include "mail/mime.h"

const char *
mail_header(struct mail *m, const char *name, size_t i)
{
	struct mail_store *st = (struct mail_store *)m;
	GMimeHeaderList *list =
	    g_mime_object_get_header_list(GMIME_OBJECT(st->msg));
	int at, n = g_mime_header_list_get_count(list);

	for (at = 0; at < n; at++) {
		GMimeHeader *h = g_mime_header_list_get_header_at(list, at);
		const char *s = g_mime_header_get_value(h);

		if (strcasecmp(g_mime_header_get_name(h), name) != 0 || i-- > 0)
			continue;
		return s ? mail_keep_line(st, s, strlen(s)) :
			mail_keep(st, "", 0);
	}
	return NULL;
}

int
mail_header_date(struct mail *m, const char *name, int64_t *unix_ms)
{
	const char *s = mail_header(m, name, 0);
	GDateTime *d = s ? g_mime_utils_header_decode_date(s) : NULL;
	gint64 sec = d ? g_date_time_to_unix(d) : -1;

	if (d)
		g_date_time_unref(d);
	if (sec < 0 || sec > CIVIL_MAX_MS / 1000)
		return -1;
	*unix_ms = sec * 1000;
	return 0;
}

/* Behind the first empty line. */
static size_t
body_of(const char *p, size_t n)
{
	size_t i;

	for (i = 0; i + 1 < n; i++)
		if (p[i] == '\n' && (p[i + 1] == '\n' ||
		    (p[i + 1] == '\r' && i + 2 < n && p[i + 2] == '\n')))
			return i + 2 + (p[i + 1] == '\r');
	return n;
}

/* An entity of its own: what message/vnd.msys.mm7 holds, and of a multipart
   without boundary what stands behind its headers. */
static void
entity(GMimeObject *o, struct buf *out)
{
	GMimeStream *stream;
	GByteArray *octets;
	size_t at = 0;

	if (GMIME_IS_PART(o)) {
		mail_mime_decode(GMIME_PART(o), MAIL_MAX, out);
		return;
	}
	stream = g_mime_stream_mem_new();
	g_mime_object_write_to_stream(o, NULL, stream);
	octets = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
	if (!g_mime_object_get_content_type_parameter(o, "boundary") ||
	    g_mime_multipart_get_count(GMIME_MULTIPART(o)) == 0)
		at = body_of((const char *)octets->data, octets->len);
	buf_add(out, octets->data + at, octets->len - at);
	g_object_unref(stream);
}

int
mail_channel(struct mail *m, const char *subtype, const char **p, size_t *n,
    struct diag_err *err)
{
	struct mail_store *st = (struct mail_store *)m;
	GMimeObject *o = g_mime_message_get_mime_part(st->msg);
	struct buf b = BUF_INIT;
	int i;

	if (!o || !GMIME_IS_MULTIPART(o) ||
	    !mail_mime_is_type(o, "multipart", "vnd.msys.mcmt"))
		return -1;
	for (i = 0; i < g_mime_multipart_get_count(GMIME_MULTIPART(o)); i++) {
		GMimeObject *part =
		    g_mime_multipart_get_part(GMIME_MULTIPART(o), i);

		if (!mail_mime_is_type(part, "*", subtype) ||
		    GMIME_IS_MESSAGE_PART(part))
			continue;
		entity(part, &b);
		*p = b.err ? NULL : mail_keep(st, b.p ? b.p : "", b.len);
		*n = b.len;
		buf_free(&b);
		return *p ? 1 : diag_no_memory(err) - 1;
	}
	return 0;
}
