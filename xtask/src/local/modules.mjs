// The modules of a built worker as Miniflare takes them, the first of which is asked: the worker's own, or that
// of a folder whose modules stand before it, as if it lay beside them.

import { readFileSync, readdirSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";

const TYPES = { ".js": "ESModule", ".wasm": "CompiledWasm" };

export function modulesOf(main, front) {
  const built = dirname(main);
  const others = readdirSync(built, { recursive: true }).map((file) => join(built, file));
  const own = [...new Set([main, ...others])]
    .filter((path) => TYPES[extname(path)])
    .map((path) => ({ type: TYPES[extname(path)], path }));
  if (!front) return own;
  const files = readdirSync(front).sort((one, other) => (other === "main.mjs") - (one === "main.mjs"));
  const before = files.map((file) => ({
    type: "ESModule",
    path: join(built, basename(front), file),
    contents: readFileSync(join(front, file), "utf8"),
  }));
  return [...before, ...own];
}

// What the limits of a configuration let pass: of each name, how much how many seconds may bring.
export const limitsOf = (config) => Object.fromEntries(config.ratelimits.map(({ name, simple }) => [name, simple]));
