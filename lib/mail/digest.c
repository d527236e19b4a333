#include "mail/digest.h"

#include <stdint.h>
#include <string.h>

#include <glib.h>

void
mail_digest(const void *a, size_t na, const void *b, size_t nb,
    char out[MAIL_DIGEST_SIZE])
{
	GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);
	uint8_t len[8];
	int i;

	for (i = 0; i < 8; i++)
		len[i] = (uint8_t)((uint64_t)na >> 8 * i);
	g_checksum_update(sum, len, sizeof len);
	g_checksum_update(sum, a, (gssize)na);
	g_checksum_update(sum, b, (gssize)nb);
	memcpy(out, g_checksum_get_string(sum), MAIL_DIGEST_SIZE - 1);
	out[MAIL_DIGEST_SIZE - 1] = '\0';
	g_checksum_free(sum);
}
