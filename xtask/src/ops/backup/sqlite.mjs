// Databases as SQL for D1, and their content, table by table.
//
//   node sqlite.mjs digest <source>        a line of JSON for each table: name, rows, SHA-256 of them
//   node sqlite.mjs dump <source> <file>   of all, and writes the statements
//
// A source is a file of SQLite, or one of statements, such as a dump or what `wrangler d1 export` writes.

import { createHash } from "node:crypto";
import { closeSync, openSync, readFileSync, readSync, writeSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

// D1 takes statements of 100 KB; a row is 70 KB at most.
const STATEMENT_BYTES = 20_000;

const [task, source, file] = process.argv.slice(2);
const db = open(source);
// One snapshot of a database in use.
db.exec("BEGIN");
const schema = rowsOf(
  `SELECT type, name, sql FROM sqlite_schema
   WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\'
   ORDER BY rowid`,
);
// In the order of creation, which is that of their references.
const tables = schema.filter(([type]) => type === "table");
if (task === "dump") dump(file);
report("(structure)", schema.toSorted());
if (counters().length > 0) report("(counters)", counters());
for (const [, name] of tables) {
  const columns = columnsOf(name);
  report(name, db.prepare(`SELECT ${columns} FROM ${quoted(name)} ORDER BY ${columns}`));
}

function open(path) {
  const head = Buffer.alloc(15);
  const handle = openSync(path, "r");
  readSync(handle, head);
  closeSync(handle);
  if (head.toString() === "SQLite format 3") return new DatabaseSync(path, { readOnly: true });
  const memory = new DatabaseSync(":memory:");
  memory.exec(readFileSync(path, "utf8"));
  return memory;
}

function rowsOf(sql) {
  return db.prepare(sql).all().map(Object.values);
}

// The sequences of AUTOINCREMENT, so that numbers are not reused.
function counters() {
  const [made] = rowsOf("SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_sequence'");
  return made[0] === 0 ? [] : rowsOf("SELECT name, seq FROM sqlite_sequence ORDER BY name");
}

function quoted(name) {
  return `"${name.replaceAll('"', '""')}"`;
}

// Without generated columns, which cannot be inserted.
function columnsOf(table) {
  const columns = rowsOf(`SELECT name FROM pragma_table_info('${table.replaceAll("'", "''")}')`);
  return columns.map(([name]) => quoted(name)).join(", ");
}

function report(name, rows) {
  const hash = createHash("sha256");
  let count = 0;
  if (!Array.isArray(rows)) rows.setReadBigInts(true);
  for (const row of Array.isArray(rows) ? rows : rows.iterate()) {
    hash.update(`${Object.values(row).map(literal).join(",")}\n`);
    count += 1;
  }
  console.log(JSON.stringify({ name, rows: count, digest: hash.digest("hex") }));
}

// A value as SQL. Texts that other programs would change are written as their bytes: wrangler removes `BEGIN
// TRANSACTION;` from a file, also within a guest's comment, and exports write line ends as `\n`.
function literal(value) {
  if (value === null) return "NULL";
  if (typeof value === "bigint") return String(value);
  if (typeof value === "number") return Number.isInteger(value) ? `${value}.0` : String(value);
  if (typeof value !== "string") return `X'${Buffer.from(value).toString("hex")}'`;
  if (/[\0-\x1f\\;]|transaction|commit/i.test(value)) {
    return `CAST(X'${Buffer.from(value).toString("hex")}' AS TEXT)`;
  }
  return `'${value.replaceAll("'", "''")}'`;
}

function dump(path) {
  // Personal data is encrypted, comments are not: readable by the owner alone, and never overwriting a file.
  const out = openSync(path, "wx", 0o600);
  const write = (statement) => writeSync(out, `${statement};\n`);
  write("PRAGMA defer_foreign_keys = TRUE");
  for (const [, name, sql] of tables) {
    write(sql);
    const columns = columnsOf(name);
    const rows = db.prepare(`SELECT ${columns} FROM ${quoted(name)}`);
    rows.setReadBigInts(true);
    const start = `INSERT INTO ${quoted(name)} (${columns}) VALUES `;
    let values = [];
    let bytes = 0;
    for (const row of rows.iterate()) {
      const text = `(${Object.values(row).map(literal).join(",")})`;
      values.push(text);
      bytes += Buffer.byteLength(text);
      if (bytes > STATEMENT_BYTES) {
        write(start + values.join(","));
        [values, bytes] = [[], 0];
      }
    }
    if (values.length > 0) write(start + values.join(","));
  }
  // Inserting the rows has set them too, to the highest of each table.
  for (const [name, seq] of counters()) {
    write(`DELETE FROM sqlite_sequence WHERE name = ${literal(name)}`);
    write(`INSERT INTO sqlite_sequence (name, seq) VALUES (${literal(name)}, ${seq})`);
  }
  // Indexes after the rows, views after their tables.
  for (const [type, , sql] of schema) if (type !== "table") write(sql);
  closeSync(out);
}
