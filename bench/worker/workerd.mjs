// A worker and its D1 database in one plain workerd, without Miniflare and its proxies.

import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { openSync, readFileSync, mkdirSync, writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

const READY_LIMIT_MS = 20_000;
const here = (name) => new URL(name, import.meta.url).pathname;

const quoted = JSON.stringify;

const binding = ([name, value]) => `(name = ${quoted(name)}, ${value})`;

function configuration({ modules, settings, secrets, compatibilityDate, ports }) {
  const module = ({ name, kind, file }) => `(name = ${quoted(name)}, ${kind} = embed ${quoted(file)})`;
  const database = `(name = "DB", wrapped = (moduleName = "cloudflare-internal:d1-api", innerBindings = [
    (name = "fetcher", service = (name = "d1", props = (json = "{\\"database\\":\\"otklik\\"}")))]))`;
  const bindings = [
    ["SETTINGS", `json = ${quoted(JSON.stringify(settings))}`],
    ...Object.entries(secrets).map(([name, value]) => [name, `text = ${quoted(value)}`]),
  ];
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "admin", worker = .admin),
    (name = "d1", worker = .d1),
    (name = "disk", disk = (path = "d1", writable = true)),
  ],
  sockets = [
    (name = "http", address = "127.0.0.1:${ports[0]}", http = (), service = "main"),
    (name = "admin", address = "127.0.0.1:${ports[1]}", http = (), service = "admin"),
  ],
);

const db :Workerd.Worker.Binding = ${database};

const main :Workerd.Worker = (
  modules = [${modules.map(module).join(", ")}],
  compatibilityDate = ${quoted(compatibilityDate)},
  bindings = [.db, ${bindings.map(binding).join(", ")}],
);

const admin :Workerd.Worker = (
  modules = [(name = "admin.js", esModule = embed ${quoted(here("admin.js"))})],
  compatibilityDate = ${quoted(compatibilityDate)},
  bindings = [.db],
);

const d1 :Workerd.Worker = (
  modules = [(name = "d1.js", bundled = "/workerd/d1.js")],
  compatibilityDate = ${quoted(compatibilityDate)},
  durableObjectNamespaces = [(className = "D1Database", uniqueKey = "otklik", enableSql = true)],
  durableObjectStorage = (localDisk = "disk"),
  bindings = [(name = "DATABASE", durableObjectNamespace = "D1Database")],
);
`;
}

/** Writes the worker's configuration into `folder`, which keeps its database too. */
export function prepare({ folder, ...parts }) {
  mkdirSync(`${folder}/d1`, { recursive: true });
  const secrets = {
    DIRECTOR_TOKEN: randomBytes(24).toString("hex"),
    CONTACT_KEY: randomBytes(32).toString("base64"),
    LINK_KEY: randomBytes(32).toString("base64"),
  };
  writeFileSync(`${folder}/worker.capnp`, configuration({ ...parts, secrets }));
  const [base, admin] = parts.ports.map((port) => `http://127.0.0.1:${port}`);
  return { folder, base, admin, token: secrets.DIRECTOR_TOKEN };
}

/** Starts the workerd binary on a prepared folder and waits until it answers. */
export async function start(prepared, binary, ...flags) {
  const { folder, base, admin } = prepared;
  const log = openSync(`${folder}/workerd.log`, "a");
  const options = { cwd: folder, stdio: ["ignore", log, log] };
  const child = spawn(binary, ["serve", "--experimental", "-I/", ...flags, "worker.capnp"], options);
  const deadline = Date.now() + READY_LIMIT_MS;
  for (;;) {
    const answer = await fetch(`${base}/healthz`).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.ok) break;
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`workerd does not answer; see ${folder}/workerd.log`);
    await pause(20);
  }
  return {
    ...prepared,
    pid: child.pid,
    /** Milliseconds of processor time that the process has used so far. */
    cpuMs() {
      const stat = readFileSync(`/proc/${child.pid}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      // Fields 14 and 15 of proc(5), in hundredths of a second.
      return (Number(fields[11]) + Number(fields[12])) * 10;
    },
    async sql(text) {
      const answer = await fetch(admin, { method: "POST", body: text });
      if (!answer.ok) throw new Error(await answer.text());
      return answer.json();
    },
    async stop() {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await ended;
    },
  };
}
