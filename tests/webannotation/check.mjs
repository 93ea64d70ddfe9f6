// SPDX-License-Identifier: MIT
// Usage: node check.mjs PACKAGES FILE...
// Reads what --format=webannotation wrote as JSON-LD, with the context that W3C publishes as a package carries it: nothing
// may get lost on the way to RDF, and the triples must say what the JSON says. No network is asked.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [packages, ...files] = process.argv.slice(2);
const jsonld = createRequire(path.join(packages, "x.js"))("jsonld");
const anno = path.join(packages, "@dokieli/web-annotation/dist");
const { parseStoredAnnotation } = await import(pathToFileURL(path.join(anno, "index.js")));
const { WEB_ANNOTATION_CONTEXT_DOCUMENT: context } = await import(pathToFileURL(path.join(anno, "contexts/anno.js")));

const OA = "http://www.w3.org/ns/oa#";
const TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

async function documentLoader(url) {
    if (url !== "http://www.w3.org/ns/anno.jsonld") throw new Error(`asks for ${url}`);
    return { contextUrl: null, document: context, documentUrl: url };
}

function* problems(collection, quads) {
    const count = (predicate, object) => quads.filter(
        (q) => q.predicate.value === predicate && (object === undefined || q.object.value === object)).length;
    const items = collection.first.items;
    const targets = items.flatMap((a) => a.target);
    const bodies = items.flatMap((a) => a.body);
    const want = [
        ["annotations", count(TYPE, OA + "Annotation"), items.length],
        ["total", collection.total, items.length],
        ["positions", count(OA + "start"), targets.length],
        ["quotes", count(OA + "exact"), targets.length],
        ["bodies", count(OA + "hasBody"), bodies.length],
        ["tags", count(OA + "hasPurpose", OA + "tagging"), bodies.filter((b) => b.purpose === "tagging").length],
        ["links", count(OA + "hasPurpose", OA + "linking"), bodies.filter((b) => b.purpose === "linking").length],
    ];
    for (const [what, got, wanted] of want)
        if (got !== wanted) yield `${what}: ${got}, not ${wanted}`;
    for (const item of items)
        if (!parseStoredAnnotation(item)) yield `not taken for an annotation: ${item.id}`;
}

let passed = 0;
let failed = 0;
for (const file of files) {
    let found;
    try {
        const collection = JSON.parse(fs.readFileSync(file, "utf8"));
        const quads = await jsonld.toRDF(collection, { base: "http://example.org/", safe: true, documentLoader });
        found = [...problems(collection, quads)];
    } catch (error) {
        found = [`${error.message} ${JSON.stringify(error.details ?? "")}`];
    }
    for (const problem of found.slice(0, 10)) console.log(`${path.basename(file)}: ${problem}`);
    if (found.length > 0) failed++;
    else passed++;
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
