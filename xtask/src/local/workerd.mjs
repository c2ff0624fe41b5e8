// The worker of a state folder in one workerd, without wrangler around it. Miniflare starts a workerd that
// died again, on the same port, within a third of a second. Ends with SIGTERM.
//
//   node workerd.mjs <wrangler.json of a state folder> <port> [<port of its debugger>]

import { readFileSync, readdirSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { Log, LogLevel, Miniflare, convertV4MiniflareOptions } from "miniflare";

const [configFile, port, inspectorPort] = process.argv.slice(2);
const config = JSON.parse(readFileSync(configFile, "utf8"));
const state = dirname(configFile);
const built = dirname(config.main);
const secrets = readFileSync(join(state, ".dev.vars"), "utf8")
  .split("\n")
  .filter((line) => line.includes("="))
  .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]);
// The first is the one that is asked.
const files = [config.main, ...readdirSync(built, { recursive: true }).map((file) => join(built, file))];
const TYPES = { ".js": "ESModule", ".wasm": "CompiledWasm" };
const modules = [...new Set(files)]
  .filter((path) => TYPES[extname(path)])
  .map((path) => ({ type: TYPES[extname(path)], path }));
const databases = config.d1_databases.map(({ binding, database_id }) => [binding, database_id]);
const limits = config.ratelimits.map(({ name, ...limit }) => [name, limit]);

const options = {
  host: "127.0.0.1",
  port: Number(port),
  ...(inspectorPort && { inspectorPort: Number(inspectorPort) }),
  log: new Log(LogLevel.WARN),
  // Where wrangler keeps it too.
  resourcePersistencePath: join(state, "d1", "v3"),
  workers: [
    {
      name: config.name,
      modulesRoot: built,
      modules,
      compatibilityDate: config.compatibility_date,
      d1Databases: Object.fromEntries(databases),
      ratelimits: Object.fromEntries(limits),
      bindings: { ...config.vars, ...Object.fromEntries(secrets) },
    },
  ],
};
await new Miniflare(convertV4MiniflareOptions(options)).ready;
