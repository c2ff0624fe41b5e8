// A D1 in front of the real one that fails as each request says in `x-faults`: JSON of `before` and `after`, how
// likely a batch fails before and after it is committed, with a `seed`; or `fault`, one of the below, which
// `spared` batches go through before; or `first`, how many batches fail first.

import { own } from "./clock.mjs";

const SAID = {
  down: "D1_ERROR: Network connection lost.",
  mistaken: "D1_ERROR: no such column: score: SQLITE_ERROR",
  overload: "D1_ERROR: D1 DB is overloaded. Requests queued for too long.",
};

// Named as the real one, by which the worker knows it.
export class D1Database {
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
    if (fault === "silent") return silence();
    if (SAID[fault]) throw failure(fault);
    // The first so many fail.
    if (this.faults.first) {
      this.faults.first = first - 1;
      throw failure("down");
    }
    if (this.chance() < before) throw failure("down");
    const results = await this.db.batch(statements);
    if (this.chance() < after) throw failure("down");
    return results;
  }
}

// The pause before the next attempt need not pass.
function failure(fault) {
  const clock = own();
  if (clock) clock.skipsPauses = true;
  return new Error(SAID[fault]);
}

// Nothing ever comes of it, so nobody need wait to see that.
function silence() {
  const clock = own();
  if (clock) clock.skipsPauses = clock.skipsTimeouts = true;
  return new Promise(() => {});
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
