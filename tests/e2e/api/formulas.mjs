// Scores, intervals and changes, implemented independently of the worker from the papers.

const Z = 1.959964;
const SCALES = {
  csat: { weight: (it) => (it >= 4 ? 1 : 0), percent: 100, target: 85, method: "wilson" },
  nps: { weight: (it) => (it >= 9 ? 1 : it <= 6 ? -1 : 0), percent: 100, target: 30, method: "mover" },
  ces: { weight: (it) => it, percent: 1, target: null, method: "mean" },
};
const MIN_EVENTS = 5;

const sum = (numbers) => numbers.reduce((all, one) => all + one, 0);
const total = (scale, counts) => sum(counts.map((n, value) => (n ? n * SCALES[scale].weight(value) : 0)));

// Stirling's series, far enough from 0.
function lnGamma(x) {
  if (x < 20) return lnGamma(x + 1) - Math.log(x);
  const series = 1 / (12 * x) - 1 / (360 * x ** 3) + 1 / (1260 * x ** 5);
  return (x - 0.5) * Math.log(x) - x + Math.log(2 * Math.PI) / 2 + series;
}

// NIST Digital Library of Mathematical Functions, 8.17.8: the incomplete beta function as a power series, which has few
// terms below one half.
function betaBelow(a, b, x) {
  if (x > 0.5) return 1 - betaBelow(b, a, 1 - x);
  let [term, all] = [1, 1];
  for (let i = 0; term > 1e-17 * all; i++) {
    term *= ((a + b + i) / (a + 1 + i)) * x;
    all += term;
  }
  const front = a * Math.log(x) + b * Math.log1p(-x) + lnGamma(a + b) - lnGamma(a + 1) - lnGamma(b);
  return Math.exp(front) * all;
}

const known = new Map();

function betaQuantile(a, b, probability) {
  const key = `${a} ${b} ${probability}`;
  if (!known.has(key)) known.set(key, halved(a, b, probability));
  return known.get(key);
}

