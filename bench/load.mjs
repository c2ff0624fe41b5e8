// Cold loads of all candidates in turns, and a table of their medians beside the baseline of two hops.
//
//   node load.mjs --ours URL --host-port N --vendor-port N [--runs 5] [--profile fast3g] [--only otklik]
//     [--pictures FOLDER] [--urls]

import { parseArgs } from "node:util";
import { PROFILES, coldLoad, launch } from "./browser.mjs";
import { serve } from "./servers.mjs";
import { FLOOR, table } from "./table.mjs";

/** By name: selectors of the control that must be visible, the one that is tapped, and the next question. */
const CANDIDATES = {
  "floor-1-hop": { control: '[data-score="0"]', tap: '[data-score="9"]', next: "textarea" },
  [FLOOR]: { control: '[data-score="0"]', tap: '[data-score="9"]', next: "textarea" },
  otklik: { control: 'label[data-score="0"]', tap: 'label[data-score="9"]', next: "textarea" },
  posthog: { control: '.ratings-number[aria-label$="0"]', tap: '.ratings-number[aria-label$="9"]', next: "textarea" },
  surveyjs: { control: 'label:has(input[value="0"])', tap: 'label:has(input[value="9"])', next: "textarea" },
};

const { values: args } = parseArgs({
  options: {
    ours: { type: "string" },
    "host-port": { type: "string" },
    "vendor-port": { type: "string" },
    runs: { type: "string", default: "5" },
    profile: { type: "string", multiple: true, default: Object.keys(PROFILES) },
    only: { type: "string", multiple: true, default: Object.keys(CANDIDATES) },
    pictures: { type: "string" },
    urls: { type: "boolean", default: false },
    chromium: { type: "string", default: "/usr/bin/chromium" },
  },
});

function known(names, all) {
  const unknown = names.find((name) => !(name in all));
  if (unknown) throw new Error(`there is no ${unknown}, but ${Object.keys(all).join(", ")}`);
  return Object.keys(all).filter((name) => names.includes(name));
}

const names = known([FLOOR, ...args.only], CANDIDATES);
const profiles = known(args.profile, PROFILES);
const host = `http://127.0.0.1:${args["host-port"]}`;
const unanswered = new Set();
const stop = await serve({
  hostPort: Number(args["host-port"]),
  vendorPort: Number(args["vendor-port"]),
  ours: args.ours,
  unknown: (path) => unanswered.add(path),
});
const browser = await launch(args.chromium);
const loads = [];
try {
  for (let run = 0; run < Number(args.runs); run += 1) {
    for (const profile of profiles) {
      // Every second round is reversed, so that no candidate always follows the same one.
      for (const name of run % 2 ? names.toReversed() : names) {
        const picture = args.pictures && run === 0 && `${args.pictures}/${name}-${profile}`;
        const candidate = { ...CANDIDATES[name], url: `${host}/${name}`, picture };
        const load = await coldLoad(browser, candidate, PROFILES[profile]);
        if (load.errors.length > 0) throw new Error(`${name}: ${load.errors.join("; ")}`);
        loads.push({ name, profile, ...load });
        console.error(profile, run, name, `${Math.round(load.ready)} ms`, args.urls ? load.urls.join(" ") : "");
      }
    }
  }
} finally {
  await browser.close();
  stop();
}
if (unanswered.size > 0) throw new Error(`asked of the bench, which has no answer: ${[...unanswered].join(" ")}`);
console.log(table(loads));
