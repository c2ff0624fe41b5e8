// Delivers the queue's records until each has arrived, was refused for good, or is too old: when the page loads, when
// the connection or the guest returns, and meanwhile after growing pauses.
import { all, delay, drop, keep } from "./store.js";
import { send } from "./request.js";

const HOUR_MS = 3_600_000;
// A request to be called contains a name and a phone, and a visitor does not wait longer for a call.
const CALLBACK_MS = 24 * HOUR_MS;
const ANSWER_MS = 7 * 24 * HOUR_MS;

const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 300_000;

// Statuses that no retry changes. A 400 is not among them: a worker that was rolled back may refuse a body that its
// successor accepts.
const FINAL = [404, 409, 413, 422];

let listener;
let channel;
let timer;
let failures = 0;
// Whether the guest has left this page. It may run on for a moment and is then frozen: a record delivered meanwhile
// stays in the queue, so that the next page sends it again, which stores nothing twice, and shows the thanks.
let isLeft;
// Resolves as the guest leaves: the attempts that are under way are later ones then.
let left;
let leave;
stay();

function stay() {
  isLeft = false;
  left = new Promise((resolve) => (leave = resolve));
}

// Calls `then` with { id, answer } of a delivered record, and { id, word, lang, reason } of an abandoned one.
export function listen(then) {
  listener = then;
}

// From now on also for records that another tab has sent. Not sooner: an open channel may keep a page out of the
// back-forward cache.
export function listenToOthers() {
  channel ??= self.BroadcastChannel && new BroadcastChannel("otklik");
  if (channel) channel.onmessage = ({ data }) => listener(data);
}

// The answers themselves are not passed on.
function announce(news) {
  listener(news);
  const others = self.BroadcastChannel && new BroadcastChannel("otklik");
  others?.postMessage(news);
  others?.close();
}

// Several tabs, and several attempts of one, do not send the same record at once: `work` gets whether it has the lock.
// Where a page has no locks, the server still stores one id and revision once. A page that the guest leaves releases
// the lock: frozen in the back-forward cache it would keep it for minutes, and the next page could not send.
export async function alone(id, work) {
  try {
    const options = { __proto__: null, ifAvailable: true };
    return await navigator.locks.request("otklik " + id, options, (lock) => Promise.race([work(lock), left]));
  } catch {
    return work(true);
  }
}

// Sends one record; `fate` of the result is "sent", "refused" or "later".
export async function attempt(record) {
  const heard = await send(record);
  const error = heard?.answer?.error;
  let fate = "later";
  if (heard?.answer && !error) fate = "sent";
  else if (FINAL.includes(heard?.status) && error) fate = "refused";
  if (fate === "later") await postpone(record, heard);
  else if (!isLeft) await drop(record);
  return { ...heard, fate };
}

// The delay that the server asked for, which the next page keeps too. A body that the server cannot read now may be
// readable in hours.
async function postpone(record, heard) {
  const isOdd = heard?.answer && heard.status < 500 && heard.status !== 429;
  const waitMs = isOdd ? HOUR_MS : Math.min(heard?.waitMs, HOUR_MS);
  if (waitMs > 0) await delay(record, Date.now() + waitMs);
}

// Retries later, with full jitter, so that the guests of one event do not retry at the same moment.
// https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
export function later(atLeastMs = 0) {
  const pauseMs = Math.random() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures++);
  clearTimeout(timer);
  timer = setTimeout(flush, Math.max(atLeastMs, pauseMs));
}

// One round over all records.
export async function flush() {
  clearTimeout(timer);
  const waitsMs = [];
  for (const { id } of await all()) {
    const waitMs = await alone(id, (isAlone) => (isAlone ? handle(id) : 0));
    if (waitMs >= 0) waitsMs.push(waitMs);
  }
  if (waitsMs[0] >= 0) later(Math.min(...waitsMs));
}

// The least delay of the record; nothing where it is done.
async function handle(id) {
  if (isLeft) return undefined;
  // Read again: another tab may have sent it.
  const record = (await all()).find((it) => it.id === id);
  if (!record) return undefined;
  const { lang, isEarly } = record;
  const now = Date.now();
  const isCall = record.door.includes("/v1/callbacks");
  if (now - record.at > (isCall ? CALLBACK_MS : ANSWER_MS)) {
    await drop(record);
    return void announce({ id, lang, isEarly, word: isCall ? "expired" : "refused" });
  }
  // A clock that was set back must not keep a record for ever.
  if (record.at > now) await keep(record);
  const waitMs = record.notBefore - now;
  if (waitMs > 0 && waitMs <= HOUR_MS) return waitMs;
  if (!navigator.onLine) return 0;
  const { fate, answer } = await attempt(record);
  if (fate === "later" || isLeft) return 0;
  failures = 0;
  const news = { id, lang, isEarly };
  return void announce(
    fate === "sent" ? { ...news, answer } : { ...news, word: "refused", reason: answer.error.message },
  );
}

function comeBack() {
  failures = 0;
  flush();
}

addEventListener("online", comeBack);
addEventListener("pagehide", () => {
  isLeft = true;
  leave({ fate: "later" });
});
addEventListener("pageshow", ({ persisted }) => {
  if (!persisted) return;
  stay();
  comeBack();
});
document.addEventListener("visibilitychange", () => document.hidden || comeBack());
