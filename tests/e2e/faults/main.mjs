// Stands before the worker's own module, with a D1 in front of its own that fails as each request says
// in `x-faults`: JSON of `before` and `after`, how likely a batch fails before and after it is committed,
// with a `seed`; or `fault`, one of the below, which `spared` batches go through before.

import Otklik from "./index.js";

const SAID = {
  away: "D1_ERROR: Network connection lost.",
  mistaken: "D1_ERROR: no such column: score: SQLITE_ERROR",
  overload: "D1_ERROR: D1 DB is overloaded. Requests queued for too long.",
};

// Named as the real one, by which the worker knows it.
class D1Database {
  constructor(db, faults) {
    Object.assign(this, { db, faults });
    this.chance = chances(faults.seed ?? 1);
  }

  // The fault of now.
  fault() {
    return this.faults.spared > 0 ? undefined : this.faults.fault;
  }

  prepare(sql) {
    if (this.fault() === "panic") throw new Error("a panic was asked for");
    return this.db.prepare(sql);
  }

  async batch(statements) {
    const { before = 0, after = 0, first = 0 } = this.faults;
    const fault = this.fault();
    this.faults.spared -= 1;
    if (fault === "silent") return new Promise(() => {});
    if (SAID[fault]) throw new Error(SAID[fault]);
    // The first so many fail.
    if (this.faults.first) {
      this.faults.first = first - 1;
      throw new Error(SAID.away);
    }
    if (this.chance() < before) throw new Error(SAID.away);
    const results = await this.db.batch(statements);
    if (this.chance() < after) throw new Error(SAID.away);
    return results;
  }
}

// mulberry32: the same seed fails in the same places.
function chances(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function around(env, faults) {
  const email = {
    // The platform's binding for mail, which leads to the receiver too.
    async send(message) {
      const answer = await fetch(`${env.RECEIVER}/email`, { method: "POST", body: JSON.stringify(message) });
      if (!answer.ok) throw new Error("not taken");
    },
  };
  return Object.create(env, { DB: { value: new D1Database(env.DB, faults) }, EMAIL: { value: email } });
}

export default {
  fetch(request, env, context) {
    const faults = JSON.parse(request.headers.get("x-faults") ?? "{}");
    return new Otklik(context, around(env, faults)).fetch(request);
  },
  scheduled(event, env, context) {
    return new Otklik(context, around(env, JSON.parse(event.cron))).scheduled(event);
  },
};
