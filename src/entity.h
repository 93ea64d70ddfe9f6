// SPDX-License-Identifier: MIT
// The named entities of a document: which mentions are of one person or organisation, and who holds an
// office.
#ifndef ALLEGE_ENTITY_H
#define ALLEGE_ENTITY_H

#include "document.h"

// Collects the entities of the analysed document and marks the items that name an official or an institution.
void ag_entities_find(ag_document *doc);

// The entity that an item names; NULL where it names none.
const ag_entity *ag_entity_of(const ag_document *doc, uint32_t sentence, uint32_t item);

// One of the modifiers of an item has the class.
bool ag_item_has_modifier(const ag_document *doc, const ag_item *item, ag_known_class c);
// The head names an organisation of some kind: a state, an agency, a company, a group.
bool ag_item_is_organisation(const ag_item *item);
bool ag_item_is_official_paper(const ag_document *doc, const ag_item *item);
// "Her campaign": marks the noun behind a possessor who runs for office as somebody who acts for it.
// Returns false where there is none.
bool ag_mark_campaign(const ag_document *doc, uint32_t sentence, uint32_t possessor);
// The name of a person stands behind or before the description of items [first, last): "the envoy, Ann Lee,".
// Returns false where none does.
bool ag_apposed_name(const ag_document *doc, uint32_t sentence, uint32_t first, uint32_t last,
                     uint32_t *name);

#endif
