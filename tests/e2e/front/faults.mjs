// A D1 in front of the real one that fails as the request's `x-faults` says: JSON of `before` and `after`, the
// probability of a failure before and after a batch is committed, with a `seed`; or `fault`, one of these,
// after `spared` batches without one; or `first`, the number of batches that fail first.

import { own } from "./clock.mjs";

const SAID = {
  down: "D1_ERROR: Network connection lost.",
  mistaken: "D1_ERROR: no such column: score: SQLITE_ERROR",
  overload: "D1_ERROR: D1 DB is overloaded. Requests queued for too long.",
};

// Has the real one's name, by which the worker recognizes it.
export class D1Database {
  constructor(db, faults) {
    Object.assign(this, { db, faults });
    this.chance = chances(faults.seed ?? 1);
  }

  // The present fault.
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
    // The first so many batches fail.
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

// The retry delay is skipped.
function failure(fault) {
  const clock = own();
  if (clock) clock.skipsPauses = true;
  return new Error(SAID[fault]);
}

// Never resolves; the timeout is skipped.
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
