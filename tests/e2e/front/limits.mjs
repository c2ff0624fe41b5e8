// Limits for requests that have a clock of their own, counted by that clock; the platform's limiter, which counts
// all others, goes by the machine's.

import { own } from "./clock.mjs";

// Named as the platform's, by which the worker knows it.
class Ratelimit {
  constructor(platform, { limit, period }) {
    Object.assign(this, { platform, most: limit, period, counts: new Map() });
  }

  async limit({ key }) {
    const clock = own();
    if (!clock) return this.platform.limit({ key });
    const place = `${Math.floor(clock.now_ms / 1000 / this.period)} ${key}`;
    const count = (this.counts.get(place) ?? 0) + 1;
    this.counts.set(place, count);
    return { success: count <= this.most };
  }
}

const kept = new Map();

// `limits`: of each name, how much how many seconds may bring.
export function limiters(env, limits) {
  for (const [name, limit] of Object.entries(limits)) {
    if (!kept.has(name)) kept.set(name, new Ratelimit(env[name], limit));
  }
  return Object.fromEntries([...kept].map(([name, limiter]) => [name, { value: limiter }]));
}
