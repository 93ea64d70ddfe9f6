// SPDX-License-Identifier: MIT
// Validates JSON lines against the schema of records.
//
//     node validate.js SCHEMA RECORDS.jsonl            every line has to be valid
//     node validate.js --wrong SCHEMA WRONG.jsonl      each line {"why":…,"record":…}: the record has to be refused
//
// Prints what is wrong and, at its end, "N passed, N failed"; exit status 1 where something failed or nothing ran.
"use strict";

const fs = require("fs");
const Ajv2020 = require("ajv/dist/2020");

const MAX_SHOWN = 20;

function readLines(path) {
  return fs.readFileSync(path, "utf8").split("\n").filter((line) => line !== "");
}

// Returns null where the record is as it should be, else what is wrong.
function check(validate, line, wrong) {
  let value;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return `no JSON: ${error.message}`;
  }
  if (wrong) return validate(value.record) ? `was accepted although ${value.why}` : null;
  if (!validate(value)) return validate.errors.map((e) => `${e.instancePath || "/"} ${e.message}`).join("; ");
  const lists = [...(value.certainty || []), ...(value.content || [])];
  const spans = [value.sentence, value.source, value.cue, value.target, value.act, ...lists];
  // The schema language cannot compare two numbers.
  return spans.some((span) => span && span.end < span.start) ? "a span ends before it starts" : null;
}

function main(args) {
  const wrong = args[0] === "--wrong";
  const [schemaPath, linesPath] = wrong ? args.slice(1) : args;
  const ajv = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false, allErrors: true });
  const validate = ajv.compile(JSON.parse(fs.readFileSync(schemaPath, "utf8")));
  let passed = 0;
  let failed = 0;
  readLines(linesPath).forEach((line, index) => {
    const problem = check(validate, line, wrong);
    if (problem === null) {
      passed++;
      return;
    }
    failed++;
    if (failed <= MAX_SHOWN) console.error(`${linesPath}:${index + 1}: ${problem}\n    ${line.slice(0, 300)}`);
  });
  if (passed + failed === 0) console.error(`${linesPath}: holds no lines`);
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

process.exit(main(process.argv.slice(2)));
