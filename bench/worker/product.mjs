// The product's own built worker of a checkout: its modules, its settings, and its database before the first
// vote.

import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { extname, join, relative } from "node:path";
import { N_EVENTS } from "./votes.mjs";

const KINDS = { ".js": "esModule", ".wasm": "wasm" };

/** All files below a folder with an extension, in the order of their names. */
export function files(folder, extension) {
  const all = readdirSync(folder, { recursive: true }).map((file) => join(folder, file));
  return all.filter((file) => extname(file) === extension).toSorted();
}

/** The pinned workerd of a checkout. */
export function workerdOf(root) {
  const require = createRequire(createRequire(join(root, "package.json")).resolve("workerd"));
  const machine = process.arch === "x64" ? "64" : process.arch;
  return require.resolve(`@cloudflare/workerd-linux-${machine}/bin/workerd`);
}

/** The input of `prepare` for the product: the first module is the entry. */
export function productOf(root) {
  const text = readFileSync(join(root, "worker/wrangler.jsonc"), "utf8");
  const config = JSON.parse(text.replace(/^\s*\/\/.*$/gm, ""));
  const folder = join(root, "worker/build");
  const main = join(root, "worker", config.main);
  const others = [...files(folder, ".js"), ...files(folder, ".wasm")].filter((file) => file !== main);
  const modules = [main, ...others].map((file) => ({ name: relative(folder, file), kind: KINDS[extname(file)], file }));
  const settings = { ...config.vars.SETTINGS, public_url: "http://localhost", allowed_origins: [] };
  return { modules, settings, compatibilityDate: config.compatibility_date };
}

/** Creates the schema and the events in a running product. */
export async function fill(worker, root) {
  for (const file of files(join(root, "worker/migrations"), ".sql")) await worker.sql(readFileSync(file, "utf8"));
  const headers = { authorization: `Bearer ${worker.token}` };
  const date = new Date().toISOString().slice(0, 10);
  for (let number = 0; number < N_EVENTS; number += 1) {
    // So many guests that no number of votes is a burst.
    const event = { title: `Event ${number}`, date, manager: `manager-${number % 3}`, guests: 50_000 };
    const options = { method: "PUT", headers, body: JSON.stringify(event) };
    const answer = await fetch(`${worker.base}/v1/events/ev-${number}`, options);
    if (!answer.ok) throw new Error(`an event was answered ${answer.status}: ${await answer.text()}`);
  }
}
