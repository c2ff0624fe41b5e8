// Rate limits for requests with a clock of their own, counted by that clock; the platform's limiter, which
// counts all others, uses the machine's.

import { own } from "./clock.mjs";

// Has the platform's name, by which the worker recognizes it.
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

// `limits`: by name, how many requests in how many seconds.
export function limiters(env, limits) {
  for (const [name, limit] of Object.entries(limits)) {
    if (!kept.has(name)) kept.set(name, new Ratelimit(env[name], limit));
  }
  return Object.fromEntries([...kept].map(([name, limiter]) => [name, { value: limiter }]));
}
