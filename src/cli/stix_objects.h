// SPDX-License-Identifier: MIT
// STIX objects as lines of JSON, and their ids, which are made of what makes the objects out.
#ifndef ALLEGE_STIX_OBJECTS_H
#define ALLEGE_STIX_OBJECTS_H

#include "intern.h"
#include "json_writer.h"
#include "uuid5.h"

// The objects of a document, as far as they are written. {0} is ready for use.
typedef struct ag_stix {
    ag_strbuf *out;                 // borrowed; an object a line
    const ag_json_context *context; // borrowed
    ag_uuid document;               // of its name and text
    ag_strbuf created, modified;    // of what the document says
    ag_intern refs;                 // ids of the objects so far, "identity--…"
    ag_strbuf name;                 // of the object at hand
} ag_stix;

// A reference to an object: its number among the refs.
typedef uint32_t ag_stix_ref;

enum { AG_STIX_REFS = 3 * ALLEGE_ACTORS_MAX + 2 };
typedef struct ag_stix_refs {
    ag_stix_ref ref[AG_STIX_REFS];
    uint32_t n;
} ag_stix_refs;

// Turns to a new document, whose objects are appended to *out; keeps the memory. modified is when they were
// last changed, which is not before they were made.
void ag_stix_begin(ag_stix *s, const ag_json_context *context, int64_t modified, ag_strbuf *out);
void ag_stix_free(ag_stix *s);

// The objects that every bundle has: who made it, and the definition of the extension.
void ag_stix_preamble(ag_strbuf *out);

// Who stands in a role: an identity of each.
ag_stix_refs ag_stix_speakers(ag_stix *s, const allege_mention *mention);
// Who is held responsible: an intrusion set, a threat actor, a location or an identity of each.
ag_stix_refs ag_stix_targets(ag_stix *s, const allege_mention *mention);
// What the target is said to have done.
ag_stix_ref ag_stix_campaign(ag_stix *s, const allege_record *record);
ag_stix_ref ag_stix_relationship(ag_stix *s, const allege_record *record, ag_stix_ref campaign,
                                 ag_stix_ref target, const ag_stix_refs *speakers);
// What somebody says of relationships.
ag_stix_ref ag_stix_opinion(ag_stix *s, const allege_record *record, const ag_stix_refs *about,
                            const ag_stix_refs *speakers);
// The sentence; where it is about nothing else, about the report.
void ag_stix_note(ag_stix *s, const allege_record *record, const ag_stix_refs *about);
// The document, with all that it says; nothing where it says nothing.
void ag_stix_report(ag_stix *s);

// The id in a line that holds an object.
ag_str ag_stix_id_of(ag_str line);

#endif
