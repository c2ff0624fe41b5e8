import assert from "node:assert/strict";
import { test } from "node:test";
import { FLOOR, median, table } from "./table.mjs";

const load = (name, ready, bytes) => ({ profile: "fast3g", name, ready, tap: 10, bytes, requests: 2 });

test("a median is the middle one, or half way between the two", () => {
  assert.equal(median([30, 10, 20]), 20);
  assert.equal(median([40, 10, 20, 30]), 25);
});

test("every page is divided by the floor of its own profile", () => {
  const loads = [
    ...[90, 100, 400].map((ready) => load(FLOOR, ready, 1_024)),
    ...[150, 125, 100].map((ready) => load("otklik", ready, 4_096)),
    { ...load(FLOOR, 1_000, 1_024), profile: "slow4g" },
    { ...load("otklik", 1_000, 1_024), profile: "slow4g" },
  ];
  const lines = table(loads).split("\n").map((line) => line.trim().split(/\s+/));
  const [, floor, fast, , slow] = lines;
  assert.deepEqual(floor, ["fast3g", FLOOR, "100", "90-400", "1.00", "10", "1.0", "1.0", "2"]);
  assert.deepEqual(fast, ["fast3g", "otklik", "125", "100-150", "1.25", "10", "4.0", "4.0", "2"]);
  assert.deepEqual(slow.slice(0, 5), ["slow4g", "otklik", "1000", "1000-1000", "1.00"]);
});
