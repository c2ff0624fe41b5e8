// Scores, intervals and changes, implemented independently of the worker from the papers.

const Z = 1.959964;
// Student's t, 97.5 %, by degrees of freedom.
const T = [
  NaN, 12.706205, 4.302653, 3.182446, 2.776445, 2.570582, 2.446912, 2.364624, 2.306004, 2.262157, 2.228139, 2.200985,
  2.178813, 2.160369, 2.144787, 2.13145, 2.119905, 2.109816, 2.100922, 2.093024, 2.085963, 2.079614, 2.073873, 2.068658,
  2.063899, 2.059539, 2.055529, 2.051831, 2.048407, 2.04523, 2.042272,
];
const SCALES = {
  csat: { low: 0, width: 1, weight: (it) => (it >= 4 ? 1 : 0), percent: 100, target: 85, method: "wilson" },
  nps: { low: -1, width: 2, weight: (it) => (it >= 9 ? 1 : it <= 6 ? -1 : 0), percent: 100, target: 30, method: "mover" },
  ces: { low: 1, width: 6, weight: (it) => it, percent: 1, target: null, method: "mean" },
};
const MIN_EVENTS = 5;

const sum = (numbers) => numbers.reduce((all, one) => all + one, 0);
const total = (scale, counts) => sum(counts.map((n, value) => (n ? n * SCALES[scale].weight(value) : 0)));

// Abramowitz and Stegun 1964, 26.7.5, above the table.
function t(v) {
  if (v < T.length) return T[v];
  const z2 = Z * Z;
  const third = ((3 * z2 + 19) * z2 + 17) * z2 - 15;
  const second = (5 * z2 + 16) * z2 + 3;
  return Z * (1 + ((z2 + 1) / 4 + (second / 96 + third / 384 / v) / v) / v);
}

// Wilson 1927.
function wilson(p, n, q = Z) {
  if (n <= 0) return [0, 1];
  const centre = (p + (q * q) / (2 * n)) / (1 + (q * q) / n);
  const reach = (q / (1 + (q * q) / n)) * Math.sqrt((p * (1 - p)) / n + (q * q) / (4 * n * n));
  return [p === 0 ? 0 : centre - reach, p === 1 ? 1 : centre + reach];
}

// Zou and Donner 2008: MOVER for a - b.
export function mover(a, [aLow, aHigh], b, [bLow, bHigh], r = 0) {
  const low = Math.hypot(a - aLow, bHigh - b);
  const high = Math.hypot(aHigh - a, b - bLow);
  const lower = Math.sqrt(Math.max(0, low ** 2 - 2 * r * (a - aLow) * (bHigh - b)));
  const upper = Math.sqrt(Math.max(0, high ** 2 - 2 * r * (aHigh - a) * (b - bLow)));
  return [a - b - lower, a - b + upper];
}

// The mean's place on the scale by Wilson, with the size of a sample of the answers' variance.
function mean(counts) {
  const values = [1, 2, 3, 4, 5, 6, 7];
  const n = sum(counts);
  const place = (value) => (value - 1) / 6;
  const at = sum(values.map((value) => place(value) * counts[value]));
  const centre = (at + 0.5) / (n + 1);
  const squares =
    sum(values.map((value) => counts[value] * (place(value) - centre) ** 2)) +
    0.5 * (centre ** 2 + (1 - centre) ** 2);
  const part = Math.min(1, squares / ((n + 1) * centre * (1 - centre)));
  return wilson(at / n, n / part).map((limit) => 1 + 6 * limit);
}

function independent(scale, counts) {
  const n = sum(counts);
  if (scale === "ces") return mean(counts);
  const share = (weight) => sum(counts.filter((_, value) => SCALES[scale].weight(value) === weight)) / n;
  const [up, down] = [share(1), share(-1)];
  if (scale === "csat") return wilson(up, n);
  const r = up === 1 || down === 1 ? 0 : -Math.sqrt((up * down) / ((1 - up) * (1 - down)));
  return mover(up, wilson(up, n), down, wilson(down, n), r).map((it) => Math.min(1, Math.max(-1, it)));
}

// The ratio of sums to answers; its variance from each event's miss, as the jackknife would weigh it; the
// limits Wilson's with the size of a sample of that variance. Answers of no event are units of one answer.
function clustered(scale, alone, clusters) {
  const { low, width, weight } = SCALES[scale];
  const units = clusters.map((counts) => [total(scale, counts), sum(counts)]);
  const k = units.length;
  alone.forEach((n, value) => units.push(...Array.from({ length: n }, () => [weight(value), 1])));
  const n = sum(units.map(([, size]) => size));
  const ratio = sum(units.map(([of]) => of)) / n;
  const misses = units.map(([of, size]) => (of - ratio * size) / n / (1 - size / n));
  const variance = ((units.length - 1) / units.length) * sum(misses.map((miss) => miss ** 2));
  const p = (ratio - low) / width;
  if (!variance) return [ratio, ratio];
  const size = (p * (1 - p)) / (variance / width ** 2);
  return wilson(p, size, t(k - 1)).map((limit) => low + width * limit);
}

