/*
 * values - what peers write, in the schema's own form.  Private to this folder.
 */
#ifndef MM7_VALUES_H
#define MM7_VALUES_H

#include "base/arena.h"
#include "mm7/mm7.h"

/* n octets: trimmed, line ends (with the blanks around them) and control
   characters as blanks.  NULL: out of memory. */
char *mm7_value_text(struct arena *a, const char *s, size_t n);

/* The field's value in the schema's form where it can be recognised: one of the
   schema's words, a boolean, a date.  NULL: out of memory. */
const char *mm7_value_field(struct arena *a, enum mm7_field f, const char *s);

/* An address as it stands in an element of that kind (NONE: in none): /TYPE= is
   taken off, a number in a mail address is a number.  *addr stays as it is
   where there is nothing else, or memory is out. */
void mm7_value_addr(struct arena *a, enum mm7_addr_kind kind, const char *s,
	struct mm7_addr *addr);

#endif
