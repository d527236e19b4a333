/*
 * json_quick - most texts without yajl, which takes a quarter of the time that
 * a record costs.  Private to lib/record.
 */
#ifndef RECORD_JSON_QUICK_H
#define RECORD_JSON_QUICK_H

#include "record/json_events.h"

/**
 * Take an object apart as yajl and json_events.c would: strings without
 * escapes, integers, true, false, null, and lists and objects of these.
 *
 * json_text_valid() has found the text plain, and r was made ready for it.
 *
 * Returns 1: r->v has its r->nv members.  0: there is something in it that is
 * left to yajl, an error perhaps; r must be made ready again.
 */
int json_quick(struct json_reader *r, const char *text, size_t n);

#endif
