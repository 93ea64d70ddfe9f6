#!/usr/bin/env node
// SPDX-License-Identifier: MIT
// DuckDB's own library behind as much of its command line as README's recipe has: duckdb -csv -c SQL
"use strict";
const { DuckDBInstance } = require("@duckdb/node-api");

function cell(value) {
  const text = `${value ?? ""}`;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

async function main() {
  const [form, option, sql] = process.argv.slice(2);
  if (form !== "-csv" || option !== "-c" || process.argv.length !== 5) throw new Error("usage: duckdb -csv -c SQL");
  const connection = await (await DuckDBInstance.create()).connect();
  const result = await connection.runAndReadAll(sql);
  for (const row of [result.columnNames(), ...result.getRows()]) console.log(row.map(cell).join(","));
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
