/*
 * id_form - the id of a response and that of a receipt, with a NUL between
 * them, and their forms in the first octet.  What matches is found by its keys;
 * the other way round the same two match.
 */
#include "fuzz.h"

#include "store/id_form.h"

enum { FORMS = 3, ACCOUNT = 7 };

static int
is_found(const char *response, const char *receipt)
{
	int64_t keys[ID_FORM_KEYS], key = id_form_key(ACCOUNT, response);
	unsigned n = id_form_keys(ACCOUNT, receipt, keys), i;

	assert(n <= ID_FORM_KEYS);
	assert(n == 0 || keys[0] == id_form_key(ACCOUNT, receipt));
	for (i = 0; i < n; i++) {
		assert(keys[i] > 0);
		if (keys[i] == key)
			return 1;
	}
	return 0;
}

static void
check(const char *response, const char *receipt, enum store_id_form f,
    enum store_id_form g)
{
	enum id_form is = id_form_match(response, receipt, f, g);
	enum id_form back = id_form_match(receipt, response, g, f);
	enum id_form any = id_form_match(response, receipt, STORE_ID_ANY,
	    STORE_ID_ANY);

	if (is != ID_FORM_NONE)
		assert(is_found(response, receipt) && any != ID_FORM_NONE);
	if (is == ID_FORM_EXACT || is == ID_FORM_FOLDED)
		assert(back == is);
	else	/* a pair may be both: the first one counts */
		assert((back == ID_FORM_NONE) == (is == ID_FORM_NONE));
	if (f == g)
		assert(id_form_match(response, response, f, g) ==
		    (id_form_key(ACCOUNT, response) ? ID_FORM_EXACT :
		    ID_FORM_NONE));
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	uint8_t forms = take(&p, &n);
	char *response = string_of(p, n), *receipt;
	size_t len = strlen(response);

	len += len < n;
	receipt = string_of(p + len, n - len);
	check(response, receipt, forms % FORMS, forms / FORMS % FORMS);
	free(response);
	free(receipt);
	return 0;
}
