// SPDX-License-Identifier: MIT
#include "image.h"

void ag_image_add(ag_strbuf *image, size_t part, const void *elements, size_t n, size_t size)
{
    while (image->len % AG_IMAGE_ALIGN)
        ag_strbuf_add_char(image, '\0');
    ag_image_part place = {image->len, n};
    memcpy(image->ptr + part, &place, sizeof place);
    if (n)
        ag_strbuf_add(image, elements, n * size);
}