function halved(a, b, probability) {
  let [low, high] = [0, 1];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (betaBelow(a, b, middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

// Student's t, 97.5 %, by its beta distribution.
function student(freedom) {
  if (freedom === Infinity) return Z;
  const v = Math.max(1, freedom);
  const part = betaQuantile(v / 2, 1 / 2, 0.05);
  return Math.sqrt((v * (1 - part)) / part);
}

// Abramowitz and Stegun 1964, 7.1.6: the probability beyond so many standard errors on either side.
function normalBeyond(z) {
  if (z > 8) return 0;
  const x = z / Math.SQRT2;
  let [term, all] = [x, x];
  for (let i = 1; term > 1e-18; i++) {
    term *= (2 * x * x) / (2 * i + 1);
    all += term;
  }
  return 1 - (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * all;
}

// Clopper and Pearson 1934.
function clopperPearson(p, n) {
  const [yes, no] = [p * n, (1 - p) * n];
  return [
    yes > 0 ? Math.min(p, betaQuantile(yes, no + 1, 0.025)) : 0,
    no > 0 ? Math.max(p, betaQuantile(yes + 1, no, 0.975)) : 1,
  ];
}

// Wilson 1927.
function wilson(p, n) {
  const q = Z;
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

// The mean's place on the scale, and the size of a sample at its two ends that is as sure of it.
function placeAndSize(counts) {
  const values = [1, 2, 3, 4, 5, 6, 7];
  const n = sum(counts);
  const place = (value) => (value - 1) / 6;
  const at = sum(values.map((value) => place(value) * counts[value]));
  const centre = (at + 0.5) / (n + 1);
  const squares =
    sum(values.map((value) => counts[value] * (place(value) - centre) ** 2)) +
    0.5 * (centre ** 2 + (1 - centre) ** 2);
  const part = Math.min(1, squares / ((n + 1) * centre * (1 - centre)));
  return [at / n, n / part];
}

function independent(scale, counts) {
  const n = sum(counts);
  if (scale === "ces") return wilson(...placeAndSize(counts)).map((limit) => 1 + 6 * limit);
  const share = (weight) => sum(counts.filter((_, value) => SCALES[scale].weight(value) === weight)) / n;
  const [up, down] = [share(1), share(-1)];
  if (scale === "csat") return wilson(up, n);
  const r = up === 1 || down === 1 ? 0 : -Math.sqrt((up * down) / ((1 - up) * (1 - down)));
  return mover(up, wilson(up, n), down, wilson(down, n), r).map((it) => Math.min(1, Math.max(-1, it)));
}

const freedomOf = (clusters) => sum(clusters.map((it) => Math.sqrt(sum(it)))) ** 2 / sum(clusters.map(sum)) - 1;

// Each share is a ratio of sums; its variance comes from each event's miss, as the jackknife would weigh it; its
// limits are those of a sample of that variance, but of no more answers than there are (Korn and Graubard 1998), smaller
// by Student's t. Its degrees of freedom are the effective number of events (Hill 1973, order 1/2) less one. Answers of no
// event are units of one answer.
function clustered(scale, alone, clusters) {
  const values = [...Array(11).keys()];
  const single = (value) => values.map((it) => (it === value ? 1 : 0));
  const units = [
    ...clusters.map((counts) => [1, counts]),
    ...values.filter((value) => alone[value]).map((value) => [alone[value], single(value)]),
  ];
  const total = (of) => sum(units.map(([times, counts]) => times * of(counts)));
  const n = total(sum);
  const nUnits = total(() => 1);
  const freedom = freedomOf(clusters);
  const fewest = n ** 2 / total((counts) => sum(counts) ** 2);
  const of = (weight, most) => {
    const sumOf = (counts) => sum(counts.map((count, value) => (count ? count * weight(value) : 0)));
    const p = total(sumOf) / n;
    const miss = (counts) => (sumOf(counts) - p * sum(counts)) / (n - sum(counts));
    const variance = ((nUnits - 1) / nUnits) * total((counts) => miss(counts) ** 2);
    const size = p <= 0 || p >= 1 || variance <= 0 ? most : Math.min((p * (1 - p)) / variance, most);
    const reduced = size * (Z / student(freedom)) ** 2;
    return { p, miss, variance, limits: clopperPearson(p, Math.max(reduced, fewest)) };
  };
  const is = (wanted) => (value) => (SCALES[scale].weight(value) === wanted ? 1 : 0);
  if (scale === "ces") {
    const all = values.map((value) => total((counts) => counts[value]));
    const [, most] = placeAndSize(all);
    return of((value) => (value - 1) / 6, most).limits.map((limit) => 1 + 6 * limit);
  }
  const up = of(is(1), n);
  if (scale === "csat") return up.limits;
  const down = of(is(-1), n);
  const both = Math.sqrt(up.variance * down.variance);
  const covariance = ((nUnits - 1) / nUnits) * total((counts) => up.miss(counts) * down.miss(counts));
  const r = both > 0 ? Math.min(1, Math.max(-1, covariance / both)) : 0;
  return mover(up.p, up.limits, down.p, down.limits, r).map((it) => Math.min(1, Math.max(-1, it)));
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
    freedom: unit === "answer" ? Infinity : freedomOf(clusters),
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
  const isNews = (low, high) => (low > 0 ? "better" : high < 0 ? "worse" : "unclear");
  const isJudged = now.raw && before.raw && (isOneEvent || (now.isOfMany && before.isOfMany));
  const found = isJudged
    ? mover(now.point, now.raw, before.point, before.raw).map((limit) => rounded(limit * percent))
    : null;
  return {
    score_before: before.score,
    n_before: before.n,
    difference: rounded(now.score - before.score),
    interval: limits(found),
    verdict: found ? isNews(...found) : "too_few_events",
    family: 1,
    unit: now.unit,
    probability: found && probability(now, before),
  };
}

// The interval of a difference reaches 0 where the difference is t standard errors, by the fewer degrees of freedom.
function probability(a, b) {
  const [up, down] = a.point > b.point ? [a, b] : [b, a];
  const gap = up.point - down.point;
  const reach = Math.hypot(up.point - up.raw[0], down.raw[1] - down.point);
  const freedom = Math.min(a.freedom, b.freedom);
  const statistic = (student(freedom) * gap) / reach;
  if (freedom === Infinity) return normalBeyond(statistic);
  return gap > 0 ? betaBelow(freedom / 2, 1 / 2, freedom / (freedom + statistic ** 2)) : 1;
}

/** Holm 1979: the verdicts of one table that hold together. */
export function judgeTogether(changes) {
  const judged = changes.filter((it) => it.probability !== null).sort((a, b) => a.probability - b.probability);
  let holds = true;
  judged.forEach((change, at) => {
    holds &&= change.probability <= 0.05 / (judged.length - at);
    change.family = judged.length;
    if (!holds) change.verdict = "unclear";
  });
}
