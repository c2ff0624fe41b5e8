// The product's worker and a hand-written one in JavaScript, in turns.
//
//   node run.mjs --state FOLDER --ports N,N,N,N [--pairs 6] [--seconds 10] [--connections 32]

import { cpSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { median } from "../table.mjs";
import { files, fill, productOf, workerdOf } from "./product.mjs";
import { flood } from "./votes.mjs";
import { prepare, start } from "./workerd.mjs";

const { values: args } = parseArgs({
  options: {
    state: { type: "string" },
    ports: { type: "string" },
    pairs: { type: "string", default: "6" },
    seconds: { type: "string", default: "10" },
    connections: { type: "string", default: "32" },
  },
});
const root = new URL("../..", import.meta.url).pathname;
const ports = args.ports.split(",").map(Number);
const load = { seconds: Number(args.seconds), connections: Number(args.connections) };
const binary = workerdOf(root);

rmSync(args.state, { recursive: true, force: true });
const product = productOf(root);
const ours = prepare({ ...product, folder: join(args.state, "otklik"), ports: ports.slice(0, 2) });
const statements = files(join(root, "worker/src"), ".sql");
const javascript = prepare({
  ...product,
  folder: join(args.state, "javascript"),
  ports: ports.slice(2),
  modules: [
    { name: "javascript.js", kind: "esModule", file: new URL("javascript.js", import.meta.url).pathname },
    ...statements.map((file) => ({ name: basename(file), kind: "text", file })),
  ],
});

// The other starts with a copy of the database.
const filled = await start(ours, binary);
await fill(filled, root);
await filled.stop();
cpSync(join(ours.folder, "d1"), join(javascript.folder, "d1"), { recursive: true });

const workers = { otklik: await start(ours, binary), javascript: await start(javascript, binary) };
const measured = { otklik: [], javascript: [] };
try {
  for (const worker of Object.values(workers)) await flood(worker, { ...load, seconds: 3 });
  for (let pair = 0; pair < Number(args.pairs); pair += 1) {
    const turns = Object.entries(workers);
    for (const [name, worker] of pair % 2 ? turns.toReversed() : turns) {
      const turn = await flood(worker, load);
      console.error(pair, name, `${turn.perSecond.toFixed(0)} votes/s, ${turn.cpuMs.toFixed(2)} ms of CPU a vote`);
      measured[name].push(turn);
    }
  }
} finally {
  for (const worker of Object.values(workers)) await worker.stop();
}

const COLUMNS = { perSecond: ["votes a second", 0], cpuMs: ["CPU ms a vote", 2], p95: ["p95 ms", 0] };
const NAMES = 30;
const line = (name, cells) => name.padEnd(NAMES) + cells.map((cell) => cell.padStart(16)).join("");
const cells = (value) => Object.entries(COLUMNS).map(([column, [, digits]]) => value(column, digits));
console.log(line("", Object.values(COLUMNS).map(([head]) => head)));
for (const [name, turns] of Object.entries(measured)) {
  console.log(line(name, cells((column, digits) => median(turns.map((turn) => turn[column])).toFixed(digits))));
}
const ratios = (column) => measured.otklik.map((turn, pair) => turn[column] / measured.javascript[pair][column]);
console.log(line("otklik : javascript, of pairs", cells((column) => median(ratios(column)).toFixed(2))));
