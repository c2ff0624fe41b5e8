// Sends what waits, until it has arrived, was refused for good, or is too old: when the page comes, when
// the connection or the guest comes back, and meanwhile after growing pauses.
import { all, delay, drop, keep } from "./store.js";
import { send } from "./request.js";

const HOUR_MS = 3_600_000;
// A request to be called holds a name and a phone, and nobody waits longer for a call.
const CALLBACK_MS = 24 * HOUR_MS;
const ANSWER_MS = 7 * 24 * HOUR_MS;

const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 300_000;

// No later attempt will be answered otherwise. A 400 is none of these: a worker that was rolled back may
// refuse what its successor takes.
const FINAL = [404, 409, 413, 422];

let listener;
let channel;
let timer;
let failures = 0;
// Whether the guest has left this page. It may run on for a moment and is then frozen: what it delivers meanwhile
// stays in the queue, so that the next page sends it again, which stores nothing twice, and has something to thank for.
let isLeft = false;

// Tells `then` { id, answer } of what has arrived, and { id, word, lang, reason } of what is given up.
export function listen(then) {
  listener = then;
}

// From now on also of what another tab has sent. Not sooner: what is open may keep a page out of the
// back-forward cache.
export function listenToOthers() {
  channel ??= self.BroadcastChannel && new BroadcastChannel("otklik");
  if (channel) channel.onmessage = ({ data }) => listener(data);
}

// Nothing of what was sent goes along.
function tell(news) {
  listener(news);
  const others = self.BroadcastChannel && new BroadcastChannel("otklik");
  others?.postMessage(news);
  others?.close();
}

// Several tabs, and several attempts of one, do not send the same at once: `work` is told whether it is
// alone. Where a page has no locks, the server still stores one id and revision once. A page that is left lets go:
// frozen in the back-forward cache it would hold the lock for minutes, and the next page could not send.
export async function alone(id, work) {
  try {
    const options = { __proto__: null, ifAvailable: true };
    const left = new Promise((leave) =>
      addEventListener("pagehide", () => leave({ fate: "later" }), { __proto__: null, once: true }),
    );
    return await navigator.locks.request("otklik " + id, options, (lock) => Promise.race([work(lock), left]));
  } catch {
    return work(true);
  }
}

// Sends one record. Of what became of it: `fate`, "sent", "refused" or "later".
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

// By the server's wish, which holds on the next page too. What it does not understand now, it may in
// hours.
async function postpone(record, heard) {
  const isOdd = heard?.answer && heard.status < 500 && heard.status !== 429;
  const waitMs = isOdd ? HOUR_MS : Math.min(heard?.waitMs, HOUR_MS);
  if (waitMs > 0) await delay(record, Date.now() + waitMs);
}

// Once more after a while: full jitter, so that the guests of one event do not come back as one.
// https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
export function later(atLeastMs = 0) {
  const pauseMs = Math.random() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures++);
  clearTimeout(timer);
  timer = setTimeout(flush, Math.max(atLeastMs, pauseMs));
}

// One round over all that waits.
export async function flush() {
  clearTimeout(timer);
  const waitsMs = [];
  for (const { id } of await all()) {
    const waitMs = await alone(id, (isAlone) => (isAlone ? handle(id) : 0));
    if (waitMs >= 0) waitsMs.push(waitMs);
  }
  if (waitsMs[0] >= 0) later(Math.min(...waitsMs));
}

// How long the record must wait at least; nothing where it is done with.
async function handle(id) {
  if (isLeft) return undefined;
  // As it is now: another tab may have sent it.
  const record = (await all()).find((it) => it.id === id);
  if (!record) return undefined;
  const { lang, isEarly } = record;
  const now = Date.now();
  const isCall = record.door.includes("/v1/callbacks");
  if (now - record.at > (isCall ? CALLBACK_MS : ANSWER_MS)) {
    await drop(record);
    return void tell({ id, lang, isEarly, word: isCall ? "expired" : "refused" });
  }
  // A clock that was set back keeps nothing for ever.
  if (record.at > now) await keep(record);
  const waitMs = record.notBefore - now;
  if (waitMs > 0 && waitMs <= HOUR_MS) return waitMs;
  if (!navigator.onLine) return 0;
  const { fate, answer } = await attempt(record);
  if (fate === "later" || isLeft) return 0;
  failures = 0;
  const news = { id, lang, isEarly };
  return void tell(
    fate === "sent" ? { ...news, answer } : { ...news, word: "refused", reason: answer.error.message },
  );
}

function comeBack() {
  failures = 0;
  flush();
}

addEventListener("online", comeBack);
addEventListener("pagehide", () => (isLeft = true));
addEventListener("pageshow", ({ persisted }) => {
  isLeft = false;
  if (persisted) comeBack();
});
document.addEventListener("visibilitychange", () => document.hidden || comeBack());
