#include "mail/mime.h"

#include <stdio.h>
#include <strings.h>

int
mail_mime_is_type(GMimeObject *o, const char *type, const char *subtype)
{
	return g_mime_content_type_is_type(g_mime_object_get_content_type(o),
	    type, subtype);
}

int
mail_mime_is_attachment(GMimeObject *o)
{
	const char *d = g_mime_object_get_disposition(o);

	return d && strcasecmp(d, GMIME_DISPOSITION_ATTACHMENT) == 0;
}

/* GMime says application/octet-stream of a Content-Type that it can't read;
   RFC 2045, 5.2 has such a part be plain text. */
int
mail_mime_is_plain(GMimeObject *o)
{
	return mail_mime_is_type(o, "text", "plain") || (GMIME_IS_TEXT_PART(o) &&
	    mail_mime_is_type(o, "application", "octet-stream"));
}

int
mail_mime_is_html(GMimeObject *o)
{
	return mail_mime_is_type(o, "text", "html") ||
	    mail_mime_is_type(o, "application", "xhtml+xml");
}

int
mail_mime_is_signature(GMimeObject *o)
{
	return mail_mime_is_type(o, "application", "pgp-signature") ||
	    mail_mime_is_type(o, "application", "pkcs7-signature") ||
	    mail_mime_is_type(o, "application", "x-pkcs7-signature");
}

/* RFC 8551, 3.2.2; a part without the parameter is most often encrypted. */
int
mail_mime_is_enveloped(GMimeObject *o)
{
	const char *type;

	if (!mail_mime_is_type(o, "application", "pkcs7-mime") &&
	    !mail_mime_is_type(o, "application", "x-pkcs7-mime"))
		return 0;
	type = g_mime_object_get_content_type_parameter(o, "smime-type");
	return !type || strcasecmp(type, "enveloped-data") == 0 ||
	    strcasecmp(type, "authEnveloped-data") == 0;
}

/* The octets of a part, out of their transfer encoding. */
void
mail_mime_decode(GMimePart *part, size_t max, struct buf *out)
{
	GMimeDataWrapper *content = g_mime_part_get_content(part);
	GMimeFilter *filter;
	GMimeStream *stream;
	ssize_t n;
	char *to;

	if (!content)
		return;
	filter = g_mime_filter_basic_new(
	    g_mime_data_wrapper_get_encoding(content), FALSE);
	stream = g_mime_stream_filter_new(g_mime_data_wrapper_get_stream(content));
	g_mime_stream_filter_add(GMIME_STREAM_FILTER(stream), filter);
	g_mime_stream_reset(stream);
	while (out->len < max && (to = buf_room(out, BUFSIZ)) != NULL) {
		n = g_mime_stream_read(stream, to, BUFSIZ);
		if (n <= 0)
			break;
		out->len += (size_t)n;
	}
	g_object_unref(filter);
	g_object_unref(stream);
}
