// A deployment for each case of Turnstile, over one empty database.
//
//   node workers.mjs <wrangler.json of a local run> <address of the verifier>

import { deployment as of, serve } from "../deployments.mjs";

const verifier = process.argv[3];
const secret = (first) => `${first}x0000000000000000000000000000000AA`;
const real = "0x4AAAAAAAB";
const turnstile = (path = "") => ({ site_key: "1x00000000000000000000AA", verify_url: verifier + path });
const deployment = (name, bindings, settings) => of({ name, bindings, settings, database: "otklik" });
const on = (first, path) => [{ TURNSTILE_SECRET: secret(first) }, { turnstile: turnstile(path) }];
const open = { public_url: "https://ask.agency.example", turnstile: { site_key: real } };

await serve([
  deployment("off", {}, {}),
  deployment("passes", ...on(1)),
  deployment("fails", ...on(2)),
  deployment("spent", ...on(3)),
  deployment("nonsense", ...on(1, "/nonsense")),
  deployment("forbidden", ...on(1, "/forbidden")),
  deployment("broken", ...on(1, "/broken")),
  deployment("internal", ...on(1, "/internal")),
  deployment("silent", ...on(1, "/silent")),
  deployment("stranger", ...on(9)),
  // Nothing listens there.
  deployment("down", { TURNSTILE_SECRET: secret(1) }, {
    turnstile: { ...turnstile(), verify_url: "http://127.0.0.1:1/" },
  }),
  deployment("public", { TURNSTILE_SECRET: real }, open),
  deployment("dummy", { TURNSTILE_SECRET: secret(1) }, open),
  deployment("bare", {}, open),
]);
