// SPDX-License-Identifier: MIT
// Records as W3C Web Annotations (https://www.w3.org/TR/annotation-model/): one AnnotationCollection of a
// run, an annotation a line.
#ifndef ALLEGE_WEBANNOTATION_WRITER_H
#define ALLEGE_WEBANNOTATION_WRITER_H

#include "writer.h"

extern const ag_format ag_format_webannotation;

#endif
