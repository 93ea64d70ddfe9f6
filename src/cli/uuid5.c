// SPDX-License-Identifier: MIT
#include "uuid5.h"
#include "strbuf.h"
#include <uuid/uuid.h>

ag_uuid ag_uuid5(ag_str name)
{
    uuid_t space, id;
    ag_uuid uuid;
    uuid_parse(AG_UUID_NAMESPACE, space);
    uuid_generate_sha1(id, space, name.ptr ? name.ptr : "", name.len);
    uuid_unparse_lower(id, uuid.text);
    return uuid;
}

ag_uuid ag_uuid5_chain(const ag_uuid *id, const char *bytes, size_t len)
{
    ag_strbuf name = {0};
    ag_strbuf_add_text(&name, id->text);
    ag_strbuf_add_char(&name, '\n');
    ag_strbuf_add(&name, bytes, len);
    ag_uuid next = ag_uuid5((ag_str){name.ptr, name.len});
    ag_strbuf_free(&name);
    return next;
}
