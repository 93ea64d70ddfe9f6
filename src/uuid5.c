// SPDX-License-Identifier: MIT
#include "uuid5.h"
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
