// One deployment in the stages of a change of its contact key, over one database.
//
//   node workers.mjs <wrangler.json of a local run>

import { deployment as of, key, serve } from "../deployments.mjs";

// More requests at once than an agency gets are no flood here.
const settings = { callback_flood: { hour: 1000, day: 1000 } };
const deployment = (name, bindings) => of({ name, bindings, settings, database: "otklik" });
const [old, young] = [key(1), key(51)];

await serve([
  deployment("before", { CONTACT_KEY: old }),
  deployment("changing", { CONTACT_KEY: young, CONTACT_KEY_PREVIOUS: old }),
  deployment("after", { CONTACT_KEY: young }),
  // No stage: an old key that is not another one.
  deployment("unchanged", { CONTACT_KEY: young, CONTACT_KEY_PREVIOUS: young }),
]);
