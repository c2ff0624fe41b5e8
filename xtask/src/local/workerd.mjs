// The worker of a state folder in one workerd, without wrangler. Miniflare restarts a workerd that died, on the
// same port, within a third of a second. Ends with SIGTERM.
//
//   node workerd.mjs <wrangler.json of a state folder> <port> [--inspector-port <port>] [--front <folder>]
//
// The modules of `front` wrap the worker's own.

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { Log, LogLevel, Miniflare, convertV4MiniflareOptions } from "miniflare";
import { limitsOf, modulesOf } from "./modules.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { "inspector-port": { type: "string" }, front: { type: "string" } },
});
const [configFile, port] = positionals;
const { "inspector-port": inspectorPort, front } = values;
const config = JSON.parse(readFileSync(configFile, "utf8"));
const state = dirname(configFile);
const secrets = readFileSync(join(state, ".dev.vars"), "utf8")
  .split("\n")
  .filter((line) => line.includes("="))
  .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]);
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
      modulesRoot: dirname(config.main),
      modules: modulesOf(config.main, front),
      compatibilityDate: config.compatibility_date,
      compatibilityFlags: front ? ["nodejs_als"] : [],
      d1Databases: Object.fromEntries(databases),
      ratelimits: Object.fromEntries(limits),
      assets: { ...config.assets, routerConfig: { has_user_worker: true } },
      bindings: { ...config.vars, ...Object.fromEntries(secrets), ...(front && { LIMITS: limitsOf(config) }) },
    },
  ],
};
await new Miniflare(convertV4MiniflareOptions(options)).ready;
