// One workerd with several deployments, selected by the name in Host. wrangler would take five seconds
// and a process for each of them. Prints its address, then answers each line of JSON on its input with
// one on its output, and ends with its input.

import { createHmac } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Log, LogLevel, Miniflare, convertV4MiniflareOptions } from "miniflare";
import { limitsOf, modulesOf } from "../../xtask/src/local/modules.mjs";

const config = JSON.parse(readFileSync(process.argv[2], "utf8"));
// 32 different bytes from the first one on.
export const key = (first) => Buffer.from(Array.from({ length: 32 }, (_, n) => first + n)).toString("base64");

const front = fileURLToPath(new URL("front", import.meta.url));

// `database` is shared by deployments with the same name of it; `limits` are requests a minute, by the limit's name.
export function deployment({ name, bindings, settings, database, limits = {} }) {
  const ratelimits = config.ratelimits.map((limit) => {
    const { name, simple } = limit;
    return { ...limit, simple: { ...simple, limit: limits[name] ?? simple.limit } };
  });
  return {
    name,
    routes: [`${name}.test/*`],
    modulesRoot: dirname(config.main),
    modules: modulesOf(config.main, front),
    compatibilityDate: config.compatibility_date,
    compatibilityFlags: ["nodejs_als"],
    d1Databases: { DB: database },
    ratelimits: Object.fromEntries(ratelimits.map(({ name, ...limit }) => [name, limit])),
    bindings: {
      DIRECTOR_TOKEN: "a-token-of-the-tests",
      CONTACT_KEY: key(1),
      LINK_KEY: key(101),
      LIMITS: limitsOf({ ratelimits }),
      SETTINGS: { ...config.vars.SETTINGS, ...settings },
      ...bindings,
    },
  };
}

// The statements of each migration.
function migrations() {
  const folder = config.d1_databases[0].migrations_dir;
  const files = readdirSync(folder).filter((file) => file.endsWith(".sql"));
  return files.sort().map((file) => {
    const sql = readFileSync(join(folder, file), "utf8");
    const statements = sql.replace(/^\s*--.*$/gm, "").split(/;\s*$/m);
    return statements.filter((statement) => statement.trim());
  });
}

// A worker that reads the deployments' databases. Miniflare's own access blocks this process until workerd has
// answered, while workerd may wait until this process has read its log.
const KEEPER = `
  const commands = {
    sql: async (env, { at, sql }) => (await env["DB " + at].prepare(sql).all()).results,
    batch: async (env, { at, statements }) => {
      const db = env["DB " + at];
      await db.batch(statements.map((statement) => db.prepare(statement)));
    },
    cron: async (env, { at, faults }) => {
      await env["WORKER " + at].scheduled({ cron: JSON.stringify(faults ?? {}) });
    },
  };
  export default {
    async fetch(request, env) {
      const command = await request.json();
      return Response.json((await commands[command.do](env, command)) ?? []);
    },
  };
`;

const keeper = (workers) => ({
  name: "keeper",
  routes: ["keeper.test/*"],
  modules: [{ type: "ESModule", path: "keeper.js", contents: KEEPER }],
  compatibilityDate: config.compatibility_date,
  d1Databases: Object.fromEntries(workers.map(({ name, d1Databases }) => [`DB ${name}`, d1Databases.DB])),
  serviceBindings: Object.fromEntries(workers.map(({ name }) => [`WORKER ${name}`, name])),
});

export async function serve(deployments) {
  const workers = [...deployments, keeper(deployments)];
  const options = { host: "127.0.0.1", port: 0, log: new Log(LogLevel.NONE), workers };
  const miniflare = new Miniflare(convertV4MiniflareOptions(options));
  const address = await miniflare.ready;
  const keeps = async (command) => {
    const body = JSON.stringify(command);
    const answer = await miniflare.dispatchFetch("http://keeper.test/", { method: "POST", body });
    return answer.json();
  };
  const databases = new Map(deployments.map(({ name, d1Databases }) => [d1Databases.DB, name]));
  for (const at of databases.values()) {
    for (const statements of migrations()) await keeps({ do: "batch", at, statements });
  }

  const commands = {
    // Rows of the deployment's database.
    sql: keeps,
    // The minute's cron, with faults.
    cron: keeps,
    // The signature that a receiver of webhooks would compute.
    sign: ({ key, text }) =>
      createHmac("sha256", Buffer.from(key, "base64")).update(text).digest("base64"),
  };
  // The deployments write their own lines in between.
  const reply = (answer) => console.log(`= ${answer}`);
  reply(address.origin);
  for await (const line of createInterface({ input: process.stdin })) {
    const command = JSON.parse(line);
    // If no reply follows, the client sees the end of this process.
    const patience = setTimeout(() => process.exit(1), 60_000);
    reply(JSON.stringify(await commands[command.do](command)));
    clearTimeout(patience);
  }
  await miniflare.dispose();
  process.exit();
}
