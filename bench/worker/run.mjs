// Our worker and one by hand in JavaScript, in turns.
//
//   node run.mjs --state FOLDER --ports N,N,N,N [--pairs 6] [--seconds 10] [--connections 32]
//     [--root CHECKOUT]

import { cpSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join, extname, basename } from "node:path";
import { parseArgs } from "node:util";
import { median } from "../table.mjs";
import { N_EVENTS, flood } from "./votes.mjs";
import { prepare, start } from "./workerd.mjs";

const { values: args } = parseArgs({
  options: {
    root: { type: "string", default: new URL("../..", import.meta.url).pathname },
    state: { type: "string" },
    ports: { type: "string" },
    pairs: { type: "string", default: "6" },
    seconds: { type: "string", default: "10" },
    connections: { type: "string", default: "32" },
  },
});
const { root } = args;
const [seconds, connections] = [Number(args.seconds), Number(args.connections)];
const ports = args.ports.split(",").map(Number);

/** The pinned binary, which the npm package names for this machine. */
function binary() {
  const find = createRequire(join(root, "package.json"));
  return createRequire(find.resolve("workerd")).resolve(`@cloudflare/workerd-linux-${process.arch === "x64" ? "64" : "arm64"}/bin/workerd`);
}

const files = (folder) => readdirSync(folder, { recursive: true }).map((file) => join(folder, file));

/** The main module first, as workerd wants it. */
function modulesOf(main, folder) {
  const kinds = { ".js": "esModule", ".wasm": "wasm" };
  const all = [main, ...files(folder).filter((file) => file !== main && kinds[extname(file)])];
  return all.map((file) => ({ name: file.slice(folder.length + 1), kind: kinds[extname(file)], file }));
}

const config = JSON.parse(readFileSync(join(root, "worker/wrangler.jsonc"), "utf8").replace(/^\s*\/\/.*$/gm, ""));
const common = {
  compatibilityDate: config.compatibility_date,
  settings: { ...config.vars.SETTINGS, public_url: "http://localhost", allowed_origins: [] },
};
rmSync(args.state, { recursive: true, force: true });
const main = join(root, "worker", config.main);
const ours = prepare({ ...common, folder: join(args.state, "otklik"), ports: ports.slice(0, 2), modules: modulesOf(main, join(root, "worker/build")) });
const statements = files(join(root, "worker/src")).filter((file) => extname(file) === ".sql");
const javascript = prepare({
  ...common,
  folder: join(args.state, "javascript"),
  ports: ports.slice(2),
  modules: [
    { name: "javascript.js", kind: "esModule", file: new URL("javascript.js", import.meta.url).pathname },
    ...statements.map((file) => ({ name: basename(file), kind: "text", file })),
  ],
});

/** The schema and the events, once: the other worker starts with a copy. */
async function fill() {
  const worker = await start(ours, binary());
  for (const file of files(join(root, "worker/migrations")).filter((file) => extname(file) === ".sql").toSorted()) {
    await worker.sql(readFileSync(file, "utf8"));
  }
  for (let number = 0; number < N_EVENTS; number += 1) {
    const day = new Date().toISOString().slice(0, 10);
    const event = { title: `Event ${number}`, date: day, manager: `manager-${number % 3}`, guests: 50_000 };
    const headers = { authorization: `Bearer ${worker.token}` };
    const answer = await fetch(`${worker.base}/v1/events/ev-${number}`, { method: "PUT", headers, body: JSON.stringify(event) });
    if (!answer.ok) throw new Error(`an event was answered ${answer.status}: ${await answer.text()}`);
  }
  await worker.stop();
  cpSync(join(ours.folder, "d1"), join(javascript.folder, "d1"), { recursive: true });
}

await fill();
const workers = { otklik: await start(ours, binary()), javascript: await start(javascript, binary()) };
const measured = { otklik: [], javascript: [] };
try {
  for (const worker of Object.values(workers)) await flood(worker, { seconds: Math.min(seconds, 3), connections });
  for (let pair = 0; pair < Number(args.pairs); pair += 1) {
    const turns = Object.entries(workers);
    for (const [name, worker] of pair % 2 ? turns.toReversed() : turns) {
      const turn = await flood(worker, { seconds, connections });
      console.error(pair, name, `${turn.perSecond.toFixed(0)} votes/s, ${turn.cpuMs.toFixed(2)} ms of CPU a vote`);
      measured[name].push(turn);
    }
  }
} finally {
  for (const worker of Object.values(workers)) await worker.stop();
}

const ratio = (column) => median(measured.otklik.map((turn, pair) => turn[column] / measured.javascript[pair][column]));
const row = (name, cells, digits) => name.padEnd(28) + cells.map((cell, i) => cell.toFixed(digits[i]).padStart(16)).join("");
const columns = ["perSecond", "cpuMs", "p95"];
console.log(" ".repeat(28) + ["votes a second", "CPU ms a vote", "p95 ms"].map((head) => head.padStart(16)).join(""));
for (const [name, turns] of Object.entries(measured)) {
  console.log(row(name, columns.map((column) => median(turns.map((turn) => turn[column]))), [0, 2, 0]));
}
console.log(row("median of the pairs' ratios", columns.map(ratio), [2, 2, 2]));
