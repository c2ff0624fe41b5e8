// One workerd with several deployments, told apart by the name in Host. wrangler would take five seconds
// and a process for each of them. Prints its address, then answers each line of JSON on its input with
// one on its output, and ends with its input.

import { createHmac } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { Log, LogLevel, Miniflare, convertV4MiniflareOptions } from "miniflare";

const config = JSON.parse(readFileSync(process.argv[2], "utf8"));
const built = dirname(config.main);
const key = Buffer.alloc(32, 7).toString("base64");

const modulesOf = (main) => [
  ...(main ? [{ type: "ESModule", path: join(built, "main.js"), contents: readFileSync(main, "utf8") }] : []),
  { type: "ESModule", path: join(built, "index.js") },
  { type: "CompiledWasm", path: join(built, "index_bg.wasm") },
];

// `database` is shared by those that name the same; `main` stands before the worker's own module.
export function deployment({ name, bindings, settings, database, main }) {
  return {
    name,
    routes: [`${name}.test/*`],
    modulesRoot: built,
    modules: modulesOf(main),
    compatibilityDate: config.compatibility_date,
    d1Databases: { DB: database },
    ratelimits: Object.fromEntries(config.ratelimits.map(({ name, ...limit }) => [name, limit])),
    bindings: {
      DIRECTOR_TOKEN: "a-token-of-the-tests",
      CONTACT_KEY: key,
      LINK_KEY: key,
      SETTINGS: { ...config.vars.SETTINGS, ...settings },
      ...bindings,
    },
  };
}

async function migrate(db) {
  const folder = config.d1_databases[0].migrations_dir;
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith(".sql")) continue;
    const sql = readFileSync(join(folder, file), "utf8");
    const statements = sql.replace(/^\s*--.*$/gm, "").split(/;\s*$/m);
    const filled = statements.filter((statement) => statement.trim());
    await db.batch(filled.map((statement) => db.prepare(statement)));
  }
}

export async function serve(workers) {
  const options = { host: "127.0.0.1", port: 0, log: new Log(LogLevel.NONE), workers };
  const miniflare = new Miniflare(convertV4MiniflareOptions(options));
  const address = await miniflare.ready;
  const databases = new Map(workers.map(({ name, d1Databases }) => [d1Databases.DB, name]));
  for (const name of databases.values()) await migrate(await miniflare.getD1Database("DB", name));

  const commands = {
    // Rows of the deployment's database.
    async sql({ at, sql }) {
      const db = await miniflare.getD1Database("DB", at);
      return (await db.prepare(sql).all()).results;
    },
    // The minute's cron, with faults.
    async cron({ at, faults }) {
      await (await miniflare.getWorker(at)).scheduled({ cron: JSON.stringify(faults ?? {}) });
      return [];
    },
    // What a receiver of webhooks would compute.
    sign: ({ key, text }) =>
      createHmac("sha256", Buffer.from(key, "base64")).update(text).digest("base64"),
  };
  // The deployments write their own lines in between.
  const tell = (answer) => console.log(`= ${answer}`);
  tell(address.origin);
  for await (const line of createInterface({ input: process.stdin })) {
    const command = JSON.parse(line);
    // Who waits for the answer hears the end of this process instead.
    const patience = setTimeout(() => process.exit(1), 60_000);
    tell(JSON.stringify(await commands[command.do](command)));
    clearTimeout(patience);
  }
  await miniflare.dispose();
  process.exit();
}
