// A deployment for each weak secret or setting, over one empty database.
//
//   node workers.mjs <wrangler.json of a local run>

import { deployment as of, key, serve } from "../deployments.mjs";

const deployment = (name, bindings, settings) => of({ name, bindings, settings, database: "otklik" });

await serve([
  deployment("sound", {}, {}),
  deployment("short-token", { DIRECTOR_TOKEN: "0123456789abcde" }, {}),
  deployment("monotone-token", { DIRECTOR_TOKEN: "1212121212121212121212" }, {}),
  deployment("stored-token", { DIRECTOR_TOKEN: `otk_${"0123456789abcdef".repeat(4)}` }, {}),
  deployment("zero-key", { CONTACT_KEY: Buffer.alloc(32).toString("base64") }, {}),
  deployment("zero-link-key", { LINK_KEY: Buffer.alloc(32, 9).toString("base64") }, {}),
  deployment("same-keys", { CONTACT_KEY: key(101) }, {}),
  deployment("public", {}, { public_url: "https://ask.agency.example" }),
  deployment("open-http", {}, { public_url: "http://ask.agency.example" }),
  deployment("quoted", {}, { public_url: "https://ask.agency.example\"" }),
]);
