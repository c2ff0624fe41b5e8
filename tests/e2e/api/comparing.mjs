// The score and the change of two periods, by the counts of each event.
//
//   node comparing.mjs '{"scale": "csat" | "nps" | "ces", "now": [counts by value of each event], "before": [...]}'
import { difference, summary } from "./formulas.mjs";

const { scale, now, before } = JSON.parse(process.argv[2]);
const nobody = Array(11).fill(0);
const [a, b] = [now, before].map((events) => summary(scale, nobody, events, "event", null));
const { score, interval } = a.shown;
const { difference: by, interval: change, verdict } = difference(a, b, now.length === 1);
console.log(JSON.stringify({ score, interval, difference: by, change, verdict }));
