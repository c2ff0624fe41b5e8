// The clock of one request. `x-clock-ms` is the moment at which it stands still, in milliseconds since 1970; a
// request without that header has the machine's clock. Concurrent requests have separate clocks.

import { AsyncLocalStorage } from "node:async_hooks";

const clocks = new AsyncLocalStorage();
const machine = Date.now;
const machineTimeout = setTimeout;
const machineClear = clearTimeout;

// The clock of the request that is being served, or nothing.
export const own = () => clocks.getStore();

Date.now = () => own()?.now_ms ?? machine();

// Where a fault makes waiting useless, such a clock does not wait: it advances at once to the next timer. A
// timer shorter than a second is a retry delay of the worker; a longer one is a timeout: some seconds for other
// services, ten or more for the request itself.
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

// Serves a request by its own clock; where the clock advanced, the same header of the reply has its new moment.
export async function timed(request, serve) {
  const moment = request.headers.get("x-clock-ms");
  if (!moment) return serve();
  const clock = { now_ms: Number(moment), skipsPauses: false, skipsTimeouts: false, due: new Map() };
  const answer = await clocks.run(clock, serve);
  if (clock.now_ms > moment) answer.headers.set("x-clock-ms", clock.now_ms);
  return answer;
}
