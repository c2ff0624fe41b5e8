// The clock of one request. `x-clock-ms` says at which moment it stands still, in milliseconds since 1970; a
// request without that header has the machine's clock. Requests that are served at once keep theirs apart.

import { AsyncLocalStorage } from "node:async_hooks";

const clocks = new AsyncLocalStorage();
const machine = Date.now;
const machineTimeout = setTimeout;
const machineClear = clearTimeout;

// The clock of the request that is being served, or nothing.
export const own = () => clocks.getStore();

Date.now = () => own()?.now_ms ?? machine();

// Where a fault has said that nothing will come of waiting, nobody waits on such a clock: it goes on at once, to
// whatever is due first. What the worker waits for shorter than a second is a pause before it tries again; longer,
// what it waits for at most: for other services some seconds, and for the request itself ten or more.
globalThis.setTimeout = (work, ms, ...rest) => {
  const clock = own();
  const isSkipped = ms < 1_000 ? clock?.skipsPauses : ms < 10_000 && clock?.skipsTimeouts;
  if (!isSkipped) return machineTimeout(work, ms, ...rest);
  const id = machineTimeout(goOn, 0, clock);
  clock.due.set(id, { at_ms: clock.now_ms + ms, work: () => work(...rest) });
  return id;
};

globalThis.clearTimeout = (id) => void (own()?.due.delete(id) || machineClear(id));

function goOn(clock) {
  const [first] = [...clock.due].sort(([, one], [, other]) => one.at_ms - other.at_ms);
  // It may have been cleared meanwhile.
  if (!first) return;
  const [id, { at_ms, work }] = first;
  clock.due.delete(id);
  clock.now_ms = Math.max(clock.now_ms, at_ms);
  work();
}

// Serves a request by its own clock; where that went on, the same header of the answer says how far.
export async function timed(request, serve) {
  const moment = request.headers.get("x-clock-ms");
  if (!moment) return serve();
  const clock = { now_ms: Number(moment), skipsPauses: false, skipsTimeouts: false, due: new Map() };
  const answer = await clocks.run(clock, serve);
  if (clock.now_ms > moment) answer.headers.set("x-clock-ms", clock.now_ms);
  return answer;
}
