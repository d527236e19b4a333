#include <stddef.h>

#include "gsm/translit_table.h"

const char *
gsm_translit(uint32_t cp, enum gsm_translit how)
{
	size_t low = 0, high = GSM_TRANSLIT_ROWS, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (gsm_translit_rows[mid].cp < cp)
			low = mid + 1;
		else
			high = mid;
	}
	if (low == GSM_TRANSLIT_ROWS || gsm_translit_rows[low].cp != cp ||
	    gsm_translit_rows[low].how > how)
		return NULL;
	return gsm_translit_rows[low].to;
}
