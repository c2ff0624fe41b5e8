// One attempt to send a record.

const TIMEOUT_MS = 20_000;

// The delay after a 429 whose `Retry-After` a page may not read: the window of the server's rate limits.
const BUSY_MS = 60_000;

// { status, answer, waitMs }: the answer is null where a proxy responded in place of the server; null for all without
// a response.
export async function send(record) {
  const heard = await byFetch(record);
  // A host may have replaced fetch. A submission that arrived at the first attempt is not stored twice.
  return heard?.answer || heard?.status >= 400 ? heard : (await byRequest(record).catch(() => null)) || heard;
}

async function byFetch(record) {
  const { door, lang } = record;
  try {
    const response = await fetch(door, {
      __proto__: null,
      method: "POST",
      body: bodyOf(record),
      headers: { __proto__: null, "Accept-Language": lang },
      // Runs on when the guest leaves the page.
      keepalive: true,
      signal: AbortSignal.timeout?.(TIMEOUT_MS),
    });
    const answer = await response.json().catch(() => null);
    return read(record, response.status, answer, response.headers.get("Retry-After"));
  } catch (error) {
    // A server that has not responded will not respond to an immediate retry either.
    return error?.name === "TimeoutError" ? { status: 504 } : null;
  }
}

function byRequest(record) {
  return new Promise((settled) => {
    const request = new XMLHttpRequest();
    request.open("POST", record.door);
    request.responseType = "json";
    request.timeout = TIMEOUT_MS;
    request.setRequestHeader("Accept-Language", record.lang);
    request.onloadend = () => {
      const { status, response } = request;
      // Reading a header by name that a page may not read would log an error in the console.
      const asked = /^retry-after: (.*)/im.exec(request.getAllResponseHeaders())?.[1];
      settled(status ? read(record, status, response, asked) : null);
    };
    request.send(bodyOf(record));
  });
}

// The content type distinguishes a form's fields from a widget's JSON.
const bodyOf = ({ body, isForm }) => (isForm ? new URLSearchParams(body) : body);

function read(record, status, answer, asked) {
  const isOurs = answer?.error?.code || answer?.id === record.id;
  // Seconds, or a date.
  const askedMs = asked ? +asked * 1000 || Date.parse(asked) - Date.now() : 0;
  return { status, answer: isOurs ? answer : null, waitMs: askedMs || (status === 429 ? BUSY_MS : 0) };
}
