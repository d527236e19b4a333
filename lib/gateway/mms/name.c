#include "gateway/mms/name.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { EXTENSION_MAX = 5 };

/* Media types of the OMA's MMS conformance document and what phones send
   beside.  Of several with one extension, or one type, the first is ours. */
static const struct {
	const char *type, *extension;
} types[] = {
	{ "text/plain",             "txt" },
	{ "text/html",              "html" },
	{ "image/jpeg",             "jpg" },
	{ "image/jpeg",             "jpeg" },
	{ "image/jpg",              "jpg" },
	{ "image/pjpeg",            "jpg" },
	{ "image/gif",              "gif" },
	{ "image/png",              "png" },
	{ "image/vnd.wap.wbmp",     "wbmp" },
	{ "image/bmp",              "bmp" },
	{ "image/webp",             "webp" },
	{ "image/heic",             "heic" },
	{ "image/svg+xml",          "svg" },
	{ "image/tiff",             "tif" },
	{ "audio/amr",              "amr" },
	{ "audio/mpeg",             "mp3" },
	{ "audio/mp3",              "mp3" },
	{ "audio/mp4",              "m4a" },
	{ "audio/x-m4a",            "m4a" },
	{ "audio/aac",              "aac" },
	{ "audio/midi",             "mid" },
	{ "audio/sp-midi",          "mid" },
	{ "audio/wav",              "wav" },
	{ "audio/x-wav",            "wav" },
	{ "audio/ogg",              "ogg" },
	{ "video/3gpp",             "3gp" },
	{ "audio/3gpp",             "3gp" },
	{ "video/mp4",              "mp4" },
	{ "video/mpeg",             "mpg" },
	{ "video/quicktime",        "mov" },
	{ "text/x-vcard",           "vcf" },
	{ "text/vcard",             "vcf" },
	{ "text/calendar",          "ics" },
	{ "text/x-vcalendar",       "vcs" },
	{ "application/pdf",        "pdf" },
	{ "application/smil",       "smil" },
	{ "application/smil+xml",   "smil" },
};
enum { TYPES = sizeof types / sizeof types[0] };

/* The extension of a name, or NULL. */
static const char *
extension(const char *name)
{
	const char *dot = name ? strrchr(name, '.') : NULL;
	size_t n = dot ? strlen(dot + 1) : 0;

	return n > 0 && n <= EXTENSION_MAX ? dot + 1 : NULL;
}

/* The one that a name of that type must have; the name's own if it may. */
static const char *
extension_for(const char *type, const char *own)
{
	const char *first = NULL;
	size_t i;

	for (i = 0; i < TYPES; i++) {
		if (strcasecmp(types[i].type, type) != 0)
			continue;
		if (own && strcasecmp(types[i].extension, own) == 0)
			return own;
		if (!first)
			first = types[i].extension;
	}
	return first ? first : own;
}

static int
is_good(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '-' || c == '.';
}

void
mms_name(char out[MMS_NAME_SIZE], const char *wish, const char *type,
    size_t number)
{
	const char *ext = extension_for(type, extension(wish));
	size_t most = MMS_NAME_SIZE - 1 - EXTENSION_MAX - 1 - 5, n = 0;
	size_t base = wish ? strlen(wish) : 0, i, len;
	char own[EXTENSION_MAX + 1] = "";

	if (extension(wish))
		base = (size_t)(extension(wish) - wish) - 1;
	if (ext)
		snprintf(own, sizeof own, "%s", ext);
	for (i = 0; i < base && n < most; i++)
		if (is_good(wish[i]) && !(n == 0 && strchr(".-", wish[i])))
			out[n++] = wish[i];
		else if (n > 0 && out[n - 1] != '_')
			out[n++] = '_';
	while (n > 0 && strchr("_.-", out[n - 1]))
		n--;
	if (n == 0) {
		/* image1.gif, but smil1.smil */
		int what = *own && strncmp(type, "application/", 12) == 0;

		len = what ? strlen(own) : strcspn(type, "/");
		n = (size_t)snprintf(out, most, "%.*s%zu", (int)(len < 12 ?
		    len : 12), what ? own : type, number);
	}
	for (i = 0; own[i]; i++)
		if (!is_good(own[i]))
			own[i] = '_';
	snprintf(out + n, MMS_NAME_SIZE - n, "%s%s", *own ? "." : "", own);
}

void
mms_name_number(char out[MMS_NAME_SIZE], const char *name, unsigned number)
{
	const char *ext = extension(name);
	int base = ext ? (int)(ext - name) - 1 : (int)strlen(name);

	snprintf(out, MMS_NAME_SIZE, "%.*s-%u%s%s", base, name, number,
	    ext ? "." : "", ext ? ext : "");
}

const char *
mms_picture_type(const void *data, size_t n)
{
	static const struct { const char *type, *magic; size_t n; } magics[] = {
		{ "image/jpeg", "\xff\xd8\xff", 3 },
		{ "image/png", "\x89PNG\r\n\x1a\n", 8 },
		{ "image/gif", "GIF87a", 6 },
		{ "image/gif", "GIF89a", 6 },
	};
	size_t i;

	for (i = 0; i < sizeof magics / sizeof magics[0]; i++)
		if (n >= magics[i].n &&
		    memcmp(data, magics[i].magic, magics[i].n) == 0)
			return magics[i].type;
	if (n >= 12 && memcmp(data, "RIFF", 4) == 0 &&
	    memcmp((const char *)data + 8, "WEBP", 4) == 0)
		return "image/webp";
	return NULL;
}

const char *
mms_type(const char *type, const char *name, const void *data, size_t n)
{
	const char *real = mms_picture_type(data, n), *ext = extension(name);
	int none = strcmp(type, "application/octet-stream") == 0;
	size_t i;

	if (real && (none || strncmp(type, "image/", 6) == 0))
		return real;
	for (i = 0; none && ext && i < TYPES; i++)
		if (strcasecmp(types[i].extension, ext) == 0 &&
		    strncmp(types[i].type, "text/", 5) != 0)
			return types[i].type;
	return type;
}
