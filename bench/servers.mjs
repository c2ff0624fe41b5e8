// Two origins on loopback: the host's pages, and the files of the peers' vendors and of the baseline.
// Everything is compressed beforehand, by brotli at its best, so that no load waits for the compressor.

import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { brotliCompressSync } from "node:zlib";
import { answer as posthog } from "./posthog.mjs";

const here = (path) => new URL(path, import.meta.url);
const read = (path) => readFileSync(here(path), "utf8");

const POSTHOG = JSON.parse(read("node_modules/posthog-js/package.json")).version;

const FILES = {
  "/floor.js": ["text/javascript", "pages/floor.js"],
  "/static/array.js": ["text/javascript", "node_modules/posthog-js/dist/array.js"],
  [`/static/${POSTHOG}/surveys.js`]: ["text/javascript", "node_modules/posthog-js/dist/surveys.js"],
  "/survey-core/survey-core.fontless.min.css": ["text/css", "node_modules/survey-core/survey-core.fontless.min.css"],
  "/survey-core/survey.core.min.js": ["text/javascript", "node_modules/survey-core/survey.core.min.js"],
  "/survey-js-ui/survey-js-ui.min.js": ["text/javascript", "node_modules/survey-js-ui/survey-js-ui.min.js"],
};

function compressed([type, text]) {
  return { type: `${type}; charset=utf-8`, body: brotliCompressSync(text) };
}

/** The pages by their candidates' names: the same host page around the snippet of each vendor. */
export function pages({ ours, vendor }) {
  const host = read("pages/host.html");
  const post = `data-post="${vendor}/collect"`;
  const snippets = {
    "floor-1-hop": `<script ${post}>\n${read("pages/floor.js")}</script>`,
    "floor-2-hops": `<script async src="${vendor}/floor.js" ${post}></script>`,
    otklik: read("pages/otklik.html"),
    posthog: read("pages/posthog.html"),
    surveyjs: read("pages/surveyjs.html"),
  };
  const filled = Object.entries(snippets).map(([name, snippet]) => {
    const inserted = snippet.replaceAll("{vendor}", vendor).replaceAll("{ours}", ours);
    return [name, host.replace("<!-- survey -->", () => inserted)];
  });
  return Object.fromEntries(filled);
}

function listen(port, find, unknown) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const cors = {
      "access-control-allow-origin": request.headers.origin ?? "*",
      "access-control-allow-headers": request.headers["access-control-request-headers"] ?? "*",
      "access-control-allow-credentials": "true",
      "timing-allow-origin": "*",
    };
    request.resume();
    const found = find(pathname);
    if (request.method === "OPTIONS" || pathname === "/collect") {
      response.writeHead(204, cors).end();
    } else if (found) {
      response.writeHead(200, {
        ...cors,
        "content-type": found.type,
        "content-encoding": "br",
        "content-length": found.body.length,
      });
      response.end(found.body);
    } else {
      unknown(pathname);
      response.writeHead(404, cors).end();
    }
  });
  server.keepAliveTimeout = 60_000;
  return new Promise((resolve, reject) => {
    server.on("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}

/** Resolves to a function that stops both. `unknown` is called with every path that has no reply. */
export async function serve({ hostPort, vendorPort, ours, unknown }) {
  const vendor = `http://127.0.0.1:${vendorPort}`;
  const files = Object.entries(FILES).map(([path, [type, file]]) => [path, compressed([type, read(file)])]);
  const vendored = new Map(files);
  const hosted = new Map([["/", compressed(["text/html", '<!doctype html><link rel="icon" href="data:,"><title>Empty</title>'])]]);
  for (const [name, text] of Object.entries(pages({ ours, vendor }))) {
    hosted.set(`/${name}`, compressed(["text/html", text]));
  }
  const peer = (path) => {
    const found = posthog(path);
    return found && compressed(found);
  };
  const servers = [
    await listen(hostPort, (path) => hosted.get(path), unknown),
    await listen(vendorPort, (path) => vendored.get(path) ?? peer(path), unknown),
  ];
  return () => {
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
  };
}
