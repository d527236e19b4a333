/*
 * name - what the parts of an MMS are called: ASCII, unique, with the extension
 * that their type asks for, since phones go by it.
 */
#ifndef GATEWAY_MMS_NAME_H
#define GATEWAY_MMS_NAME_H

#include <stddef.h>

enum { MMS_NAME_SIZE = 64 };	/* octets with NUL: phones know short names */

/*
 * wish: what the part was called; NULL.  Characters that a phone may not know
 * become `_`.  Not yet unique.
 */
void mms_name(char out[MMS_NAME_SIZE], const char *wish, const char *type,
	size_t number);

/* The number-th try: `photo-2.jpg`. */
void mms_name_number(char out[MMS_NAME_SIZE], const char *name, unsigned number);

/*
 * What type is it really?  By the first octets, where type says nothing
 * (application/octet-stream) or is another picture's; else by the name, where
 * type says nothing; else type.
 */
const char *mms_type(const char *type, const char *name, const void *data,
	size_t n);

/* By the first octets alone: a picture's type, or NULL. */
const char *mms_picture_type(const void *data, size_t n);

#endif
