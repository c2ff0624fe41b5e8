// One attempt to send a record.

const TIMEOUT_MS = 20_000;

// Where a server has too much to do and a page may not read for how long: what our limits count by.
const BUSY_MS = 60_000;

// { status, answer, waitMs }: the answer is null where it is not ours, because between us and a guest
// others may answer too; null for all where nothing was answered.
export async function send(record) {
  const heard = await byFetch(record);
  // A host may have made something else of fetch. What arrived the first time is not stored twice.
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
      // Outlives the page.
      keepalive: true,
      signal: AbortSignal.timeout?.(TIMEOUT_MS),
    });
    const answer = await response.json().catch(() => null);
    return read(record, response.status, answer, response.headers.get("Retry-After"));
  } catch (error) {
    // A server that has not answered will not answer the same at once, either.
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
      // One by name that a page may not read would be told in the console.
      const asked = /^retry-after: (.*)/im.exec(request.getAllResponseHeaders())?.[1];
      settled(status ? read(record, status, response, asked) : null);
    };
    request.send(bodyOf(record));
  });
}

// A form's fields and a widget's JSON are told apart by their types.
const bodyOf = ({ body, isForm }) => (isForm ? new URLSearchParams(body) : body);

function read(record, status, answer, asked) {
  const isOurs = answer?.error?.code || answer?.id === record.id;
  // Seconds, or a date.
  const askedMs = asked ? +asked * 1000 || Date.parse(asked) - Date.now() : 0;
  return { status, answer: isOurs ? answer : null, waitMs: askedMs || (status === 429 ? BUSY_MS : 0) };
}
