// One workerd with a deployment for each case of Turnstile, told apart by the name in Host, over one
// empty database. Prints its address, then answers each line of SQL with a line of JSON; ends with its
// input. wrangler would take five seconds and a process for each of them.
//
//   node workers.mjs <wrangler.json of a local run> <address of the verifier>

import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { Log, LogLevel, Miniflare, convertV4MiniflareOptions } from "miniflare";

const [configFile, verifier] = process.argv.slice(2);
const config = JSON.parse(readFileSync(configFile, "utf8"));
const built = dirname(config.main);
const modules = [
  { type: "ESModule", path: join(built, "index.js") },
  { type: "CompiledWasm", path: join(built, "index_bg.wasm") },
];
const key = Buffer.alloc(32, 7).toString("base64");
const secret = (first) => `${first}x0000000000000000000000000000000AA`;
const real = "0x4AAAAAAAB";
const turnstile = (path = "") => ({ site_key: "1x00000000000000000000AA", verify_url: verifier + path });

function deployment(name, secrets, settings) {
  return {
    name,
    routes: [`${name}.test/*`],
    modulesRoot: built,
    modules,
    compatibilityDate: config.compatibility_date,
    d1Databases: { DB: "otklik" },
    ratelimits: Object.fromEntries(config.ratelimits.map(({ name, ...limit }) => [name, limit])),
    bindings: {
      DIRECTOR_TOKEN: "a-token-of-the-tests",
      CONTACT_KEY: key,
      LINK_KEY: key,
      SETTINGS: { ...config.vars.SETTINGS, ...settings },
      ...secrets,
    },
  };
}

const on = (first, path) => [{ TURNSTILE_SECRET: secret(first) }, { turnstile: turnstile(path) }];
const open = { public_url: "https://ask.agency.example", turnstile: { site_key: real } };
const options = {
  host: "127.0.0.1",
  port: 0,
  log: new Log(LogLevel.NONE),
  workers: [
    deployment("off", {}, {}),
    deployment("passes", ...on(1)),
    deployment("fails", ...on(2)),
    deployment("spent", ...on(3)),
    deployment("nonsense", ...on(1, "/nonsense")),
    deployment("silent", ...on(1, "/silent")),
    deployment("stranger", ...on(9)),
    // Nothing listens there.
    deployment("away", { TURNSTILE_SECRET: secret(1) }, {
      turnstile: { ...turnstile(), verify_url: "http://127.0.0.1:1/" },
    }),
    deployment("public", { TURNSTILE_SECRET: real }, open),
    deployment("dummy", { TURNSTILE_SECRET: secret(1) }, open),
    deployment("bare", {}, open),
  ],
};
const miniflare = new Miniflare(convertV4MiniflareOptions(options));
const address = await miniflare.ready;
const db = await miniflare.getD1Database("DB", "off");
for (const file of readdirSync(config.d1_databases[0].migrations_dir).sort()) {
  if (!file.endsWith(".sql")) continue;
  const sql = readFileSync(join(config.d1_databases[0].migrations_dir, file), "utf8");
  const statements = sql.replace(/^\s*--.*$/gm, "").split(/;\s*$/m);
  const filled = statements.filter((statement) => statement.trim());
  await db.batch(filled.map((statement) => db.prepare(statement)));
}
// The deployments write their own lines in between.
const tell = (answer) => console.log(`= ${answer}`);
tell(address.origin);
for await (const sql of createInterface({ input: process.stdin })) {
  const { results } = await db.prepare(sql).all();
  tell(JSON.stringify(results));
}
await miniflare.dispose();
process.exit();
