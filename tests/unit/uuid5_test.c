// SPDX-License-Identifier: MIT
// The ids must stay what they are: what was written once is found again by them.
#include "check.h"
#include "uuid5.h"

static void check_id(const char *name, size_t len, const char *want)
{
    ag_uuid id = ag_uuid5((ag_str){name, len});
    CHECK_TEXT(id.text, strlen(id.text), want);
}

int main(void)
{
    // As Python's uuid.uuid5 has them; the namespace is its uuid5(NAMESPACE_URL, "urn:allege:ids").
    check_id("", 0, "99fc1b47-221c-5639-803f-226a6d2d01fc");
    check_id(NULL, 0, "99fc1b47-221c-5639-803f-226a6d2d01fc");
    check_id("allege", 6, "468f3bf6-adae-5302-992b-b7cdcd22bf2a");
    check_id("\xC3\xA9\n", 3, "0c42f211-0f34-58e7-b366-d357c75e75f2");
    return check_done();
}
