/* What stands in lists and objects of a JSON line. */
#include "engine/dump/dump_priv.h"

#include <string.h>

#include "gateway/sms/tlvs.h"

static int
take_dest(struct dump_job *j, const struct json_value *m, size_t n)
{
	struct smpp_dest d = { .flag = 1 };
	const struct json_value *v = json_member(m, n, "dest_flag");
	const char *addr;
	size_t i;

	if (json_member(m, n, "dl_name"))
		d.flag = 2;
	if (v && dump_take_u8(j, v, v->name, &d.flag) < 0)
		return -1;
	addr = d.flag == 2 ? "dl_name" : "destination_addr";
	for (i = 0; i < n; i++) {
		int rc = -1;

		if (strcmp(m[i].name, addr) == 0)
			rc = dump_take_cstr(j, &m[i], addr, 3, &d.addr);
		else if (strcmp(m[i].name, "dest_addr_ton") == 0)
			rc = dump_take_u8(j, &m[i], m[i].name, &d.ton);
		else if (strcmp(m[i].name, "dest_addr_npi") == 0)
			rc = dump_take_u8(j, &m[i], m[i].name, &d.npi);
		else if (strcmp(m[i].name, "dest_flag") == 0)
			rc = 0;
		else
			dump_bad(j, m[i].name, "no field of such a destination");
		if (rc < 0)
			return -1;
	}
	smpp_dest_put(&j->e->dests, &d);
	return 0;
}

static int
take_unsuccess(struct dump_job *j, const struct json_value *m, size_t n)
{
	struct smpp_unsuccess u = { 0, 0, NULL, 0 };
	size_t i;

	for (i = 0; i < n; i++) {
		int rc = -1;

		if (strcmp(m[i].name, "destination_addr") == 0)
			rc = dump_take_cstr(j, &m[i], m[i].name, 3, &u.addr);
		else if (strcmp(m[i].name, "dest_addr_ton") == 0)
			rc = dump_take_u8(j, &m[i], m[i].name, &u.ton);
		else if (strcmp(m[i].name, "dest_addr_npi") == 0)
			rc = dump_take_u8(j, &m[i], m[i].name, &u.npi);
		else if (strcmp(m[i].name, "error_status_code") == 0)
			rc = dump_take_status(j, &m[i], m[i].name, &u.status);
		else if (strcmp(m[i].name, "class") == 0 ||
		    strcmp(m[i].name, "meaning") == 0)
			rc = 0;
		else
			dump_bad(j, m[i].name, "no field of unsuccess_sme");
		if (rc < 0)
			return -1;
	}
	smpp_unsuccess_put(&j->e->unsuccess, &u);
	return 0;
}

/* Each object of a list; their number goes to *count. */
static int
take_list(struct dump_job *j, const struct json_value *list, uint8_t *count,
    int (*take)(struct dump_job *, const struct json_value *, size_t))
{
	const struct json_value *v, *m;
	size_t n, i, nm;

	if (list->kind != JSON_LIST)
		return dump_bad(j, list->name, "must be a list");
	if (json_read(j->e->reader[1], list->raw, list->rawlen, &v, &n, j->err) < 0)
		return -1;
	if (n > SMPP_DESTS_MAX)
		return dump_bad(j, list->name, "has more than 254 entries");
	*count = (uint8_t)n;
	for (i = 0; i < n; i++) {
		if (v[i].kind != JSON_OBJECT)
			return dump_bad(j, list->name, "must be a list of objects");
		if (json_read(j->e->reader[2], v[i].raw, v[i].rawlen, &m, &nm,
		    j->err) < 0 || take(j, m, nm) < 0)
			return -1;
	}
	return 0;
}

int
dump_take_dests(struct dump_job *j, const struct json_value *v)
{
	return take_list(j, v, &j->pdu.number_of_dests, take_dest);
}

int
dump_take_unsuccess(struct dump_job *j, const struct json_value *v)
{
	return take_list(j, v, &j->pdu.no_unsuccess, take_unsuccess);
}

int
dump_take_tlvs(struct dump_job *j, const struct json_value *v)
{
	if (v->kind != JSON_OBJECT)
		return dump_bad(j, v->name, "must be an object");
	return sms_tlvs_read(j->e->reader[1], v, NULL, 0, &j->e->tlvs, j->err);
}
