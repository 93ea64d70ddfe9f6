// SPDX-License-Identifier: MIT
// Usage: node check.js ROOT SCHEMAS FILE...
// Validates bundles: against bundle.schema.json, by what no schema can say (references lead somewhere, no id stands twice,
// nothing was changed before it was made, the extension is defined), and against OASIS's schemas, which stand in the folder
// SCHEMAS. Then the first is broken in many ways, and must be refused each time.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const Ajv = require("ajv/dist/2020");

const [root, folder, ...files] = process.argv.slice(2);
const read = (...parts) => JSON.parse(fs.readFileSync(path.join(...parts), "utf8"));

const own = new Ajv({ strict: false, allErrors: true })
    .addSchema(read(root, "src/data/record.schema.json"))
    .compile(read(root, "tests/stix/bundle.schema.json"));

// OASIS's schemas name each other by relative paths, below an address that is theirs. Older ones know no
// extension-definition: what they have no schema for is counted in `unknown`.
const unknown = new Map();
function oasis(folder) {
    const lenient = { strict: false, validateSchema: false, validateFormats: false, unicodeRegExp: false };
    const ajv = new Ajv({ ...lenient, allErrors: true });
    const names = ["common", "sdos", "sros", "observables"].map((part) => path.join(folder, part)).filter(fs.existsSync)
        .flatMap((part) => fs.readdirSync(part).map((name) => path.join(part, name)));
    const schemas = names.filter((name) => name.endsWith(".json")).map((name) => read(name));
    for (const schema of schemas) ajv.addSchema({ ...schema, $schema: undefined });
    const bundle = schemas.find((schema) => schema.$id.endsWith("/common/bundle.json"));
    if (!bundle) {
        console.log(`${folder}: no common/bundle.json; ALLEGE_STIX_SCHEMAS names a checkout of cti-stix2-json-schemas`);
        process.exit(1);
    }
    const base = bundle.$id.replace("common/bundle.json", "");
    return (object) => {
        const part = object.type === "relationship" ? "sros" : /^extension/.test(object.type) ? "common" : "sdos";
        const validate = ajv.getSchema(`${base}${part}/${object.type}.json`);
        if (!validate) unknown.set(object.type, (unknown.get(object.type) ?? 0) + 1);
        return !validate || validate(object) ? [] : validate.errors;
    };
}

function* refs(object) {
    for (const [key, value] of Object.entries(object)) {
        if (key.endsWith("_ref")) yield value;
        else if (key.endsWith("_refs")) yield* value;
        else if (key === "extensions") for (const [id, extension] of Object.entries(value)) yield* [id, ...refs(extension)];
    }
}

const official = oasis(folder);

function* problems(bundle) {
    if (!own(bundle)) {
        yield* own.errors.map((e) => `${e.instancePath} ${e.message} ${JSON.stringify(e.params)}`);
        return;
    }
    const ids = new Map(bundle.objects.map((object) => [object.id, object]));
    if (ids.size !== bundle.objects.length) yield "an id twice";
    for (const object of bundle.objects) {
        for (const ref of refs(object)) if (!ids.has(ref)) yield `${object.id} refers to ${ref}, which is not there`;
        if (object.modified < object.created) yield `${object.id} was changed before it was made`;
        if (object.id.split("--")[0] !== object.type) yield `${object.id} is of type ${object.type}`;
        for (const error of official(object)) yield `${object.id}: ${error.instancePath} ${error.message}`;
        if (object.type === "opinion" && !object.object_refs.every((ref) => ids.get(ref).type === "relationship"))
            yield `${object.id} is of something else than relationships`;
    }
}

let passed = 0;
let failed = 0;

function count(found, what) {
    for (const problem of found.slice(0, 10)) console.log(`${what}: ${problem}`);
    if (found.length > 0) failed++;
    else passed++;
}

const bundles = files.map((file) => JSON.parse(fs.readFileSync(file, "utf8")));
bundles.forEach((bundle, i) => count([...problems(bundle)], path.basename(files[i])));

for (const [type, n] of unknown) console.log(`OASIS's schemas have none for ${type} (${n} objects)`);
if ([...unknown.keys()].some((type) => type !== "extension-definition")) count(["no schema"], "OASIS's schemas");

// Each breaks one object of a type; those marked OASIS break what OASIS's schemas say.
const OASIS = true;
const breaks = [
    ["relationship", (o) => { o.confidence = 85; }],
    ["relationship", (o) => { o.relationship_type = "related-to"; }],
    ["relationship", (o) => { o.source_ref = o.target_ref; }],
    ["relationship", (o) => { o.target_ref = o.target_ref.replace(/.$/, (c) => (c === "0" ? "1" : "0")); }],
    ["opinion", (o) => { o.opinion = "denied"; }, OASIS],
    ["opinion", (o) => { o.object_refs = []; }, OASIS],
    ["note", (o) => { delete o.content; }],
    ["note", (o) => { Object.values(o.extensions)[0].record.label = "gossip"; }],
    ["note", (o) => { o.modified = "1969-12-31T00:00:00.000Z"; }],
    ["note", (o) => { o.created = "2026-11-27"; }, OASIS],
    ["report", (o) => { delete o.published; }, OASIS],
    ["report", (o) => { o.external_references[0].source_name = "cve"; }],
    ["identity", (o) => { o.identity_class = "speaker"; }],
    ["identity", (o) => { o.id = o.id.replace(/-5/, "-4"); }],
    ["location", (o) => { delete o.country; }],
    ["campaign", (o) => { o.claim = true; }],
    ["extension-definition", (o) => { o.id = o.id.replace(/.$/, (c) => (c === "0" ? "1" : "0")); }],
];
breaks.forEach(([type, change, oasisToo], i) => {
    const bundle = structuredClone(bundles[0]);
    const object = bundle.objects.filter((o) => o.type === type).at(-1);
    if (object) change(object);
    const refused = object && [...problems(bundle)].length > 0 && !(oasisToo && official(object).length === 0);
    count(refused ? [] : ["was not refused"], `break ${i + 1}, of a ${type}`);
});
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
