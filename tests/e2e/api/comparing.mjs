// Scores, intervals and changes, implemented independently of the worker from the papers.
//
//   node comparing.mjs '{"scale": "csat" | "nps", "now": [counts by value of each event], "before": [...]}'

const Z = 1.959963984540054;
// Student's t, 97.5 %, by degrees of freedom.
const T = { 4: 2.776445, 5: 2.570582, 6: 2.446912, 7: 2.364624, 8: 2.306004, 9: 2.262157 };
const WEIGHTS = {
  csat: (value) => (value >= 4 ? 1 : 0),
  nps: (value) => (value >= 9 ? 1 : value <= 6 ? -1 : 0),
};

const sum = (numbers) => numbers.reduce((all, one) => all + one, 0);

// Wilson 1927.
function wilson(p, n, q = Z) {
  const centre = (p + (q * q) / (2 * n)) / (1 + (q * q) / n);
  const reach = (q / (1 + (q * q) / n)) * Math.sqrt((p * (1 - p)) / n + (q * q) / (4 * n * n));
  return [p === 0 ? 0 : centre - reach, p === 1 ? 1 : centre + reach];
}

// Zou and Donner 2008: MOVER for a - b.
function mover(a, [aLow, aHigh], b, [bLow, bHigh], r = 0) {
  const low = Math.hypot(a - aLow, bHigh - b);
  const high = Math.hypot(aHigh - a, b - bLow);
  const lower = Math.sqrt(low ** 2 - 2 * r * (a - aLow) * (bHigh - b));
  const upper = Math.sqrt(high ** 2 - 2 * r * (aHigh - a) * (b - bLow));
  return [a - b - lower, a - b + upper];
}

function independent(scale, counts) {
  const n = sum(counts);
  const share = (weight) => sum(counts.filter((_, value) => WEIGHTS[scale](value) === weight)) / n;
  const [up, down] = [share(1), share(-1)];
  if (scale === "csat") return wilson(up, n);
  const r = up === 1 || down === 1 ? 0 : -Math.sqrt((up * down) / ((1 - up) * (1 - down)));
  return mover(up, wilson(up, n), down, wilson(down, n), r);
}

// The ratio of sums to answers; its variance from each event's miss, as the jackknife would weigh it; the
// limits Wilson's with the size of a sample of that variance.
function clustered(scale, events) {
  const units = events.map((counts) => [
    sum(counts.map((count, value) => count * WEIGHTS[scale](value))),
    sum(counts),
  ]);
  const n = sum(units.map(([, size]) => size));
  const ratio = sum(units.map(([total]) => total)) / n;
  const k = units.length;
  const misses = units.map(([total, size]) => (total - ratio * size) / n / (1 - size / n));
  const variance = ((k - 1) / k) * sum(misses.map((miss) => miss ** 2));
  const [low, width] = scale === "csat" ? [0, 1] : [-1, 2];
  const p = (ratio - low) / width;
  const size = (p * (1 - p)) / (variance / width ** 2);
  return wilson(p, size, T[k - 1]).map((limit) => low + width * limit);
}

function summary(scale, events) {
  const all = events.reduce((all, counts) => all.map((count, value) => count + counts[value]));
  const n = sum(all);
  const score = sum(all.map((count, value) => count * WEIGHTS[scale](value))) / n;
  const floor = independent(scale, all);
  if (events.length < 5) return { score, interval: floor };
  const [low, high] = clustered(scale, events);
  return { score, interval: [Math.min(low, floor[0]), Math.max(high, floor[1])] };
}

const shown = (value) => {
  const hundredths = Math.sign(value) * Math.round(Math.abs(value * 10_000));
  return hundredths / 100 + 0;
};
const limits = ([low, high]) => ({ low: shown(low), high: shown(high) });

const { scale, now, before } = JSON.parse(process.argv[2]);
const [a, b] = [summary(scale, now), summary(scale, before)];
const change = mover(a.score, a.interval, b.score, b.interval);
console.log(
  JSON.stringify({
    score: shown(a.score),
    interval: limits(a.interval),
    difference: Math.round((shown(a.score) - shown(b.score)) * 100) / 100,
    change: limits(change),
    verdict: shown(change[0]) > 0 ? "better" : shown(change[1]) < 0 ? "worse" : "unclear",
  }),
);
