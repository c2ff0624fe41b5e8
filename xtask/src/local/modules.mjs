// The modules of a built worker for Miniflare; the first is the entry: the worker's own, or that of a folder
// whose modules wrap it, as if it were beside them.

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

// The rate limits of a configuration: by name, how many requests in how many seconds.
export const limitsOf = (config) => Object.fromEntries(config.ratelimits.map(({ name, simple }) => [name, simple]));