// Cochran 1977, 2.6, outwards to whole guests; one guest is always not heard.
function narrowed([low, high], point, n, guests) {
  const factor = Math.sqrt(Math.min(1, Math.max(1, guests - n) / Math.max(1, guests - 1)));
  const steps = (limit) => (point + (limit - point) * factor) * guests;
  return [
    Math.max(low, Math.floor(steps(low) + 1e-6) / guests),
    Math.min(high, Math.ceil(steps(high) - 1e-6) / guests),
  ];
}

// To two decimals, halves away from zero, of one division of whole numbers where there is one.
const rounded = (part, whole = 1) => {
  const hundredths = (part * 100) / whole;
  return (Math.sign(hundredths) * Math.round(Math.abs(hundredths))) / 100 + 0;
};
const limits = (interval) => interval && { low: interval[0], high: interval[1] };

function bandOf(scale, score, [low, high]) {
  if (scale === "csat") return high - low > 25 ? null : score < 75 ? "below" : "good";
  if (scale === "ces" || high - low > 30) return null;
  return score < 0 ? "poor" : score < 30 ? "good" : score <= 70 ? "excellent" : "outstanding";
}

/** The summary of a group: counts by value of the answers of no event, of each cluster; what these are; the guest list. */
export function summary(scale, alone, clusters, clusterUnit, guests) {
  const { percent, target, method } = SCALES[scale];
  const show = (limit) => rounded(limit * percent);
  const all = clusters.reduce((sums, counts) => sums.map((n, value) => n + counts[value]), alone);
  const n = sum(all);
  const k = clusters.length;
  const point = total(scale, all) / n;
  const score = rounded(total(scale, all) * percent, n);
  const unit = k === 0 || (k === 1 && clusterUnit !== "event_group") ? "answer" : clusterUnit;
  let raw = null;
  if (unit === "answer") raw = independent(scale, all);
  else if (k >= MIN_EVENTS) {
    const [[a, b], [c, d]] = [independent(scale, all), clustered(scale, alone, clusters)];
    raw = [Math.min(a, c), Math.max(b, d)];
  }
  const isListed = guests !== null && guests >= n;
  const interval = raw && (isListed ? narrowed(raw, point, n, guests) : raw).map(show);
  const reaches = (limit) => (scale === "nps" ? limit > target : limit >= target);
  const reached = target === null ? null : !interval ? "unclear" : reaches(interval[0]) ? "yes" : reaches(interval[1]) ? "unclear" : "no";
  const isEasy = scale === "ces";
  const easy = isEasy ? rounded(sum(all.slice(5)) * 100, n) : null;
  // A share of answers is a CSAT of those that have something in common.
  const asCsat = (counts) => [0, sum(counts.slice(0, 5)), 0, 0, 0, sum(counts.slice(5))].concat(Array(5).fill(0));
  const easyOf = () => summary("csat", asCsat(alone), clusters.map(asCsat), clusterUnit, null).shown.interval;
  return {
    scale,
    n,
    score,
    point,
    raw,
    unit,
    isOfMany: k === 0 || k >= MIN_EVENTS,
    shown: {
      n,
      score,
      interval: limits(interval),
      missing: raw ? null : unit === "event" ? "too_few_events" : "too_few_groups",
      method: !raw ? null : unit === "answer" ? method : "cluster",
      unit,
      n_units: unit === "answer" ? n : k,
      guests: isListed ? guests : null,
      band: interval && reached !== "no" ? bandOf(scale, score, interval) : null,
      reached,
      easy_percent: easy,
      easy_interval: isEasy ? easyOf() : null,
    },
  };
}

/** From one summary to another; `isOneEvent` whether the votes of one event judge it. */
export function difference(now, before, isOneEvent) {
  const { percent } = SCALES[now.scale];
  const isJudged = now.raw && before.raw && (isOneEvent || (now.isOfMany && before.isOfMany));
  const found = isJudged
    ? mover(now.point, now.raw, before.point, before.raw).map((limit) => rounded(limit * percent))
    : null;
  return {
    score_before: before.score,
    n_before: before.n,
    difference: rounded(now.score - before.score),
    interval: limits(found),
    verdict: !found ? "too_few_events" : found[0] > 0 ? "better" : found[1] < 0 ? "worse" : "unclear",
    unit: now.unit,
  };
}
